"""What is said in a graph, without what is derived from it."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from peyvand.vocabulary.graphs import REQUESTS, is_derived
from peyvand.vocabulary.iris import ID, TYPE, iri

DEFAULT = DefaultGraph()
CLAIM = iri("pv:Claim")
_RECORDS = frozenset(iri(f"pv:{name}") for name in ("Comparison", "Conflict", "Decision"))


class Said:
    """What is said in a store, and what is told of withdrawals left aside.

    Args:
        store: the graph, with what is derived or before anything is.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def of(self, node: NamedNode) -> Iterator[Quad]:
        """The statements with a node as their subject."""
        return filter(self.holds, self.store.quads_for_pattern(node, None, None, None))

    def naming(self, node: NamedNode) -> Iterator[Quad]:
        """The statements with a node as their value."""
        return filter(self.holds, self.store.quads_for_pattern(None, None, node, None))

    def holds(self, quad: Quad) -> bool:
        """Whether a statement of the store is said, and no part of a ruling or what it leaves."""
        name = quad.graph_name
        if isinstance(name, NamedNode):
            return name != REQUESTS and not is_derived(name.value)
        if name != DEFAULT:
            return True
        others = (other for other in self._graphs(quad) if isinstance(other, NamedNode))
        return not any(other == REQUESTS or is_derived(other.value) for other in others)

    def sources(self, quad: Quad) -> Iterator[NamedNode]:
        """The named graphs in which a statement of the default graph is said."""
        for name in self._graphs(quad):
            if isinstance(name, NamedNode) and name != REQUESTS and not is_derived(name.value):
                yield name

    def is_claim(self, node: object) -> bool:
        """Whether a node is a claim."""
        return self._is_of(node, frozenset([CLAIM]))

    def is_record(self, node: object) -> bool:
        """Whether a node tells of claims or things: a contradiction, a decision, a comparison."""
        return self._is_of(node, _RECORDS)

    def _is_of(self, node: object, kinds: frozenset[NamedNode]) -> bool:
        if not isinstance(node, NamedNode) or not node.value.startswith(str(ID)):
            return False
        found = self.store.quads_for_pattern(node, TYPE, None, None)
        return any(quad.object in kinds for quad in found)

    def _graphs(self, quad: Quad) -> Iterator[object]:
        found = self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return (other.graph_name for other in found)


def things_in(quads: Iterator[Quad]) -> Iterator[NamedNode]:
    """The things of ours that are values of some statements."""
    for quad in quads:
        value = quad.object
        if isinstance(value, NamedNode) and value.value.startswith(str(ID)):
            yield value
