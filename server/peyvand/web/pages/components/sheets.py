"""Tables of pages as files of CSV for spreadsheets: the rows that the page shows, and no others."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from urllib.parse import urlencode

from flask import Response, g, request
from pyoxigraph import Literal, NamedNode

from peyvand.exports.cells import safe
from peyvand.texts import text
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.web.pages.components.values import Term

# What stands between several values of one cell.
_BETWEEN = " | "
# By which spreadsheets know the letters of a file (UTF-8).
MARK = "\ufeff"
# A label of a term in one language; nothing if it has none in that.
LabelIn = Callable[[NamedNode, str], str]
Entry = Mapping[str, Sequence[Term]]


def asked_table() -> str:
    """The name of the table that the present request asks for as CSV; nothing for the page."""
    return request.args.get("table", "") if request.args.get("format") == "csv" else ""


def give(response: Response) -> None:
    """Have the present request answered with a file in place of the page that has its rows."""
    g.peyvand_sheet = response


def address(name: str, language: str, version: int) -> str:
    """Where the rows of a table of the present page are to be had as CSV.

    Args:
        name: of the table.
        language: of its headings.
        version: that the page shows.
    """
    kept = {key: value for key, value in request.args.items() if key not in ("page", "claims")}
    asked = {**kept, "table": name, "format": "csv", "lang": language, "version": version}
    return f"{request.path}?{urlencode(asked)}"


def answer(body: str, name: str, language: str, version: int) -> Response:
    """A file of CSV with the mark by which spreadsheets know its letters (UTF-8)."""
    response = Response(MARK + body, content_type="text/csv; charset=utf-8; header=present")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    response.headers["Content-Language"] = language
    response.headers["Peyvand-Version"] = str(version)
    return response


def sheet(
    columns: Sequence[str],
    entries: Sequence[Entry],
    label_in: LabelIn,
    language: str,
    headings: Mapping[str, str] | None = None,
) -> str:
    """Rows of a table as CSV (RFC 4180).

    Args:
        columns: the variables of its columns.
        entries: the values of each row by variable.
        label_in: the label of a thing in one language.
        language: of the headings.
        headings: of the columns; those of the texts ``column-NAME`` if they are not given.

    Returns:
        A row for each entry. A thing has its labels in both languages and its address, a text in
        several languages a column for each; all else stands as it is in the graph. Several values
        of one cell have ``|`` between them.
    """
    called = headings or {name: text(f"column-{name}", language) for name in columns}
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    parts = [(name, part) for name in columns for part in _parts(name, entries)]
    writer.writerow([_heading(called[name], part, language) for name, part in parts])
    for entry in entries:
        writer.writerow(
            [
                safe(_BETWEEN.join(dict.fromkeys(_values(entry.get(name, ()), part, label_in))))
                for name, part in parts
            ]
        )
    return file.getvalue()


def plain(columns: Mapping[str, str], rows: Sequence[Mapping[str, object]]) -> str:
    """Rows that are made of no terms as CSV (RFC 4180).

    Args:
        columns: the headings of its columns, by name.
        rows: what each row has, by the names of the columns.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(columns.values())
    writer.writerows([safe(str(row[name])) for name in columns] for row in rows)
    return file.getvalue()


def _parts(name: str, entries: Sequence[Entry]) -> tuple[str, ...]:
    """The columns of the file that a column of the table becomes."""
    terms = [term for entry in entries for term in entry.get(name, ())]
    if any(isinstance(term, NamedNode) for term in terms):
        return (*LANGUAGES, "address")
    if any(isinstance(term, Literal) and term.language in LANGUAGES for term in terms):
        return LANGUAGES
    return ("",)


def _heading(heading: str, part: str, language: str) -> str:
    return f"{heading} ({text(f'sheet-{part}', language)})" if part else heading


def _values(terms: Sequence[Term], part: str, label_in: LabelIn) -> Iterator[str]:
    """What one column of the file has of the values of a cell."""
    for term in terms:
        if isinstance(term, NamedNode):
            if part in ("", "address"):
                yield term.value
            elif label := label_in(term, part):
                yield label
        elif part == "address":
            continue
        elif isinstance(term, Literal) and term.language in LANGUAGES and part:
            if term.language == part:
                yield term.value
        else:
            yield term.value
