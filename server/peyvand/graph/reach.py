"""How far shapes look from a focus node, and along which properties."""

from __future__ import annotations

from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

_REPEATED = (SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)
# Stands for every property.
ANY = "*"
# As far as neighbours are looked for.
DEEPEST = 3
_NESTED = (SH.node, SH.qualifiedValueShape, SH["not"], SH["and"], SH["or"], SH.xone)
# The properties that say what a thing is.
TYPES = {str(RDF.type), str(RDFS.subClassOf)}


def distances(shapes: Graph) -> dict[str, int]:
    """How many steps from a focus node each property is looked at, where it is one or more.

    The key ``ANY`` stands for every property, where a constraint in SPARQL looks at what cannot
    be told.
    """
    found: dict[str, int] = {}
    for shape in set(shapes.subjects(SH.path, None)) | set(shapes.subjects(SH.property, None)):
        _look(shapes, shape, 0, found, frozenset())
    for shape in shapes.subjects(SH["class"], None):
        _look(shapes, shape, 0, found, frozenset())
    if (None, SH.sparql, None) in shapes:
        found[ANY] = DEEPEST
    return {name: steps for name, steps in found.items() if steps}


def _look(
    shapes: Graph, shape: Node, start: int, found: dict[str, int], seen: frozenset[Node]
) -> None:
    """Enter what a shape looks at when its focus node is so many steps away."""
    if shape in seen or start > DEEPEST:
        return
    seen |= {shape}
    path = shapes.value(shape, SH.path)
    steps = _steps(shapes, path) if path is not None else []
    for place, names in enumerate(steps):
        for name in names:
            found[name] = max(found.get(name, 0), start + place)
    end = start + len(steps)
    if (shape, SH["class"], None) in shapes:
        for name in TYPES:
            found[name] = max(found.get(name, 0), end)
    for parameter in (*_NESTED, SH.property):
        for inner in shapes.objects(shape, parameter):
            members = Collection(shapes, inner) if (inner, RDF.first, None) in shapes else [inner]
            for member in members:
                _look(shapes, member, end, found, seen)


def _steps(shapes: Graph, path: Node) -> list[set[str]]:
    """The properties of each step of a path; a path that repeats goes to the deepest."""
    if isinstance(path, URIRef):
        return [{str(path)}]
    if (path, RDF.first, None) in shapes:
        return [names for step in Collection(shapes, path) for names in _steps(shapes, step)]
    named = {str(n) for n in shapes.transitive_objects(path, None) if isinstance(n, URIRef)}
    repeats = any((path, kind, None) in shapes for kind in _REPEATED)
    return [named - {str(RDF.nil)}] * (DEEPEST if repeats else 1)


def backwards(shapes: Graph) -> set[str]:
    """The properties that shapes follow from object to subject."""
    return {str(prop) for prop in shapes.objects(None, SH.inversePath)}
