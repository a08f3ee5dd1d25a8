"""What may be asked and ruled, before anything is entered."""

from __future__ import annotations

from typing import Any

import pytest

from peyvand.errors import BadRequest, Invalid, NotFound, PeyvandError, TooLarge
from peyvand.withdrawal.deciding import check_words, kind_of, outcome_of, ruling_of
from peyvand.withdrawal.model import Docket, Kind, Outcome, Request, Ruling

ABOUT = "https://w3id.org/peyvand/id/document/003"
CLAIM = "https://w3id.org/peyvand/id/claim/F003-001"
DOCKET = Docket(
    tuple(
        Request(number, ABOUT, kind, "2026-01-01T00:00:00Z") for number, kind in enumerate(Kind, 1)
    )
)
REMOVAL, CORRECTION, COMMENT = 1, 2, 3


def rule(number: int, outcome: Outcome, docket: Docket = DOCKET, **more: Any) -> Ruling:
    words = {"by": " the office ", "reason": " because ", **more}
    return ruling_of(docket, number, outcome, **words)


@pytest.mark.parametrize(("read", "known"), [(kind_of, Kind), (outcome_of, Outcome)])
def test_names_are_read_and_others_are_told_what_there_is(read: Any, known: Any) -> None:
    assert [read(f" {name} ") for name in known] == [*known]
    with pytest.raises(BadRequest) as caught:
        read("n" * 99)
    assert "n" * 40 in str(caught.value)
    assert "n" * 41 not in str(caught.value)
    # What it may be stands beside what is wrong, in both languages.
    told = [f"{caught.value} {caught.value.hint}", f"{caught.value.fa} {caught.value.hint_fa}"]
    assert all(name in text for name in known for text in told)


@pytest.mark.parametrize(
    ("ground", "contact", "error"),
    [
        ("why", "", None),
        ("w" * 4000, "c" * 200, None),
        (" \n", "me", BadRequest),
        ("w" * 4001, "", TooLarge),
        ("why", "c" * 201, TooLarge),
    ],
)
def test_words_have_a_ground_and_an_end(
    ground: str, contact: str, error: type[PeyvandError] | None
) -> None:
    if error is None:
        check_words(ground, contact)
    else:
        with pytest.raises(error):
            check_words(ground, contact)


def test_a_granted_removal_is_of_what_it_is_about_or_of_what_is_named() -> None:
    whole = rule(REMOVAL, Outcome.GRANTED)
    assert (whole.withdraws, whole.by, whole.reason) == ((ABOUT,), "the office", "because")
    assert (whole.number, whole.outcome, whole.turn) == (REMOVAL, Outcome.GRANTED, 1)
    assert rule(REMOVAL, Outcome.GRANTED, what=[CLAIM, CLAIM]).withdraws == (CLAIM,)


@pytest.mark.parametrize(
    ("number", "outcome", "more"),
    [
        (REMOVAL, Outcome.REFUSED, {}),
        (CORRECTION, Outcome.GRANTED, {}),
        (CORRECTION, Outcome.REFUSED, {}),
        (COMMENT, Outcome.GRANTED, {}),
        (REMOVAL, Outcome.CORRECTED, {"corrected_by": CLAIM}),
    ],
)
def test_nothing_else_goes_unless_it_is_named(
    number: int, outcome: Outcome, more: dict[str, str]
) -> None:
    assert rule(number, outcome, **more).withdraws == ()


def test_a_correction_may_withdraw_what_it_takes_the_place_of() -> None:
    told = rule(CORRECTION, Outcome.CORRECTED, what=[CLAIM], corrected_by=ABOUT)
    assert (told.withdraws, told.corrected_by) == ((CLAIM,), ABOUT)


@pytest.mark.parametrize(
    ("number", "outcome", "more", "error"),
    [
        (9, Outcome.GRANTED, {}, NotFound),
        (REMOVAL, Outcome.GRANTED, {"reason": " "}, Invalid),
        (REMOVAL, Outcome.GRANTED, {"by": "\t"}, Invalid),
        (REMOVAL, Outcome.GRANTED, {"reason": "r" * 4001}, TooLarge),
        (REMOVAL, Outcome.GRANTED, {"by": "b" * 201}, TooLarge),
        (REMOVAL, Outcome.REFUSED, {"what": [CLAIM]}, Invalid),
        (CORRECTION, Outcome.CORRECTED, {}, Invalid),
        (CORRECTION, Outcome.GRANTED, {"corrected_by": CLAIM}, Invalid),
        (CORRECTION, Outcome.REFUSED, {"corrected_by": CLAIM}, Invalid),
    ],
)
def test_what_says_too_little_or_contradicts_itself_is_refused(
    number: int, outcome: Outcome, more: dict[str, Any], error: type[PeyvandError]
) -> None:
    with pytest.raises(error):
        rule(number, outcome, **more)


def test_what_was_refused_may_be_ruled_on_again_and_nothing_else() -> None:
    docket = DOCKET
    for turn in (1, 2, 3):
        refused = rule(REMOVAL, Outcome.REFUSED, docket)
        assert refused.turn == turn
        docket = docket.and_ruled(refused)
    granted = rule(REMOVAL, Outcome.GRANTED, docket)
    assert granted.turn == 4
    with pytest.raises(Invalid):
        rule(REMOVAL, Outcome.REFUSED, docket.and_ruled(granted))
    # Rulings on other requests are none on this one.
    assert rule(COMMENT, Outcome.REFUSED, docket.and_ruled(granted)).turn == 1
