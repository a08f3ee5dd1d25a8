"""SHACL on what a change touches: its focus nodes and the neighbours that can see it.

A constraint on a node x can change its outcome only if a changed triple lies on a path that
x's shapes follow. The first step of such a path begins or ends at x itself, so both ends of
every changed triple are focus nodes. Further steps are those of sequence paths, of the shapes
of values (sh:node, sh:qualifiedValueShape and the like), and the types that sh:class asks for;
the properties that can stand there are read from the shapes. Where a changed triple has one of
them, the nodes that lead to it are focus nodes too, as many steps as shapes are deep: those of
which it is a value, and where shapes follow a property backwards, its own values.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import closing

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple
from rdflib import RDFS, Graph

from peyvand.graph.candidate_nodes import validate_store
from peyvand.graph.focus_nodes import Focus, Near, Resource
from peyvand.graph.patch import Patch, quads
from peyvand.graph.prepared_shapes import prepared
from peyvand.graph.shape_paths import ANY, TYPES
from peyvand.graph.validate import Report, validate
from peyvand.graph.view import union

# Beyond this a validation of everything is as fast, of a graph that is not large; of a large one
# it is where there are fewer triples to a node that is touched.
MOST = 2_000
_TRIPLES_TO_A_NODE = 50


def validate_change(store: Store, shapes: Graph, patch: Patch) -> Report:
    """Validate what a change touches.

    Args:
        store: the graph after the change, which conformed before it.
        shapes: the shapes it must conform to.
        patch: the change.

    Returns:
        The results about the nodes that the change touches; about all nodes if it touches
        so many that this is as fast, or changes which class is under which.
    """
    changed = list(quads((*patch.added, *patch.removed)))
    if any(quad.predicate.value == str(RDFS.subClassOf) for quad in changed):
        return validate_store(store, shapes)
    ready = prepared(shapes, store)
    values, most = ready.targets.values_of(changed), MOST
    nodes = touched(store, changed, ready.steps, ready.inverse, most) | values
    if len(nodes) > most:
        # To count the triples takes longer than most changes.
        most = max(MOST, len(store) // _TRIPLES_TO_A_NODE)
        nodes = touched(store, changed, ready.steps, ready.inverse, most) | values
    if len(nodes) > most:
        return validate_store(store, shapes)
    near = Near(store)
    candidates = ready.candidates(near, ready.targets.among(near, nodes))
    if not candidates:
        return Report((), Graph())
    with closing(union(store)) as whole:
        return validate(whole, ready.targeting(candidates), view=True)


def touched(
    store: Store,
    changed: Iterable[Quad],
    steps: dict[str, int],
    inverse: Collection[str] = (),
    most: int = MOST,
) -> set[Focus]:
    """The nodes whose constraints a change can bear on.

    Args:
        store: the graph after the change.
        changed: the quads that were added or removed.
        steps: how far shapes look at each property, from ``distances``.
        inverse: the properties that they follow backwards, from ``backwards``.
        most: when there are more, some of them are enough.
    """
    nodes: set[Focus] = set()
    frontiers: dict[int, set[Focus]] = {}
    for quad in changed:
        ends = {end for end in (quad.subject, quad.object) if isinstance(end, Resource)}
        if quad.predicate.value in TYPES:
            # A class is no focus node because something is or is not of it.
            ends -= {quad.object}
        nodes |= ends
        far = max(steps.get(quad.predicate.value, 0), steps.get(ANY, 0))
        if any(isinstance(end, BlankNode) for end in ends):
            # A blank node is part of what leads to it.
            far = max(far, 1)
        if far:
            frontiers.setdefault(far, set()).update(ends)
    for far, frontier in frontiers.items():
        passed: set[Focus] = set()
        for _ in range(far):
            passed |= frontier
            frontier = _leading(store, frontier, inverse, most) - passed
            nodes |= frontier
            if len(nodes) > most:
                return nodes
            if not frontier:
                break
    return nodes


def _leading(
    store: Store, nodes: Iterable[Focus], inverse: Collection[str], most: int
) -> set[Focus]:
    """The subjects of triples whose objects are some nodes, and the objects of those whose
    property is followed backwards."""
    leading: set[Focus] = set()
    for node in nodes:
        for quad in store.quads_for_pattern(None, None, node, None):
            if isinstance(quad.subject, Resource) and quad.predicate.value not in TYPES:
                leading.add(quad.subject)
                if len(leading) > most:
                    return leading
        if isinstance(node, Resource):
            for name in inverse:
                leading.update(
                    quad.object
                    for quad in store.quads_for_pattern(node, NamedNode(name), None, None)
                    if not isinstance(quad.object, Triple)
                )
    return leading
