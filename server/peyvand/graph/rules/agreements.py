"""Rules of agreements: their dates fit together, and no party is entered twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from peyvand.graph.earlier import Earlier
from peyvand.graph.rules.rule import dated, result
from peyvand.graph.validate import Result
from peyvand.sources.dates import bounds
from peyvand.sources.edtf import in_profile
from peyvand.vocabulary.graphs import registrar
from peyvand.vocabulary.iris import EDTF, iri, thing

DEFAULT = DefaultGraph()
_BEGINS, _ENDS = (iri("pv:signed"), iri("pv:began")), (iri("pv:ended"),)
# What has happened when it is written down.
_PAST = (iri("pv:signed"), iri("pv:approved"), iri("pv:awarded"))
_ABOUT, _PROPERTY, _READING = iri("pv:about"), iri("pv:property"), iri("pv:reading")
_STAGE_OF, _REACHED = iri("pv:isStageOf"), iri("pv:reachedStage")
_ORDERED = {thing("concept/stage-signed"), thing("concept/stage-ended")}
_PARTY, _REPLACES = iri("pv:hasParty"), iri("pv:replaces")
Span = tuple[date | None, date | None]


class Order:
    """Nothing ends before it begins.

    Readings of rival claims stand side by side. It is certain only where each end is before each
    start, whatever day of its span either was; possible where some day of an end is before some
    day of a start. Where the signing and the end are stages, the shapes of their order say it.
    """

    def touched(self, store: Store, before: Earlier) -> Iterator[NamedNode]:
        """The things whose dates are changed."""
        for quad in before.added | before.removed:
            if quad.predicate in (*_BEGINS, *_ENDS) and isinstance(quad.subject, NamedNode):
                yield quad.subject
            elif quad.predicate == _STAGE_OF and isinstance(quad.object, NamedNode):
                yield quad.object
            elif quad.predicate == _REACHED:
                of = store.quads_for_pattern(quad.subject, _STAGE_OF, None, DEFAULT)
                yield from (it.object for it in of if isinstance(it.object, NamedNode))

    def all(self, store: Store) -> Iterator[NamedNode]:
        """The things that have ended."""
        for prop in _ENDS:
            for quad in store.quads_for_pattern(None, prop, None, DEFAULT):
                if isinstance(quad.subject, NamedNode):
                    yield quad.subject

    def results(self, store: Store, case: NamedNode) -> Iterator[Result]:
        """One, if an end is or may be before a start."""
        if _stages(store, case) >= _ORDERED:
            return
        starts, ends = _dates(store, case, _BEGINS), _dates(store, case, _ENDS)
        pairs = [(start, end) for start in starts.items() for end in ends.items()]
        if not pairs:
            return
        if all(_is_before(end[1], start[0]) for (_, start), (_, end) in pairs):
            (start, _), (end, _) = pairs[0]
            told: dict[str, Any] = {"start": dated(start), "end": dated(end)}
            yield result("end-before-start", case.value, end, **told)
            return
        for (start, first), (end, last) in pairs:
            if start != end and _is_before(last[0], first[1]):
                told = {"start": dated(start), "end": dated(end)}
                yield result("end-possibly-before-start", case.value, end, "warning", **told)
                return


class Past:
    """What is entered as done is not in the future."""

    def touched(self, store: Store, before: Earlier) -> Iterator[Quad]:
        """The dates that are new."""
        for quad in before.added:
            if quad.predicate in _PAST and quad.graph_name == DEFAULT:
                yield quad

    def all(self, store: Store) -> Iterator[Quad]:
        """Every date of what is done."""
        for prop in _PAST:
            yield from store.quads_for_pattern(None, prop, None, DEFAULT)

    def results(self, store: Store, case: Quad) -> Iterator[Result]:
        """One, if no day of the date is past."""
        for text, (first, _) in _spans([case]).items():
            if first is not None and first > date.today():
                name = str(getattr(case.subject, "value", case.subject))
                yield result("future", name, text, "warning", date=dated(text))


Parties = tuple[NamedNode, NamedNode]


class PartiesOnce:
    """A register enters each party of an agreement once."""

    def touched(self, store: Store, before: Earlier) -> Iterator[Parties]:
        """The agreements whose parties a register adds, with its graph."""
        for quad in before.added | before.removed:
            where = quad.graph_name
            if not isinstance(where, NamedNode) or registrar(where.value) is None:
                continue
            replaced = [quad.object] if quad.predicate == _REPLACES else []
            for claim in (quad.subject, *replaced):
                for about in store.quads_for_pattern(claim, _ABOUT, None, where):  # type: ignore[arg-type]
                    if isinstance(about.object, NamedNode):
                        yield about.object, where

    def all(self, store: Store) -> Iterator[Parties]:
        """The agreements of which registers name parties."""
        for where in store.named_graphs():
            if not isinstance(where, NamedNode) or registrar(where.value) is None:
                continue
            for quad in store.quads_for_pattern(None, _PROPERTY, _PARTY, where):
                for about in store.quads_for_pattern(quad.subject, _ABOUT, None, where):
                    if isinstance(about.object, NamedNode):
                        yield about.object, where

    def results(self, store: Store, case: Parties) -> Iterator[Result]:
        """One for each party that more than one claim names."""
        agreement, where = case
        seen = set()
        for about in store.quads_for_pattern(None, _ABOUT, agreement, where):
            claim = about.subject
            if Quad(claim, _PROPERTY, _PARTY, where) not in store or next(
                store.quads_for_pattern(None, _REPLACES, claim, where),
                None,
            ):
                continue
            for reading in store.quads_for_pattern(claim, _READING, None, where):
                party = str(getattr(reading.object, "value", reading.object))
                if party in seen:
                    yield result("party-twice", agreement.value, party)
                seen.add(party)


def _stages(store: Store, subject: NamedNode) -> set[object]:
    """The stages that events of a thing have reached."""
    return {
        reached.object
        for event in store.quads_for_pattern(None, _STAGE_OF, subject, DEFAULT)
        for reached in store.quads_for_pattern(event.subject, _REACHED, None, DEFAULT)
    }


def _dates(store: Store, subject: NamedNode, props: tuple[NamedNode, ...]) -> dict[str, Span]:
    """The dates that a thing has by some properties, with their first and last days."""
    return _spans(
        quad for prop in props for quad in store.quads_for_pattern(subject, prop, None, DEFAULT)
    )


def _spans(quads: object) -> dict[str, Span]:
    found: dict[str, Span] = {}
    for quad in quads:  # type: ignore[attr-defined]
        value = quad.object
        # What is no date breaks a shape.
        if isinstance(value, Literal) and value.datatype == EDTF and in_profile(value.value):
            found[value.value] = bounds(value.value)
    return dict(sorted(found.items()))


def _is_before(one: date | None, other: date | None) -> bool:
    """Whether a day is surely before another; of an open or unknown one nothing is known."""
    return one is not None and other is not None and one < other
