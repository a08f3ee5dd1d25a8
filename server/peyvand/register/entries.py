"""The entry that a good row becomes."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, register_rows
from peyvand.register.rows import Entry, Severity


def entry_of(
    cells: Cells,
    about: NamedNode,
    names: Sequence[Literal],
    claims: ClaimsOf,
    rows: Sequence[Quad],
) -> Entry:
    """The entry of a row that is good, which is told.

    Args:
        cells: the row.
        about: what it is about.
        names: what that is called in English and in Persian.
        claims: the claims that the row makes.
        rows: what is said of the file that they rest on.
    """
    english, persian = (name.value for name in names)
    told = {"name": english, "name_fa": persian}
    cells.tell("", "entered", told, severity=Severity.INFO)
    quads = (*register_rows(cells.by, cells.state), *rows, *claims.quads)
    return Entry(cells.row.number, about, quads)
