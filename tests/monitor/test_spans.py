"""Signings by year and by age, where dates leave open which it is."""

from __future__ import annotations

from datetime import date

import pytest

from peyvand.monitor.model import Spread
from peyvand.monitor.spans import Span, by_age, by_year, years_before

TODAY = date(2026, 11, 29)


def span(first: str = "", last: str = "", count: int = 1) -> Span:
    return Span(
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
        count,
    )


def years(*spans: Span) -> dict[int, tuple[int, int]]:
    return {one.start: (one.certain, one.possible) for one in by_year(spans, TODAY).years}


def ages(*spans: Span) -> list[tuple[int, int]]:
    return [(one.certain, one.possible) for one in by_age(spans, TODAY)]


def test_a_day_a_month_or_a_year_is_certain() -> None:
    one = span("2004-05-06", "2004-05-06", 2)
    assert years(one, span("2005-01-01", "2005-12-31")) == {2004: (2, 0), 2005: (1, 0)}


def test_a_date_of_several_years_is_possible_in_each_and_years_between_are_told() -> None:
    found = years(span("2000-12-31", "2002-01-01", 3), span("2004-01-01", "2004-12-31"))
    assert found == {2000: (0, 3), 2001: (0, 3), 2002: (0, 3), 2003: (0, 0), 2004: (1, 0)}


def test_a_date_without_an_end_may_be_any_year_up_to_the_present() -> None:
    assert years(span("2025-06-01")) == {2025: (0, 1), 2026: (0, 1)}
    # One that is ahead is no earlier than it says.
    assert years(span("2030-01-01")) == {2030: (1, 0)}


def test_a_date_without_a_beginning_may_be_any_year_from_the_first_that_is_told() -> None:
    found = years(span("", "2001-12-31"), span("2000-01-01", "2000-12-31"))
    assert found == {2000: (1, 1), 2001: (0, 1)}


def test_years_far_from_the_present_are_not_told_and_how_many_are_there_is() -> None:
    found = by_year([span("0001-01-01", "9999-12-31", 2), span("0836-01-01", "0836-12-31")], TODAY)
    assert (found.years[0].start, found.years[-1].start) == (1826, 2046)
    assert {(one.certain, one.possible) for one in found.years} == {(0, 2)}
    assert found.outside == 3
    assert by_year([span("0836-01-01", "0836-12-31")], TODAY).years == ()


def test_what_has_no_date_is_passed_over() -> None:
    assert years(span()) == {}
    assert ages(span()) == [(0, 0)] * 5


def test_the_bands_of_ages_follow_each_other() -> None:
    bands = by_age([], TODAY)
    assert [(band.start, band.end) for band in bands] == [
        (0, 9), (10, 19), (20, 29), (30, 49), (50, None),
    ]  # fmt: skip
    assert bands[0] == Spread(0, 9, 0, 0)


@pytest.mark.parametrize(
    ("day", "band"),
    [
        ("2026-11-29", 0),
        ("2016-11-30", 0),
        ("2016-11-29", 1),
        ("2006-11-30", 1),
        ("2006-11-29", 2),
        ("1976-11-30", 3),
        ("1976-11-29", 4),
        ("1800-01-01", 4),
        ("2030-01-01", 0),
    ],
)
def test_an_age_is_of_full_years(day: str, band: int) -> None:
    found = ages(span(day, day))
    assert found == [(int(place == band), 0) for place in range(5)]


def test_an_age_that_is_not_certain_is_possible_in_each_band() -> None:
    assert ages(span("2000-01-01", "2009-12-31", 2)) == [(0, 0), (0, 2), (0, 2), (0, 0), (0, 0)]
    assert ages(span("2004-01-01")) == [(0, 1), (0, 1), (0, 1), (0, 0), (0, 0)]
    assert ages(span("", "1990-01-01")) == [(0, 0), (0, 0), (0, 0), (0, 1), (0, 1)]


def test_some_years_before_a_day() -> None:
    assert years_before(TODAY, 20) == date(2006, 11, 29)
    assert years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)
    assert years_before(TODAY, 999_999_999) == date(1, 11, 29)
