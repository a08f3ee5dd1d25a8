"""Rows about what a city or a body needs or offers, read into their claims."""

from __future__ import annotations

from peyvand.register.actors import Actors, slug
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.days import day_of
from peyvand.register.entries import entry_of
from peyvand.register.fields import ACTORS
from peyvand.register.rows import Entry

_WANTED = ("areas", "open_until", "contact")


def need(cells: Cells) -> Entry | None:
    """The claims of a row about a need; None if it is refused."""
    return _exchange(cells, "need", "pv:Need")


def offer(cells: Cells) -> Entry | None:
    """The claims of a row about an offer; None if it is refused."""
    return _exchange(cells, "offer", "pv:Offer")


def _exchange(cells: Cells, folder: str, cls: str) -> Entry | None:
    whose, areas = cells.thing("of"), cells.choices("areas")
    content = cells.texts("content")
    opens = day_of(cells, "open_from", passed=True)
    closes = day_of(cells, "open_until")
    if opens and closes and closes.read.edtf < opens.read.edtf:
        told = {"value": cells.row.cell("open_until"), "opens": cells.row.cell("open_from")}
        cells.tell("open_until", "closes-before-opening", told)
    actors = Actors(cells)
    text = cells.row.cell("contact")
    contact = actors.find("contact", text, ACTORS[1:], "pv:Office") if text else None
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not (basis and whose):
        return None
    names = in_both(cells.row.cell("name_en"), cells.row.cell("name_fa"))
    node = cells.state.free(f"{folder}/{slug(names[0].value)}")
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    claims.named(node, cls, names[0].value, names[1].value)
    claims.say(node, "pv:isPutForwardBy", Said((whose.iri,), cells.row.cell("of")))
    for choice, printed in areas:
        claims.say(node, "pv:coversArea", Said((choice.iri,), printed))
    if content:
        claims.say(node, "pv:content", Said(content))
    for prop, day in (("pv:isOpenFrom", opens), ("pv:isOpenUntil", closes)):
        if day:
            claims.say(node, prop, day.said())
    if contact:
        claims.say(node, "pv:hasContactOffice", Said((contact.iri,), text))
    actors.introduce(claims)
    return entry_of(cells, node, names, claims, basis[1])
