"""Requests for removal and correction over HTTP, the rulings on them, and what is withdrawn."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from peyvand.errors import TooMany
from peyvand.tokens import Role, Tokens
from peyvand.vocabulary.iris import BASE
from peyvand.web.pages.components.turns import Turns
from peyvand.withdrawal.journal import Journal
from peyvand.wording import say
from waiting import wait_until
from web.live import Got, Server, publish, running, small_store

ID = BASE + "id/"
BROWSER = {"Accept": "text/html"}
SECRET, CONTACT = "the ground that nobody reads", "asker@example.org"
DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix c: <https://w3id.org/peyvand/id/concept/> .
@prefix id: <https://w3id.org/peyvand/id/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix claim: <https://w3id.org/peyvand/id/claim/> .
@prefix document: <https://w3id.org/peyvand/id/document/> .
@prefix request: <https://w3id.org/peyvand/id/request/> .
@prefix ruling: <https://w3id.org/peyvand/id/ruling/> .
@prefix graph: <https://w3id.org/peyvand/graph/> .
city:isfahan a pv:City, pv:SubnationalPlace, pv:Place ; rdfs:label "Isfahan"@en, "اصفهان"@fa .
document:009 a pv:Document ; rdfs:label "Nine"@en, "نه"@fa .
c:request-removal rdfs:label "removal"@en, "برداشتن"@fa . c:request-comment rdfs:label "comment"@en, "نظر"@fa .
c:ruling-refused rdfs:label "refused"@en, "رد"@fa .
graph:requests {
  request:99 a pv:Request ; pv:requestNumber 99 .
  ruling:99 a pv:Ruling ; pv:isRulingOn request:99 .
  claim:C9 a pv:Withdrawal .
}
request:99 a pv:Request ; rdfs:label "request 99"@en ; pv:requestNumber 99 ; pv:isRequestAbout claim:C9 ;
  pv:hasRequestKind c:request-removal ; pv:requestedOn "2026-03-21"^^edtf:EDTF .
ruling:99 a pv:Ruling ; rdfs:label "ruling"@en ; pv:isRulingOn request:99 ; pv:isRuledBy "the editor" ;
  pv:ruledOn "2026-03-25"^^edtf:EDTF ; pv:rulingReason "taken down" .
claim:C9 a pv:Withdrawal ; rdfs:label "withdrawn: claim/C9"@en, "برداشته: claim/C9"@fa ;
  pv:isWithdrawnBy ruling:99 ; pv:wasStatedIn document:009 ; pv:stoodAtLine 12, 7 .
"""  # noqa: E501


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("requests")
    publish(home, small_store(DATA))
    with running(home) as made:
        made.secrets["judge"] = Tokens(home).add("judge", role=Role.RULE)
        made.secrets["arak"] = Tokens(home).add("arak", role=Role.ENTER, about=["city/arak"])
        yield made


def ask(server: Server, **fields: Any) -> Got:
    fields = {"ground": SECRET, "contact": CONTACT} | fields
    kind = {"Content-Type": "application/json"}
    return server.ask("POST", "/requests", body=json.dumps(fields), headers=kind)


def rule(server: Server, number: int, token: str | None = "judge", **fields: Any) -> Got:
    secret = server.secrets[token] if token else None
    kind = {"Content-Type": "application/json"}
    path = f"/requests/{number}/ruling"
    return server.ask("POST", path, body=json.dumps(fields), headers=kind, token=secret)


def test_a_request_is_entered_once_and_its_words_are_shown_nowhere(server: Server) -> None:
    before = server.versions.current().number
    first = ask(server, about="document/009", kind="removal")
    assert (first.status, first.json["first"]) == (201, False)
    number = first.json["number"]
    assert first.headers["Location"] == f"/requests/{number}"
    again = ask(server, about=f"{ID}document/009", kind="removal", ground="otherwise")
    assert (again.status, again.json["number"], again.json["first"]) == (200, number, True)
    # A stranger makes no version.
    assert server.versions.current().number == before
    kept = Journal(server.home).docket().request(number)
    assert kept is not None
    assert (kept.ground, kept.contact) == (SECRET, CONTACT)
    for path in ("/requests", f"/requests/{number}"):
        for form in ("html", "json", "csv"):
            for tag in ("en", "fa"):
                got = server.ask(path=path, query={"format": form, "lang": tag})
                assert got.status == 200
                assert f"{ID}document/009" in got.text or "/id/document/009" in got.text
                assert SECRET not in got.text
                assert CONTACT not in got.text
    assert SECRET not in server.log.read_text(encoding="utf-8")


