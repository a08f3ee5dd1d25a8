"""How far places are from the sea, by a coastline that is drawn for maps of the world.

It is a proxy: such a line leaves out what is small, so that a harbour may seem to lie inland, and
an island in the sea. Inland seas are sea where the line has them, as the Caspian; rivers and lakes
are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy
from numpy.typing import NDArray

from peyvand.partners.cities import EARTH_KM, Floats, unit_vectors
from peyvand.sources.coastline import Ring

if TYPE_CHECKING:
    from scipy.spatial import KDTree

# Up to where a place counts as by the sea: further than harbours seem to lie from such a line.
BY_THE_SEA_KM = 30.0
# The line is looked at at points no further apart than so many degrees, about 11 km.
_STEP = 0.1
# Where land is cut for the map's sake, there is no shore.
_CUT, _POLE = 0.01, -89.9
_TURNS = (-360.0, 0.0, 360.0)


def from_sea(latitudes: Floats, longitudes: Floats, rings: Sequence[Ring]) -> Floats:
    """The kilometres from each place to the nearest shore; 0 where the line has sea.

    Args:
        latitudes: in degrees, NaN where a place is not known.
        longitudes: likewise.
        rings: the shores; without any nothing is known.
    """
    far = numpy.full(len(latitudes), numpy.nan)
    known = numpy.flatnonzero(~numpy.isnan(latitudes) & ~numpy.isnan(longitudes))
    if not rings or not len(known):
        return far
    chord, _ = _shore(rings).query(unit_vectors(latitudes[known], longitudes[known]))
    far[known] = 2 * EARTH_KM * numpy.arcsin(numpy.clip(chord / 2, 0, 1))
    far[known[~_on_land(longitudes[known], latitudes[known], rings)]] = 0.0
    return far


# The last line that was asked about, with what tells what of it is nearest. It is known again as
# the same object: to compare lines takes as long as to read one.
_last: tuple[Sequence[Ring], KDTree] | None = None


def _shore(rings: Sequence[Ring]) -> KDTree:
    """The points of shores, as what tells the nearest of them, on the unit sphere."""
    # Loaded where it is needed: those who read what is kept do without.
    from scipy.spatial import KDTree

    global _last
    last = _last
    if last is None or last[0] is not rings:
        points = numpy.concatenate([_points(ring) for ring in rings])
        last = _last = rings, KDTree(unit_vectors(*points.T[::-1]))
    return last[1]


def _points(ring: Ring) -> Floats:
    """Points of a shore, longitude and latitude, as close as they are looked at."""
    ends = numpy.array(ring, dtype=numpy.float64)
    starts, stops = ends[:-1], ends[1:]
    cut = (_from_cut(starts) < _CUT) & (_from_cut(stops) < _CUT)
    kept = ~cut & ~((starts[:, 1] < _POLE) & (stops[:, 1] < _POLE))
    starts, stops = starts[kept], stops[kept]
    many = numpy.maximum(1, numpy.ceil(numpy.abs(stops - starts).max(axis=1) / _STEP)).astype(int)
    share = numpy.concatenate([numpy.arange(one) / one for one in many] or [numpy.zeros(0)])
    points: Floats = numpy.repeat(starts, many, axis=0)
    points += share[:, None] * numpy.repeat(stops - starts, many, axis=0)
    return points


def _from_cut(ends: Floats) -> Floats:
    """How far from the 180th meridian, in degrees."""
    far: Floats = numpy.abs(numpy.remainder(ends[:, 0], 360) - 180)
    return far


def _on_land(xs: Floats, ys: Floats, rings: Sequence[Ring]) -> NDArray[numpy.bool_]:
    """Whether each place is within an odd number of shores."""
    crossed = numpy.zeros(len(xs), dtype=numpy.int64)
    for ring in rings:
        ends = numpy.array(ring, dtype=numpy.float64)
        x1, y1, x2, y2 = ends[:-1, 0], ends[:-1, 1], ends[1:, 0], ends[1:, 1]
        for turn in _TURNS:
            inside = numpy.flatnonzero(
                (xs + turn <= ends[:, 0].max())
                & (ys >= ends[:, 1].min())
                & (ys <= ends[:, 1].max())
                & (xs + turn >= ends[:, 0].min())
            )
            for at in inside:
                spans = (y1 > ys[at]) != (y2 > ys[at])
                reach = x1[spans] + (ys[at] - y1[spans]) * (x2 - x1)[spans] / (y2 - y1)[spans]
                crossed[at] += int((reach > xs[at] + turn).sum())
    odd: NDArray[numpy.bool_] = crossed % 2 == 1
    return odd
