"""The day that is asked about, in either calendar."""

from __future__ import annotations

from datetime import date

import pytest

from peyvand.clocks import read_day
from peyvand.errors import BadRequest


@pytest.mark.parametrize(
    "text",
    [
        *("2005-06-30", "30 June 2005", "۲۰۰۵-۰۶-۳۰", "1384-04-09", "۱۳۸۴-۰۴-۰۹", "1384/4/9"),
        *("۹ تیر ۱۳۸۴", "9 Tir 1384", "پنجشنبه ۹ تیر ۱۳۸۴"),
    ],
)
def test_a_day_may_be_of_either_calendar(text: str) -> None:
    assert read_day(text) == date(2005, 6, 30)


@pytest.mark.parametrize(
    "text",
    ["", "2005", "2005-06", "2005-06-31", "1384-12-30", "tomorrow", "2005/..", "2005-06-30?"],
)
def test_what_is_no_day_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(BadRequest) as refused:
        read_day(text)
    for language, said in (("en", "is no day"), ("fa", "یک روز نیست")):
        message, hint = refused.value.texts(language)
        assert said in message
        assert "1384" in hint or "۱۳۸۴" in hint


def test_what_may_be_meant_is_told() -> None:
    with pytest.raises(BadRequest) as refused:
        read_day("5/6/2005")
    assert "2005-05-06, 2005-06-05" in refused.value.texts("en")[1]
    assert "2005-05-06, 2005-06-05" in refused.value.texts("fa")[1]
