"""The plots of a monitor as SVG, in the digits and names of a language.

What is certain is drawn full; what a date leaves open stands above it, lighter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from markupsafe import Markup

from peyvand import digits
from peyvand.monitor.kept import Past
from peyvand.monitor.model import Figure, Signings, Spread
from peyvand.monitor.names import ages, group_name, name_of, share_of, written
from peyvand.texts import text

_WIDTH, _HEIGHT = 720, 260
_LEFT, _TOP, _BOTTOM, _RIGHT = 48, 14, 30, 12
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_ROW, _NAMES, _NUMBERS = 26, 230, 90
# The lines of a drawing over versions: more could not be told apart.
_MOST_LINES = 6
# What a drawing that stands alone styles itself by: the colours of the pages' light theme.
STYLE = (
    "text{font:13px Vazirmatn,'Noto Naskh Arabic',system-ui,sans-serif;fill:#1d2326;"
    "unicode-bidi:plaintext}"
    ".year{fill:#566066}.grid{fill:none;stroke:#d9d4c8}.certain,.part{fill:#0b5d6b}"
    ".possible{fill:#0b5d6b;fill-opacity:.35}.series{fill:none;stroke-width:2}"
    ".s0{stroke:#0b5d6b;fill:#0b5d6b}.s1{stroke:#b06a10;fill:#b06a10}"
    ".s2{stroke:#566066;fill:#566066}.s3{stroke:#8a2846;fill:#8a2846}"
    ".s4{stroke:#3f7a2a;fill:#3f7a2a}.s5{stroke:#5a4b9a;fill:#5a4b9a}"
    ".series{fill:none}text.name{stroke:none}"
)


@dataclass(frozen=True)
class _Frame:
    """A frame with a scale of counts at its left."""

    most: int

    @property
    def step(self) -> int:
        """Between two lines of the scale."""
        return next((step for step in _STEPS if self.most / step <= 6), ceil(self.most / 6))

    def y(self, value: float) -> float:
        """How far down a count stands."""
        top = max(self.step * ceil(self.most / self.step), 1)
        room = _HEIGHT - _TOP - _BOTTOM
        return round(_TOP + room * (1 - value / top), 1)

    def lines(self, language: str, right: int = _WIDTH - _RIGHT) -> Markup:
        """The scale."""
        values = range(0, self.step * ceil(self.most / self.step) + 1, self.step)
        return Markup("").join(
            Markup(
                '<path class="grid" d="M{x1} {y}H{x2}"/><text class="year" x="{at}" y="{y}" '
                'text-anchor="end" dominant-baseline="central">{n}</text>'
            ).format(x1=_LEFT, x2=right, y=self.y(value), at=_LEFT - 6, n=written(value, language))
            for value in values
        )


def svg_years(found: Signings, language: str) -> Markup | None:
    """Signings by year; None where no year is known."""
    return _columns(
        found.years,
        [digits.number(str(year.start), language) for year in found.years],
        text("monitor-plot-years", language),
        language,
    )


def svg_ages(found: Signings, language: str) -> Markup | None:
    """Agreements by age; None where no age is known."""
    if not found.known:
        return None
    labels = [ages(band, language) for band in found.ages]
    return _columns(found.ages, labels, text("monitor-plot-ages", language), language)


def _columns(
    spreads: Sequence[Spread], labels: Sequence[str], title: str, language: str
) -> Markup | None:
    """A column for each, of which the upper part is what is only possible."""
    most = max((one.certain + one.possible for one in spreads), default=0)
    if not most:
        return None
    frame = _Frame(most)
    wide = (_WIDTH - _LEFT - _RIGHT) / len(spreads)
    # As many labels as there is room for.
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 10_000) if wide * step >= 40)
    gap = min(wide * 0.2, 12)
    parts = [_head(_HEIGHT, title), frame.lines(language)]
    for place, (one, label) in enumerate(zip(spreads, labels, strict=True)):
        x = _LEFT + wide * place
        told = text("monitor-and-possibly", language).format(
            certain=written(one.certain, language), possible=written(one.possible, language)
        )
        below = frame.y(one.certain)
        for kind, upper, lower in (
            ("certain", below, frame.y(0)),
            ("possible", frame.y(one.certain + one.possible), below),
        ):
            if lower > upper:
                parts.append(
                    Markup(
                        '<rect class="{}" x="{}" y="{}" width="{}" height="{}">'
                        "<title>{}: {}</title></rect>"
                    ).format(
                        *(kind, round(x + gap / 2, 1), upper, round(wide - gap, 1)),
                        *(round(lower - upper, 1), label, told),
                    )
                )
        if (one.start if every > 1 else place) % every == 0:
            middle = round(x + wide / 2, 1)
            parts.append(_tick(middle, label))
    return Markup("").join([*parts, Markup("</svg>")])


def svg_groups(figure: Figure, language: str) -> Markup | None:
    """The groups of a figure as bars; None where there is nothing."""
    if not figure.total:
        return None
    title = name_of(figure.name, language)
    height = _ROW * len(figure.groups) + 16
    room = _WIDTH - _NAMES - _NUMBERS
    parts = [_head(height, title)]
    for place, group in enumerate(figure.groups):
        top = 8 + place * _ROW
        wide = round(group.count / figure.total * room, 1)
        shown = f"{written(group.count, language)} ({share_of(figure, group, language)})"
        parts.append(
            Markup(
                '<rect class="part" x="{}" y="{}" width="{}" height="{}"/>'
                '<text x="{}" y="{}" text-anchor="end" dominant-baseline="central">{}</text>'
                '<text x="{}" y="{}" dominant-baseline="central">{}</text>'
            ).format(
                *(_NAMES, top + 4, wide, _ROW - 8),
                *(_NAMES - 8, top + _ROW / 2, group_name(figure, group, language)),
                *(_NAMES + wide + 6, top + _ROW / 2, shown),
            )
        )
    return Markup("").join([*parts, Markup("</svg>")])


def svg_versions(figure: Figure, past: Sequence[Past], scope: str, language: str) -> Markup | None:
    """How the largest groups of a figure grew over the versions.

    Returns:
        None where fewer than two versions were counted, or nothing ever was.
    """
    if figure.by:
        largest = sorted(figure.groups, key=lambda group: -group.count)[:_MOST_LINES]
        lines = [(group.slug, group_name(figure, group, language)) for group in largest]
    else:
        lines = [("", name_of(figure.name, language))]
    counts = {slug: [one.count(scope, figure.name, slug) for one in past] for slug, _ in lines}
    most = max((n for line in counts.values() for n in line if n is not None), default=0)
    if len(past) < 2 or not most:
        return None
    frame = _Frame(most)
    right = _WIDTH - _NAMES
    title = text("monitor-plot-versions", language).format(name=name_of(figure.name, language))
    parts = [_head(_HEIGHT, title), frame.lines(language, right)]
    wide = (right - _LEFT) / (len(past) - 1)
    for place, (slug, name) in enumerate(lines):
        points = [
            f"{round(_LEFT + wide * number, 1)},{frame.y(n)}"
            for number, n in enumerate(counts[slug])
            if n is not None
        ]
        y = _TOP + 10 + 20 * place
        parts.append(
            Markup(
                '<polyline class="series s{}" points="{}"/>'
                '<rect class="s{}" x="{}" y="{}" width="10" height="10"/>'
                '<text class="name" x="{}" y="{}" dominant-baseline="central">{}</text>'
            ).format(place, " ".join(points), place, right + 14, y - 5, right + 30, y, name)
        )
    for number in sorted({0, len(past) - 1}):
        label = f"{past[number].version}"
        x = round(_LEFT + wide * number, 1)
        parts.append(_tick(x, digits.number(label, language)))
    return Markup("").join([*parts, Markup("</svg>")])


def _head(height: int, title: str) -> Markup:
    return Markup(
        '<svg class="plot-of-monitor" role="img" direction="ltr" viewBox="0 0 {} {}" '
        'aria-label="{}"><title>{}</title>'
    ).format(_WIDTH, height, title, title)


def _tick(x: float, label: str) -> Markup:
    """A label below a drawing."""
    return Markup('<text class="year" x="{}" y="{}" text-anchor="middle">{}</text>').format(
        x, _HEIGHT - 10, label
    )


def alone(svg: str) -> str:
    """An ``svg`` element of a page as a document of its own, with its colours."""
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).replace(
        "<title>", f"<style>{STYLE}</style><title>", 1
    )
