from __future__ import annotations

import itertools

from peyvand.merge.identity import DIFFERENT, UNSURE, Judgement, Verdicts, allowed, apply
from peyvand.merge.judge import NONE, REVIEW, SAME, Link, Scored


def say(left: str, judgement: str, right: str, on: str = "2026-01-01") -> Judgement:
    return Judgement(left, right, judgement, "mina", on, "")


def test_same_holds_through_a_chain() -> None:
    verdicts = Verdicts([say("a", SAME, "b"), say("b", SAME, "c"), say("d", SAME, "c")])
    assert verdicts.judge("a", "d") == SAME
    assert verdicts.same_as("a") == ["b", "c", "d"]


def test_different_holds_through_chains_on_both_sides() -> None:
    verdicts = Verdicts([say("a1", SAME, "b1"), say("a2", SAME, "b2"), say("a2", DIFFERENT, "a1")])
    assert verdicts.judge("b1", "b2") == DIFFERENT
    for part in ("a1 = b1", "a2 = b2", "a2 ≠ a1"):
        assert part in verdicts.reason("b1", "b2")


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [say("a", SAME, "b"), say("b", DIFFERENT, "c"), say("c", SAME, "d")]
    found = {
        tuple(Verdicts(order).judge(x, y) for x, y in itertools.combinations("abcd", 2))
        for order in itertools.permutations(rows)
    }
    assert found == {(SAME, DIFFERENT, DIFFERENT, DIFFERENT, DIFFERENT, SAME)}


def test_a_contradiction_is_told_with_what_leads_to_it() -> None:
    rows = [say("a", SAME, "b"), say("b", SAME, "c"), say("a", DIFFERENT, "c")]
    verdicts = Verdicts(rows)
    (told,) = verdicts.contradictions
    assert "a ≠ c" in told
    assert "a = b" in told
    assert "b = c" in told
    assert verdicts.judge("a", "c") == UNSURE


def test_the_newest_judgement_of_a_pair_stands() -> None:
    old, new = say("a", SAME, "Q1", "2026-01-01"), say("Q1", DIFFERENT, "a", "2026-02-01")
    assert Verdicts([new, old]).judge("a", "Q1") == DIFFERENT
    assert Verdicts([new, old]).contradictions == []


def scored(left: str, right: str) -> Scored:
    return Scored(left, right, f"{right}#0", 30, 0.99, {})


def test_refused_pairs_are_not_for_the_model() -> None:
    verdicts = Verdicts([say("a", DIFFERENT, "Q1")])
    pairs = [scored("a", "Q1"), scored("a", "Q2")]
    assert [pair.right for pair in allowed(pairs, verdicts)] == ["Q2"]


def test_a_decision_wins_over_the_model() -> None:
    links = [Link("a", "Q1", SAME, 0.99, ""), Link("b", "", NONE, 0.0, "")]
    verdicts = Verdicts([say("a", SAME, "Q7"), say("b", SAME, "a")])
    found = apply(links, verdicts, ["Q1"])
    assert [(link.right, link.decision, link.probability) for link in found] == [
        ("Q7", SAME, 1.0),
        ("Q7", SAME, 1.0),
    ]
    assert "mina" in found[1].why
    assert "a = Q7" in found[1].why


def test_an_item_that_people_gave_away_is_not_given_again() -> None:
    links = [Link("a", "Q1", SAME, 0.99, ""), Link("b", "", NONE, 0.0, "")]
    found = apply(links, Verdicts([say("b", SAME, "Q1")]), ["Q1"])
    assert [link.decision for link in found] == [REVIEW, SAME]


def test_an_unsure_pair_stays_open() -> None:
    found = apply([Link("a", "Q1", SAME, 0.99, "")], Verdicts([say("a", UNSURE, "Q1")]), ["Q1"])
    assert found[0].decision == REVIEW


def test_contradicted_places_go_to_review() -> None:
    rows = [say("a", SAME, "Q1"), say("a", SAME, "Q2"), say("Q1", DIFFERENT, "Q2")]
    (link,) = apply([Link("a", "Q1", SAME, 0.99, "")], Verdicts(rows), ["Q1"])
    assert link.decision == REVIEW
    assert "contradict" in link.why
