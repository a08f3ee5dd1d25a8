"""Rows as they come from forms and tables, and what is told of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pyoxigraph import NamedNode, Quad

from peyvand.texts import text
from peyvand.vocabulary.labels import LANGUAGES

# What parts the values of a cell that may hold several.
_PARTED = re.compile(r"[;؛\n]")


class Severity(StrEnum):
    """How grave a problem is: a row with a violation is not written."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class RawRow:
    """A row as it was entered.

    Attributes:
        number: its number for people: the line of a table, 1 of a form.
        cells: its texts by the names of fields; what is under an unknown heading, by the heading.
    """

    number: int
    cells: Mapping[str, str]

    def cell(self, name: str) -> str:
        """The text of a field, without spaces around it; "" if there is none."""
        return self.cells.get(name, "").strip()

    def values(self, name: str) -> list[str]:
        """The values of a field that may have several."""
        return [value.strip() for value in _PARTED.split(self.cell(name)) if value.strip()]


@dataclass(frozen=True)
class Problem:
    """Something that is told of a row.

    Attributes:
        row: the number of the row.
        column: the field, or the heading of a column that is none; "" if it is about the whole.
        severity: how grave it is.
        code: which problem it is; the text of the catalogue (context ``row``) by this name.
        arguments: what the placeholders of the text stand for; what is another text in Persian
            is given by the name with ``_fa`` too.
        suggestion: what may be written instead; "" if nothing is known.
    """

    row: int
    column: str
    severity: Severity
    code: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    suggestion: str = ""

    def message(self, language: str) -> str:
        """What is wrong and what to do, in a sentence."""
        told = dict(self.arguments)
        if language != "en":
            ending = f"_{language}"
            told |= {
                name.removesuffix(ending): said
                for name, said in told.items()
                if name.endswith(ending)
            }
        return text(self.code, language, "row").format(**told)

    def to_json(self) -> dict[str, Any]:
        """As plain values, for a client."""
        return {
            "row": self.row,
            "column": self.column,
            "severity": self.severity.value,
            "code": self.code,
            "message": {tag: self.message(tag) for tag in LANGUAGES},
            "suggestion": self.suggestion,
        }


@dataclass(frozen=True)
class Entry:
    """What a good row becomes.

    Attributes:
        row: the number of the row.
        about: the thing that it is about: an agreement, a place, an activity.
        quads: its claims, and the rows of the register that they rest on.
    """

    row: int
    about: NamedNode
    quads: tuple[Quad, ...]
