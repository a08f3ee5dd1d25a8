"""Dates as people write them, in either calendar and in any digits."""

from __future__ import annotations

from datetime import date

import jdatetime
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calendars import MONTHS, gregorian, month_length
from peyvand.register.dates import read_date, suggestion
from peyvand.sources.dates import bounds

PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
FA_MONTHS = tuple(jdatetime.date.j_months_fa)


@pytest.mark.parametrize(
    ("text", "edtf", "hijri"),
    [
        ("۱۲ اردیبهشت ۱۴۰۳", "2024-05-01", "1403-02-12"),
        ("12 ارديبهشت 1403", "2024-05-01", "1403-02-12"),
        ("۱۲ اردیبهشت‌ماه ۱۴۰۳", "2024-05-01", "1403-02-12"),
        ("۱۲ اردیبهشت ماه سال ۱۴۰۳", "2024-05-01", "1403-02-12"),
        ("چهارشنبه ۱۲ اردیبهشت ۱۴۰۳", "2024-05-01", "1403-02-12"),
        ("چهارشنبه، ۱۲ اردیبهشت ۱۴۰۳", "2024-05-01", "1403-02-12"),
        ("خرداد ۱۳۹۵", "2016-05-21/2016-06-20", "1395-03"),
        ("خرداد ماه ۱۳۹۵", "2016-05-21/2016-06-20", "1395-03"),
        ("بهار ۱۳۹۵", "2016-03-20/2016-06-20", "1395-01/1395-03"),
        ("13 Tir 1395", "2016-07-03", "1395-04-13"),
        ("۱۳۹۵ خورشیدی", "2016-03-20/2017-03-20", "1395"),
        ("1387 SH", "2008-03-20/2009-03-20", "1387"),
        ("سال ۱۳۸۷ هجری شمسی", "2008-03-20/2009-03-20", "1387"),
        ("12 May 2016", "2016-05-12", ""),
        ("May 12, 2016", "2016-05-12", ""),
        ("June 3 2001", "2001-06-03", ""),
        ("3rd of June 2001", "2001-06-03", ""),
        ("Wednesday, 1 May 2024", "2024-05-01", ""),
        ("۱۲ مهٔ ۲۰۱۶", "2016-05-12", ""),
        ("ژوئیهٔ ۲۰۱۶", "2016-07", ""),
        ("۲۰۱۶ میلادی", "2016", ""),
        ("1403 AD", "1403", ""),
        ("٢٠١٦", "2016", ""),
        ("2016-05", "2016-05", ""),
        ("2016/5/12", "2016-05-12", ""),
        ("spring 2016", "2016-21", ""),
        ("about 2005", "2005~", ""),
        ("2005؟", "2005?", ""),
        ("حدود سال ۲۰۰۵", "2005~", ""),
        ("شاید خرداد ۱۳۹۵", "2016-05-21?/2016-06-20?", "1395-03"),
        ("from 2000 to 2009", "2000/2009", ""),
        ("2000–2009", "2000/2009", ""),
        ("195X", "195X", ""),
        ("[1667..1672]", "[1667..1672]", ""),
        ("1994-03-21/1995-03-20", "1994-03-21/1995-03-20", ""),
    ],
)
def test_what_tells_its_calendar_is_read_in_it(text: str, edtf: str, hijri: str) -> None:
    read = read_date(text)
    assert (read.edtf, read.hijri, read.assumed) == (edtf, hijri, False)


@pytest.mark.parametrize(
    ("text", "edtf", "hijri"),
    [
        ("1387", "2008-03-20/2009-03-20", "1387"),
        ("۱۴۰۳/۰۲/۱۲", "2024-05-01", "1403-02-12"),
        ("1403-02-12", "2024-05-01", "1403-02-12"),
        ("حدود ۱۳۸۷", "2008-03-20~/2009-03-20~", "1387"),
        ("از ۱۳۸۰ تا ۱۳۸۵", "2001-03-21/2007-03-20", "1380/1385"),
        ("1380/1385", "2001-03-21/2007-03-20", "1380/1385"),
    ],
)
def test_a_year_of_the_solar_hijri_calendar_is_taken_for_one_and_said(
    text: str, edtf: str, hijri: str
) -> None:
    read = read_date(text)
    assert (read.edtf, read.hijri, read.assumed) == (edtf, hijri, True)


