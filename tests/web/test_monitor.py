"""The page of what is on record of agreements, and what is not."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Quad, RdfFormat, parse

from peyvand.graph.build import Graph
from peyvand.graph.consequences import follow
from peyvand.graph.history import in_memory, publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.recorder import Recorder
from peyvand.graph.versions import Versions
from peyvand.monitor import SCOPES, Board, Figure, Group
from peyvand.vocabulary.iris import ID, PREFIXES
from peyvand.web.pages.checks import monitor
from waiting import wait_until
from web.live import application

PV = PREFIXES["pv"]


@pytest.fixture
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


def rows(page: str, figure: str) -> dict[str, list[str]]:
    """What the table tells of a figure, by the names of its groups."""
    found = re.search(rf'<tbody id="{figure}">(.*?)</tbody>', page, re.DOTALL)
    assert found
    parts = re.findall(r"<tr>(.*?)</tr>", found[1], re.DOTALL)
    table = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", part, re.DOTALL) for part in parts]
    texts = [[html.unescape(re.sub("<[^>]*>", "", cell)) for cell in row] for row in table]
    return {row[0]: row[1:] for row in texts}


def linked(page: str, figure: str) -> list[str]:
    """The queries that the numbers of a figure open."""
    found = re.search(rf'<tbody id="{figure}">(.*?)</tbody>', page, re.DOTALL)
    assert found
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*)"', found[1])]
    assert all(urlsplit(link).path == "/query" for link in links)
    return [parse_qs(urlsplit(link).query)["query"][0] for link in links]


def test_the_figures_of_the_documents_are_there_in_both_languages(client: FlaskClient) -> None:
    page = client.get("/monitor?lang=en&years=20").text
    assert rows(page, "vitality")["only planned"][:2] == ["1", "1%"]
    assert rows(page, "approval")["none on record"] == ["22", "96%", "22", "96%"]
    assert rows(page, "quiet") == {
        "Nothing on record for 20 years": ["67", "in all", "67", "in all"],
        "certainly": ["13", "19%"] * 2,
        "possibly: the dates leave it open": ["3", "4%"] * 2,
        "cannot be told: no date": ["44", "66%"] * 2,
        "something is on record since": ["7", "10%"] * 2,
    }
    persian = client.get("/monitor?lang=fa&years=20").text
    assert rows(persian, "quiet")["بی‌گمان"][:2] == ["۱۳", "۱۹٪"]
    assert rows(persian, "vitality")["تنها فهرست‌شده"][:2] == ["۴۴", "۶۶٪"]


def test_all_figures_are_a_file(client: FlaskClient) -> None:
    page = client.get("/monitor?lang=en").text
    link = re.search(r'href="([^"]*table=monitor[^"]*)"', page)
    assert link
    body = client.get(html.unescape(link[1])).text
    assert body.startswith("\ufeffFigure,Group,Sources,Count")
    written = list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))
    scope = written[0]["Sources"]
    told = {row["Group"]: row["Count"] for row in written if row["Sources"] == scope}
    assert told["only planned"] == rows(page, "vitality")["only planned"][0]


def test_each_number_opens_the_query_that_lists_what_it_counts(client: FlaskClient) -> None:
    page = client.get("/monitor?lang=en&years=20").text
    for figure, count in (("approval", 22), ("quiet", 44), ("vitality", 1), ("obstacle", 1)):
        answers = [
            client.get("/sparql", query_string={"query": query, "format": "json"}).json
            for query in linked(page, figure)
        ]
        found = [
            len({next(iter(row.values()))["value"] for row in answer["results"]["bindings"]})
            for answer in answers
            if answer
        ]
        assert count in found
        assert len(found) == len(answers)


def test_the_drawings_tell_what_they_cover(client: FlaskClient) -> None:
    page = client.get("/monitor?lang=en").text
    assert page.count("covers 23 of 67 (34%)") == 2
    # Of each it is said what is on record, be it only that it exists.
    assert page.count("covers 67 of 67 (100%)") == 1
    assert page.count('class="plot-of-monitor"') == 3
    # All agreements are those of the documents here: they are not drawn twice.
    assert page.count("<h3>") == 1
    assert "۲۳ از ۶۷ را دربر می‌گیرد (۳۴٪)" in client.get("/monitor?lang=fa").text


def test_groups_that_are_left_out_are_counted_with_those_of_the_second_scope(
    documents: Flask,
) -> None:
    few, many = (
        tuple(Group(f"https://x.example/{number}", 1, {}) for number in range(count))
        for count in (3, 18)
    )
    figures = {
        scope: {"country": Figure("country", "SELECT * {}", "country", len(groups), groups)}
        for scope, groups in zip(SCOPES, (few, many), strict=True)
    }
    board = Board(date(2026, 11, 29), 10, figures, {})
    with documents.test_request_context():
        (told,) = monitor._told(board, [], SCOPES, "en")
    assert (len(told.lines), told.rest) == (15, 3)


def test_years_that_are_no_number_are_refused(client: FlaskClient) -> None:
    for wrong in ("0", "-1", "x", "1" * 10):
        assert client.get(f"/monitor?lang=en&years={wrong}").status_code == 400
    told = client.get("/monitor?lang=fa&years=x", headers={"Accept": "text/html"}).text
    assert "پارامتر years عددی مجاز نیست" in html.unescape(told)
    assert client.get("/monitor?lang=en&years=999999999").status_code == 200


FAIR = """
<event/fair> <ns#isHeldUnder> <agreement/isfahan-xian> .
<event/fair> <ns#hasStatus> <concept/status-held> .
<event/fair> <ns#date> "2020-05-06"^^<http://id.loc.gov/datatypes/edtf/EDTF> .
"""


def test_figures_are_followed_over_the_versions(graph: Graph, once: Any, tmp_path: Path) -> None:
    with application(tmp_path, graph, once) as app:
        client = app.test_client()
        assert "<polyline" not in client.get("/monitor?lang=en").text
        versions = Versions(tmp_path)
        recorder = Recorder(in_memory(versions, versions.current()))
        base = FAIR.replace("<ns#", f"<{PV}").replace("<event/", f"<{ID}event/")
        text = base.replace("<agreement/", f"<{ID}agreement/").replace(
            "<concept/", f"<{ID}concept/"
        )
        recorder.add(Quad(*parsed.triple) for parsed in parse(text, format=RdfFormat.N_TRIPLES))
        follow(recorder, recorder.patch)
        publish_lines(versions, recorder.store, dump_lines(recorder.store), "copy", keep=5)

        def active(page: str) -> str:
            return rows(page, "vitality")["activity recorded"][0]

        # Just after a write a page may be that of the version before.
        wait_until(lambda: active(client.get("/monitor?lang=en").text) == "1", "it is counted")
        page = client.get("/monitor?lang=en").text
        assert rows(page, "activity")["on record"][0] == "1"
        assert page.count("<polyline") > 10
        # The version before has the figures that it had.
        before = client.get("/monitor?lang=en&version=1").text
        assert active(before) == "0"
        assert "<polyline" not in before
