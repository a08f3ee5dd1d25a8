"""A row about the money that a programme gives in a year, read into the claims that it makes."""

from __future__ import annotations

from peyvand.digits import digits
from peyvand.register.activity_fields import PROGRAMMES
from peyvand.register.actors import Actor, Actors, slug
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells, Dated
from peyvand.register.drafts import Draft
from peyvand.register.names import Found
from peyvand.register.rows import Entry
from peyvand.register.scalars import amount

# What a call should have; a row without them is written, and its sender is told.
_WANTED = ("projects", "towns")


def grant(cells: Cells) -> Entry | None:
    """The claims of a row about a grant call; None if it is refused."""
    actors, year = Actors(cells), cells.date("year")
    programme = actors.one("programme", PROGRAMMES, PROGRAMMES[0])
    money, currency = amount(cells, "amount"), cells.choice("currency")
    number = cells.number("projects")
    projects, towns = cells.things("funded"), cells.things("towns")
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not (programme and year and money and currency and basis):
        return None
    _compare(cells, programme, year)
    text = cells.row.cell("programme")
    english, persian = programme.labels.get("en", text), programme.labels.get("fa", text)
    day = year.read.edtf
    shown = digits(year.read.hijri or day, "fa")
    names = f"Grants of {english}, {day}", f"کمک‌های {persian}، {shown}"
    node = f"grant/{slug(english)}-{slug(day)}"
    draft = Draft(cells, actors, basis, "pv:GrantCall", node, names)
    draft.one("pv:isCallOf", programme, "programme")
    draft.day("pv:budgetYear", year)
    draft.say("pv:amount", money)
    draft.each("pv:hasCurrency", [currency])
    draft.say("pv:numberOfProjects", number)
    draft.each("pv:funds", projects)
    draft.each("pv:hasGrantee", towns)
    return draft.entry()


def _compare(cells: Cells, programme: Actor, year: Dated) -> None:
    """Tell a call that the graph has of the same programme and year."""
    for call in cells.state.having("pv:isCallOf", programme.iri):
        years = [value.value for value in cells.state.values(call, "pv:budgetYear")]
        if year.read.edtf in years:
            known = Found(call, cells.state.labels(call), {})
            told = {"name": known.label("en"), "name_fa": known.label("fa")}
            cells.warn("year", "thing-known", told, meant=known.told())
