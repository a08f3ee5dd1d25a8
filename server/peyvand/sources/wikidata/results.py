"""Query results as rows of cells: SPARQL 1.1 Results in JSON, CSV and TSV.

The public service answers 200 before it knows whether it will finish. When it runs out of time
the result stops in the middle and a stack trace follows: what came before is kept, and the cut is
reported.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from peyvand.errors import SourceError
from peyvand.sources.encodings import decode
from peyvand.sources.wikidata.forms import Form
from peyvand.sources.wikidata.report import Report
from peyvand.sources.wikidata.streams import Bomb, Limits, read_document

IRI, LITERAL, BLANK, PLAIN = "iri", "literal", "blank", "plain"
_BINDINGS = re.compile(r'"bindings"\s*:\s*\[')
_NEXT = re.compile(r',\s*(?=\{\s*"[^"\n]{1,100}"\s*:\s*\{\s*"(?:type|value|xml:lang|datatype)")')
_SKIP = re.compile(r"[\s,]*")
_TERM = re.compile(
    r'<([^<>\s]*)>|_:(\S+)|("(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\')(?:@([A-Za-z0-9-]+)|\^\^<([^<>\s]*)>)?'
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_ESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_TYPES = {"uri": IRI, "literal": LITERAL, "typed-literal": LITERAL, "bnode": BLANK}


class Cell(NamedTuple):
    """A value of a row; ``plain`` where the form does not say what kind of term it is."""

    kind: str
    value: str
    language: str = ""
    datatype: str = ""


class TableRow(NamedTuple):
    """A row: its place in the file, and its cells that are bound, by variable."""

    place: int
    cells: dict[str, Cell]


def read_results(path: Path, form: Form, report: Report, limits: Limits) -> Iterator[TableRow]:
    """The rows of a file of query results; broken ones are reported and left out."""
    try:
        content = read_document(path, limits)
    except (Bomb, ValueError) as error:
        report.problem(path, "", "file", f"{error}; it is not read")
        return
    yield from rows_of(content, form, path, report)


def rows_of(content: bytes, form: Form, path: Path | str, report: Report) -> Iterator[TableRow]:
    """The rows of query results in memory; ``path`` is how problems name them."""
    try:
        text = decode(content, path).content
    except SourceError as error:
        # The service's own answers are UTF-8; a broken letter spoils no more than its value.
        line = error.line or ""
        report.problem(path, line, "line", f"{error.message}; read with marks instead")
        text = content.decode("utf-8-sig", errors="replace")
    if form is Form.RESULTS_LIST:
        return _listed_rows(text, path, report)
    if form is Form.RESULTS_JSON:
        return _json_rows(text, path, report)
    return _table_rows(text, form, path, report)


def _json_rows(text: str, path: Path | str, report: Report) -> Iterator[TableRow]:
    start = _BINDINGS.search(text)
    if not start:
        report.problem(path, "", "file", "no bindings: not the result of a SELECT query")
        return
    decoder, position = json.JSONDecoder(), start.end()
    line, counted = text.count("\n", 0, position) + 1, position
    while True:
        space = _SKIP.match(text, position)
        position = space.end() if space else position
        line, counted = line + text.count("\n", counted, position), position
        if text.startswith("]", position):
            return
        try:
            binding, position = decoder.raw_decode(text, position)
            yield TableRow(line, {str(k): _json_cell(v) for k, v in binding.items() if v})
        except (ValueError, RecursionError, TypeError, KeyError, AttributeError) as error:
            if not text[position:].strip():
                report.problem(path, line, "file", "the result is cut; the rest is missing")
                return
            report.problem(path, line, "line", f"not a row of a result: {_words(error, text)}")
            # A whole binding that is wrong is behind us already; a torn one is searched past.
            torn = (
                isinstance(error, (ValueError, RecursionError))
                and text[position : position + 1] == "{"
            )
            found = _NEXT.search(text, position) if torn else None
            if torn and not found:
                report.problem(path, line, "file", "the result is cut; the rest is missing")
                return
            position = found.end() if found else max(position, counted + 1)


def _listed_rows(text: str, path: Path | str, report: Report) -> Iterator[TableRow]:
    """The rows of the query service's own downloads: JSON (plain values) and verbose JSON."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", "")
        report.problem(path, line, "file", f"not JSON: {str(error)[:200]}; it is not read")
        return
    for number, row in enumerate(rows, 1):
        try:
            cells = {str(name): _listed_cell(value) for name, value in row.items()}
        except (TypeError, KeyError, AttributeError):
            report.problem(path, number, "line", "not a row of a result")
            continue
        yield TableRow(number, {name: cell for name, cell in cells.items() if cell.value})


def _listed_cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return _json_cell(value) if value else Cell(PLAIN, "")
    if value is None:
        return Cell(PLAIN, "")
    if not isinstance(value, (str, int, float)):
        raise TypeError("a value that is neither a text nor a number")
    return _plain_cell(str(value))


def _words(error: Exception, text: str) -> str:
    if "TimeoutException" in text[-20_000:]:
        return "the service ran out of time"
    return str(error)[:200]


def _json_cell(value: dict[str, Any]) -> Cell:
    kind, text = _TYPES[value["type"]], value["value"]
    if not isinstance(text, str):
        raise TypeError("a value that is not a text")
    return Cell(kind, text, str(value.get("xml:lang", "")), str(value.get("datatype", "")))


def _table_rows(text: str, form: Form, path: Path | str, report: Report) -> Iterator[TableRow]:
    if form is Form.RESULTS_TSV:
        # Tabs and line ends within a value are escaped, so quotes need no thought.
        rows: Any = ((n, line.split("\t")) for n, line in enumerate(text.splitlines(), 1))
    else:
        rows = _csv_rows(text, path, report)
    header: list[str] = []
    typed = False
    for place, cells in rows:
        if not any(cells):
            continue
        if not header:
            typed = cells[0].startswith("?")
            header = [cell.strip().lstrip("?") for cell in cells]
            continue
        if len(cells) != len(header):
            words = f"{len(cells)} cells instead of {len(header)}"
            report.problem(path, place, "line", words)
            continue
        try:
            found = {
                name: _typed_cell(cell) if typed else _plain_cell(cell)
                for name, cell in zip(header, cells, strict=True)
                if cell.strip()
            }
        except ValueError as error:
            report.problem(path, place, "line", str(error))
            continue
        yield TableRow(place, found)


def _csv_rows(text: str, path: Path | str, report: Report) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(2**24)
    reader = csv.reader(io.StringIO(text, newline=""))
    while True:
        # A row may take several lines: the place is its first.
        place = reader.line_num + 1
        try:
            yield place, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            report.problem(path, place, "line", f"not CSV: {error}")


def _plain_cell(text: str) -> Cell:
    if text.startswith("_:"):
        return Cell(BLANK, text)
    return Cell(PLAIN, text)


def _typed_cell(text: str) -> Cell:
    text = text.strip()
    match = _TERM.fullmatch(text)
    if not match:
        if text[:1] in ('"', "<", "'"):
            raise ValueError(f"{text[:60]!r} is not a term")
        return Cell(PLAIN, text)
    if match[1] is not None:
        return Cell(IRI, match[1])
    if match[2] is not None:
        return Cell(BLANK, match[2])
    value = _ESCAPE.sub(_unescaped, match[3][1:-1])
    return Cell(LITERAL, value, match[4] or "", match[5] or "")


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1:
        return chr(int(code[1:], 16)) if int(code[1:], 16) < 0x110000 else "\ufffd"
    return _ESCAPES.get(code, code)
