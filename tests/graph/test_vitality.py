"""What is on record of agreements: an activity, a plan, a date, or that they exist."""

from __future__ import annotations

from pyoxigraph import DefaultGraph, RdfFormat, Store

from peyvand.graph.derive import derive
from peyvand.vocabulary.iris import ID, iri, thing

HEAD = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix city: <https://w3id.org/peyvand/id/city/> .
@prefix a: <https://w3id.org/peyvand/id/agreement/> .
@prefix c: <https://w3id.org/peyvand/id/claim/> .
@prefix concept: <https://w3id.org/peyvand/id/concept/> .
@prefix document: <https://w3id.org/peyvand/id/document/> .
@prefix event: <https://w3id.org/peyvand/id/event/> .
@prefix stage: <https://w3id.org/peyvand/id/stage/> .
@prefix g: <https://w3id.org/peyvand/graph/> .
a:one pv:hasParty city:one, city:other .
"""


def told(turtle: str, prop: str, agreement: str = "one") -> set[str]:
    """What is derived of an agreement by a property."""
    store = Store()
    store.load(f"{HEAD}{turtle}".encode(), format=RdfFormat.TRIG)
    derive(store, [])
    found = store.quads_for_pattern(
        thing(f"agreement/{agreement}"), iri(f"pv:{prop}"), None, DefaultGraph()
    )
    return {quad.object.value.removeprefix(f"{ID}concept/vitality-") for quad in found}


def vitality(turtle: str) -> set[str]:
    return told(turtle, "hasVitality")


def test_an_agreement_of_which_nothing_else_is_known_is_listed() -> None:
    assert vitality("") == {"listed"}
    assert told("", "lastActivityOn") == told("", "lastStatedOn") == set()


def test_a_date_in_its_life_makes_it_dated() -> None:
    assert vitality('a:one pv:signed "2004"^^edtf:EDTF .') == {"dated"}
    assert vitality('a:one pv:signed "2004/.."^^edtf:EDTF .') == {"dated"}
    assert vitality('a:one pv:ended "2014"^^edtf:EDTF .') == {"dated"}
    stage = 'stage:x pv:isStageOf a:one ; pv:date "2004-05"^^edtf:EDTF .'
    assert vitality(stage) == {"dated"}


def test_a_date_that_tells_nothing_is_none() -> None:
    assert vitality('a:one pv:signed "XXXX"^^edtf:EDTF .') == {"listed"}
    assert vitality('a:other pv:signed "2004"^^edtf:EDTF .') == {"listed"}


def test_what_is_planned_or_postponed_makes_it_planned_and_no_more() -> None:
    for status in ("planned", "postponed"):
        plan = (
            f"event:x pv:isHeldUnder a:one ; pv:hasStatus concept:status-{status} ;"
            ' pv:date "2001"^^edtf:EDTF .'
        )
        assert vitality(plan) == {"planned"}
        assert told(plan, "lastActivityOn") == set()


def test_what_was_called_off_tells_nothing() -> None:
    off = "event:x pv:isHeldUnder a:one ; pv:hasStatus concept:status-cancelled ."
    assert vitality(off) == {"listed"}
    plan = "event:x pv:isHeldUnder a:one ; pv:hasStatus concept:status-planned ."
    # Somebody says that it is planned, somebody else that it is off: it was planned.
    assert vitality(off + plan) == {"planned"}


def test_an_event_on_record_makes_it_active_and_tells_the_last_activity() -> None:
    held = """
        event:x pv:isHeldUnder a:one ; pv:hasStatus concept:status-held ;
          pv:date "2010-05-09"^^edtf:EDTF .
        event:y pv:isHeldUnder a:one ; pv:date "2011"^^edtf:EDTF .
        event:z pv:isHeldUnder a:one ; pv:hasStatus concept:status-planned ;
          pv:date "2030"^^edtf:EDTF ."""
    assert vitality(held) == {"active"}
    assert told(held, "lastActivityOn") == {"2010-05-09"}


def test_an_activity_without_a_date_is_one() -> None:
    held = "event:x pv:isHeldUnder a:one ; pv:hasStatus concept:status-held ."
    assert vitality(held) == {"active"}
    assert told(held, "lastActivityOn") == set()


def test_an_activity_without_a_status_is_of_unknown_state() -> None:
    untold = 'event:x pv:isHeldUnder a:one ; pv:date "2010"^^edtf:EDTF .'
    assert vitality(untold) == {"untold"}
    assert told(untold, "lastActivityOn") == set()
    plan = "event:y pv:isHeldUnder a:one ; pv:hasStatus concept:status-planned ."
    assert vitality(untold + plan) == {"untold"}
    held = "event:z pv:isHeldUnder a:one ; pv:hasStatus concept:status-held ."
    assert vitality(untold + plan + held) == {"active"}


def test_each_date_that_may_be_the_last_is_told() -> None:
    held = """
        event:x pv:isHeldUnder a:one ; pv:hasStatus concept:status-held ;
          pv:date "2010"^^edtf:EDTF .
        event:y pv:isHeldUnder a:one ; pv:hasStatus concept:status-held ;
          pv:date "2010-05-09"^^edtf:EDTF .
        event:z pv:isHeldUnder a:one ; pv:hasStatus concept:status-held ;
          pv:date "2009-12-31"^^edtf:EDTF ."""
    assert told(held, "lastActivityOn") == {"2010", "2010-05-09"}


STATED = """
document:crawl pv:snapshotDate "2016-09"^^edtf:EDTF ; pv:hasCoverage concept:coverage-stating .
document:later pv:snapshotDate "2022-01-09"^^edtf:EDTF ; pv:hasCoverage concept:coverage-stating .
a:two pv:hasParty city:one, city:third .
g:crawl {
  c:1 pv:property pv:hasParty ; pv:about a:one ; pv:reading city:one, city:other ;
    pv:isListedUnder city:one ; pv:statedOn "2019"^^edtf:EDTF .
}
g:later {
  c:2 pv:property pv:hasParty ; pv:about a:two ; pv:reading city:one, city:third ;
    pv:isListedUnder city:one .
}
g:register-shiraz { c:3 pv:about a:two ; pv:statedOn "2024-01-01"^^edtf:EDTF . }
g:document-001 {
  c:4 pv:about a:two ; pv:statedOn "2020/.."^^edtf:EDTF .
  c:5 pv:about a:two ; pv:statedOn "2021"^^edtf:EDTF .
  c:6 pv:about a:two ; pv:statedOn "XXXX"^^edtf:EDTF .
  c:7 pv:about city:one ; pv:statedOn "2025"^^edtf:EDTF .
}
"""


def test_a_snapshot_that_asked_and_did_not_find_it_states_nothing() -> None:
    # The claims of a snapshot are as old as the snapshot, whatever else they say.
    assert told(STATED, "lastStatedOn") == {"2016-09"}
    assert told(STATED, "isAbsentFrom") == {f"{ID}document/later"}


def test_the_newest_claim_of_any_source_is_the_last_statement() -> None:
    # Nobody knows until when a document of 2020 or later may have been written.
    assert told(STATED, "lastStatedOn", "two") == {"2024-01-01", "2020/.."}


def test_what_is_last_stated_tells_nothing_of_activity() -> None:
    assert vitality(STATED) == {"listed"}
    assert told(STATED, "lastActivityOn", "two") == set()
