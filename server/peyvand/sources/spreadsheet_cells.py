"""The cells of a spreadsheet on standard input, as JSON on standard output, within bounds.

It runs as a process of its own, ``python -m peyvand.sources.spreadsheet_cells ROWS CHARACTERS
MEMORY``: the library lays a sheet out whole, so that a file of a few hundred bytes with two cells
in opposite corners asks for half a terabyte, and ends its process when it does not get it.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from collections.abc import Iterator
from datetime import date, datetime, time

from python_calamine import CalamineWorkbook

# Why a spreadsheet is not read; what is told besides is the library's own reason.
TOO_LARGE = "too large"
# No table of a person is as wide.
_MOST_COLUMNS = 1000
_PROCESSOR_S = 60
Sheet = tuple[str, int, list[list[str]]]


class _TooLarge(Exception):
    """There is more in it than is wanted."""


def sheets(content: bytes, most_rows: int, most_characters: int) -> Iterator[Sheet]:
    """The sheets that hold anything: the name, the number of the first row, and the rows.

    Args:
        content: the file.
        most_rows: how many rows a sheet may have.
        most_characters: how long all cells may be together.

    Raises:
        _TooLarge: it holds more.
    """
    left = most_characters
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.start is None:
                continue
            if sheet.height > most_rows or sheet.width > _MOST_COLUMNS:
                raise _TooLarge
            # The area before the first cell is not given.
            rows = [
                [_text(cell) for cell in row]
                for row in sheet.to_python(skip_empty_area=True, nrows=most_rows)
            ]
            left -= sum(len(cell) for row in rows for cell in row)
            if left < 0:
                raise _TooLarge
            yield name, sheet.start[0] + 1, rows


def _text(cell: object) -> str:
    """A cell as somebody would type it: whole numbers without a point, days without a time."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def main() -> None:
    """Read, and write either the sheets or the reason why not."""
    rows, characters, memory = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_S, _PROCESSOR_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        found: object = list(sheets(sys.stdin.buffer.read(), rows, characters))
    except (_TooLarge, MemoryError):
        found = TOO_LARGE
    except Exception as error:
        found = str(error)
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main()
