"""Rows about what a city or a body needs or offers, read into their claims."""

from __future__ import annotations

from peyvand.register.actors import Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.days import day_of
from peyvand.register.drafts import Draft, slug_of
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
    contact = actors.one("contact", ACTORS[1:], "pv:Office")
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not (basis and whose):
        return None
    draft = Draft(cells, actors, basis, cls, f"{folder}/{slug_of(cells)}")
    draft.one("pv:isPutForwardBy", whose, "of")
    draft.each("pv:coversArea", areas)
    draft.texts("pv:content", content)
    draft.day("pv:isOpenFrom", opens)
    draft.day("pv:isOpenUntil", closes)
    draft.one("pv:hasContactOffice", contact, "contact")
    return draft.entry()
