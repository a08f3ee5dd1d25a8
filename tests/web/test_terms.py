"""No value that the graph may hold, or that older versions hold, makes a page or export fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from peyvand.settings import Settings
from peyvand.vocabulary.iris import LABEL, TYPE, iri
from peyvand.web.app import create_app

CITY = NamedNode("https://w3id.org/peyvand/id/city/odd")
GRAPH = NamedNode("https://w3id.org/peyvand/graph/odd")
XSD = "http://www.w3.org/2001/XMLSchema#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"


def typed(value: str, kind: str) -> Literal:
    return Literal(value, datatype=NamedNode(kind if ":" in kind else XSD + kind))


TYPES = (
    "date integer boolean double float decimal gYear gYearMonth dateTime time hexBinary anyURI "
    f"duration long nonNegativeInteger {EDTF} {WKT} urn:t"
).split()
VALUES = [
    *(Literal(text) for text in ("", "\r\n\t", "]]>--><script>alert(1)</script>", "\u202e\x85")),
    Literal("x" * 20_000), Literal("x", language="de-ch-1996-x-private"), Literal("\U0010fffd"),
    *(typed(text, kind) for text in ("soon", "", "²", "٣") for kind in TYPES),
    *(typed(text, EDTF) for text in ("2000-13", "9999-99-99", "999999999999999", "Y17E7", "-0001")),
    typed("9" * 4500, "long"), typed("9" * 4500, EDTF), typed("9" * 3900 + ".5", "decimal"),
    typed("NaN", "double"), typed("-INF", "float"), typed("99999-01-01", "date"),
    typed("2000-02-30", "date"), typed("0000", "gYear"), typed("Point(999 999)", WKT),
    *(NamedNode(name) for name in (
        "javascript:alert(1)", "urn:x", "x:", "http://[::1]/", "mailto:a@b", "http:a", "pv:x",
        "http://é.example/ü?q=ö#ä", "https://w3id.org/peyvand/", "https://w3id.org/peyvand/id/",
        "https://w3id.org/peyvand/id/city/", "https://w3id.org/peyvand/id/city/a%20b/../%2e",
        "https://w3id.org/peyvand/id/city/\U0001f600", "https://w3id.org/peyvand/ns#",
        "http://a:b@c:99999/", "http://x/" + "y" * 5000, "http://x/\u202e(a)_%22b%22'", "geo:1,2",
    )),
    BlankNode("b"),
]  # fmt: skip
CONTROLS = [Literal("\0"), Literal("a\x01\x0b\x1f\x7f"), Literal("\ufffe\uffff")]
INNER = Triple(CITY, LABEL, Literal("z"))
TOMORROW = [
    Literal("x", language="fa", direction=BaseDirection.RTL),
    INNER,
    Triple(CITY, LABEL, INNER),
]
KINDS = {"RDF 1.1": VALUES, "control characters": CONTROLS, "RDF 1.2": TOMORROW}


def store_of(values: list[NamedNode | BlankNode | Literal | Triple]) -> Store:
    store = Store()
    store.add(Quad(CITY, TYPE, iri("pv:City")))
    store.add(Quad(BlankNode("b"), LABEL, BlankNode("b")))
    store.add(Quad(BlankNode("b"), LABEL, BlankNode("c")))
    names = [iri("rdfs:comment"), iri("rdfs:seeAlso"), iri("owl:sameAs"), iri("skos:altLabel")]
    names += [NamedNode("http://x/p"), NamedNode("urn:x:y")]
    # Each is a name of something, too.
    for number, value in enumerate(values):
        place = NamedNode(f"https://w3id.org/peyvand/id/city/odd-{number},x")
        store.add(Quad(place, TYPE, iri("pv:City")))
        store.add(Quad(place, LABEL, value))
    for value in values[::20]:
        # Of what pages multiply with each other a few of each kind.
        for name in ("rdfs:label", "wgs:lat", "wgs:long", "pv:inCountry"):
            store.add(Quad(CITY, iri(name), value))
    for value in values:
        store.add(Quad(CITY, iri("rdfs:seeAlso"), value, GRAPH))
        for name in names:
            store.add(Quad(CITY, name, value))
    return store


@pytest.fixture(scope="module", params=KINDS)
def app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    made = create_app(store_of(KINDS[request.param]), Settings(workers=1))
    made.config["values"] = request.param
    yield made
    made.extensions["peyvand"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


READERS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nq": RdfFormat.N_QUADS,
    "rdf": RdfFormat.RDF_XML,
}
NAMES = {"ttl": "turtle", "nt": "ntriples", "jsonld": "jsonld", "rdf": "rdfxml"}


def readable(app: Flask, suffix: str) -> bool:
    """Whether the format can hold the values at all: XML knows no control characters."""
    return not (suffix in ("rdf", "xml") and app.config["values"] == "control characters")


@pytest.mark.parametrize("suffix", READERS)
def test_the_data_of_a_thing(app: Flask, client: FlaskClient, suffix: str) -> None:
    for path in (f"/data/city/odd.{suffix}", f"/data/graph/odd.{suffix}"):
        got = client.get(path)
        # What is said of the graph is fit for every format.
        if readable(app, suffix) or path.startswith("/data/graph/"):
            assert got.status_code == 200, path
            assert list(parse(got.data, format=READERS[suffix]))
        else:
            assert got.status_code == 406


@pytest.mark.parametrize("suffix", NAMES)
def test_graphs_and_answers(app: Flask, client: FlaskClient, suffix: str) -> None:
    name, reader = NAMES[suffix], READERS[suffix]
    pattern = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{GRAPH.value}> {{ ?s ?p ?o }} }}"
    for path in (
        f"/graphs/odd?format={name}",
        "/graphs?default&" + urlencode({"format": name}),
        "/sparql?" + urlencode({"query": pattern, "format": name}),
        "/sparql?" + urlencode({"query": f"DESCRIBE <{CITY.value}>", "format": name}),
    ):
        got = client.get(path)
        if readable(app, suffix):
            assert got.status_code == 200, path
            assert list(parse(got.data, format=reader, base_iri="http://x/"))
        else:
            assert got.status_code == 406


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_tables(app: Flask, client: FlaskClient, name: str) -> None:
    query = f"SELECT * {{ <{CITY.value}> ?p ?o }}"
    got = client.get("/sparql?" + urlencode({"query": query, "format": name}))
    if not readable(app, name):
        assert got.status_code == 406
        return
    assert got.status_code == 200
    if name in ("json", "xml"):
        formats = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
        assert len(list(parse_query_results(got.data, format=formats[name]))) > 20  # type: ignore[arg-type]


# Pages that lead elsewhere, or are not there.
STATUS = {"/dataset": 303, "/id/city/odd": 303, "/sparql": 400, "/page/city": 404}


@pytest.mark.parametrize(
    "path",
    ["/page/city/odd", "/page/graph/odd", "/", "/map.svg", "/sitemap.xml", "/llms.txt", "/dataset",
     "/.well-known/void", "/sparql", "/versions", "/id/city/odd", "/page/city", "/network",
     "/monitor", "/recognition", "/partners", "/plans", "/works"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "fa"])
def test_pages(client: FlaskClient, path: str, language: str) -> None:
    got = client.get(f"{path}?lang={language}", headers={"Accept": "text/html,*/*;q=0.5"})
    assert got.status_code == STATUS.get(path, 200)


def test_what_pages_say_of_a_thing_to_programs(client: FlaskClient) -> None:
    got = client.get("/page/city/odd", headers={"Accept": "text/html"})
    for part in got.text.split('<script type="application/ld+json">')[1:]:
        json.loads(part.partition("</script>")[0])
