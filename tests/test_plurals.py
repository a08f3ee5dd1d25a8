"""How many of something there are, in words."""

from __future__ import annotations

import pytest

from peyvand.texts import counted


@pytest.mark.parametrize(
    ("count", "language", "told"),
    [
        (0, "en", "0 agreements"),
        (1, "en", "1 agreement"),
        (2, "en", "2 agreements"),
        (12_000, "en", "12,000 agreements"),
        (1, "fa", "۱ پیمان"),
        (12, "fa", "۱۲ پیمان"),
    ],
)
def test_a_number_has_its_form(count: int, language: str, told: str) -> None:
    assert counted("count-agreements", count, language) == told
