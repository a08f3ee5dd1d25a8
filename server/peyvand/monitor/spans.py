"""Signings by year and by age, where a date may leave open which it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from peyvand.monitor.model import Spread

# The least ages of the bands, in full years.
BANDS = (0, 10, 20, 30, 50)


@dataclass(frozen=True)
class Span:
    """The first and the last day that a date may mean; None where it is open. ``count`` have it."""

    first: date | None
    last: date | None
    count: int = 1

    @property
    def is_known(self) -> bool:
        """Whether it tells anything."""
        return self.first is not None or self.last is not None


# The years that are told one by one: so many before the present one, and after it.
_BEFORE, _AFTER = 200, 20


@dataclass(frozen=True)
class Years:
    """Signings by year.

    Attributes:
        years: from the first to the last that is told, within the years that are drawn.
        outside: how many certainly or possibly lie before or after those that are drawn.
    """

    years: tuple[Spread, ...]
    outside: int


def by_year(spans: Iterable[Span], today: date) -> Years:
    """How many lie in each year for certain and possibly.

    A date without an end may be any year up to the present one; one without a beginning, any from
    the first year that another date tells. A date that leaves everything open would have thousands
    of years told: those far from the present are not.
    """
    known = [span for span in spans if span.is_known]
    certain: Counter[int] = Counter()
    possible: Counter[int] = Counter()
    least, most, outside = today.year - _BEFORE, today.year + _AFTER, 0
    first = min((_end(span.first, span.last).year for span in known), default=0)
    for span in known:
        start = span.first.year if span.first else first
        end = span.last.year if span.last else max(start, today.year)
        if start < least or end > most:
            outside += span.count
        if start == end and least <= start <= most:
            certain[start] += span.count
        elif start != end:
            within = range(max(start, least), min(end, most) + 1)
            possible.update(dict.fromkeys(within, span.count))
    told = {*certain, *possible}
    return Years(
        tuple(
            Spread(year, year, certain[year], possible[year])
            for year in (range(min(told), max(told) + 1) if told else ())
        ),
        outside,
    )


def by_age(spans: Iterable[Span], today: date) -> tuple[Spread, ...]:
    """How many are of each band of ages for certain and possibly."""
    certain: Counter[int] = Counter()
    possible: Counter[int] = Counter()
    for span in spans:
        if not span.is_known:
            continue
        youngest = _band(span.last, today) if span.last else 0
        oldest = _band(span.first, today) if span.first else len(BANDS) - 1
        if youngest == oldest:
            certain[youngest] += span.count
        else:
            possible.update(dict.fromkeys(range(youngest, oldest + 1), span.count))
    ends = (*(least - 1 for least in BANDS[1:]), None)
    return tuple(
        Spread(start, end, certain[number], possible[number])
        for number, (start, end) in enumerate(zip(BANDS, ends, strict=True))
    )


def years_before(today: date, years: int) -> date:
    """The same day some years earlier; the last of February for the 29th where there is none."""
    year = max(date.min.year, today.year - years)
    try:
        return today.replace(year=year)
    except ValueError:
        return today.replace(year=year, day=28)


def _band(day: date, today: date) -> int:
    age = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return max(number for number, least in enumerate(BANDS) if least <= max(age, 0))


def _end(one: date | None, other: date | None) -> date:
    found = one or other
    assert found is not None
    return found
