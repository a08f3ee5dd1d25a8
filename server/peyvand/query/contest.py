"""Two engines at work on one question, and which of them answers.

The store begins, and most questions are answered before anything else could be. Where it takes
long, the columns are called; until then it holds its answer back. The first that is done, or has a
beginning of its answer that may go out, answers; the other is told so when it next wants to send
something.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum, auto
from typing import Protocol

# How much of its answer the store holds back before it is decided who answers, in bytes, and how
# long it then waits for the columns, if they are at work, in seconds.
HELD = 8 * 1024 * 1024
PATIENCE_S = 0.2


class Beaten(Exception):
    """The other engine answers, and nothing more is wanted of this one."""


class Gate(Protocol):
    """What a writer of an answer asks before it sends the first piece."""

    def passes(self, held: int) -> bool:
        """Whether a first piece may be sent now; else it is held back.

        Args:
            held: the bytes that are held back already.

        Raises:
            Beaten: the other engine answers.
        """
        ...

    def claim(self) -> None:
        """Answer: everything, or an error, is ready.

        Raises:
            Beaten: the other engine answers.
        """
        ...


class _State(Enum):
    # The columns were not called; are at work; cannot answer; answer; the store answers.
    ALONE = auto()
    BOTH = auto()
    RETIRED = auto()
    COLUMNS = auto()
    STORE = auto()


class Contest:
    """One question.

    Args:
        stop: ends what the columns are at.
    """

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self._state = _State.ALONE
        self._changed = threading.Condition()

    def enter(self) -> bool:
        """The columns begin; whether they are still wanted, and had not begun before."""
        with self._changed:
            if self._state is not _State.ALONE:
                return False
            self._state = _State.BOTH
            return True

    def retire(self) -> None:
        """The columns cannot answer."""
        with self._changed:
            if self._state in (_State.ALONE, _State.BOTH):
                self._state = _State.RETIRED
                self._changed.notify_all()

    def check(self) -> None:
        """See whether the columns are still wanted.

        Raises:
            Beaten: the store answers.
        """
        if self._state is _State.STORE:
            raise Beaten

    def win(self) -> None:
        """The columns answer.

        Raises:
            Beaten: the store does.
        """
        with self._changed:
            if self._state is _State.STORE:
                raise Beaten
            self._state = _State.COLUMNS
            self._changed.notify_all()

    def passes(self, held: int) -> bool:
        """The store's gate."""
        with self._changed:
            if held < HELD and not self._decided():
                return False
            if self._state is _State.BOTH:
                self._changed.wait_for(self._decided, PATIENCE_S)
            self._to_store()
            return True

    def claim(self) -> None:
        """The store's gate."""
        with self._changed:
            self._to_store()

    def _decided(self) -> bool:
        return self._state not in (_State.ALONE, _State.BOTH)

    def _to_store(self) -> None:
        if self._state is _State.COLUMNS:
            raise Beaten
        at_work, self._state = self._state is _State.BOTH, _State.STORE
        if at_work:
            # A long answer is not to share its processor with what nobody wants.
            self._stop()


class ColumnsGate:
    """The gate of the columns: what they send first decides."""

    def __init__(self, contest: Contest) -> None:
        self._contest = contest

    def check(self) -> None:
        """See whether they are still wanted; see ``Contest.check``."""
        self._contest.check()

    def passes(self, held: int) -> bool:
        """Always, unless the store answers."""
        self._contest.win()
        return True

    def claim(self) -> None:
        """The same."""
        self._contest.win()
