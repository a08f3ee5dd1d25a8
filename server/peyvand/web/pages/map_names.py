"""Which names of places a map shows: those that fit, the weightiest first.

A name that would cover another waits until the map is made larger, where there is more room for
it; until then it is shown where its place is pointed at. The rule is that of point-feature
labelling by order of priority: E. Imhof, "Positioning Names on Maps", The American Cartographer 2
(1975), doi:10.1559/152304075784313304.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# How many times a map can be made larger, and how large places and names then are in it: the
# style sheet lets them grow slower than the map.
ZOOMS = {1: 1.0, 2: 0.55, 4: 0.3, 8: 0.16}
# How wide a letter is and how high a line, in sizes of the font.
_LETTER, _WIDE, _LINE = 0.58, 1.05, 1.25


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


def shown_from(names: Sequence[Name], size: float, rise: float) -> list[int | None]:
    """From which zoom on each name can be shown without covering another.

    What is shown stays when the map is made larger.

    Args:
        names: of the places of a map.
        size: of the font where the map is not made larger, in units of the map.
        rise: how far a name stands above its place, likewise.

    Returns:
        For each name one of ``ZOOMS``; None if it has no room in any.
    """
    found: list[int | None] = [None] * len(names)
    order = sorted(
        (at for at, name in enumerate(names) if name.text), key=lambda at: -names[at].weight
    )
    for zoom, scale in ZOOMS.items():
        taken = _Taken(size * scale)
        # Those that are shown already keep their room.
        for at in sorted(order, key=lambda at: found[at] is None):
            name = names[at]
            half = width(name.text) * size * scale / 2
            y = name.y - rise * scale
            if found[at] is not None or taken.is_free(name.x - half, name.x + half, y):
                taken.take(name.x - half, name.x + half, y)
                found[at] = found[at] or zoom
    return found


def width(text: str) -> float:
    """About how wide a text is, in sizes of its font; Chinese and its like have square letters."""
    return sum(
        _WIDE if unicodedata.east_asian_width(letter) in "WF" else _LETTER
        for letter in text
        if not unicodedata.combining(letter)
    )


class _Taken:
    """The room of a map that names take, in rows that are as high as a line."""

    def __init__(self, size: float) -> None:
        self._line = size * _LINE
        self._rows: dict[int, list[tuple[float, float, float]]] = {}

    def is_free(self, left: float, right: float, y: float) -> bool:
        row = self._row(y)
        return not any(
            left < end and begin < right and abs(y - line) < self._line
            for near in (row - 1, row, row + 1)
            for begin, end, line in self._rows.get(near, ())
        )

    def take(self, left: float, right: float, y: float) -> None:
        self._rows.setdefault(self._row(y), []).append((left, right, y))

    def _row(self, y: float) -> int:
        return int(y // self._line)
