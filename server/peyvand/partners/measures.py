"""What is measured of one city and every other: the criteria by which partners are ranked.

A measure is a number that grows or falls with what its criterion says; NaN where no source says
enough to know it. Nothing here knows which pairs will be asked about: the links are given, and
those that are to be found again must not be among them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy

from peyvand.features.languages import LEAST_PERCENT, spoken
from peyvand.partners.cities import EARTH_KM, UNKNOWN, Cities, Floats, Ints, Pair
from peyvand.partners.coast import BY_THE_SEA_KM
from peyvand.partners.sparse import Sparse, pairs_within

# How far around a city others count as near it, and how many of them at most.
NEAR_KM = 60.0
_MOST_NEAR = 25
# So many pairs are added to those counted between two countries, and to those to be expected.
_PRIOR = 1.0


class Measures:
    """The criteria of some cities, given some links.

    Args:
        cities: what is known of them.
        pairs: those that are linked.
    """

    def __init__(self, cities: Cities, pairs: Sequence[Pair]) -> None:
        self.cities = cities
        self._ends = numpy.array(pairs, dtype=numpy.int64).reshape(-1, 2)

    @cached_property
    def linked(self) -> Sparse:
        """The matrix with a 1 for every two cities that are linked."""
        size = len(self.cities)
        one, other = self._ends.T
        rows, columns = numpy.concatenate([one, other]), numpy.concatenate([other, one])
        return Sparse(numpy.ones(len(rows)), rows, columns, (size, size))

    @cached_property
    def degrees(self) -> Floats:
        """The number of partners of each city."""
        counted = numpy.bincount(self._ends.ravel(), minlength=len(self.cities))
        return numpy.asarray(counted, dtype=numpy.float64)

    def of(self, name: str, rows: Ints) -> Floats:
        """A criterion of some cities, a row for each, with a column for every city."""
        return CRITERIA[name](self, rows)

    def shared(self, rows: Ints) -> Floats:
        """Partners in common, each counting the less the more partners it has itself.

        Resource allocation: T. Zhou, L. Lü, Y.-C. Zhang, European Physical Journal B 71 (2009).
        """
        return self._weighted(-1.0).times(self.linked.of(rows))

    def counted_shared(self, rows: Ints) -> Floats:
        """How many partners are in common."""
        return self.linked.times(self.linked.of(rows))

    def adamic_adar(self, rows: Ints) -> Floats:
        """Partners in common by the logarithm of their degree (Adamic, Adar 2003)."""
        # A partner in common has two partners at least, so that no logarithm is 0.
        weights = 1 / numpy.log(numpy.maximum(self.degrees, 2))
        return self.linked.scaled(weights).times(self.linked.of(rows))

    def paths(self, rows: Ints) -> Floats:
        """Paths of three links, by the degrees of the cities on their way.

        L3: I. A. Kovács and others, Nature Communications 10:1240 (2019). Between cities that are
        not linked, each walk of three links is a path.
        """
        step = self._weighted(-0.5)
        return step.times(step.times(self.linked.of(rows)))

    def of_neighbours(self, rows: Ints) -> Floats:
        """How far the cities near the one are linked with the other."""
        return self._placed(self.linked.times(self.near.of(rows)), rows)

    def near_partners(self, rows: Ints) -> Floats:
        """How far the partners of the one are near the other."""
        return self._placed(self.near.times(self.linked.of(rows)), rows)

    def between_regions(self, rows: Ints) -> Floats:
        """How far cities near the one are linked with cities near the other."""
        linked = self.linked.times(self.near.of(rows))
        return self._placed(self.near.times(linked), rows)

    def of_countries(self, rows: Ints) -> Floats:
        """The logarithm of the pairs between the two countries over those to be expected.

        Expected are those there would be if every city had its partners, but whichever.
        """
        here, there = self.cities.countries[rows], self.cities.countries
        return self._where_known(here, there, self._lift[numpy.ix_(here, there)])

    def in_country(self, rows: Ints) -> Floats:
        """How many partners the one has in the country of the other."""
        there = self.cities.countries
        values: Floats = self._of_country[rows][:, there]
        values[:, there == UNKNOWN] = numpy.nan
        return values

    def from_country(self, rows: Ints) -> Floats:
        """How many partners the other has in the country of the one."""
        here = self.cities.countries[rows]
        values = self._of_country[:, here].T.copy()
        values[here == UNKNOWN] = numpy.nan
        return values

    def domestic(self, rows: Ints) -> Floats:
        """Whether both are in one country."""
        here, there = self.cities.countries[rows], self.cities.countries
        return self._where_known(here, there, (here[:, None] == there).astype(numpy.float64))

    def languages(self, rows: Ints) -> Floats:
        """How many of a hundred speak the most widely spoken language of both countries.

        Counted where fewer do; 0 where none is spoken by enough people in both.
        """
        here, there = self.cities.countries[rows], self.cities.countries
        return self._where_known(here, there, self._spoken[numpy.ix_(here, there)])

    def by_the_sea(self, rows: Ints) -> Floats:
        """How many of the two are by the sea."""
        near = (self.cities.from_sea <= BY_THE_SEA_KM).astype(numpy.float64)
        near[numpy.isnan(self.cities.from_sea)] = numpy.nan
        both: Floats = near[rows][:, None] + near
        return both

    def kilometres(self, rows: Ints) -> Floats:
        """How far apart they are, on a sphere."""
        cosine = self.cities.vectors[rows] @ self.cities.vectors.T
        far: Floats = EARTH_KM * numpy.arccos(numpy.clip(cosine, -1, 1))
        return far

    def ratio(self, rows: Ints) -> Floats:
        """How many times the larger has the people of the smaller."""
        people = numpy.log(numpy.maximum(self.cities.populations, 1))
        ratio: Floats = numpy.exp(numpy.abs(people[rows][:, None] - people))
        return ratio

    def people(self, rows: Ints) -> Floats:
        """The population of the other."""
        return numpy.tile(self.cities.populations, (len(rows), 1))

    def partners(self, rows: Ints) -> Floats:
        """How many partners the other has, at least one.

        Every city is here because something links it. One that has no link left has one that is
        hidden: that it counted for it would be knowing the answer.
        """
        return numpy.tile(numpy.maximum(self.degrees, 1), (len(rows), 1))

    def same_name(self, rows: Ints) -> Floats:
        """Whether both have one name, folded."""
        called = self.cities.called
        return self._where_known(
            called[rows], called, (called[rows][:, None] == called).astype(numpy.float64)
        )

    def same_kind(self, rows: Ints) -> Floats:
        """Whether both are of one kind of place, such as counties."""
        kinds = self.cities.kinds
        return self._where_known(
            kinds[rows], kinds, (kinds[rows][:, None] == kinds).astype(numpy.float64)
        )

    def shared_networks(self, rows: Ints) -> Floats:
        """How many networks of cities both are known to be members of."""
        return self._members.transposed.times(self._members.of(rows))

    @cached_property
    def near(self) -> Sparse:
        """How near other cities are to each, 1 at no distance and 0 at ``NEAR_KM``; none itself."""
        size = len(self.cities)
        placed = numpy.flatnonzero(self.cities.placed)
        chord = 2 * float(numpy.sin(NEAR_KM / EARTH_KM / 2))
        ones, others, apart = pairs_within(self.cities.vectors[placed], chord, _MOST_NEAR + 1)
        return Sparse(1 - apart / chord, placed[ones], placed[others], (size, size))

    def _placed(self, values: Floats, rows: Ints) -> Floats:
        values[~self.cities.placed[rows]] = numpy.nan
        values[:, ~self.cities.placed] = numpy.nan
        return values

    @staticmethod
    def _where_known(here: Ints, there: Ints, values: Floats) -> Floats:
        values[here == UNKNOWN] = numpy.nan
        values[:, there == UNKNOWN] = numpy.nan
        return values

    def _weighted(self, power: float) -> Sparse:
        """The links, each way through a city weighing its degree to a power."""
        return self.linked.scaled(numpy.maximum(self.degrees, 1) ** power)

    @cached_property
    def _of_country(self) -> Floats:
        """How many partners each city has in each country."""
        size, many = len(self.cities), max(1, len(self.cities.country_iris))
        there = self.cities.countries[self.linked.columns]
        known = there != UNKNOWN
        places = self.linked.rows[known] * many + there[known]
        counted = numpy.bincount(places, minlength=size * many)
        return numpy.asarray(counted.reshape(size, many), dtype=numpy.float64)

    @cached_property
    def _lift(self) -> Floats:
        known = numpy.flatnonzero(self.cities.countries != UNKNOWN)
        between = numpy.zeros((self._of_country.shape[1],) * 2)
        numpy.add.at(between, self.cities.countries[known], self._of_country[known])
        ends = between.sum(axis=1)
        expected = numpy.outer(ends, ends) / max(1.0, ends.sum())
        lift: Floats = numpy.log((between + _PRIOR) / (expected + _PRIOR))
        return lift

    @cached_property
    def _spoken(self) -> Floats:
        countries = [spoken(code) for code in self.cities.codes]
        of_both = numpy.zeros((len(countries), len(countries)))
        for language in {name for country in countries for name in country}:
            percents = numpy.array([country.get(language, 0.0) for country in countries])
            some = numpy.flatnonzero(percents >= LEAST_PERCENT)
            pairs = numpy.ix_(some, some)
            shared = numpy.minimum.outer(percents[some], percents[some])
            of_both[pairs] = numpy.maximum(of_both[pairs], shared)
        unknown = [number for number, country in enumerate(countries) if not country]
        of_both[unknown] = numpy.nan
        of_both[:, unknown] = numpy.nan
        return of_both

    @cached_property
    def _members(self) -> Sparse:
        known = sorted({network for networks in self.cities.networks for network in networks})
        number = {network: index for index, network in enumerate(known)}
        ends = [
            (city, number[network])
            for city, networks in enumerate(self.cities.networks)
            for network in sorted(networks)
        ]
        rows, columns = numpy.array(ends, dtype=numpy.int64).reshape(-1, 2).T
        shape = (len(self.cities), max(1, len(known)))
        return Sparse(numpy.ones(len(rows)), rows, columns, shape)


# The criteria by which partners are ranked, in the order in which they are told.
CRITERIA: dict[str, Callable[[Measures, Ints], Floats]] = {
    "shared-partners": Measures.shared,
    "paths-of-three": Measures.paths,
    "partners-of-neighbours": Measures.of_neighbours,
    "neighbours-of-partners": Measures.near_partners,
    "between-regions": Measures.between_regions,
    "countries": Measures.of_countries,
    "partners-in-country": Measures.in_country,
    "partners-from-country": Measures.from_country,
    "same-country": Measures.domestic,
    "country-languages": Measures.languages,
    "distance": Measures.kilometres,
    "by-the-sea": Measures.by_the_sea,
    "population-ratio": Measures.ratio,
    "population": Measures.people,
    "degree": Measures.partners,
    "same-name": Measures.same_name,
    "same-kind": Measures.same_kind,
    "shared-networks": Measures.shared_networks,
}
# Criteria of which 0 says only that nothing is on record: what is linked is not all that is.
OF_RECORD = frozenset(
    {
        *("shared-partners", "paths-of-three", "partners-of-neighbours", "neighbours-of-partners"),
        *("between-regions", "partners-in-country", "partners-from-country", "shared-networks"),
    }
)