def test_a_form_leads_to_its_request_and_is_shown_again_with_what_is_wrong(server: Server) -> None:
    fields = {"about": "/page/city/isfahan?lang=fa", "kind": "comment", "ground": "پرسش"}
    got = server.ask("POST", "/requests?lang=fa", body=fields, headers=BROWSER)
    assert got.status == 303
    place = got.headers["Location"]
    assert "اصفهان" in server.ask(path=place, headers=BROWSER).text
    again = server.ask("POST", "/requests?lang=fa", body=fields, headers=BROWSER)
    assert "همین پیش‌تر" in server.ask(path=again.headers["Location"], headers=BROWSER).text
    wrong = {**fields, "about": "city/isfahn"}
    page = server.ask("POST", "/requests?lang=fa", body=wrong, headers=BROWSER)
    assert (page.status, page.headers["Cache-Control"]) == (404, "no-store")
    assert 'value="city/isfahn"' in page.text
    assert f"about={ID}city/isfahan" in page.text.replace("%3A", ":").replace("%2F", "/")


@pytest.mark.parametrize(
    ("fields", "status", "slug"),
    [
        ({"about": "", "kind": "removal"}, 400, "bad-request"),
        ({"about": "city/isfahan", "kind": "revenge"}, 400, "bad-request"),
        ({"about": "city/isfahan", "kind": "removal", "ground": " "}, 400, "bad-request"),
        ({"about": "city/isfahan", "kind": "removal", "ground": "x" * 4001}, 413, "too-large"),
        ({"about": "city/isfahan", "kind": "removal", "ground": ["a", "b"]}, 400, "bad-request"),
        ({"about": "city/isfahan", "kind": "removal", "ground": 3}, 400, "bad-request"),
        ({"about": "city/isfahn", "kind": "removal"}, 404, "unknown"),
        ({"about": "isfahn", "kind": "removal"}, 404, "unknown"),
        ({"about": "graph/requests", "kind": "removal"}, 404, "not-found"),
        ({"about": "?", "kind": "removal"}, 404, "not-found"),
        ({"about": "claim/C9", "kind": "removal"}, 410, "withdrawn"),
    ],
)
def test_what_cannot_be_asked(server: Server, fields: Any, status: int, slug: str) -> None:
    before = len(Journal(server.home).docket().requests)
    got = ask(server, **fields)
    assert (got.status, got.json["type"]) == (status, f"{BASE}problem/{slug}")
    if slug == "unknown":
        assert got.json["near"][0]["iri"] == f"{ID}city/isfahan"
    assert len(Journal(server.home).docket().requests) == before


def test_a_ruling_needs_a_token_for_it_and_a_reason(server: Server) -> None:
    number = ask(server, about="city/isfahan", kind="removal").json["number"]
    refused = {"outcome": "refused", "reason": "It is right."}
    assert rule(server, number, None, **refused).status == 401
    assert rule(server, number, "arak", **refused).status == 403
    assert rule(server, 4711, **refused).status == 404
    assert rule(server, number, outcome="maybe", reason="x").status == 400
    for fields in (
        {"outcome": "refused"},
        {"outcome": "refused", "reason": " \n"},
        {"outcome": "refused", "reason": "x", "what": "city/isfahan"},
        {"outcome": "corrected", "reason": "x"},
        {"outcome": "corrected", "reason": "x", "corrected-by": "city/isfahan"},
    ):
        got = rule(server, number, **fields)
        assert (got.status, got.json["type"]) == (422, f"{BASE}problem/invalid"), fields
    assert Journal(server.home).docket().ruled(number) == ()
    got = rule(server, number, **refused, by="سردبیر")
    assert got.status == 200, got.text[:3000]
    assert got.json["state"] == "refused"
    assert got.json["rulings"][0]["ruledBy"] == "سردبیر"
    told = server.select(
        "SELECT ?reason { ?ruling <https://w3id.org/peyvand/ns#isRulingOn> "
        f"<{ID}request/{number}> ; <https://w3id.org/peyvand/ns#rulingReason> ?reason }}"
    )
    assert told == ["It is right."]
    assert server.versions.current().manifest["kind"] == "rule"
    # What was refused may be ruled on again.
    assert rule(server, number, **refused).json["rulings"][1]["iri"] == f"{ID}ruling/{number}-2"


def test_a_ruling_by_the_form_has_its_token_in_a_field(server: Server) -> None:
    number = ask(server, about="city/isfahan", kind="comment").json["number"]
    path = f"/requests/{number}/ruling?lang=fa"
    fields = {"outcome": "refused", "reason": "", "token": server.secrets["judge"]}
    again = server.ask("POST", path, body=fields, headers=BROWSER)
    assert (again.status, "رأی می‌گوید چرا" in again.text) == (422, True)
    assert server.secrets["judge"] not in again.text
    done = server.ask("POST", path, body={**fields, "reason": "چنین است"}, headers=BROWSER)
    assert done.status == 303
    assert "چنین است" in server.ask(path=done.headers["Location"], headers=BROWSER).text


