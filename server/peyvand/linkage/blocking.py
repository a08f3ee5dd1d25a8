"""Cities as the rows that the engines compare, and the keys that bring likely pairs together."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from peyvand.features.countries import one_country, sovereign
from peyvand.features.folding import script
from peyvand.features.levels import level_of
from peyvand.features.names import bare, folded, key, parts, skeletons
from peyvand.model import City

# A quarter of a degree is 28 km: a place and its record are looked for in nine of them.
_CELL = 0.25
# The separator of an item's several rows in one table: no identifier holds it.
_ROW = "#"


@dataclass(frozen=True)
class Columns:
    """The columns of both tables, by engine-neutral type: one row a place and its variant."""

    text = ("unique_id", "name", "country", "sovereign", "kind", "script")
    lists = ("names", "labels", "keys", "parts", "skeletons", "cells")
    numbers = ("latitude", "longitude", "population")


def listed_row(city: City) -> dict[str, Any]:
    """A row for a place of a list, which is looked for in its own cell and those around it."""
    return _row(city, around(city))


def variants(records: Iterable[City]) -> dict[str, City]:
    """The rival descriptions of each item, under an identifier of their own for the engines.

    Sources disagree on where an item lies and how many live there, and some give only its name.
    Every name of an item stands with each of its places; an item without any place has one
    description. ``item_of`` leads back from the identifier to the item.
    """
    descriptions: dict[str, City] = {}
    for identifier, city in _items(records):
        if len(city) == 1:
            row = f"{identifier}{_ROW}0"
            descriptions[row] = _renamed(city[0], row)
            continue
        located = {
            (record.latitude, record.longitude, record.population, record.country): record
            for record in city
            if record.located
        }
        rivals = list(located.values()) or [max(city, key=lambda record: bool(record.country))]
        names = tuple(dict.fromkeys(name for record in city for name in record.names))
        aliases = tuple(dict.fromkeys(alias for record in city for alias in record.aliases))
        known = tuple(dict.fromkeys(same for record in city for same in record.same_as))
        levels = tuple(dict.fromkeys(level for record in city for level in record.levels))
        languages = tuple(dict.fromkeys(tag for record in city for tag in record.languages))
        twins = tuple(dict.fromkeys(twin for record in city for twin in record.twins))
        for number, record in enumerate(rivals):
            row = f"{identifier}{_ROW}{number}"
            descriptions[row] = replace(
                record,
                identifier=row,
                names=names,
                aliases=aliases,
                same_as=known,
                levels=levels,
                languages=languages,
                twins=twins,
            )
    return descriptions


def _renamed(city: City, row: str) -> City:
    # The one description of its item, which most are: made without the detour of ``replace``.
    return City(
        row,
        _once(city.names),
        city.country,
        city.latitude,
        city.longitude,
        city.population,
        _once(city.same_as),
        city.source,
        _once(city.aliases),
        levels=city.levels,
        population_date=city.population_date,
        languages=city.languages,
        twins=city.twins,
        statements=city.statements,
    )


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return names if len(names) < 2 else tuple(dict.fromkeys(names))


def record_row(city: City) -> dict[str, Any]:
    """A row for one description of an item."""
    return _row(city, own_cell(city))


def mentions(records: Iterable[City], asked: Collection[str] | None = None) -> dict[str, int]:
    """How many sources speak of each item: a town's item is spoken of by more than its twin's.

    Args:
        records: descriptions of items.
        asked: the items to count for; without, all of them.
    """
    sources: dict[str, set[str]] = {}
    for record in records:
        if asked is None or record.identifier in asked:
            sources.setdefault(record.identifier, set()).add(record.source)
    return {identifier: len(speakers) for identifier, speakers in sources.items()}


def item_of(unique_id: str) -> str:
    """The item that a row of the records' table belongs to."""
    return unique_id.rpartition(_ROW)[0] or unique_id


def _items(records: Iterable[City]) -> Iterator[tuple[str, list[City]]]:
    items: dict[str, list[City]] = {}
    for record in records:
        items.setdefault(record.identifier, []).append(record)
    # In a total order, so that the files' order changes nothing; the located ones name the item.
    for identifier in sorted(items):
        city = items.pop(identifier)
        if len(city) > 1:
            city.sort(key=lambda one: (not one.located, one.source, repr(one)))
        yield identifier, city


def follow(records: Iterable[City], redirects: Mapping[str, str]) -> list[City]:
    """The records under the identifiers that theirs redirect to, however often."""
    if not redirects:
        return list(records)
    followed = []
    for record in records:
        identifier, seen = record.identifier, set[str]()
        while identifier in redirects and identifier not in seen:
            seen.add(identifier)
            identifier = redirects[identifier]
        if seen:
            known = (*record.same_as, f"wikidata:{record.identifier}")
            record = replace(record, identifier=identifier, same_as=known)
        followed.append(record)
    return followed


def _row(city: City, cells: list[str]) -> dict[str, Any]:
    labels = folded(city.names)
    names = list(dict.fromkeys((*labels, *folded((*city.aliases, *city.lent_names)))))
    code = one_country(city.country) or None
    return {
        "unique_id": city.identifier,
        "name": bare(names[0]) if names else None,
        "names": names,
        "labels": labels,
        "script": script(labels[0]) if labels else None,
        "keys": list(dict.fromkeys(key(name) for name in names)),
        "parts": parts(names),
        "skeletons": skeletons(names),
        "cells": cells,
        "country": code,
        "sovereign": sovereign(code) if code else None,
        "latitude": city.latitude if city.located else None,
        "longitude": city.longitude if city.located else None,
        "population": float(city.population) if city.population else None,
        "kind": (level_of(city.names[0]) if city.names else "") or "place",
    }


def own_cell(city: City) -> list[str]:
    """The cell of a quarter degree that a place lies in; none for one without coordinates."""
    if city.latitude is None or city.longitude is None:
        return []
    band = math.floor(city.latitude / _CELL)
    return [f"{band}:{_column(band, city.longitude)}"]


def around(city: City) -> list[str]:
    """The cell of a place and the eight around it, in which all within 25 km lie."""
    if city.latitude is None or city.longitude is None:
        return []
    band = math.floor(city.latitude / _CELL)
    # Counted in cells, since a sum of degrees may be rounded past the next one.
    cells = {
        f"{near}:{(_column(near, city.longitude) + step) % _columns(near)}"
        for near in (band - 1, band, band + 1)
        for step in (-1, 0, 1)
    }
    return sorted(cells)


def _columns(band: int) -> int:
    # Cells of about one width in kilometres at every latitude; the round of them has no seam.
    return max(1, round(360 * math.cos(math.radians((band + 0.5) * _CELL)) / _CELL))


def _column(band: int, longitude: float) -> int:
    columns = _columns(band)
    return math.floor((longitude % 360) / 360 * columns) % columns
