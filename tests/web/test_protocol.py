"""The SPARQL 1.1 Protocol for queries, one row a sentence, refusals included."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

ALL = "SELECT ?s WHERE { ?s a <https://w3id.org/peyvand/ns#City> }"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
GRAPH = "https://w3id.org/peyvand/graph/document-001"


def assert_problem(response: TestResponse, status: int, words: str) -> dict[str, Any]:
    """The one shape of every error."""
    assert response.status_code == status, response.text
    assert response.content_type == "application/problem+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    body: dict[str, Any] = json.loads(response.text)
    assert body["status"] == status
    assert body["type"].startswith("https://w3id.org/peyvand/problem/")
    assert body["title"]
    assert words in body["detail"] + body.get("hint", "")
    return body


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("query by GET", {"method": "GET", "query_string": {"query": ALL}}),
        ("query by form POST", {"method": "POST", "data": {"query": ALL}}),
        ("query by direct POST", {"method": "POST", "data": ALL, "content_type": QUERY}),
        (
            "direct POST with a charset",
            {"method": "POST", "data": ALL, "content_type": QUERY + ";charset=utf-8"},
        ),
        (
            "form POST with a charset",
            {
                "method": "POST",
                "data": "query=" + quote(ALL),
                "content_type": FORM + "; charset=utf-8",
            },
        ),
    ],
)
def test_a_query_is_answered(client: FlaskClient, name: str, call: dict[str, Any]) -> None:
    response = client.open("/sparql", headers={"Accept": "text/csv"}, **call)
    assert response.status_code == 200, name
    assert response.content_type == "text/csv; charset=utf-8"
    assert len(response.text.splitlines()) == 3


def test_head_is_get_without_a_body(client: FlaskClient) -> None:
    with client.head("/sparql", query_string={"query": ALL}) as response:
        assert response.status_code == 200
        assert response.data == b""


@pytest.mark.parametrize(
    ("name", "call", "status", "words"),
    [
        ("no query", {"method": "GET", "query_string": {"x": "y"}}, 400, "no query"),
        ("no query in a form", {"method": "POST", "data": {"x": "y"}}, 400, "no query"),
        (
            "two queries",
            {"method": "GET", "query_string": [("query", "ASK {}"), ("query", "ASK {}")]},
            400,
            "more than once",
        ),
        (
            "two queries in a form",
            {
                "method": "POST",
                "data": f"query={quote(ALL)}&query={quote(ALL)}",
                "content_type": FORM,
            },
            400,
            "more than once",
        ),
        (
            "a query in body and address",
            {"method": "POST", "query_string": {"query": ALL}, "data": ALL, "content_type": QUERY},
            400,
            "one in the address",
        ),
        (
            "a body that is not UTF-8",
            {"method": "POST", "data": b"ASK { ?s ?p '\xff' }", "content_type": QUERY},
            400,
            "UTF-8",
        ),
        (
            "a body of another type",
            {"method": "POST", "data": ALL, "content_type": "text/plain"},
            415,
            "is not read",
        ),
        ("a body of no type", {"method": "POST", "data": ALL}, 415, "is not read"),
        ("an update in a form", {"method": "POST", "data": {"update": "CLEAR ALL"}}, 401, "token"),
        (
            "a direct update",
            {"method": "POST", "data": "CLEAR ALL", "content_type": "application/sparql-update"},
            401,
            "token",
        ),
        (
            "an update by GET",
            {"method": "GET", "query_string": {"update": "CLEAR ALL"}},
            400,
            "by POST",
        ),
        (
            "an update as a query",
            {"method": "GET", "query_string": {"query": "CLEAR ALL"}},
            400,
            "",
        ),
        ("no SPARQL", {"method": "GET", "query_string": {"query": "SELECT"}}, 400, "line 1"),
        (
            "a graph that is no IRI",
            {"method": "GET", "query_string": {"query": ALL, "default-graph-uri": "no iri"}},
            400,
            "IRI",
        ),
        (
            "SERVICE",
            {"method": "GET", "query_string": {"query": "SELECT * { SERVICE <x:y> {} }"}},
            400,
            "not allowed",
        ),
        (
            "a long query",
            {"method": "GET", "query_string": {"query": ALL + " " * 2000}},
            413,
            "limit is 2,000",
        ),
        (
            "an unknown format",
            {"method": "GET", "query_string": {"query": ALL, "format": "pdf"}},
            406,
            "csv",
        ),
        ("another method", {"method": "DELETE"}, 405, ""),
        ("another address", {"method": "GET", "path": "/nothing"}, 404, ""),
    ],
)
def test_what_is_wrong_is_refused(
    client: FlaskClient, name: str, call: dict[str, Any], status: int, words: str
) -> None:
    response = client.open(call.pop("path", "/sparql"), **call)
    assert_problem(response, status, words)


def test_an_error_of_the_query_has_line_and_column(client: FlaskClient) -> None:
    query = "SELECT *\nWHERE { ?s a }"
    body = assert_problem(client.get("/sparql", query_string={"query": query}), 400, "line 2")
    assert (body["line"], body["column"]) == (2, 13)


def test_a_method_that_is_refused_names_those_allowed(client: FlaskClient) -> None:
    allowed = client.put("/sparql").headers["Allow"]
    assert {"GET", "HEAD", "POST"} <= {part.strip() for part in allowed.split(",")}


@pytest.mark.parametrize(
    ("header", "language", "title"),
    [
        ("en", "en", "The text is not SPARQL"),
        ("fa", "fa", "متن SPARQL نیست"),
        ("fa-IR, en;q=0.5", "fa", "متن SPARQL نیست"),
        ("de", "en", "The text is not SPARQL"),
    ],
)
def test_errors_speak_the_language_of_the_client(
    client: FlaskClient, header: str, language: str, title: str
) -> None:
    response = client.get(
        "/sparql", query_string={"query": "SELECT"}, headers={"Accept-Language": header}
    )
    assert response.headers["Content-Language"] == language
    assert response.json
    assert (response.json["lang"], response.json["title"]) == (language, title)


@pytest.mark.parametrize(
    "call",
    [
        {"method": "GET", "query_string": {"query": "ASK { <http://x.example/شهر> ?p ?o }"}},
        {"method": "POST", "data": {"query": "ASK { <http://x.example/شهر> ?p ?o }"}},
        {
            "method": "POST",
            "data": "ASK { <http://x.example/شهر> ?p ?o }".encode(),
            "content_type": QUERY,
        },
        {"method": "GET", "query_string": {"query": 'ASK { ?s ?p "100%25"@en }'}},
        {"method": "POST", "data": {"query": 'ASK { ?s ?p "100%25"@en }'}},
    ],
)
def test_text_arrives_as_it_was_sent(client: FlaskClient, call: dict[str, Any]) -> None:
    response = client.open("/sparql", **call)
    assert response.get_json(force=True) == {"head": {}, "boolean": True}


def test_the_dataset_can_be_named(client: FlaskClient) -> None:
    query = "SELECT * WHERE { ?s ?p ?o }"
    response = client.get(
        "/sparql", query_string={"query": query, "default-graph-uri": GRAPH, "format": "csv"}
    )
    assert len(response.text.splitlines()) == 2
    query = "SELECT * WHERE { GRAPH ?g { ?s ?p ?o } }"
    response = client.post(
        "/sparql", data={"query": query, "named-graph-uri": "http://x.example/no", "format": "csv"}
    )
    assert len(response.text.splitlines()) == 1


@pytest.mark.parametrize(
    ("form", "accept", "kind"),
    [
        (ALL, "application/sparql-results+xml", "application/sparql-results+xml"),
        (ALL, None, "application/sparql-results+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", None, "text/turtle; charset=utf-8"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "application/ld+json", "application/ld+json"),
        ("DESCRIBE <http://x.example/x>", "application/rdf+xml", "application/rdf+xml"),
    ],
)
def test_the_answer_is_of_the_type_asked_for(
    client: FlaskClient, form: str, accept: str | None, kind: str
) -> None:
    headers = {"Accept": accept} if accept else {}
    response = client.get("/sparql", query_string={"query": form}, headers=headers)
    assert response.content_type == kind
    assert {"Accept", "Accept-Language"} <= set(response.vary)


def test_an_unknown_accept_is_406(client: FlaskClient) -> None:
    response = client.get(
        "/sparql", query_string={"query": ALL}, headers={"Accept": "application/pdf"}
    )
    assert_problem(response, 406, "text/csv")


def test_csv_with_the_mark_of_spreadsheets(client: FlaskClient) -> None:
    call = {"query": ALL, "format": "csv"}
    assert not client.get("/sparql", query_string=call).data.startswith(b"\xef\xbb\xbf")
    assert client.get("/sparql", query_string={**call, "bom": "1"}).data.startswith(b"\xef\xbb\xbf")


def test_a_preflight_is_answered(client: FlaskClient) -> None:
    response = client.options("/sparql")
    assert response.status_code == 204
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
