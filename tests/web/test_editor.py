"""The query pages as the server makes them, and what they are made of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import QuerySolutions, RdfFormat, Store

import peyvand
from peyvand.clocks.rows import IN_FORCE, SAID
from peyvand.resources import root
from peyvand.settings import Settings
from peyvand.sources.catalogue import read_catalogue
from peyvand.texts import heading, scripts, text, texts
from peyvand.vocabulary.iris import PREFIXES
from peyvand.web.app import create_app
from peyvand.web.linked_data.addresses import local
from peyvand.web.pages.components.rows import cells, columns
from peyvand.web.pages.questions import editor
from peyvand.web.pages.questions.questions import told

FRONT = Path(peyvand.__file__).parents[1] / "frontend"
XSD_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
ATTACK = '"><script>alert(1)</script>'
DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
pv:hasParty a owl:ObjectProperty ; rdfs:label "has party"@en, "طرفِ"@fa .
city:tabriz a pv:City ; rdfs:label "Tabriz"@en, "تبریز"@fa .
city:baku a pv:City ; rdfs:label "Baku <b>"@en, "باکو"@fa ; wgs:lat 40.37 ; wgs:long 49.84 .
city:tripoli-libya a pv:City ; rdfs:label "Tripoli"@en, "طرابلس"@fa .
city:tripoli-lebanon a pv:City ; rdfs:label "Tripoli"@en, "طرابلس"@fa .
city:tabriz pv:isLinkedWith city:baku, city:osa . city:baku pv:isLinkedWith city:tabriz .
city:tabriz pv:isPairedWith city:osa .
city:osa a pv:City ; rdfs:label "Osa"@en ; pv:transliteration "اسا"@und-Arab-t-und-latn .
city:osa wgs:lat 38 ; wgs:long 46 .
<http://x.example/1> pv:hasParty city:tabriz, city:baku ; pv:distanceInKilometres 398 .
<http://x.example/2> pv:hasParty city:tabriz, city:osa ; pv:distanceInKilometres 42 .
"""
NEAR = "/ask/partners-within-distance"


@pytest.fixture(scope="module")
def pages() -> Iterator[Flask]:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    made = create_app(store, Settings(workers=1, query_timeout_s=5))
    yield made
    made.extensions["peyvand"].close()


@pytest.fixture
def client(pages: Flask) -> FlaskClient:
    return pages.test_client()


