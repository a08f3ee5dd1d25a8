"""Every code has its words, and what is counted together is called alike."""

from __future__ import annotations

import pytest

from peyvand.exports import reasons
from peyvand.linkage.batch.run import Merge
from peyvand.linkage.classification import REVIEW, Link, Rules
from peyvand.linkage.outcomes import Code, Contradiction, Judgement, Reason
from peyvand.linkage.sentences import (
    contradiction_text,
    judgements_text,
    reason_text,
    slip_text,
    slips_notes,
    title,
)
from peyvand.linkage.slips import Slip
from peyvand.model import City, Verdict

SAID = Judgement("a", "Q1", Verdict.UNSURE, "mina", "2026-01-01", "two maps")


@pytest.mark.parametrize("code", Code)
def test_every_reason_of_linkage_has_words(code: Code) -> None:
    text = reason_text(Reason(code, ("N1", "N2"), 12.5, (SAID,)))
    assert title(code)
    assert text
    assert "{" not in text


@pytest.mark.parametrize("code", reasons.Code)
def test_every_reason_of_an_edit_has_words(code: reasons.Code) -> None:
    for flaw in reasons.Flaw:
        text = reasons.reason_text(reasons.Reason(code, ("N1", "N2", "N3"), flaw))
        assert text
        assert "{" not in text


def test_a_judgement_says_who_said_what_and_why() -> None:
    text = reason_text(Reason(Code.LEFT_OPEN, judgements=(SAID, SAID)))
    one = "a ? Q1 (mina, 2026-01-01: two maps)"
    assert text == f"decided to be open: {one} and {one}"
    assert judgements_text([Judgement("a", "Q1", Verdict.SAME, "mina", "2026-01-01")]) == (
        "a = Q1 (mina, 2026-01-01)"
    )
    assert reason_text(None) == ""


def test_a_contradiction_names_every_judgement() -> None:
    apart = Judgement("a", "b", Verdict.DIFFERENT, "omid", "2026-01-02")
    same = Judgement("a", "Q1", Verdict.SAME, "mina", "2026-01-01")
    also = Judgement("b", "Q1", Verdict.SAME, "mina", "2026-01-01", "one map")
    assert contradiction_text(Contradiction(apart, (same, also))) == (
        "a ≠ b (omid, 2026-01-02) contradicts a = Q1 (mina, 2026-01-01)"
        " and b = Q1 (mina, 2026-01-01: one map)"
    )


def test_reasons_are_counted_by_kind_whatever_they_name() -> None:
    told = [
        Reason(Code.CLAIMED, ("b",)),
        Reason(Code.CLAIMED, ("a",)),
        Reason(Code.SHARED_BUT_FAR, ("osm:1",), 101.0),
        Reason(Code.SHARED_BUT_FAR, ("geonames:2",), 500.0),
        Reason(Code.LEFT_OPEN, judgements=(SAID,)),
    ]
    names = "abcde"
    links = [
        Link(name, "Q1", REVIEW, 0.9, reason) for name, reason in zip(names, told, strict=True)
    ]
    summary = Merge([City(name) for name in names], {}, links, Rules()).summary()
    assert summary["review_because"] == {
        "also claimed by another row of the list": 2,
        "both hold one identifier, but they lie far apart": 2,
        "decided to be open": 1,
    }
    assert summary["decided_by_people"] == 1


def test_rows_with_mended_coordinates_are_named_by_their_mistake() -> None:
    places = [City(f"{number}", slip=Slip.EXCHANGED) for number in range(1_012)]
    exchanged, side = slips_notes([City("a"), City("b", slip=Slip.LONGITUDE), *places])
    assert "latitude and longitude exchanged in 1,012 of its rows" in exchanged
    assert exchanged.endswith("0, 1, 2, 3, 4, 5, 6, 7, 8, 9, …")
    assert side.endswith("correct them: b")
    assert slips_notes([City("a")]) == []
    for slip in Slip:
        assert slip_text(slip)
