"""Hiding pairs, and the ranks of what was hidden."""

from __future__ import annotations

import hashlib

import numpy
import pytest

from peyvand.partners.baselines import BASELINES, nearest
from peyvand.partners.cities import Cities, Links, Pair
from peyvand.partners.evaluation import folds, hidden_pairs, later_pairs, ranks, told
from peyvand.partners.fitting import fit
from peyvand.partners.measures import CRITERIA, Measures
from peyvand.partners.ranking import Curve, parts_of, scores


def test_pairs_are_hidden_by_the_sum_of_their_iris(
    planted: tuple[Cities, tuple[Pair, ...]],
) -> None:
    cities, pairs = planted
    split = hidden_pairs(cities, Links(pairs))
    for one, other in pairs:
        text = f"{cities.iris[one]} {cities.iris[other]}"
        number = int(hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(), 16)
        assert ((one, other) in split.hidden) == (number % 10 == 0)
    assert set(split.seen) | set(split.hidden) == set(pairs)
    assert not set(split.seen) & set(split.hidden)


def test_folds_hide_other_links_and_know_no_more_than_is_given(
    planted: tuple[Cities, tuple[Pair, ...]],
) -> None:
    cities, pairs = planted
    split = hidden_pairs(cities, Links(pairs))
    for fold in folds(cities, split.seen, 10):
        assert set(fold.seen) | set(fold.hidden) == set(split.seen)
        assert not set(fold.seen) & set(fold.hidden)
        assert fold.hidden


def test_by_time_only_cities_known_before_are_asked_for() -> None:
    old, new, either, stranger, unseen = (0, 1), (0, 2), (1, 3), (2, 4), (1, 2)
    links = Links(
        (old, new, unseen, either, (2, 3), stranger),
        {
            old: ("2016-09-01", "2016-09-30"),
            (2, 3): ("2017-07-28", "2017-07-28"),
            new: ("2022-01-09", "2022-01-09"),
            either: ("2017-01-01", "2018-12-31"),
            stranger: ("2019-08-01", "2019-08-31"),
        },
    )
    split = later_pairs(links)
    assert split.seen == (old, (2, 3))
    assert split.hidden == (new,)


def test_equal_ones_stand_at_their_mean_rank(measures: Measures) -> None:
    # Arak is linked with two of five others: three are left, all of them equal.
    found = ranks(measures, [(0, 3)], {"same": lambda m, rows: numpy.zeros((len(rows), 6))})
    # Lviv is not yet linked with Arak and Bushehr.
    assert found["same"].tolist() == [2.0, 1.5]


def test_what_is_not_known_stands_last(measures: Measures) -> None:
    # Of the three that Lviv might have, only Lublin's place is known.
    found = ranks(Measures(measures.cities, []), [(2, 3)], {"distance": nearest})
    assert found["distance"].tolist() == [1.0, 1.0]


def test_figures_of_ranks() -> None:
    found = told(numpy.array([1.0, 4.0, 20.0, 400.0]))
    assert found.asked == 4
    assert found.hits == {1: 0.25, 10: 0.5, 100: 0.75}
    assert found.reciprocal == pytest.approx((1 + 0.25 + 0.05 + 0.0025) / 4)
    assert found.median == 12


def test_a_fitted_order_finds_what_was_planted(
    planted: tuple[Cities, tuple[Pair, ...]],
) -> None:
    cities, pairs = planted
    split = hidden_pairs(cities, Links(pairs))
    curves = fit(cities, folds(cities, split.seen, 2))
    assert set(curves) == set(CRITERIA)
    orders = {**BASELINES, "fitted": lambda m, rows: scores(m, curves, rows)}
    found = {
        name: told(values)
        for name, values in ranks(Measures(cities, split.seen), split.hidden, orders).items()
    }
    # Only 50 of 200 are of the country that is paired.
    assert found["fitted"].median < 50 < found["random"].median
    assert fit(cities, folds(cities, split.seen, 2)) == curves


def test_what_is_not_known_counts_neither_for_nor_against() -> None:
    curve = Curve((0.0, 10.0), (-1.0, 1.0))
    assert curve(numpy.array([-5.0, 5.0, 20.0, numpy.nan])).tolist() == [-1.0, 0.0, 1.0, 0.0]


def test_a_score_is_the_sum_of_its_parts_by_weight(measures: Measures) -> None:
    curves = {"degree": Curve((0.0, 10.0), (0.0, 10.0)), "same-kind": Curve((0.0, 1.0), (0.0, 1.0))}
    rows = numpy.array([0])
    weights = {"degree": 2.0}
    parts = parts_of(measures, curves, rows, weights)
    assert parts["degree"][0, 3] == 6
    assert parts["same-kind"][0, 3] == 1
    assert scores(measures, curves, rows, weights)[0, 3] == 7