@pytest.fixture(params=[True, False], ids=["bundled", "plain"])
def built(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(editor, "built", lambda name: request.param)
    return bool(request.param)


def area(page: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    return unescape(found[1])


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fa", "rtl")])
def test_the_editor_is_a_form_first(
    client: FlaskClient, built: bool, language: str, direction: str
) -> None:
    page = client.get(f"/query?lang={language}").text
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert 'action="/sparql" method="get"' in page
    assert "pv:hasParty" in area(page)
    assert ("built/editor.js" in page) is built
    assert text("run", language) in page


def test_pages_hold_nothing_that_the_policy_forbids(client: FlaskClient, built: bool) -> None:
    for address in ("/query", "/ask", NEAR + "?city=tabriz", NEAR + "?city=tripoli"):
        response = client.get(address)
        policy = response.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'self'; img-src 'self' data:")
        assert "unsafe" not in policy
        scripts = re.findall(r"<script([^>]*)>", response.text)
        assert all("src=" in one or 'type="application/json"' in one for one in scripts)
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", response.text)
        assert not re.search(
            r'(?:src|href)="(?:https?:)?//(?!w3id\.org/peyvand/id/)', response.text
        )


def test_an_example_is_shown_with_its_parameters(client: FlaskClient) -> None:
    query = {"example": "partners-of-city", "city": "<https://w3id.org/peyvand/id/city/yazd>"}
    shown = area(client.get("/query", query_string=query).text)
    assert "VALUES (?city) { (<https://w3id.org/peyvand/id/city/yazd>) }" in shown
    assert client.get("/query?example=no-such-question").status_code == 404
    query["city"] = "<http://x> ) } DELETE"
    assert client.get("/query", query_string=query).status_code == 400


def test_a_query_in_the_address_is_only_text(client: FlaskClient) -> None:
    text = f"SELECT * {{}} # </textarea>{ATTACK}"
    page = client.get("/query", query_string={"query": text}).text
    assert area(page) == text
    assert "<script>alert" not in page


def test_terms_for_completion(client: FlaskClient) -> None:
    response = client.get("/query/terms.json")
    found = {(term["kind"], term["name"]): term for term in response.json["terms"]}
    party = found["property", "pv:hasParty"]
    assert party["label"] == {"en": "has party", "fa": "طرفِ"}
    assert party["uses"] == 4
    assert found["class", "pv:City"]["uses"] == 5
    assert found["property", "wgs:lat"]["label"] == {}
    assert not [name for _, name in found if name.partition(":")[0] not in PREFIXES]
    again = client.get("/query/terms.json", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "city",
    [
        "Tabriz",
        "tabriz",
        "تبریز",
        "تبريز",
        "city/tabriz",
        "Tabriz (city/tabriz)",
        "https://w3id.org/peyvand/id/city/tabriz",
        "<https://w3id.org/peyvand/id/city/tabriz>",
    ],
)
def test_a_place_may_be_written_in_many_ways(client: FlaskClient, city: str) -> None:
    response = client.get(NEAR, query_string={"city": city})
    assert response.status_code == 200
    assert "398" in response.text
    assert 'value="Tabriz (city/tabriz)"' in response.text
    assert "Baku &lt;b&gt;" in response.text


def test_the_answer_is_in_the_language_of_the_page(client: FlaskClient) -> None:
    page = client.get(NEAR + "?city=tabriz&lang=fa").text
    cell = r'<a href="/id/city/baku\?lang=fa"><bdi lang="fa">باکو</bdi></a>'
    assert re.search(cell, page)
    assert "Baku" not in page.partition("<tbody>")[2]


def test_several_things_of_one_name_are_offered(client: FlaskClient) -> None:
    response = client.get(NEAR, query_string={"city": "tripoli"})
    assert response.status_code == 400
    assert response.text.count("<small") == 2
    offered = re.findall(r'<li><a href="([^"]+)"', response.text)
    assert client.get(unescape(offered[0])).status_code == 200


@pytest.mark.parametrize("city", [ATTACK, '" } #', "nowhere", "\\", "{0}", "<http://x y>"])
def test_what_is_no_place_is_said(client: FlaskClient, city: str) -> None:
    response = client.get(NEAR, query_string={"city": city})
    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert "<script>alert" not in response.text


def test_a_question_opens_in_the_editor_as_it_was_asked(client: FlaskClient) -> None:
    page = client.get(NEAR + "?city=city/baku&lang=fa").text
    link = re.search(r'href="(/query\?[^"]*baku[^"]*)"', page)
    assert link
    shown = client.get(unescape(link[1])).text
    assert "(<https://w3id.org/peyvand/id/city/baku> " in area(shown)
    assert 'lang="fa"' in shown


@pytest.mark.parametrize(
    ("language", "chosen", "about"),
    [
        ("en", "open datasets", "what open datasets such as Wikidata state"),
        ("fa", "مجموعه‌داده‌های باز", "آنچه مجموعه‌داده‌های باز چون ویکی‌داده می‌گویند"),
    ],
)
def test_a_choice_is_offered_kept_and_explained(
    client: FlaskClient, language: str, chosen: str, about: str
) -> None:
    page = client.get(f"{NEAR}?city=tabriz&scope=datasets&lang={language}").text
    assert f'<option value="datasets" selected>{chosen}</option>' in page
    assert page.count("<option value=") - page.count("</datalist>") >= 3
    assert about in page
    rows = page.partition("<tbody>")[2]
    assert "/id/city/osa" in rows
    assert "/id/city/baku" not in rows
    link = re.search(r'href="(/query\?[^"]*datasets[^"]*)"', page)
    assert link
    assert "pv:isPairedWith ?partner" in area(client.get(unescape(link[1])).text)


def test_what_is_no_choice_is_said(client: FlaskClient) -> None:
    for scope in ("elsewhere", ATTACK, "pv:isLinkedWith"):
        response = client.get(NEAR, query_string={"city": "tabriz", "scope": scope, "lang": "fa"})
        assert response.status_code == 400
        assert 'role="alert"' in response.text
        assert "documents, datasets, all" in response.text
        assert "<script>alert" not in response.text


def test_a_number_is_read_in_any_digits_and_nothing_else(client: FlaskClient) -> None:
    near = client.get(NEAR, query_string={"city": "tabriz", "within": "۱۰۰"}).text
    rows = near.partition("<tbody>")[2]
    assert "/id/city/osa" in rows
    assert "/id/city/baku" not in rows
    for within in ("far", "-1", "7.5", '1"^^<x>', "9" * 5000):
        response = client.get(NEAR, query_string={"city": "tabriz", "within": within})
        assert response.status_code == 400
        assert "is no whole number" in response.text


def test_an_answer_says_what_share_of_all_it_counts(client: FlaskClient) -> None:
    page = client.get("/ask/pairs-by-distance?run=1").text
    assert "Of 1 pairs of partners the distance of 1 is known (100%)" in page
    assert '<svg class="chart"' in page
    persian = client.get("/ask/pairs-by-distance?run=1&lang=fa").text
    assert "فاصلهٔ ۱ جفت دانسته است (۱۰۰" in persian
    # The numbers are told in words, and are no columns.
    assert page.count("<th ") == 3
    none = client.get("/ask/pairs-by-distance?run=1&scope=documents").text
    assert "Of 0 pairs of partners" in none
    assert text("no-rows", "en") in none


def test_a_transliteration_is_marked(client: FlaskClient) -> None:
    page = client.get(NEAR + "?city=tabriz&lang=fa").text
    assert '<bdi lang="und-arab-t-und-latn">اسا</bdi>' in page
    assert page.count(text("transliterated", "fa")) == 1


def test_a_question_without_parameters_is_run_when_asked(client: FlaskClient) -> None:
    assert "<table>" not in client.get("/ask/partner-counts").text
    assert 'role="status"' in client.get("/ask/partner-counts?run=1").text
    assert client.get("/ask/no-such-question").status_code == 404
    assert client.get("/ask/types").status_code == 404, "derive queries are no questions"


def test_a_spreadsheet_gets_the_mark_and_the_headings_that_it_needs(client: FlaskClient) -> None:
    page = client.get(f"{NEAR}?city=tabriz&lang=fa").text
    (link,) = re.findall(r'href="(/ask/[^"]*format=csv[^"]*)"', page)
    found = client.get(unescape(link))
    assert found.mimetype == "text/csv"
    # Without it Excel takes Persian for Latin letters.
    assert found.data.startswith(b"\xef\xbb\xbf")
    headings, *rows = found.text.removeprefix("\ufeff").splitlines()
    assert all(re.search("[آ-ی]", heading) for heading in headings.split(","))
    assert len(rows) == page.partition("<tbody>")[2].count("<tr>")
    assert any("باکو" in row and "https://w3id.org/peyvand/id/city/baku" in row for row in rows)
    none = client.get("/ask/pairs-by-distance?run=1&scope=documents&format=csv").text
    # What the caveat tells has its row where nothing else is found.
    assert len(none.splitlines()) == 2


def test_a_parameter_that_may_be_left_out_narrows_the_answer_when_it_is_given(
    client: FlaskClient,
) -> None:
    form = client.get("/ask/sessions-of-body").text
    assert 'name="body" value=""' in form
    assert "required" not in form.partition('name="body"')[2].partition(">")[0]
    for asked, narrowed in (("run=1", False), ("body=", False), ("body=organisation/uclg", True)):
        page = client.get(f"/ask/sessions-of-body?{asked}")
        assert page.status_code == 200
        assert 'role="status"' in page.text
        assert bool(re.search(r'href="/query\?[^"]*body=[^"]*uclg', page.text)) is narrowed
    assert client.get("/ask/sessions-of-body?run=1&body=zzzz").status_code == 400


def test_every_parameter_has_a_name_in_both_languages() -> None:
    names = {
        name for query in read_catalogue(root() / "queries").queries for name in query.parameters
    }
    assert names
    assert not [name for name in names if f"parameter-{name}" not in texts("en")]


def test_names_in_two_languages_are_one_column() -> None:
    shown = columns(["city", "partner", "partnerFa", "partnerEn", "yearRead", "topicEn"], "en")
    assert [one.heading for one in shown] == ["city", "partner", "year read", "topic"]
    assert heading("partner", "fa") == columns(["partner"], "fa")[0].heading == "شریک"
    row = {
        "city": {"type": "uri", "value": "javascript:alert(1)"},
        "partner": {"type": "uri", "value": "https://w3id.org/peyvand/id/city/baku"},
        "partnerEn": {"type": "literal", "value": "Baku", "xml:lang": "en"},
        "yearRead": {"type": "literal", "value": "2004"},
    }
    made = [one for (one,) in cells(row, shown, "en")]
    assert [cell.text for cell in made] == ["javascript:alert(1)", "Baku", "2004", ""]
    assert [one.heading for one in columns(["city", "cityEn", "n"], "en", {"city"})] == ["n"]
    assert cells(row, shown, "en", local)[1][0].href == "/id/city/baku"
    assert [cell.href for cell in made] == ["", "https://w3id.org/peyvand/id/city/baku", "", ""]
    count = {"n": {"type": "literal", "value": "12345", "datatype": XSD_INTEGER}}
    assert cells(count, columns(["n"], "fa"), "fa")[0][0].text == "۱۲٬۳۴۵"


def test_headings_of_questions_are_in_persian_too() -> None:
    store, found = Store(), set()
    for query in read_catalogue(root() / "queries").queries:
        answer = store.query(query.bound())
        if not isinstance(answer, QuerySolutions):
            continue
        names = [variable.value for variable in answer.variables]
        known = query.parameters.keys() | told(query)
        found |= {one.heading for one in columns(names, "en", known)}
    # What an answer has more as of a day.
    found |= {one.heading for one in columns([IN_FORCE, SAID], "en")}
    assert found == set(texts("en", "heading").values())
    assert texts("en", "heading").keys() == texts("fa", "heading").keys()


def test_scripts_have_the_texts_they_show() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (FRONT / "src").glob("*.js"))
    used = set(re.findall(r'\bt\(\s*"([a-z-]+)"', code))
    used |= {f"view-{name}" for name in re.findall(r'^  \["(\w+)", ', code, re.MULTILINE)}
    drawn = re.findall(r'\bopened\(\s*"(\w+)"', code)
    assert len(drawn) >= 2
    used |= {f"{name}-opening" for name in drawn}
    assert len(used) > 40
    assert not used - set(scripts("en")) - set(editor._SHARED)
    # Nothing stays unused: a key stands somewhere in the code, or is put together there.
    made = {"view-", "chart-"}
    known = used | {f"{name}-failed" for name in drawn}
    assert not [
        key
        for key in scripts("en")
        if f'"{key}"' not in code
        and key not in known
        and not any(key.startswith(stem) for stem in made)
    ]


def test_packages_are_pinned_by_their_content_and_not_by_a_host() -> None:
    lock = json.loads((FRONT / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: about for name, about in lock["packages"].items() if name}
    assert len(packages) > 20
    assert all(about["integrity"].startswith("sha512-") for about in packages.values())
    assert not [name for name, about in packages.items() if "resolved" in about]
    wanted = json.loads((FRONT / "package.json").read_text(encoding="utf-8"))
    exact = {**wanted["dependencies"], **wanted["devDependencies"]}
    assert all(re.fullmatch(r"[\d.]+", version) for version in exact.values())
