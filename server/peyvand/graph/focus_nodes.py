"""The targets of shapes: which nodes each shape is for, and shapes for chosen nodes only.

pySHACL's own choice of focus nodes also leaves out the values that nested shapes look at
(version 0.40: a sh:qualifiedValueShape takes every value outside the choice as conforming), so
that the nodes to look at are written into the shapes as sh:targetNode instead.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TypeVar

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
# Up to so many quads are gone through.
_FEW = 100
# So few properties are looked for each by itself.
_SINGLY = 4
_SUBCLASS = NamedNode(str(RDFS.subClassOf))
ShapeTriple = tuple[Node, Node, Node]
Key = TypeVar("Key", bound=Hashable)


class Hierarchy:
    """Which class is under which in the data, by whatever way.

    Args:
        pairs: each class that is said to be under another, with that one, as terms of SPARQL.
    """

    def __init__(self, pairs: frozenset[tuple[str, str]]) -> None:
        self._below: dict[str, set[str]] = {}
        for lower, upper in pairs:
            self._below.setdefault(upper, set()).add(lower)

    def under(self, cls: Node) -> list[str]:
        """The classes that are under a class, itself first, as terms of SPARQL."""
        name = term(cls)
        found, ahead = {name}, [name]
        while ahead:
            new = self._below.get(ahead.pop(), set()) - found
            found |= new
            ahead.extend(new)
        return [name, *sorted(found - {name})]

    def named(self, cls: Node) -> list[str]:
        """Those of the classes under a class that have a name."""
        return [name for name in self.under(cls) if not name.startswith("_:")]


def pairs_of(store: Store) -> frozenset[tuple[str, str]]:
    """Each class of a graph that is said to be under another, with that one."""
    quads = store.quads_for_pattern(None, _SUBCLASS, None, None)
    return frozenset((str(quad.subject), str(quad.object)) for quad in quads)


class Targets:
    """The targets of the shapes of a graph (SHACL, section 2.1.3).

    Args:
        shapes: the shapes.
        hierarchy: the classes of the data.
    """

    def __init__(self, shapes: Graph, hierarchy: Hierarchy) -> None:
        self._shapes, self._hierarchy = shapes, hierarchy
        self._of_class = self._index({s: self._names(s) for s in self.shapes()})
        self._of_subjects = self._index(self._props(SH.targetSubjectsOf))
        self._of_objects = self._index(self._props(SH.targetObjectsOf))
        self._of_nodes = self._index(
            {shape: set(shapes.objects(shape, SH.targetNode)) for shape in self.shapes()}
        )

    def shapes(self) -> list[Node]:
        """The shapes that have a target, in a fixed order."""
        shapes = {shape for prop in _TARGETS for shape in self._shapes.subjects(prop, None)}
        for kind in _CLASSES:
            for shape in self._shapes.subjects(RDF.type, kind):
                if (shape, RDF.type, SH.NodeShape) in self._shapes:
                    shapes.add(shape)
        return sorted(shapes, key=str)

    def patterns(self, shape: Node) -> Iterator[str]:
        """Patterns of SPARQL of which each binds ``?x`` to some of the shape's targets."""
        for cls in sorted(self._classes(shape), key=str):
            named = self._hierarchy.named(cls)
            yield f"VALUES ?class {{ {' '.join(named)} }} ?x a ?class ."
            if len(named) < len(self._hierarchy.under(cls)):
                # What has no name is reached only along a path.
                yield f"?class {_UNDER} {term(cls)} FILTER(isBlank(?class)) ?x a ?class ."
        for prop in sorted(self._shapes.objects(shape, SH.targetSubjectsOf), key=str):
            yield f"?x {term(prop)} ?any ."
        for prop in sorted(self._shapes.objects(shape, SH.targetObjectsOf), key=str):
            yield f"?any {term(prop)} ?x ."
        for node in sorted(self._shapes.objects(shape, SH.targetNode), key=str):
            yield f"VALUES ?x {{ {term(node)} }}"

    def values_of(self, changed: Iterable[Quad]) -> set[Focus]:
        """The literals in some quads that a shape for the objects of a property is for."""
        return {
            quad.object
            for quad in changed
            if quad.predicate in self._of_objects and isinstance(quad.object, Literal)
        }

    def among(self, near: Near, nodes: Iterable[Focus]) -> dict[Node, set[Focus]]:
        """Which of some nodes are targets, by shape.

        A blank node cannot be named in SPARQL, so that what makes a node a target is looked up.
        """
        focus_nodes: dict[Node, set[Focus]] = {}
        for node in nodes:
            shapes = set(self._of_nodes.get(library_term(node), ()))
            for cls in near.classes(node):
                shapes.update(self._of_class.get(cls, ()))
            for prop in near.subject_of(node, self._of_subjects):
                shapes |= self._of_subjects[prop]
            for prop in near.object_of(node, self._of_objects):
                shapes |= self._of_objects[prop]
            for shape in shapes:
                focus_nodes.setdefault(shape, set()).add(node)
        return focus_nodes

    def _names(self, shape: Node) -> set[str]:
        return {name for cls in self._classes(shape) for name in self._hierarchy.under(cls)}

    def _props(self, target: Node) -> dict[Node, set[NamedNode]]:
        return {
            shape: {NamedNode(str(prop)) for prop in self._shapes.objects(shape, target)}
            for shape in self.shapes()
        }

    def _classes(self, shape: Node) -> set[Node]:
        """The classes that a shape is for."""
        classes = set(self._shapes.objects(shape, SH.targetClass))
        if set(_CLASSES) & set(self._shapes.objects(shape, RDF.type)):
            classes.add(shape)
        return classes

    @staticmethod
    def _index(of_shapes: Mapping[Node, Iterable[Key]]) -> dict[Key, set[Node]]:
        """The shapes by what makes a node their target."""
        shapes: dict[Key, set[Node]] = {}
        for shape, keys in of_shapes.items():
            for key in keys:
                shapes.setdefault(key, set()).add(shape)
        return shapes


