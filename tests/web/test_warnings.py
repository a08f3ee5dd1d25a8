"""Beside an answer that is empty stands what the query names and the graph does not have."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, SPARQLWrapper

from web.live import Server, publish, running, small_store

PREFIXES = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX city: <https://w3id.org/peyvand/id/city/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
"""
DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
pv:Agreement a owl:Class ; rdfs:label "Agreement"@en, "پیمان"@fa .
pv:hasParty a owl:ObjectProperty ; rdfs:label "has party"@en, "طرف دارد"@fa .
<https://w3id.org/peyvand/id/agreement/1> a pv:Agreement ; pv:hasParty city:tabriz, city:yazd .
city:tabriz a pv:City ; rdfs:label "Tabriz"@en, "تبریز"@fa ; pv:hasWikidataItem wd:Q80053 .
pv:inCountry skos:closeMatch wdt:P17 .
city:yazd wdt:P190 city:tabriz .
city:yazd a pv:City ; rdfs:label "Yazd"@en .
<https://w3id.org/peyvand/graph/document-001> { city:yazd pv:about city:tabriz }
"""
NS = "https://w3id.org/peyvand/ns#"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("advice")
    publish(home, small_store(DATA))
    with running(home) as found:
        yield found


def warned(server: Server, query: str, **more: Any) -> list[dict[str, Any]]:
    """The warnings beside an answer, which the header names as the body does."""
    got = server.ask(query={"query": PREFIXES + query, **more})
    assert got.status == 200, got.text
    rows = got.json.get("warnings", [])
    header = got.headers.get("Peyvand-Warnings")
    codes = [part.partition(";")[0] for part in header.split(", ")] if header else []
    assert codes == [row["code"] for row in rows]
    assert header is None or header.isascii()
    assert "Peyvand-Warnings" in got.headers["Access-Control-Expose-Headers"]
    for row in rows:
        assert row["written"] in row["message_en"] or row["term"] in row["message_en"]
        assert row["message_fa"] != row["message_en"]
    return list(rows)


@pytest.mark.parametrize(
    ("query", "code", "near"),
    [
        ("SELECT * { ?x a pv:Agrement }", "unknown-term", NS + "Agreement"),
        ("SELECT * { ?x pv:hasPartie ?y }", "unknown-term", NS + "hasParty"),
        ("SELECT * { ?x pv:hasparty ?y }", "unknown-term", NS + "hasParty"),
        ("ASK { ?x a pv:Agrement }", "unknown-term", NS + "Agreement"),
        ("SELECT (COUNT(*) AS ?n) { ?x a pv:Agrement }", "unknown-term", NS + "Agreement"),
        (
            "SELECT * { ?x <http://w3id.org/peyvand/ns#hasParty> ?y }",
            "unknown-iri",
            NS + "hasParty",
        ),
        ("SELECT * { ?x a <https://w3id.org/peyvand/ns/City> }", "unknown-iri", NS + "City"),
        ("SELECT * { ?x a pv:Visit }", "unused-term", None),
        ("SELECT * { ?x a pv:hasParty }", "no-instances", None),
        ("SELECT * { ?x pv:City ?y }", "never-property", None),
        ("SELECT * { ?x pv:about ?y }", "only-in-graphs", None),
        (
            "SELECT * { GRAPH <https://w3id.org/peyvand/graph/document-1> { ?s ?p ?o } }",
            "unknown-graph",
            "https://w3id.org/peyvand/graph/document-001",
        ),
        (
            "SELECT * FROM <https://w3id.org/peyvand/graph/dokument-001> { ?s ?p ?o }",
            "unknown-graph",
            "https://w3id.org/peyvand/graph/document-001",
        ),
        (
            "SELECT * { city:tabris ?p ?o }",
            "unknown-iri",
            "https://w3id.org/peyvand/id/city/tabriz",
        ),
        (
            "SELECT * { VALUES ?c { city:tabris } ?c ?p ?o }",
            "unknown-iri",
            "https://w3id.org/peyvand/id/city/tabriz",
        ),
        ("SELECT * { ?x a pv:City، }", "mark-in-name", None),
        ("SELECT * { ?x pv:hasParty، ?y }", "mark-in-name", None),
        ('SELECT * { ?x rdfs:label "Tabriz" }', "text-language", '"Tabriz"@en'),
        ('SELECT * { ?x rdfs:label "Tabriz"@fa }', "text-language", '"Tabriz"@en'),
    ],
)
def test_what_is_unknown_is_told_with_what_is_near(
    server: Server, query: str, code: str, near: str | None
) -> None:
    (row,) = warned(server, query)
    assert row["code"] == code
    assert near is None or row["near"][0] == near
    assert row["line"] == 5
    # The second time it comes from the kept answers.
    assert warned(server, query) == [row]


WIKIDATA = """
PREFIX wd: <http://www.wikidata.org/entity/> PREFIX wdt: <http://www.wikidata.org/prop/direct/>
"""


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { wd:Q80053 wdt:P190 ?twin }",
        "SELECT * { ?twin wdt:P190 wd:Q80053 }",
        "SELECT * { VALUES ?city { wd:Q80053 } ?city wdt:P190 ?twin }",
        "SELECT (COUNT(*) AS ?n) { <http://www.wikidata.org/entity/Q80053> wdt:P190 ?twin }",
    ],
)
def test_an_item_in_the_stead_of_a_place_leads_to_it(server: Server, query: str) -> None:
    (row,) = warned(server, WIKIDATA + query)
    assert row["code"] == "item-of-place"
    assert row["near"] == ["https://w3id.org/peyvand/id/city/tabriz"]
    for message in (row["message_en"], row["message_fa"]):
        assert "pv:hasWikidataItem" in message
        assert "city/tabriz" in message


def test_whoever_asks_by_the_item_is_not_told_to(server: Server) -> None:
    query = "SELECT * { ?city pv:hasWikidataItem wd:Q80053 ; wdt:P190 ?twin }"
    assert warned(server, WIKIDATA + query) == []


def test_a_property_of_wikidata_leads_to_the_one_of_ours(server: Server) -> None:
    (row,) = warned(server, WIKIDATA + "SELECT * { city:tabriz wdt:P17 ?country }")
    assert (row["code"], row["near"]) == ("never-property", [NS + "inCountry"])


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?x a pv:Agreement }",
        "SELECT * { ?x a pv:Agreement FILTER(false) }",
        "SELECT * { ?x a pv:Agreement . ?x rdfs:label ?l }",
        "SELECT * { ?x a pv:Agreement OPTIONAL { ?x pv:nothingOfTheKind ?y } }",
        "SELECT * { ?x a pv:City FILTER NOT EXISTS { ?x pv:noSuch ?y } FILTER(false) }",
        "SELECT * { ?x a pv:City MINUS { ?x pv:noSuch ?y } FILTER(false) }",
        "SELECT * { GRAPH ?g { ?x pv:about ?y FILTER(false) } }",
        "SELECT (COUNT(*) AS ?n) { ?x a pv:City }",
        "SELECT (0 AS ?n) { ?x a pv:City }",
        'SELECT * { ?x rdfs:label "Nobody" }',
        "ASK { ?x a pv:City }",
    ],
)
def test_nothing_is_told_where_nothing_is_unknown_or_rows_are_found(
    server: Server, query: str
) -> None:
    assert warned(server, query) == []


def test_a_variable_that_nothing_binds_is_told(server: Server) -> None:
    (row,) = warned(server, "SELECT ?agrement WHERE { ?agreement a pv:Agreement }")
    assert (row["code"], row["term"]) == ("never-bound", "?agrement")
    (row,) = warned(server, "SELECT ?x، ?y WHERE { ?x a ?y }")
    assert (row["code"], row["term"]) == ("never-bound", "?x،")
    for query in (
        "SELECT ?n WHERE { ?x a pv:City BIND(1 AS ?n) }",
        "SELECT ?n WHERE { ?x a pv:City } VALUES ?n { 1 }",
        "SELECT ?n WHERE { ?x a pv:City } GROUP BY (STR(?x) AS ?n)",
        "SELECT (COUNT(?x) AS ?n) WHERE { ?x a pv:City }",
        "SELECT $x WHERE { ?x a pv:City }",
    ):
        assert warned(server, query) == []


def test_an_aggregate_within_another_is_told(server: Server) -> None:
    (row,) = warned(server, "SELECT (MAX(COUNT(?x)) AS ?n) { ?x a pv:City }")
    assert (row["code"], row["term"]) == ("nested-aggregate", "COUNT")
    fine = "SELECT (MAX(?n) AS ?m) { { SELECT ?y (COUNT(?x) AS ?n) { ?x a ?y } GROUP BY ?y } }"
    assert warned(server, fine) == []
    fine = "SELECT (MAX(STR(?x)) AS ?a) (MIN(?x) AS ?b) { ?x a pv:City }"
    assert warned(server, fine) == []


@pytest.mark.parametrize("format", ["json", "xml", "csv", "tsv"])
def test_the_header_stands_beside_every_table(server: Server, format: str) -> None:
    empty = {"query": PREFIXES + "SELECT ?x { ?x a pv:Agrement }", "format": format}
    got = server.ask(query=empty)
    assert got.headers["Peyvand-Warnings"].startswith(f'unknown-term;term="{NS}Agrement";line=5')
    assert f'near="{NS}Agreement' in got.headers["Peyvand-Warnings"]
    full = {"query": PREFIXES + "SELECT ?x { ?x a pv:City }", "format": format}
    assert "Peyvand-Warnings" not in server.ask(query=full).headers


@pytest.mark.parametrize("format", ["turtle", "ntriples", "jsonld", "rdfxml"])
def test_the_header_stands_beside_every_graph(server: Server, format: str) -> None:
    empty = {"query": PREFIXES + "CONSTRUCT WHERE { ?x a pv:Agrement }", "format": format}
    assert "unknown-term" in server.ask(query=empty).headers["Peyvand-Warnings"]
    full = {"query": PREFIXES + "CONSTRUCT WHERE { ?x a pv:City }", "format": format}
    assert "Peyvand-Warnings" not in server.ask(query=full).headers


def test_things_are_named(server: Server) -> None:
    (row,) = warned(server, "SELECT * { city:tabris ?p ?o }")
    assert "/id/city/tabriz> (Tabriz / تبریز)" in row["message_en"]


def test_a_dataset_that_the_request_names_is_looked_at(server: Server) -> None:
    missing = "https://w3id.org/peyvand/graph/document-002"
    (row,) = warned(server, "SELECT * { ?s ?p ?o }", **{"default-graph-uri": missing})
    assert (row["code"], row["term"]) == ("unknown-graph", missing)
    known = "https://w3id.org/peyvand/graph/document-001"
    assert warned(server, "SELECT * { ?s ?p 'x' }", **{"default-graph-uri": known}) == []


def test_a_packed_answer_has_the_header(server: Server) -> None:
    columns = " ".join(f"?a_long_name_of_a_column_{n}" for n in range(60))
    query = PREFIXES + f"SELECT {columns} {{ ?x a pv:Agrement . VALUES ({columns}) {{ }} }}"
    got = server.ask(query={"query": query}, headers={"Accept-Encoding": "gzip"})
    assert "unknown-term" in got.headers["Peyvand-Warnings"]
    assert "Content-Encoding" not in got.headers
    assert got.json["warnings"][0]["code"] == "unknown-term"


def test_a_text_of_a_client_cannot_break_the_header(server: Server) -> None:
    query = 'SELECT * { ?x a <https://w3id.org/peyvand/ns#شهر;near,x> ; rdfs:label "Tabriz" }'
    rows = warned(server, query)
    assert [row["code"] for row in rows] == ["unknown-term", "text-language"]
    assert rows[0]["term"].endswith("شهر;near,x")


def test_clients_read_past_the_member(server: Server) -> None:
    address = f"http://127.0.0.1:{server.port}/sparql"
    query = PREFIXES + "SELECT ?x { ?x a pv:Agrement }"
    wrapper = SPARQLWrapper(address)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(query)
    found = wrapper.query().convert()
    assert found["results"]["bindings"] == []
    assert found["warnings"]
    for returned in ("json", "xml", "csv"):
        assert list(SPARQLStore(address, returnFormat=returned).query(query)) == []
    wrapper.setQuery(PREFIXES + "ASK { ?x a pv:Agrement }")
    assert wrapper.query().convert()["boolean"] is False


def test_the_same_etag_and_no_second_evaluation(server: Server) -> None:
    asked = {"query": PREFIXES + "SELECT ?y { ?y a pv:Agrement }"}
    got = server.ask(query=asked)
    again = server.ask(query=asked, headers={"If-None-Match": got.headers["ETag"]})
    assert again.status == 304
    assert server.ask(query=asked).body == got.body


def test_a_home_without_terms_tells_what_is_unknown(tmp_path: Path) -> None:
    publish(tmp_path, small_store("<http://x.example/a> <http://x.example/b> 1 ."))
    with running(tmp_path) as small:
        (row,) = warned(small, "SELECT * { ?x a pv:Agrement }")
        assert row["near"][0] == NS + "Agreement"
        json.dumps(row)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("INSERT DATA { ?x a pv:City }", "data-variable"),
        ("INSERT DATA { pv:x a pv:City", "missing-close"),
        ('INSERT DATA { pv:x rdfs:label "X }', "open-string"),
        ("INSERT { pv:x a pv:City }", "change-where"),
    ],
)
def test_a_mistake_in_an_update_is_named(server: Server, text: str, code: str) -> None:
    got = server.update(PREFIXES + text)
    assert got.status == 400
    assert got.json["code"] == code
    assert got.json["line"] == 5


@pytest.mark.parametrize("text", ["", " ", "\n# nothing\n"])
def test_an_empty_query_is_said_to_be_empty(server: Server, text: str) -> None:
    got = server.ask(query={"query": text, "lang": "fa"})
    assert (got.status, got.json["code"]) == (400, "no-text")
    assert "متن خالی است" in got.json["detail"]