@pytest.mark.parametrize("year", [1199, 1501, 1900])
def test_other_years_are_gregorian(year: int) -> None:
    assert read_date(str(year)).edtf == str(year)


@pytest.mark.parametrize(
    "text", ["one of 2000, 2009", "2009 or 2000", "[2000,2009]", "۲۰۰۰ یا ۲۰۰۹"]
)
def test_one_of_several_keeps_each(text: str) -> None:
    read = read_date(text)
    assert read.edtf == "[2000,2009]"
    assert read.candidates == ("2000", "2009")


def test_one_of_several_solar_hijri_years() -> None:
    read = read_date("یکی از ۱۳۸۰ و ۱۳۸۵")
    assert read.edtf == "[2001-03-21..2002-03-20,2006-03-21..2007-03-20]"
    assert read.candidates == ("2001-03-21/2002-03-20", "2006-03-21/2007-03-20")
    assert read.hijri_candidates == ("1380", "1385")
    assert read.assumed


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("--,,//", ""),
        ("", ""),
        ("9999-99-99", ""),
        ("soon", ""),
        ("2016-13", ""),
        ("2001-02-30", ""),
        ("۳۰ اسفند ۱۴۰۲", ""),
        ("1402-12-30", ""),
        ("خرداد 2016", ""),
        ("12 May 1395 خورشیدی", ""),
        ("1440 هجری قمری", ""),
        ("2009 – 2000", ""),
        ("one of 2000", ""),
        ("12/05/2016", "2016-05-12, 2016-12-05"),
        ("25/12/2016", "2016-12-25"),
        ("خرداد ۹۵", "خرداد 1395"),
        ("95", "1395"),
    ],
)
def test_what_is_no_date_or_may_be_two_is_refused_with_what_may_be_meant(
    text: str, meant: str
) -> None:
    with pytest.raises(ValueError, match="is no date"):
        read_date(text)
    assert suggestion(text) == meant


@st.composite
def hijri_days(draw: st.DrawFn) -> tuple[int, int, int]:
    year, month = draw(st.integers(1300, 1450)), draw(st.integers(1, 12))
    return year, month, draw(st.integers(1, month_length(year, month)))


@given(
    hijri_days(),
    st.sampled_from([str.maketrans({}), PERSIAN, ARABIC]),
    st.sampled_from(
        ["{d} {fa} {y}", "{d} {en} {y}", "{y}/{m}/{d}", "{y}-{m:02}-{d:02}", "{d} {fa}‌ماه {y}"]
    ),
)
def test_every_day_of_the_solar_hijri_calendar_comes_back(
    day: tuple[int, int, int], script: dict[int, int], form: str
) -> None:
    """Held against the calendar as it is computed from the sky."""
    year, month, number = day
    text = form.format(
        y=year, m=month, d=number, fa=FA_MONTHS[month - 1], en=MONTHS[month - 1]
    ).translate(script)
    read = read_date(text)
    assert read.edtf == gregorian(year, month, number).isoformat()
    assert read.hijri == f"{year}-{month:02}-{number:02}"


@given(
    st.dates(date(1502, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%Y/%m/%d", "%A, %d %b %Y"]),
)
def test_every_gregorian_day_comes_back(day: date, form: str) -> None:
    assert read_date(day.strftime(form)).edtf == day.isoformat()


@given(st.text(alphabet="0123456789۰۱۲۳۴۵۶۷۸۹-/.,،~?[]{} یاازتاMay", max_size=24))
def test_whatever_is_written_is_a_date_that_exists_or_none(text: str) -> None:
    try:
        read = read_date(text)
    except ValueError:
        suggestion(text)
    else:
        bounds(read.edtf)
