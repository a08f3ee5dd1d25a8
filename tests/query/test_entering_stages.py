"""Stages from rows to the next version: what follows from them, and what nobody may write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Store

from peyvand.errors import Forbidden
from peyvand.query.writes import WriteAnswer
from peyvand.sources.catalogue import read_query
from peyvand.tokens import Role
from peyvand.vocabulary.graphs import register
from peyvand.vocabulary.iris import iri, thing
from query.registered import FILE, current, enter

pytestmark = pytest.mark.slow

_PROPERTY = iri("pv:property")
PACT = "agreement/arak-batumi"
ENDED = FILE | {"of": PACT, "stage": "ended", "cause": "expiry", "date": "2020"}
NEW = FILE | {"parties": "Arak; Shiraz", "kind": "sister city", "purpose": "peace"}


def values(store: Store, subject: str, prop: str) -> set[str]:
    found = store.quads_for_pattern(thing(subject), iri(prop), None, None)
    return {getattr(quad.object, "value", "").rpartition("/")[2] for quad in found}


def events(store: Store, whose: str) -> set[str]:
    """The events of the life of a thing, by the last part of their IRIs."""
    found = store.quads_for_pattern(None, iri("pv:isStageOf"), thing(whose), None)
    return {str(getattr(quad.subject, "value", "")).rpartition("/")[2] for quad in found}


def told(done: WriteAnswer) -> list[tuple[Any, ...]]:
    return [
        (row["row"], row["column"], row["code"])
        for row in done.rows
        if row["severity"] == "violation"
    ]


def test_an_entered_stage_is_the_one_of_its_agreement(home: Path, sources: Path) -> None:
    assert events(current(home), PACT) == {"arak-batumi-signed"}
    signed = FILE | {"of": PACT, "stage": "signed", "date": "2013-04"}
    assert not enter(home, "stage", ENDED, signed).refused
    store = current(home)
    # What is derived of the same stage makes room for it.
    assert events(store, PACT) == {"arak-batumi-signed-1", "arak-batumi-ended-1"}
    assert values(store, PACT, "pv:ended") == {"2020"}
    assert values(store, PACT, "pv:signed") == {"2013"}
    assert "arak-batumi-ended-1" in values(
        store, "stage/arak-batumi-signed-1", "pv:isCertainlyBefore"
    )
    assert "stage-council-approval" in values(store, PACT, "pv:lacksStage")
    query = read_query(sources / "queries/check/unexplained-statements.rq", "check")
    assert list(store.query(query.bound())) == []  # type: ignore[arg-type]


def test_a_table_with_a_stage_out_of_order_is_not_written(home: Path) -> None:
    rows = (ENDED, ENDED | {"of": "agreement/isfahan-xian", "cause": ""})
    done = enter(home, "stage", *rows)
    assert (done.version, done.refused, done.entered) == (1, True, ())
    assert told(done) == [(3, "cause", "end-without-cause")]
    store = current(home)
    assert not any(store.quads_for_pattern(None, None, None, register("arak")))
    done = enter(home, "stage", *rows, accept_good=True)
    assert [one.row for one in done.entered] == [2]


def test_an_agreement_lives_from_its_idea_to_the_one_that_renews_it(home: Path) -> None:
    assert enter(home, "agreement", NEW).entered
    whose = "agreement/arak-shiraz"
    life: tuple[dict[str, str], ...] = (
        {"stage": "idea", "date": "2015", "awaits": "council approval", "due": "2027-01-01"},
        {
            "stage": "council approval",
            "date": "2016-05-01",
            "outcome": "approved",
            "approved_by": "شورای شهر اراک / City Council of Arak",
            "matter": "the agreement",
        },
        {"stage": "permits", "date": "2016-06"},
        {
            "stage": "signed",
            "date": "2016-07-01",
            "signatures": "Arak: علی / Ali\nشیراز: رضا / Reza",
        },
        {"stage": "delegations", "date": "2017"},
        {"stage": "active", "date": "2018"},
        {"stage": "dormant", "date": "2021"},
        {"stage": "ended", "date": "2022-07-01", "cause": "expiry"},
    )
    done = enter(home, "stage", *(FILE | {"of": whose} | row for row in life))
    assert told(done) == []
    store = current(home)
    assert len(events(store, whose)) == len(life)
    assert values(store, "task/arak-shiraz-1", "pv:isCompletedOn") == {"2016-05-01"}
    assert values(store, whose, "pv:lacksStage") == set()
    assert values(store, whose, "pv:signed") == {"2016-07-01"}
    steps = values(store, whose, "pv:meetsCriterion")
    assert {"step-clear-goals", "step-legal-permits", "step-memorandum-exchange"} <= steps
    assert "step-delegations" in steps
    # Nothing comes after it, but a new one that names it.
    del store
    more = enter(home, "stage", FILE | {"of": whose, "stage": "active", "date": "2024"})
    assert told(more) == [(2, "date", "stage-after-end")]
    assert told(enter(home, "agreement", NEW | {"date": "2024", "renews": whose})) == []
    assert values(current(home), "agreement/arak-shiraz-2", "pv:renews") == {"arak-shiraz"}


def test_a_correction_that_turns_the_order_is_refused_at_its_value(home: Path) -> None:
    enter(home, "stage", ENDED)
    store = current(home)
    event = thing("stage/arak-batumi-ended-1")
    (claim,) = (
        about.subject.value.rpartition("/")[2]
        for about in store.quads_for_pattern(None, iri("pv:about"), event, None)
        if isinstance(about.subject, NamedNode)
        and any(store.quads_for_pattern(about.subject, _PROPERTY, iri("pv:date"), None))
    )
    del store
    row = FILE | {"claim": claim, "value": "1990", "reason": "x"}
    done = enter(home, "correction", row)
    assert {one[1:] for one in told(done)} == {("value", "rule")}
    assert done.version == 2
    assert enter(home, "correction", row | {"value": "2021"}).version == 3
    # What was said of the agreement with it is corrected too.
    store = current(home)
    assert values(store, "stage/arak-batumi-ended-1", "pv:date") == {"2021"}
    default = store.quads_for_pattern(thing(PACT), iri("pv:ended"), None, DefaultGraph())
    assert [quad.object.value for quad in default] == ["2021"]  # type: ignore[union-attr]


def test_a_token_of_another_city_enters_no_stage_of_it(home: Path) -> None:
    rights = {
        "by": "isfahan",
        "rights": (register("isfahan").value,),
        "role": Role.ENTER.value,
        "about": ("city/isfahan",),
    }
    accession = FILE | {"city": "Arak", "network": "organisation/unesco-creative-cities"}
    proposal = FILE | {"name_en": "A", "name_fa": "ا", "content": "x", "of": "Arak"}
    rows = {
        "stage": ENDED,
        "task": FILE | {"of": PACT, "awaits": "permits"},
        "accession": accession,
        "proposal": proposal,
    }
    for entry, row in rows.items():
        with pytest.raises(Forbidden):
            enter(home, entry, row, **rights)
    ours = {
        "stage": FILE | {"of": "agreement/isfahan-xian", "stage": "idea", "date": "1985"},
        "task": FILE | {"of": "Isfahan", "name_en": "A", "name_fa": "ا"},
        "accession": accession | {"city": "Isfahan", "stage": "selected", "date": "2020"},
        "proposal": proposal | {"of": "Isfahan", "state": "taken up"},
    }
    for entry, row in ours.items():
        assert enter(home, entry, row, **rights).entered, entry


def test_whoever_approves_enters_an_approval_with_the_task_that_waits_for_it(home: Path) -> None:
    enter(home, "task", FILE | {"of": PACT, "awaits": "council approval"})
    approval = FILE | {
        "of": PACT,
        "stage": "council approval",
        "date": "2012",
        "approved_by": "شورای شهر اراک / City Council of Arak",
        "outcome": "approved",
        "session": "نشست سوم / Third session",
    }
    rights = {"rights": (register("council").value,), "about": ("city/arak",), "by": "council"}
    assert enter(home, "stage", approval, role=Role.APPROVE.value, **rights).entered
    assert values(current(home), "task/arak-batumi-1", "pv:isCompletedOn") == {"2012"}
    with pytest.raises(Forbidden):
        enter(home, "stage", ENDED, role=Role.APPROVE.value, **rights)
    assert enter(home, "stage", ENDED, role=Role.WITHDRAW.value, **rights).entered
