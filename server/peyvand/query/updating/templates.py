"""Templates of an update that write into scratch graphs instead of the graphs that they name.

``DELETE { T1 } INSERT { T2 } WHERE { P }`` becomes one INSERT whose templates stand in graphs with
names of their own, so that WHERE is evaluated once: what it calls (UUID, RAND, NOW) gives the same
to both. A graph that a variable names gets its scratch name by a BIND after P. No query sees the
scratch graphs: they are removed before the next operation is evaluated.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from enum import StrEnum
from urllib.parse import unquote

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from peyvand.query.rewriting.lexing import Token, rendered
from peyvand.query.updating.operations import Words

Graph = NamedNode | DefaultGraph


class Side(StrEnum):
    """What becomes of the statements of a template."""

    REMOVE = "remove"
    ADD = "add"


class Scratch:
    """The scratch graphs of an operation.

    Args:
        resolve: gives the IRI that a token stands for.
    """

    def __init__(self, resolve: Callable[[Token], NamedNode]) -> None:
        self._resolve = resolve
        self._name = f"urn:peyvand:{secrets.token_hex(16)}:"
        self._constants: dict[str, tuple[Side, Graph]] = {}
        self._variables: dict[tuple[Side, str], str] = {}

    def template(self, side: Side, tokens: list[Token], default: Graph) -> str:
        """A template (what stands in its braces) that writes into scratch graphs.

        Args:
            side: what it is for.
            tokens: its tokens.
            default: the graph of what stands outside of GRAPH.
        """
        words, pieces = Words(tokens), []
        plain: list[Token] = []
        while not words.ended:
            token = words.take()
            # The engine has read the operation: GRAPH stands in no brackets.
            if token.word != "GRAPH":
                plain.append(token)
                continue
            pieces.append(self._graph(side, default, plain))
            plain = []
            name = words.take()
            inner = words.block()
            words.skip(".")
            if name.variable:
                graph = f"?{self._variable(side, name.variable)}"
            else:
                graph = self._constant(side, self._resolve(name))
            pieces.append(f"GRAPH {graph} {{{rendered(inner)} }}")
        pieces.append(self._graph(side, default, plain))
        return " ".join(pieces)

    @property
    def binds(self) -> str:
        """What gives the variables that stand for graphs their values."""
        return " ".join(
            f"BIND(IF(isIRI(?{name}), "
            f'IRI(CONCAT("{self._name}{side}:", ENCODE_FOR_URI(STR(?{name})))), 1/0) AS ?{fresh})'
            for (side, name), fresh in self._variables.items()
        )

    def taken(self, store: Store) -> dict[Side, list[Quad]]:
        """What the operation wrote, taken out of the store again."""
        found: dict[Side, list[Quad]] = {side: [] for side in Side}
        graphs = [
            graph
            for graph in store.named_graphs()
            if isinstance(graph, NamedNode) and graph.value.startswith(self._name)
        ]
        for scratch in graphs:
            side, graph = self._constants.get(scratch.value) or self._named(scratch)
            found[side] += [
                Quad(quad.subject, quad.predicate, quad.object, graph)
                for quad in store.quads_for_pattern(None, None, None, scratch)
            ]
            store.remove_graph(scratch)
        return found

    def _graph(self, side: Side, graph: Graph, tokens: list[Token]) -> str:
        if not tokens:
            return ""
        return f"GRAPH {self._constant(side, graph)} {{{rendered(tokens)} }}"

    def _constant(self, side: Side, graph: Graph) -> str:
        for name, known in self._constants.items():
            if known == (side, graph):
                return f"<{name}>"
        name = f"{self._name}{len(self._constants)}"
        self._constants[name] = side, graph
        return f"<{name}>"

    def _variable(self, side: Side, name: str) -> str:
        # No variable of the update begins so: the name of the scratch graphs is a random one.
        fresh = f"pv{self._name.split(':')[2]}_{side}_{name}"
        return self._variables.setdefault((side, name), fresh)

    def _named(self, scratch: NamedNode) -> tuple[Side, Graph]:
        side, _, name = scratch.value.removeprefix(self._name).partition(":")
        return Side(side), NamedNode(unquote(name))


def where(tokens: list[Token], binds: str) -> str:
    """A WHERE group (what stands in its braces) after which some variables are bound."""
    group = f"{{{rendered(tokens)} }}"
    return f"{{ {group} {binds} }}" if binds else group
