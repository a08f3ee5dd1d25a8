"""The rule of proposed partnerships: disputes of the two, and that a change is told the same."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from peyvand.graph.earlier import Earlier
from peyvand.graph.patch import Patch
from peyvand.graph.recorder import Recorder
from peyvand.graph.rules.partnerships import Disputed

PREFIXES = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX : <https://w3id.org/peyvand/id/x/>
"""
WORLD = """
:proposal pv:hasProposedParty :arak, :batumi ; rdfs:label "Arak and Batumi"@en, "اراک و باتومی"@fa .
:arak pv:inCountry :iran . :batumi pv:inCountry :georgia . :xian pv:inCountry :china .
"""
CASES = {
    "of the cities": (":arak pv:hasDisputeWith :batumi .", {"batumi"}),
    "of the cities, said the other way": (":batumi pv:hasDisputeWith :arak .", {"batumi"}),
    "of the countries": (":georgia pv:hasDisputeWith :iran .", {"georgia"}),
    "of a city and a country": (":batumi pv:hasDisputeWith :iran .", {"batumi"}),
    "of both": (
        ":arak pv:hasDisputeWith :batumi . :iran pv:hasDisputeWith :georgia .",
        {"batumi", "georgia"},
    ),
    "of others": (":arak pv:hasDisputeWith :xian . :china pv:hasDisputeWith :iran .", set()),
    "none": (":arak rdfs:label 'Arak' .", set()),
}


def triples(text: str) -> list[Quad]:
    return [
        Quad(it.subject, it.predicate, it.object)
        for it in parse(PREFIXES + text, format=RdfFormat.TURTLE)
    ]


def found(store: Store, cases: object) -> set[str]:
    results = [one for case in cases for one in Disputed().results(store, case)]  # type: ignore[attr-defined]
    assert {one.severity for one in results} <= {"warning"}
    return {one.value.rpartition("/")[2] for one in results}


@pytest.mark.parametrize("name", CASES)
def test_a_stated_dispute_is_told(name: str) -> None:
    text, wanted = CASES[name]
    store = Store()
    store.extend(triples(WORLD + text))
    assert found(store, Disputed().all(store)) == wanted


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_told_what_the_whole_is(name: str) -> None:
    text, wanted = CASES[name]
    for before, change in ((WORLD, text), (text, WORLD)):
        store = Store()
        store.extend(triples(before))
        recorder = Recorder(store)
        recorder.add(triples(change))
        patch: Patch = recorder.patch
        assert found(store, Disputed().touched(store, Earlier(store, patch))) == wanted


def test_the_message_names_the_two_in_both_languages() -> None:
    store = Store()
    store.extend(triples(WORLD + ":arak pv:hasDisputeWith :batumi ."))
    (one,) = [it for case in Disputed().all(store) for it in Disputed().results(store, case)]
    assert "“arak” and “batumi”" in one.message_en
    assert "اراک و باتومی" in one.message_fa
