"""A small graph that can be counted by hand, and a larger one that is drawn."""

from __future__ import annotations

import numpy
import pytest
from pyoxigraph import RdfFormat, Store

from peyvand.partners.cities import Cities, Links, Pair, ordered
from peyvand.partners.measures import Measures
from peyvand.partners.reading import asking, first_seen, read
from peyvand.resources import root

DATA = root() / "tests/queries/own/partners/data.trig"


def drawn_cities(countries: list[int]) -> Cities:
    """Cities of some countries, each country on a meridian of its own."""
    many = len(countries)
    return Cities(
        iris=tuple(f"https://example.org/{number:03}" for number in range(many)),
        names=tuple({"en": f"City {number}"} for number in range(many)),
        countries=numpy.array(countries),
        country_iris=tuple(
            f"https://example.org/country/{one}" for one in range(max(countries) + 1)
        ),
        codes=("",) * (max(countries) + 1),
        from_sea=numpy.full(many, numpy.nan),
        latitudes=numpy.linspace(-40, 40, many),
        longitudes=numpy.array(countries) * 20.0,
        populations=numpy.full(many, numpy.nan),
        kinds=numpy.zeros(many, dtype=numpy.int64),
        called=numpy.arange(many),
        networks=(frozenset(),) * many,
    )


@pytest.fixture(scope="session")
def small() -> tuple[Cities, Links]:
    store = Store()
    store.load(path=str(DATA), format=RdfFormat.TRIG)
    ask = asking(store)
    known = read(ask)
    return known.cities, first_seen(ask, known)


@pytest.fixture(scope="session")
def measures(small: tuple[Cities, Links]) -> Measures:
    return Measures(small[0], small[1].pairs)


@pytest.fixture(scope="session")
def planted() -> tuple[Cities, tuple[Pair, ...]]:
    """Two hundred cities of four countries, of which the first two and the last two are paired."""
    cities = drawn_cities([number % 4 for number in range(200)])
    random = numpy.random.default_rng(3)
    pairs = []
    while len(pairs) < 600:
        one, other = (int(number) for number in random.integers(200, size=2))
        if {one % 4, other % 4} in ({0, 1}, {2, 3}):
            pairs.append((one, other))
    return cities, ordered(pairs)
