"""Nasty values in every format: standard readers read what was in the graph, or it is refused."""

from __future__ import annotations

import csv
import io
import json
import xml.dom.minidom
from typing import Any, cast

import pytest
import rdflib
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from peyvand.errors import NotAcceptable
from peyvand.formats import GRAPHS, TABLES, Format
from peyvand.query.commas import write_csv
from peyvand.query.engine import ask, write

P = NamedNode("http://x.example/p")
VALUES = {
    "carriage return": "a\rb",
    "line ends": "\r\n a \n\r b\n",
    "tab": "\ta\t",
    "quotes": 'a "quoted" \'text\', with commas; and ""',
    "markup": '<a href="x">&amp;&#13; ]]> <!-- -->',
    "backslashes": "\\n \\\\ \\u0041 \\",
    "spaces around": "  a  ",
    "nothing": "",
    "a formula": "=1+1",
    "beyond the plane": "😀 𐎱𐎠𐎼𐎿",
    "bidi": "\u202bشهر\u202c \u200c\u200f",
    "next line and delete": "\u0085\u007f\u2028",
    "mark": "\ufeffa",
}
NOT_XML = {
    "U+0001": "a\x01b",
    "escape": "\x1b[31m",
    "backspace": "\b",
    "form feed": "a\fb",
    "vertical tab": "\x0b",
    "U+FFFE": "a\ufffe",
    "U+FFFF": "\uffff",
    "at a border": "x" * 8191 + "\uffff" + "y" * 9000,
}
LONG = {"a long one": "\r" * 60_000, "a long one of many letters": "ش\r" * 30_000}


def store_of(value: str, predicate: NamedNode = P) -> Store:
    store = Store()
    store.add(Quad(NamedNode("http://x.example/a&b?c='d'"), predicate, Literal(value)))
    return store


def rows(value: str, format: Format) -> bytes:
    out = io.BytesIO()
    write(ask(store_of(value), "SELECT ?o { ?s ?p ?o }"), format, out)
    return out.getvalue()


def graph(value: str, format: Format, predicate: NamedNode = P) -> bytes:
    out = io.BytesIO()
    write(ask(store_of(value, predicate), "CONSTRUCT WHERE { ?s ?p ?o }"), format, out)
    return out.getvalue()


def read_table(name: str, text: bytes) -> str:
    if name == "json":
        return cast(str, json.loads(text)["results"]["bindings"][0]["o"]["value"])
    if name == "xml":
        (found,) = xml.dom.minidom.parseString(text).getElementsByTagName("literal")
        return "".join(cast(Any, node).data for node in found.childNodes)
    if name == "csv":
        found = list(csv.reader(io.StringIO(text.decode(), newline="")))
        assert len(found) == 2
        return found[1][0] if found[1] else ""
    solutions: Any = parse_query_results(text, TABLES[3].engine)  # type: ignore[arg-type]
    return cast(str, next(iter(solutions))["o"].value)


@pytest.mark.parametrize("offer", TABLES, ids=lambda offer: offer.name)
@pytest.mark.parametrize("value", [*VALUES.values(), *LONG.values()], ids=[*VALUES, *LONG])
def test_a_value_comes_back_from_a_table(value: str, offer: Format) -> None:
    assert read_table(offer.name, rows(value, offer)) == value


@pytest.mark.parametrize("offer", GRAPHS, ids=lambda offer: offer.name)
@pytest.mark.parametrize("value", [*VALUES.values(), *LONG.values()], ids=[*VALUES, *LONG])
def test_a_value_comes_back_from_a_graph(value: str, offer: Format) -> None:
    text = graph(value, offer)
    (quad,) = parse(text, format=cast(RdfFormat, offer.engine))
    assert quad.object == Literal(value)
    if offer.name == "rdfxml":
        (read,) = rdflib.Graph().parse(data=text, format="xml").objects()
        assert str(read) == value


@pytest.mark.parametrize("offer", [*TABLES, *GRAPHS], ids=lambda offer: offer.name)
@pytest.mark.parametrize("value", NOT_XML.values(), ids=NOT_XML)
def test_what_xml_cannot_hold_is_refused_there_and_told_elsewhere(
    value: str, offer: Format
) -> None:
    make = rows if offer in TABLES else graph
    if offer.name in ("xml", "rdfxml"):
        with pytest.raises(NotAcceptable, match="U\\+"):
            make(value, offer)
    elif offer in TABLES:
        assert read_table(offer.name, make(value, offer)) == value
    else:
        (quad,) = parse(make(value, offer), format=cast(RdfFormat, offer.engine))
        assert quad.object == Literal(value)


