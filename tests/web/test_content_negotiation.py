"""Who asks in its own way is answered: by Accept and its kin, through the whole server."""

from __future__ import annotations

import gzip
import json
from typing import Any
from urllib.parse import urlencode

import brotli
import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad
from rdflib import Graph

from peyvand.errors import NotAcceptable
from peyvand.web.linked_data.addresses import SUFFIXES
from peyvand.web.linked_data.description.serialisation import serialized
from web.test_negotiation import BROWSER, COMUNICA

ROWS = "SELECT ?s WHERE { ?s a <https://w3id.org/peyvand/ns#City> } ORDER BY ?s"
TSV = "text/tab-separated-values"
GRAPH = "CONSTRUCT WHERE { ?s a <https://w3id.org/peyvand/ns#City> }"


def at(client: FlaskClient, path: str, accept: str | None, **more: Any) -> Any:
    return client.get(path, headers={} if accept is None else {"Accept": accept}, **more)


@pytest.mark.parametrize(
    "accept", [COMUNICA, "text/turtle, text/html", "*/*", "text/html;q=0, */*", None]
)
def test_a_program_at_the_endpoint_gets_its_description(client: FlaskClient, accept: str) -> None:
    found = at(client, "/sparql", accept)
    assert found.status_code == 200
    described = Graph().parse(
        data=found.data, format=found.mimetype.replace("n-quads", "n-triples")
    )
    assert any("sparql-service-description#endpoint" in str(p) for p in described.predicates())


@pytest.mark.parametrize("accept", [BROWSER, "text/html", "text/html;q=0.9, text/turtle;q=0.2"])
def test_a_browser_at_the_endpoint_gets_the_editor(client: FlaskClient, accept: str) -> None:
    found = at(client, "/sparql", accept)
    assert (found.status_code, found.headers["Location"]) == (303, "/query")


@pytest.mark.parametrize(
    "path",
    ["/", "/browse", "/query", "/ask", "/search?q=tabriz", "/problem", "/problem/too-large",
     "/sparql", "/register",
     "/page/city/tabriz", "/page/ns", "/id/city/tabriz", "/ns", "/nothing", "/page/city/nothing",
     "/problem/nothing", "/page/ns/Nothing", "/id/city/nothing", "/search?limit=x"],
)  # fmt: skip
@pytest.mark.parametrize(
    "accept", ["text/html;q=0", "text/html;q=0, */*", "application/json, text/html;q=0"]
)
def test_who_refuses_html_gets_no_page(client: FlaskClient, path: str, accept: str) -> None:
    found = at(client, path, accept, follow_redirects=True)
    assert found.mimetype not in ("text/html", "application/xhtml+xml")
    if found.status_code == 406:
        assert found.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/", "/browse", "/nothing", "/search?q=tabriz", "/problem/too-large"]
)
def test_a_browser_gets_pages(client: FlaskClient, path: str) -> None:
    assert at(client, path, BROWSER).mimetype == "text/html"


@pytest.mark.parametrize(
    "path", ["/search?q=tabriz", "/nothing", "/problem/too-large", "/problem/nothing"]
)
def test_who_wants_json_more_gets_it(client: FlaskClient, path: str) -> None:
    found = at(client, path, "application/json, text/html;q=0.1")
    assert found.mimetype.endswith("json")
    json.loads(found.text)


@pytest.mark.parametrize(
    ("accept", "unpack"),
    [("gzip;q=0", bytes), ("gzip;q=0, br;q=0, *", bytes), ("identity;q=0, gzip", gzip.decompress),
     ("*;q=0, gzip", gzip.decompress), ("identity;q=0, br", brotli.decompress)],
)  # fmt: skip
def test_a_coding_that_is_refused_is_not_used(
    client: FlaskClient, accept: str, unpack: Any
) -> None:
    headers = {"Accept-Encoding": accept}
    found = client.get("/sparql", query_string={"query": ROWS, "format": "csv"}, headers=headers)
    assert unpack(found.data).startswith(b"s\r\nhttp://")
    found = client.get("/browse", headers=headers)
    if "br" in accept and "br;q=0" not in accept:  # pages are packed with gzip alone
        assert found.status_code == 406
    else:
        assert b"<html" in unpack(found.data)


@pytest.mark.parametrize("path", ["/sparql", "/browse", "/version", "/sparql?query=ASK%7B%7D"])
def test_who_refuses_every_coding_is_told_so(client: FlaskClient, path: str) -> None:
    found = client.get(path, headers={"Accept-Encoding": "*;q=0", "Accept-Language": "en;q=0"})
    assert found.status_code == 406
    assert json.loads(found.text)["lang"] == "fa"
    assert "gzip" in json.loads(found.text)["hint"]


@pytest.mark.parametrize(
    ("query", "values", "accept", "kind"),
    [
        (ROWS, [TSV] * 3, TSV, TSV),
        (ROWS, ["turtle", ""], "*/*", "application/sparql-results+json"),
        (ROWS, ["nonsense"], "text/csv", "text/csv"),
        (GRAPH, ["n3", "n3"], "text/rdf+n3,application/n-triples;q=0.1", "text/turtle"),
        (GRAPH, ["rdf+xml"], "application/rdf+xml", "application/rdf+xml"),
        (GRAPH, ["json-ld", "json-ld"], "application/ld+json", "application/ld+json"),
        (GRAPH, [], "application/n-quads", "application/n-quads"),
        (GRAPH, [], "application/trig", "application/trig"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_format_that_is_sent_often_is_understood(
    client: FlaskClient, query: str, values: list[str], accept: str, kind: str, method: str
) -> None:
    pairs = [("query", query)]
    for name in ("format", "output", "results"):
        pairs += [(name, value) for value in values]
    text = urlencode(pairs)
    form = {"content_type": "application/x-www-form-urlencoded", "data": text}
    more: Any = form if method == "POST" else {"query_string": text}
    found = client.open("/sparql", method=method, headers={"Accept": accept}, **more)
    assert (found.status_code, found.mimetype) == (200, kind), found.text


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values"])
def test_a_boolean_is_not_told_as_a_table(client: FlaskClient, accept: str) -> None:
    found = at(client, "/sparql", accept, query_string={"query": "ASK {}"})
    assert found.status_code == 406
    assert "application/sparql-results+json" in json.loads(found.text)["hint"]


@pytest.mark.parametrize("accept", ["application/n-quads", "application/trig", "text/n3"])
def test_a_graph_is_fetched_in_other_forms(client: FlaskClient, accept: str) -> None:
    found = at(client, "/graphs?graph=https://w3id.org/peyvand/graph/document-001", accept)
    assert found.status_code == 200
    assert found.mimetype == {"text/n3": "text/turtle"}.get(accept, accept)
    assert b"F001-001" in found.data


@pytest.mark.parametrize("value", ["a\x01b", "\uffff"])
def test_a_description_that_xml_cannot_hold_is_refused_there(value: str) -> None:
    quads = [Quad(NamedNode("http://x.example/a"), NamedNode("http://x.example/p"), Literal(value))]
    with pytest.raises(NotAcceptable):
        serialized(quads, SUFFIXES["rdf"])
    assert serialized(quads, SUFFIXES["ttl"])


def test_a_description_keeps_its_line_ends_in_xml() -> None:
    quads = [
        Quad(NamedNode("http://x.example/a"), NamedNode("http://x.example/p"), Literal("a\r\nb"))
    ]
    (found,) = Graph().parse(data=serialized(quads, SUFFIXES["rdf"]), format="xml").objects()
    assert str(found) == "a\r\nb"
