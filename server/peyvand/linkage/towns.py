"""Towns that the records may lack, beside an item of their name: the municipality of Rotterdam.

A file of records may have the municipality and not the town, so that nothing in it tells that there
are two. The world's places that come with the project do: where more copies of Wikidata speak of a
town of that name there than of the item that was found, and of this too, a person is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache

from peyvand.features.distance import kilometres
from peyvand.features.levels import level_of
from peyvand.features.names import folded, key
from peyvand.features.similarity import population_ratio
from peyvand.features.thresholds import LIKE_POPULATION, SAME_PLACE_KM, SAME_POPULATION
from peyvand.linkage.classification import REVIEW, SAME, Link
from peyvand.linkage.outcomes import Code, Reason
from peyvand.model import City
from peyvand.resources import root
from peyvand.sources.tables import read_table

_NAMES = ("item", "language", "name", "snapshot")
_PLACES = ("item", "snapshot", "property", "value", "rule", "agree")
_COPY = "wikidata-"


@dataclass(frozen=True)
class Town:
    """A place of the world, and how many copies of Wikidata speak of it."""

    city: City
    copies: int


class Towns:
    """Known places by their names.

    Args:
        towns: with coordinates.
    """

    def __init__(self, towns: Collection[Town]) -> None:
        self._copies = {town.city.identifier: town.copies for town in towns}
        self._called: dict[str, list[Town]] = defaultdict(list)
        for town in towns:
            for name in _keys(town.city):
                self._called[name].append(town)

    def asked(
        self,
        link: Link,
        place: City,
        described: Mapping[str, City],
        there: Collection[str],
        mentions: Mapping[str, int],
    ) -> Link:
        """The link, left to a person where a town that the records lack may be meant.

        Args:
            link: as the rules have it.
            place: the place of the list.
            described: the descriptions of the items, by row.
            there: the items that have a place in the records.
            mentions: how many sources of the records speak of each item.
        """
        if link.decision != SAME or not link.pair or _tells_level(place):
            return link
        # Of an item that no copy knows it cannot be told whether it is the town under a new number.
        if not (copies := self._copies.get(link.right, 0)):
            return link
        record = described[link.pair.row]
        spoken = max(mentions.get(link.right, 0), copies)
        others = sorted(
            {
                town.city.identifier
                for name in _keys(record)
                for town in self._called.get(name, ())
                if town.copies > spoken
                and town.city.identifier not in there
                and _is_beside(town.city, record)
                and not _is_counted(place, record, town.city)
            }
            - {link.right}
        )
        if not others:
            return link
        return replace(link, decision=REVIEW, reason=Reason(Code.OTHER_LEVEL, tuple(others)))


@cache
def known_towns() -> Towns:
    """The places of the world that come with the project (``data/world``)."""
    folder = root() / "data" / "world"
    names: dict[str, set[str]] = defaultdict(set)
    copies: dict[str, set[str]] = defaultdict(set)
    for row in read_table(folder / "names.csv", _NAMES):
        if row["snapshot"].startswith(_COPY):
            names[row["item"]].add(row["name"])
            copies[row["item"]].add(row["snapshot"])
    told: dict[str, dict[str, str]] = defaultdict(dict)
    for row in read_table(folder / "places.csv", _PLACES):
        told[row["item"]].setdefault(row["property"], row["value"])
        if row["snapshot"].startswith(_COPY):
            copies[row["item"]].add(row["snapshot"])
    return Towns(
        [
            Town(_city(item, tuple(sorted(names[item])), values), len(copies[item]))
            for item, values in told.items()
            if "coordinates" in values and names[item]
        ]
    )


def _city(item: str, names: tuple[str, ...], values: Mapping[str, str]) -> City:
    latitude, longitude = map(float, values["coordinates"].split())
    people = int(values.get("population", 0)) or None
    return City(item, names, values.get("country", ""), latitude, longitude, people)


def _tells_level(place: City) -> bool:
    return bool(place.levels or (place.names and level_of(place.names[0])))


def _keys(city: City) -> set[str]:
    return set(map(key, folded(city.names)))


def _is_beside(town: City, record: City) -> bool:
    km = kilometres(town, record)
    return km is not None and km <= SAME_PLACE_KM


def _is_counted(place: City, record: City, town: City) -> bool:
    """Whether the list counts the people of the item and not those of the town."""
    ours = population_ratio(place.population, record.population)
    theirs = population_ratio(place.population, town.population)
    return (
        ours is not None
        and theirs is not None
        and ours <= SAME_POPULATION
        and theirs > LIKE_POPULATION
    )
