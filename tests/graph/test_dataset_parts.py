"""The parts within parts of a graph, as VoID tells them, are those that SPARQL counts."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from peyvand.graph.dataset_description import describe
from peyvand.graph.dataset_parts import description, parts_of
from peyvand.query.described import Described
from peyvand.query.messages import Location, Question
from peyvand.vocabulary.iris import PREFIXES, TYPE

A, B, CITY, PLACE, PACT = (
    NamedNode(f"http://x/{name}") for name in ("a", "b", "City", "Place", "Pact")
)
PARTY, NAME = NamedNode("http://x/party"), NamedNode("http://x/name")
STRING = NamedNode("http://www.w3.org/2001/XMLSchema#string")
LANGUAGE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")
QUADS = (
    (A, TYPE, CITY), (A, TYPE, PLACE), (B, TYPE, PLACE), (A, NAME, Literal("a", language="fa")),
    (BlankNode("p"), TYPE, PACT), (BlankNode("p"), PARTY, A), (BlankNode("p"), PARTY, B),
    (BlankNode("p"), PARTY, NamedNode("http://x/nobody")), (BlankNode("p"), NAME, Literal("p")),
    # What has no class is of no part.
    (NamedNode("http://x/nobody"), NAME, Literal("n")),
)  # fmt: skip
# As SIB's editor asks an endpoint, which words it so.
ASKED = """PREFIX void: <http://rdfs.org/ns/void#> PREFIX void-ext: <http://ldf.fi/void-ext#>
SELECT DISTINCT ?class ?property ?to ?datatype {
  { ?cp void:class ?class ; void:propertyPartition ?pp . ?pp void:property ?property
    OPTIONAL {
      { ?pp void:classPartition [ void:class ?to ] }
      UNION { ?pp void-ext:datatypePartition [ void-ext:datatype ?datatype ] }
    } }
  UNION
  { ?set void:subjectsTarget [ void:class ?class ] ; void:linkPredicate ?property ;
      void:objectsTarget [ void:class ?to ] }
}"""


@pytest.fixture
def store() -> Store:
    made = Store()
    made.extend(Quad(*quad) for quad in QUADS)
    # The named graphs are no part of it.
    made.add(Quad(A, PARTY, B, NamedNode("http://x/g")))
    return made


@pytest.fixture
def described(store: Store, tmp_path: Path) -> Described:
    (tmp_path / "void.ttl").write_bytes(describe(store))
    return Described(store, Location(1, store=str(tmp_path / "store")))


def test_parts_are_counted_by_class_property_and_value(store: Store) -> None:
    parts = parts_of(store)
    assert parts.keys() == {CITY, PLACE, PACT}
    party = parts[PACT][PARTY]
    assert (party.triples, party.classes, party.datatypes) == (3, {CITY: 1, PLACE: 2}, {})
    assert parts[PACT][NAME].datatypes == {STRING: 1}
    assert parts[PLACE][NAME].datatypes == {LANGUAGE: 1}
    # A class is a value too, and has no class of its own here.
    assert (parts[PLACE][TYPE].triples, parts[PLACE][TYPE].classes) == (3, {})


def test_an_editor_that_asks_in_void_is_told_them(described: Described) -> None:
    assert described.answers(Question(ASKED, "json"))
    found = described.store.query(ASKED)
    assert isinstance(found, QuerySolutions)
    rows = {(row["class"], row["property"], row["to"], row["datatype"]) for row in found}
    assert (PACT, PARTY, CITY, None) in rows
    assert (PACT, PARTY, PLACE, None) in rows
    assert (PACT, NAME, None, STRING) in rows
    assert (CITY, TYPE, None, None) in rows
    assert all(row[0] in (CITY, PLACE, PACT) for row in rows)


def test_the_description_has_what_it_had(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "void.ttl"
    file.write_bytes(describe(store))
    whole = description(store, file)
    entities = NamedNode(PREFIXES["void"] + "entities")
    sizes = {quad.object.value for quad in whole.quads_for_pattern(None, entities, None)}
    assert sizes == {"1", "2"}
    assert not any(isinstance(quad.subject, BlankNode) for quad in whole)


@pytest.mark.parametrize(
    ("query", "is_about"),
    [
        ("SELECT * { ?p void:class ?c ; a void:Dataset }", True),
        ("SELECT * { ?d void:triples ?n ; dcterms:title ?t ; ?p ?o }", True),
        ("SELECT * { ?a <http://x/party> ?b }", False),
        ("SELECT * { ?p void:class ?c . ?c rdfs:label ?label }", False),
        ("SELECT * { GRAPH ?g { ?p void:class ?c } }", False),
        ("SELECT * { ?p ?o 'void: http://rdfs.org/ns/void#' }", False),
        ("SELECT * { ?p void:class", True),
    ],
)
def test_which_queries_are_about_the_description(
    described: Described, query: str, is_about: bool
) -> None:
    prefixes = " ".join(f"PREFIX {n}: <{PREFIXES[n]}>" for n in ("void", "dcterms", "rdfs"))
    assert described.answers(Question(f"{prefixes} {query}", "json")) is is_about
    named = Question(f"{prefixes} {query}", "json", default_graphs=("http://x/g",))
    assert not described.answers(named)


def test_what_the_graph_says_in_void_itself_is_asked_of_it(
    store: Store, described: Described
) -> None:
    parts = NamedNode(PREFIXES["void"] + "classPartition")
    store.add(Quad(A, parts, B, DefaultGraph()))
    assert not described.answers(Question(ASKED, "json"))
    dataset = "SELECT * { <https://w3id.org/peyvand/dataset> <http://rdfs.org/ns/void#triples> ?n }"
    assert described.answers(Question(dataset, "json"))
