"""In which order the stages of a thing were reached, as far as the days tell that they can mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.vocabulary.iris import iri

DEFAULT = DefaultGraph()
STAGE_OF = iri("pv:isStageOf")
# What tells which of the rules of the order an event concerns.
KIND = iri("pv:reachedStage"), iri("pv:hasApprovalOutcome"), iri("pv:hasMatter")
FIRST, LAST = iri("pv:earliestDate"), iri("pv:latestDate")
CERTAINLY, POSSIBLY = iri("pv:isCertainlyBefore"), iri("pv:isPossiblyBefore")
_DAY = iri("xsd:date")
Node = NamedNode | BlankNode


class Span(NamedTuple):
    """The days that an event can be of; an end that is open is None."""

    first: date | None
    last: date | None


def stage_order(store: Store) -> Iterator[Quad]:
    """``pv:isCertainlyBefore`` and ``pv:isPossiblyBefore`` between the stages of each thing.

    One event is certainly before another if its last day is before the first day of the other. It
    is possibly before it if neither is certainly before the other and some day of it is before
    some day of the other. Of what has no date nothing is derived.

    Of several events that are alike in their stages, outcomes and matters, each event leads to one
    alone, the latest that it is before: whether it is before any of them can be told by that one,
    and hundreds of events have not the square of it to tell.
    """
    events: dict[object, set[Node]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, STAGE_OF, None, DEFAULT):
        events[quad.object].add(quad.subject)  # type: ignore[arg-type]
    for those in events.values():
        alike: dict[_Kind, list[tuple[Node, Span]]] = defaultdict(list)
        for event in sorted(those, key=str):
            if span := _span(store, event):
                alike[_kind(store, event)].append((event, span))
        for some in alike.values():
            # The latest come first, by their first days and by their last.
            some.sort(key=_latest, reverse=True)
        for own in alike.values():
            for event, span in own:
                for some in alike.values():
                    yield from _leading(event, span, some)


def later(store: Store, event: Node, prop: NamedNode) -> set[Node]:
    """All events of the same things that an event is before.

    Args:
        store: the graph.
        event: the event.
        prop: certainly or possibly before.
    """
    its = _span(store, event)
    things = [quad.object for quad in store.quads_for_pattern(event, STAGE_OF, None, DEFAULT)]
    those = {
        quad.subject
        for thing in things
        for quad in store.quads_for_pattern(None, STAGE_OF, thing, DEFAULT)
    }
    found: set[Node] = set()
    for other in those - {event}:
        others = _span(store, other)  # type: ignore[arg-type]
        if its and others and _order(its, others) == prop:
            found.add(other)  # type: ignore[arg-type]
    return found


def _order(its: Span, others: Span) -> NamedNode | None:
    """How an event stands to another; None if it is not before it."""
    if _is_before(its.last, others.first):
        return CERTAINLY
    possibly = not _is_before(others.last, its.first) and _may_be_before(its.first, others.last)
    return POSSIBLY if possibly else None


_Kind = tuple[frozenset[object], ...]


def _leading(event: Node, its: Span, some: list[tuple[Node, Span]]) -> Iterator[Quad]:
    """To which of some events, the latest first, another is certainly and possibly before."""
    found: dict[NamedNode, Node] = {}
    for other, others in some:
        prop = _order(its, others) if other != event else None
        if prop:
            found.setdefault(prop, other)
            if len(found) == 2:
                break
    for prop, other in found.items():
        yield Quad(event, prop, other, DEFAULT)


def _latest(one: tuple[Node, Span]) -> tuple[date, date, str]:
    event, span = one
    return span.first or date.min, span.last or date.max, str(event)


def _kind(store: Store, event: Node) -> _Kind:
    """What events are compared by, beside their days."""
    return tuple(
        frozenset(quad.object for quad in store.quads_for_pattern(event, prop, None, DEFAULT))
        for prop in KIND
    )


def _span(store: Store, event: Node) -> Span | None:
    """The days of an event, by all that is said and derived; nothing where there are none."""
    first, last = _days(store, event, FIRST), _days(store, event, LAST)
    return Span(min(first, default=None), max(last, default=None)) if first or last else None


def _days(store: Store, event: Node, prop: NamedNode) -> list[date]:
    found = []
    for quad in store.quads_for_pattern(event, prop, None, DEFAULT):
        if isinstance(quad.object, Literal) and quad.object.datatype == _DAY:
            try:
                found.append(date.fromisoformat(quad.object.value))
            except ValueError:
                # What is no day is refused by its shape.
                continue
    return found


def _is_before(one: date | None, other: date | None) -> bool:
    """Whether a day is surely before another; of an open end nothing is known."""
    return one is not None and other is not None and one < other


def _may_be_before(one: date | None, other: date | None) -> bool:
    """Whether a day is before another, or may be as an end is open."""
    return one is None or other is None or one < other
