"""What a change makes follow is what a build would derive of the graph that it leads to."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from peyvand.graph import consequences
from peyvand.graph.consequences import follow
from peyvand.graph.derive import derive, of_derived, steps
from peyvand.graph.patch import Patch, dump_lines
from peyvand.graph.reach import REACHES
from peyvand.graph.recorder import Recorder
from peyvand.graph.stores import empty_graphs
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue
from peyvand.vocabulary.iris import EDTF, PREFIXES, expanded, graph, iri, thing

BASE = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix wd: <http://www.wikidata.org/entity/> .
@prefix wdt: <http://www.wikidata.org/prop/direct/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
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

pv:SisterCityAgreement rdfs:subClassOf pv:Agreement .
pv:FriendshipAgreement rdfs:subClassOf pv:Agreement .
pv:DatasetAgreement rdfs:subClassOf pv:Agreement .
pv:City rdfs:subClassOf pv:SubnationalPlace .
pv:District rdfs:subClassOf pv:SubnationalPlace .
pv:SubnationalPlace rdfs:subClassOf pv:Place .
pv:Visit rdfs:subClassOf pv:Event .
pv:Workshop rdfs:subClassOf pv:Event .
concept:stage-signed skos:prefLabel "signed"@en, "امضا"@fa ;
  pv:expectsStage concept:stage-council-approval, concept:stage-permits .
concept:stage-ended skos:prefLabel "ended"@en, "پایان"@fa ; pv:requiresStage concept:stage-signed .
concept:stage-active pv:requiresStage concept:stage-signed .
concept:stage-council-approval skos:prefLabel "approval"@en .
concept:stage-friendship skos:prefLabel "friendship"@en ; skos:broader concept:stage-signed .
concept:creative-field-film skos:broadMatch concept:area-arts .
country:here pv:isoCode "IR" .
country:there pv:isoCode "DE" .

document:crawl pv:snapshotDate "2016-09"^^edtf:EDTF ; pv:hasCoverage concept:coverage-stating .
document:list pv:snapshotDate "2022-01-09"^^edtf:EDTF ; pv:hasCoverage concept:coverage-listed .

city:ours a pv:City ; rdfs:label "Ours"@en, "ما"@fa ; pv:inCountry country:here ;
  pv:coordinates "POINT(50 10)"^^geo:wktLiteral .
city:near a pv:City ; rdfs:label "Near"@en ; pv:inCountry country:here ;
  pv:coordinates "POINT(51 10)"^^geo:wktLiteral .
city:q1 a pv:City ; rdfs:label "Weimar"@en ; pv:inCountry country:there ; pv:hasWikidataItem wd:Q1 ;
  pv:coordinates "POINT(60 10)"^^geo:wktLiteral .
city:q2 rdfs:label "Weimar Municipality"@en ; pv:inCountry country:there ;
  pv:hasWikidataItem wd:Q2 ; pv:coordinates "POINT(60 10.05)"^^geo:wktLiteral .
city:q3 rdfs:label "Weimar"@en ; pv:inCountry country:there ; pv:hasWikidataItem wd:Q3 ;
  pv:coordinates "POINT(60 10.02)"^^geo:wktLiteral .
city:q4 rdfs:label "Nowhere"@en .
decision:one pv:about city:q4 ; pv:chooses wd:Q3 ; pv:judgement "unsure" .
decision:two pv:about city:q1 ; pv:chooses wd:Q2 ; pv:judgement "different" .

a:near-ours a pv:SisterCityAgreement ; rdfs:label "Near and Ours"@en, "نزدیک و ما"@fa ;
  pv:hasParty city:ours, city:near ; pv:signed "2004"^^edtf:EDTF .
a:q1-q9 a pv:DatasetAgreement ; rdfs:label "Weimar and Ours"@en ; pv:hasParty city:ours, city:q1 ;
  pv:signed "1999"^^edtf:EDTF .
a:q2-q9 a pv:DatasetAgreement ; pv:hasParty city:ours, city:q2 .
a:q1-q4 a pv:DatasetAgreement ; pv:hasParty city:q1, city:q4 .
city:ours wdt:P190 city:near .
<https://w3id.org/peyvand/id/event/workshop> pv:isHeldUnder a:q1-q9 ;
  pv:date "2014"^^edtf:EDTF ; pv:hasStatus concept:status-held .
<https://w3id.org/peyvand/id/signature/near-new-1> pv:isSignatureOf a:near-ours ;
  pv:isSignedBy <https://w3id.org/peyvand/id/person/one> .
<https://w3id.org/peyvand/id/attendance/visit-1>
  pv:isAttendanceOf <https://w3id.org/peyvand/id/event/visit> ;
  pv:attendsAs <https://w3id.org/peyvand/id/office/mayor> .

<https://w3id.org/peyvand/id/plan/one> pv:isPlanOf city:ours, organisation:council .
<https://w3id.org/peyvand/id/goal/one> pv:isGoalOf <https://w3id.org/peyvand/id/plan/one> ;
  pv:coversArea concept:area-arts .
a:near-ours pv:coversArea concept:area-arts .
city:near pv:isMemberOf organisation:net .

g:crawl {
  c:1 pv:property pv:hasParty ; pv:about a:q1-q9 ; pv:reading city:ours, city:q1 ;
    pv:isListedUnder city:ours, city:q1 ; pv:isStatedBy organisation:wikidata .
  c:2 pv:property pv:hasParty ; pv:about a:q2-q9 ; pv:reading city:ours, city:q2 ;
    pv:isListedUnder city:q2 .
  c:3 pv:property pv:population ; pv:about city:q1 ; pv:reading 7 .
  c:4 pv:property wdt:P190 ; pv:about city:ours ; pv:reading city:near .
  c:5 pv:property wdt:P190 ; pv:about city:near ; pv:reading city:q4 .
}
g:list {
  c:6 pv:property pv:hasParty ; pv:about a:q1-q9 ; pv:reading city:ours, city:q1 .
  c:7 pv:property pv:isPairedWith ; pv:about city:ours ; pv:reading city:near .
  c:8 pv:property pv:hasParty ; pv:about a:q1-q4 ; pv:reading city:q1, city:q4 ;
    pv:isListedUnder city:q1 .
}
g:document-001 {
  c:9 pv:property pv:hasParty ; pv:about a:near-ours ; pv:reading city:near ;
    pv:isListedUnder city:ours ; pv:statedOn "2020/.."^^edtf:EDTF .
  c:10 pv:property pv:population ; pv:about city:near ; pv:reading 8 ; pv:isListedUnder city:near .
  c:11 pv:property pv:isMemberOf ; pv:about city:near ; pv:reading organisation:net ;
    pv:hasMembershipField concept:creative-field-film .
}
"""

