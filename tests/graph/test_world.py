"""The world's pairs of cities in the graph, which ``peyvand check`` makes and proves once here."""

from __future__ import annotations

import csv
import functools
import io
import json
import random
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import redirect_stdout
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store

from docs.beside_wikidata import parts
from peyvand.cli import main
from peyvand.commands import building, coverage
from peyvand.commands.coverage import page
from peyvand.errors import SourceError
from peyvand.graph.build import Graph, fingerprint, make_graph
from peyvand.graph.candidate_nodes import validate_store
from peyvand.graph.quotient import one_of_each_kind
from peyvand.graph.recorder import Recorder
from peyvand.graph.rules import broken, check
from peyvand.graph.rules.stage_dates import with_stages
from peyvand.graph.validate import read_shapes
from peyvand.resources import root
from peyvand.vocabulary.files import ONTOLOGY, profile_files, read_ontology, shape_files
from peyvand.vocabulary.iris import TYPE, iri, thing
from peyvand.web.pages.questions.questions import told

PROPERTY = iri("pv:property")
PREFIX = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX city: <https://w3id.org/peyvand/id/city/>
PREFIX agreement: <https://w3id.org/peyvand/id/agreement/>
PREFIX wd: <http://www.wikidata.org/entity/>
PREFIX wdt: <http://www.wikidata.org/prop/direct/>
"""
WD = "http://www.wikidata.org/entity/"


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def checked(names_of_the_world: Any) -> tuple[dict[str, Any], Graph]:
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
    # The tests of the search need this graph too, and have it made for themselves otherwise.
    names_of_the_world(lambda: graph)
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
    ((places,),) = rows(world, "SELECT (COUNT(*) AS ?n) { ?c a pv:SubnationalPlace }")
    ((cities,),) = rows(world, "SELECT (COUNT(*) AS ?n) { ?c a pv:City }")
    assert 19_700 < int(pairs) < 19_900
    assert 11_500 < int(places) < 11_800
    assert 10_000 < int(cities) < 10_300


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        *((f"q{number}", "City") for number in (90, 40898, 64, 1490, 18808, 16565)),
        *((f"q{number}", "Region") for number in (1397, 15175, 13917)),
        ("q487704", "County"),
        ("unresolved-shandiz-zonuz", "UndecidedPlace"),
        ("q1154121", ""),
    ],
)
def test_kinds_of_places(world: Graph, place: str, kind: str) -> None:
    """Paris, Nancy, Berlin, Tokyo, Pyongyang, Charlotte; Ohio, Guangdong, Île-de-France; Honolulu
    County.

    Of A'ana no source tells the kind.
    """
    found = rows(
        world,
        f"""SELECT ?kind {{ city:{place} a ?kind . ?kind rdfs:subClassOf pv:SubnationalPlace
        FILTER(STRSTARTS(STR(?kind), STR(pv:))) }}""",
    )
    assert [str(name).rpartition("#")[2] for (name,) in found] == [kind] * bool(kind)


def test_every_place_has_one_label_a_language(world: Graph) -> None:
    labels = rows(
        world, "SELECT ?c ?l (LANG(?l) AS ?g) { ?c a pv:SubnationalPlace ; rdfs:label ?l }"
    )
    assert len({(place, language) for place, _, language in labels}) == len(labels)
    assert [label for _, label, _ in labels if re.fullmatch(r"Q\d+", label)] == []
    places = {place for (place,) in rows(world, "SELECT ?c { ?c a pv:SubnationalPlace }")}
    assert {place for place, _, language in labels if language == "en"} == places
    # One has a name in Chinese letters alone.
    written = {place for place, _, language in labels if language == "fa"}
    read = rows(world, "SELECT ?c { ?c pv:transliteration ?t ; a pv:SubnationalPlace }")
    assert len(places - written - {place for (place,) in read}) < 5
    assert written.isdisjoint({place for (place,) in read})


def test_every_pair_has_a_name_that_can_be_read_in_both(world: Graph) -> None:
    (count,) = rows(
        world,
        """SELECT (COUNT(?a) AS ?n) (COUNT(?en) AS ?m) (COUNT(?fa) AS ?f) {
          ?a a pv:DatasetAgreement . OPTIONAL { ?a rdfs:label ?en FILTER(LANG(?en) = "en") }
          OPTIONAL { ?a rdfs:label|pv:transliteration ?fa FILTER(LANG(?fa) != "en") } }""",
    )
    pairs, english, persian = map(int, count)
    assert pairs == english >= persian > pairs - 5


def test_a_population_of_another_century_is_a_claim_alone(world: Graph) -> None:
    assert rows(world, "SELECT ?n { city:q16565 pv:population ?n }") == [("731424",)]
    claimed = rows(
        world,
        """SELECT ?value ?note { GRAPH ?g { ?claim pv:about city:q16565 ;
          pv:property pv:population ; pv:reading ?value ; pv:note ?note } }""",
    )
    assert {value for value, _ in claimed} == {"11557"}
    assert len(claimed) == 2


def test_a_place_that_is_claimed_for_two_countries_has_both(world: Graph) -> None:
    found = rows(world, "SELECT ?c { city:q19566 pv:inCountry ?c }")
    assert {country.rpartition("/")[2] for (country,) in found} == {"russia", "ukraine"}


def test_a_country_that_is_an_error_of_one_source_is_a_claim_alone(world: Graph) -> None:
    found = rows(world, "SELECT ?c { city:q733093 pv:inCountry ?c }")
    assert [country.rpartition("/")[2] for (country,) in found] == ["ireland"]
    noted = rows(
        world,
        """SELECT ?note { GRAPH ?g { ?claim pv:about city:q733093 ; pv:property pv:inCountry ;
          pv:reading <https://w3id.org/peyvand/id/country/iran> ; pv:note ?note } }""",
    )
    assert len(noted) == 2
    assert any("Ireland" in note for (note,) in noted)
    two = "SELECT ?x { ?x pv:inCountry ?c } GROUP BY ?x HAVING(COUNT(DISTINCT ?c) > 1)"
    assert len(rows(world, two)) == 35


def test_who_is_not_in_a_complete_list_is_no_member(world: Graph) -> None:
    lists = rows(world, "SELECT ?list { ?list pv:isCompleteListOf ?network }")
    assert {name.rpartition("/")[2] for (name,) in lists} == {
        "eurocities-2025-06",
        "unesco-creative-cities-2024-10-01",
    }
    shares = rows(
        world,
        """SELECT ?printed (COUNT(?name) AS ?unresolved) {
          ?list pv:isCompleteListOf ?n ; pv:printedMemberCount ?printed ; pv:unresolvedMember ?name
        } GROUP BY ?printed ORDER BY ?printed""",
    )
    assert shares == [("227", "24"), ("349", "55")]
    # Antakya may be meant by Hatay, East London by Buffalo City; Tehran by none.
    open_ = rows(world, "SELECT ?city { ?city pv:mayBeMemberOf ?network ; a pv:SubnationalPlace }")
    names = {name.rpartition("/")[2] for (name,) in open_}
    assert {"q80561", "q209537"} <= names
    assert "tehran" not in names
    assert len(names) < 120
    # Who is a member is not perhaps one.
    both = "SELECT ?city { ?city pv:mayBeMemberOf ?network ; pv:isMemberOf ?network }"
    assert rows(world, both) == []
    fields = rows(
        world,
        """SELECT DISTINCT ?field { GRAPH ?g { ?claim pv:property pv:isMemberOf ;
          pv:hasMembershipField ?field } }""",
    )
    assert len(fields) == 7


def test_countries_have_codes_and_regions(world: Graph) -> None:
    found = rows(
        world,
        """SELECT ?code ?region { <https://w3id.org/peyvand/id/country/iran> pv:isoCode ?code ;
          pv:isInContinent ?region ; pv:unAreaCode "364" ; pv:hasWikidataItem wd:Q794 }""",
    )
    assert found == [("IR", "https://w3id.org/peyvand/id/world-region/142")]


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
        """SELECT ?p ?o { city:isfahan ?p ?o
          FILTER(?p != pv:isLinkedWith && !STRENDS(STR(?p), "InAllSources")) }""",
        "SELECT ?c ?n { ?c pv:foreignPartnerCountInDocuments ?n }",
        "SELECT ?x ?y { ?x pv:isLinkedInDocumentsWith ?y }",
        "SELECT ?x ?y { ?x pv:isTwinnedWith ?y }",
        "SELECT ?a ?r { ?a pv:isReciprocal ?r FILTER NOT EXISTS { ?a a pv:DatasetAgreement } }",
    ):
        assert sorted(rows(world, question)) == sorted(rows(graph, question))


