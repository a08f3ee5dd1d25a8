from __future__ import annotations

import itertools
import pickle

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from peyvand.linkage.classification import NONE, REVIEW, Link, Scored
from peyvand.linkage.decisions import DIFFERENT, UNSURE, Verdicts, allowed, apply
from peyvand.linkage.outcomes import Code, Judgement, Outcome, Reason
from peyvand.linkage.sentences import contradiction_text, judgements_text, reason_text
from peyvand.model import Verdict

SAME = Verdict.SAME


def say(left: str, judgement: Verdict, right: str, on: str = "2026-01-01") -> Judgement:
    return Judgement(left, right, judgement, "mina", on, "")


def test_same_holds_through_a_chain() -> None:
    verdicts = Verdicts([say("a", SAME, "b"), say("b", SAME, "c"), say("d", SAME, "c")])
    assert verdicts.judge("a", "d") == SAME
    assert verdicts.same_as("a") == ["b", "c", "d"]


def test_different_holds_through_chains_on_both_sides() -> None:
    verdicts = Verdicts([say("a1", SAME, "b1"), say("a2", SAME, "b2"), say("a2", DIFFERENT, "a1")])
    assert verdicts.judge("b1", "b2") == DIFFERENT
    for part in ("a1 = b1", "a2 = b2", "a2 ≠ a1"):
        assert part in judgements_text(verdicts.grounds("b1", "b2"))


def test_what_was_left_open_is_no_ground_for_what_follows_from_others() -> None:
    rows = [say("a", SAME, "b"), say("b", SAME, "c"), say("a", UNSURE, "c")]
    verdicts = Verdicts(rows)
    assert verdicts.judge("a", "c") == SAME
    assert verdicts.grounds("a", "c") == (rows[0], rows[1])


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
    (told,) = map(contradiction_text, verdicts.contradictions)
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
    rows = [say("a", DIFFERENT, "Q1"), say("a", SAME, "Q2"), say("a", UNSURE, "Q3")]
    pairs = [scored("a", f"Q{number}") for number in range(1, 5)]
    assert allowed(pairs, Verdicts(rows)) == pairs[1:]


def test_judgements_that_were_read_elsewhere_hold_alike() -> None:
    """Equal texts need not be one object."""
    rows = [
        say("Q10", SAME, "Q11"),
        say("Q11", SAME, "Q12"),
        say("Q12", DIFFERENT, "Q13"),
        say("Q10", UNSURE, "Q14"),
        say("Q15", SAME, "Q16"),
        say("Q16", SAME, "Q17"),
        say("Q17", DIFFERENT, "Q15"),
    ]
    here, there = Verdicts(rows), Verdicts(pickle.loads(pickle.dumps(row)) for row in rows)
    assert there.contradictions == here.contradictions != []
    assert there.grounds("Q10", "Q12") == tuple(rows[:2])
    for left, right in itertools.permutations([f"Q{number}" for number in range(10, 18)], 2):
        assert there.judge(left, right) == here.judge(left, right)
        assert there.grounds(left, right) == here.grounds(left, right)
    links = [Link(name, "Q13", Outcome.SAME, 0.9) for name in ("Q10", "Q11", "Q12")]
    assert apply(links, there, ["Q13"]) == apply(links, here, ["Q13"])


def test_a_decision_wins_over_the_model() -> None:
    links = [Link("a", "Q1", Outcome.SAME, 0.99), Link("b", "", NONE, 0.0)]
    verdicts = Verdicts([say("a", SAME, "Q7"), say("b", SAME, "a")])
    found = apply(links, verdicts, ["Q1"])
    assert [(link.right, link.decision, link.probability) for link in found] == [
        ("Q7", SAME, 1.0),
        ("Q7", SAME, 1.0),
    ]
    assert "mina" in reason_text(found[1].reason)
    assert "a = Q7" in reason_text(found[1].reason)


def test_an_item_that_people_gave_away_is_not_given_again() -> None:
    links = [Link("a", "Q1", Outcome.SAME, 0.99), Link("b", "", NONE, 0.0)]
    found = apply(links, Verdicts([say("b", SAME, "Q1")]), ["Q1"])
    assert [link.decision for link in found] == [REVIEW, SAME]


def test_an_unsure_pair_stays_open() -> None:
    found = apply([Link("a", "Q1", Outcome.SAME, 0.99)], Verdicts([say("a", UNSURE, "Q1")]), ["Q1"])
    assert found[0].decision == REVIEW


def test_contradicted_places_go_to_review() -> None:
    rows = [say("a", SAME, "Q1"), say("a", SAME, "Q2"), say("Q1", DIFFERENT, "Q2")]
    (link,) = apply([Link("a", "Q1", Outcome.SAME, 0.97)], Verdicts(rows), ["Q1"])
    # Nobody settled it, so the chance is still the model's.
    assert (link.decision, link.probability) == (REVIEW, 0.97)
    assert "contradict" in reason_text(link.reason)


