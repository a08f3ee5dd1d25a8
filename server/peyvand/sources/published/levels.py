"""Levels of places of which no source states one: by populated places and subdivisions.

A place that lies within 5 km of a populated place of GeoNames of its name and country is taken for
it, unless its own name says another kind, or both populations are known and one is more than twice
the other. A place that bears the name of one subdivision of its country (ISO 3166-2), and lies
20 km and more from every populated place of that name, is taken for that. Places that were
themselves found by their name alone are left out. ``docs/world.md`` says how often this is right.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from pathlib import Path

from peyvand.sources.published.agreement import SAME_PLACE_METRES, SAME_POPULATION, metres
from peyvand.sources.published.gazetteer import people_at, places_called
from peyvand.sources.published.known import Known
from peyvand.sources.published.names import key
from peyvand.sources.published.places import level_part
from peyvand.sources.published.statements import COORDINATES, COUNTRY, INFERRED, POPULATION
from peyvand.sources.published.tables import LEVELS, NAMES, PLACES, rows_of, write_table
from peyvand.sources.tables import read_table
from peyvand.sources.wikidata.report import Report

_GEONAMES, _REGIONS = "geonames-2026", "geonames-regions-2026"
_BY_NAME = "P by name, country and place"
_THERE_METRES = 5_000
# A degree of latitude is 111 km: what is further off need not be measured.
_DEGREES = 0.2
# What follows a comma or stands in brackets is where a place lies, and not what it is called.
_WHERE = re.compile(r",.*|\s*\(.*")
_COLUMNS = ("unit", "iso", "level", "kind", "names")
# The code of a subdivision, and its kind.
Subdivision = tuple[str, str]
Named = Mapping[tuple[str, str], Set[Subdivision]]


@dataclass
class _Place:
    point: str = ""
    rule: str = ""
    countries: set[str] = field(default_factory=set)
    people: int = 0
    names: set[str] = field(default_factory=set)


def import_levels(data: Path, folder: Path, known: Known, report: Report) -> None:
    """Lay the levels into their table, in place of what it held by these two rules.

    Args:
        data: the project's folder ``data``, which has the subdivisions of countries.
        folder: of the tables.
        known: what an import knows of the project.
        report: is told what came of it.
    """
    kept, stated = set[tuple[str, str, str]](), set[str]()
    for row in rows_of(folder / "levels.csv", LEVELS):
        if row["printed"] != _BY_NAME and row["snapshot"] != _REGIONS:
            kept.add((row["item"], row["snapshot"], row["printed"]))
            # A kind that a name says of itself speaks against others, whatever its level.
            if row["level"] or level_part(row["printed"]) != "levels":
                stated.add(row["item"])
    named = _subdivisions(data / "merge" / "regions.csv")
    found = {
        (item, *kind)
        for item, place in _places(folder).items()
        if item not in stated
        for kind in _kinds(place, named)
    }
    for _, snapshot, _ in found:
        report.counts[f"taken: levels of {snapshot}"] += 1
    rows = [(*row, known.level(row[1], row[2])) for row in sorted(kept | found)]
    report.counts["in the tables: kinds of place"] = len(rows)
    if write_table(folder / "levels.csv", LEVELS, rows):
        report.counts["tables written"] += 1


def _subdivisions(path: Path) -> Named:
    """The subdivisions by the codes of their countries and the keys of their names."""
    named: dict[tuple[str, str], set[Subdivision]] = defaultdict(set)
    for row in read_table(path, _COLUMNS):
        if row["iso"] and row["kind"]:
            where = "first level" if row["level"] == "first" else "below the first level"
            for name in row["names"].split("|"):
                kind = f"{where}: {row['kind']}"
                named[row["iso"][:2], key(name)].add((row["iso"], kind))
    return named


def _places(folder: Path) -> Mapping[str, _Place]:
    places: dict[str, _Place] = defaultdict(_Place)
    for row in rows_of(folder / "places.csv", PLACES):
        place = places[row["item"]]
        if row["property"] == COORDINATES and not place.point:
            place.point, place.rule = row["value"], row["rule"]
        elif row["property"] == COUNTRY:
            place.countries.add(row["value"])
        elif row["property"] == POPULATION and not place.people:
            place.people = int(row["value"])
    for row in rows_of(folder / "names.csv", NAMES):
        if row["language"] != "fa":
            places[row["item"]].names.add(key(_WHERE.sub("", row["name"])))
    return places


def _kinds(place: _Place, named: Named) -> Iterator[tuple[str, str]]:
    """The snapshots that tell the kind of a place, and what they print."""
    if not place.point or place.rule == INFERRED:
        return
    populated = {(metres(place.point, point), people_at(point)) for point in _called(place)}
    if any(away <= _THERE_METRES and _fit(place.people, people) for away, people in populated):
        yield _GEONAMES, _BY_NAME
    if all(away > SAME_PLACE_METRES for away, _ in populated):
        fitting = [named.get((one, name), set()) for one in place.countries for name in place.names]
        subdivisions = set[Subdivision]().union(*fitting)
        if len(subdivisions) == 1:
            yield _REGIONS, min(subdivisions)[1]


def _fit(one: int, other: int) -> bool:
    fewer, more = sorted((one, other))
    return not fewer or more <= SAME_POPULATION * fewer


def _called(place: _Place) -> Iterator[str]:
    """Where GeoNames has populated places of one of its names, in its country, not far off."""
    latitude = float(place.point.split()[0])
    for name in place.names:
        for point, country in places_called(name):
            if country in place.countries and abs(float(point.split()[0]) - latitude) < _DEGREES:
                yield point
