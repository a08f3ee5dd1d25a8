"""Dates: Solar Hijri to Gregorian, EDTF checked and bounded."""

from datetime import date

import pytest

from peyvand.sources.dates import bounds, check_edtf, solar_hijri_to_edtf


@pytest.mark.parametrize(
    ("hijri", "edtf"),
    [
        ("1373", "1994-03-21/1995-03-20"),
        ("1387", "2008-03-20/2009-03-20"),  # 1387 was a leap year
        ("1394-02", "2015-04-21/2015-05-21"),
        ("1395-03", "2016-05-21/2016-06-20"),
        ("1398-12", "2020-02-20/2020-03-19"),
        ("1399-12", "2021-02-19/2021-03-20"),  # 30 days of Esfand
        ("1399-11-25", "2021-02-13"),
        ("1382-10-17", "2004-01-07"),
    ],
)
def test_solar_hijri_dates_become_gregorian(hijri: str, edtf: str) -> None:
    assert solar_hijri_to_edtf(hijri) == edtf


@pytest.mark.parametrize("text", ["1398-12-30", "1400-13", "1400-00", "140", "1400/01/01", ""])
def test_a_solar_hijri_date_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        solar_hijri_to_edtf(text)


@pytest.mark.parametrize(
    "text",
    ["2004", "2015-04", "2015-04-21", "2013-12-18?", "2019-02-24~", "[2000,2009]", "2020/..",
     "195X", "1994-03-21/1995-03-20"],
)  # fmt: skip
def test_edtf_is_kept_as_it_is(text: str) -> None:
    assert check_edtf(text) == text


@pytest.mark.parametrize("text", ["2004-02-30", "2023-02-29", "2024-13", "20O4", "last week", ""])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"EDTF|does not exist"):
        check_edtf(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2004", date(2004, 1, 1), date(2004, 12, 31)),
        ("[2000,2009]", date(2000, 1, 1), date(2009, 12, 31)),
        ("2020/..", date(2020, 1, 1), None),
        ("../2020", None, date(2020, 12, 31)),
        ("2013-12-18?", date(2013, 12, 18), date(2013, 12, 18)),
        ("195X", date(1950, 1, 1), date(1959, 12, 31)),
    ],
)
def test_bounds(text: str, first: date | None, last: date | None) -> None:
    assert bounds(text) == (first, last)
