"""The world's pairs of cities in the graph, which ``peyvand check`` makes and proves once here."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stdout
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions

from peyvand.cli import main
from peyvand.commands import building
from peyvand.errors import SourceError
from peyvand.graph.build import Graph, fingerprint, make_graph
from peyvand.graph.quotient import one_of_each_kind
from peyvand.graph.validate import read_shapes
from peyvand.vocabulary.files import ONTOLOGY, read_ontology
from peyvand.vocabulary.iris import TYPE, iri, thing

PROPERTY = iri("pv:property")
PREFIX = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX city: <https://w3id.org/peyvand/id/city/>
PREFIX agreement: <https://w3id.org/peyvand/id/agreement/>
PREFIX wd: <http://www.wikidata.org/entity/>
"""


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def checked() -> tuple[dict[str, Any], Graph]:
    """What the command says of the real sources, and the graph that it made of them."""
    made: list[Graph] = []

    def make(*arguments: Any) -> Graph:
        made.append(make_graph(*arguments))
        return made[-1]

    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
        patch.setattr(building, "make_graph", make)
        code = main(["check", "--json"])
    (graph,) = made
    return {**json.loads(out.getvalue()), "code": code}, graph


@pytest.fixture(scope="module")
def said(checked: tuple[dict[str, Any], Graph]) -> dict[str, Any]:
    return checked[0]


@pytest.fixture(scope="module")
def world(checked: tuple[dict[str, Any], Graph]) -> Graph:
    return checked[1]


def rows(graph: Graph, query: str) -> list[Any]:
    found = graph.store.query(PREFIX + query)
    assert isinstance(found, QuerySolutions)
    return [tuple(str(getattr(value, "value", value)) for value in row) for row in found]


def test_its_size(world: Graph) -> None:
    ((pairs,),) = rows(world, "SELECT (COUNT(*) AS ?n) { ?a a pv:DatasetAgreement }")
    ((cities,),) = rows(world, "SELECT (COUNT(*) AS ?n) { ?c a pv:City }")
    assert 19_700 < int(pairs) < 19_900
    assert 11_500 < int(cities) < 11_800


def test_it_conforms_and_is_consistent(said: dict[str, Any]) -> None:
    assert said["code"] == 0
    assert said["shacl"]["violation"] == 0
    assert said["reasoner"]["individuals"] > 900
    assert said["style"] == []


@pytest.mark.parametrize("name", ["claims-without-evidence", "unexplained-statements"])
def test_every_statement_of_it_is_explained(said: dict[str, Any], name: str) -> None:
    assert said["findings"][name] == 0


def test_what_is_found_in_it_is_told_by_query(said: dict[str, Any], world: Graph) -> None:
    assert list(said["findings"]) == [query.name for query in world.catalogue.of("check")]
    query = world.catalogue.get("partners-differ-by-document")
    assert said["findings"][query.name] == len(list(world.store.query(query.text))) > 0  # type: ignore[arg-type]


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


def test_no_term_of_the_ontology_is_unused(world: Graph, sources: Path) -> None:
    """Each term is used by the data, or by a shape or a query that looks for it."""
    quads = world.store.quads_for_pattern

    def used(term: NamedNode) -> bool:
        # A property whose every claim is undecided is used by those claims only.
        uses = chain(quads(None, term, None), *(quads(None, p, term) for p in (TYPE, PROPERTY)))
        return any(quad.graph_name != ONTOLOGY for quad in uses)

    defined = iri("rdfs:isDefinedBy")
    terms = {q.subject for q in read_ontology(sources) if q.predicate == defined}
    assert len(terms) > 200
    profiles = read_shapes(sorted((sources / "shapes" / "profiles").glob("*.ttl")))
    looked_for = {str(term) for triple in profiles for term in triple}
    assert {t for t in terms if not used(t) and t.value not in looked_for} == set()  # type: ignore[union-attr, arg-type]


def test_a_snapshot_that_is_not_listed_is_refused(copy: Path) -> None:
    table = copy / "data/world/pairs.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    table.write_text("".join([*lines[:9], "Q1,Q2,1999:both,,,\n"]), encoding="utf-8")
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
