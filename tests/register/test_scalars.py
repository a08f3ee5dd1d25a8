"""Amounts as people write them, and the terms that they become."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.register.scalars import decimal, decimal_of


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1200", "1200"),
        (" 12,000,000 ", "12000000"),
        ("1 300", "1300"),
        ("۱۲٬۰۰۰٬۰۰۰", "12000000"),
        ("١٢٫٥", "12.5"),
        ("12.50", "12.5"),
        ("1,200.25", "1200.25"),
        ("0.125", "0.125"),
        ("-5", "-5"),
        ("−5", "-5"),
        ("+7", "7"),
        ("0", "0"),
        ("007.0", "7"),
    ],
)
def test_an_amount_is_read(written: str, number: str) -> None:
    assert decimal(decimal_of(written)).value == number


@pytest.mark.parametrize(
    "written",
    ["", "x", "1.200", "12,5", "1,2,3", "1e9", "NaN", "Infinity", "1200 m", "--5", "9" * 31, "½"],
)
def test_what_is_no_amount_or_may_be_one_of_two_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        decimal_of(written)


@given(st.decimals(min_value=-(10**20), max_value=10**20, places=4, allow_nan=False))
def test_an_amount_that_is_written_is_read_again(number: Decimal) -> None:
    term = decimal(number)
    assert Decimal(term.value) == number
    if "." not in term.value or len(term.value.partition(".")[2]) != 3:
        assert decimal_of(term.value) == number


@given(st.text(max_size=12))
def test_whatever_is_written_is_an_amount_or_refused(written: str) -> None:
    try:
        found = decimal_of(written)
    except ValueError:
        return
    assert found.is_finite()
