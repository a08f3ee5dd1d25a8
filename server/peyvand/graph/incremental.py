"""SHACL on what a change touches: its focus nodes and the neighbours that can see it.

A constraint on a node x can change its outcome only if a changed triple lies on a path that
x's shapes follow. The first step of such a path begins or ends at x itself, so both ends of
every changed triple are focus nodes. Further steps are those of sequence paths, of the shapes
of values (sh:node, sh:qualifiedValueShape and the like), and the types that sh:class asks for;
the properties that can stand there are read from the shapes. Where a changed triple has one of
them, the nodes that lead to it are focus nodes too, as many steps as shapes are deep.
"""

from __future__ import annotations

from collections.abc import Iterable

import pyshacl
from pyoxigraph import BlankNode, NamedNode, Quad, Store
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from peyvand.graph.patch import Patch, quads
from peyvand.graph.validate import Report, read_report, to_graph, validate
from peyvand.graph.view import library_term, union

Resource = NamedNode | BlankNode
# Beyond this a validation of everything is as fast.
MOST = 2_000
_REPEATED = (SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)
# Stands for every property.
ANY = "*"
# As far as neighbours are looked for.
DEEPEST = 3
_NESTED = (SH.node, SH.qualifiedValueShape, SH["not"], SH["and"], SH["or"], SH.xone)
_TYPES = {str(RDF.type), str(RDFS.subClassOf)}


def validate_change(store: Store, shapes: Graph, patch: Patch) -> Report:
    """Validate what a change touches.

    Args:
        store: the graph after the change, which conformed before it.
        shapes: the shapes it must conform to.
        patch: the change.

    Returns:
        The results about the nodes that the change touches; about all nodes if it touches
        more than ``MOST``, or changes which class is under which.
    """
    changed = list(quads((*patch.added, *patch.removed)))
    nodes = touched(store, changed, distances(shapes))
    hierarchy = any(quad.predicate.value == str(RDFS.subClassOf) for quad in changed)
    if len(nodes) > MOST or hierarchy:
        return validate(to_graph(store), shapes)
    focus: list[str | URIRef] = [
        node for node in map(library_term, nodes) if isinstance(node, URIRef)
    ]
    if not focus:
        return Report((), Graph())
    _, report, _ = pyshacl.validate(
        union(store),
        shacl_graph=shapes,
        inference="none",
        advanced=False,
        allow_warnings=True,
        allow_infos=True,
        focus_nodes=focus,
        # The view cannot be written to, so it need not be copied either.
        inplace=True,
    )
    return read_report(report)


def touched(store: Store, changed: Iterable[Quad], steps: dict[str, int]) -> set[Resource]:
    """The nodes whose constraints a change can bear on.

    Args:
        store: the graph after the change.
        changed: the quads that were added or removed.
        steps: how far shapes look at each property, from ``distances``.
    """
    found: set[Resource] = set()
    frontiers: dict[int, set[Resource]] = {}
    for quad in changed:
        ends = {end for end in (quad.subject, quad.object) if isinstance(end, Resource)}
        if quad.predicate.value in _TYPES:
            # A class is no focus node because something is or is not of it.
            ends -= {quad.object}
        found |= ends
        far = max(steps.get(quad.predicate.value, 0), steps.get(ANY, 0))
        if any(isinstance(end, BlankNode) for end in ends):
            # A blank node is part of what leads to it.
            far = max(far, 1)
        if far:
            frontiers.setdefault(far, set()).update(ends)
    for far, frontier in frontiers.items():
        for _ in range(far):
            frontier = _leading(store, frontier)
            found |= frontier
            if len(found) > MOST:
                return found
    return found


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
        for name in _TYPES:
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


def _leading(store: Store, nodes: set[Resource]) -> set[Resource]:
    """The subjects of triples whose objects are some nodes."""
    found: set[Resource] = set()
    for node in nodes:
        for quad in store.quads_for_pattern(None, None, node, None):
            if isinstance(quad.subject, Resource) and quad.predicate.value not in _TYPES:
                found.add(quad.subject)
                if len(found) > MOST:
                    return found
    return found
