"""Towns that the records may lack, beside an item of their name: the municipality of Rotterdam.

A file of records may have the municipality and not the town, so that nothing in it tells that there
are two. The world's places that come with the project do: where more copies of Wikidata speak of a
town of that name there than of the item that was found, or as many and the list counts its people,
a person is asked. They also tell the levels of items whose records state none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

from peyvand.features.distance import kilometres
from peyvand.features.levels import level_of
from peyvand.features.names import folded, key
from peyvand.features.similarity import population_ratio
from peyvand.features.thresholds import LIKE_POPULATION, SAME_PLACE_KM, SAME_POPULATION
from peyvand.linkage.blocking import item_of
from peyvand.linkage.classification import EQUAL, REVIEW, SAME, Link, is_within
from peyvand.linkage.outcomes import Code, Reason
from peyvand.model import City
from peyvand.resources import root
from peyvand.sources.tables import read_table

_NAMES = ("item", "language", "name", "snapshot")
_PLACES = ("item", "snapshot", "property", "value", "rule", "agree")
_LEVELS = ("item", "snapshot", "printed", "level")
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
        levels: those that copies of Wikidata tell of items.
    """

    def __init__(
        self, towns: Collection[Town], levels: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        self._levels = levels or {}
        self._copies = {town.city.identifier: town.copies for town in towns}
        self._called: dict[str, list[Town]] = defaultdict(list)
        for town in towns:
            for name in _keys(town.city):
                self._called[name].append(town)

    def levelled(self, described: Mapping[str, City]) -> dict[str, City]:
        """The descriptions, with the levels that copies tell of an item of which they state none.

        Args:
            described: the descriptions of the items, by row.
        """
        return {
            row: replace(city, levels=told)
            if not city.levels and (told := self._levels.get(item_of(row)))
            else city
            for row, city in described.items()
        }

    def knows_most(self, links: Iterable[Link]) -> bool:
        """Whether copies know most of the items that places were given."""
        known = [link.right in self._copies for link in links if link.decision == SAME]
        return 2 * sum(known) > len(known)

    def asked(
        self,
        link: Link,
        place: City,
        described: Mapping[str, City],
        there: Collection[str],
        mentions: Mapping[str, int],
        *,
        knows_most: bool = True,
    ) -> Link:
        """The link, left to a person where a town that the records lack may be meant.

        Args:
            link: as the rules have it.
            place: the place of the list.
            described: the descriptions of the items, by row.
            there: the items that have a place in the records.
            mentions: how many sources of the records speak of each item.
            knows_most: whether copies know most items that the list was given; of others, which
                may be numbered anew, an item that no copy knows tells nothing.
        """
        if link.decision != SAME or not link.pair or _tells_level(place):
            return link
        copies = self._copies.get(link.right, 0)
        if not (copies or knows_most):
            return link
        record = described[link.pair.row]
        # An item that no copy knows may be the town under a new number: one source more is needed.
        spoken = max(mentions.get(link.right, 0) + (not copies), copies)
        others = sorted(
            {
                town.city.identifier
                for name in _keys(record)
                for town in self._called.get(name, ())
                if town.copies >= spoken
                and town.city.identifier not in there
                and _is_beside(town.city, record)
                and not _is_counted(place, record, town.city)
                and (town.copies > spoken or _is_counted(place, town.city, record))
            }
            - {link.right}
        )
        if not others:
            return link
        return replace(link, decision=REVIEW, reason=Reason(Code.OTHER_LEVEL, tuple(others)))

    def settled(
        self, links: Mapping[str, Link], places: Iterable[City], described: Mapping[str, City]
    ) -> dict[str, Link]:
        """The links, with a municipality that the list counts settled where no town is known.

        A row may say Birkerød where the records have Birkerød Municipality alone.

        Args:
            links: as the rules have them, by place.
            places: of the list.
            described: the descriptions of the items, by row.
        """
        held = {link.right for link in links.values() if link.decision == SAME}
        meant = {
            place.identifier: link.right
            for place in places
            if (link := links.get(place.identifier))
            and link.right not in held
            and self._is_alone(link, place, described)
        }
        claims = Counter(meant.values())
        return {
            left: replace(link, decision=SAME, reason=None)
            if claims[meant.get(left, "")] == 1
            else link
            for left, link in links.items()
        }

    def _is_alone(self, link: Link, place: City, described: Mapping[str, City]) -> bool:
        """Whether its level alone speaks against an item, and no other of its name is known."""
        if not link.pair or link.others or not link.reason:
            return False
        grades, record = link.pair.grades, described[link.pair.row]
        return (
            link.reason.code == Code.KINDS_DIFFER
            and grades.get("name") in EQUAL
            and is_within(grades.get("distance", ""), SAME_PLACE_KM)
            and is_within(grades.get("population", ""), SAME_POPULATION)
            and level_of(record.names[0]) == "municipality"
            and not _tells_level(place)
            and link.right in self._copies
            and not any(
                _is_beside(town.city, record)
                for name in _keys(record) | _keys(place)
                for town in self._called.get(name, ())
                if town.city.identifier != link.right
            )
        )


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
        ],
        _levels(),
    )


def _levels() -> dict[str, tuple[str, ...]]:
    """The levels of the items that some copy takes for a municipality.

    A town may be one, whereas a capital that is a region too is none for a list that says neither.
    """
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for row in read_table(root() / "data/world/levels.csv", _LEVELS):
        if row["snapshot"].startswith(_COPY) and row["level"]:
            found[row["item"]][row["level"]] = None
    return {item: tuple(levels) for item, levels in found.items() if "municipality" in levels}


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


def _is_counted(place: City, one: City, other: City) -> bool:
    """Whether the list counts the people of one of two and not those of the other."""
    ours = population_ratio(place.population, one.population)
    theirs = population_ratio(place.population, other.population)
    return (
        ours is not None
        and theirs is not None
        and ours <= SAME_POPULATION
        and theirs > LIKE_POPULATION
    )
