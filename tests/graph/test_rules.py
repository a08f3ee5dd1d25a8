"""The rules of the graph: what breaks each, and that a change is told what the whole is."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import SH
from rdflib import Graph as Library

from peyvand.graph.build import Graph
from peyvand.graph.evidence_graphs import holds_evidence
from peyvand.graph.patch import Patch
from peyvand.graph.recorder import Recorder
from peyvand.graph.rules import broken, broken_by, check
from peyvand.graph.validate import Result, read_shapes
from peyvand.vocabulary.files import shape_files
from peyvand.vocabulary.iris import EDTF, ID, iri

PREFIXES = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX edtf: <http://id.loc.gov/datatypes/edtf/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX id: <https://w3id.org/peyvand/id/>
PREFIX claim: <https://w3id.org/peyvand/id/claim/>
PREFIX city: <https://w3id.org/peyvand/id/city/>
PREFIX agreement: <https://w3id.org/peyvand/id/agreement/>
PREFIX concept: <https://w3id.org/peyvand/id/concept/>
PREFIX document: <https://w3id.org/peyvand/id/document/>
PREFIX file: <https://w3id.org/peyvand/id/register-file/>
PREFIX register: <https://w3id.org/peyvand/id/register/>
PREFIX g: <https://w3id.org/peyvand/graph/>
PREFIX : <http://x.example/>
"""
CLAIM = "claim:1 pv:about city:a ; pv:property pv:population ; pv:reading 5"
SAID = "agreement:a pv:{0} '{{0}}'^^edtf:EDTF "
DATES, ENDS = (
    SAID.format(name) + ". g:curated {{ " + SAID.format(name) + "}} "
    for name in ("signed", "ended")
)
OURS = "g:register-a { file:a-1 rdfs:label 'x' } "
THEIRS = "g:register-b { file:b-1 rdfs:label 'x' } "
STATED = "g:register-a {{ claim:a-1 pv:isStatedIn {} }} "
PARTY = "claim:a-{} pv:about agreement:a ; pv:property pv:hasParty ; pv:reading city:{} ."
END = (
    ":e pv:reachedStage concept:stage-ended . g:register-a { claim:a-1 pv:about :e ; "
    "pv:property pv:reachedStage ; pv:reading concept:stage-ended } "
)
CAUSE = ":e pv:hasEndCause concept:end-expiry . "
STAGES = (
    ":e pv:isStageOf agreement:a ; pv:reachedStage concept:stage-ended . "
    ":s pv:isStageOf agreement:a ; pv:reachedStage concept:stage-signed . "
)
# An agreement that is screened by a list of one item, with claims that explain it.
EXPLAINED = "agreement:a pv:isScreenedBy :list . "
ITEMS = (
    EXPLAINED + ":i pv:isItemOf :list . g:register-a { claim:a-9 pv:about agreement:a ; "
    "pv:property pv:isScreenedBy ; pv:reading :list } "
)
DATED = "pv:earliestDate '{0}'^^xsd:date ; pv:latestDate '{0}'^^xsd:date . "
SIGNED = ":s pv:isStageOf agreement:a ; pv:reachedStage concept:stage-signed ; " + DATED.format(
    "2020-05-05"
)
DECISION = (
    ":d{1} pv:isDecisionAbout agreement:a ; pv:isDecisionOn :i ; "
    "pv:hasItemOutcome concept:item-{0} ; "
)


def decided(outcome: str, day: str) -> str:
    return DECISION.format(outcome, day) + DATED.format(day)


