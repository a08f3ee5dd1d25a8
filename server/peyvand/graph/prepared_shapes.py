"""What validation of a change needs of the shapes, found once and not at each change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import BlankNode, Store
from rdflib import Graph
from rdflib.term import Node

from peyvand.graph.candidate_nodes import Translator
from peyvand.graph.conditions import Conditions
from peyvand.graph.focus_nodes import (
    Focus,
    FocusNodes,
    Hierarchy,
    Near,
    ShapeTriple,
    Targets,
    pairs_of,
    select,
    targeting,
)
from peyvand.graph.shape_paths import backwards, distances


class PreparedShapes:
    """The shapes, by what a few nodes are asked of them.

    Args:
        shapes: the shapes.
        pairs: the classes of the data, from ``pairs_of``.
    """

    def __init__(self, shapes: Graph, pairs: frozenset[tuple[str, str]]) -> None:
        hierarchy = Hierarchy(pairs)
        self.targets = Targets(shapes, hierarchy)
        self.steps, self.inverse = distances(shapes), backwards(shapes)
        translator = Translator(shapes, hierarchy)
        self._conditions = {
            it: Conditions(translator.conditions(it)) for it in self.targets.shapes()
        }
        self._triples: dict[Node, list[ShapeTriple]] = defaultdict(list)
        for triple in shapes:
            self._triples[triple[0]].append(triple)

    def candidates(self, near: Near, focus_nodes: FocusNodes) -> dict[Node, set[Focus]]:
        """By shape, those of some targets that may break it; see ``candidate_nodes``."""
        found: dict[Node, set[Focus]] = {}
        for shape, nodes in focus_nodes.items():
            conditions = self._conditions[shape]
            alike: dict[frozenset[str] | None, list[Focus]] = defaultdict(list)
            for node in nodes:
                # What has no name can be asked for in no query; the library looks at it.
                if isinstance(node, BlankNode):
                    found.setdefault(shape, set()).add(node)
                else:
                    alike[conditions.bearing(near.properties(node))].append(node)
            for names, those in alike.items():
                if condition := conditions.text(names):
                    values = " ".join(sorted(map(str, those)))
                    # Of the conditions of shapes, so that it can stand in no file.
                    query = f"SELECT ?x WHERE {{ VALUES ?x {{ {values} }} FILTER({condition}) }}"
                    for row in select(near.store, query):
                        found.setdefault(shape, set()).add(row["x"])
        return found

    def targeting(self, candidates: FocusNodes) -> Graph:
        """The shapes that some nodes are candidates of, with no other targets than these."""
        return targeting(self._parts(candidates), candidates)

    def _parts(self, shapes: Iterable[Node]) -> Iterable[ShapeTriple]:
        """All that is said of some shapes, and of what they are made of."""
        seen, ahead = set(shapes), list(shapes)
        while ahead:
            for triple in self._triples.get(ahead.pop(), ()):
                yield triple
                if triple[2] in self._triples and triple[2] not in seen:
                    seen.add(triple[2])
                    ahead.append(triple[2])


def prepared(shapes: Graph, store: Store) -> PreparedShapes:
    """The shapes as a change to a graph with its classes is asked of them."""
    return _prepared(shapes, pairs_of(store))


@lru_cache(maxsize=4)
def _prepared(shapes: Graph, pairs: frozenset[tuple[str, str]]) -> PreparedShapes:
    return PreparedShapes(shapes, pairs)