NAMES = ("a", "b", "Q1", "Q2", "Q3")
ROWS = st.lists(
    st.builds(
        say,
        st.sampled_from(NAMES),
        st.sampled_from((SAME, DIFFERENT, UNSURE)),
        st.sampled_from(NAMES),
        st.sampled_from([f"2026-01-{day:02}" for day in range(1, 29)]),
    ).filter(lambda row: row.left != row.right),
    max_size=7,
    unique_by=lambda row: row.on,
)


@given(ROWS)
def test_verdicts_are_those_of_the_graph_of_judgements(rows: list[Judgement]) -> None:
    """Against a second implementation: connected components of the newest judgements."""
    newest = {frozenset((row.left, row.right)): row for row in sorted(rows, key=lambda r: r.on)}
    same = nx.Graph()
    same.add_nodes_from(NAMES)
    same.add_edges_from(tuple(pair) for pair, row in newest.items() if row.judgement == SAME)
    part = {name: n for n, names in enumerate(nx.connected_components(same)) for name in names}
    apart = [
        {part[name] for name in pair} for pair, row in newest.items() if row.judgement == DIFFERENT
    ]
    broken = {n for one in apart if len(one) == 1 for n in one}
    verdicts = Verdicts(rows)
    for left, right in itertools.permutations(NAMES, 2):
        both = {part[left], part[right]}
        row = newest.get(frozenset((left, right)))
        if len(both) == 1:
            expected = UNSURE if both & broken else SAME
        elif both in apart:
            expected = DIFFERENT
        else:
            expected = UNSURE if row and row.judgement == UNSURE else None
        assert verdicts.judge(left, right) == expected
        assert bool(verdicts.grounds(left, right)) == bool(expected or row)
    assert len(verdicts.contradictions) == sum(len(one) == 1 for one in apart)
    for name in NAMES:
        expected_names = sorted(n for n in NAMES if part[n] == part[name] and n != name)
        assert verdicts.same_as(name) == expected_names


def test_of_several_items_the_one_that_was_named_for_the_place_is_taken() -> None:
    rows = [say("a", SAME, "Q2"), say("Q1", SAME, "Q2"), say("Q2", SAME, "Q3")]
    (link,) = apply([Link("a", "", NONE, 0.0)], Verdicts(rows), [])
    assert (link.right, link.decision) == ("Q2", SAME)
    rows = [say("a", SAME, "Q3"), say("a", SAME, "Q2")]
    (link,) = apply([Link("a", "", NONE, 0.0)], Verdicts(rows), [])
    assert link.right == "Q2"
    rows = [say("a", SAME, "b"), say("b", SAME, "Q9"), say("b", SAME, "Q5")]
    links = apply([Link(name, "", NONE, 0.0) for name in "ab"], Verdicts(rows), [])
    assert [link.right for link in links] == ["Q5", "Q5"]


def test_the_scores_of_another_item_do_not_explain_a_decision() -> None:
    pair = scored("a", "Q1")
    (kept,) = apply(
        [Link("a", "Q1", REVIEW, 0.7, None, pair)], Verdicts([say("a", SAME, "Q1")]), []
    )
    (other,) = apply(
        [Link("a", "Q1", REVIEW, 0.7, None, pair)], Verdicts([say("a", SAME, "Q2")]), []
    )
    assert (kept.pair, other.pair) == (pair, None)


def test_what_nobody_found_says_which_items_people_refused() -> None:
    rows = [say("a", DIFFERENT, "Q1"), say("a", UNSURE, "Q2"), say("b", DIFFERENT, "Q3")]
    found = apply(
        [Link(n, "", NONE, 0.0, Reason(Code.NO_RECORD)) for n in "abc"], Verdicts(rows), []
    )
    assert [link.decision for link in found] == [NONE] * 3
    assert "Q1" in reason_text(found[0].reason)
    assert "Q2" not in reason_text(found[0].reason)
    assert "Q3" in reason_text(found[1].reason)
    assert found[2].reason == Reason(Code.NO_RECORD)


def test_only_what_is_settled_takes_an_item_from_others() -> None:
    rows = [say("b", SAME, "Q1"), say("b", SAME, "Q2"), say("Q1", DIFFERENT, "Q2")]
    links = [Link("a", "Q1", Outcome.SAME, 0.99), Link("b", "", NONE, 0.0)]
    first, second = apply(links, Verdicts(rows), [])
    assert (first.decision, second.decision) == (SAME, REVIEW)
    asked = Link("a", "Q1", REVIEW, 0.7, Reason(Code.IMPROBABLE))
    kept, _ = apply([asked, links[1]], Verdicts([say("b", SAME, "Q1")]), [])
    assert kept == asked


def test_a_pair_that_is_left_open_keeps_the_chance_of_the_model() -> None:
    link = Link("a", "Q1", Outcome.SAME, 0.97)
    (found,) = apply([link], Verdicts([say("a", UNSURE, "Q1")]), [])
    assert (found.right, found.probability) == ("Q1", 0.97)
    assert "mina" in reason_text(found.reason)
    (other,) = apply([link], Verdicts([say("a", UNSURE, "Q2")]), [])
    assert other == link
