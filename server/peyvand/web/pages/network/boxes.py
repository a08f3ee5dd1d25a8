"""Boxes on the earth, and what lies in them."""

from __future__ import annotations

from collections.abc import Iterable

from peyvand.errors import BadRequest
from peyvand.web.pages.components.geographic import Segment
from peyvand.wording import say

# West, south, east and north; what lies across the 180th meridian has its west east of its east.
Box = tuple[float, float, float, float]


def read_box(text: str) -> Box | None:
    """A box as GeoJSON and OGC API – Features write it: west, south, east, north.

    Heights may be told too, a third number for each corner; here is nothing that has one.

    Returns:
        It; None if none is asked for.

    Raises:
        BadRequest: it is no box on the earth.
    """
    if not text:
        return None
    try:
        numbers = [float(part) for part in text.split(",")]
        if len(numbers) == 6:
            del numbers[5], numbers[2]
        west, south, east, north = numbers
    except ValueError:
        raise BadRequest(**say("no-box", box=text[:100])) from None
    on_earth = abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90
    if not on_earth:
        raise BadRequest(**say("no-box", box=text[:100]))
    return west, south, east, north


def meets(segments: Iterable[Segment], box: Box) -> bool:
    """Whether any part of a drawing lies in a box, its edges included."""
    west, south, east, north = box
    parts = [box] if west <= east else [(west, south, 180.0, north), (-180.0, south, east, north)]
    return any(_crosses(segment, part) for segment in segments for part in parts)


def _crosses(segment: Segment, box: Box) -> bool:
    """Whether a segment has a point in a box (the clipping of Liang and Barsky, 1984)."""
    (x1, y1), (x2, y2) = segment
    west, south, east, north = box
    begin, end = 0.0, 1.0
    for step, room in (
        (x1 - x2, x1 - west), (x2 - x1, east - x1), (y1 - y2, y1 - south), (y2 - y1, north - y1),
    ):  # fmt: skip
        if step == 0:
            if room < 0:
                return False
        elif step < 0:
            begin = max(begin, room / step)
        else:
            end = min(end, room / step)
    return begin <= end
