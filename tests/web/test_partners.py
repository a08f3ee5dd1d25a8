"""The page of cities that might become partners of a city."""

from __future__ import annotations

import csv
import html
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from peyvand.vocabulary.iris import ID
from peyvand.web.pages.partnership.partners import _map
from web.live import with_index

PAGE = {"Accept": "text/html"}


@pytest.fixture
def client(documents: Flask) -> FlaskClient:
    return with_index(documents)


def test_the_page_asks_for_a_city_and_names_the_criteria(client: FlaskClient) -> None:
    page = client.get("/partners?lang=en", headers=PAGE).text
    assert 'name="for"' in page
    assert "Partners in common" in page
    assert "<h2>" not in page.partition("<main")[2]


def test_each_criterion_is_told_with_its_evidence_in_both_languages(client: FlaskClient) -> None:
    page = client.get("/partners?lang=en&for=city/arak&criteria=shared-partners", headers=PAGE).text
    told = html.unescape(re.sub("<[^>]*>", " ", page))
    assert "Arak: 4 partners on record" in told
    assert "no data" in told
    assert "/id/city/" in page
    queries = [
        parse_qs(urlsplit(html.unescape(link)).query)["query"][0]
        for link in re.findall(r'href="(/query\?[^"]*query=[^"]*)"', page)
    ]
    assert any("pv:isLinkedWith ?evidence" in query and "city/arak" in query for query in queries)
    persian = client.get("/partners?lang=fa&for=city/arak", headers=PAGE).text
    assert "اراک: ۴ شریک ثبت‌شده" in persian
    assert "داده‌ای نیست" in persian


def test_criteria_are_chosen_as_the_form_writes_them(client: FlaskClient) -> None:
    chosen = "criteria%5B%5D=distance&criteria%5B%5D=same-name"
    written = client.get(f"/partners?for=city/arak&{chosen}&format=json").json
    listed = client.get("/partners?for=city/arak&criteria=distance,same-name&format=json").json
    assert written == listed != client.get("/partners?for=city/arak&format=json").json


def test_json_and_csv_have_what_the_page_has(client: FlaskClient) -> None:
    told = client.get("/partners?for=city/arak&top=3&format=json").json
    assert told is not None
    assert [choice["rank"] for choice in told["choices"]] == [1, 2, 3]
    got = client.get("/partners?for=city/arak&top=3&format=csv")
    rows = list(csv.DictReader(io.StringIO(got.text)))
    assert len(rows) == sum(len(choice["criteria"]) for choice in told["choices"])
    assert rows[0]["iri"] == told["choices"][0]["iri"]
    assert got.headers["Peyvand-Version"] == "1"


def test_a_city_that_is_not_there_leads_to_near_names(client: FlaskClient) -> None:
    got = client.get("/partners?for=isfaham&lang=en", headers=PAGE)
    assert got.status_code == 404
    assert "city/isfahan" in got.text
    assert 'name="for"' in got.text
    persian = client.get("/partners?for=isfaham&lang=fa", headers=PAGE)
    assert "شهری به نام isfaham نیست" in persian.text
    assert client.get("/partners?for=isfaham&format=json").status_code == 404


def test_data_need_a_city(client: FlaskClient) -> None:
    got = client.get("/partners?format=json&lang=en")
    assert got.status_code == 400
    assert "No city is named." in got.text


def test_an_unknown_criterion_is_a_bad_request(client: FlaskClient) -> None:
    got = client.get("/partners?for=city/arak&criteria=distanc&lang=en", headers=PAGE)
    assert got.status_code == 400
    assert "distance" in got.text


@pytest.mark.parametrize(("here", "there"), [(True, True), (False, True), (False, False)])
def test_a_map_has_those_whose_place_is_known(
    client: FlaskClient, *, here: bool, there: bool
) -> None:
    named = {"iri": f"{ID}city/lviv", "en": "Lviv"}
    city = {"latitude": 34.1 if here else None, "longitude": 49.7 if here else None, "en": "Arak"}
    choice = {**named, "latitude": 49.8 if there else None, "longitude": 24.0 if there else None}
    with client.application.test_request_context("/partners?lang=en"):
        drawn = str(_map({"city": city, "choices": [choice]}, "en") or "")
    assert ("Lviv" in drawn, "Arak" in drawn) == (there, here)
    assert bool(drawn) == (here or there)


def test_weights_are_told_with_the_result_and_stand_in_its_address(client: FlaskClient) -> None:
    form = "weight-same-name=0&weight-distance=2&weight-degree=&weighting=of+the+council"
    page = client.get(f"/partners?for=city/isfahan&lang=en&{form}", headers=PAGE).text
    assert "Weighted as of the council (" in page
    assert "Same name × 0" in html.unescape(page)
    link = next(h for h in re.findall(r'href="([^"]*)"', page) if "format=json" in h)
    told = client.get(html.unescape(link)).json
    assert told is not None
    assert told["weighting"]["weights"] == {"same-name": 0, "distance": 2}
    assert told["weighting"]["name"] == "of the council"
    assert told["weighting"]["digest"] in page
    persian = client.get(f"/partners?for=city/isfahan&lang=fa&{form}", headers=PAGE).text
    assert "با وزن‌دهی of the council" in persian
    assert 'name="weight-degree" type="number" min="0"' in page
    rows = csv.DictReader(io.StringIO(client.get(html.unescape(link).replace("json", "csv")).text))
    assert {row["weight"] for row in rows if row["criterion"] == "distance"} == {"2.0"}


@pytest.mark.parametrize(
    ("weights", "wanted"),
    [
        ("weight-degree=-1", "The weight of degree is negative."),
        ("weights=degree:-1", "The weight of degree is negative."),
        ("weights=degre:1", "There are: degree"),
        ("weights=degree", "The weight of degree is no number: ?."),
        ("weights=degree:nan", "The weight of degree is no number: nan."),
    ],
)
def test_weights_that_are_none_are_bad_requests(
    client: FlaskClient, weights: str, wanted: str
) -> None:
    for form in ("", "&format=json"):
        got = client.get(f"/partners?for=city/arak&lang=en&{weights}{form}", headers=PAGE)
        assert got.status_code == 400
        assert wanted in html.unescape(got.text)


def test_disputes_are_left_out_only_if_that_is_asked(client: FlaskClient) -> None:
    page = client.get("/partners?for=city/arak&lang=en", headers=PAGE).text
    assert 'name="disputes"' in page
    assert "Left out because" not in page
    asked = client.get("/partners?for=city/arak&lang=en&disputes=leave-out", headers=PAGE).text
    assert "Left out because a standing dispute is stated: 0" in asked
    assert "hasDisputeWith" in html.unescape(page)
