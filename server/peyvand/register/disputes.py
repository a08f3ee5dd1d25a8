"""A row about a standing dispute between two places, read into the claim that it makes."""

from __future__ import annotations

from peyvand.register.actors import Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.rows import Entry


def dispute(cells: Cells) -> Entry | None:
    """The claim of a row about a dispute; None if it is refused."""
    place, other = cells.thing("of"), cells.thing("other")
    if place and other and place.iri == other.iri:
        cells.tell("other", "dispute-with-itself", {"value": cells.row.cell("other")})
    actors = Actors(cells)
    basis = basis_of(cells, actors)
    if cells.refused or not (basis and place and other):
        return None
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    claims.say(place.iri, "pv:hasDisputeWith", Said((other.iri,), cells.row.cell("other")))
    actors.introduce(claims)
    names = in_both(place.label("en"), place.label("fa"))
    return entry_of(cells, place.iri, names, claims, basis[1])
