"""How the criteria become one order: a sum of a curve for each, which anybody may look at.

Each criterion has a curve: straight between its knots, and level outside of them. What a city gets
is the sum of what the curves give it, so that an order can be told criterion by criterion. Where
nothing is known of a criterion, it gives 0 (see ``fitting``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy

from peyvand.partners.cities import Floats, Ints
from peyvand.partners.measures import Measures


@dataclass(frozen=True)
class Curve:
    """What a criterion gives.

    Args:
        knots: values of the criterion, growing.
        heights: what it gives at each.
    """

    knots: tuple[float, ...]
    heights: tuple[float, ...]

    def __call__(self, values: Floats) -> Floats:
        """What it gives some values; 0 where they are not known."""
        given: Floats = numpy.interp(values, self.knots, self.heights)
        given[numpy.isnan(values)] = 0
        return given


Curves = Mapping[str, Curve]
Weights = Mapping[str, float]


def parts_of(
    measures: Measures, curves: Curves, rows: Ints, weights: Weights | None = None
) -> dict[str, Floats]:
    """What each criterion gives every city as a partner of some cities.

    Args:
        measures: of the cities.
        curves: of the criteria that count.
        rows: the cities that look for partners.
        weights: how many times a criterion counts; once if it is not among them.
    """
    chosen = weights or {}
    return {
        name: curve(measures.of(name, rows)) * chosen.get(name, 1.0)
        for name, curve in curves.items()
    }


def scores(
    measures: Measures, curves: Curves, rows: Ints, weights: Weights | None = None
) -> Floats:
    """The sum of what the criteria give: a row for each city that looks for partners."""
    total = numpy.zeros((len(rows), len(measures.cities)))
    for part in parts_of(measures, curves, rows, weights).values():
        total += part
    return total
