"""Reading the project's CSV tables, with the line of every row kept for error messages."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path

from peyvand.errors import SourceError


class Row(dict[str, str]):
    """One row of a table: its cells by column name, and where it stands."""

    def __init__(self, path: Path, line: int, cells: dict[str, str]) -> None:
        super().__init__(cells)
        self.path, self.line = path, line

    def error(self, message: str, hint: str = "") -> SourceError:
        """A SourceError that names this row's file and line."""
        return SourceError(self.path, self.line, message, hint)


def read_table(path: Path, columns: Sequence[str], *, verbatim: bool = False) -> Iterator[Row]:
    """The rows of a UTF-8 CSV file whose first line must be exactly ``columns``.

    Args:
        path: the file.
        columns: their names, in order.
        verbatim: keep the blanks at the ends of cells, which are left out otherwise.

    Raises:
        SourceError: the file is missing or not UTF-8, the header differs, or a row has too
            many or too few cells.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if header != list(columns):
                raise SourceError(
                    path,
                    1,
                    f"the columns are {','.join(header)}.",
                    f"They must be {','.join(columns)}.",
                )
            for cells in reader:
                if len(cells) != len(columns):
                    raise SourceError(
                        path,
                        reader.line_num,
                        f"{len(cells)} cells instead of {len(columns)}.",
                        "Quote a cell that holds a comma.",
                    )
                cells = cells if verbatim else [cell.strip() for cell in cells]
                yield Row(path, reader.line_num, dict(zip(columns, cells, strict=True)))
    except FileNotFoundError as error:
        raise SourceError(path, None, "there is no such file.", "Restore it.") from error
    except UnicodeDecodeError as error:
        raise SourceError(path, None, f"not UTF-8: {error}.", "Save it as UTF-8.") from error
    except csv.Error as error:
        raise SourceError(path, None, f"not CSV: {error}.", "Check the quotes.") from error


def split(cell: str) -> list[str]:
    """The values of a cell that holds several, separated by a bar."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def locate(root: Path, names: Sequence[str]) -> str:
    """Where a thing or a claim is written: the first row of any table with one of the names.

    Args:
        root: the folder of the tables.
        names: slugs to look for, the most telling first.

    Returns:
        ``file:line`` of the row, or nothing if no table names it.
    """
    for name in names:
        for path in sorted(root.rglob("*.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                reader = csv.reader(file)
                for cells in reader:
                    if name in cells:
                        return f"{path}:{reader.line_num}"
    return ""


def locate_term(root: Path, name: str) -> str:
    """Where a term is declared: the first line of a Turtle file that begins with its short name.

    Returns:
        ``file:line``, or nothing if no line begins so.
    """
    for path in sorted(root.rglob("*.ttl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.split(maxsplit=1)[:1] == [name]:
                return f"{path}:{number}"
    return ""
