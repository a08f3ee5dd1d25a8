"""Rows about the stages of agreements, bills and accessions, on the real graph of the documents."""

from __future__ import annotations

from typing import Any

import pytest

from peyvand.graph.recorder import Recorder
from peyvand.register.rows import Severity
from peyvand.vocabulary.iris import thing
from query.registered import FILE, claim_of, problem, told, values

# Its signing is known, of 2013.
PACT = "agreement/arak-batumi"
ENDED = FILE | {"of": PACT, "stage": "ended", "cause": "expiry", "date": "2020"}
APPROVED = FILE | {
    "of": "پیمان اراک و باتومی",
    "stage": "تصویب شورا",
    "date": "۵ خرداد ۱۳۹۲",
    "approved_by": "شورای اسلامی شهر اراک / Islamic City Council of Arak",
    "matter": "خود پیمان",
    "outcome": "تصویب",
    "session": "نشست ۱۲ شورای اراک / Session 12 of the Council of Arak",
}


def test_an_approval_is_an_event_with_who_decided_what_and_where(
    enter: Any, recorder: Recorder
) -> None:
    registering = enter("stage", APPROVED)
    assert told(registering) == []
    event = "stage/arak-batumi-council-approval-1"
    assert [entry.about for entry in registering.entries] == [thing(event)]
    said = {
        "rdf:type": {"ns#StageEvent"},
        "pv:isStageOf": {"arak-batumi"},
        "pv:reachedStage": {"stage-council-approval"},
        "pv:date": {"2013-05-26"},
        "pv:isApprovedBy": {"islamic-city-council-of-arak"},
        "pv:hasMatter": {"matter-agreement"},
        "pv:hasApprovalOutcome": {"outcome-approved"},
        "pv:isDecidedIn": {"session-12-of-the-council-of-arak"},
        "rdfs:label": {
            "Agreement of Arak and Batumi: council approval",
            "پیمان اراک و باتومی: تصویب شورا",
        },
    }
    assert {prop: values(recorder, event, prop) for prop in said} == said
    session = "event/session-12-of-the-council-of-arak"
    assert values(recorder, session, "rdf:type") == {"ns#Event"}
    claim = claim_of(registering, "pv:date")
    assert values(recorder, claim, "pv:solarHijriDate") == {"1392-03-05"}
    assert values(recorder, claim, "pv:isEnteredBy") == {"arak"}


def test_an_end_has_its_cause_and_tells_it_of_the_agreement(enter: Any, recorder: Recorder) -> None:
    registering = enter("stage", ENDED | {"reason": "مدت پیمان سر رسید"})
    assert told(registering) == []
    event = "stage/arak-batumi-ended-1"
    assert values(recorder, event, "pv:hasEndCause") == {"end-expiry"}
    assert values(recorder, event, "pv:stageReason") == {"مدت پیمان سر رسید"}
    assert values(recorder, PACT, "pv:ended") == {"2020"}
    # What is known of it already is not said of it again.
    enter("stage", FILE | {"of": PACT, "stage": "signed", "date": "2013-04"})
    assert values(recorder, PACT, "pv:signed") == {"2013"}


def test_a_signing_is_by_those_who_signed_for_the_parties(enter: Any, recorder: Recorder) -> None:
    signing = FILE | {
        "of": PACT,
        "stage": "signed",
        "date": "2013-04-02",
        "signatures": "Arak: علی رضایی / Ali Rezaei, شهردار اراک / Mayor of Arak\n"
        "باتومی: سارا گیو / Sara Giu",
    }
    assert told(enter("stage", signing)) == []
    for number, (party, person) in enumerate((("arak", "ali-rezaei"), ("batumi", "sara-giu")), 1):
        signature = f"signature/arak-batumi-{number}"
        assert values(recorder, signature, "pv:isSignatureOf") == {"arak-batumi"}
        assert values(recorder, signature, "pv:signsFor") == {party}
        assert values(recorder, signature, "pv:isSignedBy") == {person}
    assert values(recorder, "signature/arak-batumi-1", "pv:signsAs") == {"mayor-of-arak"}
    others = enter("stage", signing | {"signatures": "Tehran: علی رضایی / Ali Rezaei"})
    assert told(others) == [(2, "signatures", "signature-of-none")]
    early = enter("stage", signing | {"stage": "idea", "date": "2010"})
    assert told(early) == [(2, "signatures", "signatures-of-no-signing")]


