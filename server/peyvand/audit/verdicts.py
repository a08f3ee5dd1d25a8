"""What can be said of a stated total: supported, contradicted, or that it cannot be told, and why.

A count of ours is of what sources name, so that it is at least so many and never all: only a count
that is larger than a total says something of it, and only if it counts nothing that the total may
leave out. Two statements contradict each other where both cannot be true of one holder at one time;
which of them is right is not decided.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from peyvand.audit.model import Audited, Count, Total, Unit
from peyvand.sources.dates import bounds

# What a count has that the total may leave out, so that it may be too large; and of what a total
# does not say that it counts that alone.
_MORE = frozenset(("with-domestic", "with-silent", "any-kind", "any-time", "any-day"))
_ELSE = frozenset(("domestic", "unresolved"))
_LOWER = "more-than"


class Verdict(StrEnum):
    """What can be said of a total.

    Attributes:
        SUPPORTED: it is a lower bound, and more is on record.
        CONTRADICTED: more is on record than it says, or another source says what cannot be true
            beside it.
        UNTOLD: neither can be told.
    """

    SUPPORTED = "supported"
    CONTRADICTED = "contradicted"
    UNTOLD = "untold"


class Why(StrEnum):
    """Why a total has its verdict."""

    EXCEEDED = "exceeded"
    MORE_ON_RECORD = "more-on-record"
    OTHER_FIGURE = "other-figure"
    UNREAD = "unread"
    INCOMPARABLE = "incomparable"
    FEWER = "fewer"


@dataclass(frozen=True)
class Judged:
    """A total with what can be said of it.

    Attributes:
        audited: the total beside all counts.
        verdict: what can be said.
        why: the reasons, the weightiest first.
        agreeing: other statements that say the same, or more where it is a lower bound.
        differing: other statements that cannot be true beside it, or could only at another time.
        comparable: the counts that count nothing that the total may leave out.
        others: the counts of something else.
    """

    audited: Audited
    verdict: Verdict
    why: tuple[Why, ...]
    agreeing: tuple[Total, ...]
    differing: tuple[Total, ...]
    comparable: tuple[Count, ...]
    others: tuple[Count, ...]


def judge(found: Iterable[Audited]) -> list[Judged]:
    """Each total with what can be said of it, beside the other totals of its holder.

    Args:
        found: the totals, as ``audit`` gives them.
    """
    audited = list(found)
    return [_judged(one, [other for other in audited if other is not one]) for one in audited]


def _judged(one: Audited, others: list[Audited]) -> Judged:
    total = one.total
    rivals = [
        other.total
        for other in others
        if other.holder == one.holder
        and other.total.unit is total.unit
        and (other.total.document, other.total.about) != (total.document, total.about)
    ]
    agreeing = tuple(other for other in rivals if _agrees(total, other))
    differing = tuple(other for other in rivals if _differs(total, other))
    comparable = tuple(count for count in one.counts if _is_comparable(total, count))
    incomparable = tuple(count for count in one.counts if not _is_comparable(total, count))
    verdict, why = _verdict(total, differing, comparable, incomparable)
    return Judged(one, verdict, why, agreeing, differing, comparable, incomparable)


def _verdict(
    total: Total,
    differing: tuple[Total, ...],
    comparable: tuple[Count, ...],
    others: tuple[Count, ...],
) -> tuple[Verdict, tuple[Why, ...]]:
    exceeded = any(_exceeds(total, count) for count in comparable)
    some = any(count.count > min(total.readings) for count in comparable)
    if not total.is_read or (some and not exceeded):
        return Verdict.UNTOLD, (Why.UNREAD,)
    at_once = [other for other in differing if _at_one_time(total, other)]
    if total.bound == _LOWER and exceeded:
        return Verdict.SUPPORTED, (Why.EXCEEDED,)
    why = []
    if total.bound != _LOWER and exceeded:
        why.append(Why.MORE_ON_RECORD)
    if at_once:
        why.append(Why.OTHER_FIGURE)
    if why:
        return Verdict.CONTRADICTED, tuple(why)
    larger = any(_exceeds(total, count) for count in others)
    return Verdict.UNTOLD, (Why.INCOMPARABLE,) if larger else (Why.FEWER,)


def _is_comparable(total: Total, count: Count) -> bool:
    if total.unit is not Unit.AGREEMENTS and (total.scope or total.exceptions or total.period):
        # Of cities and countries it is not counted by which kinds of agreements they have.
        return False
    # The rule of a body counts what the total does not name it for.
    return count.rule is None and not (_MORE | _ELSE) & set(count.notes)


def _exceeds(total: Total, count: Count) -> bool:
    """Whether more are on record than the total says, whichever of its readings is meant."""
    return count.count > max(total.readings)


def _agrees(total: Total, other: Total) -> bool:
    if not (total.is_read and other.is_read):
        return False
    said, told = total.readings[0], other.readings[0]
    if total.bound == _LOWER:
        return told >= said if other.bound == _LOWER else told > said
    return told == said and other.bound != _LOWER


def _differs(total: Total, other: Total) -> bool:
    """Whether two totals could not both be true of one time."""
    if not (total.is_read and other.is_read):
        return False
    said, told = total.readings[0], other.readings[0]
    if total.bound == _LOWER:
        return other.bound != _LOWER and told <= said
    return told >= said if other.bound == _LOWER else told != said


def _at_one_time(total: Total, other: Total) -> bool:
    """Whether both may be said of one day: what was stated at other times may have changed."""
    spans = [bounds(text) for one in (total, other) for text in one.stated_on[:1]]
    if len(spans) < 2 or any(None in span for span in spans):
        return False
    (first, last), (begin, end) = spans
    return bool(first and last and begin and end and first <= end and begin <= last)
