"""The standards over HTTP, one row a sentence: SPARQL 1.1 Protocol, Graph Store HTTP Protocol,
Service Description, and what HTTP itself asks. The server is a process of its own.

Rows of one table run in their order on one graph.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

import brotli
import pytest
from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from web.live import FORM, NEW, Got, Server, publish, running, small_store

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
TURTLE = {"Content-Type": "text/turtle"}
ALL = "SELECT ?o { ?s ?p ?o }"
ASK = "ASK {}"
SEE = "http://www.w3.org/2000/01/rdf-schema#seeAlso"
ONE, TWO, NOTES = "http://x.example/one", "http://x.example/two", NEW + "notes"
SHAHR = "SELECT ?l { <http://x.example/شهر> ?p ?l } ORDER BY ?l"
INSERT = f"INSERT DATA {{ GRAPH <{NEW}u> {{ <http://x.example/u> <{SEE}> <http://x.example/v> }} }}"
SD = "http://www.w3.org/ns/sparql-service-description#"


@dataclass
class Row:
    """A sentence of a standard, a request, and what must come back."""

    section: str
    sentence: str
    method: str
    path: str = "/sparql"
    query: Any = ""
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    type: str = ""
    has: str = ""
    token: bool = False
    gives: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.section} {self.sentence}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("standards")
    publish(home, small_store())
    with running(home, query_timeout_s=10, max_query_bytes=5000, max_upload_mb=1) as found:
        yield found


def check(server: Server, row: Row) -> Got:
    got = server.ask(
        row.method,
        row.path,
        query=row.query,
        body=row.body,
        headers=row.headers,
        token=server.token if row.token else None,
    )
    assert got.status == row.status, got.text[:500]
    # Every answer can be read by a page of any origin, errors included.
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert "Peyvand-Version" in got.headers["Access-Control-Expose-Headers"]
    if row.type:
        assert got.headers["Content-Type"] == row.type
    assert row.has in got.text
    for name, value in row.gives.items():
        assert value in (got.headers[name] or ""), name
    if row.status >= 400 and row.method != "HEAD":
        assert got.headers["Content-Type"] == "application/problem+json"
        assert {"type", "title", "status", "detail"} <= set(got.json)
        assert got.json["status"] == row.status
    return got


PROTOCOL = [
    Row("2.1.1", "query via GET", "GET", query={"query": ALL}, has='"vars":["o"]'),
    Row("2.1.2", "query via URL-encoded POST", "POST", body={"query": ALL}, has='"vars"'),
    Row("2.1.3", "query via POST directly", "POST", body=ALL, headers={"Content-Type": QUERY}),
    Row(
        "2.1.3",
        "a direct query may name its charset",
        "POST",
        body=ALL,
        headers={"Content-Type": f"{QUERY}; charset=UTF-8"},
    ),
    Row(
        "2.1.2",
        "a form may name its charset",
        "POST",
        body=urlencode({"query": ALL}),
        headers={"Content-Type": f"{FORM}; charset=utf-8"},
    ),
    Row(
        "2.1",
        "exactly one query: none",
        "GET",
        query={"format": "json"},
        status=400,
        has="no query",
    ),
    Row(
        "2.1",
        "exactly one query: two by GET",
        "GET",
        query=[("query", ASK), ("query", ALL)],
        status=400,
        has="more than once",
    ),
    Row(
        "2.1",
        "exactly one query: two by form",
        "POST",
        body=urlencode({"query": ASK}) + "&query=x",
        headers={"Content-Type": FORM},
        status=400,
        has="more than once",
    ),
    Row(
        "2.1",
        "exactly one query: body and address",
        "POST",
        query={"query": ASK},
        body=ASK,
        headers={"Content-Type": QUERY},
        status=400,
    ),
    Row(
        "2.1",
        "a query and an update at once",
        "POST",
        body={"query": ASK, "update": INSERT},
        status=400,
        token=True,
    ),
    Row("2.1.1", "Persian IRIs by GET", "GET", query={"query": SHAHR, "format": "csv"}, has="شهر"),
    Row(
        "2.1.1",
        "Persian IRIs unencoded by GET",
        "GET",
        query="query=" + quote(SHAHR).lower() + "&format=csv",
        has="شهر",
    ),
    Row("2.1.2", "Persian IRIs by form", "POST", body={"query": SHAHR, "format": "csv"}, has="شهر"),
    Row(
        "2.1.3",
        "Persian IRIs directly",
        "POST",
        query={"format": "csv"},
        body=SHAHR,
        headers={"Content-Type": QUERY},
        has="شهر",
    ),
    Row(
        "2.1.4",
        "a default graph from the address",
        "GET",
        query={"query": ALL, "default-graph-uri": ONE, "format": "csv"},
        has="example/1\r\n",
    ),
    Row(
        "2.1.4",
        "two default graphs are merged",
        "GET",
        query=[
            ("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"),
            ("default-graph-uri", ONE),
            ("default-graph-uri", TWO),
            ("format", "csv"),
        ],
        has="n\r\n2\r\n",
    ),
    Row(
        "2.1.4",
        "a default graph from a form",
        "POST",
        body={"query": ALL, "default-graph-uri": TWO, "format": "csv"},
        has="example/2\r\n",
    ),
    Row(
        "2.1.4",
        "a default graph beside a direct query",
        "POST",
        body=ALL,
        query={"default-graph-uri": TWO, "format": "csv"},
        headers={"Content-Type": QUERY},
        has="example/2\r\n",
    ),
    Row(
        "2.1.4",
        "named graphs",
        "GET",
        query={
            "query": "SELECT ?g { GRAPH ?g { ?s ?p ?o } }",
            "named-graph-uri": ONE,
            "format": "csv",
        },
        has=f"g\r\n{ONE}\r\n",
    ),
    Row(
        "2.1.4",
        "with named graphs only, the default graph is empty",
        "GET",
        query={
            "query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
            "named-graph-uri": ONE,
            "format": "csv",
        },
        has="n\r\n0\r\n",
    ),
    Row(
        "2.1.4",
        "the protocol's dataset wins over FROM",
        "GET",
        query={
            "query": f"SELECT ?o FROM <{ONE}> {{ ?s ?p ?o }}",
            "default-graph-uri": TWO,
            "format": "csv",
        },
        has="example/2\r\n",
    ),
    Row(
        "2.1.4",
        "FROM names a graph of the store",
        "GET",
        query={"query": f"SELECT ?o FROM <{ONE}> {{ ?s ?p ?o }}", "format": "csv"},
        has="example/1\r\n",
    ),
    Row(
        "2.1.4",
        "a graph's name is an absolute IRI",
        "GET",
        query={"query": ALL, "default-graph-uri": "one"},
        status=400,
        has="absolute IRI",
    ),
    Row("2.1.5", "no Accept", "GET", query={"query": ALL}, type="application/sparql-results+json"),
    Row(
        "2.1.5",
        "an empty Accept",
        "GET",
        query={"query": ALL},
        headers={"Accept": ""},
        type="application/sparql-results+json",
    ),
    Row(
        "2.1.5",
        "a wildcard",
        "GET",
        query={"query": ALL},
        headers={"Accept": "*/*"},
        type="application/sparql-results+json",
    ),
    Row(
        "2.1.5",
        "a range",
        "GET",
        query={"query": ALL},
        headers={"Accept": "text/*"},
        type="text/csv; charset=utf-8",
    ),
    Row(
        "2.1.5",
        "XML",
        "GET",
        query={"query": ALL},
        headers={"Accept": "application/sparql-results+xml"},
        type="application/sparql-results+xml",
    ),
    Row(
        "2.1.5",
        "TSV",
        "GET",
        query={"query": ALL},
        headers={"Accept": "text/tab-separated-values"},
        type="text/tab-separated-values; charset=utf-8",
        has="?o\n",
    ),
    Row(
        "2.1.5",
        "qualities decide",
        "GET",
        query={"query": ALL},
        headers={"Accept": "text/csv;q=0.2, application/sparql-results+xml;q=0.9, */*;q=0.1"},
        type="application/sparql-results+xml",
    ),
    Row(
        "2.1.5",
        "charset parameters do not matter",
        "GET",
        query={"query": ALL},
        headers={"Accept": "text/csv; charset=utf-8"},
        type="text/csv; charset=utf-8",
    ),
    Row(
        "2.1.5",
        "quality 0 refuses",
        "GET",
        query={"query": ALL},
        headers={"Accept": "text/csv;q=0"},
        status=406,
    ),
    Row(
        "2.1.5",
        "nothing on offer",
        "GET",
        query={"query": ALL},
        headers={"Accept": "image/png"},
        status=406,
        has="application/sparql-results+json",
    ),
    Row(
        "2.1.5",
        "a graph in Turtle",
        "GET",
        query={"query": "CONSTRUCT WHERE { ?s ?p ?o }"},
        headers={"Accept": "text/turtle"},
        type="text/turtle; charset=utf-8",
    ),
    Row(
        "2.1.5",
        "a graph in RDF/XML",
        "GET",
        query={"query": "DESCRIBE <http://x.example/a>"},
        headers={"Accept": "application/rdf+xml"},
        type="application/rdf+xml",
    ),
    Row(
        "2.1.5",
        "a graph in JSON-LD",
        "GET",
        query={"query": "CONSTRUCT WHERE { ?s ?p ?o }"},
        headers={"Accept": "application/ld+json"},
        type="application/ld+json",
    ),
    Row(
        "2.1.5",
        "a graph in N-Triples",
        "GET",
        query={"query": "CONSTRUCT WHERE { ?s ?p ?o }"},
        headers={"Accept": "application/n-triples"},
        type="application/n-triples",
    ),
    Row(
        "2.1.5",
        "a graph is no table",
        "GET",
        query={"query": "CONSTRUCT WHERE { ?s ?p ?o }"},
        headers={"Accept": "text/csv"},
        status=406,
    ),
    Row(
        "2.1.5",
        "an ASK in XML",
        "GET",
        query={"query": ASK, "format": "xml"},
        has="<boolean>true</boolean>",
    ),
    Row(
        "own",
        "format wins over Accept",
        "GET",
        query={"query": ALL, "format": "tsv"},
        headers={"Accept": "text/csv"},
        type="text/tab-separated-values; charset=utf-8",
    ),
    Row("own", "an unknown format", "GET", query={"query": ALL, "format": "pdf"}, status=406),
    Row(
        "own",
        "a mark for spreadsheets",
        "GET",
        query={"query": ALL, "format": "csv", "bom": "1"},
        has="\ufeffo\r\n",
    ),
    Row(
        "2.1.6",
        "a query that is no SPARQL",
        "GET",
        query={"query": "SELECT *\n{ ?s a }"},
        status=400,
        has='"line": 2, "column": 7',
    ),
    Row(
        "2.1.6",
        "an undeclared prefix",
        "GET",
        query={"query": "SELECT * { ?s a ex:C }"},
        status=400,
        has="not declared",
    ),
    Row(
        "2.1.6",
        "an update in the place of a query",
        "GET",
        query={"query": "CLEAR ALL"},
        status=400,
        has="update",
    ),
    Row(
        "2.1.6",
        "a call to another endpoint",
        "GET",
        query={"query": "SELECT * { SERVICE <http://x.example/> { ?s ?p ?o } }"},
        status=400,
        has='"line": 1, "column": 12',
    ),
    Row(
        "2.1.3",
        "a direct query that is not UTF-8",
        "POST",
        body="ASK {}".encode("utf-16"),
        headers={"Content-Type": QUERY},
        status=400,
    ),
    Row(
        "2.1.3",
        "a direct query that says it is UTF-16",
        "POST",
        body="ASK {}".encode("utf-16"),
        headers={"Content-Type": f"{QUERY}; charset=UTF-16"},
        status=415,
    ),
    Row(
        "2.1.1",
        "an address that is not UTF-8",
        "GET",
        query="query=ASK%20%7B%7D%20%23%FF",
        status=400,
        has="UTF-8",
    ),
    Row(
        "2.1",
        "a body of another type",
        "POST",
        body=ASK,
        headers={"Content-Type": "text/plain"},
        status=415,
    ),
    Row("2.1", "a body of no type", "POST", body=ASK, headers={"Content-Type": ""}, status=415),
    Row(
        "2.1",
        "an update parameter beside a query",
        "GET",
        query={"query": ASK, "using-graph-uri": ONE},
        status=400,
        has="default-graph-uri",
    ),
    Row(
        "own",
        "a text over the limit",
        "POST",
        body={"query": "ASK {}" + " " * 6000},
        status=413,
        has="PEYVAND_MAX_QUERY_BYTES",
    ),
    Row(
        "own", "a timeout that is none", "GET", query={"query": ASK, "timeout": "soon"}, status=400
    ),
    Row("own", "a version that is none", "GET", query={"query": ASK, "version": "0"}, status=400),
    Row(
        "own",
        "a version that there is not",
        "GET",
        query={"query": ASK, "version": "99"},
        status=404,
        has="no version 99",
    ),
    Row(
        "HTTP",
        "HEAD is GET without a body",
        "HEAD",
        query={"query": ALL},
        type="application/sparql-results+json",
    ),
    Row(
        "HTTP",
        "PUT is not answered",
        "PUT",
        body=ASK,
        headers={"Content-Type": QUERY},
        status=405,
        gives={"Allow": "GET, HEAD, OPTIONS, POST"},
    ),
    Row("HTTP", "DELETE is not answered", "DELETE", status=405, gives={"Allow": "POST"}),
    Row("HTTP", "PATCH is not answered", "PATCH", body="x", status=405, gives={"Allow": "GET"}),
    Row(
        "HTTP",
        "OPTIONS tells the methods",
        "OPTIONS",
        status=204,
        gives={"Allow": "GET, HEAD, OPTIONS, POST"},
    ),
    Row(
        "Fetch",
        "a preflight is answered",
        "OPTIONS",
        status=204,
        headers={"Origin": "http://page.example", "Access-Control-Request-Method": "POST"},
        gives={
            "Access-Control-Allow-Methods": "POST",
            "Access-Control-Allow-Headers": "Authorization",
        },
    ),
    Row("HTTP", "nothing elsewhere", "GET", "/nothing", status=404),
    Row(
        "2.2",
        "an update without a token",
        "POST",
        body={"update": INSERT},
        status=401,
        gives={"WWW-Authenticate": "Bearer"},
    ),
    Row(
        "2.2",
        "an update with an unknown token",
        "POST",
        body={"update": INSERT},
        status=401,
        headers={"Authorization": "Bearer pv_wrong"},
    ),
    Row("2.2", "an update by GET", "GET", query={"update": INSERT}, status=400, token=True),
    Row("2.2.1", "update via URL-encoded POST", "POST", body={"update": INSERT}, token=True),
    Row(
        "2.2.2",
        "update via POST directly",
        "POST",
        body="CLEAR SILENT GRAPH <http://x.example/9>",
        headers={"Content-Type": UPDATE},
        token=True,
    ),
    Row(
        "2.2",
        "exactly one update",
        "POST",
        body=urlencode({"update": INSERT}) + "&update=x",
        headers={"Content-Type": FORM},
        status=400,
        token=True,
    ),
    Row(
        "2.2.2",
        "a direct update that is not UTF-8",
        "POST",
        body="CLEAR ALL".encode("utf-16"),
        headers={"Content-Type": UPDATE},
        status=400,
        token=True,
    ),
    Row(
        "2.2.4",
        "an update that is no SPARQL",
        "POST",
        body={"update": "CLEAR XYZ"},
        status=400,
        token=True,
    ),
    Row(
        "2.2.4",
        "a query in the place of an update",
        "POST",
        body={"update": ASK},
        status=400,
        token=True,
    ),
    Row(
        "2.2.4",
        "LOAD fetches nothing",
        "POST",
        body={"update": "LOAD <http://x.example/>"},
        status=400,
        token=True,
        has="LOAD",
    ),
    Row(
        "2.2.3",
        "using-graph-uri is the dataset of WHERE",
        "POST",
        token=True,
        body={
            "update": f"INSERT {{ GRAPH <{NEW}w> {{ ?s <{SEE}> ?o }} }} WHERE {{ ?s ?p ?o }}",
            "using-graph-uri": ONE,
        },
        has='"added": 1',
    ),
    Row(
        "2.2.3",
        "using-named-graph-uri names graphs",
        "POST",
        token=True,
        body={
            "update": f"INSERT {{ GRAPH <{NEW}w> {{ ?g <{SEE}> ?o }} }} "
            "WHERE { GRAPH ?g { ?s ?p ?o } }",
            "using-named-graph-uri": TWO,
        },
        has='"added": 1',
    ),
    Row(
        "2.2.3",
        "several graphs, and beside a direct update",
        "POST",
        query=[("using-graph-uri", ONE), ("using-graph-uri", TWO)],
        body=f"INSERT {{ GRAPH <{NEW}x> {{ ?s <{SEE}> ?o }} }} WHERE {{ ?s ?p ?o }}",
        headers={"Content-Type": UPDATE},
        token=True,
        has='"added": 2',
    ),
    Row(
        "2.2.3",
        "DELETE WHERE has a dataset too",
        "POST",
        token=True,
        body={
            "update": f"DELETE WHERE {{ GRAPH <{NEW}x> {{ ?s ?p ?o }} }}",
            "using-named-graph-uri": NEW + "x",
        },
        has='"removed": 2',
    ),
    Row(
        "2.2.3",
        "a dataset is not named twice: WITH",
        "POST",
        status=400,
        token=True,
        body={
            "update": "WITH <http://x.example/1> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }",
            "using-named-graph-uri": ONE,
        },
        has="USING or WITH",
    ),
    Row(
        "2.2.3",
        "a dataset is not named twice: USING",
        "POST",
        status=400,
        token=True,
        body={
            "update": "DELETE { ?s ?p 1 } USING <http://x.example/1> WHERE { ?s ?p 1 }",
            "using-graph-uri": ONE,
        },
    ),
    Row(
        "2.2.3",
        "a parameter of queries beside an update",
        "POST",
        status=400,
        token=True,
        body={"update": INSERT, "default-graph-uri": ONE},
        has="using-graph-uri",
    ),
]


@pytest.mark.parametrize("row", PROTOCOL, ids=str)
def test_the_protocol(server: Server, row: Row) -> None:
    got = check(server, row)
    if row.method == "HEAD":
        assert got.body == b""
        assert int(got.headers["Content-Length"]) > 0


JANE = '<http://x.example/jane> <http://xmlns.com/foaf/0.1/name> "Jane" .'
JOHN = '<http://x.example/john> <http://xmlns.com/foaf/0.1/name> "John" .'
XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:f="http://f/">
<rdf:Description rdf:about="http://x.example/xml"><f:name>XML</f:name></rdf:Description></rdf:RDF>"""
PARTS = (
    '--b\r\nContent-Disposition: form-data; name="a"; filename="a.ttl"\r\n'
    f"Content-Type: text/turtle; charset=utf-8\r\n\r\n{JANE}\r\n"
    '--b\r\nContent-Disposition: form-data; name="b"; filename="b.nt"\r\n\r\n'
    f"{JOHN}\r\n--b--\r\n"
)
P1, P2 = "/graphs/person/1.ttl", "/graphs/person/2.ttl"
STORE = [
    Row(
        "5.3",
        "PUT of a new graph creates it",
        "PUT",
        P1,
        body=JANE,
        headers=TURTLE,
        status=201,
        token=True,
        gives={"Location": P1},
    ),
    Row(
        "5.2",
        "GET gives what was put",
        "GET",
        P1,
        headers={"Accept": "text/turtle"},
        has="Jane",
        type="text/turtle; charset=utf-8",
    ),
    Row(
        "4.2",
        "direct and indirect names are one graph",
        "GET",
        "/graphs",
        query={"graph": NEW + "person/1.ttl"},
        has="Jane",
    ),
    Row(
        "5.3",
        "PUT of a graph that is there replaces it",
        "PUT",
        P1,
        body=JOHN,
        headers=TURTLE,
        status=204,
        token=True,
    ),
    Row("5.3", "and what was there is gone", "GET", P1, has="John"),
    Row(
        "5.3",
        "a payload that is not what it says",
        "PUT",
        P1,
        body="<x",
        headers=TURTLE,
        status=400,
        token=True,
        has="text/turtle",
    ),
    Row("5.3", "and nothing has changed", "GET", P1, has="John"),
    Row("5.3", "PUT of an empty graph", "PUT", P2, body="", headers=TURTLE, status=201, token=True),
    Row("5.2", "an empty graph is there", "GET", P2),
    Row(
        "5.3",
        "PUT replaces an empty graph",
        "PUT",
        P2,
        body=JANE,
        headers=TURTLE,
        status=204,
        token=True,
    ),
    Row("5.2", "HEAD of a graph that is there", "HEAD", P2, type="text/turtle; charset=utf-8"),
    Row("5.2", "HEAD of a graph that is not", "HEAD", "/graphs/none", status=404),
    Row("5.4", "DELETE of a graph", "DELETE", P2, token=True),
    Row("5.2", "a deleted graph is not there", "GET", P2, status=404, has="person/2.ttl"),
    Row("5.4", "DELETE of a graph that is not there", "DELETE", P2, status=404, token=True),
    Row("5.5", "POST adds to a graph", "POST", P1, body=JANE, headers=TURTLE, token=True),
    Row("5.5", "and what was there stays", "GET", P1, has="John"),
    Row("5.5", "POST of nothing changes nothing", "POST", P1, body="", headers=TURTLE, token=True),
    Row(
        "5.5",
        "POST of a form with files",
        "POST",
        P2,
        body=PARTS,
        status=201,
        token=True,
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    ),
    Row("5.5", "the first file was added", "GET", P2, has="Jane"),
    Row("5.5", "the second file was added", "GET", P2, has="John"),
    Row(
        "5.5",
        "a form without files",
        "POST",
        P2,
        body="--b--\r\n",
        status=400,
        token=True,
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    ),
    Row(
        "5.3",
        "RDF/XML",
        "PUT",
        "/graphs/syntax",
        body=XML,
        status=201,
        token=True,
        headers={"Content-Type": "application/rdf+xml"},
    ),
    Row(
        "5.3",
        "N-Triples",
        "PUT",
        "/graphs/syntax",
        body=JANE,
        status=204,
        token=True,
        headers={"Content-Type": "application/n-triples"},
    ),
    Row(
        "5.3",
        "JSON-LD",
        "PUT",
        "/graphs/syntax",
        status=204,
        token=True,
        body='{"@id": "http://x.example/j", "http://f/name": "J"}',
        headers={"Content-Type": "application/ld+json"},
    ),
    Row(
        "5.2",
        "GET in JSON-LD",
        "GET",
        "/graphs/syntax",
        headers={"Accept": "application/ld+json"},
        type="application/ld+json",
        has='"J"',
    ),
    Row(
        "5.2",
        "GET in RDF/XML",
        "GET",
        "/graphs/syntax",
        headers={"Accept": "application/rdf+xml"},
        type="application/rdf+xml",
    ),
    Row(
        "5.2",
        "GET in N-Triples",
        "GET",
        "/graphs/syntax",
        query={"format": "ntriples"},
        type="application/n-triples",
    ),
    Row(
        "5.3",
        "TriG whose triples name no graph",
        "PUT",
        "/graphs/syntax",
        body=JANE,
        status=204,
        token=True,
        headers={"Content-Type": "application/trig"},
    ),
    Row(
        "5.3",
        "TriG that names a graph",
        "PUT",
        "/graphs/syntax",
        body=f"<http://g/> {{ {JANE} }}",
        status=400,
        token=True,
        headers={"Content-Type": "application/trig"},
    ),
    Row(
        "5.3",
        "a relative IRI is relative to the graph",
        "PUT",
        "/graphs/base",
        status=201,
        body="<x> <http://f/name> 1 .",
        headers=TURTLE,
        token=True,
    ),
    Row(
        "5.3",
        "and resolved so",
        "GET",
        "/graphs/base",
        query={"format": "ntriples"},
        has="<https://w3id.org/peyvand/graph/x>",
    ),
    Row("5.2", "nothing on offer", "GET", P1, headers={"Accept": "image/png"}, status=406),
    Row(
        "5.3",
        "a syntax that is not read",
        "PUT",
        P1,
        body="x",
        token=True,
        status=415,
        headers={"Content-Type": "application/pdf"},
    ),
    Row(
        "5.3",
        "a body of no type",
        "PUT",
        P1,
        body="x",
        headers={"Content-Type": ""},
        token=True,
        status=415,
    ),
    Row("4.2", "the default graph", "GET", "/graphs", query="default", has="Shahr"),
    Row(
        "4.2",
        "a graph and the default graph at once",
        "GET",
        "/graphs",
        query={"graph": ONE, "default": ""},
        status=400,
    ),
    Row("4.2", "no graph", "GET", "/graphs", status=400, has="?default"),
    Row("4.2", "a relative name", "GET", "/graphs", query={"graph": "one"}, status=400),
    Row(
        "4.2",
        "a name that breaks out of its brackets",
        "GET",
        "/graphs",
        query={"graph": "http://x.example/> { ?s ?p ?o } }#"},
        status=400,
    ),
    Row(
        "4.2",
        "a graph there is not",
        "GET",
        "/graphs",
        query={"graph": "http://x.example/no"},
        status=404,
    ),
    Row(
        "5.3",
        "a foreign graph by its name",
        "PUT",
        "/graphs",
        query={"graph": "http://f.example/"},
        body=JANE,
        headers=TURTLE,
        status=201,
        token=True,
        gives={"Location": "/graphs?graph=http%3A%2F%2Ff.example%2F"},
    ),
    Row(
        "5.3",
        "the default graph is added to",
        "POST",
        "/graphs",
        query="default",
        body=JANE,
        headers=TURTLE,
        token=True,
    ),
    Row(
        "5.6",
        "PATCH is refused",
        "PATCH",
        P1,
        body="x",
        status=405,
        token=True,
        gives={"Allow": "PUT"},
    ),
    Row(
        "5.6",
        "PUT of the whole store is refused",
        "PUT",
        "/graphs",
        body=JANE,
        headers=TURTLE,
        status=405,
        token=True,
        gives={"Allow": "POST"},
    ),
    Row("5.6", "DELETE of the whole store is refused", "DELETE", "/graphs", status=405, token=True),
    Row("own", "PUT without a token", "PUT", P1, body=JANE, headers=TURTLE, status=401),
    Row("own", "DELETE without a token", "DELETE", P1, status=401),
    Row(
        "own",
        "a body over the limit",
        "PUT",
        P1,
        body="#" * (1024 * 1024 + 1),
        headers=TURTLE,
        status=413,
        token=True,
        has="PEYVAND_MAX_UPLOAD_MB",
    ),
    Row(
        "own",
        "a gzip body is unpacked",
        "PUT",
        "/graphs/packed",
        body=gzip.compress(JANE.encode()),
        headers={**TURTLE, "Content-Encoding": "gzip"},
        status=201,
        token=True,
    ),
    Row(
        "own",
        "a gzip body that bursts",
        "PUT",
        "/graphs/packed",
        body=gzip.compress(b"#" * 50_000_000),
        headers={**TURTLE, "Content-Encoding": "gzip"},
        status=413,
        token=True,
    ),
    Row(
        "own",
        "a gzip body that is none",
        "PUT",
        "/graphs/packed",
        body=b"no gzip",
        headers={**TURTLE, "Content-Encoding": "gzip"},
        status=400,
        token=True,
    ),
    Row(
        "own",
        "another packing",
        "PUT",
        "/graphs/packed",
        body=b"x",
        headers={**TURTLE, "Content-Encoding": "zstd"},
        status=415,
        token=True,
    ),
    Row(
        "HTTP",
        "OPTIONS tells the methods",
        "OPTIONS",
        P1,
        status=204,
        gives={"Allow": "GET, HEAD, OPTIONS, PUT, POST, DELETE"},
    ),
]


