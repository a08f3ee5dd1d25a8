"""A chart of bars as SVG: one number of an answer against the names of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from peyvand.web.pages.components.values import figure

MOST = 40
_WIDTH, _ROW, _MARGIN = 720, 22, 8
_NAMES, _NUMBERS = 250, 90
_LONGEST = 34


@dataclass(frozen=True)
class Bar:
    """A bar: the name of its row, and the number that it shows as it is written."""

    name: str
    written: str

    @property
    def size(self) -> float:
        """The number; nothing is drawn below zero."""
        return max(0.0, float(self.written))


def svg_bars(bars: Sequence[Bar], *, title: str, language: str) -> Markup | None:
    """The first bars of an answer, in its order.

    Args:
        bars: all of them; no more than ``MOST`` are drawn.
        title: what the drawing shows, for who does not see it.
        language: of the digits.

    Returns:
        An ``svg`` element in which every text is escaped; None if there is nothing to draw.
    """
    drawn = bars[:MOST]
    most = max((bar.size for bar in drawn), default=0)
    if not most:
        return None
    height = _ROW * len(drawn) + 2 * _MARGIN
    room = _WIDTH - _NAMES - _NUMBERS
    parts = [
        Markup(
            '<svg class="chart" role="img" direction="ltr" viewBox="0 0 {} {}" aria-label="{}">'
            "<title>{}</title>"
        ).format(_WIDTH, height, title, title)
    ]
    for place, bar in enumerate(drawn):
        top = _MARGIN + place * _ROW
        width = round(bar.size / most * room, 1)
        middle = top + _ROW / 2
        cut = bar.name if len(bar.name) <= _LONGEST else bar.name[: _LONGEST - 1] + "…"
        shown = figure(bar.written, language)
        parts.append(
            Markup(
                '<rect class="bar-of-chart" x="{}" y="{}" width="{}" height="{}">'
                "<title>{}: {}</title></rect>"
                '<text x="{}" y="{}" text-anchor="end" dominant-baseline="central">{}</text>'
                '<text x="{}" y="{}" dominant-baseline="central">{}</text>'
            ).format(
                *(_NAMES, top + 3, width, _ROW - 6, bar.name, shown),
                *(_NAMES - 8, middle, cut, _NAMES + width + 6, middle, shown),
            )
        )
    return Markup("").join([*parts, Markup("</svg>")])
