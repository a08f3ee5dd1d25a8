"""Compacted descriptions say what the others say, with short names, and ask no other host."""

from __future__ import annotations

import json
import socket
import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyld import jsonld as pyld
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)
from rdflib import Dataset as RdflibDataset

from peyvand.graph.build import Graph
from peyvand.vocab import BASE, PREFIXES
from peyvand.web.jsonld import MOST, compacted, context, written

PV, ID = PREFIXES["pv"], BASE + "id/"
RDFS, XSD = PREFIXES["rdfs"], PREFIXES["xsd"]
KINDS = {
    "city": "City",
    "agreement": "SisterCityAgreement",
    "document": "Document",
    "concept": "Concept",
    "statistic": "Statistic",
}


@pytest.fixture(scope="module")
def client(documents: Flask) -> FlaskClient:
    return documents.test_client()


@pytest.fixture(scope="module")
def things(graph: Graph) -> dict[str, list[str]]:
    """Some things of each kind: those with the most and the least said of them."""
    sizes: dict[str, dict[str, int]] = {}
    for quad in graph.store:
        name = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        if name.startswith(ID):
            kind = name.removeprefix(ID).partition("/")[0]
            sizes.setdefault(kind, {}).setdefault(name, 0)
            sizes[kind][name] += 1
    found = {}
    for kind, counts in sizes.items():
        ordered = sorted(counts, key=lambda name: (counts[name], name))
        found[kind] = [name.removeprefix(ID) for name in {ordered[0], ordered[-1]}]
    return found


def canonical(quads: Any) -> set[Quad]:
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def read(body: bytes | str) -> set[Quad]:
    return canonical(parse(body, format=RdfFormat.JSON_LD))


def by_pyld(doc: Any, served: bytes) -> set[Quad]:
    """What pyld reads, if the context is fetched at its IRI; anything else is not there."""

    def load(url: str, options: object) -> dict[str, Any]:
        assert url == BASE + "context.jsonld"
        found = {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url}
        return {**found, "document": json.loads(served)}

    linked = {**doc, "@context": BASE + "context.jsonld"}
    lines = pyld.to_rdf(linked, {"format": "application/n-quads", "documentLoader": load})
    return canonical(parse(lines, format=RdfFormat.N_QUADS))


def by_rdflib(body: str) -> set[Quad]:
    found = RdflibDataset()
    found.parse(data=body, format="json-ld")
    return canonical(parse(found.serialize(format="nquads"), format=RdfFormat.N_QUADS))


@pytest.mark.parametrize("kind", ["city", "agreement", "claim", "document", "concept"])
def test_a_description_says_the_same(
    client: FlaskClient, things: dict[str, list[str]], kind: str
) -> None:
    served = client.get("/context.jsonld").data
    for name in things[kind]:
        plain = canonical(parse(client.get(f"/data/{name}.nt").data, format=RdfFormat.N_TRIPLES))
        got = client.get(f"/data/{name}.jsonld")
        assert got.content_type == "application/ld+json"
        doc = json.loads(got.data)
        assert plain
        assert read(got.data) == plain
        assert by_pyld(doc, served) == plain
        assert by_rdflib(got.text) == plain
        # In their graphs, as in N-Quads.
        quads = canonical(parse(client.get(f"/data/{name}.nq").data, format=RdfFormat.N_QUADS))
        grouped = client.get(f"/data/{name}.jsonld?graphs=1")
        assert read(grouped.data) == quads
        assert by_pyld(json.loads(grouped.data), served) == quads


def test_every_kind_of_thing_is_read_back(
    client: FlaskClient, things: dict[str, list[str]]
) -> None:
    assert len(things) > 15
    for names in things.values():
        for name in names:
            got = client.get(f"/data/{name}.jsonld")
            if got.status_code != 200:  # what is retired leads on
                continue
            lines = client.get(f"/data/{name}.nt").data
            assert read(got.data) == canonical(parse(lines, format=RdfFormat.N_TRIPLES)), name


