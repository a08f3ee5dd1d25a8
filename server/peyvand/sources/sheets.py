"""Tables as people have them: whatever separates the cells, however the text is encoded.

What was found out (encoding, delimiter, lines before the heading) is kept to be told; what cannot
be read is refused with its line, and nothing is swallowed.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from peyvand.errors import SourceError
from peyvand.sources.encodings import decode
from peyvand.sources.repairs import written_twice
from peyvand.sources.wikidata.results import text_of_term
from peyvand.sources.wikidata.streams import Limits, read_document

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
# A heading stands among the first lines; what is above it is a title.
_FIRST = 10
_SEP = re.compile(r"sep=(.)\n?", re.IGNORECASE)
_QUOTES = 'Write "" for a quote within a quoted cell, and close each quote that is opened.'
_EXPORT = "In the spreadsheet, save or export the sheet as CSV (UTF-8)."
_CELL = 2**24


def one_line(cell: str) -> str:
    """A cell without white space around it, and with one space for any within."""
    return " ".join(cell.split())


@dataclass
class Sheet:
    """A table: its heading, its rows with the line that each begins on, and how it was read."""

    header: list[str]
    rows: list[tuple[int, list[str]]]
    delimiter: str
    encoding: str
    line: int
    notes: list[str] = field(default_factory=list)


def read_sheet(
    path: Path, known: Callable[[list[str]], int], encoding: str = "", limits: Limits | None = None
) -> Sheet:
    """A table with a heading; plain, or packed with gzip or bzip2.

    Args:
        path: the file.
        known: how many of some cells are headings that are known; the first line that has the
            most is the heading, and the delimiter the one that finds it.
        encoding: the one that it is in, if the user said so.
        limits: how large it may be.

    Raises:
        SourceError: it cannot be opened or unpacked, is no text or of an encoding that is not
            sure, is empty, or has quotes that do not fit.
    """
    return sheet_of(read_bytes(path, limits), path, known, encoding)


def sheet_of(
    content: bytes,
    path: Path | str,
    known: Callable[[list[str]], int],
    encoding: str = "",
    cell: Callable[[str], str] = one_line,
) -> Sheet:
    """A table with a heading, in bytes that are unpacked.

    Args:
        content: the bytes.
        path: its name, for messages.
        known: see ``read_sheet``.
        encoding: see ``read_sheet``.
        cell: how a cell is tidied.

    Raises:
        SourceError: see ``read_sheet``.
    """
    text, found = decode(content, path, encoding)
    text, again = written_twice(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text.strip():
        raise SourceError(path, None, "the file is empty.", "Give a list with a heading.")
    told = _SEP.match(text)
    offset = 1 if told else 0
    text = text[told.end() :] if told else text
    delimiters = [told[1]] if told else list(DELIMITERS)
    delimiter = max(delimiters, key=lambda one: _fits(text, one, known))
    rows = _rows(text, delimiter, path, offset, cell)
    line, header, above = heading_of(rows, known)
    if delimiter == "\t" and header[0].startswith("?"):
        # The query service's verbose TSV: variables, and terms as in SPARQL.
        header = [head.removeprefix("?") for head in header]
        rows = [(place, [text_of_term(cell) for cell in cells]) for place, cells in rows]
    sheet = Sheet(header, [one for one in rows if one[0] > line], delimiter, found, line)
    if found != "UTF-8":
        sheet.notes.append(f"{path}: read as {found}")
    if again:
        sheet.notes.append(f"{path}: {again:,} lines were encoded twice (KÃ¶ln) and are made good")
    if delimiter != ",":
        sheet.notes.append(f"{path}: cells are parted by {DELIMITERS.get(delimiter, delimiter)}")
    if above:
        sheet.notes.append(f"{path}: the heading is line {line}; what is above it is a title")
    return sheet


def heading_of(
    rows: list[tuple[int, list[str]]], known: Callable[[list[str]], int]
) -> tuple[int, list[str], bool]:
    """The heading of a table: its line, its cells, and whether something stands above it.

    Args:
        rows: all rows, with the line of each.
        known: see ``read_sheet``.
    """
    filled = [(line, cells) for line, cells in rows if any(cells)] or [(1, [""])]
    heads = filled[:_FIRST]
    line, header = next((one for one in heads if known(one[1])), filled[0])
    return line, header, any(one < line for one, _ in heads)


def read_bytes(path: Path, limits: Limits | None = None) -> bytes:
    """The bytes of a table, unpacked.

    Raises:
        SourceError: they cannot be read, or are no table but a file of another kind.
    """
    try:
        content = read_document(path, limits or Limits())
    except ValueError as error:
        raise SourceError(path, None, f"{error}.", "Get it anew, or cut it.") from error
    refuse_other_kinds(content, path)
    return content


def refuse_other_kinds(content: bytes, path: Path | str) -> None:
    """Refuse what is no table in text.

    Raises:
        SourceError: it is a file of another kind.
    """
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if content.startswith(b"PK\x03\x04"):
        try:
            names = " ".join(zipfile.ZipFile(io.BytesIO(content)).namelist())
        except zipfile.BadZipFile:
            names = ""
        if "xl/" in names or "content.xml" in names:
            raise SourceError(path, None, "a spreadsheet, not a text.", _EXPORT)
        raise SourceError(path, None, "a ZIP archive.", "Unpack it, and give the list in it.")
    for magic, what, hint in (
        (b"\xd0\xcf\x11\xe0", "an old spreadsheet, not a text", _EXPORT),
        (b"%PDF", "a PDF", "Export the table in it as CSV (UTF-8)."),
        (b"SQLite format 3", "a database", "Export the table in it as CSV (UTF-8)."),
        (b"PAR1", "a Parquet file", "Export it as CSV (UTF-8)."),
        (b"<", "a page or XML, not a table", "Export it as CSV (UTF-8)."),
    ):
        if start.startswith(magic):
            raise SourceError(path, None, f"{what}.", hint)
    if re.match(rb'[{\[]\s*(?:["{\[\]}]|$)', start):
        if re.search(rb'"(?:Feature|FeatureCollection)"', content[:4096]):
            hint = "Export it as CSV with the point as WKT (in QGIS: GEOMETRY=AS_WKT)."
            raise SourceError(path, None, "GeoJSON, not a table.", hint)
        raise SourceError(path, None, "JSON, not a table.", "Export it as CSV (UTF-8).")


def _fits(text: str, delimiter: str, known: Callable[[list[str]], int]) -> tuple[int, float, int]:
    """How well a delimiter fits: known headings, rows of one length, and how many cells."""
    start = io.StringIO(text[: 2**16], newline="")
    reader = csv.reader(start, delimiter=delimiter, skipinitialspace=delimiter != "\t")
    rows: list[list[str]] = []
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(cells)
            if len(rows) == 50:
                break
    except csv.Error:
        pass
    if not rows:
        return 0, 0.0, 0
    best = max(known(_stripped(cells, one_line)) for cells in rows[:_FIRST])
    lengths = [len(cells) for cells in rows]
    common = max(set(lengths), key=lengths.count)
    alike = lengths.count(common) / len(lengths) if common > 1 else 0.0
    return best, alike, min(common, 2)


def _rows(
    text: str, delimiter: str, path: Path | str, offset: int, cell: Callable[[str], str]
) -> list[tuple[int, list[str]]]:
    """All rows, with the line that each begins on."""
    try:
        return list(_parsed(text, delimiter, path, offset, cell, quoted=True))
    except SourceError:
        if delimiter != "\t":
            raise
        # Where tabs part cells, a quote is often a mere letter: then every line is a row.
        return list(_parsed(text, delimiter, path, offset, cell, quoted=False))


def _parsed(
    text: str,
    delimiter: str,
    path: Path | str,
    offset: int,
    cell: Callable[[str], str],
    *,
    quoted: bool,
) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_CELL)
    lines = text.split("\n")
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        skipinitialspace=delimiter != "\t",
        strict=quoted,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
    )
    width = 0
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            what = str(error)
            if "unexpected end" in what:
                what = "a quote is opened in this row and closed nowhere"
            elif "expected after" in what:
                what = "a quote ends in the middle of a cell of this row"
            raise SourceError(path, line + offset, f"{what}.", _QUOTES) from None
        width = max(width, len(cells))
        alone = [
            one for one in lines[line - 1 : reader.line_num] if one.count(delimiter) >= width - 1
        ]
        if quoted and len(alone) > 1 and width > 1:
            # Each of the lines of this one row would be a row.
            message = f"a quoted cell goes on to line {reader.line_num + offset}, over other rows."
            raise SourceError(path, line + offset, message, _QUOTES)
        yield line + offset, _stripped(cells, cell)


def _stripped(cells: list[str], tidy: Callable[[str], str]) -> list[str]:
    # Spreadsheets are kept from making numbers of identifiers by writing them as ="007".
    return [
        cell[2:-1] if cell.startswith('="') and cell.endswith('"') else cell
        for cell in map(tidy, cells)
    ]
