"""Which of two engines answers a question."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from peyvand.query.contest import HELD, Beaten, ColumnsGate, Contest


def alone() -> Contest:
    return Contest(lambda: None)


def joined() -> tuple[Contest, ColumnsGate]:
    contest = alone()
    assert contest.enter()
    return contest, ColumnsGate(contest)


def test_a_short_answer_of_the_store_is_sent_without_a_call() -> None:
    calls: list[int] = []
    contest = Contest(lambda: calls.append(1))
    contest.claim()
    assert not calls
    assert not contest.enter()


def test_a_long_answer_of_the_store_calls_the_columns_and_is_held_back() -> None:
    calls: list[int] = []
    contest = Contest(lambda: calls.append(1))
    assert not contest.passes(1000)
    assert not contest.passes(1500)
    assert calls == [1]
    assert contest.enter()
    assert not contest.passes(2000)
    assert calls == [1]


def test_columns_that_cannot_answer_let_the_store_go_on() -> None:
    contest, _ = joined()
    contest.retire()
    assert contest.passes(1000)
    contest.claim()


@pytest.mark.parametrize("store_wants", [Contest.claim, lambda contest: contest.passes(1)])
def test_the_store_is_beaten_by_what_the_columns_send_first(
    store_wants: Callable[[Contest], object],
) -> None:
    contest, columns = joined()
    assert columns.passes(1)
    with pytest.raises(Beaten):
        store_wants(contest)
    assert not contest.in_vain
    columns.claim()


def test_the_columns_are_beaten_by_what_the_store_has_first() -> None:
    contest, columns = joined()
    contest.claim()
    for wants in (columns.claim, columns.check, lambda: columns.passes(1)):
        with pytest.raises(Beaten):
            wants()
    assert contest.in_vain
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


def test_who_has_waited_long_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peyvand.query.contest.PATIENCE_S", 0.01)
    contest, columns = joined()
    assert contest.passes(HELD)
    with pytest.raises(Beaten):
        columns.claim()
