"""The pages of conflicts and of totals."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from peyvand.graph.build import Graph
from peyvand.vocabulary.iris import iri, thing
from peyvand.web.pages.audits import COUNTED

IRAN = thing("country/iran")


@pytest.fixture(scope="module")
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_every_conflict_has_a_page(client: FlaskClient, language: str) -> None:
    page = client.get(f"/conflicts?lang={language}").text
    links = re.findall(r'href="(/conflicts/[^"]+)"', page)
    assert len(links) > 40
    empty = []
    for link in links:
        found = client.get(link.replace("&amp;", "&"))
        assert found.status_code == 200, link
        if "<table>" not in found.text:
            empty.append(link)
    assert len(empty) < 5


def test_a_conflict_shows_both_sides(client: FlaskClient) -> None:
    page = client.get("/conflicts/c1?lang=en").text
    assert "140" in page
    assert "141" in page
    assert client.get("/conflicts/none").status_code == 404


@pytest.mark.parametrize("language", ["en", "fa"])
def test_totals_stand_beside_counts(client: FlaskClient, language: str) -> None:
    page = client.get(f"/audit?lang={language}").text
    assert page.count("<h2") == 5 + len(COUNTED)
    assert page.count("<table>") >= 4


def test_stated_totals_stand_beside_the_graphs_own_counts(
    client: FlaskClient, graph: Graph
) -> None:
    page = client.get("/audit?lang=en").text
    part = page[page.index('<h2 id="audit-held"') :].partition("</table>")[0]
    cities = {
        quad.subject for quad in graph.store.quads_for_pattern(None, iri("pv:inCountry"), IRAN)
    }
    held = {
        quad.subject
        for city in cities
        for quad in graph.store.quads_for_pattern(None, iri("pv:hasParty"), city)
    }
    row = next(row for row in part.split("<tr>") if "/id/country/iran" in row)
    figures = re.findall(r"<bdi dir=\"ltr\">([\d,]+)</bdi>", row)
    assert figures[0] == "140"
    assert figures[1] == figures[2] == str(len(held))
