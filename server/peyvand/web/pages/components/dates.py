"""Dates as people read them: an EDTF date in both calendars, in the language of the page.

The month names of the Gregorian calendar are those of the Unicode CLDR (through Babel), the days
of the Solar Hijri calendar are computed by ``jdatetime``. Nothing is made more exact than it is:
a year of one calendar is two years of the other.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, reduce

import jdatetime
from babel.dates import format_date

from peyvand.digits import digits
from peyvand.texts import text as text_of

_ONE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([?~%]?)", re.ASCII)
_DECADE = re.compile(r"(\d{3})X", re.ASCII)
_SETS = re.compile(r"[\[{]([^\[\]{}]+)[\]}]")
_GREGORIAN = {1: "y", 2: "MMMM y", 3: "d MMMM y"}
# What an EDTF date says of itself by its mark.
_MARKS = {"~": "about", "?": "uncertain", "%": "about-uncertain"}


@lru_cache(maxsize=8192)
def spoken(text: str, language: str) -> str:
    """An EDTF date in words and in both calendars.

    Args:
        text: an EDTF expression such as ``2013-12-18?``, ``[2000,2009]`` or ``2020/..``.
        language: ``en`` or ``fa``.

    Returns:
        The date in the page's language and digits, the Solar Hijri date in brackets, or the
        Gregorian one where the expression is a year or month of the Solar Hijri calendar. What
        is not understood stays as it is.
    """
    read = _read(text.strip(), language)
    return digits(text if read is None else read, language)


def moment(text: str, language: str) -> str:
    """A date with a time in words, in universal time; what is not understood stays as it is.

    Args:
        text: an xsd:dateTime.
        language: ``en`` or ``fa``.
    """
    try:
        at = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return text
    day, clock = spoken(f"{at:%Y-%m-%d}", language), digits(f"{at:%H:%M}", language)
    return _phrase("moment", language, date=day, time=clock)


def solar_year(day: date, language: str) -> str:
    """The year of the Solar Hijri calendar that a day is in, in words; nothing before its first.

    Args:
        day: of the Gregorian calendar.
        language: ``en`` or ``fa``.
    """
    try:
        year = jdatetime.date.fromgregorian(date=day).year
    except ValueError:
        return ""
    return digits(_phrase("hijri", language, years=year), language) if year > 0 else ""


def _read(text: str, language: str) -> str | None:
    if match := _SETS.fullmatch(text):
        members = [_member(part.strip(), language) for part in match[1].split(",")]
        if not all(members):
            return None
        return reduce(lambda one, other: _phrase("or", language, one=one, other=other), members)
    if match := _DECADE.fullmatch(text):
        first, last = date(int(match[1]) * 10, 1, 1), date(int(match[1]) * 10 + 9, 12, 31)
        return _both(_phrase("decade", language, year=match[1] + "0"), first, last, 1, language)
    start, stroke, end = text.partition("/")
    if not stroke:
        return _single(text, language)
    if end in ("..", "") and (known := _single(start, language)):
        return _phrase("from", language, date=known)
    if start in ("..", "") and (known := _single(end, language)):
        return _phrase("to", language, date=known)
    return _interval(start, end, language)


def _member(text: str, language: str) -> str | None:
    """One of a set: a date, or any from one date to another."""
    start, dots, end = text.partition("..")
    if not (start and dots and end):
        return _read(text, language)
    span = _interval(start, end, language)
    return span and _phrase("within", language, span=span)


def _single(text: str, language: str) -> str | None:
    parts = _parts(text)
    if parts is None:
        return None
    first, last, precision, doubt = parts
    shown = _both(_gregorian(first, precision, language), first, last, precision, language)
    return _phrase(_MARKS[doubt], language, date=shown) if doubt else shown


def _interval(start: str, end: str, language: str) -> str | None:
    begin, finish = _parts(start), _parts(end)
    if begin is None or finish is None:
        return None
    first, last = begin[0], finish[1]
    spans = [_gregorian(first, begin[2], language), _gregorian(finish[0], finish[2], language)]
    between = " – "
    doubt = max(begin[3], finish[3])
    precision = min(begin[2], finish[2])
    whole = _hijri_whole(first, last, language) if precision == 3 else None
    if whole:
        shown = f"{whole} ({between.join(spans)})"
    else:
        shown = _both(between.join(spans), first, last, precision, language)
    return _phrase(_MARKS[doubt], language, date=shown) if doubt else shown


def _parts(text: str) -> tuple[date, date, int, str] | None:
    """The first and last day of a date, how many parts it has, and its sign of doubt."""
    match = _ONE.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups()[:3])
    try:
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        last = date(year, last_month, day or monthrange(year, last_month)[1])
    except ValueError:
        return None
    return first, last, 1 + bool(month) + bool(day), match[4]


def _both(shown: str, first: date, last: date, precision: int, language: str) -> str:
    hijri = _hijri(first, last, precision, language)
    return f"{shown} ({hijri})" if hijri else shown


def _gregorian(day: date, precision: int, language: str) -> str:
    return format_date(day, _GREGORIAN[precision], locale=language)


def _hijri(first: date, last: date, precision: int, language: str) -> str:
    """The Solar Hijri days, months or years from one day to another."""
    try:
        ends = [jdatetime.date.fromgregorian(date=day) for day in (first, last)]
    except ValueError:
        return ""  # before the calendar begins
    if precision == 1:
        span = f"{ends[0].year}–{ends[1].year}"
        return _phrase("hijri", language, years=span)
    written = [_hijri_day(day, precision, language) for day in ends]
    return " – ".join(dict.fromkeys(written))


def _hijri_whole(first: date, last: date, language: str) -> str | None:
    """The Solar Hijri year or month that begins and ends on these days; None if none does."""
    try:
        start = jdatetime.date.fromgregorian(date=first)
        after = jdatetime.date.fromgregorian(date=last + timedelta(days=1))
    except (ValueError, OverflowError):
        return None
    if start.day != 1 or after.day != 1:
        return None
    months = (after.year - start.year) * 12 + after.month - start.month
    if months == 1:
        return _hijri_day(start, 2, language)
    if start.month == 1 and months == 12:
        return _phrase("hijri", language, years=start.year)
    return None


def _hijri_day(day: jdatetime.date, precision: int, language: str) -> str:
    names = jdatetime.date.j_months_fa if language == "fa" else jdatetime.date.j_months_en
    parts = [str(day.day)] if precision == 3 else []
    return " ".join([*parts, names[day.month - 1], str(day.year)])


def _phrase(key: str, language: str, **values: object) -> str:
    return text_of(key, language, "date").format(**values)
