"""Content negotiation, one row a rule."""

from __future__ import annotations

from typing import Any

import pytest

from peyvand.errors import NotAcceptable
from peyvand.formats import BOOLEANS, GRAPHS, READ, TABLES, Format, by_name
from peyvand.web.http.negotiation import (
    check_coding,
    chosen,
    coding,
    language,
    negotiate,
    refuses_pages,
    refuses_plain,
    wants_page,
)

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8"
COMUNICA = "application/n-quads,text/turtle;q=0.6,application/rdf+xml;q=0.5,text/html;q=0.2"
# What Java's URLConnection sends by itself, with weights that are not written as HTTP has it.
JAVA = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"


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
        (JAVA, "json"),
        ("text/csv;q=.4, application/xml;q=1.", "xml"),
        ("text/csv;Q=0.4, text/xml;Q=0.3", "csv"),
        # What has no weight that can be read is passed over.
        ("text/csv;q=1.2.3, text/xml;q=0.5", "xml"),
        (";q=1, text/csv;q=0.5", "csv"),
        ("text/json", "json"),
        ("text/plain", "tsv"),
        ("text/turtle, */*", "json"),
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
        ("text/n3", "turtle"),
        ("text/rdf+n3;q=0.7", "turtle"),
        ("application/turtle", "turtle"),
        ("application/x-turtle", "turtle"),
        ("text/x-turtle", "turtle"),
        ("application/json", "jsonld"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
        ("text/xml", "rdfxml"),
        ("application/xml", "rdfxml"),
        ("application/n-quads", "nquads"),
        ("text/x-nquads", "nquads"),
        ("application/trig, text/turtle;q=0.9", "trig"),
        (COMUNICA, "nquads"),
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


@pytest.mark.parametrize(
    ("names", "accept", "offered", "name"),
    [
        # As SPARQLWrapper sends them, with its Accept.
        (["text/tab-separated-values"] * 3, "text/tab-separated-values", TABLES, "tsv"),
        (["tsv"], None, TABLES, "tsv"),
        (["n3", "n3", "n3"], "text/rdf+n3,application/n3", GRAPHS, "turtle"),
        (["rdf+xml"], "application/rdf+xml", GRAPHS, "rdfxml"),
        (["json-ld"], "application/ld+json", GRAPHS, "jsonld"),
        (["turtle", ""], "*/*", TABLES, "json"),
        (["xml"], None, GRAPHS, "rdfxml"),
        (["xml"], None, BOOLEANS, "xml"),
        # Unknown ones are passed over for those that are known, and for Accept.
        (["pdf", "csv"], None, TABLES, "csv"),
        (["pdf"], "text/csv", TABLES, "csv"),
        (["text/csv; charset=utf-8"], None, TABLES, "csv"),
        (["CSV"], "application/json", TABLES, "csv"),
        ([], "text/csv", TABLES, "csv"),
        ([" "], None, TABLES, "json"),
    ],
)
def test_a_name_in_the_address_wins_if_it_is_on_offer(
    names: list[str], accept: str | None, offered: tuple[Any, ...], name: str
) -> None:
    assert chosen(names, accept, offered).name == name


def test_an_unknown_name_is_refused_where_no_accept_helps() -> None:
    for accept in (None, "", "image/png"):
        with pytest.raises(NotAcceptable):
            chosen(["pdf"], accept, TABLES)


@pytest.mark.parametrize("accept", ["text/csv", "text/tab-separated-values", "text/*"])
def test_a_boolean_is_no_table(accept: str) -> None:
    with pytest.raises(NotAcceptable) as caught:
        negotiate(accept, BOOLEANS)
    assert "application/sparql-results+json" in caught.value.hint


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        (BROWSER, True),
        (JAVA, True),
        ("text/html", True),
        ("application/xhtml+xml", True),
        ("text/html;level=1", True),
        ("text/html, */*", True),
        (None, False),
        ("", False),
        ("*/*", False),
        (COMUNICA, False),
        ("text/html;q=0", False),
        ("text/html;q=0, */*", False),
        ("text/html;q=0.0", False),
        ("application/json, text/html;q=0.1", False),
        ("text/turtle, text/html", False),
    ],
)
def test_a_page_is_for_whoever_wants_html_most(accept: str | None, page: bool) -> None:
    assert wants_page(accept) is page


