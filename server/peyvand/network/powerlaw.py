"""A power law fitted to the tail of a degree distribution, by maximum likelihood.

The method is that of A. Clauset, C. R. Shalizi and M. E. J. Newman, "Power-law distributions in
empirical data", SIAM Review 51 (2009), doi:10.1137/070710111, for discrete values.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import zeta

# Exponents outside are those of no network; the search would only wander there.
_LOWEST, _HIGHEST = 1.01, 20.0
_FEWEST = 10
_TABLE = 10_000
# No city has a million partners; a value drawn beyond would only take memory.
_MOST = 1_000_000
SEED = 20_130_129


@dataclass(frozen=True)
class PowerLaw:
    """A fitted power law p(k) ~ k^-exponent for k >= minimum.

    Args:
        exponent: alpha, that of maximum likelihood.
        error: its standard error.
        minimum: the smallest degree of the tail, x_min.
        tail: how many nodes are in the tail.
        distance: the Kolmogorov-Smirnov distance of the tail and the fit.
        p_value: the share of synthetic samples that fit worse than the data do; under 0.1 a
            power law is implausible. None if it was not estimated.
    """

    exponent: float
    error: float
    minimum: int
    tail: int
    distance: float
    p_value: float | None = None


def fit_power_law(
    degrees: NDArray[numpy.int64], minimum: int | None = None, samples: int = 0
) -> PowerLaw | None:
    """Fit a discrete power law to degrees.

    The exponent maximises L(a) = -n ln zeta(a, x_min) - a sum(ln x) (eq. 3.5 there), its error is
    1 / sqrt(n (zeta''/zeta - (zeta'/zeta)^2)) (eq. 3.6), and x_min is that which makes the
    Kolmogorov-Smirnov distance smallest (eq. 3.9), among those with ten nodes in the tail.

    Args:
        degrees: one for each node; zeros are left out.
        minimum: the smallest degree of the tail; searched for by default.
        samples: how many synthetic samples estimate the p-value (section 4.1); none by default.

    Returns:
        None if there are too few nodes, or all of the tail have one degree.
    """
    counts = numpy.bincount(degrees[degrees > 0])
    best = _fit(counts, minimum)
    if best is None or not samples:
        return best
    random = numpy.random.default_rng(SEED)
    worse = 0
    for _ in range(samples):
        drawn = _fit(_drawn(counts, best, random), minimum)
        worse += drawn is not None and drawn.distance >= best.distance
    return PowerLaw(
        best.exponent, best.error, best.minimum, best.tail, best.distance, worse / samples
    )


def _fit(counts: NDArray[numpy.int64], minimum: int | None) -> PowerLaw | None:
    degrees = numpy.flatnonzero(counts)
    starts = [minimum] if minimum is not None else [int(degree) for degree in degrees]
    fits = [_fit_tail(counts, start) for start in starts]
    return min((fit for fit in fits if fit), key=lambda fit: fit.distance, default=None)


def _fit_tail(counts: NDArray[numpy.int64], minimum: int) -> PowerLaw | None:
    values = numpy.flatnonzero(counts[minimum:]) + minimum
    weights = counts[values]
    tail = int(weights.sum())
    if tail < _FEWEST or len(values) < 2:
        return None
    logs = float(weights @ numpy.log(values))

    def unlikelihood(exponent: float) -> float:
        return tail * float(numpy.log(zeta(exponent, minimum))) + exponent * logs

    optimum = minimize_scalar(unlikelihood, bounds=(_LOWEST, _HIGHEST), method="bounded")
    exponent = float(optimum.x)
    step = 1e-3
    # The information of one observation is the second derivative of ln zeta.
    lower, here, upper = numpy.log(zeta(exponent + step * numpy.array([-1, 0, 1]), minimum))
    information = (lower - 2 * here + upper) / step**2
    # Between two degrees that occur the data stand still and the fit rises: their distance is
    # largest at such a degree, or just before it.
    before, at = 1 - zeta(exponent, numpy.stack([values, values + 1])) / zeta(exponent, minimum)
    risen = numpy.cumsum(weights) / tail
    distances = numpy.abs([risen - at, numpy.append(0, risen[:-1]) - before])
    distance = float(distances.max())
    return PowerLaw(exponent, float(1 / numpy.sqrt(tail * information)), minimum, tail, distance)


def _drawn(
    counts: NDArray[numpy.int64], fit: PowerLaw, random: numpy.random.Generator
) -> NDArray[numpy.int64]:
    """Degrees drawn from the fit above its minimum, and from the data below it."""
    total = int(counts.sum())
    in_tail = int(random.binomial(total, fit.tail / total))
    body = counts[: fit.minimum]
    below = numpy.zeros(fit.minimum, dtype=numpy.int64)
    if body.sum():
        below = random.multinomial(total - in_tail, body / body.sum())
    above = numpy.bincount(_tail_sample(fit, in_tail, random), minlength=fit.minimum)
    above[: fit.minimum] += below
    return above


def _tail_sample(fit: PowerLaw, size: int, random: numpy.random.Generator) -> NDArray[numpy.int64]:
    """Values of the power law: by its inverted distribution, far out by the continuous one."""
    table = numpy.arange(fit.minimum, fit.minimum + _TABLE)
    survival = zeta(fit.exponent, table) / zeta(fit.exponent, fit.minimum)
    left = 1 - random.random(size)
    # The value is the largest whose survival P(X >= x) is not below the number drawn.
    drawn = numpy.searchsorted(-survival, -left, side="right") - 1 + fit.minimum
    far = (fit.minimum - 0.5) * left ** (-1 / (fit.exponent - 1)) + 0.5
    values = numpy.where(left > survival[-1], drawn, numpy.minimum(far, _MOST))
    return values.astype(numpy.int64)