def select(store: Store, query: str) -> QuerySolutions:
    """The rows of a query on all graphs of a store together."""
    rows = store.query(query, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    return rows


class Near:
    """What stands beside nodes of a graph, looked up once.

    Args:
        store: the graph; graphs are read together.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._quads: dict[Focus, list[Quad] | None] = {}
        self._properties: dict[Focus, frozenset[NamedNode] | None] = {}

    def quads(self, node: Focus) -> list[Quad] | None:
        """The quads from a node; None if there are many."""
        if node not in self._quads:
            found = [] if isinstance(node, Literal) else self._few(node, None)
            self._quads[node] = found
        return self._quads[node]

    def properties(self, node: Focus) -> frozenset[NamedNode] | None:
        """The properties of a node; None if it has many quads."""
        if node not in self._properties:
            quads = self.quads(node)
            found = None if quads is None else frozenset(quad.predicate for quad in quads)
            self._properties[node] = found
        return self._properties[node]

    def classes(self, node: Focus) -> set[str]:
        """The classes that a node is said to be of, as terms of SPARQL."""
        quads: Iterable[Quad] | None = self.quads(node)
        if quads is None:
            assert not isinstance(node, Literal)
            quads = self.store.quads_for_pattern(node, TYPE, None, None)
        return {str(quad.object) for quad in quads if quad.predicate == TYPE}

    def subject_of(self, node: Focus, props: Collection[NamedNode]) -> set[NamedNode]:
        """Which of some properties a node has."""
        found = self.properties(node)
        if found is not None:
            return set(found.intersection(props))
        assert not isinstance(node, Literal)
        return {it for it in props if _any(self.store.quads_for_pattern(node, it, None, None))}

    def object_of(self, node: Focus, props: Collection[NamedNode]) -> set[NamedNode]:
        """Which of some properties lead to a node."""
        quads = self._few(None, node) if len(props) > _SINGLY else None
        if quads is not None:
            return {quad.predicate for quad in quads}.intersection(props)
        return {it for it in props if _any(self.store.quads_for_pattern(None, it, node, None))}

    def _few(self, subject: Resource | None, value: Focus | None) -> list[Quad] | None:
        quads = self.store.quads_for_pattern(subject, None, value, None)
        found = list(islice(quads, _FEW + 1))
        # Thousands of quads lead to a country: to look for each property is less.
        return found if len(found) <= _FEW else None


def _any(quads: Iterator[Quad]) -> bool:
    return next(quads, None) is not None


def targeting(shapes: Iterable[ShapeTriple], targets: FocusNodes) -> Graph:
    """A copy of shapes whose only targets are the given nodes."""
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
