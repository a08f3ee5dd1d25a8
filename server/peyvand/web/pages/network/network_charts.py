"""The charts of the network: in the colours of the pages, the language's digits and names."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from peyvand.digits import number

_WIDTH, _HEIGHT = 720, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 12, 44
_ROW, _NAMES, _NUMBERS = 26, 270, 80
# How many pairs of countries are shown.
_MOST = 12


def svg_distances(histogram: Sequence[Mapping[str, Any]], title: str, language: str) -> Markup:
    """How many pairs lie how far apart: a column for each 500 kilometres.

    Args:
        histogram: rows with ``from_km``, ``to_km`` and ``pairs``.
        title: what the chart shows.
        language: of its digits.
    """
    most = max((row["pairs"] for row in histogram), default=0) or 1
    longest = max((row["to_km"] for row in histogram), default=0) or 1
    room, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def x(km: float) -> float:
        return round(_LEFT + room * km / longest, 1)

    columns = Markup("").join(
        Markup(
            '<rect class="s0" x="{}" y="{}" width="{}" height="{}"><title>{} km: {}</title></rect>'
        ).format(
            x(row["from_km"]),
            round(_TOP + height * (1 - row["pairs"] / most), 1),
            round(max(x(row["to_km"]) - x(row["from_km"]) - 1, 1), 1),
            round(height * row["pairs"] / most, 1),
            _n(row["from_km"], language),
            _n(row["pairs"], language),
        )
        for row in histogram
        if row["pairs"]
    )
    marks = [(x(km), _n(km, language)) for km in range(0, int(longest) + 1, 5000)]
    rules = [
        (round(_TOP + height * (1 - share), 1), _n(round(most * share), language))
        for share in (0, 0.5, 1)
    ]
    return _framed(columns, title, marks, rules)


def svg_degrees(distribution: Sequence[Mapping[str, Any]], title: str, language: str) -> Markup:
    """Which share of the cities has so many partners or more; both scales are logarithmic.

    Args:
        distribution: rows with ``degree``, above 0, and ``ccdf``, above 0.
        title: what the chart shows.
        language: of its digits.
    """
    rows = [row for row in distribution if row["degree"] > 0 and row["ccdf"] > 0]
    right = math.log10(max((row["degree"] for row in rows), default=10)) or 1.0
    down = math.ceil(-math.log10(min((row["ccdf"] for row in rows), default=0.1))) or 1
    room, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def x(degree: float) -> float:
        return round(_LEFT + room * math.log10(degree) / right, 1)

    def y(share: float) -> float:
        return round(_TOP + height * -math.log10(share) / down, 1)

    dots = Markup("").join(
        Markup('<circle class="place" cx="{}" cy="{}" r="3"><title>{}: {}</title></circle>').format(
            x(row["degree"]), y(row["ccdf"]), _n(row["degree"], language), _share(row, language)
        )
        for row in rows
    )
    powers = range(int(right) + 1)
    marks = [(x(10**power), _n(10**power, language)) for power in powers]
    rules = [(y(10.0**-power), _percent(10.0**-power, language)) for power in range(down + 1)]
    return _framed(dots, title, marks, rules)


def svg_countries(
    pairs: Sequence[Mapping[str, Any]], names: Mapping[str, str], title: str, language: str
) -> Markup:
    """The pairs of countries with the most agreements: a bar for each.

    Args:
        pairs: rows with ``one``, ``other`` and ``pairs``, the most frequent first.
        names: what countries are called in the language, by their names there.
        title: what the chart shows.
        language: of its digits.
    """
    shown = pairs[:_MOST]
    most = max((row["pairs"] for row in shown), default=0) or 1
    room = _WIDTH - _NAMES - _NUMBERS
    bars = []
    for place, row in enumerate(shown):
        both = [names.get(row[end], row[end]) for end in ("one", "other")]
        middle = round((place + 0.5) * _ROW, 1)
        bars.append(
            Markup(
                '<text x="{}" y="{}" text-anchor="end" dominant-baseline="central">{}</text>'
                '<rect class="s0" x="{}" y="{}" width="{}" height="{}"/>'
                '<text x="{}" y="{}" dominant-baseline="central">{}</text>'
            ).format(
                *(_NAMES - 8, middle, " – ".join(both)),
                *(_NAMES, round(place * _ROW + 4, 1), round(room * row["pairs"] / most, 1)),
                _ROW - 8,
                round(_NAMES + room * row["pairs"] / most + 8, 1),
                *(middle, _n(row["pairs"], language)),
            )
        )
    return Markup(
        '<svg class="plot-of-monitor chart" role="img" direction="ltr" viewBox="0 0 {} {}">'
        "<title>{}</title>{}</svg>"
    ).format(_WIDTH, len(shown) * _ROW, title, Markup("").join(bars))


def _framed(
    drawn: Markup,
    title: str,
    marks: Sequence[tuple[float, str]],
    rules: Sequence[tuple[float, str]],
) -> Markup:
    bottom = _HEIGHT - _BOTTOM
    lines = Markup("").join(
        Markup(
            '<path class="grid" d="M{} {}H{}"/><text class="year" x="{}" y="{}" text-anchor="end" '
            'dominant-baseline="central">{}</text>'
        ).format(_LEFT, y, _WIDTH - _RIGHT, _LEFT - 8, y, told)
        for y, told in rules
    )
    feet = Markup("").join(
        Markup('<text class="year" x="{}" y="{}" text-anchor="{}">{}</text>').format(
            # Half of a long figure has no room at the edge.
            *(x, bottom + 22, "end" if x > _WIDTH - 2 * _RIGHT else "middle", told)
        )
        for x, told in marks
    )
    return Markup(
        '<svg class="plot-of-monitor chart" role="img" direction="ltr" viewBox="0 0 {} {}">'
        "<title>{}</title>{}{}{}</svg>"
    ).format(_WIDTH, _HEIGHT, title, lines, drawn, feet)


def _n(value: float, language: str) -> str:
    return number(f"{value:,.0f}", language)


def _percent(share: float, language: str) -> str:
    sign = "٪" if language == "fa" else "%"
    return number(f"{100 * share:g}", language) + sign


def _share(row: Mapping[str, Any], language: str) -> str:
    return _percent(float(f"{row['ccdf']:.3g}"), language)
