"""What a change touches of the stages that things have reached, and of what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from pyoxigraph import BlankNode, NamedNode, Quad

from peyvand.graph.reach.model import PARTY, Change, Reach, TooMuch, View, ask
from peyvand.graph.stage_order import CERTAINLY, FIRST, KIND, LAST, POSSIBLY, STAGE_OF
from peyvand.vocabulary.iris import ID, LABEL, TYPE, iri, thing

_REACHED, _DATED, _INFERRED, _APPROVED_BY = (
    iri(f"pv:{name}") for name in ("reachedStage", "date", "inferredDate", "isApprovedBy")
)
_OUTCOME, _MATTER = iri("pv:hasApprovalOutcome"), iri("pv:hasMatter")
_DERIVED = (TYPE, LABEL, STAGE_OF, _REACHED, _DATED, _INFERRED, _APPROVED_BY)
# What is looked at of an agreement, of an event, and of whether its stage was reached.
_OF_AGREEMENTS = (
    *(TYPE, LABEL, _REACHED, _INFERRED, _APPROVED_BY),
    *(iri(f"pv:{name}") for name in ("signed", "approved", "ended")),
)
_OF_REACHED = (STAGE_OF, _REACHED, _OUTCOME, _MATTER)
_OF_EVENTS = (*_OF_REACHED, _DATED, _INFERRED)
_NEEDED = (iri("pv:requiresStage"), iri("pv:expectsStage"))
_LACKS, _MEETS = iri("pv:lacksStage"), iri("pv:meetsCriterion")
_STAGES = ("signed", "council-approval", "friendship", "ended")
_FURTHER, _SIGNATURE_OF, _FOR = (
    iri(f"pv:{name}") for name in ("hasFurtherParty", "isSignatureOf", "signsFor")
)
_SHOWN = (iri("pv:purpose"), iri("pv:affinityBasis"), PARTY, _FURTHER)
_UNDER = iri("pv:isHeldUnder")
_OF_HELD = (
    *(TYPE, _UNDER, iri("pv:hasStatus")),
    *(iri("pv:coversSector"), iri("pv:drawsOnSource")),
)


class Stages(Reach):
    """``stages.rq``: the keys are agreements, with their events as far as those changed."""

    properties: ClassVar = {"stages": _DERIVED}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The agreements of which a date, the kind, an approval, the name or an event changed."""
        found = change.subjects(*_OF_AGREEMENTS, *_OF_EVENTS)
        if not found.isdisjoint(thing(f"concept/stage-{name}") for name in _STAGES):
            # They are called after their stages.
            raise TooMuch
        # Something may be said of an event that is derived too, and agreements may share one.
        for quad in change.plain(STAGE_OF):
            found.add(quad.object)
        for event in change.subjects(*_DERIVED, *_OF_EVENTS):
            found.update(_agreements(event))
        found = _nodes(found)
        ahead = set(found)
        while ahead:
            beside = {
                quad.object
                for event in ahead | _events(ahead) | _entered(ahead, view)
                for quad in ask(view.store, event, STAGE_OF, None, None)
            }
            ahead = _nodes(beside) - found
            found |= ahead
        return found

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """What is said of the agreements and of their events, and what the stages are called."""
        for key in keys:
            for prop in _OF_AGREEMENTS:
                yield from view.quads(key, prop)
        for event in _entered(keys, view):
            for prop in _OF_EVENTS:
                yield from view.quads(event, prop)
        for name in _STAGES:
            yield from view.quads(thing(f"concept/stage-{name}"), LABEL)

    def about(self, keys: set[Any], quads: Iterable[Quad]) -> Iterable[Quad]:
        """All of it: events of what is no key are in no slice."""
        return quads

    def standing(self, keys: set[Any], name: NamedNode, view: View) -> Iterable[Quad]:
        """What stands about the events that the agreements have, or had before the change."""
        for event in keys | _events(keys) | _entered(keys, view):
            yield from ask(view.store, event, None, None, name)