def test_every_pair_that_wikidata_states_has_p190_in_that_direction(
    world: Graph, sources: Path
) -> None:
    # An item may be a country as well, as Hong Kong's is.
    cities = dict(
        rows(
            world,
            "SELECT ?item ?city { ?city a pv:SubnationalPlace ; pv:hasWikidataItem ?item }",
        )
    )
    stated = set()
    with (sources / "data" / "world" / "pairs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            pair = tuple(cities[f"{WD}{row[side]}"] for side in ("one", "other"))
            sides = {said.rpartition(":")[2] for said in row["stated"].split()}
            stated |= {pair} if sides & {"one", "both"} else set()
            stated |= {pair[::-1]} if sides & {"other", "both"} else set()
    found = rows(world, "SELECT ?one ?other { ?one wdt:P190 ?other }")
    assert len(found) == len(set(found)) > 34_000
    assert set(found) == stated


def test_every_pair_is_linked_both_ways(world: Graph) -> None:
    for prop in ("pv:isLinkedWith", "pv:isPairedWith", "pv:isPossiblySameAs"):
        found = set(rows(world, f"SELECT ?x ?y {{ ?x {prop} ?y . ?x a pv:SubnationalPlace }}"))
        assert {(y, x) for x, y in found} == found
    assert rows(world, "SELECT ?x { ?x pv:isPairedWith ?y MINUS { ?x pv:isLinkedWith ?y } }") == []
    assert rows(world, "SELECT ?x { ?a pv:hasParty ?x MINUS { ?x pv:isLinkedWith ?y } }") == []


@pytest.mark.parametrize("city", ["istanbul", "isfahan", "q90", "q1490", "q220"])
def test_the_counts_are_those_of_the_partners(world: Graph, city: str) -> None:
    """Two partners that may be one count once; here at most one such pair has a partner."""
    ((every, foreign, domestic),) = rows(
        world,
        f"""SELECT ?n ?f ?d {{ city:{city} pv:partnerCountInAllSources ?n ;
          pv:foreignPartnerCountInAllSources ?f ; pv:domesticPartnerCountInAllSources ?d }}""",
    )
    partners = {
        partner for (partner,) in rows(world, f"SELECT ?x {{ city:{city} pv:isLinkedWith ?x }}")
    }
    alike = rows(
        world,
        f"""SELECT ?x ?y {{ city:{city} pv:isLinkedWith ?x, ?y . ?x pv:isPossiblySameAs ?y
          FILTER(STR(?x) < STR(?y)) }}""",
    )
    assert int(every) == len(partners) - len(alike)
    assert int(foreign) + int(domestic) <= int(every)
    assert int(foreign) > 0


def test_no_partner_of_yazd_is_counted_twice(world: Graph) -> None:
    found = rows(world, "SELECT ?x { city:jaszbereny pv:isPossiblySameAs ?x }")
    assert found == [("https://w3id.org/peyvand/id/city/q281371",)]
    linked = {name for (name,) in rows(world, "SELECT ?x { city:yazd pv:isLinkedWith ?x }")}
    assert {"https://w3id.org/peyvand/id/city/jaszbereny", found[0][0]} <= linked
    ((count,),) = rows(world, "SELECT ?n { city:yazd pv:partnerCountInAllSources ?n }")
    assert int(count) == len(linked) - 1
    assert rows(world, "SELECT ?x { city:nicosia pv:isPossiblySameAs ?x }") == [
        ("https://w3id.org/peyvand/id/city/q56037497",)
    ]


def test_an_item_that_is_a_city_of_ours_has_no_node_of_its_own(world: Graph) -> None:
    assert rows(world, "SELECT ?p ?o { city:q42053 ?p ?o }") == []
    assert (
        rows(
            world,
            """SELECT ?c ?d { ?c a pv:SubnationalPlace ; pv:hasWikidataItem ?i .
              ?d a pv:SubnationalPlace ; pv:hasWikidataItem ?i FILTER(?c != ?d) }""",
        )
        == []
    )


def test_what_is_absent_is_absent_from_what_asked(world: Graph) -> None:
    """The pairs of docs/snapshots.md."""

    def snapshots(agreement: str, prop: str) -> set[str]:
        found = rows(world, f"SELECT ?s {{ agreement:{agreement} pv:{prop} ?s }}")
        return {name.rpartition("/wikidata-")[2] for (name,) in found}

    assert snapshots("q163852-q189361", "isLastStatedIn") == {"2016-09"}
    assert snapshots("q163852-q189361", "isAbsentFrom") == {"2017-07-28"}
    assert snapshots("q90-q158119", "isFirstStatedIn") == {"2019-08"}
    assert snapshots("q90-q158119", "isLastStatedIn") == {"2022-01-09"}
    assert snapshots("q90-q158119", "isAbsentFrom") == {"2016-09", "2017-07-28"}
    assert snapshots("ankara-tehran", "isAbsentFrom") == {"2016-09"}
    assert snapshots("ankara-tehran", "isFirstStatedIn") == set()
    both = rows(
        world, "SELECT ?a { ?a pv:isAbsentFrom ?s ; pv:isFirstStatedIn|pv:isLastStatedIn ?s }"
    )
    assert both == []
    samples = rows(
        world,
        """SELECT ?a { ?a pv:isAbsentFrom ?s . ?s pv:hasCoverage
          <https://w3id.org/peyvand/id/concept/coverage-sample> }""",
    )
    assert samples == []


@pytest.mark.parametrize(("number", "ours"), [(number, ours) for number, _, ours in parts()])
@pytest.mark.parametrize("item", ["Q42053", "Q90"])
def test_the_queries_of_wikidata_have_answers(
    world: Graph, number: int, ours: str, item: str
) -> None:
    """Those of one city are asked of one of the documents and of one of the world."""
    text = ours.replace("Q42053", item)
    assert next(iter(world.store.query(text)), None) is not None, number  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name",
    ["partners-of-city", "shared-partners", "agreements-without-year", "domestic-pairs", "timeline",
     "partners-within-distance", "shortest-chain", "who-holds-the-agreements"],
)  # fmt: skip
def test_questions_about_documents_have_the_same_answers(
    world: Graph, graph: Graph, name: str
) -> None:
    query = world.catalogue.get(name)
    text = query.bound(**{"scope": Literal("documents")} if "scope" in query.choices else {})
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


