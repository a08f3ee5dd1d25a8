"""Every IRI of a thing leads to its page and its data, over real HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, parse
from rdflib import Dataset, Graph, URIRef

from peyvand.settings import Settings
from peyvand.vocabulary.iris import BASE
from peyvand.web.app import create_app
from web.live import Server, publish, running, small_store

ID = BASE + "id/"
# A graph of evidence, whose rows explain a plain statement.
CURATED = BASE + "graph/curated"
DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/peyvand/id/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix claim: <https://w3id.org/peyvand/id/claim/> .
@prefix agreement: <https://w3id.org/peyvand/id/agreement/> .
@prefix graph: <https://w3id.org/peyvand/graph/> .
city:isfahan a pv:City ; rdfs:label "Isfahan"@en, "اصفهان"@fa ;
    pv:hasWikidataItem <http://www.wikidata.org/entity/Q42053> ;
    pv:note [ rdfs:value "a" ; rdfs:seeAlso [ rdfs:value "b" ] ] .
city:baalbek a pv:City, pv:SubnationalPlace, pv:Place ; rdfs:label "Baalbek"@en, "بعلبک"@fa .
city:شیراز a pv:City ; rdfs:label "Shiraz"@en, "شیراز"@fa .
city:leaving a pv:City ; rdfs:label "Leaving"@en, "رونده"@fa .
city:old owl:deprecated true ; dcterms:isReplacedBy city:isfahan .
city:dead owl:deprecated true ; rdfs:label "Dead"@en, "مرده"@fa .
city:split dcterms:isReplacedBy city:isfahan, city:baalbek .
agreement:one a pv:SisterCityAgreement ; rdfs:label "One"@en, "یک"@fa ;
    pv:hasParty city:isfahan, city:baalbek ; pv:signed "2000" .
graph:document-001 {
  claim:C1 a pv:Claim ; pv:about city:isfahan ; pv:property rdfs:label ; pv:reading "Isfahan"@en ;
    pv:isFoundAt <https://w3id.org/peyvand/id/selector/C1> ; pv:context [ rdfs:value "deep" ] .
  <https://w3id.org/peyvand/id/selector/C1> pv:line 7 .
  claim:C2 a pv:Claim ; pv:about city:baalbek .
}
"""
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
KINDS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
    "nq": "application/n-quads",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("things")
    publish(home, small_store(DATA))
    with running(home) as made:
        yield made


