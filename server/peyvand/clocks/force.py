"""Whether an agreement was in force on a day, as far as its dates tell.

What nobody dated is unknown, and never "no".
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from peyvand.sources.dates import bounds


class InForce(StrEnum):
    """What is known of an agreement on a day; the values stand in answers."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    NO = "no"
    UNKNOWN = "unknown"


class Days(NamedTuple):
    """The first and the last day that a date may mean; an end that is open is None."""

    first: date | None
    last: date | None


def in_force(starts: Iterable[str], ends: Iterable[str], day: date) -> InForce:
    """Whether an agreement was in force on a day.

    It certainly was if the latest day of its start is not after that day and it cannot have ended
    by then. Of an end that nobody records it is taken that there was none. Rival dates are each
    taken in turn: what they agree on is told, and else that it is possible.

    Args:
        starts: when it may have been signed, in EDTF: rivals, or the readings of one token.
        ends: when it may have ended.
        day: the day that is asked about.
    """
    alternatives = product(_spans(starts), _spans(ends))
    found = {_of_one(start, end, day) for start, end in alternatives}
    if len(found) == 1:
        return found.pop()
    return InForce.UNKNOWN if found == {InForce.NO, InForce.UNKNOWN} else InForce.POSSIBLE


def _spans(texts: Iterable[str]) -> list[Days | None]:
    """The days that each of some dates may mean; None alone if there is no date."""
    spans: list[Days | None] = []
    for text in texts:
        # What is no date is refused by its shape.
        with suppress(ValueError):
            spans.append(Days(*bounds(text)))
    return spans or [None]


def _of_one(start: Days | None, end: Days | None, day: date) -> InForce:
    """Whether it was in force if it began and ended on some of these days."""
    if end and end.last and end.last <= day:
        return InForce.NO
    if start is None or start == (None, None):
        return InForce.UNKNOWN
    if start.first and start.first > day:
        return InForce.NO
    may_have_ended = end is not None and (end.first is None or end.first <= day)
    if start.last and start.last <= day and not may_have_ended:
        return InForce.CERTAIN
    return InForce.POSSIBLE
