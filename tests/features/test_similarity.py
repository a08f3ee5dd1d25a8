"""The measures that both engines share: similarity as DuckDB computes it, and ratios."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peyvand.features.similarity import population_ratio, similarity
from peyvand.features.thresholds import CLOSE_NAME, DISTANCES_KM, POPULATION_RATIOS, SIMILAR_NAME
from peyvand.linkage.model import GRADES

NAMES = st.text("abcd ", min_size=1, max_size=12)


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(":memory:")


@given(st.lists(st.tuples(NAMES, NAMES), min_size=1))
def test_names_are_as_similar_here_as_in_the_batch_engine(
    database: duckdb.DuckDBPyConnection, pairs: list[tuple[str, str]]
) -> None:
    for one, other in pairs:
        row = database.execute("SELECT jaro_winkler_similarity(?, ?)", (one, other)).fetchone()
        assert row
        assert similarity(one, other) == pytest.approx(row[0], abs=1e-9)


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        # A letter exchanged in nine, two letters exchanged in nine.
        ("abcdefghi", "xbcdefghi", CLOSE_NAME),
        ("abcdefghi", "xycdefghi", SIMILAR_NAME),
    ],
)
def test_the_limits_of_similarity_are_letters_of_a_name(one: str, other: str, least: float) -> None:
    assert similarity(one, other) >= least > similarity(one[:7], other[:7])


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        (10, 25, 2.5),
        (25, 10, 2.5),
        (0.5, 2, 4),
        (7, 7, 1),
        (0, 7, None),
        (7, None, None),
        (-7, 7, None),
    ],
)
def test_the_ratio_of_populations(one: float, other: float | None, ratio: float | None) -> None:
    assert population_ratio(one, other) == ratio


def test_the_grades_of_the_model_are_the_shared_bands() -> None:
    distances = [grade.name for grade in GRADES["distance"]]
    populations = [grade.name for grade in GRADES["population"]]
    assert distances == [*(f"{km}" for km in DISTANCES_KM), "far"]
    assert populations == [*(f"{ratio:g}" for ratio in POPULATION_RATIOS), "other"]
