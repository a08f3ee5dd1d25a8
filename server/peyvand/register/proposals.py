"""A row about a proposal, read into the claims that it makes."""

from __future__ import annotations

from peyvand.register.actors import Actors, slug
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.fields import ACTORS
from peyvand.register.names import Found
from peyvand.register.rows import Entry
from peyvand.register.stages import say_stage

_WANTED = ("of", "by", "state")


def proposal(cells: Cells) -> Entry | None:
    """The claims of a row about a proposal; None if it is refused."""
    concerned, state = cells.things("of"), cells.choice("state")
    date, content = cells.date("date"), cells.texts("content")
    if date and not cells.has("state"):
        cells.tell("state", "required", cells.called("state"))
    actors = Actors(cells)
    authors = [
        (actor, text)
        for text in cells.row.values("by")
        if (actor := actors.find("by", text, ACTORS, "pv:Person"))
    ]
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not basis:
        return None
    names = in_both(cells.row.cell("name_en"), cells.row.cell("name_fa"))
    node = cells.state.free(f"proposal/{slug(names[0].value)}")
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    claims.named(node, "pv:Proposal", names[0].value, names[1].value)
    claims.say(node, "pv:content", Said(content))
    for found, text in concerned:
        claims.say(node, "pv:isProposedFor", Said((found.iri,), text))
    for actor, text in authors:
        claims.say(node, "pv:isProposedBy", Said((actor.iri,), text))
    if state:
        labels = {"en": names[0].value, "fa": names[1].value}
        say_stage(cells, claims, Found(node, labels, {}), state, date)
    actors.introduce(claims)
    return entry_of(cells, node, names, claims, basis[1])
