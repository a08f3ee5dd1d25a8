"""Answers of queries as files for spreadsheets: their rows under headings that people read."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any

from flask import Response, g, request

from peyvand.texts import text, texts
from peyvand.web.http.routing import View
from peyvand.web.pages.components import rows, sheets
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site, Term, term

Bindings = Sequence[Mapping[str, Mapping[str, Any]]]
# A name for programs is of small letters with what joins them, or of letters of both sizes.
_JOINED = re.compile(r"[_-]+|(?<=[a-z0-9])(?=[A-Z])")
_TAGGED = re.compile(r"(?:(.*)[_-])?(en|fa)")


def sheet(found: Bindings, heads: Sequence[rows.Column], reader: Reader) -> str:
    """All rows of an answer as CSV, with the columns that its table has.

    Args:
        found: the rows, as SPARQL's JSON results have them.
        heads: the columns.
        reader: of the labels, and of the language of the headings.
    """
    entries = [
        {str(place): _terms(row, column) for place, column in enumerate(heads)} for row in found
    ]
    reader.learn(value for entry in entries for terms in entry.values() for value in terms)
    names = {str(place): column.heading for place, column in enumerate(heads)}
    return sheets.sheet(list(names), entries, reader.label_in, reader.language, names)


def answer(site: Site, name: str, query: str) -> Response:
    """The answer to a query of ours on the version that the page shows, as a file.

    Args:
        site: what is asked.
        name: of the file.
        query: a SELECT query.

    Raises:
        PeyvandError: the query fails.
    """
    found = json.loads(site.bridge.ask(query, version=site.version))
    return file(site, name, found)


def file(site: Site, name: str, found: Mapping[str, Any]) -> Response:
    """An answer as a file.

    Args:
        site: whose labels are taken.
        name: of the file.
        found: SPARQL's JSON results.
    """
    language = site.language
    heads = [
        replace(column, heading=heading(column.heading, language))
        for column in rows.columns(found["head"]["vars"], language)
    ]
    body = sheet(found["results"]["bindings"], heads, Reader(site, language))
    return sheets.answer(body, name, language, site.version)


def heading(name: str, language: str) -> str:
    """The heading of a column that has a name for programs; the name itself if it has none.

    Args:
        name: of a variable, or of a column of a file for programs; ``x_en`` and ``x_fa`` are x in
            one language.
        language: of the heading.
    """
    if tagged := _TAGGED.fullmatch(name):
        of = heading(tagged[1] or "name", language)
        return f"{of} ({text(f'sheet-{tagged[2]}', language)})"
    words = _JOINED.sub(" ", name).lower()
    known = texts(language, "sheet").get(words) or texts(language, "heading").get(words)
    return known or _inside(texts(language).get(f"column-{name}", words))


def _inside(heading: str) -> str:
    """A heading of a page as the others of a file begin, small; what is an abbreviation stays."""
    return heading if heading[1:2].isupper() else heading[:1].lower() + heading[1:]


def dressed(response: Response, language: str) -> Response:
    """A file for programs, as people open it: with the mark by which spreadsheets know its letters
    (UTF-8), and with headings for the names of its columns.

    Args:
        response: a file of CSV; what is no such file stays as it is.
        language: of the headings.
    """
    if response.status_code != 200 or response.mimetype != "text/csv":
        return response
    response.direct_passthrough = False
    body = response.get_data(as_text=True)
    if body.startswith(sheets.MARK):
        return response
    first, _, rest = body.partition("\n")
    line = io.StringIO()
    names = next(csv.reader([first.rstrip("\r")]), [])
    csv.writer(line, lineterminator="\r\n").writerow(heading(name, language) for name in names)
    response.set_data(sheets.MARK + line.getvalue() + rest)
    return response


def instead(site: Site, view: View) -> View:
    """A view that gives the file of one of its tables where that is asked for (``sheets.give``).

    A file for programs is given as people open it where the address has ``sheet=1``.

    Args:
        site: whose language the headings are in.
        view: of a page.
    """

    @wraps(view)
    def answer(**parts: Any) -> Any:
        page = view(**parts)
        given = g.pop("peyvand_sheet", None) or page
        asked = request.args.get("sheet") == "1" and isinstance(given, Response)
        return dressed(given, site.language) if asked else given

    return answer


def _terms(row: Mapping[str, Mapping[str, Any]], column: rows.Column) -> list[Term]:
    """What a row has in a column: a thing, or else its texts."""
    if column.link and column.link in row:
        return [*rows.things(row[column.link])] or [term(row[column.link])]
    return [term(row[name]) for name in column.texts if name in row]
