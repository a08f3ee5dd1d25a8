"""Maps as SVG, drawn by the server: the coastline, places, and lines between them.

The projection is equirectangular: a degree of longitude is as long as it is in the middle of the
map, so that what lies far north is no wider than it is. Links are great circles. Without a
coastline (see ``sources/coastline``) a map has a grid only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from math import cos, radians

from markupsafe import Markup

from peyvand.sources.coastline import Ring, rings
from peyvand.web.pages.components.arcs import Place, arc
from peyvand.web.pages.components.map_names import Name, shown_from

_STEP = 30
# The most places of a map that the keyboard passes through: the table beside it has the same links.
_REACHED = 12
# A map of the world is true to scale at these degrees of latitude, and shows no farther north.
_OF_WORLD, _NORTH = cos(radians(38)), 84
_WORLD = (-180 * _OF_WORLD, -_NORTH, 360 * _OF_WORLD, _OF_WORLD)
# Of how many parts a link is made at least, on a map of so few that it does not matter.
_LEAST_PARTS, _FEW = 8, 200
# A line of the world's picture that bends by no more degrees is drawn straight.
_BENT = 2
# In how many paths the lines of datasets are drawn.
_LAYERS = 200
# What a map shows at least, and how narrow a degree of longitude may become.
_LEAST_WIDTH, _NARROWEST = 24.0, 0.2
# What a map is wider than its places, so that their names have room.
_MARGIN = 1.2


@dataclass(frozen=True)
class Point:
    """A place in degrees, with its name, its page, and the class that colours it.

    Where names would cover each other, that of the place of the greater weight is shown.
    """

    longitude: float
    latitude: float
    label: str = ""
    href: str = ""
    kind: str = ""
    weight: float = 0


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
    land: str = "",
    scale: float = 1,
) -> Markup:
    """A map of some places and links, no larger than they need.

    Args:
        points: drawn over the lines; each a link to its page if it has one.
        lines: as great circles.
        title: what the map shows, for who does not see it.
        land: the identifier of a coastline that the page has drawn already (``shared_land``), so
            that many maps share one.
        scale: how many times places and names are drawn larger, for a small map.

    Returns:
        An ``svg`` element; every text in it is escaped. Names stand beside places as far as they
        have room (``map_names``); a page shows the others of places that are pointed at or reached
        by keyboard, and where the map is made larger.
    """
    arcs = [
        arc(
            (line.from_longitude, line.from_latitude),
            (line.to_longitude, line.to_latitude),
            _LEAST_PARTS if len(lines) <= _FEW else 1,
        )
        for line in lines
    ]
    left, top, width, narrow = _frame(points, arcs)
    turned = f"scale({_n(narrow, 4)} 1)"
    parts = [
        Markup(
            '<svg class="map" role="group" aria-label="{}" viewBox="{} {} {} {}"><title>{}</title>'
        ).format(title, _n(left), _n(top), _n(width), _n(width / 2), title),
        Markup('<use href="#{}" transform="{}"/>').format(land, turned)
        if land
        else Markup(
            '<g transform="{}"><path class="land" d="{}"/><path class="grid" d="{}"/></g>'
        ).format(turned, coast(), _grid()),
    ]
    # What says nothing and leads nowhere is one path a kind, under what does: a country has
    # thousands of links.
    plain: dict[str, list[str]] = {}
    told = []
    for line, way in zip(lines, arcs, strict=True):
        if not line.label and not line.href:
            plain.setdefault(line.kind, []).append(_path(way, narrow))
            continue
        drawn = Markup('<path class="link {}" d="{}"><title>{}</title></path>').format(
            line.kind, _path(way, narrow), line.label
        )
        told.append(_linked(drawn, line.href))
    for kind, ways in plain.items():
        parts.append(Markup('<path class="link {}" d="{}"/>').format(kind, "".join(ways)))
    parts += told
    radius, font, rise = (_n(width / part * scale) for part in (120, 60, 80))
    names = [
        Name(point.longitude * narrow, -point.latitude, point.label, point.weight)
        for point in points
    ]
    zooms = shown_from(names, float(font), float(rise), float(radius))
    above = []
    for point, name, zoom in zip(points, names, zooms, strict=True):
        drawn = Markup('<circle class="place {}" cx="{}" cy="{}" r="{}"><title>{}</title></circle>')
        drawn = drawn.format(point.kind, _n(name.x), _n(name.y), radius, point.label)
        if point.label:
            written = Markup(
                '<text class="name{}" x="{}" y="{}" font-size="{}" aria-hidden="true"{}>{}</text>'
            ).format(
                "" if zoom == 1 else f" card from-{zoom}" if zoom else " card",
                *(_n(name.x), _n(name.y - float(rise)), font),
                # The name is told by the title of the place too. In a file nothing shows a card.
                "" if zoom == 1 else Markup(' display="none"'),
                point.label,
            )
            if zoom == 1:
                # No place that is drawn later covers it.
                above.append(written)
            else:
                drawn += written
        parts.append(_linked(drawn, point.href, is_reached=len(points) <= _REACHED))
    return Markup("").join([*parts, *above, Markup("</svg>")])


def shared_land(name: str) -> Markup:
    """A coastline that is not seen itself, for the maps of a page to share.

    Args:
        name: its identifier in the page.
    """
    return Markup(
        '<svg class="unseen" width="0" height="0" aria-hidden="true"><defs><g id="{}">'
        '<path class="land" d="{}"/><path class="grid" d="{}"/></g></defs></svg>'
    ).format(name, coast(), _grid())


def world_svg(
    lines: Iterable[tuple[float, float, float, float]],
    title: str,
    datasets: Iterable[tuple[float, float, float, float]] = (),
) -> str:
    """All links of the world as one light picture that stands alone.

    Args:
        lines: longitude and latitude of both ends, in degrees. They are drawn to the nearest
            degree, and those that look alike once.
        title: what the map shows.
        datasets: the same of links that datasets alone tell of, which have a colour of their own
            and are drawn below the others.
    """
    (ours, others) = (
        [_bent(*line) for line in sorted(_rounded(every))] for every in (lines, datasets)
    )
    # Within a path lines that cross are as dark as one; of several paths they add up.
    size = -(-len(others) // _LAYERS) or 1
    layers = ["".join(others[at : at + size]) for at in range(0, len(others), size)]
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{} {} {} {}" role="img">'
            "<title>{}</title><style>"
            ".land{{fill:#9aa5a022;stroke:#8a949066;stroke-width:.25}}"
            ".link{{fill:none;stroke:#0b5d6b;stroke-width:.4;stroke-opacity:.5}}"
            ".link.world{{stroke:#8a5208;stroke-width:.2;stroke-opacity:.16}}"
            "@media (prefers-color-scheme:dark)"
            "{{.link{{stroke:#7fd0dd}}.link.world{{stroke:#e0a050}}}}"
            '</style><g transform="scale({} 1)"><path class="land" d="{}"/>{}'
            '<path class="link" d="{}"/></g></svg>'
        ).format(
            *(_n(_WORLD[0]), -_NORTH, _n(_WORLD[2]), _n(_WORLD[2] / 2)),
            *(title, _n(_OF_WORLD, 4), coast()),
            Markup("").join(
                Markup('<path class="link world" d="{}"/>').format(layer) for layer in layers
            ),
            "".join(ours),
        )
    )


def _rounded(
    lines: Iterable[tuple[float, float, float, float]],
) -> set[tuple[int, int, int, int]]:
    return {(round(w), round(x), round(y), round(z)) for w, x, y, z in lines}


def _bent(x1: int, y1: int, x2: int, y2: int) -> str:
    """A line that goes as the great circle between its ends does, on both sides of the 180th
    meridian if it crosses that.

    A curve of the second degree through the middle of the great circle is as near it as a picture
    of the world can show.
    """
    way = arc((x1, y1), (x2, y2), 2)
    turned = 360 * (len(way) > 1) * (1 if x1 > 0 else -1)
    x2 += turned
    points = [point for part in way for point in part]
    (x, y) = points[len(points) // 2]
    x += 360 * round(((x1 + x2) / 2 - x) / 360)
    # Where the curve bends to, so that it passes the middle.
    u, v = round(2 * x - (x1 + x2) / 2), round(2 * y - (y1 + y2) / 2)
    bend = f"q{u - x1} {y1 - v} " if abs(v - (y1 + y2) / 2) > _BENT else "l"
    return "".join(f"M{x1 - shift} {-y1}{bend}{x2 - x1} {y1 - y2}" for shift in sorted({0, turned}))


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


def _frame(
    points: Sequence[Point], arcs: Sequence[list[list[Place]]]
) -> tuple[float, float, float, float]:
    """What is shown, with a margin and twice as wide as high.

    Returns:
        The left edge, the upper edge and the width, in degrees of latitude, and how many of them a
        degree of longitude is.
    """
    places = [(p.longitude, p.latitude) for p in points]
    places += [place for way in arcs for part in way for place in part]
    if not places or any(len(way) > 1 for way in arcs):
        return _WORLD
    xs, ys = zip(*places, strict=True)
    middle = (max(ys) + min(ys)) / 2
    narrow = max(cos(radians(middle)), _NARROWEST)
    width = max((max(xs) - min(xs)) * narrow, 2 * (max(ys) - min(ys)), _LEAST_WIDTH) * _MARGIN
    if width / narrow >= 300:
        return _WORLD
    x = (max(xs) + min(xs)) / 2 * narrow
    return x - width / 2, -middle - width / 4, width, narrow


def _path(way: list[list[Place]], narrow: float) -> str:
    return "".join("M" + "L".join(f"{_n(x * narrow)} {_n(-y)}" for x, y in part) for part in way)


def _linked(drawn: Markup, href: str, *, is_reached: bool = False) -> Markup:
    if not href:
        return drawn
    # The table beside a map has the same links for whoever goes through the page by keyboard.
    passed = Markup("") if is_reached else Markup(' tabindex="-1"')
    return Markup('<a href="{}"{}>{}</a>').format(href, passed, drawn)


def _n(value: float, digits: int = 2) -> str:
    short = f"{value:.{digits}f}"
    short = short.rstrip("0").rstrip(".") if "." in short else short
    return "0" if short in ("", "-0") else short
