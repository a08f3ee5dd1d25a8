"""Tables of entries as people have them: CSV, spreadsheets and JSON, read into rows.

Headings are those of the fields in either language, or names of fields. What stands under a heading
that no field has is kept under it, and reported with the row: nothing is passed over in silence
but empty rows, remarks (a first cell that begins with ``#``) and the numbers of rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peyvand.errors import SourceError, TooLarge
from peyvand.register.fields import EntryKind, of_heading
from peyvand.register.rows import Problem, RawRow, Severity
from peyvand.sources.encodings import decode
from peyvand.sources.headings import plain
from peyvand.sources.sheets import Sheet, refuse_other_kinds, sheet_of
from peyvand.sources.spreadsheets import Bounds, is_spreadsheet, spreadsheet_of
from peyvand.wording import say

SETTING = "PEYVAND_MAX_ENTRIES"
REMARK = "#"
# Headings of columns that only count the rows.
_COUNTING = frozenset(("", "row", "rownumber", "no", "nr", "ردیف", "شمارهردیف"))
# No table in text begins so.
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[]")
_NO_HEADING = "Take the headings of the template: peyvand serves it at /register/template.csv."
# Values of JSON, numbers as they are written.
Value = str | bool | list[Any] | dict[str, Any] | None


@dataclass(frozen=True)
class Table:
    """A table that was read.

    Attributes:
        rows: its rows.
        problems: why rows cannot be read, whatever their fields say.
        headings: what it calls its fields, by their names.
        notes: how it was read, where that is not plain.
    """

    rows: tuple[RawRow, ...]
    problems: tuple[Problem, ...]
    headings: Mapping[str, str]
    notes: tuple[str, ...] = ()

    @property
    def good_rows(self) -> tuple[RawRow, ...]:
        """The rows that nothing is wrong with as rows of a table."""
        wrong = {problem.row for problem in self.problems}
        return tuple(row for row in self.rows if row.number not in wrong)


def read_table(
    content: bytes,
    path: str,
    kind: EntryKind,
    bounds: Bounds,
    *,
    encoding: str = "",
    as_json: bool = False,
) -> Table:
    """The rows of a table, whatever it is in.

    Args:
        content: the file, unpacked.
        path: its name, for messages.
        kind: what its rows are.
        bounds: how many rows it may have, and how large a spreadsheet may be.
        encoding: the one of a text, if it was told.
        as_json: whether it says of itself that it is JSON.

    Raises:
        SourceError: it cannot be read as a table, or has no heading that is known, or no row.
        TooLarge: it has more rows than are allowed.
    """
    if as_json or _JSON.match(content):
        table = _of_objects(_objects(content, path, encoding), kind)
    else:

        def known(cells: Sequence[str]) -> int:
            return sum(of_heading(kind, cell) is not None for cell in cells)

        if is_spreadsheet(content):
            sheet = spreadsheet_of(content, path, known, bounds)
        else:
            refuse_other_kinds(content, path)
            sheet = sheet_of(content, path, known, encoding, cell=str.strip)
        if not known(sheet.header):
            shown = ", ".join(sheet.header)[:200]
            raise SourceError(path, sheet.line, f"no heading is known: {shown}.", _NO_HEADING)
        table = _of_sheet(sheet, kind)
    if not table.rows:
        raise SourceError(path, None, "there is no row.", "Write at least one below the headings.")
    if len(table.rows) > bounds.rows:
        words = say("table-rows", count=len(table.rows), limit=bounds.rows, setting=SETTING)
        raise TooLarge(**words)
    return table


def _of_sheet(sheet: Sheet, kind: EntryKind) -> Table:
    rows = [
        (number, cells)
        for number, cells in sheet.rows
        if any(cells) and not cells[0].startswith(REMARK)
    ]
    width = max((len(cells) for _, cells in rows), default=0)
    heads = [*sheet.header, *[""] * (width - len(sheet.header))]
    names = list(_names(heads, [cells for _, cells in rows], kind))
    headings = {name: head for name, head in zip(names, heads, strict=True) if name}
    read = (RawRow(number, _joined(zip(names, cells, strict=False))) for number, cells in rows)
    return Table(tuple(read), (), headings, tuple(sheet.notes))


def _names(heads: Sequence[str], rows: Sequence[Sequence[str]], kind: EntryKind) -> Iterator[str]:
    """What the cells of each column are kept under; "" for those that are passed over."""
    for place, head in enumerate(heads):
        field = of_heading(kind, head)
        filled = [row[place] for row in rows if place < len(row) and row[place]]
        if field:
            yield field.name
        elif not filled or (plain(head) in _COUNTING and all(map(str.isdecimal, filled))):
            yield ""
        else:
            yield head or _letters(place)


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Cells by their names; those of columns with the same name go together."""
    cells: dict[str, str] = {}
    for name, cell in pairs:
        if name and cell:
            cells[name] = f"{cells[name]}\n{cell}" if name in cells else cell
    return cells


def _letters(place: int) -> str:
    """What spreadsheets call a column."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _objects(content: bytes, path: str, encoding: str) -> list[list[tuple[str, Value]]]:
    """The objects of a list in JSON, each as its members in order.

    Raises:
        SourceError: it is no JSON, or no list of objects.
    """
    text = decode(content, path, encoding).content
    keep: Callable[[str], str] = str
    try:
        found = json.loads(
            text, object_pairs_hook=_Members, parse_float=keep, parse_int=keep, parse_constant=keep
        )
    except json.JSONDecodeError as error:
        hint = "Send a list of objects: [{…}, {…}]."
        raise SourceError(path, error.lineno, f"no JSON: {error.msg}.", hint) from None
    except RecursionError:
        raise SourceError(path, None, "the JSON nests too deeply.", "Flatten it.") from None
    rows = [found] if isinstance(found, _Members) else found
    if not isinstance(rows, list) or not all(isinstance(row, _Members) for row in rows):
        raise SourceError(path, None, "it is no list of objects.", "Send [{…}, {…}].")
    return rows


class _Members(list[tuple[str, Value]]):
    """The members of an object, a name perhaps several times."""


def _of_objects(objects: list[list[tuple[str, Value]]], kind: EntryKind) -> Table:
    rows, problems = [], []
    headings: dict[str, str] = {}
    for number, members in enumerate(objects, 1):
        pairs = []
        for head, value in members:
            field = of_heading(kind, head)
            name = field.name if field else head
            headings.setdefault(name, head)
            pairs += [(name, text) for text in _texts(value)]
            problems += list(_wrong(number, name, value))
        rows.append(RawRow(number, _joined(pairs)))
    return Table(tuple(rows), tuple(problems), headings)


def _texts(value: Value) -> list[str]:
    """A value as cells of a table would have it."""
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, str):
        return [value.strip()]
    if isinstance(value, list) and not isinstance(value, _Members):
        return [text for one in value for text in _texts(one)]
    return []


def _wrong(number: int, name: str, value: Value) -> Iterator[Problem]:
    """What a value of JSON has that no cell can have."""
    several = isinstance(value, list) and not isinstance(value, _Members)
    for one in value if several else [value]:  # type: ignore[union-attr]
        if isinstance(one, list):
            yield Problem(number, name, Severity.VIOLATION, "not-text", {"column": name})
        elif several and isinstance(one, str) and len(RawRow(number, {name: one}).values(name)) > 1:
            told = {"column": name, "value": one[:100]}
            yield Problem(number, name, Severity.VIOLATION, "parted-value", told)