def _nodes(found: Iterable[Any]) -> set[Any]:
    return {key for key in found if isinstance(key, NamedNode | BlankNode)}


def _agreements(event: Any) -> Iterator[NamedNode]:
    """The agreements that may have an event, by its name."""
    slug = event.value.removeprefix(f"{ID}stage/")
    for name in _STAGES:
        if slug != event.value and slug.endswith(f"-{name}"):
            yield thing(f"agreement/{slug.removesuffix(f'-{name}')}")


def _events(agreements: Iterable[Any]) -> set[Any]:
    """The events that the query makes of agreements."""
    slugs = {node.value.partition("/agreement/")[2] for node in agreements}
    return {thing(f"stage/{slug}-{name}") for slug in slugs for name in _STAGES}


def _entered(things: Iterable[Any], view: View) -> set[Any]:
    """The events that are said to be of some things."""
    return {event for it in things for event in view.leading(STAGE_OF, it)}


class LackingStages(Reach):
    """``lacking-stages.rq``: the keys are things that reach stages."""

    properties: ClassVar = {"lacking-stages": (_LACKS,)}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The things of which an event changed."""
        return change.subjects(_LACKS) | _things(change, view)

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """Their events, with what the stages of those need."""
        stages = set()
        for event in _entered(_nodes(keys), view):
            for prop in _OF_REACHED:
                for quad in view.quads(event, prop):
                    yield quad
                    if prop == _REACHED:
                        stages.add(quad.object)
        for stage in stages:
            for prop in _NEEDED:
                yield from view.quads(stage, prop)


def _things(change: Change, view: View) -> set[Any]:
    """The things of which it changed whether a stage was reached."""
    found = {quad.object for quad in change.plain(STAGE_OF)}
    for event in change.subjects(_REACHED, _OUTCOME, _MATTER):
        found.update(view.values(event, STAGE_OF))
    return _nodes(found)


class StageOrder(Reach):
    """``stage_order``: the keys are events."""

    properties: ClassVar = {"stage-order": (CERTAINLY, POSSIBLY)}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The events of which a date or the kind changed, with the others of the same things."""
        found = change.subjects(STAGE_OF, FIRST, LAST, CERTAINLY, POSSIBLY, *KIND)
        things = {quad.object for quad in change.plain(STAGE_OF)}
        for event in found:
            things.update(view.values(event, STAGE_OF))
        return found | _entered(_nodes(things), view)

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """The events of the things that they are of, with their days and kinds."""
        things = {it for event in keys for it in view.values(event, STAGE_OF)}
        for event in _entered(_nodes(things), view):
            for prop in (STAGE_OF, FIRST, LAST, *KIND):
                yield from view.quads(event, prop)


class Criteria(Reach):
    """``criteria.rq``: the keys are agreements."""

    properties: ClassVar = {"criteria": (_MEETS,)}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The agreements of which an event, an activity, a signature or the like changed."""
        found = change.subjects(_MEETS, TYPE, *_SHOWN) | _things(change, view)
        found |= {quad.object for quad in change.plain(_SIGNATURE_OF, _UNDER)}
        for signature in change.subjects(_FOR):
            found.update(view.values(signature, _SIGNATURE_OF))
        for held in change.subjects(*_OF_HELD):
            found.update(view.values(held, _UNDER))
        for organisation in change.subjects(TYPE):
            found.update(view.leading(_FURTHER, organisation))
        return _nodes(found)

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """What the query looks at of the agreements, and of what leads to them."""
        for key in keys:
            for prop in (TYPE, *_SHOWN):
                for quad in view.quads(key, prop):
                    yield quad
                    if prop == _FURTHER:
                        yield from view.quads(quad.object, TYPE)
            for leading, props in (
                (STAGE_OF, _OF_REACHED),
                (_SIGNATURE_OF, (_SIGNATURE_OF, _FOR)),
                (_UNDER, _OF_HELD),
            ):
                for node in view.leading(leading, key):
                    for prop in props:
                        yield from view.quads(node, prop)
