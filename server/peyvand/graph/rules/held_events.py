"""Which of the events that are held under agreements a change can bear on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode, Quad, Store

from peyvand.graph.earlier import Earlier
from peyvand.graph.rules.belonging import AT, CLASSES, HIGHEST, OF_BOTH, PROPERTIES, parts
from peyvand.graph.rules.rule import DEFAULT, leading, values
from peyvand.vocabulary.iris import TYPE, iri

UNDER, ATTENDANCE_OF = iri("pv:isHeldUnder"), iri("pv:isAttendanceOf")
# Who attends, and for whom.
ATTENDING, FOR = (iri("pv:isAttendedBy"), iri("pv:attendsAs")), iri("pv:attendsFor")
PARTIES = (iri("pv:hasParty"), iri("pv:hasFurtherParty"))
PARTICIPANT = iri("pv:hasParticipant")
# Who and what tells whose an event is, beside its attendances.
TELLING = (iri("pv:tookPlaceIn"), PARTICIPANT, iri("pv:hasOrganiser"))
OPEN, RESULT = iri("pv:isOpenToOthers"), iri("pv:hasResult")
FIRST, LAST = iri("pv:earliestDate"), iri("pv:latestDate")
STAGE_OF, REACHED = iri("pv:isStageOf"), iri("pv:reachedStage")
ABOUT, PROPERTY, READING, SPEAKER, REPLACES = (
    iri(f"pv:{name}") for name in ("about", "property", "reading", "isStatedBy", "replaces")
)
# What is looked at of an event itself, of a stage and of a claim.
_OF_EVENT = (UNDER, *TELLING, OPEN, RESULT, FIRST, LAST)
_OF_STAGE = (STAGE_OF, REACHED, FIRST, LAST)
_OF_CLAIM = (ABOUT, PROPERTY, READING, SPEAKER, REPLACES)


def touched_events(store: Store, before: Earlier) -> Iterator[NamedNode]:
    """The events under agreements that a change says something of, or of whom it tells.

    Args:
        store: the graph after the change.
        before: the graph before it.
    """
    if next(store.quads_for_pattern(None, UNDER, None, DEFAULT), None) is None:
        return
    for event in _touched(store, before):
        if isinstance(event, NamedNode) and values(store, event, UNDER):
            yield event


def _touched(store: Store, before: Earlier) -> Iterator[Any]:
    nodes: set[NamedNode] = set()
    for quad in before.added | before.removed:
        if quad.graph_name == DEFAULT:
            yield from _by_statement(store, before, quad)
            nodes |= _belonging(store, quad)
        elif quad.predicate in _OF_CLAIM:
            # A claim that is replaced says nothing any more.
            for claim in (quad.subject, quad.object):
                if isinstance(claim, NamedNode):
                    yield from _around(store, before, claim, ABOUT, quad.graph_name)
    for node in {part for whole in nodes for part in parts(store, whole)}:
        yield from _of(store, node)


def _by_statement(store: Store, before: Earlier, quad: Quad) -> Iterator[Any]:
    """The events that a statement is about, or whose agreement, stage or attendance it is."""
    prop, subject = quad.predicate, quad.subject
    if prop in _OF_EVENT:
        yield subject
    if prop == ATTENDANCE_OF:
        yield quad.object
    elif prop in (FOR, *ATTENDING):
        yield from _around(store, before, subject, ATTENDANCE_OF)
    elif prop in PARTIES:
        yield from leading(store, UNDER, subject)
    elif prop in _OF_STAGE:
        agreements = _around(store, before, subject, STAGE_OF)
        for agreement in agreements | ({quad.object} if prop == STAGE_OF else set()):
            yield from leading(store, UNDER, agreement)


def _belonging(store: Store, quad: Quad) -> set[NamedNode]:
    """The things of which a statement tells whom they belong to."""
    found: list[Any] = []
    if quad.predicate == TYPE:
        found += [quad.subject] if quad.object in CLASSES else []
    elif quad.predicate in PROPERTIES:
        found.append(quad.subject)
    if quad.predicate in OF_BOTH:
        found.append(quad.object)
    if quad.predicate == HIGHEST:
        found += values(store, quad.object, AT)
    return {it for it in found if isinstance(it, NamedNode)}


def _of(store: Store, node: NamedNode) -> Iterator[Any]:
    """The events that a thing tells of, is a party of, or says something of."""
    for prop in TELLING:
        yield from leading(store, prop, node)
    for attendance in leading(store, FOR, node):
        yield from values(store, attendance, ATTENDANCE_OF)
    for prop in PARTIES:
        for agreement in leading(store, prop, node):
            yield from leading(store, UNDER, agreement)
    for quad in store.quads_for_pattern(None, SPEAKER, node, None):
        if Quad(quad.subject, PROPERTY, RESULT, quad.graph_name) in store:
            for about in store.quads_for_pattern(quad.subject, ABOUT, None, quad.graph_name):
                yield about.object


def _around(
    store: Store, before: Earlier, node: Any, prop: NamedNode, name: Any = DEFAULT
) -> set[Any]:
    """The values of a property before and after a change."""
    return {
        quad.object
        for graph in (store, before)
        for quad in graph.quads_for_pattern(node, prop, None, name)
    }
