"""Dates by a second way, to hold the first against: the Solar Hijri calendar from the sky, and EDTF
from what was meant before it was written.

The calendar of Iran has no rule of years: each begins on the day on which the sun crosses the
equator northward before noon of Iran's meridian, noon by the sun (E. M. Reingold and N. Dershowitz,
Calendrical Calculations, "The Persian Calendar"). The moment is computed after J. Meeus,
Astronomical Algorithms, chapter 27, which is right to a minute.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import cos, radians

MONTHS = (
    *("Farvardin", "Ordibehesht", "Khordad", "Tir", "Mordad", "Shahrivar"),
    *("Mehr", "Aban", "Azar", "Dey", "Bahman", "Esfand"),
)
# The periodic terms: how much, at which phase, how fast.
_TERMS = (
    (485, 324.96, 1934.136), (203, 337.23, 32964.467), (199, 342.08, 20.186),
    (182, 27.85, 445267.112), (156, 73.14, 45036.886), (136, 171.52, 22518.443),
    (77, 222.54, 65928.934), (74, 296.72, 3034.906), (70, 243.58, 9037.513),
    (58, 119.81, 33718.147), (52, 297.17, 150.678), (50, 21.02, 2281.226),
    (45, 247.54, 29929.562), (44, 325.15, 31555.956), (29, 60.93, 4443.417),
    (18, 155.12, 67555.328), (17, 288.79, 4562.452), (16, 198.04, 62894.029),
    (14, 199.76, 31436.921), (12, 95.39, 14577.848), (12, 287.11, 31931.756),
    (12, 320.81, 34777.259), (9, 227.73, 1222.114), (8, 15.45, 16859.074),
)  # fmt: skip
# The Julian day of 1 January of the year 1, at midnight, less its ordinal; Iran's meridian in days;
# noon by the sun, which in March comes seven and a half minutes after noon by the clock.
_DAY_0, _MERIDIAN, _NOON = 1721424.5, 52.5 / 360, 0.5 + 7.5 / 1440


@cache
def new_year(year: int) -> date:
    """The first day of a Solar Hijri year."""
    t = (year + 621 - 2000) / 1000
    mean = 2451623.80984 + t * (365242.37404 + t * (0.05169 - t * (0.00411 + t * 0.00057)))
    centuries = (mean - 2451545) / 36525
    w = radians(35999.373 * centuries - 2.47)
    width = 1 + 0.0334 * cos(w) + 0.0007 * cos(2 * w)
    sum_ = sum(a * cos(radians(b + c * centuries)) for a, b, c in _TERMS)
    local = mean + 0.00001 * sum_ / width + _MERIDIAN - _DAY_0
    return date.fromordinal(int(local) + (local % 1 >= _NOON))


def month_length(year: int, month: int) -> int:
    """How many days a Solar Hijri month has."""
    if month < 12:
        return 31 if month < 7 else 30
    return (new_year(year + 1) - new_year(year)).days - 336


def gregorian(year: int, month: int, day: int) -> date:
    """The day of a Solar Hijri date."""
    before = sum(month_length(year, earlier) for earlier in range(1, month))
    return new_year(year) + timedelta(days=before + day - 1)


def solar_hijri(day: date) -> tuple[int, int, int]:
    """The Solar Hijri year, month and day of a day."""
    year = day.year - 621
    if day < new_year(year):
        year -= 1
    rest = (day - new_year(year)).days
    month = 1
    while rest >= month_length(year, month):
        rest -= month_length(year, month)
        month += 1
    return year, month, rest + 1


@dataclass(frozen=True)
class Meant:
    """A date, the way it is written in EDTF, and the first and last day that it may be.

    None is a day that is open, unknown, or before the year 1, where Python's days begin.
    """

    text: str
    first: date | None
    last: date | None


def dated(year: int, month: int = 0, day: int = 0, marks: str = "") -> Meant:
    """A year, month or day, with a mark behind it or none."""
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part)]
    first = date(year, month or 1, day or 1)
    last = date(year, month or 12, day or monthrange(year, month or 12)[1])
    return Meant("-".join(parts) + marks, first, last)


def decades(year: int, unknown: int) -> Meant:
    """A year of which the last one or two digits are not known."""
    span = 10**unknown
    first = year // span * span
    text = f"{year:04}"[:-unknown] + "X" * unknown
    return Meant(text, date(first, 1, 1) if first else None, date(first + span - 1, 12, 31))


def masked(year: int, month: int) -> Meant:
    """A day of a month, or of a year for month 0, of which no more is known."""
    whole = dated(year, month)
    return Meant(f"{whole.text}-XX" if month else f"{whole.text}-XX-XX", whole.first, whole.last)


def interval(start: Meant | None, end: Meant | None, nothing: str) -> Meant:
    """From one date to another; ``nothing`` is how an end is written that there is not."""
    texts = [one.text if one else nothing for one in (start, end)]
    return Meant("/".join(texts), start and start.first, end and end.last)


def one_of(members: list[Meant], brackets: str) -> Meant:
    """One of some dates, or all of them."""
    firsts, lasts = zip(*((one.first, one.last) for one in members), strict=True)
    text = brackets[0] + ",".join(one.text for one in members) + brackets[1]
    return Meant(text, None if None in firsts else min(firsts), max(lasts))


def open_set(end: Meant, before: bool, brackets: str) -> Meant:
    """A date or one before it, or after it."""
    if before:
        return Meant(f"{brackets[0]}..{end.text}{brackets[1]}", None, end.last)
    return Meant(f"{brackets[0]}{end.text}..{brackets[1]}", end.first, None)
