from __future__ import annotations

import pytest

from peyvand.features.names import folded
from peyvand.features.numerals import arabic, numerals


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Budapest XIII. kerület", "Budapest 13. kerület"),
        ("District XII", "District 12"),
        ("VIII Region", "8 Region"),
        ("Sector I", "Sector 1"),
        ("Tarnów (II)", "Tarnów (2)"),
        ("1st district of Vienna", "1 district of Vienna"),
        ("Paris 13e", "Paris 13"),
        ("13-й район", "13 район"),
        ("Washington, D.C.", "Washington, D.C."),
        ("I Ussu", "I Ussu"),
        ("Malcolm X Park", "Malcolm X Park"),
        ("Mixco", "Mixco"),
        ("Villa I.V. Lenin", "Villa I.V. Lenin"),
        ("XL Town", "XL Town"),
        ("V", "V"),
        ("IIII", "IIII"),
    ],
)
def test_roman_and_ordinal_numbers_become_digits(name: str, expected: str) -> None:
    assert arabic(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("District XIII", {"13"}),
        ("منطقهٔ ۱۳", {"13"}),
        ("Prague 01", {"1"}),
        ("Prague 0", {"0"}),
        ("London2", set()),
        ("Prague", set()),
    ],
)
def test_the_numbers_of_a_name_are_its_words_of_digits(name: str, expected: set[str]) -> None:
    assert numerals(folded([name])) == expected
