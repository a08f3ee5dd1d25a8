"""Solutions are written as the engine writes its own."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QueryResultsFormat, Store

from peyvand.query.solutions import Row, write_solutions, write_truth
from peyvand.vocabulary.iris import PREFIXES

FORMATS = [
    QueryResultsFormat.JSON,
    QueryResultsFormat.XML,
    QueryResultsFormat.CSV,
    QueryResultsFormat.TSV,
]
TEXTS = ["", " ", " a\t", "\n", "\r\n\t x  y \n", 'a"b', "a'b", "<&>", "a,b", "\\", "شهر", "😀"]
SIGNS = "".join(map(chr, (*range(1, 0x100), 0x85, 0x2028, 0xFEFF, 0xFFFD, 0x1F600)))
NUMBERS = ["0", "5", "-5", "+5", "05", "1.5", "-0.5", ".5", "5.", "1e5", "1.5E-3", "1e-9", "1e300"]
WORDS = ["INF", "NaN", "true", "false", "1", "x"]
TYPES = ["integer", "decimal", "double", "float", "boolean", "int", "date", "string"]


def terms() -> Iterator[NamedNode | BlankNode | Literal]:
    chance = random.Random(1)
    yield from (NamedNode("urn:x:a"), NamedNode("urn:x:'&شهر"), BlankNode("b1"))
    for text in TEXTS + [f"a{sign}b" for sign in SIGNS] + list(SIGNS):
        yield Literal(text)
    for _ in range(200):
        text = "".join(chance.choices(SIGNS + " \t\n", k=chance.randrange(1, 6)))
        yield Literal(text, language=chance.choice(["en", "fa-arab"]))
        yield Literal(text, datatype=NamedNode("urn:x:type'&,"))
    for number in NUMBERS + WORDS:
        for kind in TYPES:
            yield Literal(number, datatype=NamedNode(PREFIXES["xsd"] + kind))


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    for number, term in enumerate(terms()):
        store.add(Quad(NamedNode(f"urn:x:s{number:05}"), NamedNode("urn:x:p"), term))
    return store


def written(store: Store, text: str, engine: QueryResultsFormat) -> tuple[bytes, bytes]:
    found = store.query(text)
    names = [variable.value for variable in found.variables]  # type: ignore[union-attr]
    rows: list[Row] = [tuple(found[n] for n in names) for found in found]  # type: ignore[union-attr,misc,index]
    ours = io.BytesIO()
    write_solutions(names, rows, engine, ours)
    theirs = store.query(text).serialize(format=engine)  # type: ignore[union-attr]
    assert theirs is not None
    return ours.getvalue(), theirs


@pytest.mark.parametrize("engine", FORMATS, ids=str)
@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o } ORDER BY ?s",
        "SELECT ?o ?none ?s { ?s ?p ?o } ORDER BY ?s",
        "SELECT ?o { ?s ?p ?o } ORDER BY ?s",
        "SELECT ?none ?شهر { ?s ?p ?o } ORDER BY ?s",
        "SELECT ?s ?o { ?s <urn:x:none> ?o }",
        "SELECT * {}",
        "SELECT (1 AS ?one) {}",
    ],
)
def test_a_table_is_written_as_the_engine_writes_it(
    store: Store, text: str, engine: QueryResultsFormat
) -> None:
    ours, theirs = written(store, text, engine)
    assert ours == theirs


def test_an_iri_with_a_comma_is_quoted_in_csv() -> None:
    out = io.BytesIO()
    write_solutions(["a", "b"], [(NamedNode("urn:x:1,2"), None)], QueryResultsFormat.CSV, out)
    assert out.getvalue() == b'a,b\r\n"urn:x:1,2",\r\n'


def test_terms_that_are_many_are_written_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peyvand.query.solutions._KEPT", 2)
    ours, theirs = written(store, "SELECT * { ?s ?p ?o } ORDER BY ?s", QueryResultsFormat.TSV)
    assert ours == theirs


@pytest.mark.parametrize("engine", [QueryResultsFormat.JSON, QueryResultsFormat.XML], ids=str)
@pytest.mark.parametrize("value", [True, False])
def test_yes_and_no_are_written_as_the_engine_writes_them(
    value: bool, engine: QueryResultsFormat
) -> None:
    out = io.BytesIO()
    write_truth(value, engine, out)
    asked = Store().query(f"ASK {{ FILTER({str(value).lower()}) }}")
    assert out.getvalue() == asked.serialize(format=engine)  # type: ignore[union-attr]