DEFAULT = DefaultGraph()
REGISTERS = (graph("register-one"), graph("register-other"))
PLACES = [
    thing(f"city/{name}") for name in ("ours", "near", "q1", "q2", "q3", "q4", "new", "newer")
]
AGREEMENTS = [
    thing(f"agreement/{name}") for name in ("near-ours", "q1-q9", "q1-q4", "near-new", "new-q3")
]
STAGE_EVENTS = [
    thing(f"stage/{name}") for name in ("one", "two", "near-ours-signed", "near-ours-ended")
]
SIGNATURES = [thing("signature/near-new-1"), thing("signature/near-new-2")]
EVENTS = [thing("event/visit"), thing("event/workshop")]
ATTENDANCES = [thing("attendance/visit-1"), thing("attendance/visit-2")]
GOALS = [thing("goal/one"), thing("goal/two")]
PLANS = [thing("plan/one"), thing("plan/two")]
DECISIONS = [thing(f"decision/{name}") for name in ("one", "two", "three")]
ITEMS = [NamedNode(f"{PREFIXES['wd']}Q{number}") for number in (1, 2, 3)]
COUNTRIES = [thing("country/here"), thing("country/there")]
STATUSES = [thing(f"concept/status-{name}") for name in ("held", "planned", "cancelled")]
PEOPLE = [thing("person/one"), thing("office/mayor")]


def classes(*names: str) -> list[NamedNode]:
    return [iri(f"pv:{name}") for name in names]


def dates(*texts: str) -> list[Literal]:
    return [Literal(text, datatype=EDTF) for text in texts]


def names(*texts: str) -> list[Literal]:
    return [Literal(text, language=tag) for text in texts for tag in ("en", "fa")]