OPEN = {("signed-with-open-item", "http://x.example/s")}
# What there is, what is added, what is removed, and which rules are broken by what.
CASES: dict[str, tuple[str, str, str, set[tuple[str, str]]]] = {
    "a statement alone": ("", "city:a pv:population 5 .", "", {("unexplained", "id/city/a")}),
    "a statement about an item": (
        "", "<http://www.wikidata.org/entity/Q1> rdfs:label 'x' .", "", {("unexplained", "Q1")}
    ),
    "a statement about something else": ("", ":a pv:population 5 . :a :b :c .", "", set()),
    "a statement that a claim explains": (
        "", f"city:a pv:population 5 . g:notes {{ {CLAIM} }}", "", set()
    ),
    "a claim of another value": (
        "", f"city:a pv:population 6 . g:notes {{ {CLAIM} }}", "", {("unexplained", "id/city/a")}
    ),
    "parts of two claims": (
        "", "city:a pv:population 5 . "
        "g:notes { claim:1 pv:about city:a ; pv:property pv:population . "
        "claim:2 pv:about city:a ; pv:property pv:statedPartnerCount ; pv:reading 5 }",
        "", {("unexplained", "id/city/a")},
    ),
    "a claim in no graph": (
        "", f"city:a pv:population 5 . {CLAIM} .", "",
        {("unexplained", "id/city/a"), ("unexplained", "id/claim/1")},
    ),
    "a row": ("", "city:a pv:population 5 . g:register-x { city:a pv:population 5 }", "", set()),
    "a derivation": (
        "", "city:a pv:population 5 . g:derived-counts { city:a pv:population 5 }", "", set()
    ),
    "a list of data that is described": (
        "", "document:cldr rdfs:label 'x' . city:a pv:population 5 . "
        "g:cldr { city:a pv:population 5 . document:cldr rdfs:label 'x' }", "", set(),
    ),
    "a note": (
        "", "city:a pv:population 5 . g:notes { city:a pv:population 5 }", "",
        {("unexplained", "id/city/a")},
    ),
    "a claim is removed": (
        f"city:a pv:population 5 . g:document-001 {{ {CLAIM} }}",
        "", f"g:document-001 {{ {CLAIM} }}", {("unexplained", "id/city/a")},
    ),
    "a part of a claim is removed": (
        f"city:a pv:population 5 . g:document-001 {{ {CLAIM} }}",
        "", "g:document-001 { claim:1 pv:property pv:population }", {("unexplained", "id/city/a")},
    ),
    "one of two claims is removed": (
        f"city:a pv:population 5 . g:document-001 {{ {CLAIM} }} g:document-002 {{ {CLAIM} }}",
        "", f"g:document-001 {{ {CLAIM} }}", set(),
    ),
    "a claim and what it explains are removed": (
        f"city:a pv:population 5 . g:document-001 {{ {CLAIM} }}",
        "", f"city:a pv:population 5 . g:document-001 {{ {CLAIM} }}", set(),
    ),
    "a row is removed": (
        "city:a pv:population 5 . g:curated { city:a pv:population 5 }",
        "", "g:curated { city:a pv:population 5 }", {("unexplained", "id/city/a")},
    ),
    "a file of the register": (OURS, STATED.format("file:a-1"), "", set()),
    "a file of another register": (
        OURS + THEIRS, STATED.format("file:b-1"), "", {("foreign-source", "id/claim/a-1")}
    ),
    "a file that comes into another register": (
        STATED.format("file:a-1"), "g:register-b { file:a-1 rdfs:label 'x' }", "",
        {("foreign-source", "id/claim/a-1")},
    ),
    "a document with a graph of its own": (
        "g:document-001 { claim:1 pv:isStatedIn document:001 }", STATED.format("document:001"), "",
        {("foreign-source", "id/claim/a-1")},
    ),
    "a snapshot with a graph of its own": (
        "g:wikidata-2014 { claim:1 pv:isStatedIn document:wikidata-2014 }",
        "g:notes { claim:a-1 pv:isStatedIn document:wikidata-2014 }", "",
        {("foreign-source", "id/claim/a-1")},
    ),
    "a published source": ("", STATED.format("document:bulletin"), "", set()),
    "a register file in another graph": (
        "", "g:notes { claim:a-1 pv:isStatedIn file:a-1 }", "", {("foreign-source", "id/claim/a-1")}
    ),
    "another register enters it": (
        "", "g:register-a { claim:a-1 pv:isEnteredBy register:b . "
        "claim:a-2 pv:isEnteredBy register:a }",
        "", {("foreign-register", "id/claim/a-1")},
    ),
    "it replaces a claim of the register": (
        f"g:register-a {{ {CLAIM} }}", "g:register-a { claim:a-2 pv:replaces claim:1 }", "", set()
    ),
    "it replaces a claim of another": (
        f"g:register-b {{ {CLAIM} }}", "g:register-a { claim:a-2 pv:replaces claim:1 }", "",
        {("foreign-claim", "id/claim/a-2")},
    ),
    "an unknown property": ("", ":a pv:hasPartie :b .", "", {("undeclared-near", "ns#hasPartie")}),
    "an unknown class": ("", ":a a pv:Zzzzz .", "", {("undeclared", "ns#Zzzzz")}),
    "an unknown property of a claim": (
        "", "g:notes { :c pv:property pv:hasPartie }", "", {("undeclared-near", "ns#hasPartie")}
    ),
    "an unknown class that a claim reads": (
        "", "g:notes { :c pv:reading pv:Citty }", "", {("undeclared-near", "ns#Citty")}
    ),
    "what is not used as a term": ("", ":a rdfs:seeAlso pv:Zzzzz .", "", set()),
    "a term that is declared": (
        "", "g:ontology { pv:hasPartie a rdf:Property } :a pv:hasPartie :b .", "", set()
    ),
    "a declaration is removed": (
        "g:ontology { pv:hasPartie a rdf:Property } :a pv:hasPartie :b .", "",
        "g:ontology { pv:hasPartie a rdf:Property }", {("undeclared-near", "ns#hasPartie")},
    ),
    "an end before": (
        DATES.format("2010"), ENDS.format("1990"), "", {("end-before-start", "id/agreement/a")}
    ),
    "a start after": (
        ENDS.format("2010-05"), DATES.format("2010-06"), "",
        {("end-before-start", "id/agreement/a")},
    ),
    "an end before one of two starts": (
        DATES.format("2010") + DATES.format("1980"), ENDS.format("1990"), "",
        {("end-possibly-before-start", "id/agreement/a")},
    ),
    "the start that was before is removed": (
        DATES.format("2010") + DATES.format("1980") + ENDS.format("1990"), "", DATES.format("1980"),
        {("end-before-start", "id/agreement/a")},
    ),
    "an end within the same year": (
        DATES.format("2010"), ENDS.format("2010-05"), "",
        {("end-possibly-before-start", "id/agreement/a")},
    ),
    "an end in one of several years": (
        DATES.format("2005"), ENDS.format("[2000,2009]"), "",
        {("end-possibly-before-start", "id/agreement/a")},
    ),
    "both in one year": (DATES.format("2010"), ENDS.format("2010"), "", set()),
    "an end after": (DATES.format("2010"), ENDS.format("2011"), "", set()),
    "an end that is open": (DATES.format("2010"), ENDS.format("2011/.."), "", set()),
    "an end that is unknown": (DATES.format("2010"), ENDS.format("XXXX"), "", set()),
    "a date that is none": (DATES.format("2010"), ENDS.format("1990-99"), "", set()),
    "an end that is a stage": (DATES.format("2010"), ENDS.format("1990") + STAGES, "", set()),
    "the stages are there no more": (
        DATES.format("2010") + ENDS.format("1990") + STAGES, "", STAGES,
        {("end-before-start", "id/agreement/a")},
    ),
    "a stage is no end any more": (
        DATES.format("2010") + ENDS.format("1990") + STAGES, "",
        ":e pv:reachedStage concept:stage-ended .", {("end-before-start", "id/agreement/a")},
    ),
    "an end that is entered": ("", END, "", {("end-without-cause", "http://x.example/e")}),
    "an end with its cause": ("", END + CAUSE, "", set()),
    "a cause is removed": (END + CAUSE, "", CAUSE, {("end-without-cause", "http://x.example/e")}),
    "a register enters an end that is there": (
        ":e pv:reachedStage concept:stage-ended .", END, "",
        {("end-without-cause", "http://x.example/e")},
    ),
    "an end that a document tells": ("", END.replace("register-a", "document-001"), "", set()),
    "an entered stage that is no end": ("", END.replace("ended", "signed"), "", set()),
    "an agreement is signed while an item is open": (ITEMS, SIGNED, "", OPEN),
    "an item is decided": (ITEMS + SIGNED, decided("met", "2020-05-05"), "", set()),
    "an item is decided otherwise": (ITEMS + SIGNED, decided("waived", "2019-01-01"), "", set()),
    "an item is decided on an unknown day": (
        ITEMS + SIGNED, DECISION.format("met", 1) + "pv:date 'x' . ", "", set(),
    ),
    "an item is decided after the signing": (
        ITEMS + SIGNED, decided("met", "2020-05-06"), "", OPEN,
    ),
    "a decision is found to be earlier": (
        ITEMS + SIGNED + decided("met", "2020-05-06"), ":d2020-05-06 " + DATED.format("2020-05-01"),
        ":d2020-05-06 " + DATED.format("2020-05-06"), set(),
    ),
    "an item is left open": (ITEMS + SIGNED, decided("left-open", "2020-01-01"), "", OPEN),
    "an item that was left open is decided": (
        ITEMS + SIGNED + decided("left-open", "2020-01-01"), decided("met", "2020-02-01"), "",
        set(),
    ),
    "an item is taken up again": (
        ITEMS + SIGNED + decided("met", "2020-01-01"), decided("left-open", "2020-02-01"), "", OPEN,
    ),
    "an item is taken up again after the signing": (
        ITEMS + SIGNED + decided("met", "2020-01-01"), decided("left-open", "2020-06-01"), "",
        set(),
    ),
    "a decision is removed": (
        ITEMS + SIGNED + decided("met", "2020-01-01"), "", decided("met", "2020-01-01"), OPEN,
    ),
    "an item is open before the signing": ("", ITEMS, "", set()),
    "an item is added to a checklist": (
        ITEMS.replace(":i pv:isItemOf :list . ", "") + SIGNED, ":i pv:isItemOf :list . ", "", OPEN,
    ),
    "a day that is to come": (
        "", DATES.format("9000-01-01"), "", {("future", "id/agreement/a")}
    ),
    "a year that has begun": ("", DATES.format(date.today().year), "", set()),
    "a party twice": (
        "g:register-a { " + PARTY.format(1, "a") + " }",
        "g:register-a { " + PARTY.format(2, "a") + PARTY.format(3, "b") + " }",
        "", {("party-twice", "id/agreement/a")},
    ),
    "a party in two registers": (
        "g:register-a { " + PARTY.format(1, "a") + " }",
        "g:register-b { " + PARTY.format(2, "a") + " }", "", set(),
    ),
    "a party twice in a list": (
        "", "g:document-001 { " + PARTY.format(1, "a") + PARTY.format(2, "a") + " }", "", set()
    ),
    "a party that replaces itself": (
        "g:register-a { " + PARTY.format(1, "a") + " }",
        "g:register-a { " + PARTY.format(2, "a") + " claim:a-2 pv:replaces claim:a-1 }", "", set(),
    ),
    "what replaced it is removed": (
        "g:register-a { " + PARTY.format(1, "a") + PARTY.format(2, "a")
        + " claim:a-2 pv:replaces claim:a-1 }",
        "", "g:register-a { claim:a-2 pv:replaces claim:a-1 }", {("party-twice", "id/agreement/a")},
    ),
}  # fmt: skip
WARNINGS = {"end-possibly-before-start", "future", "signed-with-open-item"}