@pytest.mark.parametrize("row", STORE, ids=str)
def test_the_graph_store(server: Server, row: Row) -> None:
    check(server, row)


def test_a_new_graph_gets_a_name_and_an_address(server: Server) -> None:
    got = server.ask("POST", "/graphs", body=JANE, headers=TURTLE, token=server.token)
    assert got.status == 201
    address = got.headers["Location"]
    assert address.startswith("/graphs/")
    assert "Jane" in server.ask(path=address).text
    again = server.ask("POST", "/graphs", body=JANE, headers=TURTLE, token=server.token)
    assert again.headers["Location"] != address


@pytest.mark.parametrize("accept", ["text/turtle", "application/rdf+xml", "application/ld+json",
                                    "application/n-triples"])  # fmt: skip
def test_the_service_description(server: Server, accept: str) -> None:
    got = server.ask(headers={"Accept": accept})
    assert got.status == 200
    syntax = RdfFormat.from_media_type(accept)
    triples = {quad.triple for quad in parse(got.body, format=syntax)}
    endpoint = NamedNode(f"http://127.0.0.1:{server.port}/sparql")
    services = [t.subject for t in triples if t.object == NamedNode(SD + "Service")]
    assert len(services) == 1
    assert Triple(services[0], NamedNode(SD + "endpoint"), endpoint) in triples
    offered = {t.object.value for t in triples if t.predicate == NamedNode(SD + "feature")}
    assert offered == {SD + "EmptyGraphs"}
    functions = {
        t.object.value for t in triples if t.predicate == NamedNode(SD + "extensionFunction")
    }
    assert "https://w3id.org/peyvand/function#inForce" in functions
    called = "SELECT (<https://w3id.org/peyvand/function#inForce>('1384-04-09', '2004') AS ?x) {}"
    assert "certain" in server.ask(query={"query": called}).text
    names = {t.object.value for t in triples if t.predicate == NamedNode(SD + "name")}
    assert {ONE, TWO, NOTES} <= names


