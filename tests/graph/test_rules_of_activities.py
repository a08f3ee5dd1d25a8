"""The rules of activities: what breaks each, and that a change is told what the whole is."""

from __future__ import annotations

import random

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from peyvand.graph.earlier import Earlier
from peyvand.graph.patch import Patch
from peyvand.graph.recorder import Recorder
from peyvand.graph.rules import broken, broken_by
from peyvand.graph.rules.activities import Idea, OneSided, Strangers
from peyvand.graph.validate import Result

PREFIXES = """
PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX id: <https://w3id.org/peyvand/id/>
PREFIX c: <https://w3id.org/peyvand/id/concept/>
PREFIX g: <https://w3id.org/peyvand/graph/>
PREFIX : <https://w3id.org/peyvand/id/x/>
"""
WORLD = """
:iran a pv:Country, pv:Place . :turkey a pv:Country, pv:Place . :france a pv:Country, pv:Place .
:tehran a pv:City, pv:SubnationalPlace, pv:Place ; pv:inCountry :iran ;
  pv:hasHighestOffice :mayor ; rdfs:label "Tehran"@en, "تهران"@fa .
:ankara a pv:City, pv:SubnationalPlace, pv:Place ; pv:inCountry :turkey .
:isfahan a pv:City, pv:SubnationalPlace, pv:Place ; pv:inCountry :iran ; rdfs:label "Isfahan"@en .
:paris a pv:City, pv:SubnationalPlace, pv:Place ; pv:inCountry :france .
:shemiran a pv:District, pv:SubnationalPlace, pv:Place ; pv:isPartOf :tehran .
:province a pv:Region, pv:SubnationalPlace, pv:Place ; pv:inCountry :iran .
:mayor pv:isOfficeAt :municipality . :clerk pv:isOfficeAt :municipality .
:ministry pv:inCountry :iran . :embassy pv:inCountry :france .
:adviser pv:isOfficeAt :embassy . :someone a pv:Person .
:official pv:holdsOffice :clerk . :stranger pv:holdsOffice :adviser .
:pact pv:hasParty :tehran, :ankara ; rdfs:label "Ankara and Tehran"@en, "آنکارا و تهران"@fa .
:other pv:hasParty :paris, :isfahan .
:visit rdfs:label "A visit"@en, "یک سفر"@fa ; pv:isHeldUnder :pact .
"""
OF, MAYBE = "of-strangers", "possibly-of-strangers"
ATTENDED = ":a pv:isAttendanceOf :visit ; pv:isAttendedBy :someone ; pv:attendsFor "
SUCCESS = ":visit pv:hasResult c:result-success . "
SAYS = (
    "g:register-{0} {{ :c{0} pv:about :visit ; pv:property pv:hasResult ; "
    "pv:reading c:result-success ; pv:isStatedBy {1} }} "
)
ONE = "success-by-one-party"
DAY = '"{}"^^xsd:date'
IDEA = ":idea pv:isStageOf :pact ; pv:reachedStage c:stage-idea ; pv:earliestDate " + DAY + " . "
HELD = ":visit pv:latestDate " + DAY + " . "
# What is added to the world, what is removed from it, and which rules that breaks.
CASES: dict[str, tuple[str, str, set[str]]] = {
    "nothing is known": ("", "", set()),
    "a place of a party": (":visit pv:tookPlaceIn :tehran .", "", set()),
    "a part of a party": (":visit pv:tookPlaceIn :shemiran .", "", set()),
    "the country of a party": (":visit pv:tookPlaceIn :turkey .", "", set()),
    "a region that may have a party": (":visit pv:tookPlaceIn :province .", "", set()),
    "a city of a third country": (":visit pv:tookPlaceIn :paris .", "", {OF}),
    "another city of a party's country": (":visit pv:tookPlaceIn :isfahan .", "", {OF}),
    "a city that may be the party": (
        ":visit pv:tookPlaceIn :isfahan . :tehran pv:isPossiblySameAs :isfahan .", "", set()
    ),
    "open to others": (":visit pv:tookPlaceIn :paris ; pv:isOpenToOthers true .", "", set()),
    "not open to others": (":visit pv:tookPlaceIn :paris ; pv:isOpenToOthers false .", "", {OF}),
    "a party is there too": (
        ":visit pv:tookPlaceIn :paris ; pv:hasParticipant :mayor .", "", set()
    ),
    "an official of the party's office": (
        ":visit pv:tookPlaceIn :paris ; pv:hasParticipant :official .", "", set()
    ),
    "an organiser of the party": (
        ":visit pv:tookPlaceIn :paris ; pv:hasOrganiser :municipality .", "", set()
    ),
    "somebody of whom nothing is told": (
        ":visit pv:tookPlaceIn :paris ; pv:hasParticipant :someone .", "", {MAYBE}
    ),
    "a body of a party's country": (
        ":visit pv:tookPlaceIn :paris ; pv:hasParticipant :ministry .", "", {MAYBE}
    ),
    "a stranger": (":visit pv:hasParticipant :stranger .", "", {OF}),
    "an attendance for a stranger": (ATTENDED + ":paris .", "", {OF}),
    "an attendance for a stranger by somebody of whom nothing else is told": (
        ATTENDED + ":paris . :visit pv:hasParticipant :someone .", "", {OF}
    ),
    "an attendance for a stranger by an official of the party": (
        ATTENDED.replace(":someone", ":official") + ":paris . :visit pv:hasParticipant :official .",
        "", set(),
    ),
    "an attendance for nobody": (
        ":a pv:isAttendanceOf :visit ; pv:isAttendedBy :someone . "
        ":visit pv:hasParticipant :someone ; pv:tookPlaceIn :paris .", "", {MAYBE},
    ),
    "an attendance for a party": (
        ATTENDED + ":tehran . :visit pv:hasParticipant :someone ; pv:tookPlaceIn :paris .",
        "", set(),
    ),
    "a further party": (
        ":visit pv:hasParticipant :stranger . :pact pv:hasFurtherParty :embassy .", "", set()
    ),
    "a country that is a further party": (
        ":visit pv:hasParticipant :stranger . :pact pv:hasFurtherParty :france .", "", set()
    ),
    "an agreement of those who took part besides": (
        ":visit pv:tookPlaceIn :paris ; pv:isHeldUnder :other .", "", {MAYBE}
    ),
    "two agreements of strangers": (
        ":lyon a pv:City, pv:Place ; pv:inCountry :france . "
        ":visit pv:tookPlaceIn :lyon ; pv:isHeldUnder :other .", "", {OF}
    ),
    "an agreement without parties": (
        ":visit pv:tookPlaceIn :paris .", ":pact pv:hasParty :tehran, :ankara .", set()
    ),
    "the office is no longer of the city": (
        ":visit pv:tookPlaceIn :paris ; pv:hasOrganiser :municipality . "
        ":municipality pv:inCountry :france .",
        ":tehran pv:hasHighestOffice :mayor .", {OF},
    ),
    "before the idea": (HELD.format("2001-12-31") + IDEA.format("2002-01-01"), "", {"before-idea"}),
    "within the day of the idea": (
        HELD.format("2002-01-01") + IDEA.format("2002-01-01"), "", set()
    ),
    "before a later stage": (
        HELD.format("2001-12-31") + IDEA.format("2002-01-01"),
        ":idea pv:reachedStage c:stage-idea .", set(),
    ),
    "before one of two ideas": (
        HELD.format("2001-12-31") + IDEA.format("2002-01-01")
        + IDEA.replace(":idea", ":first").format("2001-01-01"), "", set(),
    ),
    "an idea without a date": (
        HELD.format("2001-12-31") + IDEA.format("2002-01-01")
        + ":first pv:isStageOf :pact ; pv:reachedStage c:stage-idea .", "", set(),
    ),
    "an event without a date": (IDEA.format("2002-01-01"), "", set()),
    "a date that is none": (HELD.format("yesterday") + IDEA.format("2002-01-01"), "", set()),
    "a success that one party states": (SUCCESS + SAYS.format(1, ":mayor"), "", {ONE}),
    "by the same party twice": (
        SUCCESS + SAYS.format(1, ":mayor") + SAYS.format(2, ":municipality"), "", {ONE}
    ),
    "by the other party too": (
        SUCCESS + SAYS.format(1, ":mayor") + SAYS.format(2, ":ankara"), "", set()
    ),
    "by an observer": (SUCCESS + SAYS.format(1, ":stranger"), "", set()),
    "by somebody of whom nothing is told": (SUCCESS + SAYS.format(1, ":someone"), "", set()),
    "by nobody": (SUCCESS, "", set()),
    "a failure": (
        ":visit pv:hasResult c:result-failure . " + SAYS.format(1, ":mayor"), "", set()
    ),
    "whoever attended for the party": (
        SUCCESS + SAYS.format(1, ":someone") + ATTENDED + ":municipality .", "", {ONE}
    ),
    "whoever attended another event for the party": (
        SUCCESS + SAYS.format(1, ":someone")
        + (ATTENDED + ":tehran .").replace(":visit", ":other-visit"), "", set(),
    ),
    "the other claim is replaced": (
        SUCCESS + SAYS.format(1, ":mayor") + SAYS.format(2, ":ankara")
        + "g:register-2 { :d pv:replaces :c2 }", "", {ONE},
    ),
}  # fmt: skip
RULES = (Strangers(), Idea(), OneSided())


