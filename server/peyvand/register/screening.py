"""Rows about checklists, their items, and what is decided on an item, read into their claims."""

from __future__ import annotations

from pyoxigraph import Literal

from peyvand.register.actors import Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import Said
from peyvand.register.drafts import Draft, slug_of
from peyvand.register.fields import ACTORS
from peyvand.register.rows import Entry
from peyvand.vocabulary.iris import iri
from peyvand.vocabulary.labels import LANGUAGES


def checklist(cells: Cells) -> Entry | None:
    """The claims of a row about a new version of a checklist; None if it is refused."""
    number, actors = _version(cells), Actors(cells)
    basis = basis_of(cells, actors)
    if cells.refused or not (basis and number):
        return None
    node = f"checklist/{slug_of(cells)}-{number}"
    draft = Draft(cells, actors, basis, "pv:Checklist", node)
    value = Literal(number, datatype=iri("xsd:integer"))
    draft.say("pv:checklistVersion", Said((value,), cells.row.cell("version")))
    return draft.entry()


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
    node = f"checklist-item/{slug_of(cells)}"
    draft = Draft(cells, actors, basis, "pv:ChecklistItem", node)
    draft.one("pv:isItemOf", whole, "checklist")
    draft.each("pv:hasChecklistGround", grounds)
    draft.texts("pv:content", content)
    return draft.entry()


def decision(cells: Cells) -> Entry | None:
    """The claims of a row about a decision on an item; None if it is refused."""
    found, on = cells.thing("of"), cells.thing("item")
    outcome, date = cells.choice("outcome"), cells.date("date")
    reasons, actors = cells.texts("reason"), Actors(cells)
    by = actors.one("by", ACTORS, "pv:Organisation")
    basis = basis_of(cells, actors)
    cells.wanted("reason")
    if cells.refused or not (basis and found and on and outcome and by and date):
        return None
    node = f"screening/{found.slug.rpartition('/')[2]}-{on.slug.rpartition('/')[2]}"
    english, persian = (f"{found.label(tag)}: {on.label(tag)}" for tag in LANGUAGES)
    draft = Draft(cells, actors, basis, "pv:Screening", node, (english, persian))
    draft.one("pv:isDecisionAbout", found, "of")
    draft.one("pv:isDecisionOn", on, "item")
    draft.each("pv:hasItemOutcome", [outcome])
    draft.one("pv:isTakenBy", by, "by")
    draft.day("pv:date", date)
    draft.texts("pv:reason", reasons)
    # With the first decision by a checklist all its items are to be decided.
    screened = cells.state.nodes(found.iri, "pv:isScreenedBy")
    for whole in cells.state.nodes(on.iri, "pv:isItemOf"):
        if whole not in screened:
            draft.claims.say(found.iri, "pv:isScreenedBy", Said((whole,)))
    return draft.entry()
