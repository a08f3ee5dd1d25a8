"""The pages that tell what two cities have in common, and which cities are like one."""

from __future__ import annotations

import csv
import html
import io
import re
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from web.live import with_index
from web.words import told as words_of

told = partial(words_of, between=" ")

PAGE = {"Accept": "text/html"}
PAIR = "/affinity?one=city/tabriz&other=city/baku"
LIKE = "/like?city=tehran&top=3"


@pytest.fixture
def client(documents: Flask) -> FlaskClient:
    return with_index(documents)


def test_the_pages_ask_for_cities(client: FlaskClient) -> None:
    for address, fields in (("/affinity", ("one", "other")), ("/like", ("city", "top"))):
        for language in ("en", "fa"):
            page = client.get(f"{address}?lang={language}", headers=PAGE).text
            assert all(f'name="{field}"' in page for field in (*fields, "distance"))
            assert "<h2" not in page.partition("<main")[2]


def test_two_cities_are_told_by_criterion_with_thresholds_and_evidence(client: FlaskClient) -> None:
    page = client.get(f"{PAIR}&lang=en", headers=PAGE).text
    text = told(page)
    assert "Near one another met: 398 km; at most 500 km" in text
    assert "Neighbouring countries no data" in text
    assert "line 25" in text
    assert "History no data" in text
    assert "/id/claim/F003-074" in page
    queries = [
        parse_qs(urlsplit(html.unescape(link)).query)["query"][0]
        for link in re.findall(r'href="(/query\?[^"]*query=[^"]*)"', page)
    ]
    assert len(queries) == len(re.findall("<tr class=", page))
    persian = told(client.get(f"{PAIR}&lang=fa", headers=PAGE).text)
    assert "نزدیک به یکدیگر برآورده: ۳۹۸ کیلومتر؛ حداکثر ۵۰۰ کیلومتر" in persian
    assert "سطر ۲۵" in persian


def test_a_threshold_of_the_reader_is_held_against_and_kept(client: FlaskClient) -> None:
    page = client.get(f"{PAIR}&distance=300&lang=en", headers=PAGE).text
    assert "not met: 398 km; at most 300 km" in told(page)
    assert 'value="300"' in page
    assert "distance=300" in page.partition('type="application/json"')[2].partition(">")[0]
    assert client.get(f"{PAIR}&distance=-1&lang=en", headers=PAGE).status_code == 400


def test_a_partnership_can_be_proposed_from_the_page(client: FlaskClient) -> None:
    page = client.get(f"{PAIR}&lang=en", headers=PAGE).text
    (address,) = re.findall(r'href="(/register/partnership[^"]*)"', page)
    form = client.get(html.unescape(address), headers=PAGE).text
    assert 'value="city/tabriz"' in form
    assert 'value="city/baku"' in form


def test_json_and_csv_have_what_the_page_has(client: FlaskClient) -> None:
    found = client.get(f"{PAIR}&criteria=distance,cultural&format=json").json
    assert found is not None
    assert [one["criterion"] for one in found["criteria"]] == ["distance", "cultural"]
    assert found["thresholds"] == {"distance": 500}
    got = client.get(f"{PAIR}&criteria=distance,cultural&format=csv")
    rows = list(csv.DictReader(io.StringIO(got.text)))
    assert [row["answer"] for row in rows] == ["met", "met"]
    assert rows[1]["line"] == "25"
    assert got.headers["Peyvand-Version"] == "1"


def test_cities_that_are_alike_are_told_with_their_links(client: FlaskClient) -> None:
    page = client.get(f"{LIKE}&lang=en", headers=PAGE).text
    text = told(page)
    assert "1. Ankara linked already" in text
    assert "activity: none recorded" in text
    assert "success" not in text
    assert "/affinity?one=city/tehran&amp;other=city/ankara" in page
    persian = told(client.get(f"{LIKE}&lang=fa", headers=PAGE).text)
    assert "فعالیت: چیزی ثبت نشده" in persian
    found = client.get(f"{LIKE}&format=json").json
    assert found is not None
    rows = list(csv.DictReader(io.StringIO(client.get(f"{LIKE}&format=csv").text)))
    assert [row["iri"] for row in rows] == [city["iri"] for city in found["cities"]]
    assert rows[0]["successes"] == ""


@pytest.mark.parametrize(
    ("address", "status", "wanted"),
    [
        ("/affinity?one=city/nowhere&other=city/baku", 404, "No city is called"),
        ("/like?city=qqqq", 404, "No city is called"),
        ("/affinity?one=arak&other=yazd&criteria=distanc", 400, "There are: distance"),
        ("/affinity?format=json", 400, "Two cities are not named."),
        ("/affinity?one=tehran&other=تهران", 400, "Both names are those of city/tehran."),
        ("/affinity?one=agreement/arak-batumi&other=arak", 404, "No city is called agreement/"),
        ("/like?city=country/iran", 404, "No city is called country/iran"),
        ("/like?format=json", 400, "Name one by city, as in city="),
    ],
)
def test_bad_input_is_told(client: FlaskClient, address: str, status: int, wanted: str) -> None:
    got = client.get(f"{address}&lang=en", headers={} if "format" in address else PAGE)
    assert got.status_code == status
    assert wanted in html.unescape(got.text)


def test_the_page_of_a_city_leads_to_them(client: FlaskClient) -> None:
    page = client.get("/page/city/arak?lang=en", headers=PAGE).text
    for address in ("/partners?for=city/arak", "/like?city=city/arak", "/affinity?one=city/arak"):
        assert f'href="{address}&amp;lang=en' in page