def quads(text: str) -> list[Quad]:
    return list(parse(PREFIXES + text, format=RdfFormat.TRIG))


def whole(store: Store) -> set[Result]:
    return {it for rule in RULES for case in rule.all(store) for it in rule.results(store, case)}


def told(store: Store, patch: Patch) -> set[Result]:
    before = Earlier(store, patch)
    cases = [(rule, case) for rule in RULES for case in rule.touched(store, before)]
    return {it for rule, case in cases for it in rule.results(store, case)}


def keys(results: set[Result]) -> set[tuple[str, ...]]:
    """What is broken by what, however it is called."""
    return {(it.shape, it.severity, it.focus, it.value) for it in results}


def changed(added: str, removed: str) -> tuple[Store, Patch]:
    store = Store()
    store.extend(quads(WORLD + (added if removed else "")))
    recorder = Recorder(store)
    if removed:
        recorder.remove(quads(removed))
    else:
        recorder.add(quads(added))
    return store, recorder.patch


@pytest.mark.parametrize("name", CASES)
def test_what_breaks_a_rule_of_activities(name: str) -> None:
    added, removed, wanted = CASES[name]
    store, patch = changed(added, removed)
    found = told(store, patch)
    assert {it.shape for it in found} == wanted
    assert found == whole(store)
    warned = {it.shape for it in found if it.severity == "warning"}
    assert warned == wanted & {MAYBE, ONE}
    assert all("visit" in it.focus and it.message_en and it.message_fa for it in found)