POINTS = [
    Literal(f"POINT({point})", datatype=iri("geo:wktLiteral"))
    for point in ("50 10", "60 10.01", "60.05 10", "somewhere")
]


def concepts(*names: str) -> list[NamedNode]:
    return [thing(f"concept/{name}") for name in names]


STAGES = concepts(
    *("stage-signed", "stage-council-approval", "stage-ended", "stage-active"),
    *("stage-permits", "stage-delegations"),
)
# What may be said of the things: subjects, properties and values that fit each other.
SAID: list[tuple[list[NamedNode], str, list[NamedNode] | list[Literal]]] = [
    (AGREEMENTS, "pv:hasParty", PLACES),
    (AGREEMENTS, "pv:hasParty", PLACES),
    (AGREEMENTS, "pv:hasParty", PLACES),
    (AGREEMENTS, "rdf:type", classes("SisterCityAgreement", "FriendshipAgreement", "Agreement")),
    (AGREEMENTS, "rdf:type", classes("DatasetAgreement")),
    (AGREEMENTS, "pv:signed", dates("2004", "2010-05-06", "[2000,2009]", "--,,//", "2004/..")),
    (AGREEMENTS, "pv:inferredDate", dates("2001")),
    (AGREEMENTS, "pv:isApprovedBy", [thing("organisation/council")]),
    (AGREEMENTS, "pv:reachedStage", [thing("concept/stage-signed")]),
    (AGREEMENTS, "rdfs:label", names("Near and New")),
    (AGREEMENTS, "pv:hasScope", [thing("concept/domestic"), thing("concept/international")]),
    (AGREEMENTS, "pv:isReciprocal", [Literal("true", datatype=iri("xsd:boolean"))]),
    (AGREEMENTS, "pv:hasSignatory", PEOPLE),
    (AGREEMENTS, "pv:earliestDate", [Literal("2004-01-01", datatype=iri("xsd:date"))]),
    (AGREEMENTS, "pv:isFirstStatedIn", [thing("document/crawl")]),
    (PLACES, "pv:inCountry", COUNTRIES),
    (PLACES, "pv:coordinates", POINTS),  # type: ignore[list-item]
    (PLACES, "wgs:lat", [Literal("10", datatype=iri("xsd:decimal")), Literal("north")]),
    (PLACES, "rdf:type", classes("City", "District", "SubnationalPlace", "Place")),
    (PLACES, "rdfs:label", names("Weimar", "Weimar City", "Near")),
    (PLACES, "pv:hasWikidataItem", ITEMS),
    (DECISIONS, "pv:judgement", [Literal("unsure"), Literal("different")]),
    (DECISIONS, "pv:chooses", ITEMS),
    (DECISIONS, "pv:about", PLACES),
    (PLACES, "pv:isLinkedWith", PLACES),
    (PLACES, "wdt:P190", PLACES),
    (PLACES, "pv:isPairedWith", PLACES),
    (PLACES, "pv:isPossiblySameAs", PLACES),
    (PLACES, "pv:population", [Literal("9", datatype=iri("xsd:integer"))]),
    (PLACES, "pv:partnerCountInAllSources", [Literal("1", datatype=iri("xsd:integer"))]),
    (SIGNATURES, "pv:isSignatureOf", AGREEMENTS),
    (SIGNATURES, "pv:isSignedBy", PEOPLE[:1]),
    (SIGNATURES, "pv:signsAs", PEOPLE[1:]),
    (ATTENDANCES, "pv:isAttendanceOf", EVENTS),
    (ATTENDANCES, "pv:isAttendedBy", PEOPLE[:1]),
    (ATTENDANCES, "pv:attendsAs", PEOPLE[1:]),
    (EVENTS, "pv:hasParticipant", PEOPLE),
    (EVENTS, "pv:isHeldUnder", AGREEMENTS),
    (EVENTS, "pv:isHeldUnder", AGREEMENTS),
    (EVENTS, "pv:hasStatus", STATUSES),
    (EVENTS, "pv:date", dates("2015", "2015-05", "2015-05-09", "XXXX", "2015/..")),
    (AGREEMENTS, "pv:lastActivityOn", dates("2015")),
    (AGREEMENTS, "pv:hasVitality", [thing("concept/vitality-listed")]),
    ([thing("concept/new")], "skos:broader", [thing("concept/stage-signed")]),
    ([thing("concept/stage-signed")], "skos:narrower", [thing("concept/new")]),
    ([thing("concept/new")], "skos:prefLabel", names("new")),
    (STAGE_EVENTS[2:], "rdfs:label", names("signed")),
    (STAGE_EVENTS, "pv:isStageOf", AGREEMENTS[:2]),
    (STAGE_EVENTS, "pv:isStageOf", [AGREEMENTS[0]]),
    (STAGE_EVENTS, "pv:reachedStage", STAGES),
    (STAGE_EVENTS, "pv:reachedStage", STAGES[:3]),
    (STAGE_EVENTS, "pv:date", dates("2003", "2004", "2004-05", "2014/..", "../2002", "soon")),
    (STAGE_EVENTS, "pv:inferredDate", dates("2004")),
    (STAGE_EVENTS, "pv:earliestDate", [Literal("2004-01-01", datatype=iri("xsd:date"))]),
    (STAGE_EVENTS, "pv:hasApprovalOutcome", concepts("outcome-approved", "outcome-refused")),
    (STAGE_EVENTS, "pv:hasMatter", concepts("matter-budget")),
    (STAGE_EVENTS, "pv:isCertainlyBefore", STAGE_EVENTS),
    (AGREEMENTS, "pv:ended", dates("1990", "2004", "2014")),
    (AGREEMENTS, "pv:approved", dates("2003", "2006")),
    (AGREEMENTS, "pv:lacksStage", STAGES[4:]),
    (AGREEMENTS, "pv:purpose", names("peace")),
    (AGREEMENTS, "pv:affinityBasis", names("silk")),
    (AGREEMENTS, "pv:meetsCriterion", concepts("step-delegations", "step-clear-goals")),
    (AGREEMENTS, "pv:hasFurtherParty", [thing("organisation/council"), COUNTRIES[0]]),
    ([thing("organisation/council")], "rdf:type", classes("Organisation")),
    (SIGNATURES, "pv:signsFor", PLACES[:2]),
    (EVENTS, "rdf:type", classes("Visit", "Workshop")),
    (EVENTS, "pv:drawsOnSource", concepts("source-culture")),
    (EVENTS, "pv:coversSector", concepts("sector-private", "sector-local-government")),
    (EVENTS, "pv:hasOrganiser", [thing("organisation/council")]),
    (EVENTS, "pv:tookPlaceIn", PLACES[:2]),
    (GOALS, "pv:isGoalOf", PLANS),
    (PLANS, "pv:isPlanOf", [*PLACES[:2], thing("organisation/council")]),
    ([*GOALS, *EVENTS, *AGREEMENTS], "pv:coversArea", concepts("area-arts", "area-culture")),
    ([*GOALS, *EVENTS, *AGREEMENTS], "pv:coversArea", concepts("area-arts")),
    ([*EVENTS, *AGREEMENTS], "pv:servesGoal", GOALS),
    ([*EVENTS, *AGREEMENTS], "pv:mayServeGoal", GOALS),
    (PLACES[:2], "pv:isMemberOf", [thing("organisation/net")]),
]
# What so much depends on that the whole is derived anew.
BASIC: list[tuple[list[NamedNode], str, list[NamedNode] | list[Literal]]] = [
    (classes("City", "District"), "rdfs:subClassOf", classes("Place", "Agreement")),
    ([thing("document/list")], "pv:hasCoverage", [thing("concept/coverage-stating")]),
    ([thing("concept/stage-signed")], "skos:prefLabel", names("agreed")),
    (STAGES[:3], "pv:requiresStage", STAGES[3:]),
    (COUNTRIES, "pv:isoCode", [Literal("FR"), Literal("DE")]),
    (concepts("creative-field-film"), "skos:broadMatch", concepts("area-culture")),
]


