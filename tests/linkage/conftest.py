from __future__ import annotations

import pytest

from peyvand.model import City


@pytest.fixture(scope="session")
def records() -> list[City]:
    """Made-up and real-looking descriptions with the traps of real ones."""
    return [
        City("Q10", ("Isfahan",), "Iran", 32.65, 51.67, 2_000_000, source="a"),
        City("Q10", ("Ispahan",), source="b"),
        City("Q20", ("Tripoli",), "Libya", 32.89, 13.18, 1_150_000, source="a"),
        City("Q21", ("Tripoli",), "Lebanon", 34.44, 35.85, 230_000, source="a"),
        City("Q30", ("Kansas City",), "USA", 39.10, -94.58, 490_000, source="a"),
        City("Q31", ("Kansas City",), "USA", 39.11, -94.63, 153_000, source="a"),
        City("Q40", ("Karlstad Municipality",), "Sweden", 59.40, 13.51, 95_000, source="a"),
        City("Q50", ("Valletta",), "Malta", 35.90, 14.51, 6_000, source="a"),
        City("Q60", ("Zwolle",), source="b"),
        City("Q70", ("Los Angeles",), "United States of America", 34.05, -118.24, 3_900_000),
        City("Q71", ("Los Ángeles",), "Chile", -37.47, -72.35, 200_000),
        City("Q80", ("Golm",), "China", 36.40, 94.90, 100_000),
    ]
