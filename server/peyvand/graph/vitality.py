"""What is on record of an agreement: activities, plans, dates, or that it exists.

An agreement of which nothing is on record may be as lively as any: what is derived here tells what
sources say, and when they last said it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.graph.stated_pairs import graph_of, values_of
from peyvand.sources.dates import bounds, newest
from peyvand.vocabulary.graphs import is_derived
from peyvand.vocabulary.iris import EDTF, iri, thing

DEFAULT = DefaultGraph()
HELD_UNDER, STATUS, STAGE_OF = iri("pv:isHeldUnder"), iri("pv:hasStatus"), iri("pv:isStageOf")
# The dates that an event has by itself, and what is derived of those and others.
OF_EVENTS = (iri("pv:date"), iri("pv:inferredDate"))
DATED = (iri("pv:earliestDate"), iri("pv:latestDate"), iri("pv:ended"))
LAST_STATED_IN, SNAPSHOT_DATE = iri("pv:isLastStatedIn"), iri("pv:snapshotDate")
ABOUT, STATED_ON = iri("pv:about"), iri("pv:statedOn")
PROPERTIES = VITALITY, LAST_ACTIVITY, LAST_STATED = (
    iri("pv:hasVitality"),
    iri("pv:lastActivityOn"),
    iri("pv:lastStatedOn"),
)
ACTIVE, UNTOLD, PLANNED, ONLY_DATED, LISTED = (
    thing(f"concept/vitality-{name}") for name in ("active", "untold", "planned", "dated", "listed")
)
# What took place; what is to; and what is not to, which tells nothing.
_HELD = thing("concept/status-held")
_AHEAD = {thing("concept/status-planned"), thing("concept/status-postponed")}
_OFF = thing("concept/status-cancelled")
_PARTY = iri("pv:hasParty")
Dates = Mapping[NamedNode, Iterable[str]]


@dataclass
class _Record:
    """What is on record of the events of an agreement."""

    held: bool = False
    untold: bool = False
    planned: bool = False
    dates: set[str] = field(default_factory=set)


def vitality(store: Store) -> Iterator[Quad]:
    """``pv:hasVitality``, ``pv:lastActivityOn`` and ``pv:lastStatedOn`` of each agreement.

    Where dates leave open which is the last, each that may be it is given.
    """
    records, dated, stated = _records(store), _dated(store), _stated(store)
    for agreement in values_of(store, _PARTY):
        record = records.get(agreement, _Record())
        if record.held:
            concept = ACTIVE
        elif record.untold:
            concept = UNTOLD
        elif record.planned:
            concept = PLANNED
        else:
            concept = ONLY_DATED if agreement in dated else LISTED
        yield Quad(agreement, VITALITY, concept, DEFAULT)
        for prop, dates in ((LAST_ACTIVITY, record.dates), (LAST_STATED, stated[agreement])):
            for date in newest(dates):
                yield Quad(agreement, prop, Literal(date, datatype=EDTF), DEFAULT)


def _records(store: Store) -> dict[NamedNode, _Record]:
    """What is on record of the events held under each agreement.

    Of an event of which nobody says whether it was held, is yet to be, or is not to, that is not
    known.
    """
    found: dict[NamedNode, _Record] = defaultdict(_Record)
    for event, agreements in values_of(store, HELD_UNDER).items():
        statuses = {quad.object for quad in store.quads_for_pattern(event, STATUS, None, DEFAULT)}
        ahead = bool(statuses & _AHEAD)
        held = _HELD in statuses and not ahead and _OFF not in statuses
        untold = not statuses & {_HELD, _OFF, *_AHEAD}
        for agreement in agreements:
            record = found[agreement]
            record.held |= held
            record.untold |= untold
            record.planned |= ahead
            if held:
                record.dates.update(_dates(store, event, OF_EVENTS))
    return found


def _dated(store: Store) -> set[NamedNode]:
    """The agreements of which a date is known, of theirs or of a stage in their life."""
    found: set[NamedNode] = set()
    stages = values_of(store, STAGE_OF)
    for prop in DATED:
        for quad in store.quads_for_pattern(None, prop, None, DEFAULT):
            if isinstance(quad.subject, NamedNode):
                found.update((quad.subject, *stages.get(quad.subject, ())))
    return found


def _stated(store: Store) -> dict[NamedNode, set[str]]:
    """When each agreement was stated: by the last snapshots that do, and by all other claims."""
    found: dict[NamedNode, set[str]] = defaultdict(set)
    for agreement, snapshots in values_of(store, LAST_STATED_IN).items():
        for snapshot in snapshots:
            found[agreement].update(_dates(store, snapshot, (SNAPSHOT_DATE,)))
    for name in graphs_of_claims(store):
        for quad in store.quads_for_pattern(None, ABOUT, None, name):
            if isinstance(quad.object, NamedNode) and "/agreement/" in quad.object.value:
                found[quad.object].update(_dates(store, quad.subject, (STATED_ON,), name))
    return found


def graphs_of_claims(store: Store) -> Iterator[NamedNode]:
    """The graphs of claims that are none of a snapshot, which says at once when it was taken."""
    taken = store.quads_for_pattern(None, SNAPSHOT_DATE, None, DEFAULT)
    snapshots = {graph_of(quad.subject) for quad in taken if isinstance(quad.subject, NamedNode)}
    for name in store.named_graphs():
        if isinstance(name, NamedNode) and name not in snapshots and not is_derived(name.value):
            yield name


def _dates(
    store: Store,
    subject: object,
    props: Iterable[NamedNode],
    where: NamedNode | DefaultGraph = DEFAULT,
) -> Iterator[str]:
    """The dates that something has, but for those that tell nothing."""
    for prop in props:
        for quad in store.quads_for_pattern(subject, prop, None, where):  # type: ignore[arg-type]
            if isinstance(quad.object, Literal) and quad.object.datatype == EDTF:
                # What is no date is refused by its shape.
                with suppress(ValueError):
                    if bounds(quad.object.value) != (None, None):
                        yield quad.object.value