# The modules of the ontology that are for what people enter.
ENTERED = ("activity", "affinity", "lifecycle", "register", "screening", "speech", "withdrawal")


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
    # What people enter in registers is in no source yet; its shapes look for it.
    entered = [sources / "shapes" / f"{name}.ttl" for name in ENTERED]
    shapes = read_shapes([*profile_files(sources), *entered])
    looked_for = {str(term) for triple in shapes for term in triple}
    # Questions ask for these: no list of members that is kept tells a year or an identifier of its
    # own, no source a party beside the places, the day of an approval, whose a proposal is, a
    # standing dispute, an activity that was held under an agreement, and of no city with a plan
    # an activity in an area of its goals.
    names = ("memberSince", "memberIdentifier", "hasFurtherParty", "approved", "isProposedFor")
    names += ("lastActivityOn", "hasDisputeWith", "mayServeGoal")
    looked_for |= {iri(f"pv:{name}").value for name in names}
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


# Places of the world that no document speaks of, for each kind of thing that is asked about.
ELSEWHERE = {
    "city": ("city/q90", "city/q1490"),
    "country": ("country/germany", "country/japan"),
    "agreement": ("agreement/q1040-q2814", "agreement/q1040-q643919"),
}


def asked(graph: Graph) -> list[tuple[str, dict[str, NamedNode | Literal]]]:
    """Every question about a city, a country or an agreement, as it is and of the world."""
    found = []
    for query in graph.catalogue.of("explore"):
        kinds = {
            name: default.value.rpartition("/id/")[2].partition("/")[0]
            for name, default in query.parameters.items()
            if isinstance(default, NamedNode)
        }
        places = [name for name, kind in kinds.items() if kind in ELSEWHERE]
        if places:
            found.append((query.name, {}))
        if places and query.meta.get("scope") != "documents":
            first, second = ({n: ELSEWHERE[kinds[n]][one] for n in places} for one in (0, 1))
            if len(places) > 1:
                second = {places[0]: first[places[0]], places[1]: second[places[1]]}
                first = {places[0]: first[places[0]]}
            for given in (first, second):
                found.append((query.name, {n: thing(v) for n, v in given.items()}))
    return found


