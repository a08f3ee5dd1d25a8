"""How the curves are fitted to the links there are.

Some links are hidden, the criteria are measured without them, and the curves are chosen so that
the hidden partner of a city stands out among all it might have (a conditional logit; it is held
against some that are drawn, which count for all: D. McFadden, "Modelling the choice of residential
location", 1978). So no criterion sees the link that it is fitted to, and what an evaluation asks
for never comes here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy
from scipy.optimize import minimize

from peyvand.partners.baselines import untuned
from peyvand.partners.cities import Cities, Floats, Ints
from peyvand.partners.evaluation import Split, Step, asked, blocks, taken
from peyvand.partners.measures import CRITERIA, OF_RECORD, Measures
from peyvand.partners.ranking import Curve, Curves

SEED = 1
FOLDS = 2
# How many others are drawn of those that stand high by the untuned sum, and of the rest.
_TOP, _FROM_TOP, _FROM_REST = 500, 150, 100
# Curves may bend at the least value and at these quantiles of those above it.
_QUANTILES = (0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
_PENALTY = 3.0


@dataclass(frozen=True)
class Drawn:
    """The criteria of hidden partners, each before those that it is held against.

    Args:
        values: a row for each hidden partner, a column for it and each other, by criterion.
        counts: the logarithm of how many cities each stands for.
    """

    values: Floats
    counts: Floats


def fit(cities: Cities, splits: Sequence[Split], step: Step = lambda done: None) -> Curves:
    """The curves under which hidden partners stand highest.

    Args:
        cities: what is known of them.
        splits: of the links that may be known.
        step: told how many cities are measured.
    """
    random = numpy.random.default_rng(SEED)
    drawn = [each for split in splits for each in _drawn(cities, split, random, step)]
    if not drawn:
        return {}
    values = numpy.stack([each.values for each in drawn])
    knots = {name: _knots(values[..., at].ravel()) for at, name in enumerate(CRITERIA)}
    columns = [_basis(values[..., at], knots[name]) for at, name in enumerate(CRITERIA)]
    heights = _fitted(numpy.concatenate(columns, axis=2), numpy.stack([e.counts for e in drawn]))
    ends = numpy.cumsum([part.shape[2] for part in columns])[:-1]
    return {
        name: _curve(name, knots[name], own, values[:, 1:, at])
        for at, (name, own) in enumerate(zip(CRITERIA, numpy.split(heights, ends), strict=True))
    }


def _drawn(
    cities: Cities, split: Split, random: numpy.random.Generator, step: Step
) -> Iterator[Drawn]:
    """Each hidden partner, with those that are drawn beside it."""
    measures = Measures(cities, split.seen)
    partners = asked(split.hidden)
    for rows in blocks(list(partners)):
        first = untuned(measures, rows)
        excluded = taken(measures, rows)
        parts = numpy.stack([measures.of(name, rows) for name in CRITERIA], axis=2)
        for at, city in enumerate(rows):
            hidden = partners[int(city)]
            excluded[at, hidden] = True
            top, rest = _strata(first[at], numpy.flatnonzero(~excluded[at]))
            for partner in hidden:
                chosen, counts = [numpy.array([partner])], [numpy.zeros(1)]
                for stratum, many in ((top, _FROM_TOP), (rest, _FROM_REST)):
                    if len(stratum):
                        chosen.append(random.choice(stratum, many))
                        counts.append(numpy.full(many, numpy.log(len(stratum) / many)))
                    else:
                        # Of a small network all stand high; what stands for none has no weight.
                        chosen.append(numpy.full(many, partner))
                        counts.append(numpy.full(many, -numpy.inf))
                yield Drawn(parts[at, numpy.concatenate(chosen)], numpy.concatenate(counts))
        step(len(rows))


def _strata(values: Floats, free: Ints) -> tuple[Ints, Ints]:
    if len(free) <= _TOP:
        return free, free[:0]
    order = numpy.argpartition(-values[free], _TOP)
    return free[order[:_TOP]], free[order[_TOP:]]


def _knots(values: Floats) -> Floats:
    known = values[~numpy.isnan(values)]
    if not len(known):
        return numpy.zeros(1)
    least = known.min()
    above = known[known > least]
    bends = numpy.quantile(above, _QUANTILES) if len(above) else []
    knots: Floats = numpy.unique([least, *bends])
    return knots


def _basis(values: Floats, knots: Floats) -> Floats:
    """How much of the height at each knot but the first a value gets; 0 where it is not known."""
    rows = numpy.eye(len(knots))[1:]
    shape = (*values.shape, len(rows))
    basis = numpy.zeros(shape, dtype=numpy.float32)
    for at, row in enumerate(rows):
        basis[..., at] = numpy.nan_to_num(numpy.interp(values, knots, row))
    return basis


def _curve(name: str, knots: Floats, heights: Floats, values: Floats) -> Curve:
    """The curve of a criterion, moved so that it gives 0 where there is no data.

    That is where nothing is on record, for criteria of what is; for the others it is the mean over
    what a hidden partner was held against.
    """
    whole = numpy.concatenate([[0.0], heights])
    known = values[~numpy.isnan(values)]
    mean = float(numpy.interp(known, knots, whole).mean()) if len(known) else 0.0
    none = float(numpy.interp(0.0, knots, whole)) if name in OF_RECORD else mean
    return Curve(
        tuple(float(f"{knot:.6g}") for knot in knots),
        tuple(round(float(height) - none, 4) for height in whole),
    )


def _fitted(columns: Floats, counts: Floats) -> Floats:
    """The heights under which what stands first is most likely to be chosen."""

    def loss(heights: Floats) -> tuple[float, Floats]:
        utility = columns @ heights.astype(numpy.float32) + counts
        utility -= utility.max(axis=1, keepdims=True)
        chance = numpy.exp(utility)
        chance /= chance.sum(axis=1, keepdims=True)
        value = -numpy.log(numpy.maximum(chance[:, 0], 1e-300)).sum()
        chance[:, 0] -= 1
        slope = numpy.tensordot(chance.astype(numpy.float32), columns, axes=([0, 1], [0, 1]))
        return (
            float(value + _PENALTY * heights @ heights),
            slope.astype(numpy.float64) + 2 * _PENALTY * heights,
        )

    start = numpy.zeros(columns.shape[2])
    heights: Floats = minimize(loss, start, jac=True, method="L-BFGS-B").x
    return heights
