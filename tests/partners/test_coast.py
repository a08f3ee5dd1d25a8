"""How far places are from the sea."""

from __future__ import annotations

import numpy
import pytest

from needs import needs
from peyvand.partners.coast import BY_THE_SEA_KM, from_sea
from peyvand.sources.coastline import rings

# An island of ten degrees with a lake of two in it, and land that goes over the 180th meridian.
SQUARE = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0), (0.0, 0.0))
LAKE = ((4.0, 4.0), (6.0, 4.0), (6.0, 6.0), (4.0, 6.0), (4.0, 4.0))
FAR = ((170.0, 60.0), (190.0, 60.0), (190.0, 70.0), (170.0, 70.0), (170.0, 60.0))
CUT = ((170.0, -20.0), (180.0, -20.0), (180.0, -10.0), (170.0, -10.0), (170.0, -20.0))


def far(latitude: float, longitude: float, *shores: tuple[tuple[float, float], ...]) -> float:
    return float(from_sea(numpy.array([latitude]), numpy.array([longitude]), shores)[0])


@pytest.mark.parametrize(
    ("latitude", "longitude", "wanted"),
    [
        (5.0, 1.0, 111),  # a degree from the western shore
        (5.0, 3.5, 55),  # half a degree from the lake
        (5.0, 5.0, 0),  # in the lake
        (5.0, -3.0, 0),  # in the sea, far from the line
        (0.1, 5.0, 11),
    ],
)
def test_the_nearest_shore_counts_and_the_sea_is_at_the_sea(
    latitude: float, longitude: float, wanted: float
) -> None:
    assert far(latitude, longitude, SQUARE, LAKE) == pytest.approx(wanted, rel=0.02, abs=0.5)


def test_land_goes_on_beyond_the_edge_of_the_map() -> None:
    assert far(65.0, -172.0, FAR) == pytest.approx(94, rel=0.02)
    assert far(65.0, -168.0, FAR) == 0
    # Where the map is cut there is no shore: that of the other sides is farther.
    assert far(-15.0, 179.0, CUT) == pytest.approx(555, rel=0.02)


def test_what_is_not_known_is_told_of_no_place() -> None:
    assert numpy.isnan(far(numpy.nan, numpy.nan, SQUARE))
    assert numpy.isnan(far(5.0, 5.0))


@needs("editor")
def test_harbours_are_by_the_sea_and_others_are_not() -> None:
    #          Bushehr, Rasht (Caspian), Istanbul, Valletta, Genoa, Isfahan, Tehran, Madrid
    latitudes = numpy.array([28.97, 37.28, 41.01, 35.9, 44.41, 32.65, 35.69, 40.42])
    longitudes = numpy.array([50.84, 49.58, 28.96, 14.51, 8.93, 51.67, 51.42, -3.7])
    found = from_sea(latitudes, longitudes, rings()) <= BY_THE_SEA_KM
    assert found.tolist() == [True] * 5 + [False] * 3
