"""The rules of renewals: what breaks each, and that a change is told what the whole is."""

from __future__ import annotations

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from peyvand.graph.earlier import Earlier
from peyvand.graph.patch import Patch
from peyvand.graph.recorder import Recorder
from peyvand.graph.rules.renewals import Renewals
from peyvand.graph.validate import Result

PREFIXES = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX : <https://w3id.org/peyvand/id/x/>
"""
WORLD = """
:old pv:hasParty :arak, :batumi ; rdfs:label "The old one"@en, "پیمان پیشین"@fa .
:new pv:hasParty :arak, :batumi ; rdfs:label "The new one"@en, "پیمان تازه"@fa .
:next pv:hasParty :arak, :batumi .
:strange pv:hasParty :arak, :xian .
:wide pv:hasParty :arak ; pv:hasFurtherParty :batumi .
"""
CIRCLE, OTHERS, LATER = "renews-in-circle", "renews-others", "renews-later"


def dated(name: str, first: str, last: str) -> str:
    return (
        f':{name} pv:earliestDate "{first}"^^xsd:date ; pv:latestDate "{last}"^^xsd:date . '
        f":new pv:renews :old . "
    )


# What is added to the world, and what of it breaks which rule.
CASES: dict[str, tuple[str, set[tuple[str, str]]]] = {
    "an earlier one": (":new pv:renews :old .", set()),
    "a chain": (":new pv:renews :old . :next pv:renews :new, :old .", set()),
    "itself": (":new pv:renews :new .", {(CIRCLE, "new")}),
    "each other": (
        ":new pv:renews :old . :old pv:renews :new .", {(CIRCLE, "new"), (CIRCLE, "old")}
    ),
    "in a circle": (
        ":new pv:renews :old . :old pv:renews :next . :next pv:renews :new .",
        {(CIRCLE, "new"), (CIRCLE, "old"), (CIRCLE, "next")},
    ),
    "one that is in a circle": (
        ":new pv:renews :old . :old pv:renews :next . :next pv:renews :old .",
        {(CIRCLE, "old"), (CIRCLE, "next")},
    ),
    "one of others": (":new pv:renews :strange .", {(OTHERS, "new")}),
    "one with the same further party": (":new pv:renews :wide .", set()),
    "one of which no party is known": (":new pv:renews :nobodys .", set()),
    "a later one": (
        dated("old", "2014-01-01", "2014-12-31") + dated("new", "2013-01-01", "2013-12-31"),
        {(LATER, "new")},
    ),
    "one of the same year": (
        dated("old", "2014-01-01", "2014-12-31") + dated("new", "2014-01-01", "2014-12-31"), set()
    ),
    "one without a date": (dated("new", "2013-01-01", "2013-12-31"), set()),
}  # fmt: skip


def quads(text: str) -> list[Quad]:
    return list(parse(PREFIXES + text, format=RdfFormat.TRIG))


def whole(store: Store) -> set[Result]:
    rule = Renewals()
    return {it for case in rule.all(store) for it in rule.results(store, case)}


def told(store: Store, patch: Patch) -> set[Result]:
    rule = Renewals()
    cases = set(rule.touched(store, Earlier(store, patch)))
    return {it for case in cases for it in rule.results(store, case)}


@pytest.mark.parametrize("name", CASES)
def test_what_an_agreement_cannot_renew(name: str) -> None:
    added, wanted = CASES[name]
    store = Store()
    store.extend(quads(WORLD))
    recorder = Recorder(store)
    recorder.add(quads(added))
    found = told(store, recorder.patch)
    assert {(it.shape, it.focus.rpartition("/")[2]) for it in found} == wanted
    assert found == whole(store)
    assert all(it.severity == "violation" for it in found)


@pytest.mark.parametrize("name", CASES)
def test_it_is_told_whatever_part_of_it_came_last(name: str) -> None:
    every = quads(WORLD + CASES[name][0])
    for last in every:
        store = Store()
        store.extend(it for it in every if it != last)
        known = {(it.shape, it.focus, it.value) for it in whole(store)}
        recorder = Recorder(store)
        recorder.add([last])
        found = {(it.shape, it.focus, it.value) for it in told(store, recorder.patch)}
        now = {(it.shape, it.focus, it.value) for it in whole(store)}
        assert found <= now
        assert now - found <= known


def test_a_message_names_both() -> None:
    store = Store()
    store.extend(quads(WORLD + ":new pv:renews :old . :old pv:renews :new ."))
    one, *_ = sorted(whole(store))
    assert "“The new one” renews “The old one”" in one.message_en
    assert "«پیمان تازه» پیمان «پیمان پیشین» را" in one.message_fa
