"""The tables of pages: their rows, those of their files, and those of the queries behind them."""

from __future__ import annotations

import csv
import html
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import QuerySolutions

from peyvand.graph.build import Graph
from peyvand.texts import text
from peyvand.web.pages.components.answer_files import heading
from web.live import with_index

HTML = {"Accept": "text/html"}
# One of every kind of page with tables.
PAGES = (
    *("/page/city/isfahan", "/page/city/tabriz", "/page/city/tehran", "/page/country/iran"),
    *("/page/agreement/tabriz-wuhan", "/page/organisation/metropolis", "/page/person/ghalibaf"),
    *("/page/document/001", "/page/concept/twinning", "/page/scheme/scopes"),
    *("/page/claim/F001-322", "/page/event/uclg-mewa-meeting-turkey", "/page/conflict/c1"),
    *("/between/iran/turkey", "/browse/agreements", "/browse/cities", "/browse/documents"),
    *("/browse/agreements?country=country/turkey&sort=-date", "/browse/cities?find=تهران"),
    *("/conflicts", "/conflicts?decided=true", "/conflicts?find=wuhan", "/conflicts/c5"),
    *("/browse/claims", "/browse/claims?source=document/003&certainty=concept/certain"),
    "/browse/claims?source=all&subjectKind=statistic",
    *("/comparison", "/comparison?outcome=same-on-both-sides"),
)
# What leads from a table to its query and its file, and its rows; what is told of one thing is one.
TABLE = re.compile(
    r'<p class="behind"><a href="([^"]*/query\?[^"]*)">[^<]*</a> · <a href="([^"]*)">CSV</a></p>'
    r"\s*(?:<section[^>]*>\s*<table[^>]*>.*?<tbody>(.*?)</tbody>(?:\s*</table></section>)?"
    r'|<dl class=.told.>|(?=<p class="silent">))\s*(?:<p class="silent">(.*?)</p>)?',
    re.DOTALL,
)


@pytest.fixture(scope="module")
def client(documents: Flask) -> FlaskClient:
    return with_index(documents)


def parsed(body: str) -> list[list[str]]:
    assert body.startswith("\ufeff")
    return list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))


@pytest.mark.parametrize("path", PAGES)
def test_a_table_has_the_rows_of_its_file_and_of_its_query(
    client: FlaskClient, graph: Graph, path: str
) -> None:
    page = client.get(f"{path}{'&' if '?' in path else '?'}lang=fa", headers=HTML).text
    tables = [tuple(map(html.unescape, found)) for found in TABLE.findall(page)]
    assert tables or "<table" not in page
    assert page.count(">CSV</a>") == len(tables)
    for behind, file, body, silent in tables:
        # What nothing is on record of is told in one line.
        shown = body.count("<tr") + silent.count("<span>") if body or silent else 1
        answer = client.get(file)
        assert answer.mimetype == "text/csv", file
        header, *rows = parsed(answer.text)
        query = parse_qs(urlsplit(behind).query)["query"][0]
        found = graph.store.query(query)
        assert isinstance(found, QuerySolutions)
        assert len(rows) == len(list(found)), query
        left = "?page=" in page or text("rows-left-out", "fa") in page
        assert len(rows) == shown or (left and len(rows) > shown)
        assert all(re.search(r"[آ-ی]", cell) for cell in header), header
        assert all(len(row) == len(header) for row in rows)


def test_headings_of_a_file_begin_small() -> None:
    # Files have no name of their own for it, pages have.
    assert heading("signature", "en") == text("column-signature", "en").lower()
    assert heading("perhaps", "en") == "perhaps"
