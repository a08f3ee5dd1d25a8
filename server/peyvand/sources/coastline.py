"""The coastline that comes with the program, which maps draw and by which a place is by the sea.

It is Natural Earth's (1:110 m, public domain), which the set-up takes from the package world-atlas.
Without the set-up of the front end there is none.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import peyvand

LAND = Path(peyvand.__file__).parent / "web" / "static" / "built" / "land-110m.json"
# Longitude and latitude in degrees.
Position = tuple[float, float]
Ring = tuple[Position, ...]


@cache
def rings() -> tuple[Ring, ...]:
    """The shores of land and of inland seas, each once around; none without the file.

    Where a ring goes over the 180th meridian, it goes on beyond it.
    """
    if not LAND.is_file():
        return ()
    topology = json.loads(LAND.read_text(encoding="utf-8"))
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    return tuple(
        _ring(ring, arcs)
        for shape in topology["objects"]["land"]["geometries"]
        for polygon in shape["arcs"]
        for ring in polygon
    )


def _ring(ring: Sequence[int], arcs: Sequence[Sequence[Position]]) -> Ring:
    points: list[Position] = []
    for number in ring:
        # A negative number is an arc in the other direction, by its complement.
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    whole = points[:1]
    for x, y in points[1:]:
        before = whole[-1][0]
        whole.append((x - 360 * round((x - before) / 360), y))
    return tuple(whole)
