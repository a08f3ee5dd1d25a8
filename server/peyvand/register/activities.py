"""A row about an activity, read into the claims that it makes."""

from __future__ import annotations

from peyvand.register.actors import Actor, Actors, slug
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.fields import ACTORS
from peyvand.register.rows import Entry
from peyvand.vocabulary.iris import LABEL, TYPE, iri

# What an activity should have; a row without them is written, and its sender is told.
_WANTED = ("agreement", "place", "date", "participants", "outcome")


def activity(cells: Cells) -> Entry | None:
    """The claims of a row about an activity; None if it is refused."""
    kind, date, number = cells.choice("kind"), cells.date("date"), cells.number("number")
    under, where = cells.thing("agreement"), cells.thing("place")
    organisers = cells.things("organisers")
    actors = Actors(cells)
    participants = _participants(cells, actors)
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not basis:
        return None
    names = in_both(cells.row.cell("name_en"), cells.row.cell("name_fa"))
    node = cells.state.free(f"event/{slug(names[0].value)}")
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    claims.say(node, TYPE, Said((kind[0].iri,), kind[1]) if kind else Said((iri("pv:Event"),)))
    claims.say(node, LABEL, Said(names))
    for prop, one, name in (
        ("pv:isHeldUnder", under, "agreement"),
        ("pv:tookPlaceIn", where, "place"),
    ):
        if one:
            claims.say(node, prop, Said((one.iri,), cells.row.cell(name)))
    if date:
        claims.say(node, "pv:date", date.said())
    for found, text in organisers:
        claims.say(node, "pv:hasOrganiser", Said((found.iri,), text))
    for actor, text in participants:
        claims.say(node, "pv:hasParticipant", Said((actor.iri,), text))
    if number:
        claims.say(node, "pv:numberOfParticipants", number)
    if outcomes := cells.texts("outcome"):
        claims.say(node, "pv:outcome", Said(outcomes))
    actors.introduce(claims)
    return entry_of(cells, node, names, claims, basis[1])


def _participants(cells: Cells, actors: Actors) -> list[tuple[Actor, str]]:
    found = []
    for text in cells.row.values("participants"):
        if actor := actors.find("participants", text, ACTORS, "pv:Person"):
            found.append((actor, text))
    return found
