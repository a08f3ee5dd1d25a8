"""The cities that might become partners of a city, told criterion by criterion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy

from peyvand.partners.cities import Cities, Pair
from peyvand.partners.disputes import Dispute, between
from peyvand.partners.evaluation import taken
from peyvand.partners.measures import OF_RECORD, Measures
from peyvand.partners.ranking import Curves, parts_of
from peyvand.partners.weighting import EVEN, Weighting


@dataclass(frozen=True)
class Part:
    """What a criterion says of a city as a partner.

    Args:
        criterion: its name.
        value: what is measured; None where there is no data.
        points: what it gives.
    """

    criterion: str
    value: float | None
    points: float


@dataclass(frozen=True)
class Choice:
    """A city that might become a partner.

    Args:
        rank: its place, from 1.
        city: its number.
        score: the sum of the points of its parts.
        parts: each criterion that was asked for, in order.
        disputes: those that are stated between it and the city that looks for partners.
    """

    rank: int
    city: int
    score: float
    parts: tuple[Part, ...]
    disputes: tuple[Dispute, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What a city is told.

    Args:
        city: the number of the city that looks for partners.
        linked: how many partners it has.
        ranked: how many cities were ranked.
        choices: those that stand first.
        weighting: what the user let criteria count, if anything.
        left_out: how many cities were left out for their disputes; None if none was to be.
    """

    city: int
    linked: int
    ranked: int
    choices: tuple[Choice, ...]
    weighting: Weighting
    left_out: int | None = None


def choose(
    cities: Cities,
    pairs: Sequence[Pair],
    curves: Curves,
    city: int,
    top: int,
    weighting: Weighting = EVEN,
    others: Sequence[int] = (),
    disputes: Sequence[Dispute] = (),
    *,
    leave_out: bool = False,
) -> Choices:
    """The cities that stand first as partners of a city, of those it is not linked with.

    Args:
        cities: what is known of them.
        pairs: those that are linked.
        curves: of the criteria that count.
        city: the number of the one that looks for partners.
        top: how many to tell of.
        weighting: how many times criteria count.
        others: cities to tell of wherever they stand, unless they are linked already.
        disputes: those that are stated of the city or its country.
        leave_out: leave those out that a dispute is with.
    """
    measures = Measures(cities, pairs)
    rows = numpy.array([city])
    parts = {
        name: part[0] for name, part in parts_of(measures, curves, rows, weighting.weights).items()
    }
    values = {name: measures.of(name, rows)[0] for name in curves}
    scores = numpy.sum(list(parts.values()), axis=0) if parts else numpy.zeros(len(cities))
    free = numpy.flatnonzero(~taken(measures, rows)[0])
    stated = ((int(other), between(cities, disputes, int(other))) for other in free)
    disputed = {other: some for other, some in stated if some} if disputes else {}
    if leave_out:
        free = numpy.array(
            [other for other in free if int(other) not in disputed], dtype=free.dtype
        )
    # Equal ones in the order of their IRIs, which is that of their numbers.
    order = free[numpy.argsort(-scores[free], kind="stable")]
    choices = tuple(
        Choice(
            rank,
            int(other),
            float(scores[other]),
            tuple(
                Part(name, _value(name, float(values[name][other])), float(parts[name][other]))
                for name in curves
            ),
            disputed.get(int(other), ()),
        )
        for rank, other in enumerate(order, 1)
        if rank <= top or other in others
    )
    left_out = len(disputed) if leave_out else None
    return Choices(city, int(measures.degrees[city]), len(free), choices, weighting, left_out)


def _value(name: str, value: float) -> float | None:
    return None if numpy.isnan(value) or (name in OF_RECORD and value == 0) else value
