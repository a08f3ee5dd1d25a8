"""A row of a body's list of members, read into the claim that it makes."""

from __future__ import annotations

from pyoxigraph import Literal

from peyvand.model import Term
from peyvand.register.actors import Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said
from peyvand.register.entries import entry_of
from peyvand.register.names import Found
from peyvand.register.rows import Entry
from peyvand.vocabulary.iris import EDTF

_ITEM = "pv:hasWikidataItem"
_WANTED = ("since", "identifier")


def membership(cells: Cells) -> Entry | None:
    """The claims of a row about a member of a body; None if it is refused.

    The claim of the membership has the name as the list prints it, and what the list says of the
    member: its field, since when, what the body calls it, and the goals that it serves.
    """
    city, network = cells.thing("city"), cells.thing("network")
    area, since, item = cells.choice("field"), cells.date("since"), cells.item("item")
    goals = cells.things("goals")
    if city and item:
        _compare(cells, city, item)
    actors = Actors(cells)
    basis = basis_of(cells, actors)
    cells.wanted(*_WANTED)
    if cells.refused or not (basis and city and network):
        return None
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    qualified: list[tuple[str, Term]] = []
    if area:
        qualified.append(("pv:hasMembershipField", area[0].iri))
    if since:
        qualified.append(("pv:memberSince", Literal(since.read.edtf, datatype=EDTF)))
    if given := cells.row.cell("identifier"):
        qualified.append(("pv:memberIdentifier", Literal(given)))
    qualified += [("pv:servesGoal", found.iri) for found, _ in goals]
    printed = cells.row.cell("name") or cells.row.cell("city")
    claims.say(city.iri, "pv:isMemberOf", Said((network.iri,), printed), qualified=qualified)
    if item and item.values[0] not in cells.state.values(city.iri, _ITEM):
        claims.say(city.iri, _ITEM, item)
    actors.introduce(claims)
    names = [Literal(city.label(tag)) for tag in ("en", "fa")]
    return entry_of(cells, city.iri, names, claims, basis[1])


def _compare(cells: Cells, city: Found, item: Said) -> None:
    """Tell an identifier that is not the one which the graph knows the city by."""
    known = cells.state.nodes(city.iri, _ITEM)
    if known and item.values[0] not in known:
        told = {"value": item.printed, "name": city.label("en"), "name_fa": city.label("fa")}
        items = ", ".join(one.value.rpartition("/")[2] for one in known)
        cells.tell("item", "another-item", told, meant=items)