# The same in the graphs of snapshots and documents.
NAMED = [
    Quad(thing("claim/5"), iri("pv:reading"), thing("city/q3"), graph("crawl")),
    Quad(thing("claim/2"), iri("pv:isListedUnder"), thing("city/q2"), graph("crawl")),
    Quad(thing("claim/2"), iri("pv:isListedUnder"), thing("city/ours"), graph("crawl")),
    Quad(thing("claim/6"), iri("pv:about"), thing("agreement/q1-q9"), graph("list")),
    Quad(thing("claim/1"), iri("pv:isStatedBy"), thing("organisation/wikidata"), graph("crawl")),
    Quad(thing("claim/10"), iri("pv:isListedUnder"), thing("city/near"), graph("document-001")),
    Quad(thing("claim/9"), iri("pv:isListedUnder"), thing("city/near"), graph("document-001")),
    Quad(thing("city/q3"), iri("pv:isLinkedWith"), thing("city/q4"), graph("derived-links")),
    Quad(thing("claim/11"), iri("pv:servesGoal"), thing("goal/one"), graph("document-001")),
    Quad(thing("claim/11"), iri("pv:about"), thing("city/near"), graph("document-001")),
    Quad(thing("claim/11"), iri("pv:reading"), thing("organisation/net"), graph("document-001")),
]


