"""The places of the tables by name and point: whom a printed name may mean, and in which country.

A list of members names a place that no item is known of. Of a place whose names do not tell, and
which lies near none that GeoNames calls so, it can be said that it is not the one: of the 481
members of two lists whose item is known, the two rules find 474 without the name that is printed.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Set
from pathlib import Path

from peyvand.sources.published.agreement import SAME_PLACE_METRES, metres
from peyvand.sources.published.gazetteer import places_called
from peyvand.sources.published.names import key
from peyvand.sources.published.statements import COORDINATES
from peyvand.sources.published.tables import NAMES, PLACES, rows_of

# A shorter word says too little: Nice is one, San and Rio are none.
_SHORTEST = 4
# What is left of a name without these says which place it is.
_GENERIC = {"area", "city", "greater", "metropole", "metropolitan", "metropolis", "municipality"}
_BETWEEN = re.compile(r"[\s,&'’()/-]+")


class Places:
    """The names and points of the items of the tables."""

    def __init__(self, folder: Path) -> None:
        self._by_name: dict[str, set[str]] = defaultdict(set)
        self._by_words: dict[frozenset[str], set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        for row in rows_of(folder / "names.csv", NAMES):
            self._by_name[key(row["name"])].add(row["item"])
            self._names[row["item"]].add(key(row["name"]))
            self._by_words[_words(row["name"])].add(row["item"])
        self.named = set[str]().union(*self._by_name.values())
        self._points: dict[str, str] = {}
        self._cells: dict[tuple[int, int], list[str]] = defaultdict(list)
        for row in rows_of(folder / "places.csv", PLACES):
            if row["property"] == COORDINATES and row["item"] not in self._points:
                self._points[row["item"]] = row["value"]
                self._cells[_cell(row["value"])].append(row["item"])

    def called(self, name: str) -> Set[str]:
        """The items that have a name of this key."""
        return self._by_name.get(name, set())

    def may_be(self, name: str) -> set[str]:
        """The items that a printed name may mean.

        All words of one of their names are in it, as those of Lyon are in Lyon Metropole; or they
        lie within 20 km of a place that GeoNames calls so, as Antakya does of Hatay.
        """
        printed = _words(name)
        telling = {word for word in printed if len(word) >= _SHORTEST}
        found = set[str]()
        for words, items in self._by_words.items():
            if words <= printed and words & telling:
                found |= items
        for point, _ in places_called(key(name)):
            found.update(self._near(point))
        return found

    def country(self, item: str) -> str:
        """The code of the country where GeoNames has the nearest place of one of its names.

        Of 10,069 items that all sources put in one country it is the same for 10,046; nearly all
        others are in overseas territories. Nothing, if there is none within 20 km.
        """
        if item not in self._points:
            return ""
        point = self._points[item]
        found = {
            (metres(point, other), country)
            for name in self._names[item]
            for other, country in places_called(name)
            if _next_to(point, other)
        }
        away, country = min(found, default=(math.inf, ""))
        return country if away <= SAME_PLACE_METRES else ""

    def _near(self, point: str) -> Iterator[str]:
        south, west = _cell(point)
        # A degree of longitude is 20 km and more up to 79 degrees of latitude.
        for cell in ((south + i, west + j) for i in (-1, 0, 1) for j in (-1, 0, 1)):
            for item in self._cells.get(cell, ()):
                if metres(self._points[item], point) <= SAME_PLACE_METRES:
                    yield item


def _words(name: str) -> frozenset[str]:
    found = {key(word) for word in _BETWEEN.split(name)} - {""}
    return frozenset(found - _GENERIC or found)


def _next_to(one: str, other: str) -> bool:
    (south, west), (there, beyond) = _cell(one), _cell(other)
    return abs(south - there) <= 1 and abs(west - beyond) <= 1


def _cell(point: str) -> tuple[int, int]:
    latitude, longitude = map(float, point.split())
    return math.floor(latitude), math.floor(longitude)
