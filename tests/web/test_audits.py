"""The pages of conflicts and of totals, and the texts of all pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import peyvand.web
from peyvand.graph.build import Graph
from peyvand.web.app import create_app
from peyvand.web.site import text, texts

WEB = Path(peyvand.web.__file__).parent


@pytest.fixture(scope="module")
def client(graph: Graph) -> Iterator[FlaskClient]:
    app = create_app(graph.store)
    yield app.test_client()
    app.extensions["peyvand"].close()


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
    assert page.count("<h2") == 5
    assert page.count("<table>") >= 4


def test_each_text_is_in_both_languages() -> None:
    english, persian = texts("en"), texts("fa")
    assert english.keys() == persian.keys()
    assert all(english.values())
    assert all(persian.values())


def test_every_text_that_templates_name_is_there() -> None:
    named = set()
    for path in (WEB / "templates").glob("*.html"):
        named |= set(
            re.findall(r"""\b[tw]\(["']([a-z-]+)["']\)""", path.read_text(encoding="utf-8"))
        )
    assert len(named) > 50
    for key in named:
        for language in ("en", "fa"):
            assert text(key, language)
