"""The world's pairs of cities in the graph."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions

from peyvand.errors import SourceError
from peyvand.graph.build import Graph, fingerprint, make_graph, prove
from peyvand.graph.quotient import one_of_each_kind
from peyvand.vocab import TYPE, iri, thing

PREFIX = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX city: <https://w3id.org/peyvand/id/city/>
PREFIX agreement: <https://w3id.org/peyvand/id/agreement/>
PREFIX wd: <http://www.wikidata.org/entity/>
"""


def rows(graph: Graph, query: str) -> list[Any]:
    found = graph.store.query(PREFIX + query)
    assert isinstance(found, QuerySolutions)
    return [tuple(str(getattr(value, "value", value)) for value in row) for row in found]


def test_its_size(world: Graph) -> None:
    ((pairs,),) = rows(world, "SELECT (COUNT(*) AS ?n) { ?a a pv:DatasetAgreement }")
    ((cities,),) = rows(world, "SELECT (COUNT(*) AS ?n) { ?c a pv:City }")
    assert 19_000 < int(pairs) < 19_300
    assert 10_800 < int(cities) < 11_000


def test_it_conforms_and_is_consistent(world: Graph, sources: Path) -> None:
    verdict, report = prove(world, sources)
    assert report.violations == []
    assert verdict.individuals > 900


@pytest.mark.parametrize("name", ["claims-without-evidence", "unexplained-statements"])
def test_every_statement_of_it_is_explained(world: Graph, name: str) -> None:
    (query,) = [q for q in world.catalogue.of("check") if q.name == name]
    found = world.store.query(query.text)
    assert isinstance(found, QuerySolutions)
    assert list(found) == []


def test_a_pair_has_its_claims_by_snapshot(world: Graph) -> None:
    found = rows(
        world,
        """SELECT ?document ?side { GRAPH ?g {
          ?claim pv:about agreement:q100-q1492 ; pv:property pv:hasParty ;
            pv:isStatedIn ?document . OPTIONAL { ?claim pv:isListedUnder ?side } } }""",
    )
    by_document: dict[str, set[str]] = {}
    for document, side in found:
        by_document.setdefault(document.rpartition("/")[2], set()).add(side.rpartition("/")[2])
    assert by_document["wikidata-2016-09"] == {"q100", "barcelona"}
    assert by_document["wikidata-2022-01-09"] == {"None"}


def test_a_start_keeps_its_precision(world: Graph) -> None:
    found = rows(world, "SELECT ?d { agreement:q1040-q643919 pv:signed ?d }")
    assert found == [("1998-10-01",)]
    assert rows(world, "SELECT ?d { agreement:q1040-q2814 pv:signed ?d }") == [("1987",)]


def test_our_cities_and_agreements_keep_their_own(world: Graph, graph: Graph) -> None:
    """A pair that documents claim gets no second node, and what is said of our cities stays."""
    doubled = rows(
        world,
        """SELECT ?a ?b { ?a a pv:DatasetAgreement ; pv:hasParty ?x, ?y . ?b pv:hasParty ?x, ?y .
        FILTER(?a != ?b && STR(?x) < STR(?y)) FILTER NOT EXISTS { ?b a pv:DatasetAgreement } }""",
    )
    assert doubled == []
    for question in (
        "SELECT ?p ?o { city:isfahan ?p ?o }",
        "SELECT ?c ?n { ?c pv:foreignPartnerCount ?n }",
        "SELECT ?x ?y { ?x pv:isLinkedWith ?y }",
        "SELECT ?a ?r { ?a pv:isReciprocal ?r }",
    ):
        assert sorted(rows(world, question)) == sorted(rows(graph, question))


@pytest.mark.parametrize(
    "name",
    ["partners-of-city", "shared-partners", "agreements-without-year", "domestic-pairs", "timeline",
     "partner-counts", "who-holds-the-agreements"],
)  # fmt: skip
def test_questions_about_documents_have_the_same_answers(
    world: Graph, graph: Graph, name: str
) -> None:
    text = world.catalogue.get(name).bound()
    answers = [[str(row) for row in g.store.query(text)] for g in (world, graph)]  # type: ignore[union-attr]
    assert answers[0] == answers[1]
    assert answers[0]


def test_persian_names_come_with_their_source(world: Graph) -> None:
    found = rows(
        world,
        """SELECT ?c ?name { GRAPH <https://w3id.org/peyvand/graph/geonames-2026> {
          ?c rdfs:label ?name ; dcterms:source ?source } FILTER(LANG(?name) = "fa") }""",
    )
    assert len(found) > 900


def test_a_snapshot_that_is_not_listed_is_refused(copy: Path) -> None:
    table = copy / "data/wikidata/world/pairs.csv"
    with table.open("a", encoding="utf-8") as file:
        file.write("Q1,Q2,1999:both,,,\n")
    with pytest.raises(SourceError, match=r"pairs\.csv.*1999"):
        make_graph(copy)


def test_with_and_without_it_are_two_graphs(sources: Path) -> None:
    assert fingerprint(sources, world=True) != fingerprint(sources, world=False)


def test_one_of_each_kind_stands_for_all() -> None:
    city, source = iri("pv:City"), thing("document/snapshot")

    def about(name: str, country: str) -> list[Quad]:
        node = thing(f"city/{name}")
        return [
            Quad(node, TYPE, city, DefaultGraph()),
            Quad(node, iri("dcterms:source"), source, DefaultGraph()),
            Quad(node, iri("pv:inCountry"), thing(f"country/{country}"), DefaultGraph()),
            Quad(node, iri("rdfs:label"), Literal(name, language="en"), DefaultGraph()),
        ]

    typed = [Quad(thing(f"country/{c}"), TYPE, iri("pv:Country"), DefaultGraph()) for c in "ab"]
    quads = [*about("one", "a"), *about("two", "b"), *about("odd", "none"), *typed]
    kept = {q.subject for q in one_of_each_kind(quads)}
    # "odd" is of another kind: its country has no type.
    assert kept >= {thing("city/odd")}
    assert len(kept & {thing("city/one"), thing("city/two")}) == 1
    assert isinstance(next(iter(kept)), NamedNode)
