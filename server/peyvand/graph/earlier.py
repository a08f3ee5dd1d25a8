"""A graph as it was before a change, told by the graph after it and the change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from peyvand.graph.patch import Patch, quads

Subject = NamedNode | BlankNode | Triple
Value = NamedNode | BlankNode | Literal | Triple
GraphName = NamedNode | BlankNode | DefaultGraph


class Earlier:
    """The graph before a change.

    Args:
        store: the graph after it.
        patch: the change.
    """

    def __init__(self, store: Store, patch: Patch) -> None:
        self._store = store
        self.added = frozenset(quads(patch.added))
        self.removed = frozenset(quads(patch.removed))
        self._by_end: dict[object, list[Quad]] = defaultdict(list)
        for quad in self.removed:
            self._by_end[quad.subject].append(quad)
            self._by_end[quad.object].append(quad)

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        value: Value | None,
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """The quads of a pattern, as a store gives them; the subject or the value must be given."""
        for quad in self._store.quads_for_pattern(subject, predicate, value, graph):
            if quad not in self.added:
                yield quad
        for quad in self._by_end.get(subject if subject is not None else value, ()):
            if (
                (subject is None or quad.subject == subject)
                and (predicate is None or quad.predicate == predicate)
                and (value is None or quad.object == value)
                and (graph is None or quad.graph_name == graph)
            ):
                yield quad
