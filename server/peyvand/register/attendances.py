"""Who took part in an activity, in which office and for whom, as rows tell it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from peyvand.register.actors import Actor, Actors
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said

# «person, office, for whom»; what is not known between them is left empty.
_PARTS = re.compile("[,،]")
_MOST = 3
_FOR = ("pv:Place", "pv:Organisation")


@dataclass(frozen=True)
class Attended:
    """Somebody who took part.

    Attributes:
        person: who, if the name is told.
        office: as what, if that is told.
        sender: the place or organisation for which, if that is told.
        text: as it was entered.
    """

    person: Actor | None
    office: Actor | None
    sender: Actor | None
    text: str

    @property
    def who(self) -> Actor:
        """The person, else the office."""
        named = self.person or self.office
        assert named is not None
        return named


def attendances(cells: Cells, actors: Actors, column: str = "attendances") -> list[Attended]:
    """Those whom a field names."""
    found = []
    for text in cells.row.values(column):
        name, *rest = map(str.strip, _PARTS.split(text))
        if not any((name, *rest[:1])) or len(rest) >= _MOST:
            cells.tell(column, "attendance-form", {"value": text})
            continue
        office, sender = (*rest, "", "")[:2]
        person = actors.find(column, name, ("pv:Person",), "pv:Person") if name else None
        role = actors.find(column, office, ("pv:Office",), "pv:Office") if office else None
        whom = actors.find(column, sender, _FOR, "pv:Organisation") if sender else None
        if person or role:
            found.append(Attended(person, role, whom, text))
    return found


def attend(
    claims: ClaimsOf,
    event: NamedNode,
    names: Sequence[Literal],
    attended: Sequence[Attended],
) -> None:
    """Add the attendances of an event, each a thing of its own."""
    english, persian = (name.value for name in names)
    slug = event.value.rpartition("/")[2]
    for one in attended:
        node = claims.numbered(f"attendance/{slug}")
        who = one.who.labels
        claims.named(
            node,
            "pv:Attendance",
            f"{who.get('en') or who.get('fa')} at {english}",
            f"حضور {who.get('fa') or who.get('en')} در {persian}",
        )
        claims.say(node, "pv:isAttendanceOf", Said((event,), one.text))
        for prop, actor in (
            ("pv:isAttendedBy", one.person),
            ("pv:attendsAs", one.office),
            ("pv:attendsFor", one.sender),
        ):
            if actor:
                claims.say(node, prop, Said((actor.iri,), one.text))
