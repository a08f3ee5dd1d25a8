"""The page ``/screening``: checklists, and what was decided by them; JSON and CSV."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Store

from peyvand.graph.build import Graph
from peyvand.vocabulary.iris import ID
from peyvand.web.app import create_app
from web.words import told as words_of

told = partial(words_of, start="<main", between=" ")

PAGE = {"Accept": "text/html"}
PACT = "agreement/arak-batumi"
FORM = re.compile(r'href="(/register/decision[^"]*)"')
# One item is decided, one put off, one was put off and is decided now, one is taken up again.
DECIDED = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX id: <https://w3id.org/peyvand/id/>
PREFIX item: <https://w3id.org/peyvand/id/checklist-item/link-screening-1->
PREFIX concept: <https://w3id.org/peyvand/id/concept/>
PREFIX screening: <https://w3id.org/peyvand/id/screening/>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
INSERT DATA {
  <https://w3id.org/peyvand/id/agreement/arak-batumi>
    pv:isScreenedBy <https://w3id.org/peyvand/id/checklist/link-screening-1> .
  %s
}
"""
DECISION = """screening:{name} a pv:Screening ; pv:isDecisionOn item:{item} ;
  pv:isDecisionAbout <https://w3id.org/peyvand/id/agreement/arak-batumi> ;
  pv:hasItemOutcome concept:item-{outcome} ; pv:date "{date}"^^edtf:EDTF ;
  pv:isTakenBy <https://w3id.org/peyvand/id/organisation/moi-iran> ; pv:reason "{name}"@en .
"""
DECISIONS = (
    ("a", "constitution", "met", "2012-01-01"),
    ("b", "beliefs", "left-open", "2012-01-01"),
    ("c", "law", "left-open", "2012-01-01"),
    ("d", "law", "waived", "2012-02"),
    ("e", "unesco", "not-met", "2012-01"),
    ("f", "unesco", "left-open", "2012-03-01"),
)


@contextmanager
def deciding(graph: Graph, pact: str) -> Iterator[FlaskClient]:
    """A client of the documents with decisions about an agreement."""
    store = Store()
    store.bulk_extend(graph.store)
    names = ("name", "item", "outcome", "date")
    made = "".join(DECISION.format(**dict(zip(names, one, strict=True))) for one in DECISIONS)
    store.update((DECIDED % made).replace(PACT, pact))
    app = create_app(store)
    yield app.test_client()
    app.extensions["peyvand"].close()


@pytest.fixture(scope="module")
def screened(graph: Graph) -> Iterator[FlaskClient]:
    with deciding(graph, PACT) as client:
        yield client


def of(client: FlaskClient, **asked: Any) -> Any:
    return client.get("/screening", query_string={"format": "json", **asked}).json


def test_the_conditions_of_the_documents_stand_with_their_lines(documents: Flask) -> None:
    client = documents.test_client()
    page = told(client.get("/screening?lang=en", headers=PAGE).text)
    assert "In accord with the constitution the constitution Document 002" in page
    assert "line 7" in page
    assert "Nothing is on record that is screened by a checklist." in page
    persian = told(client.get("/screening?lang=fa", headers=PAGE).text)
    assert "شرط‌های پیوند میان شهرها · نسخهٔ ۱" in persian
    assert [len(one["items"]) for one in of(client)["checklists"]] == [4]
    told_of_it = client.get(f"/screening?of={PACT}&lang=en", headers=PAGE)
    assert "No decision by a checklist is on record about it." in told(told_of_it.text)


def test_the_last_decision_on_an_item_stands(screened: FlaskClient) -> None:
    (one,) = of(screened, of=PACT)["screened"]
    states = {item["iri"].rpartition("-")[2]: item["state"]["en"] for item in one["items"]}
    assert states == {
        "constitution": "met",
        "beliefs": "open",
        "law": "waived",
        "unesco": "open",
    }
    assert {iri.rpartition("-")[2] for iri in one["open"]} == {"beliefs", "unesco"}
    law = next(item for item in one["items"] if item["iri"].endswith("law"))
    assert [it["date"] for it in law["decisions"]] == ["2012-01-01", "2012-02"]
    assert law["decisions"][1]["reason"] == {"en": "d", "fa": "d"}


def test_a_desk_lists_what_is_open_before_signing(screened: FlaskClient, graph: Graph) -> None:
    with deciding(graph, "agreement/isfahan-kyoto") as client:
        english, persian = (
            client.get(f"/desk/city/isfahan?lang={language}", headers=PAGE).text
            for language in ("en", "fa")
        )
    part = english.partition('id="screened"')[2].partition("<h2")[0]
    forms = [parse_qs(urlsplit(html.unescape(link)).query) for link in FORM.findall(part)]
    items = {(form["of"][0], form["item"][0].rpartition("-")[2]) for form in forms}
    assert items == {("agreement/isfahan-kyoto", item) for item in ("beliefs", "unesco")}
    assert "آنچه پیش از امضا باید تصمیم گرفته شود" in persian
    # What is signed is past deciding.
    signed = screened.get("/desk/city/arak?lang=en", headers=PAGE).text
    assert PACT in signed
    assert 'id="screened"' not in signed


def test_the_page_tells_it_in_both_languages(screened: FlaskClient) -> None:
    page = screened.get(f"/screening?of={PACT}&lang=en", headers=PAGE).text
    assert "2 of 4 conditions open" in told(page)
    assert "met Ministry of the Interior of Iran" in told(page)
    assert f"of={PACT.replace('/', '%2F')}" in page or f"of={PACT}" in page
    persian = told(screened.get(f"/screening?of={PACT}&lang=fa", headers=PAGE).text)
    assert "۲ شرط از ۴ شرط باز است" in persian
    agreement = screened.get(f"/page/{PACT}?lang=en", headers=PAGE).text
    assert 'id="screening"' in agreement


def test_csv_has_a_row_for_each_item(screened: FlaskClient) -> None:
    text = screened.get("/screening?format=csv").text
    rows = {row["item"].rpartition("-")[2]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["constitution"]["screened"] == f"{ID}{PACT}"
    assert rows["constitution"]["date"] == "2012-01-01"
    assert rows["beliefs"]["state_fa"] == "باز"


def test_what_is_not_known_is_not_found_and_near_names_are_told(screened: FlaskClient) -> None:
    got = screened.get("/screening?of=agreement/arak-batum&lang=en", headers=PAGE)
    assert got.status_code == 404
    assert f"Near: {PACT}." in told(got.text)
    assert screened.get("/screening?of=agreement/arak-batum&format=json").status_code == 404
    assert of(screened, of="arak-batumi")["screened"]
    assert of(screened, of="پیمان اراک و باتومی", open="1")["screened"]