def test_void_describes_the_version(server: Server) -> None:
    got = server.ask(path="/.well-known/void")
    assert "void:Dataset" in got.text
    assert f"http://127.0.0.1:{server.port}/sparql" in got.text
    assert server.ask(path="/void").body == got.body


def test_an_odd_host_is_not_repeated(server: Server) -> None:
    got = server.ask(headers={"Host": "evil.example/<x>"})
    assert "evil" not in got.text


def test_what_was_seen_is_not_sent_again(server: Server) -> None:
    first = server.ask(query={"query": ALL})
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, no-cache"
    assert {"Accept", "Accept-Encoding"} <= set(first.headers["Vary"].split(", "))
    for known in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        again = server.ask(query={"query": ALL}, headers={"If-None-Match": known})
        assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    for other in ({"query": ALL, "format": "csv"}, {"query": ASK}):
        got = server.ask(query=other, headers={"If-None-Match": tag})
        assert got.status == 200
        assert got.headers["ETag"] != tag


def test_each_dataset_has_a_tag_of_its_own(server: Server) -> None:
    one, other = (f"{NEW}tag-{n}" for n in "ab")
    asked = [
        {"query": ALL},
        *(
            {"query": ALL, name: value}
            for name in ("default-graph-uri", "named-graph-uri")
            for value in (one, other)
        ),
        {"query": ALL, "default-graph-uri": one, "named-graph-uri": other},
        {"query": ALL, "default-graph-uri": other, "named-graph-uri": one},
    ]
    tags = [server.ask(query=query).headers["ETag"] for query in asked]
    assert len(set(tags)) == len(tags)
    for tag in tags[1:]:
        assert server.ask(query=asked[0], headers={"If-None-Match": tag}).status == 200


