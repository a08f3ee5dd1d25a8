"""The page of the comparison with Wikidata."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture(scope="module")
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


@pytest.mark.parametrize(
    ("language", "word"), [("en", "only in the documents"), ("fa", "تنها در سندها")]
)
def test_it_counts_and_lists(client: FlaskClient, language: str, word: str) -> None:
    page = client.get(f"/comparison?lang={language}")
    assert page.status_code == 200
    assert word in page.text
    assert page.text.count("<tr>") > 30
    assert "/id/claim/F001-" in page.text


@pytest.mark.parametrize(
    ("language", "word", "other"),
    [("en", "no item: ", "بی مدخل: "), ("fa", "بی مدخل: ", "no item: ")],
)
def test_notes_are_in_the_language_of_the_page(
    client: FlaskClient, language: str, word: str, other: str
) -> None:
    page = client.get(f"/comparison?outcome=only-here&lang={language}").text
    assert word in page
    assert other not in page


def test_both_sides_have_evidence(client: FlaskClient) -> None:
    page = client.get("/comparison?outcome=same-on-both-sides&lang=en").text
    assert "wikidata-2016-09" in page
    assert "/id/claim/F001-" in page


def test_an_outcome_that_is_none_is_not_found(client: FlaskClient) -> None:
    assert client.get("/comparison?outcome=%3Cscript%3E").status_code == 404
    assert client.get("/comparison?page=999&lang=en").status_code == 200
