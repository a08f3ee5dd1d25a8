"""What is known of the cities that anything links, and which of them are linked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy
from numpy.typing import NDArray

Floats = NDArray[numpy.float64]
Ints = NDArray[numpy.int64]
Pair = tuple[int, int]
UNKNOWN = -1
EARTH_KM = 6371.0


@dataclass(frozen=True)
class Cities:
    """Cities in the order of their IRIs; a city is known by its place in this order.

    Args:
        iris: of each city.
        names: the labels of each, by language.
        countries: of each city the number of its country, or ``UNKNOWN``.
        country_iris: of the countries, in the order of their numbers.
        codes: the ISO 3166-1 codes of two letters of the countries, empty where there is none.
        latitudes: in degrees, NaN where no source gives a place.
        longitudes: likewise.
        from_sea: the kilometres to the nearest shore, NaN where they are not known.
        populations: NaN where no source gives one.
        kinds: of each city the number of its kind of place, or ``UNKNOWN``.
        called: of each city the number of its folded name: equal names are equal numbers.
        networks: of each city the networks of cities that it is a member of.
        things: the labels of the countries and networks, by language.
    """

    iris: tuple[str, ...]
    names: tuple[Mapping[str, str], ...]
    countries: Ints
    country_iris: tuple[str, ...]
    codes: tuple[str, ...]
    latitudes: Floats
    longitudes: Floats
    from_sea: Floats
    populations: Floats
    kinds: Ints
    called: Ints
    networks: tuple[frozenset[str], ...]
    things: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.iris)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each city by its IRI."""
        return {iri: number for number, iri in enumerate(self.iris)}

    @cached_property
    def placed(self) -> NDArray[numpy.bool_]:
        """Whether the place of each is known."""
        return ~numpy.isnan(self.latitudes)

    @cached_property
    def vectors(self) -> Floats:
        """The places as points of a sphere of radius 1, NaN where they are not known."""
        return unit_vectors(self.latitudes, self.longitudes)

    def code(self, city: int) -> str:
        """The code of the country of a city; empty where it is not known."""
        country = int(self.countries[city])
        return "" if country == UNKNOWN else self.codes[country]

    def label(self, city: int, language: str) -> str:
        """What a city is called: in a language, else in another, else the end of its IRI."""
        return self.name(self.iris[city], language)

    def name(self, iri: str, language: str) -> str:
        """What a city, a country or a network is called; see ``label``."""
        number = self.numbers.get(iri)
        names = self.things.get(iri, {}) if number is None else self.names[number]
        other = next((names[tag] for tag in sorted(names)), "")
        return names.get(language) or other or iri.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Links:
    """The pairs of cities that anything links, with the days on which a snapshot had them first.

    Args:
        pairs: of two numbers of cities, the smaller first, in order.
        seen: the span of the first snapshot that has each, as two days; empty where none has.
    """

    pairs: tuple[Pair, ...]
    seen: Mapping[Pair, tuple[str, str]] = field(default_factory=dict)


def unit_vectors(latitudes: Floats, longitudes: Floats) -> Floats:
    """Places in degrees as points of a sphere of radius 1, a row for each."""
    latitude, longitude = numpy.radians(latitudes), numpy.radians(longitudes)
    return numpy.stack(
        [
            numpy.cos(latitude) * numpy.cos(longitude),
            numpy.cos(latitude) * numpy.sin(longitude),
            numpy.sin(latitude),
        ],
        axis=1,
    )


def numbered(values: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """The number of each text among the texts there are, in order; the empty one is unknown."""
    known = tuple(sorted(set(values) - {""}))
    number = {value: index for index, value in enumerate(known)}
    return numpy.array([number.get(v, UNKNOWN) for v in values], dtype=numpy.int64), known


def ordered(pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Each pair once, the smaller number first, in order; none of a city with itself."""
    return tuple(sorted({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}))