def test_a_refusal_wants_its_reason(enter: Any, recorder: Recorder) -> None:
    refused = APPROVED | {"outcome": "رد", "reason": "بودجه‌ای نیست"}
    assert told(enter("stage", refused)) == []
    event = "stage/arak-batumi-council-approval-1"
    assert values(recorder, event, "pv:hasApprovalOutcome") == {"outcome-refused"}
    bare = enter("stage", APPROVED | {"outcome": "returned"})
    assert "Reason" in problem(bare, "wanted").message("en")


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"date": "1990"}, "date", "stage-before"),
        ({"date": "۱۳۶۹"}, "date", "stage-before"),
        ({"cause": ""}, "cause", "end-without-cause"),
        ({"cause": "boredom"}, "cause", "no-choice"),
        ({"stage": "adopted", "cause": ""}, "stage", "stage-of-others"),
        ({"stage": "education"}, "stage", "no-choice"),
        ({"stage": "signed"}, "cause", "cause-of-no-end"),
        ({"stage": "signed; ended"}, "stage", "several"),
        ({"of": "city/arak"}, "of", "unknown-name"),
        ({"of": ""}, "of", "required"),
        ({"stage": ""}, "stage", "required"),
        ({"date": "2020-02-30"}, "date", "no-date"),
        ({"due": "soon"}, "due", "no-day"),
        ({"due": "2027-02-30"}, "due", "no-day"),
        ({"due": "۳۱ مهر ۱۴۰۶"}, "due", "no-day"),
        ({"due": "2027-02"}, "due", "no-day"),
        ({"due": "one of 2027-02-01, 2027-02-02"}, "due", "no-day"),
        ({"due": "2027-02-01~"}, "due", "no-day"),
        ({"holder": "Secretariat"}, "holder", "both-names"),
        ({"awaits": "promulgated"}, "awaits", "stage-of-others"),
        ({"session": "Session 3"}, "session", "both-names"),
        ({"approved_by": "Council"}, "approved_by", "both-names"),
        ({"outcome": "perhaps"}, "outcome", "no-choice"),
    ],
)
def test_what_is_wrong_with_a_stage_is_told_of_its_field(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    registering = enter("stage", ENDED | more)
    assert (2, column, code) in told(registering)
    for one in registering.problems:
        assert one.message("en")
        assert one.message("fa") != one.message("en")
    assert not recorder.patch


def test_a_stage_that_is_out_of_order_is_told_with_both_dates(enter: Any) -> None:
    wrong = problem(enter("stage", ENDED | {"date": "1990"}), "stage-before")
    assert wrong.message("en") == (
        "«ended» (1990) lies before «signed» (2013), without which it cannot be; "
        "correct the date, or the other one."
    )
    assert "«پایان‌یافته» (1990)" in wrong.message("fa")
    assert "«امضاشده» (2013)" in wrong.message("fa")


def test_a_stage_of_others_is_told_those_of_its_kind(enter: Any) -> None:
    wrong = problem(enter("stage", ENDED | {"stage": "ابلاغ‌شده", "cause": ""}), "stage-of-others")
    assert "امضاشده" in wrong.suggestion
    assert "مصوب مجلس" not in wrong.suggestion


@pytest.mark.parametrize(
    ("more", "column", "code"),
    [
        ({"date": "2013"}, "date", "stage-perhaps-before"),
        ({"date": "2031"}, "date", "future-date"),
        ({"date": ""}, "", "wanted"),
        ({"due": "2020-01-01"}, "due", "day-passed"),
        ({"stage": "signed", "cause": ""}, "stage", "stage-again"),
        ({"stage": "signed", "cause": ""}, "stage", "stage-unrecorded"),
        ({"stage": "council approval", "cause": ""}, "date", "stage-ratifies"),
    ],
)
def test_what_of_a_stage_deserves_a_look_is_told_and_written(
    enter: Any, recorder: Recorder, more: dict[str, str], column: str, code: str
) -> None:
    registering = enter("stage", ENDED | more)
    assert told(registering) == []
    assert (2, column, code) in told(registering, Severity.WARNING)
    assert recorder.patch


def test_the_stages_of_a_table_are_held_to_one_another(enter: Any, recorder: Recorder) -> None:
    rows = [
        ENDED,
        ENDED | {"stage": "active", "cause": "", "date": "2021"},
        ENDED | {"stage": "delegations", "cause": "", "date": "2015"},
        ENDED | {"stage": "signed", "cause": "", "date": "2022"},
    ]
    registering = enter("stage", *rows, good=True)
    late = (5, "date", "stage-too-late")
    assert told(registering) == [(3, "date", "stage-after-end"), late, late]
    assert [one.row for one in registering.entered()] == [2, 4]
    # An end before what is recorded is told too, and the same a second time.
    early = enter("stage", ENDED | {"date": "2014"})
    assert told(early) == [(2, "date", "end-before-stage")]
    again = enter("stage", ENDED | {"date": "2020-05"})
    assert (2, "stage", "stage-again") in told(again, Severity.WARNING)


def test_each_matter_is_approved_on_its_own(enter: Any) -> None:
    enter("stage", APPROVED)
    budget = enter("stage", APPROVED | {"matter": "بودجه"})
    assert not [one for one in budget.problems if one.code == "stage-again"]
    again = enter("stage", APPROVED)
    assert (2, "stage", "stage-again") in told(again, Severity.WARNING)


def test_what_was_refused_is_not_reached(enter: Any, recorder: Recorder) -> None:
    enter("stage", APPROVED | {"outcome": "refused", "reason": "x"})
    again = enter("stage", APPROVED)
    assert not [one for one in again.problems if one.code == "stage-again"]
    new = "agreement/isfahan-xian"
    enter("stage", FILE | {"of": new, "stage": "permits", "outcome": "refused", "reason": "x"})
    signed = enter("stage", FILE | {"of": new, "stage": "signed", "date": "2026"})
    assert "permits" in problem(signed, "stage-unrecorded").message("en")
    # What a budget is approved for is not approved itself.
    budget = APPROVED | {"of": new, "matter": "a budget", "date": "2025"}
    enter("stage", budget)
    signed = enter("stage", FILE | {"of": new, "stage": "signed", "date": "2026"})
    assert "council approval" in problem(signed, "stage-unrecorded").message("en")
    # A signing that was refused dates nothing.
    enter("stage", ENDED | {"outcome": "refused", "reason": "x"})
    assert values(recorder, PACT, "pv:ended") == set()


def test_a_stage_that_is_recorded_without_a_date_is_said_so(enter: Any) -> None:
    enter("stage", APPROVED | {"date": "", "matter": ""})
    again = enter("stage", APPROVED)
    assert (2, "stage", "stage-again-undated") in told(again, Severity.WARNING)


def test_a_bill_goes_its_own_way(enter: Any, recorder: Recorder) -> None:
    bill = FILE | {"of": "proposal/twinning-bill", "stage": "tabled", "date": "2024-05-01"}
    assert told(enter("stage", bill)) == []
    early = enter("stage", bill | {"stage": "adopted", "date": "2023"})
    assert told(early) == [(2, "date", "stage-before")]
    late = enter("stage", bill | {"stage": "adopted", "date": "2025"})
    assert told(late) == []
    assert problem(late, "stage-unrecorded").message("en").count("in committee") == 1
    # A proposal may be followed as one, too.
    assert told(enter("stage", bill | {"stage": "under way"})) == []
    assert told(enter("stage", bill | {"stage": "signed"})) == [(2, "stage", "stage-of-others")]
    assert values(recorder, "stage/twinning-bill-tabled-1", "pv:isStageOf") == {"twinning-bill"}


def test_what_is_due_next_is_a_task(enter: Any, recorder: Recorder) -> None:
    registering = enter(
        "stage",
        FILE
        | {
            "of": "agreement/isfahan-xian",
            "stage": "acquaintance",
            "date": "2026",
            "awaits": "تصویب شورا",
            "holder": "دبیرخانهٔ شورای اصفهان / Secretariat of the Council of Isfahan",
            "due": "۱۰ اسفند ۱۴۰۵",
        },
    )
    assert told(registering) == []
    task = "task/isfahan-xian-1"
    said = {
        "rdf:type": {"ns#Task"},
        "pv:isTaskOf": {"isfahan-xian"},
        "pv:awaitsStage": {"stage-council-approval"},
        "pv:isAssignedTo": {"secretariat-of-the-council-of-isfahan"},
        "pv:isDueOn": {"2027-03-01"},
        "pv:isCompletedOn": set(),
    }
    assert {prop: values(recorder, task, prop) for prop in said} == said
    label = "Agreement of Isfahan and Xi'an: council approval"
    assert label in values(recorder, task, "rdfs:label")


def test_a_stage_that_is_reached_is_awaited_no_more(enter: Any, recorder: Recorder) -> None:
    task = FILE | {"of": PACT, "awaits": "council approval"}
    enter("task", task)
    # What is sent back stays with whom it is.
    enter("stage", APPROVED | {"outcome": "returned", "reason": "x"})
    assert values(recorder, "task/arak-batumi-1", "pv:isCompletedOn") == set()
    undated = enter("stage", APPROVED | {"date": ""})
    assert (2, "date", "task-open") in told(undated, Severity.WARNING)
    done = enter("stage", APPROVED)
    assert problem(done, "task-done").message("en").startswith("The task «Agreement of Arak")
    assert values(recorder, "task/arak-batumi-1", "pv:isCompletedOn") == {"2013-05-26"}
    again = enter("stage", APPROVED)
    assert not [one for one in again.problems if one.code == "task-done"]


def test_what_is_sent_back_to_another_is_with_them(enter: Any, recorder: Recorder) -> None:
    enter("task", FILE | {"of": PACT, "awaits": "council approval"})
    back = {"outcome": "returned", "reason": "x", "holder": "UNESCO", "awaits": "council approval"}
    enter("stage", APPROVED | back)
    assert values(recorder, "task/arak-batumi-1", "pv:isCompletedOn") == {"2013-05-26"}
    assert values(recorder, "task/arak-batumi-2", "pv:isAssignedTo") == {"unesco"}
    assert values(recorder, "task/arak-batumi-2", "pv:isCompletedOn") == set()


@pytest.mark.parametrize(
    ("prop", "value", "reading"),
    [
        ("pv:reachedStage", "مجوزها", None),
        ("pv:reachedStage", "permits", {"stage-permits"}),
        ("pv:hasMatter", "a budget", {"matter-budget"}),
        ("pv:hasApprovalOutcome", "رد", {"outcome-refused"}),
        ("pv:isApprovedBy", "UNESCO", {"unesco"}),
        ("pv:isDecidedIn", "نشست ۱۳ / Session 13", {"session-13"}),
        ("pv:isStageOf", "agreement/isfahan-xian", {"isfahan-xian"}),
        ("pv:date", "۶ خرداد ۱۳۹۲", {"2013-05-27"}),
    ],
)
def test_what_is_said_of_a_stage_is_corrected_as_it_is_entered(
    enter: Any, recorder: Recorder, prop: str, value: str, reading: set[str] | None
) -> None:
    claim = claim_of(enter("stage", APPROVED), prop).removeprefix("claim/")
    registering = enter("correction", FILE | {"claim": claim, "value": value, "reason": "x"})
    if reading is None:
        assert told(registering) == [(2, "value", "no-choice")]
        return
    assert told(registering) == []
    assert values(recorder, claim_of(registering, prop), "pv:reading") == reading
