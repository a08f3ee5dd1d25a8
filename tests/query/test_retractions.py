"""Rows that take claims of the own register back, from the row to the next version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from peyvand.query.writes import WriteAnswer
from peyvand.vocabulary.graphs import register
from peyvand.vocabulary.iris import ID, iri, thing
from query import registered
from query.registered import FILE, claim_of, current, problem, told

PAIR = {"parties": "اراک؛ شیراز", "kind": "خواهرخواندگی", "date": "۱۲ اردیبهشت ۱۴۰۳", **FILE}
AGREEMENT = "agreement/arak-shiraz"
REASON = "برای پیمان دیگری ثبت شده بود"


def values(store: Store, subject: str, prop: str) -> set[str]:
    found = store.quads_for_pattern(thing(subject), iri(prop), None, None)
    return {getattr(quad.object, "value", "").rpartition("/")[2] for quad in found}


def entered(home: Path, kind: str, row: dict[str, str]) -> WriteAnswer:
    done = registered.enter(home, kind, row)
    assert not done.refused, done.rows
    return done


def claims(store: Store, about: str, prop: str = "") -> list[str]:
    """The claims of the register about a thing, in the order in which they were entered."""
    graph = register("arak")
    found = [
        quad.subject.value.removeprefix(f"{ID}claim/")  # type: ignore[union-attr]
        for quad in store.quads_for_pattern(None, iri("pv:about"), thing(about), graph)
        if not prop
        or any(store.quads_for_pattern(quad.subject, iri("pv:property"), iri(prop), graph))
    ]
    return sorted(found, key=lambda name: int(name.rpartition("-")[2]))


def test_a_claim_is_taken_back_with_its_reason_and_stays_to_be_read(home: Path) -> None:
    entered(home, "agreement", PAIR)
    (claim,) = claims(current(home), AGREEMENT, "pv:signed")
    assert values(current(home), "stage/arak-shiraz-signed", "pv:reachedStage") == {"stage-signed"}
    entered(home, "retraction", {"claim": claim, "reason": REASON})
    store = current(home)
    (_, newer) = claims(store, AGREEMENT, "pv:signed")
    assert values(store, f"claim/{newer}", "pv:replaces") == {claim}
    assert values(store, f"claim/{newer}", "pv:reading") == set()
    assert values(store, f"claim/{newer}", "pv:reason") == {REASON}
    stands = values(store, f"claim/{claim}", "pv:isStatedIn")
    assert values(store, f"claim/{newer}", "pv:isStatedIn") == stands
    # The claim stays, and of the agreement nothing is said by it, nor what followed.
    assert values(store, f"claim/{claim}", "pv:reading") == {"2024-05-01"}
    assert values(store, AGREEMENT, "pv:signed") == set()
    assert values(store, "stage/arak-shiraz-signed", "pv:reachedStage") == set()
    # A new value may be given in its place.
    entered(home, "correction", FILE | {"claim": newer, "value": "2025-05-01", "reason": "y"})
    assert values(current(home), AGREEMENT, "pv:signed") == {"2025-05-01"}


def test_an_entry_is_taken_back_with_what_was_entered_in_its_row(home: Path) -> None:
    before = {str(quad) for quad in current(home) if "arak-shiraz" in str(quad)}
    entered(home, "agreement", PAIR | {"signatures": "Arak: علی رضایی / Ali Rezaei"})
    store = current(home)
    parts = (AGREEMENT, "signature/arak-shiraz-1")
    assert all(values(store, part, "rdf:type") for part in parts)
    entered(home, "retraction", {"claim": AGREEMENT, "reason": REASON})
    store = current(home)
    kept = [quad for quad in store if "arak-shiraz" in str(quad)]
    # Its claims stand in the register; else nothing is said of it any more.
    assert {str(quad.graph_name) for quad in kept} == {str(register("arak"))}
    assert before == set()
    for part in parts:
        assert values(store, part, "rdf:type") == set()


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ({"claim": "arak-999"}, "claim", "unknown-claim"),
        ({"claim": "F003-001"}, "claim", "unknown-claim"),
        ({"claim": "agreement/tabriz-wuhan"}, "claim", "unknown-claim"),
        ({"claim": "agreement/x> <y"}, "claim", "unknown-claim"),
        ({"claim": ""}, "claim", "required"),
        ({"reason": ""}, "reason", "required"),
    ],
)
def test_what_is_wrong_is_told(enter: Any, row: dict[str, str], column: str, code: str) -> None:
    claim = claim_of(enter("agreement", PAIR), "pv:signed").removeprefix("claim/")
    assert told(enter("retraction", {"claim": claim, "reason": "x"} | row)) == [(2, column, code)]


def test_what_is_taken_back_is_so_once(enter: Any) -> None:
    claim = claim_of(enter("agreement", PAIR), "pv:signed").removeprefix("claim/")
    newer = claim_of(enter("retraction", {"claim": claim, "reason": "x"}), "pv:signed")
    again = enter("retraction", {"claim": claim, "reason": "x"})
    assert told(again) == [(2, "claim", "replaced-claim")]
    assert told(enter("retraction", {"claim": newer, "reason": "x"})) == [
        (2, "claim", "taken-back")
    ]


def test_what_a_thing_is_goes_with_the_whole(enter: Any) -> None:
    made = enter("agreement", PAIR)
    claim = next(
        quad.subject.value.removeprefix(f"{ID}claim/")
        for quad in made.entries[0].quads
        if quad.predicate == iri("pv:about") and quad.object == thing(AGREEMENT)
    )
    registering = enter("retraction", {"claim": claim, "reason": "x"})
    assert told(registering) == [(2, "claim", "take-back-whole")]
    assert problem(registering, "take-back-whole").suggestion == AGREEMENT