def test_members_have_short_names(client: FlaskClient) -> None:
    doc = client.get("/data/city/isfahan.jsonld").json
    assert doc is not None
    city = doc["@graph"][0]
    assert city["id"] == ID + "city/isfahan"
    assert "City" in city["type"]
    assert (city["label"]["en"], city["label"]["fa"]) == ("Isfahan", "اصفهان")
    assert city["inCountry"] == ID + "country/iran"
    assert city["hasWikidataItem"].startswith("http://www.wikidata.org/entity/Q")
    names = {key for node in doc["@graph"] for key in node}
    assert not [name for name in names if "//" in name]
    assert "hasParty" in names
    # The part of the context that is needed, no more, and as it is served.
    whole = json.loads(client.get("/context.jsonld").data)["@context"]
    assert doc["@context"].items() <= whole.items()
    terms = {name for name, about in doc["@context"].items() if isinstance(about, dict)}
    assert terms <= names
    assert len(doc["@context"]) < len(whole) / 3


def test_dates_have_the_type_that_the_ontology_says() -> None:
    assert context()["signed"] == {"@id": PV + "signed", "@type": f"{PREFIXES['edtf']}EDTF"}
    assert context()["population"] == {"@id": PV + "population"}
    assert context()["earliestDate"]["@type"] == XSD + "date"
    assert context()["inCountry"]["@type"] == "@id"
    assert context()["advantage"]["@container"] == "@language"
    assert context()["distanceInKilometres"]["@type"] == XSD + "decimal"


def literal(text: str, kind: str) -> Literal:
    return Literal(text, datatype=NamedNode(kind))


EDTF = PREFIXES["edtf"] + "EDTF"
A, B = NamedNode(ID + "city/a"), BlankNode("b")
ODD: list[tuple[NamedNode | BlankNode, str, Any]] = [
    (A, RDFS + "label", Literal("A", language="en")),
    (A, RDFS + "label", Literal("B", language="en")),
    (A, RDFS + "label", Literal("ا", language="fa")),
    (A, RDFS + "label", Literal("Ä", language="de-at")),
    (A, RDFS + "label", Literal("no language")),
    (A, RDFS + "label", NamedNode(ID + "city/b")),
    (A, PV + "signed", literal("2000-10-27", EDTF)),
    (A, PV + "signed", literal("1985~/199X", EDTF)),
    (A, PV + "signed", Literal("2000")),
    (A, PV + "signed", literal("2000", XSD + "gYear")),
    (A, PV + "earliestDate", literal("2000-01-01", XSD + "date")),
    (A, PV + "earliestDate", literal("2000-99-01", XSD + "date")),
    (A, PV + "population", literal("12", XSD + "integer")),
    (A, PV + "population", literal("-0", XSD + "integer")),
    (A, PV + "population", literal("007", XSD + "integer")),
    (A, PV + "population", literal("+7", XSD + "integer")),
    (A, PV + "population", literal("123456789012345678901234567890", XSD + "integer")),
    (A, PV + "population", literal("many", XSD + "integer")),
    (A, PV + "population", literal("1.0E0", XSD + "double")),
    (A, PV + "population", literal("INF", XSD + "double")),
    (A, PV + "distanceInKilometres", literal("10.50", XSD + "decimal")),
    (A, PV + "isReciprocal", literal("true", XSD + "boolean")),
    (A, PV + "isReciprocal", literal("1", XSD + "boolean")),
    (A, PV + "inCountry", Literal("a text where a link is meant")),
    (A, PV + "inCountry", NamedNode("geo:37.786971,-122.399677")),
    (A, PV + "inCountry", NamedNode("urn:x:y")),
    (A, PV + "inCountry", NamedNode(PV + "City")),
    (A, PV + "notAnywhere", NamedNode("http://x.example/?a=b#c")),
    (A, PV + "advantage", Literal("@id")),
    (A, PV + "advantage", Literal("pv:City")),
    (A, PV + "advantage", Literal("", language="en")),
    (A, "http://x.example/p", Literal("of no vocabulary")),
    (A, "urn:p", Literal("of none at all")),
    (A, PREFIXES["rdf"] + "type", NamedNode(PV + "City")),
    (A, PREFIXES["rdf"] + "type", NamedNode("http://x.example/Class")),
    (A, PREFIXES["rdf"] + "type", B),
    (A, PREFIXES["rdf"] + "type", Literal("odd")),
    (A, PV + "note", B),
    (B, RDFS + "seeAlso", BlankNode("c")),
    (BlankNode("c"), PREFIXES["rdf"] + "first", B),
    (BlankNode("c"), PREFIXES["rdf"] + "rest", NamedNode(PREFIXES["rdf"] + "nil")),
    (NamedNode(ID + "city/شیراز"), PREFIXES["wdt"] + "P190", A),
    (A, PREFIXES["dcterms"] + "created", literal("2000-01-01", XSD + "date")),
    (A, PREFIXES["skos"] + "note", Literal("n", language="en")),
    (A, PREFIXES["schema"] + "url", literal("http://x.example/", XSD + "anyURI")),
]  # fmt: skip


