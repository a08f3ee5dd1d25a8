"""A timeline as SVG: what happened when, each as long as its date leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from peyvand import digits
from peyvand.sources.dates import bounds
from peyvand.web.pages.components.dates import solar_year

_WIDTH, _ROW, _TOP, _MARGIN = 720, 22, 42, 36
_TICKS = (1, 2, 5, 10, 20, 50, 100, 200)
_LETTER = 7  # about as wide as a letter is drawn


@dataclass(frozen=True)
class Moment:
    """Something that happened: its EDTF date, its name, its page, and the class of its colour."""

    date: str
    label: str
    href: str = ""
    kind: str = ""


def svg_timeline(moments: Sequence[Moment], *, title: str, language: str) -> Markup | None:
    """Some moments in the order of time, a row each.

    Args:
        moments: those without a date that can be read are left out.
        title: what the drawing shows, for who does not see it.
        language: of the digits of years, which are told in both calendars.

    Returns:
        An ``svg`` element in which every text is escaped; None if there is nothing to draw.
    """
    spans = sorted(
        (span, moment.label, moment) for moment in moments if (span := _span(moment.date))
    )
    if not spans:
        return None
    first, last = min(s[0] for s, _, _ in spans), max(s[1] for s, _, _ in spans)
    step = next((t for t in _TICKS if (last - first) / t <= 9), _TICKS[-1])
    west, east = first // step * step, -(-last // step) * step
    east = max(east, west + step)
    scale = (_WIDTH - 2 * _MARGIN) / (east - west)
    height = _TOP + _ROW * len(spans) + _MARGIN
    head = Markup(
        '<svg class="timeline" role="group" direction="ltr" viewBox="0 0 {} {}" width="{}" '
        'height="{}" aria-label="{}"><title>{}</title>'
    ).format(_WIDTH, height, _WIDTH, height, title, title)
    parts = [head]
    for year in range(int(west), int(east) + 1, step):
        x = round(_MARGIN + (year - west) * scale, 1)
        parts.append(
            Markup(
                '<path class="grid" d="M{x} {top}V{end}"/><text class="year" x="{x}" y="16" '
                'text-anchor="middle">{year}</text><text class="year" x="{x}" y="32" '
                'text-anchor="middle">{other}</text>'
            ).format(
                x=x,
                top=_TOP - 4,
                end=height - 4,
                year=digits.digits(str(year), language),
                other=solar_year(date(year, 1, 1), language),
            )
        )
    for row, ((start, end), _, moment) in enumerate(spans):
        x1, x2 = (_MARGIN + (at - west) * scale for at in (start, end))
        parts.append(_row(moment, x1, max(x2, x1 + 6), _TOP + _ROW * row))
    return Markup("").join([*parts, Markup("</svg>")])


def _row(moment: Moment, x1: float, x2: float, y: int) -> Markup:
    # The name stands after the bar, or before it where it would leave the drawing.
    fits = x2 + 8 + _LETTER * len(moment.label) < _WIDTH
    anchor, x = ("start", x2 + 6) if fits or x1 < _WIDTH / 2 else ("end", x1 - 6)
    drawn = Markup(
        '<rect class="moment {}" x="{}" y="{}" width="{}" height="8" rx="4"/>'
        '<text x="{}" y="{}" text-anchor="{}">{}</text>'
    ).format(
        moment.kind, round(x1, 1), y + 7, round(x2 - x1, 1), round(x, 1), y + 16, anchor,
        moment.label,
    )  # fmt: skip
    return Markup('<a href="{}">{}</a>').format(moment.href, drawn) if moment.href else drawn


def _span(text: str) -> tuple[float, float] | None:
    """The years, with fractions, between which a date lies; None if it has no bounds."""
    try:
        start, end = bounds(text)
    except ValueError:
        return None
    first, last = start or end, end or start
    return (_year(first), _year(last)) if first and last else None


def _year(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 366
