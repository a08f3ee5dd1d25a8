"""Rules of activities: who takes part, when they are held, and who says what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.graph.earlier import Earlier
from peyvand.graph.rules.belonging import Tie, tie, wholes
from peyvand.graph.rules.held_events import (
    ABOUT,
    ATTENDANCE_OF,
    ATTENDING,
    FIRST,
    FOR,
    LAST,
    OPEN,
    PARTICIPANT,
    PARTIES,
    PROPERTY,
    REACHED,
    READING,
    REPLACES,
    RESULT,
    SPEAKER,
    STAGE_OF,
    TELLING,
    UNDER,
    touched_events,
)
from peyvand.graph.rules.rule import DEFAULT, dated, leading, named, result, things, values
from peyvand.graph.validate import Result
from peyvand.vocabulary.iris import iri, thing

_TRUE = Literal("true", datatype=iri("xsd:boolean"))
_IDEA, _SUCCESS = thing("concept/stage-idea"), thing("concept/result-success")


class _Rule:
    """A rule of the events that are held under agreements; each event is a case."""

    def touched(self, store: Store, before: Earlier) -> Iterator[NamedNode]:
        """The events that a change can bear on."""
        yield from touched_events(store, before)

    def all(self, store: Store) -> Iterator[NamedNode]:
        """The events that are held under an agreement."""
        for quad in store.quads_for_pattern(None, UNDER, None, DEFAULT):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject


class Strangers(_Rule):
    """An event is of a party of its agreement, as far as places and participants are known.

    It is certain that it is not only where nobody took part of whom nothing is told, and where it
    is not held under an agreement of those who did besides.
    """

    def results(self, store: Store, case: NamedNode) -> Iterator[Result]:
        """One for each agreement of whose parties nobody known took part."""
        if Quad(case, OPEN, _TRUE, DEFAULT) in store:
            return
        agreements = values(store, case, UNDER)
        told = {it: _ties(store, case, it) for it in agreements}
        strange = {it for it, ties in told.items() if _is_strange(ties)}
        joint = any(Tie.OURS in ties.values() for ties in told.values())
        present = set(values(store, case, PARTICIPANT))
        for agreement in sorted(strange, key=str):
            ties = told[agreement]
            untold = any(it in present and ties[it] is Tie.UNTOLD for it in ties)
            doubt = joint or untold
            others = sorted((it for it in ties if ties[it] is Tie.STRANGE), key=str)
            yield result(
                "possibly-of-strangers" if doubt else "of-strangers",
                case.value,
                agreement.value,
                "warning" if doubt else "violation",
                event=named(store, case),
                agreement=named(store, agreement),
                others=_listed(store, others),
            )


class Idea(_Rule):
    """An event under an agreement is not held before anybody thought of the agreement."""

    def results(self, store: Store, case: NamedNode) -> Iterator[Result]:
        """One for each agreement whose idea is later, whatever day either was."""
        last = _day(store, case, LAST)
        for agreement in values(store, case, UNDER):
            stages = [
                it for it in leading(store, STAGE_OF, agreement)
                if Quad(it, REACHED, _IDEA, DEFAULT) in store
            ]  # fmt: skip
            ideas = [day for stage in stages if (day := _day(store, stage, FIRST))]
            if last and ideas and len(ideas) == len(stages) and last < min(ideas):
                yield result(
                    "before-idea",
                    case.value,
                    agreement.value,
                    event=named(store, case),
                    agreement=named(store, agreement),
                    day=dated(str(last)),
                    idea=dated(str(min(ideas))),
                )


class OneSided(_Rule):
    """That an event was a success, more than one party says, or somebody else."""

    def results(self, store: Store, case: NamedNode) -> Iterator[Result]:
        """One, if whoever says so is known to be of one party."""
        if Quad(case, RESULT, _SUCCESS, DEFAULT) not in store:
            return
        parties = {party for it in values(store, case, UNDER) for party in _parties(store, it)}
        speaking = [_sides(store, case, it) & parties for it in _speakers(store, case)]
        if speaking and all(len(it) == 1 for it in speaking) and len(set().union(*speaking)) == 1:
            ((party,), *_) = speaking
            yield result(
                "success-by-one-party",
                case.value,
                party.value,
                "warning",
                event=named(store, case),
                party=named(store, party),
            )


def _ties(store: Store, event: NamedNode, agreement: NamedNode) -> dict[NamedNode, Tie]:
    """How what tells whose an event is stands to the parties of an agreement."""
    parties = _parties(store, agreement)
    ties = {node: tie(store, node, parties) for node in values(store, event, *TELLING)}
    for attendance in leading(store, ATTENDANCE_OF, event):
        sent = values(store, attendance, FOR)
        for node in values(store, attendance, *ATTENDING) if sent else ():
            # For whom somebody attended tells more than that nothing is told of them.
            if ties.get(node) is Tie.UNTOLD:
                del ties[node]
        ties.update((node, tie(store, node, parties)) for node in sent)
    return ties


def _is_strange(ties: dict[NamedNode, Tie]) -> bool:
    return Tie.STRANGE in ties.values() and Tie.OURS not in ties.values()


def _parties(store: Store, agreement: NamedNode) -> set[NamedNode]:
    return set(values(store, agreement, *PARTIES))


def _speakers(store: Store, event: NamedNode) -> set[NamedNode]:
    """Who says that an event was a success, in claims that no other replaces."""
    found: set[NamedNode] = set()
    for about in store.quads_for_pattern(None, ABOUT, event, None):
        claim, name = about.subject, about.graph_name
        if (
            Quad(claim, PROPERTY, RESULT, name) in store
            and Quad(claim, READING, _SUCCESS, name) in store
            and next(store.quads_for_pattern(None, REPLACES, claim, name), None) is None
        ):
            found.update(things(store.quads_for_pattern(claim, SPEAKER, None, name)))
    return found


def _sides(store: Store, event: NamedNode, speaker: NamedNode) -> set[NamedNode]:
    """What a speaker belongs to, or attended an event for."""
    found = wholes(store, speaker)
    for attendance in leading(store, ATTENDANCE_OF, event):
        if speaker in values(store, attendance, *ATTENDING):
            for node in values(store, attendance, FOR):
                found |= wholes(store, node)
    return found


def _listed(store: Store, nodes: Iterable[NamedNode]) -> dict[str, str]:
    """The names of things, in a row."""
    names = [named(store, node) for node in nodes]
    commas = {"en": ", ", "fa": "، "}
    return {tag: comma.join(name[tag] for name in names) for tag, comma in commas.items()}


def _day(store: Store, node: NamedNode, prop: NamedNode) -> date | None:
    """The day of a derived bound; None if the date is open, or no day of the calendar here."""
    for quad in store.quads_for_pattern(node, prop, None, DEFAULT):
        with suppress(ValueError):
            return date.fromisoformat(str(getattr(quad.object, "value", "")))
    return None
