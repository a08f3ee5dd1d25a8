"""Rows about tasks, criteria, accessions, proposals and renewals, on the real graph."""

from __future__ import annotations

from typing import Any

import pytest

from peyvand.graph.recorder import Recorder
from peyvand.register.rows import Severity
from peyvand.vocabulary.iris import thing
from query.registered import FILE, claim_of, problem, told, values

PACT = "agreement/arak-batumi"
STEP = ("step-department-support", "support of city bodies")
CONDITION = ("condition-special-committees", "کمیته‌های ویژه")
TASK = FILE | {
    "of": PACT,
    "name_en": "Translate the text",
    "name_fa": "ترجمهٔ متن",
    "holder": "دفتر ترجمه / Translation Office",
    "due": "2027-01-10",
}
ACCESSION = FILE | {
    "city": "Arak",
    "network": "شبکهٔ شهرهای خلاق یونسکو",
    "field": "ادبیات",
    "stage": "برگزیده",
    "date": "۱۴۰۴",
}
PROPOSAL = FILE | {
    "name_en": "Lessons in schools",
    "name_fa": "درس در مدرسه‌ها",
    "content": "آموزش زبان شهر دیگر در مدرسه‌ها",
    "of": "Arak",
    "by": "علی رضایی / Ali Rezaei",
    "state": "در دستور کار",
    "date": "2026-02",
}
RENEWAL = FILE | {
    "parties": "Arak; Batumi", "kind": "sister city", "date": "2025", "renews": PACT
}  # fmt: skip


def test_a_task_has_a_holder_and_a_day(enter: Any, recorder: Recorder) -> None:
    registering = enter("task", TASK)
    assert told(registering) == []
    task = "task/arak-batumi-1"
    said = {
        "rdf:type": {"ns#Task"},
        "rdfs:label": {"Translate the text", "ترجمهٔ متن"},
        "pv:isTaskOf": {"arak-batumi"},
        "pv:isAssignedTo": {"translation-office"},
        "pv:isDueOn": {"2027-01-10"},
        "pv:isCompletedOn": set(),
    }
    assert {prop: values(recorder, task, prop) for prop in said} == said
    # The next one of the same agreement is another; a city has tasks too.
    more = enter("task", TASK, TASK | {"of": "Arak"})
    assert [one.about for one in more.entries] == [
        thing("task/arak-batumi-2"),
        thing("task/arak-1"),
    ]


def test_a_new_holder_with_the_name_of_an_office_is_one(enter: Any, recorder: Recorder) -> None:
    enter("task", TASK | {"holder": "شهردار اراک / Mayor of Arak"})
    assert values(recorder, "task/arak-batumi-1", "pv:isAssignedTo") == {"mayor-of-arak"}
    assert values(recorder, "office/mayor-of-arak", "rdf:type") == {"ns#Office"}


def test_a_task_that_is_there_is_done(enter: Any, recorder: Recorder) -> None:
    enter("task", TASK)
    done = FILE | {"task": "task/arak-batumi-1", "completed": "۲۰ دی ۱۴۰۵"}
    assert told(enter("task", done | {"due": "2027-02-01"})) == [(2, "due", "task-known")]
    assert told(enter("task", done | {"completed": ""})) == [(2, "completed", "required")]
    assert told(enter("task", done)) == []
    assert values(recorder, "task/arak-batumi-1", "pv:isCompletedOn") == {"2027-01-10"}
    assert told(enter("task", done)) == [(2, "task", "task-done-already")]