@st.composite
def triples(draw: st.DrawFn, said: list = SAID) -> tuple:  # type: ignore[type-arg]
    if said is SAID and not draw(st.integers(0, 7)):
        # What is derived may be said too, and taken away.
        return draw(st.sampled_from(DERIVED))
    subjects, prop, values = draw(st.sampled_from(said))
    return draw(st.sampled_from(subjects)), expanded(prop), draw(st.sampled_from(values))


@st.composite
def claims(draw: st.DrawFn) -> list[Quad]:
    """A claim as it is entered, with one reading, several or none, perhaps in place of another."""
    name = draw(st.sampled_from(REGISTERS))
    node = thing(f"claim/x-{draw(st.integers(1, 6))}")
    about, prop, value = draw(triples())
    found = [
        Quad(node, iri("rdf:type"), iri("pv:Claim"), name),
        Quad(node, iri("pv:about"), about, name),
        Quad(node, iri("pv:property"), prop, name),
    ]
    if draw(st.integers(0, 9)):
        found.append(Quad(node, iri("pv:reading"), value, name))
    if prop == expanded("pv:isMemberOf"):
        (field,) = concepts("creative-field-film")
        found.append(Quad(node, iri("pv:hasMembershipField"), field, name))
        if draw(st.booleans()):
            found.append(Quad(node, iri("pv:servesGoal"), GOALS[0], name))
    if not draw(st.integers(0, 9)):
        _, _, other = draw(triples())
        found.append(Quad(node, iri("pv:reading"), other, name))
    if not draw(st.integers(0, 3)):
        older = thing(f"claim/x-{draw(st.integers(1, 6))}")
        found.append(Quad(node, iri("pv:replaces"), older, name))
    if not draw(st.integers(0, 9)):
        found.append(Quad(node, iri("pv:isListedUnder"), draw(st.sampled_from(PLACES)), name))
    if draw(st.integers(0, 1)):
        date = draw(st.sampled_from(dates("2020/..", "2021-05", "2015", "some day")))
        found.append(Quad(node, iri("pv:statedOn"), date, name))
    return found


Change = tuple[str, list[Quad]]


@st.composite
def changes(draw: st.DrawFn, basic: bool = False) -> Change:
    """Something to add or to remove; what is removed may be a part of what was entered."""
    how = draw(st.sampled_from(("add", "add", "add", "remove")))
    kind = draw(st.sampled_from(("claim", "claim", "claim", "plain", "row")))
    if basic and kind == "row":
        return how, [draw(st.sampled_from(NAMED))]
    if kind == "claim":
        found = draw(claims())
        return how, found if how == "add" else draw(st.sampled_from((found, found[:1], found[2:])))
    name = DEFAULT if kind == "plain" else draw(st.sampled_from(REGISTERS))
    return how, [Quad(*draw(triples(BASIC if basic else SAID)), name)]


def read(text: str) -> set[Quad]:
    store = Store()
    store.load(text.encode(), format=RdfFormat.TRIG)
    return set(store)


SOURCES = read(BASE)
QUERIES = read_catalogue(root() / "queries").of("derive")


def whole(said: Iterable[Quad]) -> Store:
    """A graph as a build derives it."""
    store = Store()
    store.extend(said)
    derive(store, QUERIES)
    return store


DERIVED = sorted(
    (quad.triple for quad in set(whole(SOURCES)) - SOURCES if quad.graph_name == DEFAULT), key=str
)


