"""Dates in words: both calendars, no more exact than they are."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import jdatetime
import pytest
from hypothesis import given
from hypothesis import strategies as st

import calendars
from peyvand.sources.dates import solar_hijri_to_edtf
from peyvand.web.pages.components.dates import moment, spoken


@pytest.mark.parametrize(
    ("text", "english", "persian"),
    [
        ("2013", "2013 (1391–1392 SH)", "۲۰۱۳ (۱۳۹۱–۱۳۹۲ خورشیدی)"),
        ("2013-12-18", "18 December 2013 (27 Azar 1392)", "۱۸ دسامبر ۲۰۱۳ (۲۷ آذر ۱۳۹۲)"),
        (
            "2013-12-18?",
            "18 December 2013 (27 Azar 1392) (uncertain)",
            "۱۸ دسامبر ۲۰۱۳ (۲۷ آذر ۱۳۹۲) (نامطمئن)",
        ),
        (
            "[2000,2009]",
            "2000 (1378–1379 SH) or 2009 (1387–1388 SH)",
            "۲۰۰۰ (۱۳۷۸–۱۳۷۹ خورشیدی) یا ۲۰۰۹ (۱۳۸۷–۱۳۸۸ خورشیدی)",
        ),
        (
            "[2024-03-31..2024-05-04]",
            "some time in 31 March 2024 – 4 May 2024 (12 Farvardin 1403 – 15 Ordibehesht 1403)",
            "زمانی در ۳۱ مارس ۲۰۲۴ – ۴ مهٔ ۲۰۲۴ (۱۲ فروردین ۱۴۰۳ – ۱۵ اردیبهشت ۱۴۰۳)",
        ),
        (
            "1994-03-21/1995-03-20",
            "1373 SH (21 March 1994 – 20 March 1995)",
            "۱۳۷۳ خورشیدی (۲۱ مارس ۱۹۹۴ – ۲۰ مارس ۱۹۹۵)",
        ),
        ("2020/..", "2020 (1398–1399 SH) or later", "۲۰۲۰ (۱۳۹۸–۱۳۹۹ خورشیدی) یا پس از آن"),
        ("195X", "the 1950s (1328–1338 SH)", "دههٔ ۱۹۵۰ (۱۳۲۸–۱۳۳۸ خورشیدی)"),
    ],
)
def test_dates_in_both_languages(text: str, english: str, persian: str) -> None:
    assert (spoken(text, "en"), spoken(text, "fa")) == (english, persian)


@pytest.mark.parametrize("text", ["", "x", "2013-02-30", "next year", "[x,y]", "/", "0000-13"])
def test_what_is_not_understood_stays(text: str) -> None:
    assert spoken(text, "en") == text


@pytest.mark.parametrize(
    ("text", "english", "persian"),
    [
        (
            "2024-05-01T10:03:59Z",
            "1 May 2024 (12 Ordibehesht 1403), 10:03 UTC",
            "۱ مهٔ ۲۰۲۴ (۱۲ اردیبهشت ۱۴۰۳)، ساعت ۱۰:۰۳ به وقت جهانی",
        ),
        (
            "2024-05-01T01:03:59+03:30",
            "30 April 2024 (11 Ordibehesht 1403), 21:33 UTC",
            "۳۰ آوریل ۲۰۲۴ (۱۱ اردیبهشت ۱۴۰۳)، ساعت ۲۱:۳۳ به وقت جهانی",
        ),
        ("10 o'clock", "10 o'clock", "10 o'clock"),
        ("0001-01-01T00:00:00+10:00", "0001-01-01T00:00:00+10:00", "0001-01-01T00:00:00+10:00"),
    ],
)
def test_moments_in_both_languages(text: str, english: str, persian: str) -> None:
    assert (moment(text, "en"), moment(text, "fa")) == (english, persian)


@given(st.integers(1200, 1450), st.integers(0, 12), st.integers(0, 29))
def test_a_solar_hijri_date_comes_back_as_itself(year: int, month: int, day: int) -> None:
    text = "-".join(
        [f"{year:04}", *(f"{month:02}",) * (month > 0), *(f"{day:02}",) * (month * day > 0)]
    )
    shown = spoken(solar_hijri_to_edtf(text), "en")
    parts = [jdatetime.date.j_months_en[month - 1], str(year)] if month else [f"{year} SH"]
    if month and day:
        parts = [str(day), *parts]
    assert " ".join(parts) in shown


@given(st.dates(date(1822, 1, 1), date(2070, 12, 31)))
def test_the_sky_tells_the_same_day(day: date) -> None:
    year, month, number = calendars.solar_hijri(day)
    shown = f"{day.day} {day:%B} {day.year} ({number} {calendars.MONTHS[month - 1]} {year})"
    assert spoken(str(day), "en") == shown
    first, last = calendars.solar_hijri(day.replace(day=1)), calendars.solar_hijri(_last_of(day))
    months = [f"{calendars.MONTHS[one[1] - 1]} {one[0]}" for one in (first, last)]
    assert spoken(f"{day:%Y-%m}", "en") == f"{day:%B} {day.year} ({' – '.join(months)})"
    years = [calendars.solar_hijri(day.replace(month=m, day=d))[0] for m, d in ((1, 1), (12, 31))]
    assert spoken(f"{day.year}", "en") == f"{day.year} ({years[0]}–{years[1]} SH)"


def _last_of(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    assert isinstance(spoken(text, "fa"), str)
