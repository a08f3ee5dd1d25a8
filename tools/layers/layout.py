"""Boxes in layers, with the arrows between them, as SVG (after Sugiyama, Tagawa and Toda, 1981)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter
from html import escape
from itertools import pairwise

# Of a box, in pixels: the height of a line of text, what is free beside it, the first line.
LINE, PAD, TOP = 15, 12, 39
_BETWEEN, _ROW_GAP = 26, 42
_SWEEPS = 12


@dataclass
class Box:
    """A package or module as it is drawn; a point that an arrow passes through has no name."""

    name: str
    width: float
    height: float
    kind: str = ""
    text: list[str] = field(default_factory=list)
    inside: Layout | None = None
    x: float = 0  # of its middle
    y: float = 0  # of its upper edge
    row: tuple[float, float] = (0, 0)  # the upper and lower edge of its row


class Layout:
    """Boxes in layers: each above all that it imports, beside those that are as high."""

    def __init__(self, boxes: Mapping[str, Box], imports: Mapping[str, set[str]]) -> None:
        self.boxes, self.imports = boxes, imports
        self.ranks: dict[str, int] = {}
        for name in TopologicalSorter(imports).static_order():
            self.ranks[name] = 1 + max((self.ranks[one] for one in imports[name]), default=-1)
        self.rows: list[list[Box]] = [[] for _ in range(1 + max(self.ranks.values()))]
        for name in sorted(boxes):
            self.rows[self.ranks[name]].append(boxes[name])
        self.arrows = [self._passing(*ends) for ends in self._direct()]
        self._below: dict[int, list[Box]] = {}
        self._above: dict[int, list[Box]] = {}
        for arrow in self.arrows:
            for upper, lower in pairwise(arrow):
                self._below.setdefault(id(upper), []).append(lower)
                self._above.setdefault(id(lower), []).append(upper)
        self._order()
        self._place()

    def _direct(self) -> list[tuple[str, str]]:
        """The imports that do not follow from others."""
        reach: dict[str, set[str]] = {}
        for name in sorted(self.imports, key=lambda one: self.ranks[one]):
            reach[name] = self.imports[name].union(*(reach[one] for one in self.imports[name]))
        return [
            (name, one)
            for name in sorted(self.imports)
            for one in sorted(self.imports[name])
            if not any(one in reach[other] for other in self.imports[name] - {one})
        ]

    def _passing(self, upper: str, lower: str) -> list[Box]:
        """An arrow from box to box, with a point in each row that it passes through."""
        points = [self.boxes[upper]]
        for rank in range(self.ranks[upper] - 1, self.ranks[lower], -1):
            points.append(Box("", 8, 0))
            self.rows[rank].append(points[-1])
        return [*points, self.boxes[lower]]

    def _order(self) -> None:
        """Order each row by the middles of what its boxes are joined to, until few arrows cross."""
        best, fewest = [list(row) for row in self.rows], self._crossings()
        for sweep in range(_SWEEPS):
            down = sweep % 2 == 0
            joined = self._above if down else self._below
            for row in reversed(self.rows) if down else self.rows:
                places = self._places()
                row.sort(
                    key=lambda box: _mean(
                        [places[id(one)] for one in joined.get(id(box), [])], places[id(box)]
                    )
                )
            if (crossings := self._crossings()) < fewest:
                best, fewest = [list(row) for row in self.rows], crossings
        self.rows = best

    def _places(self) -> dict[int, float]:
        return {id(box): (n + 0.5) / len(row) for row in self.rows for n, box in enumerate(row)}

    def _crossings(self) -> int:
        places, count = self._places(), 0
        for row in self.rows:
            ends = [
                (places[id(upper)], places[id(lower)])
                for lower in row
                for upper in self._above.get(id(lower), [])
            ]
            count += sum(
                (a - c) * (b - d) < 0 for n, (a, b) in enumerate(ends) for c, d in ends[n:]
            )
        return count

    def _place(self) -> None:
        """Lay each box as near as can be below and above what it is joined to."""
        for row in self.rows:
            _spread(row, [0.0] * len(row))
        for sweep in range(4 * _SWEEPS):
            for row in self.rows if sweep % 2 else reversed(self.rows):
                joined = [
                    self._above.get(id(box), []) + self._below.get(id(box), []) for box in row
                ]
                wanted = [
                    _mean([one.x for one in ones], box.x)
                    for ones, box in zip(joined, row, strict=True)
                ]
                _spread(row, wanted)
        left = min(box.x - box.width / 2 for row in self.rows for box in row)
        y = 0.0
        for row in reversed(self.rows):
            height = max(box.height for box in row)
            for box in row:
                box.x -= left
                box.row = (y, y + height)
                box.y = y + (height - box.height) / 2
            y += height + _ROW_GAP

    @cached_property
    def size(self) -> tuple[float, float]:
        """The width and height of all."""
        boxes = [box for row in self.rows for box in row]
        return (
            max(box.x + box.width / 2 for box in boxes),
            max(box.y + box.height for box in boxes),
        )

    def drawn(self, x: float, y: float, inner: str = "") -> list[str]:
        """The arrows and boxes as SVG, moved to a place."""
        parts = [f'<g transform="translate({x:.0f} {y:.0f})">']
        for arrow in self.arrows:
            parts.append(f'<path class="arrow{inner}" d="{self._path(arrow)}"/>')
        for box in sorted(self.boxes.values(), key=lambda box: box.name):
            parts += self._box(box)
        return [*parts, "</g>"]

    def _path(self, arrow: list[Box]) -> str:
        first, last = arrow[0], arrow[-1]
        x = _port(first, arrow[1], self._below[id(first)])
        words = [f"M{x:.0f} {first.y + first.height:.0f}"]
        for upper, box in pairwise(arrow):
            to = _port(last, arrow[-2], self._above[id(last)]) if box is last else box.x
            # Straight within a row, where boxes stand beside it, and bent between two.
            start, end = upper.row[1], box.row[0] - 9
            middle = (start + end) / 2
            words.append(f"V{start:.0f}")
            words.append(f"C{x:.0f} {middle:.0f} {to:.0f} {middle:.0f} {to:.0f} {end:.0f}")
            x = to
        # The head of the arrow reaches to the edge of the box.
        return "".join([*words, f"V{last.y - 5:.0f}"])

    def _box(self, box: Box) -> list[str]:
        left, imports = box.x - box.width / 2, ", ".join(sorted(self.imports[box.name]))
        told = f"{box.name} imports {imports}" if imports else f"{box.name} imports none of these"
        parts = [
            f'<g><title>{escape(told)}</title><rect class="{box.kind}" x="{left:.0f}"'
            f' y="{box.y:.0f}" width="{box.width:.0f}" height="{box.height:.0f}" rx="6"/>',
            f'<text class="name" x="{left + PAD:.0f}" y="{box.y + 21:.0f}">{box.name}</text>',
        ]
        for number, line in enumerate(box.text):
            y = box.y + TOP + LINE * number
            parts.append(
                f'<text class="about" x="{left + PAD:.0f}" y="{y:.0f}">{escape(line)}</text>'
            )
        if box.inside:
            y = box.y + TOP + LINE * len(box.text)
            parts += box.inside.drawn(left + 2 * PAD, y, " inner")
        return [*parts, "</g>"]


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def _port(box: Box, towards: Box, joined: list[Box]) -> float:
    """Where an arrow leaves or reaches a box: those of one edge are in the order of their ends."""
    order = sorted(joined, key=lambda one: one.x)
    place = next(n for n, one in enumerate(order) if one is towards)
    return box.x + (place - (len(order) - 1) / 2) * min(22, box.width * 0.8 / len(order))


def _spread(row: list[Box], wanted: list[float]) -> None:
    """Move boxes to the places nearest to those wanted at which none overlap (isotonic
    regression by pooling neighbours that are out of order)."""
    offsets = [0.0]
    for one, other in pairwise(row):
        offsets.append(offsets[-1] + (one.width + other.width) / 2 + _BETWEEN)
    pools: list[list[float]] = []
    for value in (place - offset for place, offset in zip(wanted, offsets, strict=True)):
        pools.append([value])
        while len(pools) > 1 and _mean(pools[-2], 0) > _mean(pools[-1], 0):
            pools[-2:] = [pools[-2] + pools[-1]]
    moved = [_mean(pool, 0) for pool in pools for _ in pool]
    for box, place, offset in zip(row, moved, offsets, strict=True):
        box.x = place + offset
