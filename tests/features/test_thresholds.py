"""What the shared numbers have to do with each other, whatever is chosen for each."""

from __future__ import annotations

import itertools

from peyvand.features.thresholds import (
    BORDER_TOWN_KM,
    CLOSE_NAME,
    CONFLICTING_POPULATION,
    CONTRADICTED,
    DISTANCES_KM,
    FAIR_POPULATION,
    LIKE_POPULATION,
    MEANT,
    MISTAKEN_IDENTIFIER_KM,
    OTHER_COUNTRY,
    OTHER_PLACE_KM,
    OTHER_POPULATION,
    POPULATION_RATIOS,
    REVIEW_PROBABILITY,
    SAME_AREA_KM,
    SAME_COUNTRY,
    SAME_POINT_KM,
    SAME_PROBABILITY,
    SAME_REGION_KM,
    SAME_SOVEREIGN,
    SAME_TOWN_KM,
    SIMILAR_NAME,
)


def test_each_band_of_distance_is_about_twice_the_one_before() -> None:
    for sooner, later in itertools.pairwise(DISTANCES_KM):
        assert 2 * sooner <= later <= 3 * sooner


def test_each_band_of_population_is_wider_than_the_one_before() -> None:
    steps = [later / sooner for sooner, later in itertools.pairwise((1, *POPULATION_RATIOS))]
    assert steps[0] > 1
    assert steps == sorted(steps)


def test_a_rule_asks_for_a_band_that_the_engines_tell_apart() -> None:
    """A rule reads the grade of a pair: between two bands it would be that of the lower one."""
    assert {BORDER_TOWN_KM, SAME_TOWN_KM, SAME_AREA_KM, SAME_REGION_KM} <= set(DISTANCES_KM)
    assert {LIKE_POPULATION, FAIR_POPULATION, OTHER_POPULATION} <= set(POPULATION_RATIOS)


def test_the_less_agrees_the_nearer_places_have_to_lie() -> None:
    assert BORDER_TOWN_KM < SAME_TOWN_KM < SAME_POINT_KM < SAME_AREA_KM < SAME_REGION_KM
    assert SAME_REGION_KM < OTHER_PLACE_KM < MISTAKEN_IDENTIFIER_KM
    assert LIKE_POPULATION < CONFLICTING_POPULATION < FAIR_POPULATION < OTHER_POPULATION


def test_what_fits_better_counts_for_more() -> None:
    assert 0 == OTHER_COUNTRY < CONTRADICTED < MEANT < SAME_SOVEREIGN < SAME_COUNTRY == 1
    assert 0 < SIMILAR_NAME < CLOSE_NAME < 1
    assert 0 < REVIEW_PROBABILITY < SAME_PROBABILITY < 1
