"""What the reader of one kind of entry gives back: an entry, with what later rows should know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.register.cells import Cells
from peyvand.register.claims import ClaimsOf, register_rows
from peyvand.register.rows import Entry, Severity
from peyvand.register.state import DEFAULT


@dataclass(frozen=True)
class Made:
    """An entry, and its plain statements."""

    entry: Entry
    plain: tuple[Quad, ...]


def made(
    cells: Cells,
    about: NamedNode,
    names: Sequence[Literal],
    claims: ClaimsOf,
    rows: Sequence[Quad],
) -> Made:
    """The entry of a row that is good.

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
    quads = [*register_rows(cells.by, cells.state), *rows]
    plain = [Quad(q.subject, q.predicate, q.object, DEFAULT) for q in quads]
    entry = Entry(cells.row.number, about, (*quads, *claims.quads))
    return Made(entry, (*plain, *claims.plain()))