@pytest.mark.parametrize(
    ("more", "problems"),
    [
        ({"of": ""}, [("of", "required")]),
        ({"of": "", "name_fa": ""}, [("of", "required"), ("name_fa", "required")]),
        ({"name_en": "", "name_fa": ""}, [("name_en", "required"), ("name_fa", "required")]),
        ({"name_en": "", "name_fa": "", "awaits": "permits"}, []),
        ({"of": "document/001"}, [("of", "unknown-name")]),
        ({"due": "Spring 2027"}, [("due", "no-day")]),
        ({"task": "task/none"}, [("task", "unknown-name")]),
        ({"completed": "soon"}, [("completed", "no-date")]),
    ],
)
def test_what_is_wrong_with_a_task_is_told(
    enter: Any, more: dict[str, str], problems: list[tuple[str, str]]
) -> None:
    found = [(column, code) for _, column, code in told(enter("task", TASK | more))]
    assert [one for one in found if one[1] not in ("task-known",)][: len(problems)] == problems
    assert bool(found) == bool(problems)


def test_a_due_day_is_corrected_as_a_day(enter: Any, recorder: Recorder) -> None:
    claim = claim_of(enter("task", TASK), "pv:isDueOn").removeprefix("claim/")
    row = FILE | {"claim": claim, "value": "2027", "reason": "x"}
    assert told(enter("correction", row)) == [(2, "value", "no-day")]
    newer = enter("correction", row | {"value": "۱ بهمن ۱۴۰۵"})
    assert values(recorder, claim_of(newer, "pv:isDueOn"), "pv:reading") == {"2027-01-21"}


