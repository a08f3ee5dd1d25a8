"""Great circles between places, as the lines that a map draws of them."""

from __future__ import annotations

import math
from collections.abc import Iterator

Place = tuple[float, float]
# A line is drawn by a point for each so many degrees of its great circle.
_STEP = 4.0
_MOST_STEPS = 60
# Shorter than so many degrees, it is straight.
_STRAIGHT = 0.5


def arc(one: Place, other: Place, least: int = 1) -> list[list[Place]]:
    """The shortest way between two places on a sphere.

    Args:
        one: longitude and latitude in degrees.
        other: those of another place. If it is the antipode, the line is straight on the map.
        least: of how many parts the line is made at least, unless it is very short.

    Returns:
        The way as one line of points, or as two that end and begin at the 180th meridian.
    """
    lines: list[list[Place]] = [[one]]
    for point in (*_between(one, other, least), other):
        last = lines[-1][-1]
        if abs(point[0] - last[0]) > 180:
            edge = 180.0 if last[0] > 0 else -180.0
            beyond = point[0] + 2 * edge
            share = (edge - last[0]) / (beyond - last[0]) if beyond != last[0] else 0.0
            latitude = last[1] + (point[1] - last[1]) * share
            lines[-1].append((edge, latitude))
            lines.append([(-edge, latitude)])
        lines[-1].append(point)
    return lines


def _between(one: Place, other: Place, least: int) -> Iterator[Place]:
    """The points between the ends, by spherical interpolation."""
    start, end = _vector(one), _vector(other)
    cosine = max(-1.0, min(1.0, sum(a * b for a, b in zip(start, end, strict=True))))
    angle = math.acos(cosine)
    sine = math.sin(angle)
    if sine < 1e-9 or math.degrees(angle) < _STRAIGHT:
        return
    steps = min(max(int(math.degrees(angle) / _STEP), least), _MOST_STEPS)
    for step in range(1, steps):
        share = step / steps
        near, far = math.sin((1 - share) * angle) / sine, math.sin(share * angle) / sine
        x, y, z = (near * a + far * b for a, b in zip(start, end, strict=True))
        yield (
            round(math.degrees(math.atan2(y, x)), 4),
            round(math.degrees(math.atan2(z, math.hypot(x, y))), 4),
        )


def _vector(place: Place) -> tuple[float, float, float]:
    longitude, latitude = map(math.radians, place)
    return (
        math.cos(latitude) * math.cos(longitude),
        math.cos(latitude) * math.sin(longitude),
        math.sin(latitude),
    )
