"""The first-level region of each row of a list, by the nearest place of GeoNames."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from peyvand.features.distance import kilometres
from peyvand.model import City
from peyvand.resources import root
from peyvand.sources.geonames import read_geonames

from .folds import Fold, drawn

_CELL = 0.25


def with_regions(fold: Fold) -> Fold:
    """The list with a column of regions, each under one of its names, whichever is drawn."""
    known = _cells()
    names = _names()
    places = []
    for place in fold.places:
        near = [one for cell in _around(place) for one in known.get(cell, ())]
        unit = min(near, key=lambda one: kilometres(one, place) or 0.0).region if near else ""
        if called := names.get(unit):
            place = replace(place, region=called[drawn("region", place.identifier) % len(called)])
        places.append(place)
    return replace(fold, places=tuple(places))


def _cell(place: City) -> tuple[int, int]:
    latitude, longitude = place.latitude or 0.0, place.longitude or 0.0
    return math.floor(latitude / _CELL), math.floor(longitude / _CELL)


def _around(place: City) -> Iterable[tuple[int, int]]:
    if not place.located:
        return ()
    row, column = _cell(place)
    return [(row + up, column + right) for up in (-1, 0, 1) for right in (-1, 0, 1)]


@cache
def _cells() -> dict[tuple[int, int], list[City]]:
    cells: dict[tuple[int, int], list[City]] = {}
    for place in read_geonames(500):
        if place.region:
            cells.setdefault(_cell(place), []).append(place)
    return cells


@cache
def _names() -> dict[str, list[str]]:
    with (root() / "data/merge/regions.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["unit"]: row["names"].split("|")
            for row in csv.DictReader(file)
            if row["level"] == "first"
        }
