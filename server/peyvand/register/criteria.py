"""A row about the criteria that an agreement meets or fails, read into the claims that it makes."""

from __future__ import annotations

from peyvand.register.actors import Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.pipelines import named
from peyvand.register.rows import Entry

_MEETS, _FAILS = "pv:meetsCriterion", "pv:failsCriterion"


def criterion(cells: Cells) -> Entry | None:
    """The claims of a row about criteria; None if it is refused."""
    found = cells.thing("of")
    met, failed = cells.choices("meets"), cells.choices("fails")
    if not (cells.has("meets") or cells.has("fails")):
        cells.tell("meets", "required", cells.called("meets"))
    known = cells.state.nodes(found.iri, _MEETS) if found else []
    for choice, _ in failed:
        if choice.iri in {one.iri for one, _ in met}:
            cells.tell("fails", "criterion-both", named(choice.iri, "name"))
        elif choice.iri in known:
            cells.warn("fails", "criterion-met", named(choice.iri, "name"))
    actors = Actors(cells)
    basis = basis_of(cells, actors)
    if cells.refused or not (basis and found):
        return None
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    for prop, choices in ((_MEETS, met), (_FAILS, failed)):
        for choice, text in choices:
            claims.say(found.iri, prop, Said((choice.iri,), text))
    actors.introduce(claims)
    names = in_both(found.label("en"), found.label("fa"))
    return entry_of(cells, found.iri, names, claims, basis[1])
