"""Names that more than one place of the world has, whether or not the graph knows the others."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable

from peyvand.features.distance import kilometres
from peyvand.features.folding import fold
from peyvand.features.names import key
from peyvand.features.thresholds import NAMESAKE_POPULATION, OTHER_PLACE_KM
from peyvand.model import City
from peyvand.search.model import PARTIES, Entry
from peyvand.sources.geonames import read_geonames

# A place by its name, as key, with its latitude and longitude.
Namesake = tuple[str, float | None, float | None]

_OURS = """
SELECT names.key, latitude, longitude FROM names JOIN things ON things.id = names.thing
WHERE names.key IN (SELECT value FROM json_each(?)) AND kind IN (SELECT value FROM json_each(?))
"""
_OTHERS = "SELECT * FROM namesakes WHERE key IN (SELECT value FROM json_each(?))"
_KNOWN = "SELECT DISTINCT key FROM namesakes WHERE key IN (SELECT key FROM names)"


def namesakes_of(entries: Iterable[Entry]) -> list[Namesake]:
    """The places of GeoNames, if any of some things may have a namesake among them."""
    if not any(entry.kind in PARTIES for entry in entries):
        return []
    # Other names of GeoNames are too many to tell a namesake by.
    return sorted(
        (key(fold(place.names[0], whole=True)), place.latitude, place.longitude)
        for place in read_geonames(NAMESAKE_POPULATION)
    )


def tell_shared(file: sqlite3.Connection, names: Iterable[str] | None = None) -> None:
    """Write which names of parties, as keys, GeoNames knows of another place as well.

    Args:
        file: an index that is being written.
        names: look at these only; at all if not given.
    """
    if names is None:
        names = (name for (name,) in file.execute(_KNOWN).fetchall())
    sought = json.dumps(sorted(names))
    ours: dict[str, list[City]] = defaultdict(list)
    others: dict[str, list[City]] = defaultdict(list)
    for name, *where in file.execute(_OURS, (sought, json.dumps(PARTIES))):
        ours[name].append(City("", latitude=where[0], longitude=where[1]))
    for name, *where in file.execute(_OTHERS, (sought,)):
        others[name].append(City("", latitude=where[0], longitude=where[1]))
    file.execute("DELETE FROM shared WHERE key IN (SELECT value FROM json_each(?))", (sought,))
    shared = sorted(name for name, places in ours.items() if _is_shared(places, others[name]))
    file.executemany("INSERT INTO shared VALUES (?)", ((name,) for name in shared))


def _is_shared(ours: list[City], others: list[City]) -> bool:
    located = [place for place in ours if place.located]
    if not located:
        return len(others) > 1
    return any(_is_far(other, place) for other in others for place in located)


def _is_far(city: City, other: City) -> bool:
    return (kilometres(city, other) or 0.0) > OTHER_PLACE_KM