def test_questions_about_places_answer_for_the_world(world: Graph) -> None:
    """There are rows of more than numbers, within a second or two."""
    empty, slow = [], []
    for name, given in asked(world):
        query = world.catalogue.get(name)
        began = time.process_time()
        answer = world.store.query(query.bound(**given))
        assert isinstance(answer, QuerySolutions)
        names = [variable.value for variable in answer.variables]
        found = [{n for n in names if row[n] is not None} for row in answer]
        if time.process_time() - began > 5:
            slow.append((name, given))
        if not any(row - told(query) - query.parameters.keys() for row in found):
            empty.append((name, given))
    assert (empty, slow) == ([], [])


@pytest.mark.parametrize("place", ["q90", "q1490", "q220", "istanbul"])
def test_large_cities_have_the_partners_that_datasets_give_them(world: Graph, place: str) -> None:
    ((linked,),) = rows(world, f"SELECT (COUNT(*) AS ?n) {{ city:{place} pv:isLinkedWith ?x }}")
    assert int(linked) > 10
    city = {"city": thing(f"city/{place}")}
    for name in (
        "partners-of-city",
        "partners-by-document",
        "wikidata-partners-of-city",
        "partners-within-distance",
    ):
        answer = world.store.query(world.catalogue.get(name).bound(**city))
        assert isinstance(answer, QuerySolutions)
        partners = {row["partner"] for row in answer}
        # Domestic partners, and such whose place is unknown, are in some of them alone.
        assert len(partners) > 0.8 * int(linked), name


