"""What registers hold stands on pages: who entered it when, what took its place, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store

from peyvand.web.app import create_app

DATA = """
@prefix agreement: <https://w3id.org/peyvand/id/agreement/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix claim: <https://w3id.org/peyvand/id/claim/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix file: <https://w3id.org/peyvand/id/register-file/> .
@prefix graph: <https://w3id.org/peyvand/graph/> .
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix register: <https://w3id.org/peyvand/id/register/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
register:arak rdfs:label "Register of Arak"@en, "دفتر ثبت اراک"@fa .
city:arak a pv:City ; rdfs:label "Arak"@en, "اراک"@fa .
city:shiraz a pv:City ; rdfs:label "Shiraz"@en, "شیراز"@fa .
agreement:arak-shiraz a pv:Agreement ; pv:hasParty city:arak, city:shiraz ;
  pv:signed "2024-05-01"^^edtf:EDTF ; rdfs:label "Agreement of Arak and Shiraz"@en .
file:arak-7 rdfs:label "File 7"@en .
graph:register-arak {
  claim:arak-1 a pv:Claim ; pv:about agreement:arak-shiraz ; pv:property pv:signed ;
    pv:reading "2023-05-01"^^edtf:EDTF ; pv:asPrinted "۱۱ اردیبهشت ۱۴۰۲" ;
    pv:isStatedIn file:arak-7 ; pv:isEnteredBy register:arak ;
    pv:enteredOn "2024-06-01T10:00:00Z"^^xsd:dateTime .
  claim:arak-2 a pv:Claim ; pv:about agreement:arak-shiraz ; pv:property pv:signed ;
    pv:reading "2024-05-01"^^edtf:EDTF ; pv:asPrinted "۱۲ اردیبهشت ۱۴۰۳" ;
    pv:replaces claim:arak-1 ; pv:reason "The year was wrong."@en, "سال نادرست بود."@fa ;
    pv:isStatedIn file:arak-7 ; pv:isEnteredBy register:arak ;
    pv:enteredOn "2024-06-02T10:30:00Z"^^xsd:dateTime .
}
"""
HISTORY = {
    "en": (
        "History of this value",
        *("Register of Arak", "1 June 2024 (12 Khordad 1403), 10:00 UTC"),
        *("2 June 2024 (13 Khordad 1403), 10:30 UTC", "The year was wrong."),
        *("1 May 2023 (11 Ordibehesht 1402)", "1 May 2024 (12 Ordibehesht 1403)"),
    ),
    "fa": (
        "تاریخچهٔ این مقدار",
        *("دفتر ثبت اراک", "۱ ژوئن ۲۰۲۴ (۱۲ خرداد ۱۴۰۳)، ساعت ۱۰:۰۰ به وقت جهانی"),
        *("۲ ژوئن ۲۰۲۴ (۱۳ خرداد ۱۴۰۳)، ساعت ۱۰:۳۰ به وقت جهانی", "سال نادرست بود."),
        *("۱ مهٔ ۲۰۲۳ (۱۱ اردیبهشت ۱۴۰۲)", "۱ مهٔ ۲۰۲۴ (۱۲ اردیبهشت ۱۴۰۳)"),
    ),
}


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    app = create_app(store)
    yield app.test_client()
    app.extensions["peyvand"].close()


def section(page: str, name: str) -> str:
    """The heading of a section of a page, and its table."""
    _, found, rest = page.partition(f'<h2 id="{name}">')
    assert found, name
    heading, _, rest = rest.partition("</h2>")
    return heading + rest[rest.index("<table") : rest.index("</table>")]


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("claim", ["arak-1", "arak-2"])
def test_the_history_of_a_value(client: FlaskClient, language: str, claim: str) -> None:
    shown = section(client.get(f"/page/claim/{claim}?lang={language}").text, "history")
    for words in HISTORY[language]:
        assert words in shown, words
    assert shown.index("/id/claim/arak-1") < shown.index("/id/claim/arak-2")


@pytest.mark.parametrize("language", ["en", "fa"])
def test_an_agreement_shows_what_was_entered_of_it(client: FlaskClient, language: str) -> None:
    page = client.get(f"/page/agreement/arak-shiraz?lang={language}").text
    entered = section(page, "entered")
    for words in HISTORY[language][1:]:
        assert words in entered, words
    # The earlier value leads to the one in its place, which stands beside the reason.
    first, second = re.findall(r"<tr>.*?</tr>", entered, re.DOTALL)[1:]
    assert "/id/claim/arak-2" in first
    assert "۱۱ اردیبهشت ۱۴۰۲" in first
    assert "/id/claim/arak-1" not in second
    evidence = section(page, "evidence")
    assert evidence.count('class="replaced"') == 1
    assert HISTORY[language][1] in evidence


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_register_and_a_file_show_what_rests_on_them(client: FlaskClient, language: str) -> None:
    registered = section(client.get(f"/page/register/arak?lang={language}").text, "registered")
    for words in (*HISTORY[language][2:4], *HISTORY[language][5:]):
        assert words in registered, words
    # The latest first; that which was corrected leads to what took its place.
    latest, first = re.findall(r"<tr>.*?</tr>", registered, re.DOTALL)[1:]
    assert "/id/claim/arak-1" not in latest
    assert "/id/claim/arak-1" in first
    assert "/id/claim/arak-2" in first
    assert "File 7" in latest
    file = client.get(f"/page/register-file/arak-7?lang={language}").text
    assert "<td" in section(file, "states")


@pytest.mark.parametrize("path", ["agreement/arak-shiraz", "city/arak"])
def test_what_was_corrected_is_no_rival(client: FlaskClient, path: str) -> None:
    page = client.get(f"/page/{path}?lang=en").text
    assert "Where sources differ" not in page
    assert "different readings" not in page.lower()
    assert 'class="problem"' not in page