def test_whoever_rules_enters_nothing(server: Server) -> None:
    text = f"INSERT DATA {{ GRAPH <{BASE}graph/x> {{ <x:a> <x:b> 1 }} }}"
    assert server.update(text, server.secrets["judge"]).status == 403


def test_the_list_is_asked_by_state(server: Server) -> None:
    ask(server, about="document/009", kind="correction")
    for state in ("open", "refused"):
        rows = server.ask(path="/requests", query={"state": state}).json["requests"]
        assert rows
        assert {row["state"] for row in rows} == {state}
    assert server.ask(path="/requests", query={"state": "lost"}).status == 404
    assert server.ask(path="/requests/4711").status == 404


def test_what_is_withdrawn_answers_with_the_ruling(server: Server) -> None:
    for part in ("id", "data", "page"):
        got = server.ask(path=f"/{part}/claim/C9", headers={"Accept": "application/json"})
        assert got.status == 410
    told = server.ask(path="/data/claim/C9").json
    assert told["type"] == f"{BASE}problem/withdrawn"
    assert (told["request"], told["reason"]) == (99, "taken down")
    assert (told["document"], told["lines"]) == (f"{ID}document/009", [7, 12])
    for path, accept in (("/id/claim/C9", "text/turtle"), ("/data/claim/C9.ttl", "*/*")):
        turtle = server.ask(path=path, headers={"Accept": accept})
        assert (turtle.status, "pv:isWithdrawnBy" in turtle.text) == (410, True)
    for tag, words in (("en", "It was withdrawn"), ("fa", "برداشته شده است")):
        page = server.ask(path="/page/claim/C9", query={"lang": tag}, headers=BROWSER)
        assert (page.status, words in page.text) == (410, True)
        assert f"/requests/99?lang={tag}" in page.text
    # No older version tells more.
    assert server.ask(path="/data/claim/C9", query={"version": "1"}).status == 410
    # It is nothing that anybody is led to.
    assert "C9" not in json.dumps(server.ask(path="/data/claim/C8").json["near"])


def test_every_page_leads_to_the_form_about_what_it_shows(server: Server) -> None:
    page = server.ask(path="/page/city/isfahan", query={"lang": "fa"}, headers=BROWSER)
    assert "/requests/new?about=city/isfahan&amp;lang=fa" in page.text.replace("%2F", "/")
    form = server.ask(path="/requests/new", query={"about": "city/isfahan"}, headers=BROWSER)
    assert 'value="city/isfahan"' in form.text
    home = server.ask(path="/", headers=BROWSER)
    assert "/requests/new?lang=en" in home.text
    # Of the ontology, a term of it and a graph the form knows nothing.
    for path in ("/page/ns", "/page/ns/signed", "/page/graph/document-001"):
        shown = server.ask(path=path, query={"lang": "en"}, headers=BROWSER)
        assert "/requests/new?lang=en" in shown.text, path


def test_an_address_asks_only_so_often() -> None:
    turns = Turns(2, lambda: say("requests-often", limit=2))
    turns.take("a")
    turns.take("a")
    with pytest.raises(TooMany):
        turns.take("a")
    turns.take("b")


def test_what_is_granted_goes_from_every_version(tmp_path: Path) -> None:
    publish(tmp_path, small_store(DATA))
    # The server goes on as another process, with the arguments that it was begun with.
    with running(tmp_path, (sys.executable, "-m", "peyvand")) as server:
        server.secrets["judge"] = Tokens(tmp_path).add("judge", role=Role.RULE)
        number = ask(server, about="document/009", kind="removal").json["number"]
        granted = {"outcome": "granted", "reason": "It was taken down."}
        assert server.ask(path="/data/document/009").status == 200
        got = rule(server, number, **granted)
        assert (got.status, got.json["state"]) == (202, "granted")
        assert got.json["rulings"][-1]["withdraws"] == [f"{ID}document/009"]

        def is_gone() -> bool:
            try:
                told = server.ask(path="/data/document/009", query={"version": "1"})
            except ConnectionError:
                return False
            # Nobody is told what it was while versions are made anew.
            assert told.status in (410, 503)
            return told.status == 410

        wait_until(is_gone, "every version is made anew")
        assert server.ask(path="/data/document/009").json["reason"] == "It was taken down."
        assert rule(server, number, **granted).status == 422
        assert ask(server, about="document/009", kind="comment").status == 410
