"""The pages of cities and agreements, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, Quad, RdfFormat, Store

from peyvand.graph.build import Graph
from peyvand.vocabulary.iris import LABEL, thing
from peyvand.web.app import create_app
from peyvand.web.pages.things.city import once
from waiting import wait_until

DOUBLE = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
city:q281371 a pv:SubnationalPlace ; rdfs:label "Jászberény"@und ;
    pv:isPossiblySameAs city:jaszbereny .
city:jaszbereny pv:isPossiblySameAs city:q281371 .
city:yazd pv:isLinkedWith city:q281371 .
city:q500 a pv:SubnationalPlace, pv:County ; rdfs:label "Torreón"@en ;
    pv:transliteration "تورئون"@und-Arab-t-und-latn .
<https://w3id.org/peyvand/id/agreement/q500-yazd> a pv:DatasetAgreement, pv:Agreement ;
    rdfs:label "Torreón – Yazd"@en ; pv:hasParty city:q500, city:yazd .
<https://w3id.org/peyvand/graph/x> { city:q500 a pv:District }
<https://w3id.org/peyvand/id/agreement/q281371-q180422> a pv:DatasetAgreement, pv:Agreement ;
    rdfs:label "Jászberény – Yazd"@und ; pv:hasParty city:q281371, city:yazd .
"""
BAD = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def client(graph: Graph) -> Iterator[FlaskClient]:
    store = Store()
    store.extend(graph.store)
    store.add(Quad(thing("city/florence"), LABEL, Literal(BAD, language="en")))
    # A pair of Wikidata whose item may be the partner that a document names.
    store.load(DOUBLE.encode(), format=RdfFormat.TRIG)
    app = create_app(store)
    made = app.test_client()
    # The first question has the index made.
    wait_until(lambda: made.get("/search?q=x").status_code == 200, "the index is made")
    yield made
    app.extensions["peyvand"].close()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ("Partners", "Sister-city pact", "not known", "What we do not know", "Lumpur"),
        ),
        ("fa", ("شریکان", "خواهرشهر", "نامعلوم", "آنچه نمی‌دانیم", "کوالالامپور")),
    ],
)
def test_a_city(client: FlaskClient, language: str, words: tuple[str, ...]) -> None:
    page = client.get(f"/page/city/isfahan?lang={language}").text
    for word in words:
        assert word in page
    assert '<svg class="map"' in page
    assert "/query?query=" in page
    assert "format=csv&amp;version=1" in page
    both = {
        "en": "2000 (1378–1379 SH) or 2009 (1387–1388 SH)",
        "fa": "۲۰۰۰ (۱۳۷۸–۱۳۷۹ خورشیدی) یا ۲۰۰۹ (۱۳۸۷–۱۳۸۸ خورشیدی)",
    }
    assert both[language] in page


@pytest.mark.parametrize(
    ("language", "name", "words"),
    [("en", "Jászberény", "possibly the same"), ("fa", "یاسبرنی", "شاید همان")],
)
def test_partners_that_may_be_one_stand_in_one_row(
    client: FlaskClient, language: str, name: str, words: str
) -> None:
    page = client.get(f"/page/city/yazd?lang={language}").text
    table = page[page.index('id="partners"') :]
    table = table[: table.index("</table>")]
    (row,) = (row for row in table.split("<tr>") if "/city/jaszbereny" in row)
    assert name in row
    assert words in row
    assert "/id/city/q281371" in row
    assert "/id/agreement/q281371-q180422" in row
    assert table.count("/id/city/q281371") == 1
    counted = page[: page.index('id="partners"')]
    assert words in counted


@pytest.mark.parametrize("city", ["q500", "yazd"])
def test_a_name_in_persian_letters_alone_is_shown_in_persian_and_marked(
    client: FlaskClient, city: str
) -> None:
    persian = client.get(f"/page/city/{city}?lang=fa").text
    assert "تورئون" in persian
    assert "(نویسه‌گردانی)" in persian
    english = client.get(f"/page/city/{city}?lang=en").text
    assert "Torreón" in english
    # Among the statements of the place it stands as what it is, and on no other page.
    assert ("(transliterated)" in english) == (city == "q500")
    assert "نویسه‌گردانی" not in client.get("/page/city/isfahan?lang=fa").text


