"""Any term goes through every output and back, equal, or is refused with the reason."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyjelly.integrations.generic import generic_sink as jelly
from pyjelly.integrations.generic.parse import parse_jelly_flat
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from peyvand.errors import NotAcceptable
from peyvand.graph.jelly import write_jelly
from peyvand.graph.normalised import changes
from peyvand.graph.patch import dump_lines, quads
from peyvand.query.engine import ask, chosen_format, write

XSD = "http://www.w3.org/2001/XMLSchema#"
S, P, G = NamedNode("http://x.example/s"), NamedNode("http://x.example/p"), NamedNode("urn:g")
# XML 1.0, section 2.2: what is no character there.
NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

ODD = st.sampled_from(
    list("\0\x01\t\n\r\x0b\x7f\x85\u200f\u202e\u2028\ufeff\ufffe\U0001f600\"'\\<>&,;]`")
)
TEXT = st.text(st.one_of(st.characters(exclude_categories=["Cs"]), ODD), max_size=20)
NUMBERS = st.one_of(
    st.builds(lambda n: (str(n), "integer"), st.integers(-(10**30), 10**30)),
    st.builds(lambda n: (f"{n:f}", "decimal"), st.decimals(allow_nan=False, allow_infinity=False)),
    st.builds(lambda n: (repr(n), "double"), st.floats()),
    st.builds(lambda d: (d.isoformat(), "date"), st.dates()),
    st.builds(lambda d: (d.isoformat(), "dateTime"), st.datetimes()),
    st.sampled_from(
        [("true", "boolean"), ("007", "integer"), ("+1.50", "decimal"), ("1", "double")]
    ),
)


def named(rest: str) -> NamedNode | None:
    """An IRI that ends so, if the engine takes it."""
    try:
        return NamedNode(f"http://x.example/{rest}")
    except ValueError:
        return None


IRIS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"]), max_size=20).map(named)
GIVEN = st.one_of(
    IRIS.filter(bool),
    TEXT.map(Literal),
    st.builds(
        lambda t, tag: Literal(t, language=tag), TEXT, st.sampled_from(["en", "fa", "de-ch-x-a"])
    ),
    NUMBERS.map(lambda pair: Literal(pair[0], datatype=NamedNode(XSD + pair[1]))),
    st.builds(
        lambda t, kind: Literal(t, datatype=NamedNode(kind)),
        *(TEXT, st.sampled_from([XSD + "integer", XSD + "date", XSD + "hexBinary", "urn:é:t"])),
    ),
)
Term = NamedNode | Literal


def kept(term: Term) -> Term:
    """The term as the store gives it back."""
    store = Store()
    store.add(Quad(S, P, term))
    (quad,) = store
    assert isinstance(quad.object, Term)
    return quad.object


@given(GIVEN)
def test_a_store_gives_a_term_back_or_its_change_is_told(term: Term) -> None:
    told = changes([term]) if isinstance(term, Literal) else []
    assert told == ([] if kept(term) == term else [(term, kept(term))])


# The terms that a graph can hold; what it makes of others was told when they came.
TERMS = GIVEN.map(kept)


def as_text(term: Term, name: str, *, triples: bool = False) -> bytes:
    """The term as an answer, the way a worker writes it.

    Raises:
        NotAcceptable: it cannot be in this form.
    """
    store = Store()
    store.add(Quad(S, P, term))

    def asked() -> Any:
        return ask(store, "CONSTRUCT WHERE { ?s ?p ?o }" if triples else "SELECT ?o { ?s ?p ?o }")

    out = io.BytesIO()
    write(asked(), chosen_format(asked(), name), out, asked)
    return out.getvalue()


def typed(value: str, language: str | None, kind: str | None) -> Literal:
    if language:
        return Literal(value, language=language)
    return Literal(value, datatype=NamedNode(kind)) if kind else Literal(value)


@given(TERMS)
def test_json(term: Term) -> None:
    ((cell,),) = (row.values() for row in json.loads(as_text(term, "json"))["results"]["bindings"])
    if cell["type"] == "uri":
        assert NamedNode(cell["value"]) == term
    else:
        assert typed(cell["value"], cell.get("xml:lang"), cell.get("datatype")) == term


def is_xml(term: Term, name: str, *, triples: bool = False) -> bytes | None:
    """The term as XML; None where it holds what XML cannot, and is refused."""
    if found := NO_XML.search(term.value):
        with pytest.raises(NotAcceptable, match=f"U\\+{ord(found[0]):04X}"):
            as_text(term, name, triples=triples)
        return None
    return as_text(term, name, triples=triples)


@given(TERMS)
@example(Literal("a\r\nb\r"))
@example(Literal("\ufffe"))
def test_xml(term: Term) -> None:
    text = is_xml(term, "xml")
    if text is None:
        return
    (cell,) = ElementTree.fromstring(text).iterfind(".//{*}binding/*")
    value = cell.text or ""
    if cell.tag.endswith("}uri"):
        assert NamedNode(value) == term
    else:
        language = cell.get("{http://www.w3.org/XML/1998/namespace}lang")
        assert typed(value, language, cell.get("datatype")) == term


@given(TERMS)
def test_csv(term: Term) -> None:
    rows = list(csv.reader(io.StringIO(as_text(term, "csv").decode(), newline=""), strict=True))
    # What is empty is an empty line, of which the reader makes a row without cells.
    assert rows == [["o"], [term.value] if term.value else []]


@given(TERMS)
def test_tsv(term: Term) -> None:
    head, line, rest = as_text(term, "tsv").decode().split("\n")
    assert (head, rest) == ("?o", "")
    (read,) = parse(f"<x:s> <x:p> {line} .", format=RdfFormat.TURTLE)
    assert read.object == term


READ = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}


@pytest.mark.parametrize("name", READ)
@given(term=TERMS)
def test_triples(name: str, term: Term) -> None:
    (read,) = parse(as_text(term, name, triples=True), format=READ[name])
    assert read == Quad(S, P, term)


@given(TERMS)
@example(Literal("a\r\nb\r"))
def test_rdf_xml(term: Term) -> None:
    text = is_xml(term, "rdfxml", triples=True)
    if text is not None:
        (read,) = parse(text, format=RdfFormat.RDF_XML)
        assert read == Quad(S, P, term)


@given(TERMS)
def test_a_dump(term: Term) -> None:
    store = Store()
    store.add(Quad(S, P, term, G))
    (line,) = dump_lines(store)
    assert list(quads([line])) == [Quad(S, P, term, G)]


@contextmanager
def plain(path: Path) -> Iterator[IO[bytes]]:
    with path.open("wb") as file:
        yield file


@given(st.lists(st.tuples(TERMS, st.sampled_from([G, DefaultGraph()])), min_size=1, max_size=5))
def test_jelly(tmp_path_factory: pytest.TempPathFactory, terms: list[tuple[Term, Any]]) -> None:
    path = tmp_path_factory.getbasetemp() / "terms.jelly"
    assert write_jelly((Quad(S, P, term, graph) for term, graph in terms), path, plain)
    with path.open("rb") as file:
        read = list(parse_jelly_flat(file))
    assert [from_jelly(quad.o) for quad in read] == [term for term, _ in terms]
    found = [quad.g == jelly.DefaultGraph for quad in read]
    assert found == [graph == DefaultGraph() for _, graph in terms]
    assert all((str(quad.s), str(quad.p)) == (str(S), str(P)) for quad in read)


def from_jelly(term: Any) -> Term:
    if isinstance(term, jelly.IRI):
        return NamedNode(term._iri)
    return typed(term._lex, term._langtag, term._datatype)