def test_a_register_says_which_criteria_are_met(enter: Any, recorder: Recorder) -> None:
    (step, denied), (condition, name) = STEP, CONDITION
    row = FILE | {"of": PACT, "meets": name, "fails": denied}
    registering = enter("criterion", row)
    assert told(registering) == []
    assert [one.about for one in registering.entries] == [thing(PACT)]
    assert condition in values(recorder, PACT, "pv:meetsCriterion")
    assert values(recorder, PACT, "pv:failsCriterion") == {step}
    # What the graph shows to be met is told of whoever denies it.
    again = enter("criterion", FILE | {"of": PACT, "fails": condition})
    assert told(again) == []
    assert told(again, Severity.WARNING) == [(2, "fails", "criterion-met")]
    claim = claim_of(again, "pv:failsCriterion").removeprefix("claim/")
    newer = enter("correction", FILE | {"claim": claim, "value": step, "reason": "x"})
    assert values(recorder, claim_of(newer, "pv:failsCriterion"), "pv:reading") == {step}


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"meets": ""}, "meets", "required"),
        ({"of": "Arak"}, "of", "unknown-name"),
        ({"meets": "luck"}, "meets", "no-choice"),
        ({"fails": STEP[1]}, "fails", "criterion-both"),
    ],
)
def test_what_is_wrong_with_criteria_is_told(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    row = FILE | {"of": PACT, "meets": STEP[1]}
    assert told(enter("criterion", row | more)) == [(2, column, code)]
    assert not recorder.patch


def test_an_accession_is_of_a_city_to_a_network_in_a_field(enter: Any, recorder: Recorder) -> None:
    registering = enter("accession", ACCESSION)
    assert told(registering) == []
    (entry,) = registering.entries
    node = entry.about.value.partition("/id/")[2]
    assert node.startswith("accession/arak-")
    assert node.endswith("-literature")
    said = {
        "rdf:type": {"ns#Accession"},
        "pv:isAccessionOf": {"arak"},
        "pv:hasMembershipField": {"creative-field-literature"},
    }
    assert {prop: values(recorder, node, prop) for prop in said} == said
    assert len(values(recorder, node, "pv:isAccessionTo")) == 1
    assert any(
        "literature" in one.casefold() and one.startswith("Accession of Arak to")
        for one in values(recorder, node, "rdfs:label")
    )
    event = f"stage/{node.rpartition('/')[2]}-selected-1"
    assert values(recorder, event, "pv:isStageOf") == {node.rpartition("/")[2]}
    assert values(recorder, event, "pv:reachedStage") == {"accession-selected"}
    # Then it goes on, and is told of when it is entered again.
    refused = FILE | {"of": node, "stage": "پذیرفته‌نشده", "date": "2026-06"}
    assert told(enter("stage", refused)) == []
    assert told(enter("stage", refused | {"stage": "submitted", "date": "2026-09"})) == [
        (2, "date", "stage-too-late")
    ]
    again = enter("accession", ACCESSION)
    assert (2, "city", "accession-known") in told(again, Severity.WARNING)
    assert problem(again, "accession-known").suggestion.startswith(f"{node} (Accession")
    other = enter("accession", ACCESSION | {"field": "music"})
    assert not [one for one in other.problems if one.code == "accession-known"]


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"city": ""}, "city", "required"),
        ({"network": "Iran"}, "network", "unknown-name"),
        ({"field": "football"}, "field", "no-choice"),
        ({"stage": "امضاشده"}, "stage", "no-choice"),
        ({"stage": ""}, "stage", "required"),
        ({"date": "never"}, "date", "no-date"),
    ],
)
def test_what_is_wrong_with_an_accession_is_told(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    assert told(enter("accession", ACCESSION | more)) == [(2, column, code)]
    assert not recorder.patch


def test_a_proposal_has_its_content_and_its_state(enter: Any, recorder: Recorder) -> None:
    registering = enter("proposal", PROPOSAL)
    assert told(registering) == []
    node = "proposal/lessons-in-schools"
    said = {
        "rdf:type": {"ns#Proposal"},
        "rdfs:label": {"Lessons in schools", "درس در مدرسه‌ها"},
        "pv:content": {"آموزش زبان شهر دیگر در مدرسه‌ها"},
        "pv:isProposedFor": {"arak"},
        "pv:isProposedBy": {"ali-rezaei"},
    }
    assert {prop: values(recorder, node, prop) for prop in said} == said
    event = "stage/lessons-in-schools-taken-up-1"
    assert values(recorder, event, "pv:isStageOf") == {"lessons-in-schools"}
    assert values(recorder, event, "pv:reachedStage") == {"proposal-taken-up"}
    assert values(recorder, event, "pv:date") == {"2026-02"}
    # A body may propose as well, and for a body.
    body = enter(
        "proposal", PROPOSAL | {"by": "UNESCO", "of": "Arak; UNESCO", "state": "", "date": ""}
    )
    assert told(body) == []
    assert values(recorder, f"{node}-2", "pv:isProposedBy") == {"unesco"}


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"content": ""}, "content", "required"),
        ({"name_en": ""}, "name_en", "required"),
        ({"state": "tabled"}, "state", "no-choice"),
        ({"state": ""}, "state", "required"),
        ({"by": "Somebody"}, "by", "both-names"),
        ({"of": "Narnia"}, "of", "unknown-name"),
    ],
)
def test_what_is_wrong_with_a_proposal_is_told(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    assert told(enter("proposal", PROPOSAL | more)) == [(2, column, code)]
    assert not recorder.patch


def test_an_agreement_renews_an_earlier_one_of_its_parties(enter: Any, recorder: Recorder) -> None:
    registering = enter("agreement", RENEWAL)
    assert told(registering) == []
    assert values(recorder, "agreement/arak-batumi-2", "pv:renews") == {"arak-batumi"}
    # Whoever renews it knows of it.
    assert not [one for one in registering.problems if one.code == "pair-known"]
    claim = claim_of(registering, "pv:renews").removeprefix("claim/")
    row = FILE | {"claim": claim, "value": "agreement/isfahan-xian", "reason": "x"}
    assert told(enter("correction", row)) == []


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"renews": "agreement/isfahan-xian"}, "renews", "renews-others"),
        ({"renews": "agreement/none"}, "renews", "unknown-name"),
        ({"date": "2010"}, "date", "renews-later"),
    ],
)
def test_what_is_wrong_with_a_renewal_is_told(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    assert told(enter("agreement", RENEWAL | more)) == [(2, column, code)]
    assert not recorder.patch
