"""Rows about what hinders something, and about what answers it, read into their claims."""

from __future__ import annotations

from peyvand.register.actors import Actors
from peyvand.register.basis import basis_of
from peyvand.register.cells import Cells
from peyvand.register.drafts import Draft, slug_of, tell_known
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
    tell_known(cells, cls)
    basis = basis_of(cells, actors)
    if cells.refused or not basis:
        return None
    draft = Draft(cells, actors, basis, cls, f"{folder}/{slug_of(cells)}")
    draft.each(prop, things)
    return draft.entry()