def test_a_place_is_shown_as_what_it_is_and_not_as_one_source_has_it(client: FlaskClient) -> None:
    page = client.get("/page/city/q500?lang=en").text
    (kinds,) = re.findall(r'<p class="kinds">(.*?)</p>', page)
    assert "County" in kinds
    assert "District" not in kinds


def test_partners_can_be_sorted(client: FlaskClient) -> None:
    page = client.get("/page/city/isfahan?lang=en&sort=date").text
    dates = page[page.index('id="partners"') :]
    assert dates.index("1989") < dates.index("2000 (1378")
    got = client.get("/page/city/isfahan?lang=en&sort=%3Cscript%3E")
    assert got.status_code == 400
    assert "name, country, date, kind" in got.text


def test_an_agreement(client: FlaskClient) -> None:
    page = client.get("/page/agreement/baalbek-isfahan?lang=en").text
    for word in ("Parties", "Life cycle", "Evidence", "2111", "ambiguous", "F001-322", "685"):
        assert word in page
    assert client.get("/page/agreement/baalbek-isfahan?lang=fa").text.count("مبهم") >= 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Mohammad Jam-Kasri", "Reported by", "Borna News Agency", "13 February 2021")),
        ("fa", ("محمد جام کسری", "گزارش‌کننده", "خبرگزاری برنا", "۱۳ فوریهٔ ۲۰۲۱")),
    ],
)
def test_evidence_tells_who_says_it_in_which_item_and_when(
    client: FlaskClient, language: str, words: tuple[str, ...]
) -> None:
    page = client.get(f"/page/agreement/gaza-tabriz?lang={language}").text
    evidence = page[page.index('<h2 id="evidence"') :]
    row = evidence[evidence.index("F003-085") :]
    row = row[: row.index("</tr>")]
    for word in (*words, "/id/document/003a"):
        assert word in row


def test_no_label_becomes_markup(client: FlaskClient) -> None:
    for address in (
        "/page/city/isfahan",
        "/page/city/florence",
        "/page/agreement/florence-isfahan",
    ):
        page = client.get(address + "?lang=en")
        assert page.status_code == 200
        assert BAD not in page.text


@pytest.mark.parametrize("address", ["/search?q=تبريز", "/search?q=Tabriz", "/search?q=تبریز"])
def test_the_page_of_search(client: FlaskClient, address: str) -> None:
    page = client.get(address + "&lang=fa", headers={"Accept": "text/html"}).text
    assert "/id/city/tabriz" in page
    assert 'dir="rtl"' in page


def test_the_map_of_the_world(client: FlaskClient) -> None:
    found = client.get("/map.svg")
    assert found.mimetype == "image/svg+xml"
    again = client.get("/map.svg", headers={"If-None-Match": found.headers["ETag"]})
    assert again.status_code == 304


def test_who_may_be_one_with_several_stands_once() -> None:
    partners: list[dict[str, Any]] = [
        {"agreement": "w1", "partner": "municipality", "known": "true"},
        {"agreement": "w2", "partner": "town", "known": "true", "lat": "1"},
        {"agreement": "w3", "partner": "other", "known": "true"},
        {"agreement": "d", "partner": "ours", "known": "false"},
    ]
    pairs = [("ours", "town"), ("town", "ours"), ("town", "municipality"), ("municipality", "town")]
    rows = once(partners, pairs)
    assert [row["agreement"] for row in rows] == ["d", "w3"]
    assert [double["agreement"] for double in rows[0]["doubles"]] == ["w2", "w1"]
    assert once([], []) == []


@pytest.mark.parametrize(
    ("name", "differ"),
    # Two dates, and two kinds of officiality; several purposes of one source contradict nobody.
    [("agreement/baalbek-isfahan", True), ("agreement/ankara-tehran", False)],
)
def test_an_agreement_tells_where_sources_differ_and_not_where_one_says_several_things(
    client: FlaskClient, name: str, differ: bool
) -> None:
    page = client.get(f"/page/{name}?lang=en").text
    assert ('<p class="problem"><a href="#sides">' in page) == differ
    assert ('<h2 id="sides">' in page) == differ
