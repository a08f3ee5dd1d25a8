"""What was in force on a day: certain, possible, no, or unknown."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.clocks import InForce
from peyvand.clocks.force import in_force

DAY = date(2005, 6, 30)
YEARS = st.integers(1990, 2020)


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        ((), (), "unknown"),
        (("2004",), (), "certain"),
        (("2005-06-30",), (), "certain"),
        (("2005-07-01",), (), "no"),
        (("2005",), (), "possible"),
        (("[2000,2009]",), (), "possible"),
        (("[1991,1996,1997]",), (), "certain"),
        (("[2006,2009]",), (), "no"),
        (("1994-03-21/1995-03-20",), (), "certain"),
        (("2004?",), (), "certain"),
        # An end that is open.
        (("../2004",), (), "certain"),
        (("../2009",), (), "possible"),
        (("2004/..",), (), "possible"),
        (("2009/..",), (), "no"),
        (("XXXX",), (), "unknown"),
        (("no date",), (), "unknown"),
        # It ended after the day, on it, before it, or perhaps.
        (("1989",), ("2005-07-01",), "certain"),
        (("1989",), ("2005-06-30",), "no"),
        (("1989",), ("2001",), "no"),
        (("1989",), ("2005",), "possible"),
        (("1989",), ("[2001,2009]",), "possible"),
        (("1989",), ("XXXX",), "possible"),
        (("1989",), ("no date",), "certain"),
        (("2005",), ("2005",), "possible"),
        # When it began is not known, but it is over.
        ((), ("2001",), "no"),
        ((), ("2009",), "unknown"),
        # Rivals: what they agree on.
        (("1989", "2000"), (), "certain"),
        (("2006", "2009"), (), "no"),
        (("2000", "2009"), (), "possible"),
        (("1989",), ("2001", "2009"), "possible"),
        ((), ("2001", "2009"), "unknown"),
        (("XXXX", "1989"), (), "possible"),
        (("XXXX", "2009"), (), "unknown"),
        (("XXXX", "1989", "2009"), (), "possible"),
    ],
)
def test_dates_tell_what_they_tell(
    starts: tuple[str, ...], ends: tuple[str, ...], told: str
) -> None:
    assert in_force(starts, ends, DAY) == told


@given(YEARS, YEARS, st.none() | YEARS, st.none() | YEARS)
def test_what_is_told_holds_whichever_days_are_meant(
    start: int, later: int, end: int | None, last: int | None
) -> None:
    """Every day that the dates may mean is tried, by its year."""
    begins = range(min(start, later), max(start, later) + 1)
    finishes = [None] if end is None else range(min(end, last or end), max(end, last or end) + 1)
    span = f"{begins[0]:04}-01-01/{begins[-1]:04}-01-01"
    ends = () if end is None else (f"{finishes[0]}-01-01/{finishes[-1]}-01-01",)
    outcomes = {
        date(begin, 1, 1) <= DAY and (finish is None or date(finish, 1, 1) > DAY)
        for begin in begins
        for finish in finishes
    }
    told = in_force((span,), ends, DAY)
    if told == InForce.CERTAIN:
        assert outcomes == {True}
    elif told == InForce.NO:
        assert outcomes == {False}
    else:
        assert told == InForce.POSSIBLE
        assert outcomes == {True, False}
