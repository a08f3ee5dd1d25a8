"""Maps as SVG, drawn by the server: the coastline, places, and lines between them.

The projection is plate carrée: degrees of longitude and latitude are lengths. Without a coastline
(see ``sources/coastline``) a map has a grid only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from markupsafe import Markup

from peyvand.sources.coastline import Ring, rings

_STEP = 30


@dataclass(frozen=True)
class Point:
    """A place in degrees, with its name, its page, and the class that colours it."""

    longitude: float
    latitude: float
    label: str = ""
    href: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Line:
    """A link between two places in degrees."""

    from_longitude: float
    from_latitude: float
    to_longitude: float
    to_latitude: float
    label: str = ""
    href: str = ""
    kind: str = ""


def svg_map(
    points: Sequence[Point],
    lines: Sequence[Line],
    *,
    title: str,
    named: bool = False,
    land: str = "",
    scale: float = 1,
) -> Markup:
    """A map of some places and links, no larger than they need.

    Args:
        points: drawn over the lines; each a link to its page if it has one.
        lines: straight on the map, the shorter way round the globe.
        title: what the map shows, for who does not see it.
        named: whether the names of the places stand beside them.
        land: the identifier of a coastline that the page has drawn already (``shared_land``), so
            that many maps share one.
        scale: how many times places and names are drawn larger, for a small map.

    Returns:
        An ``svg`` element; every text in it is escaped.
    """
    west, south, east, north = _frame(points, lines)
    parts = [
        Markup(
            '<svg class="map" role="group" aria-label="{}" viewBox="{} {} {} {}"><title>{}</title>'
        ).format(title, _n(west), _n(-north), _n(east - west), _n(north - south), title),
        Markup('<use href="#{}"/>').format(land)
        if land
        else Markup('<path class="land" d="{}"/><path class="grid" d="{}"/>').format(
            coast(), _grid()
        ),
    ]
    for line in lines:
        drawn = Markup('<path class="link {}" d="{}"><title>{}</title></path>').format(
            line.kind, "".join(_segments(line)), line.label
        )
        parts.append(_linked(drawn, line.href))
    size = _n((east - west) / 120 * scale)
    for point in points:
        drawn = Markup('<circle class="place {}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>')
        drawn = drawn.format(
            point.kind, _n(point.longitude), _n(-point.latitude), size, point.label
        )
        if named:
            # The name is told by the title of the place already.
            drawn += Markup(
                '<text class="name" x="{}" y="{}" font-size="{}" aria-hidden="true">{}</text>'
            ).format(
                _n(point.longitude),
                _n(-point.latitude - (east - west) / 80 * scale),
                _n((east - west) / 60 * scale),
                point.label,
            )
        parts.append(_linked(drawn, point.href))
    return Markup("").join([*parts, Markup("</svg>")])


def shared_land(name: str) -> Markup:
    """A coastline that is not seen itself, for the maps of a page to share.

    Args:
        name: its identifier in the page.
    """
    return Markup(
        '<svg class="unseen" width="0" height="0" aria-hidden="true"><defs><g id="{}">'
        '<path class="land" d="{}"/><path class="grid" d="{}"/></g></defs></svg>'
    ).format(name, coast(), _grid())


def world_svg(lines: Iterable[tuple[float, float, float, float]], title: str) -> str:
    """All links of the world as one light picture that stands alone.

    Args:
        lines: longitude and latitude of both ends, in degrees. They are drawn to the nearest
            degree, and those that look alike once.
        title: what the map shows.
    """
    rounded = {(round(w), round(x), round(y), round(z)) for w, x, y, z in lines}
    drawn = "".join("".join(_segments(Line(*line))) for line in sorted(rounded))
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-180 -84 360 142" role="img">'
            "<title>{}</title><style>"
            ".land{{fill:#9aa5a022;stroke:#8a949066;stroke-width:.25}}"
            ".link{{fill:none;stroke:#0b5d6b;stroke-width:.3;stroke-opacity:.14}}"
            "@media (prefers-color-scheme:dark){{.link{{stroke:#7fd0dd}}}}"
            '</style><path class="land" d="{}"/><path class="link" d="{}"/></svg>'
        ).format(title, coast(), drawn)
    )


@cache
def coast() -> str:
    """The coastline as path data: x is the longitude, y the latitude turned over."""
    return "".join(_ring(ring) for ring in rings())


def _ring(ring: Ring) -> str:
    # What goes over the 180th meridian stands on both sides of the map.
    shifts = {0.0}
    if max(x for x, _ in ring) > 181:
        shifts.add(-360.0)
    if min(x for x, _ in ring) < -181:
        shifts.add(360.0)
    return "".join(
        "M" + "L".join(f"{_n(x + shift, 1)} {_n(-y, 1)}" for x, y in ring) + "Z"
        for shift in sorted(shifts)
    )


def _grid() -> str:
    upright = "".join(f"M{x} -90V90" for x in range(-180, 181, _STEP))
    return upright + "".join(f"M-180 {y}H180" for y in range(-90, 91, _STEP))


def _frame(points: Sequence[Point], lines: Sequence[Line]) -> tuple[float, float, float, float]:
    """West, south, east and north of all that is shown, with a margin, twice as wide as high."""
    xs = [p.longitude for p in points] + [x for line in lines for x in _ends(line)[0]]
    ys = [p.latitude for p in points] + [y for line in lines for y in _ends(line)[1]]
    if not xs:
        return -180, -90, 180, 90
    width = max(max(xs) - min(xs), 2 * (max(ys) - min(ys)), 24) * 1.12
    if width >= 300 or any(abs(line.from_longitude - line.to_longitude) > 180 for line in lines):
        return -180, -90, 180, 90
    x, y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return x - width / 2, y - width / 4, x + width / 2, y + width / 4


def _ends(line: Line) -> tuple[tuple[float, float], tuple[float, float]]:
    return (line.from_longitude, line.to_longitude), (line.from_latitude, line.to_latitude)


def _segments(line: Line) -> Iterable[str]:
    """The line, in two parts where it crosses the 180th meridian."""
    (x1, x2), (y1, y2) = _ends(line)
    if abs(x1 - x2) <= 180:
        yield f"M{_n(x1)} {_n(-y1)}L{_n(x2)} {_n(-y2)}"
        return
    edge = 180 if x1 > 0 else -180
    beyond = x2 + 2 * edge
    y = y1 + (y2 - y1) * (edge - x1) / (beyond - x1)
    yield f"M{_n(x1)} {_n(-y1)}L{edge} {_n(-y)}M{-edge} {_n(-y)}L{_n(x2)} {_n(-y2)}"


def _linked(drawn: Markup, href: str) -> Markup:
    # The table beside a map has the same links for whoever goes through the page by keyboard.
    return Markup('<a href="{}" tabindex="-1">{}</a>').format(href, drawn) if href else drawn


def _n(value: float, digits: int = 2) -> str:
    short = f"{value:.{digits}f}"
    short = short.rstrip("0").rstrip(".") if "." in short else short
    return "0" if short in ("", "-0") else short
