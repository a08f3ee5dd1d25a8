"""Entering by forms: checked first, written then; and the pages, lists and counts show it."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from needs import VALIDATOR, needs, node
from peyvand.graph.build import Graph
from web.browser import browser
from web.live import (
    FORM,
    Fields,
    Got,
    Server,
    with_registers,
)

__all__ = ["browser"]
AGREEMENT = "/register/agreement"
ENTRY = [
    *[("parties[]", "اراک"), ("parties[]", "شیراز"), ("kind", "SisterCityAgreement")],
    ("date", "۱۲ اردیبهشت ۱۴۰۳"),
]
FILE = [
    *[("source_number", "۱۴۰۳/۷"), ("source_date", "اردیبهشت ۱۴۰۳")],
    ("source_office", "شهرداری اراک / Municipality of Arak"),
]
MOVED = {"en": "The graph has moved on", "fa": "گراف دگرگون شده است"}
CHECKED = {"en": "Nothing is written yet.", "fa": "هنوز چیزی نوشته نشده است."}
OF_ARAK = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
SELECT ?foreign ?domestic { <https://w3id.org/peyvand/id/city/arak>
  pv:foreignPartnerCountInAllSources ?foreign ; pv:domesticPartnerCountInAllSources ?domestic }
"""
OF_PAIR = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
SELECT ?scope ?signed ?stage ?linked {
  BIND(<https://w3id.org/peyvand/id/agreement/arak-shiraz> AS ?pair)
  ?pair pv:hasScope ?scope ; pv:signed ?signed .
  ?event pv:isStageOf ?pair ; pv:reachedStage ?stage .
  BIND(EXISTS { <https://w3id.org/peyvand/id/city/arak> pv:isLinkedWith
    <https://w3id.org/peyvand/id/city/shiraz> } AS ?linked)
}
"""
CONCEPT = "https://w3id.org/peyvand/id/concept/"


@pytest.fixture(scope="module")
def server(graph: Graph, once: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with with_registers(tmp_path_factory.mktemp("register"), graph, once) as started:
        yield started


def post(
    server: Server, fields: list[tuple[str, str]], language: str = "en", path: str = AGREEMENT
) -> Got:
    headers = {"Content-Type": FORM, "Accept": "text/html"}
    return server.ask("POST", f"{path}?lang={language}", body=urlencode(fields), headers=headers)


def check(server: Server, fields: list[tuple[str, str]], language: str = "en") -> Got:
    return post(server, [*fields, ("token", server.secrets["arak"]), ("step", "check")], language)


def write(server: Server, checked: Got, language: str = "en") -> Got:
    sent = [*Fields(checked.text).sent, ("token", server.secrets["arak"]), ("step", "write")]
    return post(server, sent, language)


def entry(parties: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    """An entry about the agreement of some places."""
    return [*(("parties[]", name) for name in parties.split(" – ")), *FILE, *more]


def pairs(server: Server) -> int:
    """How many rows the question for domestic pairs has."""
    page = server.ask(path="/ask/domestic-pairs?run=1&lang=en").text
    found = re.search(r'<p role="status">(\d+) ', page)
    assert found
    return int(found[1])


def version(server: Server) -> int:
    return int(server.ask(path="/version").json["version"])


def test_an_entry_is_checked_then_written_and_shown_everywhere(server: Server) -> None:
    before, known = pairs(server), version(server)
    assert server.select(OF_ARAK) == ["4,0"]

    checked = check(server, [*ENTRY, *FILE], "fa")
    assert checked.status == 200, checked.text
    assert CHECKED["fa"] in checked.text
    # Each statement in words, as it was entered, as it is read, and what follows from it.
    for words in ("پیمان اراک و شیراز", "۱ مهٔ ۲۰۲۴ (۱۲ اردیبهشت ۱۴۰۳)", "2024-05-01", "داخلی"):
        assert words in checked.text, words
    # What is missing is told, and nothing is written.
    assert "امضاها" in checked.text
    assert (version(server), pairs(server)) == (known, before)
    assert ("version", str(known)) in Fields(checked.text).sent

    written = write(server, checked, "fa")
    assert written.status == 303, written.text
    place = written.headers["Location"]
    assert written.headers["Peyvand-Version"] == str(version(server)) == str(known + 1)
    page = server.ask(path=place).text
    for path in ("/id/agreement/arak-shiraz", "/id/city/arak", "/id/city/shiraz"):
        assert f'href="{path}?lang=fa"' in page

    (row,) = server.select(OF_PAIR)
    assert row == f"{CONCEPT}domestic,2024-05-01,{CONCEPT}stage-signed,true"
    assert server.select(OF_ARAK) == ["4,1"]
    assert pairs(server) == before + 1
    agreement = server.ask(path="/page/agreement/arak-shiraz?lang=fa").text
    for words in ("داخلی", "۱ مهٔ ۲۰۲۴ (۱۲ اردیبهشت ۱۴۰۳)", "دفتر ثبت arak", "۱۴۰۳/۷"):
        assert words in agreement, words
    for city, other in (("arak", "شیراز"), ("shiraz", "اراک")):
        partners = server.ask(path=f"/page/city/{city}?lang=fa").text
        partners = partners[partners.index('id="partners"') :]
        assert other in partners
        assert "/id/agreement/arak-shiraz" in partners


def test_the_map_shows_what_was_entered(server: Server) -> None:
    def lines() -> int:
        return server.ask(path="/map.svg?lang=en").text.count("M")

    before, secret = lines(), ("token", server.secrets["isfahan"])
    checked = post(server, [*entry("Isfahan – Shiraz"), secret, ("step", "check")])
    written = post(server, [*Fields(checked.text).sent, secret, ("step", "write")])
    assert written.status == 303, written.text
    page = server.ask(path="/page/agreement/isfahan-shiraz?lang=en").text
    assert "<svg" in page
    # Of no kind that is told, it is an agreement all the same.
    partners = server.ask(path="/page/city/isfahan?lang=en").text
    assert "/id/agreement/isfahan-shiraz" in partners
    assert lines() > before


def test_what_was_checked_on_an_older_version_is_checked_anew(server: Server) -> None:
    first = check(server, entry("Arak – Tabriz", ("date", "2016-05")))
    second = check(server, entry("Arak – Yazd", ("date", "1387")))
    assert write(server, first).status == 303
    known = version(server)
    for language in ("en", "fa"):
        refused = write(server, second, language)
        assert refused.status == 412
        assert MOVED[language] in refused.text
        assert CHECKED[language] in refused.text
        assert version(server) == known
    # It holds the version of now, with which it can be written.
    assert write(server, refused).status == 303
    assert version(server) == known + 1


def test_near_duplicates_are_linked(server: Server) -> None:
    checked = check(server, entry("Arak – Batumi", ("date", "2016")))
    assert checked.status == 200
    warned = checked.text[checked.text.index('id="warnings-head"') :].partition("</section>")[0]
    assert 'href="/id/agreement/arak-batumi' in warned


@pytest.mark.parametrize("language", ["en", "fa"])
def test_problems_stand_at_their_fields(server: Server, language: str) -> None:
    known = version(server)
    sent = [*entry("اراک – atlantis", ("date", "--,,//"), ("note", "<b>&"))]
    refused = check(server, sent, language)
    assert refused.status == 422
    page = refused.text
    summary = page[page.index('id="problems"') :].partition("</section>")[0]
    for name in ("parties", "date"):
        assert f'href="#field-{name}"' in summary
        described = re.search(rf'id="field-{name}"[^>]*aria-describedby="([^"]*)"', page)
        assert described
        ids = described[1].split()
        assert f"problem-{name}-1" in ids
        assert all(f'id="{one}"' in page for one in ids)
    assert "atlantis" in summary
    # What was entered stands there again, the token does not.
    assert 'value="atlantis"' in page
    assert 'value="--,,//"' in page
    assert "&lt;b&gt;&amp;" in page
    assert server.secrets["arak"] not in page
    assert version(server) == known


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize(("token", "status"), [("", 401), ("pv_unknown", 401), ("isfahan", 403)])
def test_who_may_not_is_told_and_loses_nothing(
    server: Server, language: str, token: str, status: int
) -> None:
    known = version(server)
    secret = server.secrets.get(token, token)
    sent = [*entry("Arak – Batumi", ("note", "kept")), ("token", secret), ("step", "check")]
    refused = post(server, sent, language)
    assert refused.status == status
    assert f'lang="{language}"' in refused.text[:60]
    assert 'role="alert"' in refused.text
    assert 'value="Batumi"' in refused.text
    assert ">\nkept</textarea>" in refused.text
    assert (refused.headers["WWW-Authenticate"] is not None) == (status == 401)
    assert version(server) == known


@pytest.mark.parametrize("language", ["en", "fa"])
def test_what_is_no_form_of_this_server_is_refused(server: Server, language: str) -> None:
    large = post(server, [("note", "x" * 1_000_000)], language)
    assert (large.status, f'lang="{language}"' in large.text[:60]) == (413, True)
    path, accept = f"{AGREEMENT}?lang={language}", {"Accept": "text/html"}
    other = server.ask("POST", path, body="{}", headers={**accept, "Content-Type": "text/plain"})
    assert (other.status, f'lang="{language}"' in other.text[:60]) == (415, True)
    assert server.ask(path=f"/register/marriage?lang={language}", headers=accept).status == 404
    assert server.ask("PUT", path, headers=accept).status == 405


def test_nothing_is_remembered_and_the_token_is_told_nobody(server: Server) -> None:
    secret = server.secrets["arak"]
    checked = check(server, entry("Arak – Sari"))
    answers = [checked, write(server, checked), server.ask(path=AGREEMENT)]
    answers.append(check(server, entry("atlantis")))
    for got in answers:
        assert "Set-Cookie" not in got.headers
        assert secret not in got.text
        assert secret not in str(got.headers)
    for got in (checked, answers[3]):
        assert got.headers["Cache-Control"] == "no-store"
    assert secret not in server.log.read_text(encoding="utf-8")
    graph = server.ask(path="/graphs?graph=https://w3id.org/peyvand/graph/register-arak")
    assert secret not in graph.text


def test_what_was_checked_can_be_changed(server: Server) -> None:
    checked = check(server, entry("Arak – Mashhad", ("purpose[]", "one\ntwo")))
    again = post(server, [*Fields(checked.text).sent, ("step", "edit")])
    assert again.status == 200
    assert 'value="Mashhad"' in again.text
    assert ">\none\ntwo</textarea>" in again.text


def test_a_value_is_corrected_and_its_history_shown(server: Server) -> None:
    secret = ("token", server.secrets["arak"])
    checked = check(server, entry("Arak – Gorgan", ("date", "1387")))
    place = write(server, checked).headers["Location"]
    thing = re.search(r"agreement/[a-z-]+", place)
    assert thing
    claim = server.select(
        "PREFIX pv: <https://w3id.org/peyvand/ns#> SELECT ?claim { GRAPH ?g { ?claim pv:about "
        f"<https://w3id.org/peyvand/id/{thing[0]}> ; pv:property pv:signed }} }}"
    )[0].rpartition("/")[2]
    page = server.ask(path=f"/page/claim/{claim}?lang=en").text
    assert f'href="/register/correction?claim={claim}&amp;lang=en"' in page
    sent = [("claim", claim), ("value[]", "1388"), ("reason", "It was found."), *FILE, secret]
    path = "/register/correction"
    checked = post(server, [*sent, ("step", "check")], path=path)
    assert checked.status == 200, checked.text
    assert f"/id/claim/{claim}" in checked.text
    assert "It was found." in checked.text
    written = post(server, [*Fields(checked.text).sent, secret, ("step", "write")], path=path)
    assert written.status == 303, written.text
    history = server.ask(path=f"/page/claim/{claim}?lang=en").text
    history = history[history.index('id="history"') :]
    for words in ("1387", "1388", "It was found.", "Register of arak"):
        assert words in history, words
    agreement = server.ask(path=f"/page/{thing[0]}?lang=en").text
    assert "20 March 2009" in agreement or "21 March 2009" in agreement


def test_the_pages_of_a_city_and_an_agreement_lead_to_forms(server: Server) -> None:
    city = server.ask(path="/page/city/arak?lang=fa").text
    place = f"{AGREEMENT}?{urlencode({'parties': 'city/arak', 'lang': 'fa'})}"
    assert place.replace("&", "&amp;") in city
    assert 'value="city/arak"' in server.ask(path=place).text
    agreement = server.ask(path="/page/agreement/arak-batumi?lang=en").text
    assert "/register/activity?agreement=" in agreement
    assert "Register, correct this" in agreement
    for kind in ("stage", "task"):
        assert f"/register/{kind}?of=agreement%2Farak-batumi" in agreement
    renewal = "/register/agreement?renews=agreement%2Farak-batumi&amp;lang=en"
    assert f'href="{renewal}">Agreement that renews this one<' in agreement
    bill = server.ask(path="/page/proposal/twinning-bill?lang=en").text
    assert "/register/stage?of=proposal%2Ftwinning-bill" in bill
    for kind, field in (("task", "of"), ("accession", "city"), ("proposal", "of")):
        assert f"/register/{kind}?{field}=city%2Farak" in city
    stage = server.ask(path="/register/stage?of=agreement/arak-batumi&lang=fa").text
    assert 'value="agreement/arak-batumi"' in stage


WRONG_STAGES = [
    ([("stage", "ended"), ("cause", "expiry"), ("date", "1990")], "date", "1990"),
    ([("stage", "ended"), ("date", "2020")], "cause", "2020"),
    ([("stage", "tabled"), ("date", "2020")], "stage", "2020"),
    ([("stage", "ended"), ("cause", "expiry"), ("due", "2027-02-30")], "due", "2027-02-30"),
]


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize(("fields", "field", "kept"), WRONG_STAGES)
def test_what_is_wrong_with_a_stage_stands_at_its_field(
    server: Server, fields: list[tuple[str, str]], field: str, kept: str, language: str
) -> None:
    known = version(server)
    sent = [("of", "agreement/arak-batumi"), *fields, *FILE, ("token", server.secrets["arak"])]
    got = post(server, [*sent, ("step", "check")], language, "/register/stage")
    assert got.status == 422
    assert f'id="problem-{field}-1"' in got.text
    assert f'href="#field-{field}"' in got.text
    assert f'value="{kept}"' in got.text
    assert f'lang="{language}"' in got.text[:60]
    # Written at once, it is refused as well, and nothing of it stays.
    written = [*sent, ("step", "write"), ("version", str(known))]
    assert post(server, written, language, "/register/stage").status == 422
    assert version(server) == known


@pytest.mark.parametrize("kind", ["stage", "task", "accession"])
def test_a_stage_of_others_is_entered_by_those_whose_it_is(server: Server, kind: str) -> None:
    rows = {
        "stage": [("of", "agreement/isfahan-xian"), ("stage", "idea"), ("date", "1999")],
        "task": [("of", "agreement/isfahan-xian"), ("awaits", "permits")],
        "accession": [("city", "city/isfahan"), ("network", "organisation/unesco-creative-cities")],
    }[kind]
    for name, status in (("arak", 403), ("isfahan", 200)):
        sent = [*rows, *FILE, ("token", server.secrets[name]), ("step", "check")]
        assert post(server, sent, path=f"/register/{kind}").status == status


@pytest.mark.slow
@needs("html-validate", "node")
def test_the_pages_between_are_valid_html(server: Server, tmp_path: Path) -> None:
    config = {
        "root": True,
        "extends": ["html-validate:recommended"],
        "rules": {"no-trailing-whitespace": "off", "long-title": "off"},
    }
    (tmp_path / ".htmlvalidate.json").write_text(json.dumps(config))
    for language in ("en", "fa"):
        pages = {
            "wrong": check(server, entry("Arak – atlantis", ("date", "x")), language),
            "checked": check(server, entry("Arak – Batumi"), language),
            "unknown": post(server, [*entry("Arak"), ("token", "x")], language),
        }
        for name, got in pages.items():
            (tmp_path / f"{name}-{language}.html").write_text(got.text, encoding="utf-8")
    command = [*node(), str(VALIDATOR), "--formatter", "text", str(tmp_path / "*.html")]
    told = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert (told.returncode, told.stdout.strip()) == (0, "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "fields",
    [
        [("parties[]", "\0"), ("parties[]", "Arak")],
        [("parties[]", "Arak"), ("parties[]", "\u202e<script>" * 200)],
        [("date", "۱" * 5000)],
        [("signatures-party[]", ":"), ("signatures-person[]", ",,,")],
        [("note", "\0"), ("purpose[]", "\x01\ufffe")],
        [("source", "https://w3id.org/peyvand/id/document/001> ?x")],
        [("kind", "پیمان"), ("areas[]", "x"), ("grounds[]", "'; DROP")],
        [("version", "0"), ("step", "write")],
        [("step", "x"), ("step", "y")],
    ],
)
def test_odd_entries_are_answered_as_entries(server: Server, fields: list[tuple[str, str]]) -> None:
    sent = [*entry("Arak – Shiraz"), *fields]
    sent = [one for one in sent if one[0] not in {name for name, _ in fields}] + fields
    got = post(server, [*sent, ("token", server.secrets["arak"])])
    assert got.status in (200, 400, 422), got.text
    assert "<script>" not in got.text
    assert "</html>" in got.text


@pytest.mark.parametrize(
    ("kind", "fields", "shown"),
    [
        ("place", [("place", "اراک"), ("population", "۵۲۰٬۹۴۴")], "520,944"),
        (
            "activity",
            [
                *[("name_en", "Workshop of Arak"), ("name_fa", "کارگاه اراک")],
                *[("kind", "Workshop"), ("agreement", "agreement/arak-batumi"), ("date", "1402")],
            ],
            "Workshop of Arak",
        ),
        (
            "stage",
            [
                *[("of", "agreement/arak-batumi"), ("stage", "permits"), ("date", "2012")],
                *[
                    ("approved_by[]", "وزارت کشور ایران / Interior of Iran"),
                    ("outcome", "approved"),
                ],
            ],
            "permits",
        ),
        (
            "task",
            [("of", "agreement/arak-batumi"), ("awaits", "delegations"), ("due", "2027-03-01")],
            "1 March 2027",
        ),
        (
            "accession",
            [
                *[
                    ("city", "اراک"),
                    ("network", "organisation/unesco-creative-cities"),
                    ("field", "literature"),
                ],
                *[("stage", "selected"), ("date", "1404")],
            ],
            "Accession of Arak",
        ),
        (
            "proposal",
            [
                *[("name_en", "Lessons"), ("name_fa", "درس‌ها"), ("of[]", "city/arak")],
                ("content[]", "To teach the language of the other city."),
            ],
            "To teach the language of the other city.",
        ),
        (
            "statement",
            [
                *[("about", "city/arak"), ("statement[]", "Arak is ready for partners.")],
                ("speaker", "شهرداری اراک / Municipality of Arak"),
            ],
            "Arak is ready for partners.",
        ),
    ],
)
def test_other_kinds_are_entered_alike(
    server: Server, kind: str, fields: list[tuple[str, str]], shown: str
) -> None:
    path, secret = f"/register/{kind}", ("token", server.secrets["arak"])
    checked = post(server, [*fields, *FILE, secret, ("step", "check")], path=path)
    assert checked.status == 200, checked.text
    assert shown in checked.text
    sent = [*Fields(checked.text).sent, secret, ("step", "write")]
    written = post(server, sent, path=path)
    assert written.status == 303, written.text
    place = written.headers["Location"]
    leads = re.findall(r'<li><a href="/id/([^"?]+)', server.ask(path=place).text)
    assert leads
    page = server.ask(path=f"/page/{leads[0]}?lang=en").text
    assert shown in page
    assert "Register of arak" in page
