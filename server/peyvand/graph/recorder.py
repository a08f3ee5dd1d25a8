"""A store that is being changed, and the change so far: known, not searched for."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from peyvand.graph.patch import Patch, as_lines


class Recorder:
    """Changes a store and remembers the net change.

    What was added and removed again, or removed and added again, is no change.

    Args:
        store: the graph; whoever changes it otherwise makes the record wrong.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._added: set[Quad] = set()
        self._removed: set[Quad] = set()
        self._new_graphs: set[NamedNode] = set()
        self._gone_graphs: set[NamedNode] = set()

    def add(self, quads: Iterable[Quad]) -> None:
        """Add those of some quads that are not there."""
        fresh = [quad for quad in stored(quads) if quad not in self.store]
        # A named graph comes to exist with its first statement.
        for graph in {quad.graph_name for quad in fresh}:
            if isinstance(graph, NamedNode):
                self.add_graph(graph)
        self.store.extend(fresh)
        for quad in fresh:
            if quad in self._removed:
                self._removed.discard(quad)
            else:
                self._added.add(quad)

    def remove(self, quads: Iterable[Quad]) -> None:
        """Remove those of some quads that are there."""
        for quad in stored(quads):
            if quad not in self.store:
                continue
            self.store.remove(quad)
            if quad in self._added:
                self._added.discard(quad)
            else:
                self._removed.add(quad)

    def add_graph(self, graph: NamedNode) -> None:
        """Have a named graph exist, even if it holds nothing."""
        if not self.store.contains_named_graph(graph):
            self.store.add_graph(graph)
            if graph in self._gone_graphs:
                self._gone_graphs.discard(graph)
            else:
                self._new_graphs.add(graph)

    def clear(self, graph: NamedNode | DefaultGraph) -> None:
        """Remove all that a graph holds."""
        quads = set(self.store.quads_for_pattern(None, None, None, graph))
        self.store.clear_graph(graph)
        self._removed |= quads - self._added
        self._added -= quads

    def remove_graph(self, graph: NamedNode) -> None:
        """Remove a named graph with all that it holds."""
        self.clear(graph)
        if self.store.contains_named_graph(graph):
            self.store.remove_graph(graph)
            if graph in self._new_graphs:
                self._new_graphs.discard(graph)
            else:
                self._gone_graphs.add(graph)

    @property
    def patch(self) -> Patch:
        """The net change of statements so far."""
        return Patch(as_lines(self._added), as_lines(self._removed))

    @property
    def graphs(self) -> tuple[frozenset[NamedNode], frozenset[NamedNode]]:
        """The named graphs that exist now and did not before, and those that do not any more."""
        return frozenset(self._new_graphs), frozenset(self._gone_graphs)

    def undo(self) -> None:
        """Bring the store back to what it was."""
        self.store.extend(self._removed)
        for quad in self._added:
            self.store.remove(quad)
        for graph in self._new_graphs:
            self.store.remove_graph(graph)
        for graph in self._gone_graphs:
            self.store.add_graph(graph)
        self._added, self._removed = set(), set()
        self._new_graphs, self._gone_graphs = set(), set()


def stored(quads: Iterable[Quad]) -> list[Quad]:
    """Quads as the engine gives them back, each once: it keeps numbers and dates as values."""
    scratch = Store()
    scratch.extend(quads)
    return list(scratch)
