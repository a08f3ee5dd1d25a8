"""How far apart places are."""

from __future__ import annotations

import math

from peyvand.model import City

_EARTH_KM = 6371.0


def kilometres(place: City, other: City) -> float | None:
    """The distance between two places on a sphere, or nothing if one is not located."""
    if place.latitude is None or place.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    a, b = math.radians(place.latitude), math.radians(other.latitude)
    turn = math.radians(other.longitude - place.longitude)
    chord = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2
    return 2 * _EARTH_KM * math.asin(min(1.0, math.sqrt(chord)))
