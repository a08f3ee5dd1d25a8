"""What follows from who states which pair: links, scopes, reciprocity, counts, and doubles."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, RdfFormat, Store

from peyvand.graph.derive import derive
from peyvand.vocabulary.iris import graph, iri, thing

PAIRS = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix country: <https://w3id.org/peyvand/id/country/> .
@prefix a: <https://w3id.org/peyvand/id/agreement/> .
@prefix c: <https://w3id.org/peyvand/id/claim/> .
@prefix concept: <https://w3id.org/peyvand/id/concept/> .
@prefix decision: <https://w3id.org/peyvand/id/decision/> .
@prefix document: <https://w3id.org/peyvand/id/document/> .
@prefix g: <https://w3id.org/peyvand/graph/> .
@prefix organisation: <https://w3id.org/peyvand/id/organisation/> .

document:crawl pv:snapshotDate "2016-09"^^edtf:EDTF ; pv:hasCoverage concept:coverage-stating .
document:list pv:snapshotDate "2022-01-09"^^edtf:EDTF ; pv:hasCoverage concept:coverage-sample .
document:study pv:snapshotDate "2018"^^edtf:EDTF ; pv:hasCoverage concept:coverage-listed .

city:ours rdfs:label "Ours"@en ; pv:inCountry country:here ; pv:hasWikidataItem wd:Q9 ;
  pv:coordinates "POINT(50 10)"^^geo:wktLiteral .
city:near rdfs:label "Near"@en ; pv:inCountry country:here .
city:q1 rdfs:label "Weimar"@en ; pv:inCountry country:there ; pv:hasWikidataItem wd:Q1 ;
  pv:coordinates "POINT(60 10)"^^geo:wktLiteral .
city:q2 rdfs:label "Weimar Municipality"@en ; pv:inCountry country:there ;
  pv:hasWikidataItem wd:Q2 ; pv:coordinates "POINT(60 10.05)"^^geo:wktLiteral .
city:q3 rdfs:label "Weimar County"@en ; pv:inCountry country:there ; pv:hasWikidataItem wd:Q3 ;
  pv:coordinates "POINT(60 10.05)"^^geo:wktLiteral .
city:q4 rdfs:label "Nowhere"@en ; pv:hasWikidataItem wd:Q4 .

a:ours-near a pv:Agreement, pv:SisterCityAgreement ; pv:hasParty city:ours, city:near .
a:q9-q1 a pv:DatasetAgreement ; pv:hasParty city:ours, city:q1 .
a:q9-q2 a pv:DatasetAgreement ; pv:hasParty city:ours, city:q2 .
a:q9-q4 a pv:DatasetAgreement ; pv:hasParty city:ours, city:q4 .
a:q1-q3 a pv:DatasetAgreement ; pv:hasParty city:q1, city:q3 .
city:ours wdt:P190 city:q4 .

g:crawl {
  c:1 pv:property pv:hasParty ; pv:about a:q9-q1 ; pv:reading city:ours, city:q1 ;
    pv:isListedUnder city:ours, city:q1 ; pv:isStatedBy organisation:wikidata .
  c:2 pv:property pv:hasParty ; pv:about a:q9-q2 ; pv:reading city:ours, city:q2 ;
    pv:isListedUnder city:q2 .
  c:3 pv:property pv:population ; pv:about city:q1 ; pv:reading 7 .
  c:4 pv:property wdt:P190 ; pv:about city:ours ; pv:reading city:q4 ; pv:isListedUnder city:ours .
}
g:list {
  c:5 pv:property pv:hasParty ; pv:about a:q9-q1 ; pv:reading city:ours, city:q1 .
  c:6 pv:property pv:isPairedWith ; pv:about city:ours ; pv:reading city:near .
}
g:study {
  c:7 pv:property pv:hasParty ; pv:about a:q1-q3 ; pv:reading city:q1, city:q3 ;
    pv:isListedUnder city:q1 .
}
"""


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.load(PAIRS.encode(), format=RdfFormat.TRIG)
    derive(store, [])
    return store


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def said(store: Store, prop: str) -> list[tuple[str, str]]:
    """What the default graph says by a property, each by the last part of its name."""
    quads = store.quads_for_pattern(None, iri(prop), None, DefaultGraph())
    names = ((quad.subject.value, quad.object.value) for quad in quads)
    return sorted(tuple(name.rpartition("/")[2] for name in pair) for pair in names)  # type: ignore[misc]


def both(*pairs: str) -> list[tuple[str, str]]:
    ways = (tuple(pair.split()) for pair in pairs)
    return sorted(way for one, other in ways for way in ((one, other), (other, one)))


def test_every_pair_is_linked_and_those_of_documents_are_told_apart(store: Store) -> None:
    assert said(store, "pv:isLinkedWith") == both(
        "ours near", "ours q1", "ours q2", "ours q4", "q1 q3"
    )
    assert said(store, "pv:isLinkedInDocumentsWith") == both("ours near")
    assert said(store, "pv:isTwinnedWith") == both("ours near")


