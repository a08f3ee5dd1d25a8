"""The page ``/world``: pairs of cities by country, source and kind, as a picture and as data."""

from __future__ import annotations

import csv
import io
import re
from functools import partial
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from peyvand.web.pages.network.world_pairs import Asked, World, partners, world, written
from web.words import told as words_of

told = partial(words_of, start="<main", between=" ")
HTML = {"Accept": "text/html"}
ID = "https://w3id.org/peyvand/id/"


@pytest.fixture
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


def row(**terms: str) -> dict[str, Any]:
    """A row of an answer; what has a kind and a name is a thing, a label may have a language."""
    made: dict[str, Any] = {}
    for name, value in terms.items():
        text, _, tag = value.partition("@")
        made[name] = {"value": ID + text if "/" in text else text}
        if tag:
            made[name]["xml:lang"] = tag
    return made


def small() -> World:
    parties = [
        row(place="city/a", label="A@en", country="country/x", long="10", lat="20"),
        row(place="city/a", label="آ@fa", country="country/x", long="10", lat="20"),
        row(place="city/b", label="B@en", country="country/y", long="-170", lat="0"),
        row(place="region/c", label="C@en"),
    ]
    countries = [row(country=f"country/{one}", label=f"{one.upper()}@en") for one in "xyz"]
    pairs = [
        row(agreement="agreement/1", one="city/a", other="city/b"),
        row(agreement="agreement/2", one="city/a", other="city/b"),
        row(agreement="agreement/3", one="city/b", other="region/c"),
    ]
    datasets = {f"{ID}agreement/2", f"{ID}agreement/3"}
    return world(parties, countries, pairs, datasets, {f"{ID}agreement/1": {"Sister"}})


def test_two_places_are_one_line_whatever_the_number_of_their_agreements() -> None:
    there = small()
    assert [(tie.one, tie.other, tie.kinds, tie.sources) for tie in there.ties] == [
        (0, 1, {"Sister"}, {"documents", "datasets"}),
        (1, 2, set(), {"datasets"}),
    ]
    assert partners(there.ties) == {0: 1, 1: 2, 2: 1}
    assert [there.is_placed(tie) for tie in there.ties] == [True, False]
    # Of a country that no place is in, nothing can be asked.
    assert list(there.countries) == ["country/x", "country/y"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(), [0, 1]),
        (Asked(country="country/x"), [0]),
        (Asked(country="country/y"), [0, 1]),
        (Asked(source="documents"), [0]),
        (Asked(source="datasets"), [0, 1]),
        (Asked(kind="Sister"), [0]),
        (Asked(country="country/x", kind="Other"), []),
    ],
)
def test_pairs_are_asked_by_country_source_and_kind(asked: Asked, found: list[int]) -> None:
    there = small()
    assert [there.ties.index(tie) for tie in there.asked(asked)] == found


def test_names_are_those_of_the_language_else_of_another() -> None:
    assert '"name":["آ","B","C"]' in written(small(), 1, "fa", {"Sister": "s"}).decode()


def test_the_page_the_file_and_the_data_have_the_same(client: FlaskClient) -> None:
    page = client.get("/world?lang=en", headers=HTML).text
    data = client.get("/world/pairs.json?lang=en").json
    assert data is not None
    pairs, cities = len(data["pairs"]["one"]), len(data["places"]["id"])
    assert re.search(rf"{pairs} pairs of {cities} places; \d+ are drawn \(\d+%\)", told(page))
    rows = list(csv.reader(io.StringIO(client.get("/world?table=cities&format=csv").text)))
    assert len(rows) == cities + 1
    first = re.search(r'<ol id="world-list".*?<bdi>(.*?)</bdi>.*?partners: (\d+)', page, re.S)
    assert first
    assert (rows[1][0], rows[1][-1]) == (first[1], first[2])


def test_a_country_has_its_pairs_alone_in_both_languages(client: FlaskClient) -> None:
    whole = told(client.get("/world?lang=en", headers=HTML).text)
    page = client.get("/world?lang=en&country=country/turkey&source=documents", headers=HTML).text
    pairs = [int(re.search(r"(\d+) pairs of", text)[1]) for text in (told(page), whole)]  # type: ignore[index]
    assert 0 < pairs[0] < pairs[1]
    assert 'value="country/turkey" selected' in page
    drawn = [
        client.get(f"/world/map.svg{asked}").text
        for asked in ("", "?country=country/turkey&source=documents")
    ]
    assert drawn[1].count("M") < drawn[0].count("M")
    persian = told(client.get("/world?lang=fa&country=country/turkey", headers=HTML).text)
    assert "جفت از" in persian
    assert not re.search("[0-9]", persian.partition("JSON")[0])


def test_what_there_is_not_is_refused_with_what_there_is(client: FlaskClient) -> None:
    got = client.get("/world?country=country/nowhere&lang=en", headers=HTML)
    assert got.status_code == 400
    assert "country/turkey" in got.text


def test_the_picture_has_the_colours_of_the_sources(client: FlaskClient) -> None:
    drawn = client.get("/world/map.svg").text
    # The documents alone tell of these.
    assert re.search(r'class="link" d="M', drawn)
    assert "link world" not in drawn.partition("</style>")[2]
    assert client.get("/world/map.png").mimetype == "image/png"