def quads(text: str) -> list[Quad]:
    return list(parse(PREFIXES + text, format=RdfFormat.TRIG))


def changed(before: str, added: str, removed: str) -> tuple[Store, Patch]:
    store = Store()
    store.extend(quads(before))
    recorder = Recorder(store)
    recorder.remove(quads(removed))
    recorder.add(quads(added))
    return store, recorder.patch


@pytest.mark.parametrize("name", CASES)
def test_what_breaks_a_rule(name: str) -> None:
    before, added, removed, wanted = CASES[name]
    store, patch = changed(before, added, removed)
    found = broken_by(store, patch)
    told = {(r.shape, r.focus.removeprefix("https://w3id.org/peyvand/")) for r in found}
    assert {(rule, focus.rpartition("entity/")[2]) for rule, focus in told} == wanted
    assert {r.severity for r in found} <= {"violation", "warning"}
    assert {r.shape for r in found if r.severity == "warning"} <= WARNINGS
    assert all(r.message_en and r.message_fa for r in found)
    assert found == broken(store)


@pytest.mark.parametrize("name", CASES)
def test_what_a_change_leaves_alone_is_not_told_again(name: str) -> None:
    before, added, removed, _ = CASES[name]
    store, _ = changed(before, added, removed)
    recorder = Recorder(store)
    recorder.add(quads(":other :than 'that' ."))
    assert broken_by(store, recorder.patch) == []


