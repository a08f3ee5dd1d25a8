"""Rows about what hinders something, and about what answers it, read into their claims."""

from __future__ import annotations

from peyvand.register.actors import Actors, slug
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, Said, in_both
from peyvand.register.entries import entry_of
from peyvand.register.rows import Entry


def obstacle(cells: Cells) -> Entry | None:
    """The claims of a row about an obstacle; None if it is refused."""
    return _named(cells, "obstacle", "pv:Obstacle", "hinders", "pv:hinders")


def solution(cells: Cells) -> Entry | None:
    """The claims of a row about a solution; None if it is refused."""
    return _named(cells, "solution", "pv:Solution", "answers", "pv:answersObstacle")


def _named(cells: Cells, folder: str, cls: str, column: str, prop: str) -> Entry | None:
    """The claims about a new thing that has its names, and is of the things in one field."""
    things, actors = cells.things(column), Actors(cells)
    english, persian = cells.row.cell("name_en"), cells.row.cell("name_fa")
    names = filter(None, (english, persian))
    for known in {one.iri: one for name in names for one in cells.find(name, (cls,))}.values():
        told = {"name": known.label("en"), "name_fa": known.label("fa")}
        cells.warn("name_en", "thing-known", told, meant=known.told())
    basis = basis_of(cells, actors)
    if cells.refused or not basis:
        return None
    node = cells.state.free(f"{folder}/{slug(english)}")
    claims = ClaimsOf(cells.by, cells.state, basis[0], cells.texts("note"))
    claims.named(node, cls, english, persian)
    for found, text in things:
        claims.say(node, prop, Said((found.iri,), text))
    actors.introduce(claims)
    return entry_of(cells, node, in_both(english, persian), claims, basis[1])
