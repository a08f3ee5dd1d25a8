"""What a change touches of what follows from activities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from pyoxigraph import Quad

from peyvand.graph.reach.model import Change, Reach, View
from peyvand.vocabulary.iris import iri

_ATTENDANCE_OF = iri("pv:isAttendanceOf")
_ATTENDED = (iri("pv:isAttendedBy"), iri("pv:attendsAs"))
_PARTICIPANT = iri("pv:hasParticipant")


class Participants(Reach):
    """``participants.rq``: the keys are events."""

    properties: ClassVar = {"participants": (_PARTICIPANT,)}

    def keys(self, change: Change, view: View) -> set[Any]:
        """The events of which an attendance changed."""
        found = change.subjects(_PARTICIPANT)
        found |= {quad.object for quad in change.plain(_ATTENDANCE_OF)}
        for attendance in change.subjects(*_ATTENDED):
            found.update(view.values(attendance, _ATTENDANCE_OF))
        return found

    def slice(self, keys: set[Any], view: View) -> Iterator[Quad]:
        """Their attendances, with who took part."""
        for key in keys:
            for quad in view.quads(None, _ATTENDANCE_OF, key):
                yield quad
                for prop in _ATTENDED:
                    yield from view.quads(quad.subject, prop)
