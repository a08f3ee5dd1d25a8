"""What a change touches of what is on record of agreements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pyoxigraph import Quad

from peyvand.graph.reach.model import ABOUT, PARTY, Change, Reach, View, ask, values
from peyvand.graph.vitality import (
    DATED,
    HELD_UNDER,
    LAST_STATED_IN,
    OF_EVENTS,
    PROPERTIES,
    SNAPSHOT_DATE,
    STAGE_OF,
    STATED_ON,
    STATUS,
    VITALITY,
    graphs_of_claims,
)

_OF_EVENTS = (STATUS, *OF_EVENTS)


class Vitality(Reach):
    """The keys are agreements."""

    properties: ClassVar = {"vitality": PROPERTIES}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The agreements of which a party, a date, an event, a stage or a claim changed."""
        found = change.subjects(PARTY, LAST_STATED_IN, *DATED, *PROPERTIES)
        found |= {quad.object for quad in change.plain(HELD_UNDER, STAGE_OF)}
        for event in change.subjects(*_OF_EVENTS):
            found.update(view.values(event, HELD_UNDER))
        for stage in change.subjects(*DATED):
            found.update(view.values(stage, STAGE_OF))
        for quad in change.named:
            if quad.predicate == ABOUT:
                found.add(quad.object)
            elif quad.predicate == STATED_ON:
                found.update(values(view, quad.subject, ABOUT, quad.graph_name))  # type: ignore[arg-type]
        return {key for key in found if self._is_agreement(key, view)}

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """Their parties and dates, with their events, stages and claims."""
        yield from view.quads(None, SNAPSHOT_DATE)
        for key in keys:
            for prop in (PARTY, LAST_STATED_IN, *DATED):
                yield from view.quads(key, prop)
            for leading, props in ((HELD_UNDER, _OF_EVENTS), (STAGE_OF, DATED)):
                for quad in view.quads(None, leading, key):
                    yield quad
                    for prop in props:
                        yield from view.quads(quad.subject, prop)
            for name in graphs_of_claims(view.store):
                for quad in ask(view.store, None, ABOUT, key, name):
                    yield quad
                    yield from ask(view.store, quad.subject, STATED_ON, None, name)

    def _is_agreement(self, key: Any, view: View) -> bool:
        """Whether it has a party, or what is derived of it stands from when it had one."""
        return bool(view.some(key, PARTY)) or any(ask(view.store, key, VITALITY, None, None))