def linked(headers: Any) -> dict[tuple[str, str], str]:
    """The targets of a Link header by relation and type."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', headers["Link"])
    return {(relation, kind): target for target, relation, kind in found}


@pytest.mark.parametrize(
    ("accept", "place"),
    [
        (BROWSER["Accept"], "/page/city/isfahan"),
        ("text/turtle", "/data/city/isfahan"),
        ("application/ld+json", "/data/city/isfahan"),
        ("*/*", "/data/city/isfahan"),
        ("", "/data/city/isfahan"),
        ("text/html;q=0.5, application/rdf+xml", "/data/city/isfahan"),
    ],
)
def test_a_thing_leads_to_page_or_data(server: Server, accept: str, place: str) -> None:
    got = server.ask("GET", "/id/city/isfahan", headers={"Accept": accept})
    assert (got.status, got.headers["Location"]) == (303, place)
    assert "Accept" in got.headers["Vary"]
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    links = linked(got.headers)
    assert links["canonical", ""] == ID + "city/isfahan"
    assert links["describedby", "text/turtle"] == "/data/city/isfahan"
    for suffix, kind in KINDS.items():
        assert links["alternate", kind] == f"/data/city/isfahan.{suffix}"


def test_a_type_that_is_not_on_offer_is_refused(server: Server) -> None:
    assert server.ask("GET", "/id/city/isfahan", headers={"Accept": "image/png"}).status == 406
    assert server.ask("GET", "/data/city/isfahan", headers={"Accept": "image/png"}).status == 406


@pytest.mark.parametrize("suffix", KINDS)
def test_a_suffix_names_the_format(server: Server, suffix: str) -> None:
    for part in ("id", "page"):
        got = server.ask("GET", f"/{part}/city/isfahan.{suffix}", headers=BROWSER)
        assert (got.status, got.headers["Location"]) == (303, f"/data/city/isfahan.{suffix}")
    got = server.ask("GET", f"/data/city/isfahan.{suffix}", headers={"Accept": "image/png"})
    assert got.status == 200
    assert got.headers["Content-Type"].partition(";")[0] == KINDS[suffix]
    assert got.headers["Content-Location"] == f"/data/city/isfahan.{suffix}"
    by_accept = server.ask("GET", "/data/city/isfahan", headers={"Accept": KINDS[suffix]})
    assert by_accept.body == got.body
    assert by_accept.headers["ETag"] == got.headers["ETag"]


@pytest.mark.parametrize("part", ["id", "data"])
def test_the_suffix_of_pages_leads_to_the_page(server: Server, part: str) -> None:
    got = server.ask("GET", f"/{part}/city/isfahan.html", headers={"Accept": "text/turtle"})
    assert (got.status, got.headers["Location"]) == (303, "/page/city/isfahan")
    assert server.ask("GET", "/page/city/isfahan.html").headers["Location"] == "/page/city/isfahan"


def test_the_description_is_bounded_and_closed(server: Server) -> None:
    """Its own statements, its blank nodes, its agreements, its claims, and what they mention."""
    got = server.ask("GET", "/data/city/isfahan.nt")
    found = Graph().parse(data=got.text, format="nt")
    isfahan = URIRef(ID + "city/isfahan")
    values = {str(o) for o in found.objects() if str(o) in ("a", "b", "deep")}
    assert values == {"a", "b", "deep"}
    assert {str(s) for s in found.subjects() if isinstance(s, URIRef)} == {
        ID + "city/isfahan",
        ID + "city/baalbek",
        ID + "agreement/one",
        ID + "claim/C1",
        ID + "selector/C1",
    }
    # Of the other party there is the label, and of the agreement no more than type and parties.
    assert len(list(found.predicate_objects(URIRef(ID + "city/baalbek")))) == 2
    assert not list(found.objects(URIRef(ID + "agreement/one"), URIRef(BASE + "ns#signed")))
    assert len(list(found.objects(isfahan, URIRef(BASE + "ns#note")))) == 1


@pytest.mark.parametrize("address", ["city/isfahan.trig", "city/isfahan.nq", "city/isfahan.jsonld"])
def test_claims_stand_in_their_graphs(server: Server, address: str) -> None:
    path, suffix = "/data/" + address, address.rpartition(".")[2]
    query = {"graphs": "1"} if suffix == "jsonld" else ""
    got = server.ask("GET", path, query=query)
    found = Dataset()
    found.parse(data=got.text, format={"trig": "trig", "nq": "nquads", "jsonld": "json-ld"}[suffix])
    subjects = {str(s) for s in found.graph(URIRef(BASE + "graph/document-001")).subjects()}
    assert {ID + "claim/C1", ID + "selector/C1"} <= subjects
    assert ID + "claim/C2" not in subjects
    plain = server.ask("GET", "/data/city/isfahan.jsonld")
    engine = RdfFormat.JSON_LD
    assert {q.graph_name for q in parse(plain.body, format=engine)} == {DefaultGraph()}


def test_what_only_a_named_graph_knows_is_described(server: Server) -> None:
    got = server.ask("GET", "/data/claim/C2.nq")
    assert got.status == 200
    assert all(b"graph/document-001" in line for line in got.body.splitlines() if b"C2" in line)


def test_a_slug_may_be_persian(server: Server) -> None:
    path = "/id/city/%D8%B4%DB%8C%D8%B1%D8%A7%D8%B2"
    got = server.ask("GET", path, headers={"Accept": "text/turtle"})
    assert got.status == 303
    data = server.ask("GET", got.headers["Location"])
    assert "Shiraz" in data.text
    assert server.ask("GET", got.headers["Location"].replace("data", "page")).status == 200


def test_the_tag_is_of_the_description(server: Server) -> None:
    """It stays when something else is written, and changes with the thing."""
    first = server.ask("GET", "/data/city/baalbek.ttl")
    tag = first.headers["ETag"]
    got = server.ask("GET", "/data/city/baalbek.ttl", headers={"If-None-Match": tag})
    assert (got.status, got.body) == (304, b"")
    assert got.headers["ETag"] == tag
    note = '<http://www.w3.org/2000/01/rdf-schema#comment> "x"@en'
    wrote = server.update(f"INSERT DATA {{ <http://x.example/far> {note} }}")
    assert wrote.status == 200, wrote.text
    same = server.ask("GET", "/data/city/baalbek.ttl")
    assert same.headers["ETag"] == tag
    assert same.headers["Peyvand-Version"] != first.headers["Peyvand-Version"]
    said = f"<{ID}city/baalbek> {note}"
    wrote = server.update(f"INSERT DATA {{ {said} GRAPH <{CURATED}> {{ {said} }} }}")
    assert wrote.status == 200, wrote.text
    changed = server.ask("GET", "/data/city/baalbek.ttl", headers={"If-None-Match": tag})
    assert changed.status == 200
    assert changed.headers["ETag"] != tag
    old = server.ask("GET", "/data/city/baalbek.ttl", query={"version": "1"})
    assert old.body == first.body
    assert old.headers["Cache-Control"] == "public, no-cache"
    assert server.ask("GET", "/data/city/baalbek.ttl", query={"version": "99"}).status == 404


def test_other_methods(server: Server) -> None:
    head = server.ask("HEAD", "/data/city/isfahan.ttl")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["ETag"]
    options = server.ask("OPTIONS", "/data/city/isfahan.ttl")
    assert options.headers["Allow"] == "GET, HEAD, OPTIONS"
    refused = server.ask("POST", "/id/city/isfahan", body=b"x")
    assert (refused.status, refused.headers["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_data_is_packed(server: Server, coding: str) -> None:
    got = server.ask("GET", "/data/city/isfahan.nt", headers={"Accept-Encoding": coding})
    plain = server.ask("GET", "/data/city/isfahan.nt")
    assert got.headers["Content-Encoding"] == coding
    assert len(got.body) < len(plain.body)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_an_unknown_thing_names_those_most_like_it(server: Server, language: str) -> None:
    got = server.ask("GET", "/data/city/isfahn", query={"lang": language})
    assert (got.status, got.json["status"], got.json["lang"]) == (404, 404, language)
    assert got.headers["Content-Type"] == "application/problem+json"
    assert got.json["near"][0]["iri"] == ID + "city/isfahan"
    assert server.ask("GET", "/id/city/isfahn", headers={"Accept": "text/turtle"}).status == 404
    page = server.ask("GET", "/page/city/isfahn", query={"lang": language})
    assert page.status == 404
    assert '<a href="/id/city/isfahan">' in page.text
    assert f'lang="{language}"' in page.text


def test_near_things_are_found_by_label_and_kind(server: Server) -> None:
    by_label = server.ask("GET", "/data/city/%D8%A8%D8%B9%D9%84%D8%A8")
    assert by_label.json["near"][0]["iri"] == ID + "city/baalbek"
    by_kind = server.ask("GET", "/data/citty/isfahan")
    assert by_kind.json["near"][0]["iri"] == ID + "city/isfahan"


def test_letters_of_both_keyboards_are_alike(server: Server) -> None:
    """شيراز with the Arabic yeh is شیراز."""
    got = server.ask("GET", "/data/city/%D8%B4%D9%8A%D8%B1%D8%A7%D8%B2")
    assert got.status == 404
    assert got.json["near"][0]["labels"]["fa"] == "شیراز"


@pytest.mark.parametrize(
    "path",
    [
        "/data/city/a%3E%20%7B%7D",
        "/data/city/a%22b",
        "/data/city/a%0Ab",
        "/data/city/%5Cu003e",
        "/data/city/a(b)service",
        "/data/city/a/b",
        "/data/CITY/isfahan",
        "/data/city/",
        "/data/city",
        "/data/city/" + "a" * 300,
    ],
)
def test_no_text_of_a_client_gets_into_a_query(server: Server, path: str) -> None:
    got = server.ask("GET", path)
    assert got.status == 404
    assert got.json["type"].endswith("/problem/not-found")


@pytest.mark.parametrize("part", ["id", "data", "page"])
def test_a_retired_thing_leads_to_its_successor(server: Server, part: str) -> None:
    got = server.ask("GET", f"/{part}/city/old", headers={"Accept": "text/turtle"})
    assert (got.status, got.headers["Location"]) == (301, f"/{part}/city/isfahan")


@pytest.mark.parametrize(
    ("part", "suffix"), [("id", ""), ("data", ""), ("page", ""), ("id", ".ttl"), ("data", ".ttl")]
)
def test_an_item_that_was_decided_to_be_a_city_leads_to_it(
    server: Server, part: str, suffix: str
) -> None:
    got = server.ask("GET", f"/{part}/city/q42053{suffix}", headers={"Accept": "text/turtle"})
    assert (got.status, got.headers["Location"]) == (301, f"/{part}/city/isfahan{suffix}")


def test_an_item_that_is_no_city_is_unknown(server: Server) -> None:
    for name in ("q42", "q042053", "Q42053", "q42053x"):
        assert server.ask("GET", f"/data/city/{name}").status == 404
    assert server.ask("GET", "/data/agreement/q42053").status == 404
    got = server.ask("GET", "/data/city/q42053.ttl", query={"version": "1"})
    assert (got.status, got.headers["Location"]) == (301, "/data/city/isfahan.ttl?version=1")


def test_a_retired_thing_without_successor_is_gone(server: Server) -> None:
    got = server.ask("GET", "/data/city/dead")
    assert (got.status, got.json["successors"]) == (410, [])
    # What was said of it is told to whoever names a version, and to nobody else.
    for _ in range(2):
        named = server.ask("GET", "/data/city/dead.nt", query={"version": "1"})
        assert "Dead" in named.text
        assert server.ask("GET", "/id/city/dead", query={"version": "1"}).status == 303
        assert server.ask("GET", "/data/city/dead").status == 410
    split = server.ask("GET", "/data/city/split")
    assert split.status == 410
    assert split.json["successors"] == [ID + "city/baalbek", ID + "city/isfahan"]
    page = server.ask("GET", "/page/city/split", query={"lang": "fa"})
    assert page.status == 410
    assert 'href="/id/city/baalbek?lang=fa"' in page.text


def test_a_removed_thing_is_gone_and_its_last_version_is_told(server: Server) -> None:
    before = server.ask("GET", "/data/city/leaving").headers["Peyvand-Version"]
    wrote = server.update(f"DELETE WHERE {{ <{ID}city/leaving> ?p ?o }}")
    assert wrote.status == 200, wrote.text
    got = server.ask("GET", "/data/city/leaving")
    assert (got.status, got.json["lastVersion"]) == (410, int(before))
    old = server.ask("GET", "/data/city/leaving.ttl", query={"version": before})
    assert "Leaving" in old.text
    assert server.ask("GET", "/page/city/leaving").status == 410


def test_a_graph_is_served_and_described(server: Server) -> None:
    got = server.ask("GET", "/graph/document-001", headers={"Accept": "text/turtle"})
    assert (got.status, got.headers["Location"]) == (303, "/graphs/document-001")
    assert b"C2" in server.ask("GET", "/graphs/document-001").body
    about = server.ask("GET", "/data/graph/document-001.nt")
    assert "http://rdfs.org/ns/void#triples" in about.text
    page = server.ask("GET", "/graph/document-001", headers=BROWSER)
    assert page.headers["Location"] == "/page/graph/document-001"
    assert server.ask("GET", "/page/graph/document-001").status == 200
    assert server.ask("GET", "/data/graph/document-009").status == 404


def test_a_page_carries_its_data_for_search_engines(server: Server) -> None:
    page = server.ask("GET", "/page/city/isfahan", query={"lang": "fa"})
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page.text, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert data["@type"] == "City"
    assert data["sameAs"] == "http://www.wikidata.org/entity/Q42053"
    assert {"@value": "اصفهان", "@language": "fa"} in data["name"]
    assert "<h1>اصفهان</h1>" in page.text


def test_a_long_description_comes_in_pages_and_none_is_lost(tmp_path: Path) -> None:
    rows = " ".join(
        f"claim:P{n} a pv:Claim ; pv:about city:isfahan ; pv:reading {n} ." for n in range(30)
    )
    publish(tmp_path, small_store(DATA + "graph:document-002 { " + rows + " }"))
    with running(tmp_path, max_description=17) as server:
        seen: set[str] = set()
        path = "/data/city/isfahan.nt"
        pages = 0
        while path:
            got = server.ask("GET", path)
            assert got.status == 200, got.text
            lines = set(got.text.splitlines())
            # Beside the page itself: labels, and the statements of blank nodes.
            own = {line for line in lines if "label" not in line and not line.startswith("_:")}
            assert len(own) <= 17
            seen |= lines
            path = linked(got.headers).get(("next", ""), "")
            pages += 1
        assert pages > 5
        assert all(f"claim/P{n}>" in "".join(seen) for n in range(30))
    with running(tmp_path) as server:
        whole = server.ask("GET", "/data/city/isfahan.nt")
        assert ("next", "") not in linked(whole.headers)
        assert set(whole.text.splitlines()) == seen


def test_the_same_is_answered_under_wsgi() -> None:
    app = create_app(small_store(DATA), Settings(workers=1))
    try:
        client = app.test_client()
        got = client.get("/id/city/isfahan", headers={"Accept": "text/turtle"})
        assert (got.status_code, got.headers["Location"]) == (303, "/data/city/isfahan")
        assert b"Q42053" in client.get("/data/city/isfahan.nt").data
        assert client.get("/page/city/isfahan").status_code == 200
        assert client.get("/page/city/isfahn").status_code == 404
        assert client.get("/ns.ttl").status_code == 200
        assert client.get("/sitemap.xml").status_code == 200
        assert client.get("/dumps/1").json["version"] == 1
        assert client.head("/data/city/isfahan.nt").data == b""
    finally:
        app.extensions["peyvand"].close()