@pytest.mark.parametrize(
    "iri", ["http://x.example/1", "http://x.example/", "urn:x:", "http://x.example/a?b=1&c=2.5",
            "https://w3id.org/peyvand/ns#", "http://x.example/a/-"]
)  # fmt: skip
def test_a_property_without_a_name_is_refused_in_rdf_xml(iri: str) -> None:
    with pytest.raises(NotAcceptable, match="property"):
        graph("x", next(offer for offer in GRAPHS if offer.name == "rdfxml"), NamedNode(iri))
    turtle = graph("x", GRAPHS[0], NamedNode(iri))
    assert [q.triple.predicate for q in parse(turtle, format=RdfFormat.TURTLE)] == [NamedNode(iri)]


@pytest.mark.parametrize(
    "iri", ["http://x.example/شهر", "http://x.example/a-1", "urn:x", "http://x.example/a?b&c",
            "http://x.example/1a", "https://w3id.org/peyvand/ns#hasParty"]
)  # fmt: skip
def test_a_property_with_a_name_is_written_in_rdf_xml(iri: str) -> None:
    text = graph("x", next(offer for offer in GRAPHS if offer.name == "rdfxml"), NamedNode(iri))
    assert list(rdflib.Graph().parse(data=text, format="xml").predicates()) == [rdflib.URIRef(iri)]
    assert Triple(NamedNode("http://x.example/a&b?c='d'"), NamedNode(iri), Literal("x")) in {
        quad.triple for quad in parse(text, format=RdfFormat.RDF_XML)
    }


COMMAS = r"""SELECT ?iri ?text ?other ?none {
  VALUES (?iri ?text ?other) {
    (<http://x.example/Washington,_D.C.> "a, \"b\"\r\n, c" <http://x.example/,,>)
    (<http://x.example/plain> "plain"@en <http://x.example/a>)
    (UNDEF "," UNDEF)
  } OPTIONAL { ?iri <http://x.example/none> ?none } }"""


def as_csv(store: Store, text: str, *, once: bool = False) -> bytes:
    out = io.BytesIO()
    again = None if once else lambda: ask(store, text)
    write(ask(store, text), next(one for one in TABLES if one.name == "csv"), out, again)
    return out.getvalue()


def test_an_iri_with_a_comma_is_one_field_of_csv() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(Store(), COMMAS).decode(), newline="")))
    assert rows == [
        ["iri", "text", "other", "none"],
        ["http://x.example/Washington,_D.C.", 'a, "b"\r\n, c', "http://x.example/,,", ""],
        ["http://x.example/plain", "plain", "http://x.example/a", ""],
        ["", ",", "", ""],
    ]


def test_csv_that_would_break_is_refused_where_it_cannot_be_begun_anew() -> None:
    with pytest.raises(NotAcceptable, match="comma"):
        as_csv(Store(), COMMAS, once=True)
    store = Store()
    long = "x" * 999
    for number in range(3000):
        store.add(Quad(NamedNode(f"http://x.example/{number}"), P, Literal(long)))
    last = NamedNode("http://y.example/a,b")
    store.add(Quad(last, P, Literal("last")))
    with pytest.raises(NotAcceptable, match="comma"):
        as_csv(store, "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s",
        "SELECT ?o { ?s ?p ?o } ORDER BY ?s",
        "SELECT ?none { ?s ?p ?o }",
        "SELECT ?s { ?s <http://x.example/none> ?o }",
        "SELECT ?a ?b { VALUES (?a ?b) { (1.50 true) (UNDEF 'x,y') ('a\\nb' UNDEF) } }",
    ],
)
def test_both_ways_of_writing_csv_are_the_same(text: str) -> None:
    """The engine's, whose rows are counted, and our own; over a border of what is counted, too."""
    store = Store()
    for number in range(200):
        value = ["a, b", 'c "d"', "e\r\nf", "plain"][number % 4] * (number * 7)
        store.add(Quad(NamedNode(f"http://x.example/{number:03}"), P, Literal(value)))
    own = io.BytesIO()
    solutions = ask(store, text)
    assert isinstance(solutions, QuerySolutions)
    write_csv(solutions, own)
    written = as_csv(store, text, once=True)
    assert own.getvalue() == written
    engine = ask(store, text).serialize(format=QueryResultsFormat.CSV)  # type: ignore[call-arg]
    assert written == engine
