"""A row about the money that a programme gives in a year, read into the claims that it makes."""

from __future__ import annotations

from peyvand.digits import digits
from peyvand.register.activity_fields import PROGRAMMES
from peyvand.register.actors import Actor, Actors, slug
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells, Dated
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.names import Found
from peyvand.register.rows import Entry
from peyvand.register.scalars import amount

# What a call should have; a row without them is written, and its sender is told.
_WANTED = ("projects", "towns")


def grant(cells: Cells) -> Entry | None:
    """The claims of a row about a grant call; None if it is refused."""
    actors, year = Actors(cells), cells.date("year")
    text = cells.row.cell("programme")
    programme = actors.find("programme", text, PROGRAMMES, PROGRAMMES[0]) if text else None
    money, currency = amount(cells, "amount"), cells.choice("currency")
    number = cells.number("projects")
    projects, towns = cells.things("funded"), cells.things("towns")
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not (programme and year and money and currency and basis):
        return None
    _compare(cells, programme, year)
    english, persian = programme.labels.get("en", text), programme.labels.get("fa", text)
    day = year.read.edtf
    shown = digits(year.read.hijri or day, "fa")
    node = cells.state.free(f"grant/{slug(english)}-{slug(day)}")
    names = in_both(f"Grants of {english}, {day}", f"کمک‌های {persian}، {shown}")
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    claims.named(node, "pv:GrantCall", names[0].value, names[1].value)
    claims.say(node, "pv:isCallOf", Said((programme.iri,), text))
    claims.say(node, "pv:budgetYear", year.said())
    claims.say(node, "pv:amount", money)
    claims.say(node, "pv:hasCurrency", Said((currency[0].iri,), currency[1]))
    if number:
        claims.say(node, "pv:numberOfProjects", number)
    for prop, things in (("pv:funds", projects), ("pv:hasGrantee", towns)):
        for found, printed in things:
            claims.say(node, prop, Said((found.iri,), printed))
    actors.introduce(claims)
    return entry_of(cells, node, names, claims, basis[1])


def _compare(cells: Cells, programme: Actor, year: Dated) -> None:
    """Tell a call that the graph has of the same programme and year."""
    for call in cells.state.having("pv:isCallOf", programme.iri):
        years = [value.value for value in cells.state.values(call, "pv:budgetYear")]
        if year.read.edtf in years:
            known = Found(call, cells.state.labels(call), {})
            told = {"name": known.label("en"), "name_fa": known.label("fa")}
            cells.warn("year", "thing-known", told, meant=known.told())
