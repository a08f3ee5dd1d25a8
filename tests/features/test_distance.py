"""Distances on a sphere, held against angles that are known without its formula."""

from __future__ import annotations

import math

import pytest

from peyvand.features.distance import kilometres
from peyvand.model import City

RADIUS_KM = 6371.0


def city(latitude: float | None, longitude: float | None) -> City:
    return City("c", latitude=latitude, longitude=longitude)


@pytest.mark.parametrize(
    ("one", "other", "degrees"),
    [
        ((35.7, 51.4), (35.7, 51.4), 0),
        # Along the equator, along a meridian, and over the seam of longitudes.
        ((0, 0), (0, 90), 90),
        ((0, 10), (0, -20), 30),
        ((10, 40), (50, 40), 40),
        ((-10, 40), (50, 40), 60),
        ((0, 179), (0, -179), 2),
        # Over a pole, to it, and from one end of the world to the other.
        ((60, 0), (60, 180), 60),
        ((60, 20), (80, -160), 40),
        ((90, 0), (30, 77), 60),
        ((20, 30), (-20, -150), 180),
        ((0, 0), (0, 180), 180),
        # A quarter turn apart, the sines of the latitudes multiply to the cosine.
        ((30, 0), (60, 90), math.degrees(math.acos(0.5 * math.sqrt(3) / 2))),
        ((60, -45), (30, 45), math.degrees(math.acos(0.5 * math.sqrt(3) / 2))),
        ((-30, 0), (30, 90), math.degrees(math.acos(-0.25))),
    ],
)
def test_places_are_so_many_degrees_apart(
    one: tuple[float, float], other: tuple[float, float], degrees: float
) -> None:
    expected = pytest.approx(math.radians(degrees) * RADIUS_KM, abs=1e-3)
    assert kilometres(city(*one), city(*other)) == expected
    assert kilometres(city(*other), city(*one)) == expected


@pytest.mark.parametrize("place", [(None, None), (1.0, None), (None, 1.0)])
def test_without_both_coordinates_there_is_no_distance(
    place: tuple[float | None, float | None],
) -> None:
    assert kilometres(city(*place), city(0, 0)) is None
    assert kilometres(city(0, 0), city(*place)) is None
