"""Which of two engines answers a question."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from peyvand.query.contest import HELD, Beaten, ColumnsGate, Contest
from waiting import LIMIT_S, wait_until


def alone(stops: list[int] | None = None) -> Contest:
    return Contest(lambda: None if stops is None else stops.append(1))


def joined(stops: list[int] | None = None) -> tuple[Contest, ColumnsGate]:
    contest = alone(stops)
    assert contest.enter()
    return contest, ColumnsGate(contest)


def test_what_the_store_has_soon_is_sent_without_the_columns() -> None:
    stops: list[int] = []
    contest = alone(stops)
    contest.claim()
    assert not contest.enter()
    assert not stops


def test_a_long_answer_is_held_back_until_it_is_decided() -> None:
    contest = alone()
    assert not contest.passes(1000)
    assert contest.enter()
    assert not contest.passes(2000)
    ColumnsGate(contest).claim()
    with pytest.raises(Beaten):
        contest.passes(3000)


def test_a_long_answer_that_takes_no_time_is_the_stores() -> None:
    # What docs/performance.md says of memory.
    assert HELD == 8 * 2**20
    contest = alone()
    assert not contest.passes(HELD - 1)
    assert contest.passes(HELD)
    assert not contest.enter()


def test_columns_that_cannot_answer_let_the_store_go_on() -> None:
    contest, _ = joined()
    contest.retire()
    assert contest.passes(1000)
    contest.claim()


@pytest.mark.parametrize("store_wants", [Contest.claim, lambda contest: contest.passes(1)])
def test_the_store_is_beaten_by_what_the_columns_send_first(
    store_wants: Callable[[Contest], object],
) -> None:
    stops: list[int] = []
    contest, columns = joined(stops)
    assert columns.passes(1)
    with pytest.raises(Beaten):
        store_wants(contest)
    assert not stops
    columns.claim()


def test_the_columns_are_beaten_by_what_the_store_has_first() -> None:
    stops: list[int] = []
    contest, columns = joined(stops)
    contest.claim()
    # They work for nobody, and not beside a long answer.
    assert stops == [1]
    for wants in (columns.claim, columns.check, lambda: columns.passes(1)):
        with pytest.raises(Beaten):
            wants()
    contest.retire()
    with pytest.raises(Beaten):
        columns.claim()


def test_columns_are_asked_a_question_once_and_not_what_is_answered() -> None:
    contest, _ = joined()
    assert not contest.enter()
    retired = alone()
    retired.retire()
    assert not retired.enter()
    assert retired.passes(1)


def test_who_holds_much_back_waits_for_the_columns() -> None:
    contest, columns = joined()
    later = threading.Timer(0.05, columns.claim)
    later.start()
    with pytest.raises(Beaten):
        contest.passes(HELD)
    later.join()


@pytest.mark.parametrize("decide", [ColumnsGate.claim, lambda gate: gate._contest.retire()])
def test_who_waits_hears_at_once_what_is_decided(
    decide: Callable[[ColumnsGate], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("peyvand.query.contest.PATIENCE_S", 10 * LIMIT_S)
    contest, columns = joined()
    told: list[str] = []

    def store() -> None:
        try:
            told.append("goes on" if contest.passes(HELD) else "waits")
        except Beaten:
            told.append("beaten")

    waiting = threading.Thread(target=store, daemon=True)
    waiting.start()
    # It waits: nothing is decided yet.
    waiters = contest._changed._waiters  # type: ignore[attr-defined]
    wait_until(lambda: waiters, "somebody who waits")
    decide(columns)
    waiting.join(LIMIT_S)
    assert told == ["beaten" if decide is ColumnsGate.claim else "goes on"]


def test_who_has_waited_long_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peyvand.query.contest.PATIENCE_S", 0.01)
    stops: list[int] = []
    contest, columns = joined(stops)
    assert contest.passes(HELD)
    contest.claim()
    assert stops == [1]
    with pytest.raises(Beaten):
        columns.claim()
