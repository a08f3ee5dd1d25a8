"""Coordinates as lists write them by a slip: exchanged, or without the sign of one of them.

A row that has its name far away and none where it lies may lie there by a slip. Mended of it, the
place must be where a thing of that name lies, in the row's own country; by chance it is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

from peyvand.features.distance import kilometres
from peyvand.features.thresholds import OTHER_PLACE_KM, SAME_AREA_KM
from peyvand.linkage.classification import EQUAL, Rules, Scored, is_named, is_within
from peyvand.model import City

_RIGHT_ANGLE = 90


class Slip(StrEnum):
    """What was written wrongly."""

    EXCHANGED = "exchanged"
    LONGITUDE = "sign-of-longitude"
    LATITUDE = "sign-of-latitude"


def mended(place: City) -> Iterator[City]:
    """The place as it would lie but for each slip that moves it elsewhere.

    Args:
        place: of a list; one without coordinates of its own has none.
    """
    if place.latitude is None or place.longitude is None or place.is_place_lent:
        return
    points = {
        Slip.EXCHANGED: (place.longitude, place.latitude),
        Slip.LONGITUDE: (place.latitude, -place.longitude),
        Slip.LATITUDE: (-place.latitude, place.longitude),
    }
    for slip, (latitude, longitude) in points.items():
        moved = replace(place, latitude=latitude, longitude=longitude, slip=slip)
        if abs(latitude) <= _RIGHT_ANGLE and (kilometres(place, moved) or 0) > OTHER_PLACE_KM:
            yield moved


def is_there(place: City, known: City) -> bool:
    """Whether a mended place lies where a known one does."""
    km = kilometres(place, known)
    return km is not None and km <= SAME_AREA_KM


def slipped(
    places: Iterable[City], pairs: Iterable[Scored], described: Mapping[str, City], rules: Rules
) -> dict[str, City]:
    """The places that lie at an item of their name and country but for one slip, mended of it.

    Args:
        places: of the list.
        pairs: the scored pairs.
        described: the descriptions of the items, by row.
        rules: how far an equal name may lie.
    """
    of: dict[str, list[Scored]] = defaultdict(list)
    for pair in pairs:
        if is_named(pair):
            of[pair.left].append(pair)
    found = {}
    for place in places:
        named = of.get(place.identifier, ())
        if any(is_within(pair.grades.get("distance", ""), rules.wide) for pair in named):
            continue
        told = [
            described[pair.row]
            for pair in named
            if pair.grades.get("name") in EQUAL
            and pair.grades.get("country") in ("same", "sovereign")
        ]
        if not told:
            continue
        moved = [one for one in mended(place) if any(is_there(one, record) for record in told)]
        if len(moved) == 1:
            found[place.identifier] = moved[0]
    return found
