"""The page of the comparison with Wikidata."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from peyvand.graph.build import Graph
from peyvand.web.app import create_app


@pytest.fixture(scope="module")
def client(graph: Graph) -> Iterator[FlaskClient]:
    app = create_app(graph.store)
    yield app.test_client()
    app.extensions["peyvand"].close()


@pytest.mark.parametrize(
    ("language", "word"), [("en", "only in the documents"), ("fa", "تنها در سندها")]
)
def test_it_counts_and_lists(client: FlaskClient, language: str, word: str) -> None:
    page = client.get(f"/comparison?lang={language}")
    assert page.status_code == 200
    assert word in page.text
    assert page.text.count("<tr>") > 30
    assert "/id/claim/F001-" in page.text


def test_both_sides_have_evidence(client: FlaskClient) -> None:
    page = client.get("/comparison?outcome=same-on-both-sides&lang=en").text
    assert "wikidata-2016-09" in page
    assert "/id/claim/F001-" in page


def test_an_outcome_that_is_none_is_not_found(client: FlaskClient) -> None:
    assert client.get("/comparison?outcome=%3Cscript%3E").status_code == 404
    assert client.get("/comparison?page=999&lang=en").status_code == 200
