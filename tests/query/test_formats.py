"""Content negotiation, one row a rule."""

from __future__ import annotations

import pytest

from peyvand.errors import NotAcceptable
from peyvand.query.formats import GRAPHS, TABLES, by_name, negotiate


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "json"),
        ("", "json"),
        ("  ", "json"),
        ("*/*", "json"),
        ("application/sparql-results+json", "json"),
        ("application/sparql-results+json;charset=utf-8", "json"),
        ("application/json", "json"),
        ("application/sparql-results+xml", "xml"),
        ("application/xml", "xml"),
        ("text/csv", "csv"),
        ("TEXT/CSV", "csv"),
        ("text/tab-separated-values", "tsv"),
        ("text/*, text/csv;q=0, text/xml;q=0", "tsv"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "xml"),
        ("application/sparql-results+json;q=0.2, text/csv;q=0.2", "json"),
        ("application/pdf, */*;q=0.1", "json"),
        ("*/*, application/sparql-results+json;q=0, application/json;q=0", "xml"),
        ("text/csv; header=present; q=0.8, */*;q=0.1", "csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "xml"),
    ],
)
def test_a_table_is_negotiated(accept: str | None, name: str) -> None:
    assert negotiate(accept, TABLES).name == name


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "turtle"),
        ("text/turtle", "turtle"),
        ("application/n-triples", "ntriples"),
        ("text/plain", "ntriples"),
        ("application/ld+json", "jsonld"),
        ("application/rdf+xml", "rdfxml"),
        ("application/rdf+xml;q=0.5, text/turtle;q=0.4", "rdfxml"),
    ],
)
def test_a_graph_is_negotiated(accept: str | None, name: str) -> None:
    assert negotiate(accept, GRAPHS).name == name


@pytest.mark.parametrize(
    "accept", ["application/foo", "text/csv;q=0", "image/*", "text/csv;q=none", "nonsense"]
)
def test_what_cannot_be_offered_is_refused_with_what_can(accept: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        negotiate(accept, TABLES)
    assert "text/csv" in caught.value.hint


@pytest.mark.parametrize(
    ("asked", "name"), [("csv", "csv"), ("CSV", "csv"), ("text/csv", "csv"), ("json", "json")]
)
def test_a_table_is_named(asked: str, name: str) -> None:
    assert by_name(asked, TABLES).name == name


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("ttl", "turtle"),
        ("nt", "ntriples"),
        ("json-ld", "jsonld"),
        ("json", "jsonld"),
        ("xml", "rdfxml"),
    ],
)
def test_a_graph_is_named(asked: str, name: str) -> None:
    assert by_name(asked, GRAPHS).name == name


def test_a_table_cannot_be_turtle() -> None:
    with pytest.raises(NotAcceptable, match="turtle"):
        by_name("turtle", TABLES)
