"""What was known on a day: the newest version that had been built by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from peyvand.clocks import known_at
from peyvand.errors import NotFound


@dataclass
class Version:
    built_at: str

    @property
    def manifest(self) -> dict[str, Any]:
        return {"built_at": self.built_at} if self.built_at else {}


# The third does not tell when it was built.
MADE = [Version(at) for at in ("2025-01-01T10:00:00Z", "2025-03-01T00:00:00Z", "")]


@pytest.mark.parametrize(
    ("day", "number"), [("2025-01-01", 0), ("2025-02-28", 0), ("2025-03-01", 1), ("2030-01-01", 1)]
)
def test_the_newest_by_the_end_of_a_day_is_what_was_known(day: str, number: int) -> None:
    assert known_at(MADE, date.fromisoformat(day)) is MADE[number]


@pytest.mark.parametrize("made", [MADE, []])
def test_before_the_first_nothing_was_known(made: list[Version]) -> None:
    with pytest.raises(NotFound) as refused:
        known_at(made, date(2024, 12, 31))
    assert "Nothing was known on 2024-12-31" in refused.value.texts("en")[0]
    assert ("2025-01-01" in refused.value.texts("fa")[0]) == bool(made)