def test_a_write_makes_another_tag(server: Server) -> None:
    tag = server.ask(query={"query": ALL}).headers["ETag"]
    assert (
        server.update(f"INSERT DATA {{ GRAPH <{NEW}t> {{ <http://t/> <http://t/> 1 }} }}").status
        == 200
    )
    assert server.ask(query={"query": ALL}, headers={"If-None-Match": tag}).status == 200


def test_a_version_is_kept_for_ever(server: Server) -> None:
    got = server.ask(query={"query": ALL, "version": "1"})
    assert got.headers["Cache-Control"] == "public, no-cache"
    assert got.headers["Peyvand-Version"] == "1"


@pytest.mark.parametrize(
    "call", ["RAND()", "UUID()", "STRUUID()", "NOW()", "BNODE()", "bnode()", 'BNODE("a")']
)
def test_what_differs_each_time_is_not_kept(server: Server, call: str) -> None:
    got = server.ask(query={"query": f"SELECT ({call} AS ?x) {{}}"})
    assert got.headers["ETag"] is None
    assert got.headers["Cache-Control"] == "no-store"
    again = server.ask(query={"query": f"SELECT ({call} AS ?x) {{}}"})
    if call != "NOW()":
        assert again.body != got.body


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [("gzip", "gzip"), ("br", "br"), ("gzip, br", "br"), ("gzip;q=1, br;q=0.5", "gzip"),
     ("*", "br"), ("br;q=0, *", "gzip"), ("identity", None), ("deflate", None), ("", None)],
)  # fmt: skip
def test_answers_are_packed(server: Server, accept: str, encoding: str | None) -> None:
    values = " ".join(str(n) for n in range(900))
    query = {"query": f"SELECT * {{ VALUES ?x {{ {values} }} }}", "format": "csv"}
    plain = server.ask(query=query, headers={"Accept-Encoding": ""})
    got = server.ask(query=query, headers={"Accept-Encoding": accept})
    assert got.headers["Content-Encoding"] == encoding
    unpack = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[encoding]
    assert unpack(got.body) == plain.body
    assert (got.headers["ETag"] == plain.headers["ETag"]) is (encoding is None)


