"""Rows about checklists, their items, and what is decided on an item, read into their claims."""

from __future__ import annotations

from pyoxigraph import Literal

from peyvand.register.actors import Actors, slug
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.fields import ACTORS
from peyvand.register.rows import Entry
from peyvand.vocabulary.iris import iri


def checklist(cells: Cells) -> Entry | None:
    """The claims of a row about a new version of a checklist; None if it is refused."""
    number, actors = _version(cells), Actors(cells)
    basis = basis_of(cells, actors)
    if cells.refused or not (basis and number):
        return None
    names = in_both(cells.row.cell("name_en"), cells.row.cell("name_fa"))
    node = cells.state.free(f"checklist/{slug(names[0].value)}-{number}")
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    claims.named(node, "pv:Checklist", names[0].value, names[1].value)
    value = Literal(number, datatype=iri("xsd:integer"))
    claims.say(node, "pv:checklistVersion", Said((value,), cells.row.cell("version")))
    actors.introduce(claims)
    return entry_of(cells, node, names, claims, basis[1])


def _version(cells: Cells) -> str:
    """The number of the version; "" if it is none, or that of a checklist of the same name."""
    said = cells.number("version")
    if not said:
        return ""
    number = str(getattr(said.values[0], "value", ""))
    for tag in ("en", "fa"):
        name = cells.row.cell(f"name_{tag}")
        for known in cells.find(name, ("pv:Checklist",)) if name else ():
            versions = cells.state.values(known.iri, "pv:checklistVersion")
            if number in {one.value for one in versions}:
                told = {"version": number, "name": known.label("en"), "name_fa": known.label("fa")}
                cells.tell("version", "version-known", told)
                return ""
    return number


def item(cells: Cells) -> Entry | None:
    """The claims of a row about an item of a checklist; None if it is refused."""
    whole, grounds = cells.thing("checklist"), cells.choices("grounds")
    content, actors = cells.texts("content"), Actors(cells)
    basis = basis_of(cells, actors)
    cells.wanted("grounds")
    if cells.refused or not (basis and whole):
        return None
    names = in_both(cells.row.cell("name_en"), cells.row.cell("name_fa"))
    node = cells.state.free(f"checklist-item/{slug(names[0].value)}")
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    claims.named(node, "pv:ChecklistItem", names[0].value, names[1].value)
    claims.say(node, "pv:isItemOf", Said((whole.iri,), cells.row.cell("checklist")))
    for choice, printed in grounds:
        claims.say(node, "pv:hasChecklistGround", Said((choice.iri,), printed))
    if content:
        claims.say(node, "pv:content", Said(content))
    actors.introduce(claims)
    return entry_of(cells, node, names, claims, basis[1])


def decision(cells: Cells) -> Entry | None:
    """The claims of a row about a decision on an item; None if it is refused."""
    found, on = cells.thing("of"), cells.thing("item")
    outcome, date = cells.choice("outcome"), cells.date("date")
    reasons, actors = cells.texts("reason"), Actors(cells)
    printed = cells.row.cell("by")
    by = actors.find("by", printed, ACTORS, "pv:Organisation") if printed else None
    basis = basis_of(cells, actors)
    cells.wanted("reason")
    if cells.refused or not (basis and found and on and outcome and by and date):
        return None
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    end = on.slug.rpartition("/")[2]
    node = cells.state.free(f"screening/{found.slug.rpartition('/')[2]}-{end}")
    english, persian = (f"{found.label(tag)}: {on.label(tag)}" for tag in ("en", "fa"))
    claims.named(node, "pv:Screening", english, persian)
    claims.say(node, "pv:isDecisionAbout", Said((found.iri,), cells.row.cell("of")))
    claims.say(node, "pv:isDecisionOn", Said((on.iri,), cells.row.cell("item")))
    claims.say(node, "pv:hasItemOutcome", Said((outcome[0].iri,), outcome[1]))
    claims.say(node, "pv:isTakenBy", Said((by.iri,), printed))
    claims.say(node, "pv:date", date.said())
    if reasons:
        claims.say(node, "pv:reason", Said(reasons))
    # With the first decision by a checklist all its items are to be decided.
    screened = cells.state.nodes(found.iri, "pv:isScreenedBy")
    for whole in cells.state.nodes(on.iri, "pv:isItemOf"):
        if whole not in screened:
            claims.say(found.iri, "pv:isScreenedBy", Said((whole,)))
    actors.introduce(claims)
    return entry_of(cells, node, in_both(english, persian), claims, basis[1])