def test_a_near_term_is_named() -> None:
    store, patch = changed("", ":a pv:hasPartie :b .", "")
    (found,) = broken_by(store, patch)
    assert "did you mean pv:hasParty?" in found.message_en
    assert "منظورتان pv:hasParty است" in found.message_fa


def test_every_graph_of_the_project_is_evidence(graph: Graph) -> None:
    names = [name.value for name in graph.store.named_graphs() if isinstance(name, NamedNode)]
    assert len(names) > 20
    assert [name for name in names if not holds_evidence(graph.store, name)] == []
    assert not holds_evidence(graph.store, "https://w3id.org/peyvand/graph/notes")


def test_the_graph_of_the_documents_breaks_no_rule(graph: Graph) -> None:
    assert [r for r in broken(graph.store) if r.severity == "violation"] == []


@pytest.fixture(scope="module")
def before_changes(sampled: Store) -> tuple[list[Quad], list[Result]]:
    """Some statements of every kind, sorted, and what of them breaks a rule."""
    return sorted(sampled, key=str), broken(sampled)


@pytest.mark.parametrize("seed", range(12))
def test_a_change_is_told_what_the_whole_is(
    before_changes: tuple[list[Quad], list[Result]], seed: int
) -> None:
    """Of random changes of every kind, the rules find the same as of all that there is."""
    everything, known = before_changes
    chance = random.Random(seed)
    store = Store()
    store.bulk_extend(everything)
    recorder = Recorder(store)
    recorder.remove(chance.sample(everything, 40))
    for quad in chance.sample(everything, 40):
        recorder.add([Quad(quad.subject, quad.predicate, quad.object)])
    for quad in chance.sample(everything, 20):
        for prop, year in (("pv:signed", "2010"), ("pv:ended", "1990")):
            recorder.add([Quad(quad.subject, iri(prop), Literal(year, datatype=EDTF))])
    found, whole = broken_by(store, recorder.patch), broken(store)
    assert set(found) <= set(whole)
    assert set(whole) - set(found) <= set(known)
    assert {"unexplained", "end-before-start"} <= {result.shape for result in found}


def test_one_report_has_the_results_of_both(sources: Path) -> None:
    shapes = read_shapes(shape_files(sources))
    store, patch = changed("", "agreement:a a pv:Agreement .", "")
    report = check(store, patch, shapes)
    assert {r.component for r in report.violations} > {"Rule"}
    told = set(report.graph.objects(None, SH.sourceConstraintComponent))
    assert len(told) > 1
    assert len(list(report.graph.subjects(SH.conforms, None))) == 1
    assert report.results == tuple(sorted(report.results))
    none = check(store, Patch(), shapes)
    assert none.results == ()
    alone = check(*changed("", "city:a :b :c .", ""), Library())
    assert [r.shape for r in alone.results] == ["unexplained"]
    assert [str(it) for it in alone.graph.objects(None, SH.conforms)] == ["false"]
    assert [str(node) for node in alone.graph.objects(None, SH.focusNode)] == [f"{ID}city/a"]