@pytest.mark.parametrize("at", range(len(ODD)))
def test_one_odd_statement_is_read_back(at: int) -> None:
    check([ODD[at]], written()[1])


def test_all_odd_statements_are_read_back() -> None:
    check(ODD, written()[1])
    check(ODD, written()[1], NamedNode(BASE + "graph/document-001"))


def check(rows: Any, served: bytes, graph: NamedNode | None = None) -> None:
    quads = [Quad(s, NamedNode(p), o) for s, p, o in rows]
    if graph is not None:
        quads += [Quad(q.subject, q.predicate, q.object, graph) for q in quads[::2]]
    body = compacted(quads)
    assert body is not None
    assert read(body) == canonical(quads)
    assert by_pyld(json.loads(body), served) == canonical(quads)


def test_an_iri_that_looks_like_a_short_name_is_told_whole() -> None:
    # Its scheme is a prefix: compacting is refused, and the caller writes it at full length.
    assert compacted([Quad(A, NamedNode(PV + "inCountry"), NamedNode("pv:City"))]) is None


def test_a_broken_number_keeps_its_letters() -> None:
    # (pyld as a reader would write 1.0E0.)
    quads = [Quad(A, NamedNode(PV + "population"), literal("1e0", XSD + "double"))]
    body = compacted(quads)
    assert body is not None
    assert read(body) == set(quads)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("0", True),
        ("-12", True),
        ("999999999999999", True),
        ("-999999999999999", True),
        ("1000000000000000", False),
        ("9007199254740993", False),
        ("-9007199254740993", False),
        ("18446744073709551617", False),
        ("-0", False),
        ("00", False),
        ("+1", False),
        ("۱۲", False),
    ],
)
def test_only_numbers_that_every_reader_keeps_whole_are_numbers(text: str, kept: bool) -> None:
    # A reader that takes them for floating point keeps 53 bits (RFC 8259, 6).
    body = compacted([Quad(A, NamedNode(PV + "population"), literal(text, XSD + "integer"))])
    assert body is not None
    value = json.loads(body)["@graph"][0]["population"]
    assert value == (int(text) if kept else {"type": "xsd:integer", "@value": text})


def test_too_much_is_not_compacted() -> None:
    quads = [Quad(A, NamedNode(PV + "population"), Literal(n)) for n in range(MOST + 1)]
    assert compacted(quads) is None
    assert compacted(quads[:100]) is not None


def test_a_full_page_takes_no_longer_than_may_be() -> None:
    name = NamedNode(RDFS + "label")
    quads = [
        Quad(NamedNode(f"{ID}city/{n}"), name, Literal(f"{n}", language=tag))
        for n in range(MOST // 2)
        for tag in ("en", "fa")
    ]
    compacted(quads[:10])  # the context is made once
    began = time.process_time()
    assert compacted(quads) is not None
    # Measured: 0.24 s; the rest is for slower machines.
    assert time.process_time() - began < 1.0


def test_nothing_is_asked_of_another_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **more: Any) -> Any:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert compacted([Quad(A, NamedNode(RDFS + "label"), Literal("A", language="en"))])


def test_the_context_is_served_and_kept(client: FlaskClient) -> None:
    got = client.get("/context.jsonld")
    assert got.data == written()[1]
    assert got.content_type == "application/ld+json"
    assert "max-age" in got.headers["Cache-Control"]
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert set(json.loads(got.data)) == {"@context"}
    again = client.get("/context.jsonld", headers={"If-None-Match": got.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head("/context.jsonld").status_code == 200
    assert client.post("/context.jsonld").status_code == 405
    # The property of that name is where it was.
    assert b"ns#context" in client.get("/ns/context.jsonld").data


def test_answers_of_the_endpoint_are_as_they_were(client: FlaskClient) -> None:
    query = {"query": "CONSTRUCT WHERE { ?s a <https://w3id.org/peyvand/ns#City> }"}
    got = client.get("/sparql", query_string=query, headers={"Accept": "application/ld+json"})
    assert got.status_code == 200
    assert "@context" not in got.text
