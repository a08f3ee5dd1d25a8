"""Orders that a fitted one is held against, each published or plain.

A baseline gives numbers for some cities, a row for each, with a column for every city: the higher,
the sooner it is named. What is not known stands last.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy

from peyvand.partners.cities import Floats, Ints
from peyvand.partners.measures import Measures

Order = Callable[[Measures, Ints], Floats]
SEED = 1


def at_random(measures: Measures, rows: Ints) -> Floats:
    """Any order; of the same cities always the same."""
    random = numpy.random.default_rng([SEED, *map(int, rows)])
    drawn: Floats = random.random((len(rows), len(measures.cities)))
    return drawn


def nearest(measures: Measures, rows: Ints) -> Floats:
    """The nearest first."""
    return -measures.kilometres(rows)


def untuned(measures: Measures, rows: Ints) -> Floats:
    """A sum that nobody fitted: five criteria that count the same.

    Paths of three links, partners in common, how often the two countries are linked, how many
    partners the other has, and how alike both are in size. Each is brought to mean 0 and standard
    deviation 1 among all cities; what is not known is 0.
    """
    return (
        _standard(measures.paths(rows))
        + _standard(measures.shared(rows))
        + _standard(measures.of_countries(rows))
        + _standard(measures.partners(rows))
        - _standard(numpy.log(measures.ratio(rows)))
    )


def _standard(values: Floats) -> Floats:
    known = ~numpy.isnan(values)
    many = numpy.maximum(known.sum(axis=1, keepdims=True), 1)
    filled = numpy.where(known, values, 0.0)
    mean = filled.sum(axis=1, keepdims=True) / many
    apart = numpy.where(known, values - mean, 0.0)
    deviation = numpy.sqrt((apart**2).sum(axis=1, keepdims=True) / many)
    standard: Floats = apart / numpy.where(deviation > 0, deviation, 1.0)
    return standard


BASELINES: dict[str, Order] = {
    "random": at_random,
    "population": Measures.people,
    "distance": nearest,
    "degree": Measures.partners,
    "common-neighbours": Measures.counted_shared,
    "adamic-adar": Measures.adamic_adar,
    "l3": Measures.paths,
    "untuned": untuned,
}