@pytest.mark.parametrize("name", CASES)
def test_it_is_told_whatever_part_of_it_came_last(name: str) -> None:
    added, removed, _ = CASES[name]
    every = [it for it in quads(WORLD + added) if it not in quads(removed)]
    for last in every:
        store = Store()
        store.extend(it for it in every if it != last)
        known = whole(store)
        recorder = Recorder(store)
        recorder.add([last])
        found = told(store, recorder.patch)
        assert found <= whole(store)
        assert keys(whole(store)) - keys(found) <= keys(known)


def test_a_message_names_what_it_is_about() -> None:
    store, patch = changed(":visit pv:tookPlaceIn :isfahan .", "")
    (found,) = told(store, patch)
    assert "“A visit”" in found.message_en
    assert "“Ankara and Tehran”: Isfahan." in found.message_en
    assert "«یک سفر»" in found.message_fa
    assert "«آنکارا و تهران» نیست: Isfahan." in found.message_fa
    assert found.value.endswith("/pact")


def test_they_are_asked_of_every_graph_and_every_change() -> None:
    store, patch = changed(":visit pv:tookPlaceIn :isfahan .", "")
    assert OF in {it.shape for it in broken(store)}
    assert OF in {it.shape for it in broken_by(store, patch)}


@pytest.mark.parametrize("seed", range(20))
def test_random_changes_are_told_what_the_whole_is(seed: int) -> None:
    chance = random.Random(seed)
    pool = quads(WORLD + "".join(added for added, _, _ in CASES.values()))
    store = Store()
    store.extend(quads(WORLD))
    for _ in range(40):
        known = whole(store)
        recorder = Recorder(store)
        recorder.remove(chance.sample(sorted(store, key=str), 2))
        recorder.add(chance.sample(pool, 3))
        found = told(store, recorder.patch)
        assert found <= whole(store)
        assert keys(whole(store)) - keys(found) <= keys(known)
