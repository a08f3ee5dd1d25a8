"""A pyoxigraph store as an rdflib graph: the union of all its graphs, to be read only."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import pyoxigraph as ox
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.store import Store
from rdflib.term import IdentifiedNode, Node

from peyvand.graph.rdf11 import as_rdf11

_STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")


class UnionStore(Store):
    """An rdflib store that answers from a pyoxigraph store, graph names dropped."""

    # rdflib asks these of any store that a Dataset is put on.
    context_aware = True
    graph_aware = True

    def __init__(self, store: ox.Store) -> None:
        super().__init__()
        self._store = store
        # pySHACL looks up which graph a blank node is in, to show it in a message.
        self._all = Graph(store=self)

    def triples(
        self, triple_pattern: tuple[Any, Any, Any], context: Any = None
    ) -> Iterator[tuple[tuple[Node, Node, Node], Iterator[Graph]]]:
        """The triples of a pattern, each once."""
        try:
            subject, predicate, value = (engine_term(term) for term in triple_pattern)
            quads = self._store.quads_for_pattern(subject, predicate, value, None)  # type: ignore[arg-type]
        except (ValueError, TypeError):
            # A pattern such as a literal subject matches nothing.
            return
        seen = set()
        for quad in quads:
            triple = (quad.subject, quad.predicate, quad.object)
            if triple not in seen:
                seen.add(triple)
                yield tuple(map(library_term, triple)), iter((self._all,))  # type: ignore[misc]

    def __len__(self, context: Any = None) -> int:
        # Nobody asks how many there are, and pySHACL often whether there are any; the engine would
        # count all of them.
        return int(next(iter(self._store), None) is not None)

    def contexts(self, triple: Any = None) -> Iterator[Any]:  # type: ignore[override]
        """None: the names of graphs are dropped."""
        return iter(())

    def close(self, commit_pending_transaction: bool = False) -> None:
        """Let go of the engine's store: graphs of rdflib hold themselves in circles."""
        self._store = ox.Store()

    def add_graph(self, graph: Graph) -> None:
        """Nothing: rdflib calls this when a Dataset is put on the store."""


def union(store: ox.Store) -> Graph:
    """The union of a store's graphs as an rdflib graph; closed, it is empty and holds no store."""
    return Graph(store=UnionStore(store))


def engine_term(term: Node | None) -> ox.NamedNode | ox.BlankNode | ox.Literal | None:
    """A term of rdflib as one of pyoxigraph; None stays None.

    Raises:
        ValueError: it is none that the engine can hold.
    """
    if term is None:
        return None
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    if isinstance(term, BNode):
        return ox.BlankNode(str(term))
    assert isinstance(term, Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    datatype = ox.NamedNode(str(term.datatype)) if term.datatype else None
    return ox.Literal(str(term), datatype=datatype)


@lru_cache(maxsize=100_000)
def library_term(
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple,
) -> IdentifiedNode | Literal:
    """A term of pyoxigraph as one of rdflib."""
    term = as_rdf11(term)
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(
        term.value, datatype=None if term.datatype == _STRING else URIRef(term.datatype.value)
    )