def test_what_a_snapshot_states_is_paired_whichever_side_states_it(store: Store) -> None:
    assert said(store, "pv:isPairedWith") == both(
        "ours near", "ours q1", "ours q2", "ours q4", "q1 q3"
    )


def test_p190_is_there_in_the_stated_direction_and_of_wikidata_alone(store: Store) -> None:
    assert said(store, "wdt:P190") == [
        ("ours", "q1"),
        ("ours", "q4"),
        ("q1", "ours"),
        ("q2", "ours"),
    ]


def test_what_is_claimed_is_not_derived_again(store: Store) -> None:
    links = graph("derived-links")
    quads = store.quads_for_pattern(thing("city/ours"), iri("wdt:P190"), thing("city/q4"), None)
    assert links not in {quad.graph_name for quad in quads}
    every = Counter(store.quads_for_pattern(None, iri("wdt:P190"), None, links))
    assert set(every.values()) == {1}


def test_scopes_and_reciprocity(store: Store) -> None:
    assert said(store, "pv:hasScope") == [
        ("ours-near", "domestic"),
        ("q1-q3", "domestic"),
        ("q9-q1", "international"),
        ("q9-q2", "international"),
    ]
    # Of the pair with q2 the other side was asked; the study says who states a pair of those in it.
    found = said(store, "pv:isReciprocal")
    assert found == [("q1-q3", "false"), ("q9-q1", "true"), ("q9-q2", "false")]


def test_first_and_last_and_absent(store: Store) -> None:
    assert ("q9-q1", "crawl") in said(store, "pv:isFirstStatedIn")
    assert ("q9-q1", "list") in said(store, "pv:isLastStatedIn")
    # Of the agreement of documents nobody is known to state it, and near was not asked.
    assert ("ours-near", "list") in said(store, "pv:isFirstStatedIn")
    # Of the pair that the study has, its q1 was asked by the crawl.
    assert said(store, "pv:isAbsentFrom") == [("q1-q3", "crawl")]


def test_a_town_and_its_municipality_may_be_one_and_a_county_is_another(store: Store) -> None:
    assert said(store, "pv:isPossiblySameAs") == both("q1 q2")
    where = graph("derived-possibly-same")
    (note,) = (
        quad.object.value
        for quad in store.quads_for_pattern(None, iri("pv:note"), None, where)
        if quad.object.language == "en"
    )
    assert "Weimar" in note
    assert "5.6 km" in note


def test_partners_are_counted_in_each_scope(store: Store) -> None:
    counts = {
        name: dict(said(store, f"pv:{name}")).get("ours")
        for name in (
            "foreignPartnerCountInDocuments",
            "domesticPartnerCountInDocuments",
            "foreignPartnerCountInAllSources",
            "domesticPartnerCountInAllSources",
            "partnerCountInAllSources",
        )
    }
    # The town and its municipality count as one, and of Nowhere no country is known.
    assert list(counts.values()) == ["0", "1", "1", "1", "3"]
    assert dict(said(store, "pv:partnerCountInAllSources"))["q1"] == "2"
    assert "q1" not in dict(said(store, "pv:foreignPartnerCountInDocuments"))


@pytest.mark.parametrize(
    ("judgement", "same"), [("unsure", True), ("different", False), ("", True)]
)
def test_a_decision_goes_before_a_likeness(judgement: str, same: bool) -> None:
    store = Store()
    store.load(PAIRS.encode(), format=RdfFormat.TRIG)
    if judgement:
        decided = f"""
            @prefix pv: <https://w3id.org/peyvand/ns#> .
            <x:decision> pv:about <https://w3id.org/peyvand/id/city/q1> ;
              pv:chooses <http://www.wikidata.org/entity/Q2> ; pv:judgement "{judgement}" ."""
        store.load(decided.encode(), format=RdfFormat.TURTLE)
    derive(store, [])
    assert said(store, "pv:isPossiblySameAs") == (both("q1 q2") if same else [])
    reasons = list(store.quads_for_pattern(None, iri("prov:wasDerivedFrom"), None, None))
    assert len(reasons) == (judgement == "unsure")


def test_the_pairs_of_our_cities_stand_in_the_tables_of_both(sources: Path) -> None:
    """Otherwise a pair of a document would be absent from a snapshot that states it."""
    data = sources / "data"
    known = rows_of(data / "curated" / "decisions.csv")
    ours = {row["right"][3:] for row in known if row["judgement"] == "same"}
    stated, held = set(), set()
    for row in rows_of(data / "world" / "pairs.csv"):
        one, other = row["one"], row["other"]
        sides = {
            "one": [(one, other)],
            "other": [(other, one)],
            "both": [(one, other), (other, one)],
        }
        if not ours.isdisjoint((one, other)):
            for said in row["stated"].split():
                name, _, side = said.partition(":")
                stated |= {(*pair, f"wikidata-{name}") for pair in sides.get(side, ())}
    for row in rows_of(data / "wikidata" / "partners.csv"):
        if row["directed"] == "1":
            held.add((row["item"], row["partner"], row["snapshot"]))
    assert len(stated) > 2000
    assert stated - held == set()
