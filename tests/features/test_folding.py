"""One folding of names, and what is kept where a name is folded whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.features.folding import fold, joined


@pytest.mark.parametrize(
    ("name", "record", "whole"),
    [
        ("Zürich", "zurich", "zurich"),
        ("كرمان", "کرمان", "کرمان"),
        # Databases number their homonyms; what people search for has its digits.
        ("Springfield2", "springfield", "springfield2"),
        ("Q80053", "q", "q80053"),
        ("C-40", "c 40", "c 40"),
        ("خانه‌ی هنر", "خانه ی هنر", "خانه هنر"),
        ("!!!", "", "!!!"),
        ("★ ★", "", "★ ★"),
        # What cannot be seen is left out, and what lies on another sign.
        ("★\u200d", "", "★"),
        ("!\u0301\u0007", "", "!"),
    ],
)
def test_a_name_is_folded_as_a_record_or_whole(name: str, record: str, whole: str) -> None:
    assert (fold(name), fold(name, whole=True)) == (record, whole)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Q80053", "Q980"),
        ("Q80053", "Q8053"),
        ("C-40", "C-400"),
        ("100", "۱۰"),
        ("۱۴۱", "۱۴۱۱"),
        ("!!!", "???"),
        ("★", "☆"),
        ("A", "B"),
        ("سند ۱", "سند ۲"),
    ],
)
def test_names_that_differ_stay_apart(text: str, other: str) -> None:
    assert joined(fold(text, whole=True)) != joined(fold(other, whole=True))


@given(st.text(min_size=1))
def test_a_name_that_can_be_seen_is_never_nothing(text: str) -> None:
    folded = fold(text, whole=True)
    if any(c.isalnum() and c.isascii() for c in text):
        assert folded
    assert fold(folded, whole=True) == folded