@pytest.mark.parametrize(
    ("accept", "refused"),
    [
        ("text/html;q=0", True),
        ("text/html;q=0, application/xhtml+xml;q=0", True),
        ("*/*;q=0", True),
        ("text/*;q=0, application/json", True),
        ("application/json", False),
        ("text/html;q=0, application/xhtml+xml", True),
        ("text/html;q=0.001", False),
        (None, False),
    ],
)
def test_a_page_is_refused_by_quality_0(accept: str | None, refused: bool) -> None:
    assert refuses_pages(accept) is refused


@pytest.mark.parametrize(
    ("accept", "packed"),
    [
        (None, None),
        ("", None),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP, br;q=0.9", "gzip"),
        ("gzip;q=0", None),
        ("gzip;q=0.0, br;q=0", None),
        ("gzip;q=0, *", "br"),
        ("*;q=0", None),
        ("gzip, *;q=0", "gzip"),
        ("gzip;q=0.2, identity", None),
        ("identity;q=0, *", "br"),
        ("deflate", None),
    ],
)
def test_a_coding_is_negotiated(accept: str | None, packed: str | None) -> None:
    assert coding(accept) == packed


@pytest.mark.parametrize(
    "accept", ["identity;q=0", "*;q=0", "identity;q=0, deflate", "*;q=0, br;q=0"]
)
def test_who_refuses_every_coding_is_told_what_there_is(accept: str) -> None:
    assert refuses_plain(accept)
    with pytest.raises(NotAcceptable, match="br, gzip, identity"):
        check_coding(accept)


@pytest.mark.parametrize("accept", [None, "", "gzip;q=0", "*;q=0, identity", "identity;q=0, gzip"])
def test_who_leaves_a_coding_is_answered(accept: str | None) -> None:
    check_coding(accept)


@pytest.mark.parametrize(
    ("accept", "tag"),
    [
        (None, "en"),
        ("", "en"),
        ("fa", "fa"),
        ("fa-AF", "fa"),
        ("FA-ir, en;q=0.9", "fa"),
        ("fa, en", "fa"),
        ("en, fa", "en"),
        ("de, fa, en", "fa"),
        ("de, en, fa", "en"),
        ("en-US,en;q=0.5,fa;q=0.9", "en"),
        ("fa;q=0", "en"),
        ("fa;q=0, en;q=0.1", "en"),
        ("fa;q=0, *", "en"),
        ("en;q=0, *", "fa"),
        ("en;q=0", "fa"),
        ("de, fa;q=.3", "fa"),
        ("de, en;q=0", "fa"),
        ("de, fa;q=0", "en"),
        ("*", "en"),
        ("de", "en"),
        ("fa;q=x", "en"),
    ],
)
def test_a_language_is_negotiated(accept: str | None, tag: str) -> None:
    assert language(accept) == tag


def test_the_name_of_one_format_is_no_other_name_of_another() -> None:
    plain, other = Format("plain", ("text/a", "text/b")), Format("other", ("text/b",))
    assert negotiate("text/b", (plain, other)) == other
    assert negotiate("text/b", (plain,)) == plain
    assert negotiate("text/*", (plain, other)) == plain


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("application/x-turtle", "turtle"),
        ("text/n3", "turtle"),
        ("text/plain", "ntriples"),
        ("text/x-nquads", "nquads"),
        ("application/json", None),
        ("text/xml", None),
    ],
)
def test_a_body_is_read_by_its_usual_types(kind: str, name: str | None) -> None:
    """JSON and XML of any kind are not: read as RDF, they might hold nothing and empty a graph."""
    assert (READ[kind].name if kind in READ else None) == name


@pytest.mark.parametrize(
    ("accept", "packed"),
    [
        ("gzip, identity", "gzip"),
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity;q=0.6, gzip;q=0.5", None),
        ("identity;q=0.5, gzip;q=0.6", "gzip"),
    ],
)
def test_of_equals_the_packed_answer_is_sent(accept: str, packed: str | None) -> None:
    assert coding(accept) == packed


@pytest.mark.parametrize(
    "accept", ["fa;q=5, en;q=0.9", "en;q=0.9, fa;q=1.0001", "en;q=.9, fa;q=1."]
)
def test_a_weight_beyond_one_is_one(accept: str) -> None:
    assert language(accept) == "fa"


@pytest.mark.parametrize(
    ("accept", "page"),
    [
        ("text/html, */*;q=0.8", True),
        ("application/xhtml+xml", True),
        ("text/html;q=0, application/xhtml+xml", False),
        ("application/json, text/html;q=0.9", False),
        ("*/*", False),
        (None, False),
    ],
)
def test_a_page_is_for_who_wants_it_most(accept: str | None, page: bool) -> None:
    assert wants_page(accept) == page
