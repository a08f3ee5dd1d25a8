"""Dates as the graph writes them: EDTF, with Solar Hijri dates read into Gregorian ones.

EDTF is the Extended Date/Time Format of ISO 8601-2; the ``edtf`` package parses it, and
``jdatetime`` converts the Solar Hijri calendar. Nothing here guesses: a date that does not
exist is an error, never repaired.
"""

from __future__ import annotations

import functools
import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import jdatetime

from peyvand.sources.edtf import in_profile, parsed

SOLAR_HIJRI = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)
# A year, month or day, and the months and days that may exist; seasons are left to the parser.
_PLAIN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")


def solar_hijri_to_edtf(text: str) -> str:
    """The Gregorian reading of a Solar Hijri year, month or day.

    Args:
        text: ``1373``, ``1394-02`` or ``1399-11-25``.

    Returns:
        An EDTF day, or an EDTF interval of days from the first to the last day, both included.

    Raises:
        ValueError: no such date, or not of one of the three forms.
    """
    match = SOLAR_HIJRI.fullmatch(text)
    if not match:
        raise ValueError(f"{text!r} is not a Solar Hijri year, year-month or year-month-day")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    # A part that is given as 00 is passed on, so that the calendar refuses it.
    first = jdatetime.date(year, 1 if month is None else month, 1 if day is None else day)
    if day:
        return str(first.togregorian())
    if month:
        after = jdatetime.date(year + month // 12, month % 12 + 1, 1)
    else:
        after = jdatetime.date(year + 1, 1, 1)
    last = after.togregorian() - timedelta(days=1)
    return f"{first.togregorian()}/{last}"


def check_edtf(text: str) -> str:
    """The text itself, if it is an EDTF expression of dates that exist.

    It must be of the profile that the shapes hold writes to, too (see ``sources/edtf.py``): what
    a build takes, a write takes. The parser is not asked again: it takes ten milliseconds a date,
    and reads every date of the profile.

    Raises:
        ValueError: it is not EDTF, or names a day that the calendar does not have.
    """
    if not in_profile(text):
        raise ValueError(
            f"{text!r} is not an EDTF date that exists "
            "(2004, 2015-04, 2015-04-21, 2004~, [2000,2009], a/b)"
        )
    return text


@functools.lru_cache(maxsize=4096)
def bounds(text: str) -> tuple[date | None, date | None]:
    """The first and last day that an EDTF expression may mean; None where it is open or unknown.

    Qualifiers (``?``, ``~``) do not widen the bounds: they say how sure the date is.

    Raises:
        ValueError: it is not EDTF.
    """
    if "XXXX" in text:
        # The parser takes a year of which nothing is known to be 0 to 9999.
        return None, None
    if plain := _plain(text):
        return plain
    found = parsed(text)
    first, last = _day(found.lower_strict()), _day(found.upper_strict())
    # Of an end that is unknown, the parser takes it to lie within ten years.
    return None if text.startswith("/") else first, None if text.endswith("/") else last


def newest(texts: Iterable[str]) -> set[str]:
    """Those of some dates that may be the last of them.

    There are several where they leave open which it is: of ``2022`` and ``2022-01-09`` either may
    be the later.

    Args:
        texts: EDTF; an end that is open or unknown may be any day.
    """
    spans = {text: bounds(text) for text in texts}
    latest = max((first or date.min for first, _ in spans.values()), default=date.min)
    return {text for text, (_, last) in spans.items() if (last or date.max) >= latest}


def _plain(text: str) -> tuple[date, date] | None:
    """The bounds of a year, month or day, or of an interval of two; None of anything else.

    Nearly all dates are such, and the parser takes ten milliseconds for each.
    """
    start, slash, end = text.partition("/")
    first, last = _PLAIN.fullmatch(start), _PLAIN.fullmatch(end if slash else start)
    if not first or not last:
        return None
    year, month, day = (int(part or 0) for part in last.groups())
    try:
        found = date.fromisoformat("-".join(part or "01" for part in first.groups()))
        return found, date(year, month or 12, day or monthrange(year, month or 12)[1])
    except ValueError:
        return None


def _day(moment: Any) -> date | None:
    # The parser gives a struct_time, or an infinite float for an open end; Python has no years
    # before 1.
    if isinstance(moment, float) or not date.min.year <= moment.tm_year <= date.max.year:
        return None
    return date(moment.tm_year, moment.tm_mon, moment.tm_mday)