def take(store: Store, taken: Iterable[list[Change]]) -> None:
    """Take steps, and see after each that the graph is what a build would make of it."""
    said, written = set(SOURCES), Patch()
    for step in taken:
        recorder = Recorder(store)
        before = dump_lines(store)
        for how, quads in step:
            getattr(recorder, how)(quads)
        base = recorder.patch
        follow(recorder, base)
        written = written.then(base)
        model = Store()
        model.extend(said)
        base.apply(model)
        # What was added to a graph of what is derived is taken out again.
        said = {quad for quad in model if not of_derived(quad.graph_name)}
        expected, found = dump_lines(whole(said)), dump_lines(store)
        assert sorted(set(found) - set(expected)) == []
        assert sorted(set(expected) - set(found)) == []
        assert recorder.patch.lines(before) == found
        assert not [name for name in map(NamedNode, empty_graphs(store)) if of_derived(name)]
    model = Store()
    model.extend(SOURCES)
    written.apply(model)
    assert {quad for quad in model if not of_derived(quad.graph_name)} == said


def claim(number: int, about: NamedNode, prop: str, value: NamedNode | Literal) -> list[Quad]:
    node, name = thing(f"claim/x-{number}"), REGISTERS[0]
    return [
        Quad(node, iri("rdf:type"), iri("pv:Claim"), name),
        Quad(node, iri("pv:about"), about, name),
        Quad(node, iri("pv:property"), iri(prop), name),
        Quad(node, iri("pv:reading"), value, name),
    ]


STAGE = claim(1, thing("stage/near-ours-signed"), "pv:isStageOf", AGREEMENTS[0])
ENDED = [
    *claim(3, STAGE_EVENTS[0], "pv:isStageOf", AGREEMENTS[0]),
    *claim(4, STAGE_EVENTS[0], "pv:reachedStage", STAGES[2]),
]
JUDGED = [
    Quad(DECISIONS[1], iri("pv:about"), thing("city/q1")),
    Quad(DECISIONS[1], iri("pv:chooses"), ITEMS[1]),
    Quad(DECISIONS[1], iri("pv:judgement"), Literal("different")),
]
TEN = Literal("10", datatype=iri("xsd:decimal"))
TRUE = Literal("true", datatype=iri("xsd:boolean"))


@settings(max_examples=60)
# What is derived of an event was said too, and is said no more.
@example(steps=[[("add", STAGE)], [("remove", STAGE[3:])]])
# What is derived was taken away, and said.
@example(
    steps=[
        [
            ("remove", [Quad(PLACES[1], iri("wgs:lat"), TEN)]),
            ("add", claim(1, PLACES[1], "wgs:lat", TEN)),
        ]
    ]
)
# An event that is entered takes the date of the agreement and the place of what is derived; it has
# a date of its own later, and belongs to another agreement.
@example(
    steps=[
        [("add", claim(2, AGREEMENTS[0], "pv:ended", dates("2014")[0]))],
        [("add", ENDED)],
        [("add", claim(5, STAGE_EVENTS[0], "pv:date", dates("1990")[0]))],
        [("remove", ENDED[:4]), ("add", claim(6, STAGE_EVENTS[0], "pv:isStageOf", AGREEMENTS[1]))],
    ]
)
# What was refused is reached no more.
@example(
    steps=[
        [("add", claim(1, STAGE_EVENTS[1], "pv:isStageOf", AGREEMENTS[0]))],
        [("add", claim(2, STAGE_EVENTS[1], "pv:reachedStage", STAGES[1]))],
        [
            (
                "add",
                claim(3, STAGE_EVENTS[1], "pv:hasApprovalOutcome", concepts("outcome-refused")[0]),
            )
        ],
    ]
)
# A visit that is held later, of an agreement that each party has signed.
@example(
    steps=[
        [("add", claim(1, EVENTS[0], "rdf:type", classes("Visit")[0]))],
        [("add", claim(2, EVENTS[0], "pv:isHeldUnder", AGREEMENTS[0]))],
        [("add", claim(3, SIGNATURES[0], "pv:signsFor", PLACES[0]))],
        [("add", claim(4, SIGNATURES[0], "pv:signsFor", PLACES[1]))],
        [("add", claim(5, EVENTS[0], "pv:hasStatus", concepts("status-held")[0]))],
    ]
)
# A link that is none, to what is a value of something else.
@example(steps=[[("add", claim(1, AGREEMENTS[1], "pv:isLinkedWith", TRUE))]])
@example(
    steps=[
        [("add", claim(1, SIGNATURES[1], "pv:isSignatureOf", AGREEMENTS[0]))],
        [("add", claim(2, SIGNATURES[1], "pv:signsAs", PEOPLE[1]))],
        [("add", claim(3, SIGNATURES[1], "pv:isSignedBy", PEOPLE[0]))],
        [("remove", claim(1, SIGNATURES[1], "pv:isSignatureOf", AGREEMENTS[0]))],
    ]
)
@example(
    steps=[
        [("add", claim(1, ATTENDANCES[1], "pv:isAttendanceOf", EVENTS[0]))],
        [("add", claim(2, ATTENDANCES[0], "pv:isAttendedBy", PEOPLE[0]))],
        # A participant who is named without an attendance stays when the attendance goes.
        [("add", claim(3, EVENTS[0], "pv:hasParticipant", PEOPLE[0]))],
        [("remove", claim(2, ATTENDANCES[0], "pv:isAttendedBy", PEOPLE[0]))],
    ]
)
# A decision that two places are two goes, and comes to be about another place.
@example(
    steps=[
        [("remove", JUDGED)],
        [("add", JUDGED)],
        [("remove", JUDGED[:1])],
        [("add", [Quad(DECISIONS[1], iri("pv:about"), thing("city/q3"))])],
        [("remove", JUDGED[1:2])],
        [("add", [Quad(DECISIONS[1], iri("pv:chooses"), ITEMS[0])])],
    ]
)
@given(steps=st.lists(st.lists(changes(), min_size=1, max_size=4), min_size=1, max_size=6))
def test_what_follows_is_what_a_build_derives(steps: list[list[Change]]) -> None:
    take(whole(SOURCES), steps)


