"""The rows of a list, gathered of one answer or of several, in little memory.

A list may have rows by the hundred thousand that say much the same: a term, and a cell that is the
same as another, is held once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from peyvand.web.pages.components.grouping import Shape, joined, shape
from peyvand.web.pages.components.sections import Section
from peyvand.web.pages.components.site import Row, Term


@dataclass(frozen=True)
class Gathered:
    """The rows of a list.

    Attributes:
        entries: the values of each row by column, in the order of the answers.
        shape: how the answers make the rows.
    """

    entries: Sequence[dict[str, list[Term]]]
    shape: Shape


def gathered(section: Section, answers: Iterable[Sequence[Row]]) -> Gathered:
    """The rows of a list.

    Args:
        section: its columns, and the key that makes a row of several of an answer.
        answers: those of its question, one after the other.
    """
    key = section.key or section.columns
    found: dict[tuple[Term | None, ...], dict[str, list[Term]]] = {}
    terms: dict[Term, Term] = {}
    cells: dict[tuple[Term, ...], list[Term]] = {(): []}
    shapes = []
    for rows in answers:
        shapes.append(shape(key, section.columns, rows))
        for row in rows:
            held = {name: terms.setdefault(term, term) for name, term in row.items()}
            place = tuple(held.get(name) for name in key)
            entry = found.setdefault(place, dict.fromkeys(section.columns, cells[()]))
            for name in section.columns:
                term = held.get(name)
                if term is not None and term not in entry[name]:
                    # Cells are shared, so that one is never added to.
                    several = (*entry[name], term)
                    entry[name] = cells.setdefault(several, list(several))
    return Gathered(list(found.values()), joined(shapes, key))
