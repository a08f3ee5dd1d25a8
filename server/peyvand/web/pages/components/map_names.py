"""Which names of places a map shows: those that fit, the weightiest first.

A name that would cover another, or the mark of a weightier place, waits until the map is made
larger, where there is more room for it; until then it is shown where its place is pointed at. The
rule is that of point-feature labelling by order of priority: E. Imhof, "Positioning Names on Maps",
The American Cartographer 2 (1975), doi:10.1559/152304075784313304.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# How many times a map can be made larger, and how large places and names then are in it: the
# style sheet lets them grow slower than the map.
ZOOMS = {1: 1.0, 2: 0.55, 4: 0.3, 8: 0.16}
# How wide a letter is, how high a line, and how far its middle is above its foot, in sizes of the
# font.
_LETTER, _WIDE, _LINE, _MIDDLE = 0.58, 1.05, 1.15, 0.35
# The middle of a box, and half of how wide and of how high it is.
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Name:
    """A name to be put on a map.

    Attributes:
        x: its middle, in the units of the map.
        y: the place that it belongs to, which it stands above.
        text: what it says; an empty one is never shown.
        weight: those that weigh more are put first; of equal ones the earlier.
    """

    x: float
    y: float
    text: str
    weight: float = 0


def shown_from(
    names: Sequence[Name], size: float, rise: float, mark: float = 0
) -> list[int | None]:
    """From which zoom on each name can be shown without covering another.

    What is shown stays when the map is made larger.

    Args:
        names: of the places of a map.
        size: of the font where the map is not made larger, in units of the map.
        rise: how far the foot of a name stands above its place, likewise.
        mark: the radius of the mark of a place, likewise.

    Returns:
        For each name one of ``ZOOMS``; None if it has no room in any.
    """
    found: list[int | None] = [None] * len(names)
    order = sorted(range(len(names)), key=lambda at: -names[at].weight)
    for zoom, scale in ZOOMS.items():
        taken = _Taken(max(size * _LINE, 2 * mark) * scale)

        def box(name: Name, scale: float = scale) -> Box:
            middle = name.y - (rise + _MIDDLE * size) * scale
            half = width(name.text) / 2 * size * scale
            return name.x, middle, half, size * _LINE / 2 * scale

        # Those that are shown already keep their room.
        for at in order:
            if found[at] is not None:
                taken.take(box(names[at]))
        for at in order:
            name = names[at]
            if found[at] is None and name.text and taken.is_free(box(name)):
                taken.take(box(name))
                found[at] = zoom
            if mark:
                taken.take((name.x, name.y, mark * scale, mark * scale))
    return found


def width(text: str) -> float:
    """About how wide a text is, in sizes of its font; Chinese and its like have square letters."""
    return sum(
        _WIDE if unicodedata.east_asian_width(letter) in "WF" else _LETTER
        for letter in text
        if not unicodedata.combining(letter)
    )


class _Taken:
    """The room of a map that is taken, in rows that are as high as the highest of it."""

    def __init__(self, high: float) -> None:
        self._high = high
        self._rows: dict[int, list[Box]] = {}

    def is_free(self, box: Box) -> bool:
        x, y, wide, high = box
        row = int(y // self._high)
        return not any(
            abs(x - u) < wide + w and abs(y - v) < high + h
            for near in (row - 1, row, row + 1)
            for u, v, w, h in self._rows.get(near, ())
        )

    def take(self, box: Box) -> None:
        self._rows.setdefault(int(box[1] // self._high), []).append(box)
