"""Names that more than one place of the world has, whether or not the graph knows the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from peyvand.features.distance import kilometres
from peyvand.features.folding import fold
from peyvand.features.names import key
from peyvand.features.thresholds import NAMESAKE_POPULATION, OTHER_PLACE_KM
from peyvand.model import City
from peyvand.search.model import PARTIES, Entry
from peyvand.sources.geonames import read_geonames


def shared_names(entries: Iterable[Entry]) -> list[str]:
    """The names of parties of a graph, as keys, that GeoNames knows of another place as well."""
    named: dict[str, list[City]] = defaultdict(list)
    for entry in entries:
        if entry.kind in PARTIES:
            place = City(entry.iri, latitude=entry.latitude, longitude=entry.longitude)
            for name in entry.names:
                if not name.identifier:
                    named[key(fold(name.text, whole=True))].append(place)
    if not named:
        return []
    others: dict[str, list[City]] = defaultdict(list)
    for place in read_geonames(NAMESAKE_POPULATION):
        # Other names of GeoNames are too many to tell a namesake by.
        text = key(fold(place.names[0], whole=True))
        if text in named:
            others[text].append(place)
    return sorted(name for name, ours in named.items() if _is_shared(ours, others[name]))


def _is_shared(ours: list[City], others: list[City]) -> bool:
    located = [place for place in ours if place.located]
    if not located:
        return len(others) > 1
    return any(_is_far(other, place) for other in others for place in located)


def _is_far(city: City, other: City) -> bool:
    return (kilometres(city, other) or 0.0) > OTHER_PLACE_KM
