"""A gazetteer as an interpreter: a name in any script, and its country, lead to a known place.

A list may give only a Persian name and a country. If a gazetteer knows one such place there, or
one that outgrows its namesakes, that place lends its other names and its coordinates, and the
comparison with the records then rests on more than the name.

What a place is called first goes before what it is called too: Turi in Italy is Turi, though
Turin has that name among its others. What is lent stays marked as lent.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from peyvand.features.countries import countries_of, one_country, sovereign
from peyvand.features.distance import kilometres
from peyvand.features.folding import REMEMBERED, is_latin
from peyvand.features.names import bare, folded
from peyvand.features.similarity import population_ratio
from peyvand.features.thresholds import (
    OTHER_PLACE_KM,
    OTHER_POPULATION,
    OUTGROWN_NAMESAKE,
    SAME_AREA_KM,
)
from peyvand.linkage.blocking import around, own_cell
from peyvand.linkage.hearing import Hearing, state_of
from peyvand.linkage.regions import units
from peyvand.linkage.slips import mended
from peyvand.model import City

_ROUND = 100


def _sizes_differ(place: City, other: City) -> bool:
    ratio = population_ratio(place.population, other.population)
    return ratio is not None and ratio > OTHER_POPULATION


def needs_help(place: City) -> bool:
    """Whether a place lacks coordinates, or a name in the letters that most records are in."""
    return not place.located or not any(map(is_latin, place.names))


@lru_cache(REMEMBERED)
def _states(country: str) -> frozenset[str]:
    """The states that a country, or a state of the past, may mean."""
    return frozenset(map(sovereign, countries_of(country)))


def is_counted(place: City) -> bool:
    """Whether a place tells its people by the head: rounded, the numbers of many are one."""
    return bool(place.population and place.population % _ROUND)


def _keys(names: Iterable[str]) -> list[str]:
    return [_key(name) for name in folded(names)]


def _key(name: str) -> str:
    # Spaces come and go in Persian: مزارشریف is مزار شریف.
    return bare(name).replace(" ", "")


class Gazetteer:
    """Known places by every name they have.

    Args:
        places: cities with coordinates, country and, if possible, population.
        wanted: the places that will be asked about; what none of them is called is not kept.
    """

    def __init__(self, places: Iterable[City], wanted: Iterable[City]) -> None:
        anywhere: set[str] = set()
        within: dict[str, set[str]] = {}
        near: dict[str, set[str]] = {}
        heard: set[str] = set()
        counts: set[int] = set()
        for place in wanted:
            if is_counted(place):
                counts.add(place.population or 0)
            called = _keys((*place.names, *place.aliases))
            if place.located:
                for there in (place, *mended(place)):
                    for cell in around(there):
                        near.setdefault(cell, set()).update(called)
            else:
                if place.region:
                    # It may be a code that tells another country than the list.
                    anywhere.update(called)
                for state in _states(place.country):
                    within.setdefault(state, set()).update(called)
                if not any(map(is_latin, place.names)):
                    heard.add(state_of(place))
        audible: list[City] = []
        self._counted: dict[tuple[str, int], list[City]] = {}
        self._called: dict[str, list[City]] = {}
        self._also_called: dict[str, list[City]] = {}
        for place in places:
            state = state_of(place)
            if heard and state in heard:
                audible.append(place)
            if place.population in counts:
                for name in _keys(place.names[:1]):
                    self._counted.setdefault((name, place.population or 0), []).append(place)
            cells = (near.get(cell, ()) for cell in own_cell(place))
            names = anywhere.union(within.get(state, ()), *cells)
            if not names:
                continue
            # The whole main name: Frankfurt (Oder) is also called Frankfurt, and not first of all.
            first = names.intersection(_key(name) for name in folded(place.names)[:1])
            for name in first:
                self._called.setdefault(name, []).append(place)
            for name in names.intersection(_keys((*place.names, *place.aliases))) - first:
                self._also_called.setdefault(name, []).append(place)
        self._hearing = Hearing(audible)

    def find(self, place: City) -> City | None:
        """The one place of the gazetteer that a place of a list can only mean, if there is."""
        for known in (self._called, self._also_called):
            if namesakes := self._namesakes(place, known):
                return _outgrowing(namesakes)
        return None

    def complete(self, place: City) -> City:
        """The place with what the gazetteer adds to it; itself if that is nothing."""
        known, is_heard = self.find(place), False
        if known is None and place.located:
            place, known = self._mended(place)
        if known is None and not self._is_known(place):
            known, is_heard = self._hearing.find(place, self._possible), True
        if known is None:
            return place
        lent = replace(
            place,
            lent_names=(*known.names, *known.aliases),
            lent_by=known.identifier,
            is_lent_by_sound=is_heard,
        )
        if place.located:
            return lent
        return replace(
            lent,
            latitude=known.latitude,
            longitude=known.longitude,
            is_place_lent=True,
            lent_population=known.population,
            # A state of the past is not compared; what followed it there is.
            country=place.country if one_country(place.country) else known.country,
        )

    def counted(self, place: City, record: City) -> City | None:
        """A namesake elsewhere that has the very number of people that a list gives a place.

        Args:
            place: of the list.
            record: where it lies.
        """
        people = place.population or 0
        if not is_counted(place):
            return None
        namesakes = {
            known.identifier: known
            for name in _keys((*place.names, *record.names))
            for known in self._counted.get((name, people), ())
            if (kilometres(known, record) or 0) > OTHER_PLACE_KM
        }
        return min(namesakes.values(), key=lambda one: one.identifier, default=None)

    def _mended(self, place: City) -> tuple[City, City | None]:
        """The place mended of the one slip that takes it to its name, and what is called so."""
        if not (states := _states(place.country)):
            return place, None
        found = [(moved, known) for moved in mended(place) if (known := self.find(moved))]
        found = [(moved, known) for moved, known in found if state_of(known) in states]
        return found[0] if len(found) == 1 else (place, None)

    def _is_known(self, place: City) -> bool:
        # A place of that name in another region, or of another size, is a doubt and no free field.
        named = replace(place, region="", population=None)
        return any(self._namesakes(named, known) for known in (self._called, self._also_called))

    def tells_by_region(self, place: City, record: City) -> bool:
        """Whether its region would lead a place without coordinates to where a record lies."""
        named = self._namesakes(place, self._called) or self._namesakes(place, self._also_called)
        regions = {
            known.region
            for known in named
            if known.region and (kilometres(known, record) or 0) <= SAME_AREA_KM
        }
        return any(
            (found := self.find(replace(place, region=region))) is not None
            and (kilometres(found, record) or 0) <= SAME_AREA_KM
            for region in sorted(regions)
        )

    def _namesakes(self, place: City, known: dict[str, list[City]]) -> list[City]:
        names = _keys((*place.names, *place.aliases))
        return list(
            {
                one.identifier: one
                for name in names
                for one in known.get(name, ())
                if self._possible(place, one)
            }.values()
        )

    @staticmethod
    def _possible(place: City, known: City) -> bool:
        if place.located:
            km = kilometres(place, known)
            return km is not None and km <= SAME_AREA_KM
        if _sizes_differ(place, known):
            return False
        if meant := units(place.region, place.country):
            return known.region in meant
        if not place.country:
            return False
        return sovereign(one_country(known.country)) in _states(place.country)


def _outgrowing(namesakes: list[City]) -> City | None:
    """The only one, or that which is ten times as large as any other."""
    first, *more = sorted(namesakes, key=lambda one: (-(one.population or 0), one.identifier))
    second = more[0].population or 0 if more else None
    if second is not None and (first.population or 0) < OUTGROWN_NAMESAKE * max(second, 1):
        return None
    return first