def test_a_short_answer_is_not_packed(server: Server) -> None:
    got = server.ask(query={"query": ASK}, headers={"Accept-Encoding": "gzip, br"})
    assert got.headers["Content-Encoding"] is None


@pytest.mark.parametrize("path", ["/sparql?query=ASK{}", "/.well-known/void", "/version"])
def test_links_lead_on(server: Server, path: str) -> None:
    links = server.ask(path=path).headers["Link"]
    assert '</.well-known/void>; rel="describedby"' in links
    assert 'rel="license"' in links


def test_health_and_version(server: Server) -> None:
    assert server.ask(path="/health").json["status"] == "ok"
    got = server.ask(path="/version")
    assert got.headers["ETag"] == f'"v{got.json["version"]}"'


def test_problems_are_in_the_language_of_the_client(server: Server) -> None:
    cases = {"fa": "fa", "en": "en", "de": "en", "de, fa;q=0.8, en;q=0.3": "fa", "fa-IR": "fa"}
    for header, tag in cases.items():
        got = server.ask(query={"query": "SELECT *\n{ ?s a }"}, headers={"Accept-Language": header})
        assert (got.json["lang"], got.headers["Content-Language"]) == (tag, tag)
        assert {"fa": "سطر", "en": "line"}[tag] in got.json["detail"]
        # The place of the predicate whose value is missing, not the end of the text.
        assert (got.json["line"], got.json["column"]) == (2, 7)
        assert got.json["type"] == "https://w3id.org/peyvand/problem/malformed-query"


def test_json_problems_are_utf8(server: Server) -> None:
    got = server.ask(path="/%D9%86%DB%8C%D8%B3%D8%AA", headers={"Accept-Language": "fa"})
    assert got.status == 404
    assert "نیست" in json.loads(got.body.decode("utf-8"))["detail"]
