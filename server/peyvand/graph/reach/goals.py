"""What a change touches of the goals that something may serve."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from pyoxigraph import Quad

from peyvand.graph.reach.model import (
    ABOUT,
    PARTY,
    PROPERTY,
    READING,
    Change,
    Reach,
    TooMuch,
    View,
    ask,
)
from peyvand.vocabulary.iris import iri

_MAY, _SERVES, _AREA, _GOAL_OF, _PLAN_OF, _UNDER, _STATUS, _MEMBER, _FIELD = (
    iri(f"pv:{name}")
    for name in (
        *("mayServeGoal", "servesGoal", "coversArea", "isGoalOf", "isPlanOf", "isHeldUnder"),
        *("hasStatus", "isMemberOf", "hasMembershipField"),
    )
)
_BINDS = (PARTY, iri("pv:hasFurtherParty"))
_ACTS = (*_BINDS, *(iri(f"pv:{n}") for n in ("hasParticipant", "hasOrganiser", "tookPlaceIn")))
_MATCHES = iri("skos:broadMatch")
_OF_CLAIMS = (PROPERTY, ABOUT, READING, _FIELD, _SERVES)


class GoalsByArea(Reach):
    """``goals-by-area.rq``: the keys are goals."""

    properties: ClassVar = {"goals-by-area": (_MAY,)}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The goals that changed, and those of plans of whom an agreement, a membership or an
        activity changed.

        Raises:
            TooMuch: it changed which area a field of memberships is in.
        """
        if any(change.plain(_MATCHES)):
            raise TooMuch
        found = change.subjects(_GOAL_OF, _AREA)
        found |= {quad.object for quad in change.plain(_MAY, _SERVES)}
        plans = change.subjects(_PLAN_OF)
        for holder in _holders(change, view):
            plans.update(view.leading(_PLAN_OF, holder))
        for quad in change.named:
            if quad.predicate == _SERVES:
                found.add(quad.object)
        return found.union(*(view.leading(_GOAL_OF, plan) for plan in plans))

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """The plans of the goals, and all that their holders do, with its areas."""
        holders = set()
        for goal in keys:
            yield from view.quads(goal, _AREA)
            for quad in view.quads(goal, _GOAL_OF):
                yield quad
                for plan in view.quads(quad.object, _PLAN_OF):
                    yield plan
                    holders.add(plan.object)
        things = set()
        for holder in holders:
            yield from _memberships(holder, view)
            for prop in _ACTS:
                for quad in view.quads(None, prop, holder):
                    yield quad
                    things.add(quad.subject)
                    for held in view.quads(None, _UNDER, quad.subject):
                        yield held
                        things.add(held.subject)
        for it in things:
            for prop in (_AREA, _STATUS, _SERVES):
                yield from view.quads(it, prop)

    def about(self, keys: set[Any], quads: Iterable[Quad]) -> Iterator[Quad]:
        """What may serve the goals."""
        return (quad for quad in quads if quad.object in keys)

    def standing(self, keys: set[Any], name: Any, view: View) -> Iterator[Quad]:
        """The same of what stands in a graph."""
        for key in keys:
            yield from ask(view.store, None, _MAY, key, name)


def _holders(change: Change, view: View) -> set[Any]:
    """Whom an agreement, an activity or a membership is of that changed."""
    found = {quad.object for quad in change.plain(*_ACTS)} | change.subjects(_MEMBER)
    things = change.subjects(_AREA, _STATUS, _UNDER, _SERVES)
    things |= {quad.object for quad in change.plain(_UNDER)}
    for it in set(things):
        things.update(view.values(it, _UNDER))
    for it in things:
        for prop in _ACTS:
            found.update(view.values(it, prop))
    claims = set()
    for quad in change.named:
        if quad.predicate in (PROPERTY, READING, _FIELD, _SERVES):
            claims.add(quad.subject)
        elif quad.predicate == ABOUT:
            found.add(quad.object)
    for claim in claims:
        found.update(quad.object for quad in ask(view.store, claim, ABOUT, None, None))
    return found


def _memberships(holder: Any, view: View) -> Iterator[Quad]:
    """The memberships of a place, with what their claims say and the areas of their fields."""
    yield from view.quads(holder, _MEMBER)
    for said in ask(view.store, None, ABOUT, holder, None):
        claim, name = said.subject, said.graph_name
        if not any(ask(view.store, claim, PROPERTY, _MEMBER, name)):
            continue
        for prop in _OF_CLAIMS:
            for quad in ask(view.store, claim, prop, None, name):
                yield quad
                if prop == _FIELD:
                    yield from view.quads(quad.object, _MATCHES)
