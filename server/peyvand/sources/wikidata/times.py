"""Wikidata's dates as EDTF, with the precision they are given in.

Three traps are handled here. A precision coarser than the digits (1979-01-01 of precision
"year") cuts the digits; digits coarser than the precision (1955-00-00) cut the precision. Years
are written with four digits or, in old dumps, with eleven. JSON counts the year before 1 as -1,
RDF as 0 (XSD 1.1), and a day of the Julian calendar is turned into a Gregorian one in RDF only.
"""

from __future__ import annotations

import calendar
import re

JULIAN = "Q1985786"
DAY, MONTH, YEAR, DECADE, CENTURY, MILLENNIUM = 11, 10, 9, 8, 7, 6
_TIME = re.compile(
    r"([+-]?)([0-9]{4,16})-([0-9]{2})-([0-9]{2})(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:Z|[+-]00:00)?)?"
)
_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def edtf_of(
    time: str, precision: int | None, *, julian: bool = False, astronomical: bool = False
) -> str:
    """The EDTF of a Wikidata date.

    Args:
        time: ``+1955-00-00T00:00:00Z``, with or without sign and time of day.
        precision: Wikidata's number, 11 a day to 6 a millennium; None if the source does not say:
            then a first of January is a year and a first of a month is a month.
        julian: whether a day is of the Julian calendar.
        astronomical: whether there is a year 0, as in RDF.

    Raises:
        ValueError: no date, none that the calendar has, or one coarser than a millennium.
    """
    match = _TIME.fullmatch(time.strip())
    if not match:
        raise ValueError(f"{time[:40]!r} is not a date of Wikidata")
    sign, year, month, day = match[1], int(match[2]), int(match[3]), int(match[4])
    if sign == "-":
        year = -year if astronomical else 1 - year
    if precision is None:
        precision = MONTH if day <= 1 else DAY
        precision = YEAR if precision == MONTH and month <= 1 else precision
    if precision < MILLENNIUM:
        raise ValueError(f"{time[:40]!r} is coarser than a millennium")
    if precision >= MONTH and month == 0:
        precision = YEAR
    if precision >= DAY and day == 0:
        precision = MONTH
    if precision < YEAR:
        return _span(year, {DECADE: 10, CENTURY: 100, MILLENNIUM: 1000}[precision])
    text = _year(year)
    if precision == YEAR or text.startswith("Y"):
        return text
    if not 1 <= month <= 12:
        raise ValueError(f"{time[:40]!r} has no such month")
    if precision == MONTH:
        return f"{text}-{month:02}"
    # The calendar repeats every 400 years, so any year has one that Python knows.
    leap_julian = julian and year % 4 == 0 and (month, day) == (2, 29)
    if not leap_julian and not 1 <= day <= calendar.monthrange(year % 400 + 400, month)[1]:
        raise ValueError(f"{time[:40]!r} has no such day")
    if julian:
        year, month, day = _gregorian(year, month, day)
    return f"{_year(year)}-{month:02}-{day:02}"


def _year(year: int) -> str:
    if abs(year) > 9999:
        return f"Y{year}"
    return f"-{-year:04}" if year < 0 else f"{year:04}"


def _span(year: int, length: int) -> str:
    if length == 10 and 0 <= year <= 9999:
        return f"{year // 10:03}X"
    # The 1950s are 1950 to 1959, and the twentieth century is 1901 to 2000.
    start = year // 10 * 10 if length == 10 else (year - 1) // length * length + 1
    first, last = _year(start), _year(start + length - 1)
    if "Y" in first + last:
        raise ValueError(f"a span of years beyond four digits: {first} to {last}")
    return f"{first}/{last}"


def _gregorian(year: int, month: int, day: int) -> tuple[int, int, int]:
    """The Gregorian day of a Julian one, by way of the Julian day number."""
    shifted = (14 - month) // 12
    y, m = year + 4800 - shifted, month + 12 * shifted - 3
    number = day + (153 * m + 2) // 5 + 365 * y + y // 4 - 32083
    a = number + 32044
    b = (4 * a + 3) // 146097
    c = a - 146097 * b // 4
    d = (4 * c + 3) // 1461
    e = c - 1461 * d // 4
    m = (5 * e + 2) // 153
    return 100 * b + d - 4800 + m // 10, m + 3 - 12 * (m // 10), e - (153 * m + 2) // 5 + 1


def wikidata_time(edtf: str) -> str:
    """A day, month or year of EDTF as QuickStatements takes it: ``+1955-00-00T00:00:00Z/9``.

    Raises:
        ValueError: the date is not plain; a span or an uncertain date is not sent as if it were.
    """
    match = _EDTF.fullmatch(edtf)
    if not match:
        raise ValueError(f"{edtf!r} is not a plain day, month or year")
    year, month, day = match[1], match[2] or "00", match[3] or "00"
    precision = YEAR + (month != "00") + (day != "00")
    return f"+{year}-{month}-{day}T00:00:00Z/{precision}"
