"""Learn how often links like each other were right, and test it on what was left out.

A logistic regression with a small penalty (L2) on the traits of ``peyvand.linkage.calibration``.
Its examples are the links of all lists against records of which every second item is kept.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.optimize import minimize

from peyvand.features.countries import country_code
from peyvand.linkage.calibration import Calibration, traits
from peyvand.linkage.classification import NONE, Link
from peyvand.model import City

from .folds import Fold, drawn, held_back
from .measure import Records
from .merging import merged
from .tallies import wilson

_PENALTY = 1.0
BANDS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 0.995, 1.0)


@dataclass(frozen=True)
class Example:
    """A link, whether it names the right item, and the groups that it may be left out with."""

    link: Link
    place: City
    right: bool
    source: str
    script: str
    country: str


def examples(lists: Sequence[Fold], records: Records) -> Iterator[Example]:
    """The links of each list, with and without coordinates, that name an item."""
    for fold in lists:
        for form in (fold, fold.without(place=True, population=True)):
            for year, all_records in records.items():
                if fold.name == f"query of {year}":
                    continue
                done = merged(form.places, held_back(all_records, year))
                for link, place in done.cases():
                    if link.decision != NONE and link.pair:
                        code = country_code(place.country) or ""
                        right = fold.items[link.left] == link.right
                        yield Example(link, place, right, fold.source, fold.name, code)


def fit(some: Sequence[Example]) -> Calibration:
    """The weights under which the answers of these links are likeliest."""
    told = [tuple(traits(one.link, one.place)) for one in some]
    names = sorted({name for traits_ in told for name in traits_})
    column = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(some), len(names)))
    for row, traits_ in enumerate(told):
        matrix[row, [column[name] for name in traits_]] = 1.0
    sign = np.where([one.right for one in some], 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (matrix @ weights)
        value = np.logaddexp(0.0, -margin).sum() + _PENALTY / 2 * (weights @ weights)
        slope = -(sign / (1.0 + np.exp(np.minimum(margin, 500.0))))
        return float(value), matrix.T @ slope + _PENALTY * weights

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B")
    weights = {name: round(float(best.x[column[name]]), 4) for name in names}
    # No share is told more finely than these links tell it: the rule of three.
    finest = 10 ** -math.floor(math.log10(max(10.0, len(some) / 30.0)))
    return Calibration(weights, finest, 1.0 - finest)


def cross_validated(
    some: Sequence[Example], group: Callable[[Example], str]
) -> list[tuple[Example, float]]:
    """Each link with the probability that the other groups give it."""
    told = []
    for left_out in sorted({group(one) for one in some}):
        known = fit([one for one in some if group(one) != left_out])
        told += [
            (one, known.probability(one.link, one.place)) for one in some if group(one) == left_out
        ]
    return told


GROUPS: dict[str, Callable[[Example], str]] = {
    "countries": lambda one: str(drawn("country", one.country) % 5),
    "sources": lambda one: one.source,
    "lists and scripts": lambda one: one.script,
}


# A band, its links, the mean of what is stated, the true share and its interval.
Row = tuple[str, int, float, float, float, float]


def table(told: Sequence[tuple[Example, float]]) -> list[Row]:
    """Stated against true, by bands."""
    rows = []
    for low, high in pairwise(BANDS):
        inside = [(one, p) for one, p in told if low <= p < high or (high == 1.0 and p == 1.0)]
        if inside:
            right = sum(one.right for one, _ in inside)
            counted = len(inside)
            stated = sum(p for _, p in inside) / counted
            interval = wilson(right, counted)
            rows.append((f"{low:g}-{high:g}", counted, stated, right / counted, *interval))
    return rows
