"""CSV whose rows have as many fields as the table has columns.

The engine quotes texts but writes IRIs as they are, and an IRI may hold a comma: a reader would see
one field more (RFC 4180, section 2, rule 6). The engine is much faster than we are, so it writes,
its rows are counted, and only a table that it would break is written here.
"""

from __future__ import annotations

import csv
import io
import re
from typing import IO

from pyoxigraph import BlankNode, QuerySolutions

# What is held back, in bytes, so that a table can be begun anew; what was counted goes on after it.
HELD = 1024 * 1024
_COUNTED = 64 * 1024
_QUOTED = re.compile(rb'"(?:[^"]|"")*"')
_END = b"\r\n"


class CsvWriter:
    """A file-like writer before another, for what the engine writes as CSV.

    Args:
        out: the other.
        columns: how many the table has.
    """

    def __init__(self, out: IO[bytes], columns: int) -> None:
        self._out, self._commas = out, max(columns, 1) - 1
        self._rest, self._held = b"", bytearray()
        # Whether a row had too many fields, and whether anything was passed on.
        self.broken = self.begun = False

    def write(self, data: bytes) -> int:
        """Count some bytes and pass them on.

        Raises:
            ValueError: a row has too many fields.
        """
        self._rest += bytes(data)
        if len(self._rest) >= _COUNTED:
            self._count()
        return len(data)

    def flush(self) -> None:
        """Nothing: rows are passed on when they are whole."""

    def finish(self) -> None:
        """Count and pass on what is left.

        Raises:
            ValueError: a row has too many fields.
        """
        self._count()
        self._pass(b"")
        self._out.write(bytes(self._held) + self._rest)
        self._held.clear()

    def _count(self) -> None:
        cut = self._whole()
        rows, self._rest = self._rest[:cut], self._rest[cut:]
        plain = _QUOTED.sub(b"", rows) if b'"' in rows else rows
        if plain.count(b",") != self._commas * plain.count(_END):
            self.broken = True
            raise ValueError("a row has more fields than the table has columns")
        self._pass(rows)

    def _whole(self) -> int:
        """Where the last row that is whole ends; a line end within quotation marks ends none."""
        cut = self._rest.rfind(_END)
        while cut >= 0 and self._rest.count(b'"', 0, cut) % 2:
            cut = self._rest.rfind(_END, 0, cut)
        return cut + len(_END) if cut >= 0 else 0

    def _pass(self, rows: bytes) -> None:
        self._held += rows
        if len(self._held) > HELD:
            self._out.write(bytes(self._held))
            self._held.clear()
            self.begun = True


def write_csv(solutions: QuerySolutions, out: IO[bytes]) -> None:
    """Write a table as CSV (SPARQL 1.1 Query Results CSV, section 3), with every value quoted that
    must be."""
    names = [variable.value for variable in solutions.variables]
    text = io.StringIO(newline="")
    table = csv.writer(text)
    if names:
        table.writerow(names)
    else:
        text.write("\r\n")
    for solution in solutions:
        row = []
        for value in solution:
            if isinstance(value, BlankNode):
                row.append(f"_:{value.value}")
            else:
                row.append("" if value is None else getattr(value, "value", str(value)))
        if len(row) == 1 and not row[0]:
            # The module writes a lone empty field as "", so that no row looks like none.
            text.write("\r\n")
        elif row:
            table.writerow(row)
        else:
            text.write("\r\n")
        if text.tell() > _COUNTED:
            out.write(text.getvalue().encode())
            text.seek(0)
            text.truncate()
    out.write(text.getvalue().encode())
