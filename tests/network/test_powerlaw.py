"""The fit of a power law recovers what samples were drawn with, and refuses what it cannot fit."""

from __future__ import annotations

import numpy
import pytest
from scipy.special import zeta

from peyvand.network.powerlaw import PowerLaw, _tail_sample, fit_power_law


@pytest.mark.parametrize("exponent", [2.0, 2.5, 3.5])
def test_the_exponent_of_a_sample_is_found(exponent: float) -> None:
    # numpy draws from the same distribution by another way (rejection).
    sample = numpy.random.default_rng(7).zipf(exponent, 20_000)
    fit = fit_power_law(sample[sample < 1_000_000], minimum=1)
    assert fit is not None
    assert abs(fit.exponent - exponent) < 4 * fit.error
    assert fit.error < 0.05
    assert fit.distance < 0.02


def test_the_error_is_that_of_many_samples() -> None:
    random = numpy.random.default_rng(3)
    fits = [fit_power_law(random.zipf(2.7, 500), minimum=1) for _ in range(200)]
    spread = numpy.std([fit.exponent for fit in fits if fit])
    errors = numpy.mean([fit.error for fit in fits if fit])
    assert spread == pytest.approx(errors, rel=0.2)


def test_the_exponent_is_where_the_likelihood_is_flat() -> None:
    sample = numpy.array([1] * 50 + [2] * 20 + [3] * 8 + [7] * 3 + [12])
    fit = fit_power_law(sample, minimum=1)
    assert fit is not None
    # At the maximum the mean of the logarithms is that of the fitted distribution.
    values = numpy.arange(1, 2_000_000)
    expected = (numpy.log(values) * values**-fit.exponent).sum() / zeta(fit.exponent)
    assert numpy.log(sample).mean() == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("sample", "minimum"),
    [([1] * 5 + [2] * 3 + [40, 41, 90] * 4, 1), ([9] * 4 + [30] * 8, 2), ([3] * 9 + [4], 3)],
    ids=["before a gap", "before the first", "at a degree"],
)
def test_the_distance_is_that_over_all_whole_numbers(sample: list[int], minimum: int) -> None:
    fit = fit_power_law(numpy.array(sample), minimum=minimum)
    assert fit is not None
    whole = numpy.arange(minimum, max(sample) + 1)
    found = (numpy.array(sample)[:, None] <= whole).mean(axis=0)
    expected = 1 - zeta(fit.exponent, whole + 1) / zeta(fit.exponent, minimum)
    assert fit.distance == pytest.approx(numpy.abs(found - expected).max(), abs=1e-12)


def test_the_smallest_degree_of_the_tail_is_found() -> None:
    random = numpy.random.default_rng(11)
    tail = _tail_sample(PowerLaw(2.5, 0, 6, 1, 0), 5000, random)
    body = random.integers(1, 6, 5000)
    fit = fit_power_law(numpy.concatenate([tail, body]))
    assert fit is not None
    assert 5 <= fit.minimum <= 8
    assert fit.exponent == pytest.approx(2.5, abs=0.1)


def test_a_sample_of_a_tail_follows_its_distribution() -> None:
    sample = _tail_sample(PowerLaw(2.5, 0, 4, 1, 0), 100_000, numpy.random.default_rng(5))
    assert sample.min() == 4
    for value in (4, 5, 9):
        expected = value**-2.5 / zeta(2.5, 4)
        assert (sample == value).mean() == pytest.approx(expected, rel=0.05)


def test_a_power_law_is_plausible_and_another_is_not() -> None:
    random = numpy.random.default_rng(2)
    true = fit_power_law(random.zipf(2.5, 2000), minimum=1, samples=50)
    false = fit_power_law(random.poisson(20, 2000) + 1, minimum=1, samples=50)
    assert true is not None
    assert true.p_value is not None
    assert true.p_value > 0.1
    assert false is not None
    assert false.p_value == 0.0


@pytest.mark.parametrize("degrees", [[], [3] * 50, [1, 2, 3], [0, 0]])
def test_too_little_is_not_fitted(degrees: list[int]) -> None:
    assert fit_power_law(numpy.array(degrees, dtype=numpy.int64)) is None


def test_the_same_degrees_have_the_same_plausibility() -> None:
    degrees = numpy.random.default_rng(1).zipf(2.2, 300)
    assert fit_power_law(degrees, samples=20) == fit_power_law(degrees, samples=20)
