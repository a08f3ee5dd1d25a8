"""The page ``/statements``: who said what, where and to whom, with lines; JSON and CSV."""

from __future__ import annotations

import csv
import io
import re
from functools import partial
from urllib.parse import quote, unquote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.words import told as words_of

told = partial(words_of, start="<h2", between=" ")

AZERBAIJANI = "organisation/azerbaijani-delegation"
PALESTINIAN = "organisation/palestinian-delegation"


@pytest.fixture
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


def page_of(client: FlaskClient, address: str) -> str:
    return client.get(address, headers={"Accept": "text/html"}).text


def test_what_one_mayor_said_to_two_delegations_are_two_lists(client: FlaskClient) -> None:
    one = told(page_of(client, f"/statements?by=Ghalibaf&to={AZERBAIJANI}&lang=en"))
    other = told(page_of(client, f"/statements?by=Ghalibaf&to={PALESTINIAN}&lang=en"))
    assert re.search("welcome welcomes more contact with Muslim brothers.* · Line 29 ", one)
    assert re.search("world powers do not want .* · Line 30, 31 ", one)
    assert "unity is what matters" not in one
    assert re.search(
        "commitment to pursue sympathy among Palestinian brothers .* · Line 44 ", other
    )
    assert "world powers" not in other
    persian = told(page_of(client, f"/statements?by=قالیباف&to={PALESTINIAN}&lang=fa"))
    assert re.search("تعهد پیگیری تحقق همدلی بین برادران فلسطینی .* · سطر ۴۴ ", persian)


@pytest.mark.parametrize("kind", ["condemnation", "محکوم كردن", "concept/statement-condemnation"])
def test_a_condemnation_is_that_of_its_speaker(client: FlaskClient, kind: str) -> None:
    (said,) = client.get(f"/statements?kind={quote(kind)}&format=json").json["statements"]
    assert said["speaker"]["iri"].endswith("/person/mehmet-duman")
    assert said["office"][0].startswith("Secretary general")
    assert [(one["line"], one["document"][-3:]) for one in said["said"]] == [("34", "004")]


def test_the_data_are_there_as_json_and_csv_in_both_languages(client: FlaskClient) -> None:
    every = client.get("/statements?format=json").json["statements"]
    assert len(every) == 38
    address = "/statements?at=event/esmaeili-trip-baku&kind=commitment"
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}&format=csv&lang=fa").text)))
    assert [(row["speaker"], row["kind"], row["to"], row["line"]) for row in rows] == [
        ("محمدمهدی اسماعیلی", "تعهد", "", "57")
    ]


def test_of_whom_nothing_is_on_record_it_says_so(client: FlaskClient) -> None:
    got = client.get("/statements?by=%3Cscript%3E&lang=en", headers={"Accept": "text/html"})
    assert got.status_code == 200
    assert "Nothing is on record of this." in got.text
    assert "<script>" not in got.text.partition("<main")[2]
    assert client.get("/statements?by=x&format=json").json["statements"] == []


def test_it_opens_the_query_of_what_is_shown(client: FlaskClient) -> None:
    page = page_of(client, f"/statements?by=Ghalibaf&to={PALESTINIAN}")
    link = re.search(r'href="(/query\?query=[^"]*)"', page)
    assert link
    assert "VALUES (?by ?addressee)" in unquote_plus(link[1])
