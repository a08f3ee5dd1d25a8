"""Named graphs by what they are for, as their names tell."""

from __future__ import annotations

from pyoxigraph import NamedNode

from peyvand.vocabulary.iris import GRAPH, graph

_REGISTER = f"{GRAPH}register-"
_DERIVED = f"{GRAPH}derived-"
# Graphs of the project that no single source is for, and beginnings of such names.
_OWN = {str(GRAPH[name]) for name in ("curated", "decisions", "examples", "ontology", "outside")}
_OWN |= {str(GRAPH["requests"]), str(GRAPH["world"])}
_BEGIN = tuple(str(GRAPH[name]) for name in ("changes-", "document-", "report-"))

# The public part of requests for withdrawal, the rulings on them, and what stays of the withdrawn.
REQUESTS = graph("requests")


def register(name: str) -> NamedNode:
    """The graph of the claims that the holder of a token enters."""
    return graph(f"register-{name}")


def registrar(graph_name: str) -> str | None:
    """The name of the register that a graph is of; None if it is of none."""
    return graph_name.removeprefix(_REGISTER) if graph_name.startswith(_REGISTER) else None


def is_derived(graph_name: str) -> bool:
    """Whether a graph holds what follows from others."""
    return graph_name.startswith(_DERIVED)


def is_own(graph_name: str) -> bool:
    """Whether a graph is one that the project makes from several of its sources, or about them."""
    return graph_name in _OWN or graph_name.startswith(_BEGIN)
