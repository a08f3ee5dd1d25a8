"""A rule of screening: what is signed has no open item of its checklist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from pyoxigraph import NamedNode, Quad, Store

from peyvand.graph.earlier import Earlier
from peyvand.graph.rules.held_events import FIRST, LAST
from peyvand.graph.rules.rule import DEFAULT, leading, named, result, values
from peyvand.graph.validate import Result
from peyvand.vocabulary.iris import iri, thing

_SIGNED, _LEFT_OPEN = thing("concept/stage-signed"), thing("concept/item-left-open")
_SCREENED, _ITEM_OF = iri("pv:isScreenedBy"), iri("pv:isItemOf")
_ABOUT, _ON, _OUTCOME = iri("pv:isDecisionAbout"), iri("pv:isDecisionOn"), iri("pv:hasItemOutcome")
_STAGE_OF, _REACHED = iri("pv:isStageOf"), iri("pv:reachedStage")


class OpenItems:
    """What is signed was decided on before, by each item of the checklists that it is screened by.

    An item is open where nobody decided on it, or whoever did put it off or took it up again.
    """

    def touched(self, store: Store, before: Earlier) -> Iterator[NamedNode]:
        """The things of which a checklist, a decision or a stage changed, or an item of theirs."""
        for quad in before.added | before.removed:
            if quad.graph_name != DEFAULT or not isinstance(quad.subject, NamedNode):
                continue
            subject, prop, value = quad.subject, quad.predicate, quad.object
            if prop == _SCREENED:
                yield subject
            elif prop in (_ABOUT, _STAGE_OF) and isinstance(value, NamedNode):
                yield value
            elif prop in (_ON, _OUTCOME, _REACHED, FIRST, LAST):
                yield from values(store, subject, _ABOUT, _STAGE_OF)
            elif prop == _ITEM_OF:
                yield from leading(store, _SCREENED, value)

    def all(self, store: Store) -> Iterator[NamedNode]:
        """Everything that is screened by a checklist."""
        for quad in store.quads_for_pattern(None, _SCREENED, None, DEFAULT):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def results(self, store: Store, case: NamedNode) -> Iterator[Result]:
        """One for each signing and each item that was open then, as far as days tell."""
        signings = [it for it in leading(store, _STAGE_OF, case) if _is_signing(store, it)]
        decisions = leading(store, _ABOUT, case)
        for checklist in values(store, case, _SCREENED) if signings else ():
            for item in sorted(set(leading(store, _ITEM_OF, checklist)), key=str):
                taken = [it for it in decisions if item in values(store, it, _ON)]
                told = {"item": named(store, item), "thing": named(store, case)}
                for signing in sorted(set(signings), key=str):
                    if _is_open(store, taken, _day(store, signing, LAST)):
                        focus, name = signing.value, "signed-with-open-item"
                        yield result(name, focus, item.value, "warning", **told)


def _is_signing(store: Store, stage: NamedNode) -> bool:
    return Quad(stage, _REACHED, _SIGNED, DEFAULT) in store


def _is_open(store: Store, decisions: Iterable[NamedNode], signed: date | None) -> bool:
    """Whether nothing stands that was decided on an item by the signing, as far as days tell."""
    spans: dict[NamedNode, tuple[date | None, date | None]] = {
        it: (_day(store, it, FIRST), _day(store, it, LAST)) for it in decisions
    }
    timely = {it: span for it, span in spans.items() if not _is_after(span[0], signed)}
    put_off = [it for it in timely if _LEFT_OPEN in values(store, it, _OUTCOME)]
    return not any(
        not any(_is_after(timely[later][0], span[1]) for later in put_off)
        for it, span in timely.items()
        if it not in put_off
    )


def _is_after(first: date | None, last: date | None) -> bool:
    """Whether a day that something is not before is later than one that another is not after."""
    return first is not None and last is not None and first > last


def _day(store: Store, node: NamedNode, prop: NamedNode) -> date | None:
    """The day of a derived bound; None if the date is open or is not told."""
    for quad in store.quads_for_pattern(node, prop, None, DEFAULT):
        with suppress(ValueError):
            return date.fromisoformat(str(getattr(quad.object, "value", "")))
    return None
