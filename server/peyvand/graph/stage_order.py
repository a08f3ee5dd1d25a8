"""In which order the stages of a thing were reached, as far as the days tell that they can mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import permutations
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.vocabulary.iris import iri

DEFAULT = DefaultGraph()
STAGE_OF = iri("pv:isStageOf")
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
    """
    events: dict[object, set[Node]] = defaultdict(set)
    for quad in store.quads_for_pattern(None, STAGE_OF, None, DEFAULT):
        events[quad.object].add(quad.subject)  # type: ignore[arg-type]
    for those in events.values():
        spans = {event: span for event in those if (span := _span(store, event))}
        for (one, its), (other, others) in permutations(spans.items(), 2):
            if _is_before(its.last, others.first):
                yield Quad(one, CERTAINLY, other, DEFAULT)
            elif not _is_before(others.last, its.first) and _may_be_before(its.first, others.last):
                yield Quad(one, POSSIBLY, other, DEFAULT)


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
