"""A row about a proposal, read into the claims that it makes."""

from __future__ import annotations

from peyvand.register.actors import Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.drafts import Draft, names_of, slug_of
from peyvand.register.fields import ACTORS
from peyvand.register.names import Found
from peyvand.register.rows import Entry
from peyvand.register.stages import say_stage
from peyvand.vocabulary.labels import LANGUAGES

_WANTED = ("of", "by", "state")


def proposal(cells: Cells) -> Entry | None:
    """The claims of a row about a proposal; None if it is refused."""
    concerned, state = cells.things("of"), cells.choice("state")
    date, content = cells.date("date"), cells.texts("content")
    if date and not cells.has("state"):
        cells.tell("state", "required", cells.called("state"))
    actors = Actors(cells)
    authors = actors.each("by", ACTORS, "pv:Person")
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not basis:
        return None
    draft = Draft(cells, actors, basis, "pv:Proposal", f"proposal/{slug_of(cells)}")
    draft.texts("pv:content", content)
    draft.each("pv:isProposedFor", concerned)
    draft.each("pv:isProposedBy", authors)
    if state:
        labels = dict(zip(LANGUAGES, names_of(cells), strict=True))
        say_stage(cells, draft.claims, Found(draft.node, labels, {}), state, date)
    return draft.entry()
