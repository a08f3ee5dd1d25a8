"""The targets of shapes: which nodes each shape is for, and shapes for chosen nodes only.

pySHACL's own choice of focus nodes also leaves out the values that nested shapes look at
(version 0.40: a sh:qualifiedValueShape takes every value outside the choice as conforming), so
that the nodes to look at are written into the shapes as sh:targetNode instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store
from rdflib import RDF, RDFS, SH, Graph
from rdflib.namespace import OWL
from rdflib.term import BNode, Node

from peyvand.graph.view import library_term
from peyvand.vocabulary.iris import TYPE

Resource = NamedNode | BlankNode
# A literal is one only of a shape for the objects of a property.
Focus = Resource | Literal
FocusNodes = Mapping[Node, Iterable[Focus]]
_TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
_CLASSES = (RDFS.Class, OWL.Class)
_UNDER = f"{RDFS.subClassOf.n3()}*"


class Targets:
    """The targets of the shapes of a graph (SHACL, section 2.1.3), as patterns of SPARQL.

    Args:
        shapes: the shapes.
        store: the data, whose class hierarchy counts; graphs are read together.
    """

    def __init__(self, shapes: Graph, store: Store) -> None:
        self._shapes, self._store = shapes, store
        self._under: dict[Node, list[str]] = {}

    def shapes(self) -> list[Node]:
        """The shapes that have a target, in a fixed order."""
        shapes = {shape for prop in _TARGETS for shape in self._shapes.subjects(prop, None)}
        for kind in _CLASSES:
            for shape in self._shapes.subjects(RDF.type, kind):
                if (shape, RDF.type, SH.NodeShape) in self._shapes:
                    shapes.add(shape)
        return sorted(shapes, key=str)

    def patterns(self, shape: Node) -> Iterator[str]:
        """Patterns of which each binds ``?x`` to some of the shape's targets."""
        for cls in sorted(self._classes(shape), key=str):
            yield f"VALUES ?class {{ {' '.join(self.under(cls))} }} ?x a ?class ."
            if len(self.under(cls)) < len(self._all_under(cls)):
                # What has no name is reached only along a path.
                yield f"?class {_UNDER} {term(cls)} FILTER(isBlank(?class)) ?x a ?class ."
        for prop in sorted(self._shapes.objects(shape, SH.targetSubjectsOf), key=str):
            yield f"?x {term(prop)} ?any ."
        for prop in sorted(self._shapes.objects(shape, SH.targetObjectsOf), key=str):
            yield f"?any {term(prop)} ?x ."
        for node in sorted(self._shapes.objects(shape, SH.targetNode), key=str):
            yield f"VALUES ?x {{ {term(node)} }}"

    def under(self, cls: Node) -> list[str]:
        """The classes with a name that are under a class in the data, itself first, as terms of
        SPARQL."""
        return [name for name in self._all_under(cls) if not name.startswith("_:")]

    def _all_under(self, cls: Node) -> list[str]:
        """The classes that are under a class in the data, itself first."""
        if cls not in self._under:
            # Of the targets of shapes, like all that follows, so that it can stand in no file.
            rows = self.select(f"SELECT ?c {{ ?c {_UNDER} {term(cls)} FILTER(!isLiteral(?c)) }}")
            rest = {str(row["c"]) for row in rows} - {term(cls)}
            self._under[cls] = [term(cls), *sorted(rest)]
        return self._under[cls]

    def values_of(self, changed: Iterable[Quad]) -> set[Focus]:
        """The literals in some quads that a shape for the objects of a property is for."""
        names = {str(prop) for prop in self._shapes.objects(None, SH.targetObjectsOf)}
        return {
            quad.object
            for quad in changed
            if quad.predicate.value in names and isinstance(quad.object, Literal)
        }

    def among(self, nodes: Iterable[Focus]) -> dict[Node, set[Focus]]:
        """Which of some nodes are targets, by shape.

        A blank node cannot be named in SPARQL, so that what makes a node a target is looked up.
        """
        under = {
            shape: {name for cls in self._classes(shape) for name in self._all_under(cls)}
            for shape in self.shapes()
        }
        focus_nodes: dict[Node, set[Focus]] = {}
        for node in nodes:
            types = {str(q.object) for q in self._of(node, TYPE)}
            for shape, names in under.items():
                if (
                    not types.isdisjoint(names)
                    or self._stands(node, shape)
                    or (shape, SH.targetNode, library_term(node)) in self._shapes
                ):
                    focus_nodes.setdefault(shape, set()).add(node)
        return focus_nodes

    def _of(self, node: Focus, prop: NamedNode) -> Iterator[Quad]:
        """The quads of a node with a property; a literal has none."""
        if isinstance(node, Literal):
            return iter(())
        return self._store.quads_for_pattern(node, prop, None, None)

    def _stands(self, node: Focus, shape: Node) -> bool:
        """Whether a node is the subject or object that a shape is for."""
        store, shapes = self._store, self._shapes
        return any(
            next(self._of(node, NamedNode(str(prop))), None)
            for prop in shapes.objects(shape, SH.targetSubjectsOf)
        ) or any(
            next(store.quads_for_pattern(None, NamedNode(str(prop)), node, None), None)
            for prop in shapes.objects(shape, SH.targetObjectsOf)
        )

    def _classes(self, shape: Node) -> set[Node]:
        """The classes that a shape is for."""
        classes = set(self._shapes.objects(shape, SH.targetClass))
        if set(_CLASSES) & set(self._shapes.objects(shape, RDF.type)):
            classes.add(shape)
        return classes

    def select(self, query: str) -> QuerySolutions:
        """The rows of a query on all graphs together."""
        rows = self._store.query(query, use_default_graph_as_union=True)
        assert isinstance(rows, QuerySolutions)
        return rows


def targeting(shapes: Graph, targets: FocusNodes) -> Graph:
    """A copy of the shapes whose only targets are the given nodes."""
    targeted = Graph()
    for triple in shapes:
        if triple[1] not in _TARGETS and not (triple[1] == RDF.type and triple[2] in _CLASSES):
            targeted.add(triple)
    for shape, nodes in targets.items():
        for node in nodes:
            targeted.add((shape, SH.targetNode, library_term(node)))
    return targeted


def term(node: Node) -> str:
    """A term as SPARQL writes it; blank nodes have no such form."""
    assert not isinstance(node, BNode)
    return node.n3()