@pytest.mark.parametrize(
    "name",
    ["pairs-between-countries", "pairs-between-regions", "pairs-of-neighbours", "growth-by-decade",
     "population-ratios", "pairs-per-head-of-countries", "pairs-by-distance",
     "pairs-no-longer-stated"],
)  # fmt: skip
def test_questions_about_all_pairs_say_what_they_count(world: Graph, name: str) -> None:
    query = world.catalogue.get(name)
    began = time.process_time()
    answer = world.store.query(query.bound())
    assert isinstance(answer, QuerySolutions)
    found = list(answer)
    assert time.process_time() - began < 5
    assert len(found) > 1
    for number in told(query):
        assert len({row[number] for row in found}) == 1


@pytest.fixture(scope="module")
def answered_once() -> Iterator[None]:
    """The questions of the page of coverage are asked once for both languages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(coverage, "_answer", functools.cache(coverage._answer))
        yield


@pytest.mark.usefixtures("answered_once")
def test_the_page_of_coverage_is_true(world: Graph) -> None:
    text = (root() / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert text.partition("\n## ")[1:] == ("\n## ", page(world.store, "en").removeprefix("## ")), (
        "write it again: peyvand coverage"
    )


@pytest.mark.usefixtures("answered_once")
def test_the_page_of_coverage_is_there_in_persian(world: Graph) -> None:
    text = page(world.store, "fa")
    assert text.count("\n| ") > 200
    assert "با نام فارسی" in text
    assert "with a Persian name" not in text


def some_of_all(world: Graph, sampled: Store) -> Store:
    """Some of the documents' graph, with some things of each class that the world alone has."""
    store = Store()
    store.extend(sampled)
    known = {quad.object for quad in store.quads_for_pattern(None, TYPE, None, DefaultGraph())}
    of_class: dict[object, list[Any]] = defaultdict(list)
    for quad in world.store.quads_for_pattern(None, TYPE, None, DefaultGraph()):
        if quad.object not in known:
            of_class[quad.object].append(quad.subject)
    for things in of_class.values():
        for one in things[:20]:
            said = list(world.store.quads_for_pattern(one, None, None, None))
            around = {quad.object for quad in said if isinstance(quad.object, NamedNode)}
            store.extend(chain(said, *(
                world.store.quads_for_pattern(other, None, None, None) for other in around
            )))  # fmt: skip
    return store


def test_a_change_is_told_what_the_whole_is(world: Graph, sampled: Store, sources: Path) -> None:
    """Things of every class are changed; what is found of them is what is found of all."""
    chance = random.Random(3)
    store, shapes = some_of_all(world, sampled), read_shapes(shape_files(sources))

    def found_in_all() -> set[Any]:
        return {*with_stages(store, validate_store(store, shapes)).results, *broken(store)}

    # What is around the things that were taken is not all there.
    before = found_in_all()
    of_class: dict[object, list[Quad]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, TYPE, None, DefaultGraph()):
        of_class[quad.object].append(quad)
    assert of_class.keys() == {
        quad.object for quad in world.store.quads_for_pattern(None, TYPE, None, DefaultGraph())
    }
    recorder = Recorder(store)
    for quads in of_class.values():
        thing = chance.choice(quads).subject
        said = list(store.quads_for_pattern(thing, None, None, None))
        one = chance.choice(said)
        recorder.remove([one])
        recorder.add([Quad(one.subject, one.predicate, Literal("wrong"), one.graph_name)])
    found = set(check(store, recorder.patch, shapes).results)
    whole = found_in_all()
    assert found <= whole
    assert {r for r in whole - before if r.severity == "violation"} <= found
    assert {r.component for r in found} > {"Rule"}
    assert len(found) > len(of_class)
