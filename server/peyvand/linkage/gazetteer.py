"""A gazetteer as an interpreter: a name in any script, and its country, lead to a known place.

A list may give only a Persian name and a country. If a gazetteer knows one such place there, or
one that outgrows its namesakes, that place lends its other names, coordinates and population, and
the comparison with the records then rests on more than the name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from peyvand.features.countries import country_code, sovereign
from peyvand.features.distance import kilometres
from peyvand.features.folding import script
from peyvand.features.names import bare, folded
from peyvand.features.similarity import population_ratio
from peyvand.features.thresholds import OTHER_POPULATION, OUTGROWN_NAMESAKE, SAME_AREA_KM
from peyvand.model import City


def _sizes_differ(place: City, other: City) -> bool:
    ratio = population_ratio(place.population, other.population)
    return ratio is not None and ratio > OTHER_POPULATION


def needs_help(place: City) -> bool:
    """Whether a place lacks coordinates, or a name in the letters that records are in."""
    return not place.located or all(script(name) == "arabic" for name in folded(place.names))


def _keys(place: City) -> list[str]:
    # Spaces come and go in Persian: مزارشریف is مزار شریف.
    names = folded((*place.names, *place.aliases))
    return [bare(name).replace(" ", "") for name in names]


class Gazetteer:
    """Known places by every name they have.

    Args:
        places: cities with coordinates, country and, if possible, population.
        wanted: the places that will be asked about; what none of them is called is not kept.
    """

    def __init__(self, places: Iterable[City], wanted: Iterable[City]) -> None:
        names = {name for place in wanted for name in _keys(place)}
        self._by_name: dict[str, list[City]] = {}
        for place in places:
            for name in names.intersection(_keys(place)):
                self._by_name.setdefault(name, []).append(place)

    def find(self, place: City) -> City | None:
        """The one place of the gazetteer that a place of a list can only mean, if there is."""
        namesakes: dict[str, City] = {}
        for name in _keys(place):
            for known in self._by_name.get(name, ()):
                if self._possible(place, known):
                    namesakes[known.identifier] = known
        ranked = sorted(
            namesakes.values(),
            key=lambda namesake: (-(namesake.population or 0), namesake.identifier),
        )
        if len(ranked) > 1:
            first, second = ranked[0].population or 0, ranked[1].population or 0
            if first < OUTGROWN_NAMESAKE * max(second, 1):
                return None
        return ranked[0] if ranked else None

    def complete(self, place: City) -> City:
        """The place with what the gazetteer adds to it; itself if that is nothing."""
        known = self.find(place)
        if known is None:
            return place
        names = tuple(dict.fromkeys((*place.aliases, *known.names, *known.aliases)))
        if place.located:
            return replace(place, aliases=names, lent_by=known.identifier)
        return replace(
            place,
            aliases=names,
            lent_by=known.identifier,
            latitude=known.latitude,
            longitude=known.longitude,
            population=place.population or known.population,
            country=place.country or known.country,
        )

    @staticmethod
    def _possible(place: City, known: City) -> bool:
        if place.located:
            km = kilometres(place, known)
            return km is not None and km <= SAME_AREA_KM
        if not place.country or _sizes_differ(place, known):
            return False
        return sovereign(country_code(place.country)) == sovereign(country_code(known.country))
