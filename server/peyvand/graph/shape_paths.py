"""How far shapes look from a focus node, and along which properties."""

from __future__ import annotations

from itertools import zip_longest

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

# Stands for every property.
ANY = "*"
# More steps than are taken before so many nodes are touched that all are validated.
ENDLESS = 10_000
_REPEATED = (SH.zeroOrMorePath, SH.oneOrMorePath)
_NESTED = (SH.node, SH.qualifiedValueShape, SH["not"], SH["and"], SH["or"], SH.xone)
# Their values are properties of the focus node, which the values of the path are compared with.
_PAIRED = (SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals)
# The properties that say what a thing is.
TYPES = {str(RDF.type), str(RDFS.subClassOf)}


def distances(shapes: Graph) -> dict[str, int]:
    """How many steps from a focus node each property is looked at, where it is one or more.

    The key ``ANY`` stands for every property, where a constraint in SPARQL looks at what cannot
    be told, or a closed shape at whatever there is.
    """
    steps_of: dict[str, int] = {}
    for shape in set(shapes.subjects(SH.path, None)) | set(shapes.subjects(SH.property, None)):
        _look(shapes, shape, 0, steps_of, frozenset())
    if (None, SH.sparql, None) in shapes:
        steps_of[ANY] = ENDLESS
    return {name: steps for name, steps in steps_of.items() if steps}


def _look(
    shapes: Graph, shape: Node, start: int, steps_of: dict[str, int], seen: frozenset[Node]
) -> None:
    """Enter what a shape looks at when its focus node is so many steps away."""
    if shape in seen:
        return
    seen |= {shape}
    path = shapes.value(shape, SH.path)
    steps = _steps(shapes, path) if path is not None else []
    end = start + len(steps)
    looks = [(name, start + place) for place, names in enumerate(steps) for name in names]
    looks += [(str(prop), start) for pair in _PAIRED for prop in shapes.objects(shape, pair)]
    if (shape, SH["class"], None) in shapes:
        looks += [(name, end) for name in TYPES]
    if (shape, SH.closed, None) in shapes:
        looks.append((ANY, end))
    for name, place in looks:
        steps_of[name] = max(steps_of.get(name, 0), place)
    for parameter in (*_NESTED, SH.property):
        for inner in shapes.objects(shape, parameter):
            members = Collection(shapes, inner) if (inner, RDF.first, None) in shapes else [inner]
            for member in members:
                _look(shapes, member, end, steps_of, seen)


def _steps(shapes: Graph, path: Node) -> list[set[str]]:
    """The properties that can stand at each step of a path."""
    if isinstance(path, URIRef):
        return [{str(path)}]
    if (path, RDF.first, None) in shapes:
        return [names for step in Collection(shapes, path) for names in _steps(shapes, step)]
    ((kind, inner),) = shapes.predicate_objects(path)
    if kind == SH.alternativePath:
        paths = [_steps(shapes, alternative) for alternative in Collection(shapes, inner)]
        return [set().union(*names) for names in zip_longest(*paths, fillvalue=set())]
    steps = _steps(shapes, inner)
    return [set().union(*steps)] * ENDLESS if kind in _REPEATED else steps


def backwards(shapes: Graph) -> set[str]:
    """The properties that shapes follow from object to subject."""
    return {
        str(prop)
        for path in shapes.objects(None, SH.inversePath)
        for prop in shapes.transitive_objects(path, None)
        if isinstance(prop, URIRef)
    }