@settings(max_examples=10)
@given(
    steps=st.lists(
        st.lists(st.one_of(changes(), changes(basic=True)), min_size=1, max_size=3),
        min_size=1,
        max_size=4,
    )
)
def test_so_it_is_where_the_whole_is_derived_anew(steps: list[list[Change]]) -> None:
    take(whole(SOURCES), steps)


def test_so_it_is_where_too_many_things_are_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    entered = [claim(n, place, "pv:hasWikidataItem", PEOPLE[0]) for n, place in enumerate(PLACES)]
    entered += [claim(9, AGREEMENTS[3], "pv:hasParty", PLACES[-1]), STAGE]
    anew: list[bool] = []
    derived = consequences.derivation
    monkeypatch.setattr(
        consequences, "derivation", lambda *given: (anew.append(True), derived(*given))[1]
    )
    take(whole(SOURCES), [[("add", quads) for quads in entered]])
    assert anew == []
    monkeypatch.setattr(consequences, "MOST", 3)
    take(whole(SOURCES), [[("add", quads) for quads in entered]])
    assert anew == [True]


def test_a_decision_or_a_list_has_nothing_derived_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def anew(recorder: Recorder) -> None:
        raise AssertionError("the whole is derived anew")

    monkeypatch.setattr(consequences, "_derive_anew", anew)
    between = [
        Quad(DECISIONS[2], iri("pv:about"), AGREEMENTS[0]),
        Quad(DECISIONS[2], iri("pv:chooses"), thing("claim/1")),
    ]
    take(whole(SOURCES), [[("add", between)], [("remove", between)], [("remove", JUDGED)]])
    # A city has a list, and has none any more.
    listed = [quad for quad in NAMED if quad.predicate == iri("pv:isListedUnder")][2:]
    assert {quad.graph_name for quad in listed} == {graph("document-001")}
    take(whole(SOURCES), [[("add", listed)], [("remove", listed[:1])], [("remove", listed)]])


def test_it_is_known_of_each_step_what_it_looks_at_and_what_it_derives() -> None:
    store = whole(SOURCES)
    for step in steps(QUERIES):
        assert REACHES[step.name].properties.keys() == step.origins.keys()
    for reach in REACHES.values():
        for name, props in reach.properties.items():
            found = store.quads_for_pattern(None, None, None, graph(f"derived-{name}"))
            plain = [quad for quad in found if Quad(*quad.triple, DEFAULT) in store]
            assert props is None or {quad.predicate for quad in plain} <= set(props)
