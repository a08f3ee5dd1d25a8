"""The communities of the whole network: as a picture, as a table, and as what scripts draw."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from markupsafe import Markup

from peyvand.digits import number, percent
from peyvand.texts import text
from peyvand.vocabulary.labels import pick
from peyvand.web.pages.components.map_names import Name, shown_from
from peyvand.web.pages.components.site import href

# The file that ``peyvand network`` writes of it.
FILE = "picture.json"
# How many communities the page lists, and how many of the strongest links the picture has.
_LISTED, _DRAWN = 20, 200
_MARGIN = 4


@dataclass(frozen=True)
class Community:
    """A community on the page.

    Attributes:
        cities: of those with most partners the label and the address.
        size: how many cities there are.
        within: how many pairs of them there are.
        country: that most are of, in the language of the page; empty if none is known.
        of_country: how many are of it.
    """

    cities: list[tuple[str, str]]
    size: int
    within: int
    country: str
    of_country: int


@dataclass(frozen=True)
class Communities:
    """What the page shows of them.

    Attributes:
        svg: the picture.
        told: what share of the pairs it covers.
        listed: the largest.
        number: how many there are.
    """

    svg: Markup
    told: str
    listed: list[Community]
    number: int


def communities(folder: Path, language: str, countries: Mapping[str, str]) -> Communities | None:
    """The communities of a version; None where its figures have no picture.

    Args:
        folder: the files of its figures.
        language: of the page.
        countries: what countries are called in it, by their names in any language.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    told = _read(path)
    circles, cities = told["communities"], told["cities"]
    every = [
        Community(
            [(_name(cities, at, language), href(cities["id"][at])) for at in named],
            circles["cities"][place],
            circles["within"][place],
            countries.get(circles["country"][place], circles["country"][place]),
            circles["of_country"][place],
        )
        for place, named in enumerate(circles["named"])
    ]
    links = sorted(told["links"], key=lambda link: -link[2])[:_DRAWN]
    drawn, pairs = sum(weight for *_, weight in links), told["pairs"]
    shares = {
        "within": told["within"] / pairs,
        "drawn": drawn / pairs,
        "left": (pairs - told["within"] - drawn) / pairs,
    }
    return Communities(
        _drawn(circles, every, links, language),
        text("network-communities-told", language).format(
            **{name: percent(share, language) for name, share in shares.items()}
        ),
        every[:_LISTED],
        len(every),
    )


@lru_cache(maxsize=2)
def _read(path: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def _drawn(
    circles: Mapping[str, Any],
    every: Sequence[Community],
    links: Sequence[Sequence[int]],
    language: str,
) -> Markup:
    xs, ys, radii = (circles[name] for name in ("x", "y", "r"))
    left = min(x - r for x, r in zip(xs, radii, strict=True)) - _MARGIN
    top = min(y - r for y, r in zip(ys, radii, strict=True)) - _MARGIN
    width = max(x + r for x, r in zip(xs, radii, strict=True)) + _MARGIN - left
    height = max(y + r for y, r in zip(ys, radii, strict=True)) + _MARGIN - top
    size = max(width, 1.8 * height) / 65
    # The name of a circle that is smaller than a letter would say nothing of where it belongs.
    names = [
        Name(x, y, one.cities[0][0] if r > size else "", one.size)
        for x, y, r, one in zip(xs, ys, radii, every, strict=True)
    ]
    lines = Markup("").join(
        Markup('<path class="tie" d="M{} {}L{} {}" stroke-width="{:.2f}"/>').format(
            *(xs[one], ys[one], xs[other], ys[other], size / 30 * weight**0.5)
        )
        for one, other, weight in links
    )
    marks = Markup("").join(
        Markup(
            '<a href="{}" tabindex="-1"><circle class="community" cx="{}" cy="{}" r="{}">'
            "<title>{}</title></circle></a>"
        ).format(one.cities[0][1], x, y, r, _told(one, language))
        for x, y, r, one in zip(xs, ys, radii, every, strict=True)
    )
    words = Markup("").join(
        Markup(
            '<text class="name{}" x="{}" y="{:.2f}" font-size="{:.2f}" aria-hidden="true"{}>'
            "{}</text>"
        ).format(
            "" if zoom == 1 else f" card from-{zoom}",
            *(name.x, name.y + size / 3, size),
            "" if zoom == 1 else Markup(' display="none"'),
            name.text,
        )
        for name, zoom in zip(names, shown_from(names, size, 0), strict=True)
        if zoom
    )
    return Markup(
        '<svg class="map of-communities" role="group" aria-label="{0}" '
        'viewBox="{1:.1f} {2:.1f} {3:.1f} {4:.1f}"><title>{0}</title>{5}{6}{7}</svg>'
    ).format(
        text("network-part-communities", language),
        *(left, top, width, height),
        *(marks, lines, words),
    )


def _told(one: Community, language: str) -> str:
    """A community in a line: the cities that name it, and how large it is."""
    names = ("، " if language == "fa" else ", ").join(name for name, _ in one.cities)
    size = text("network-community-size", language).format(cities=number(f"{one.size:,}", language))
    return f"{names} · {size}"


def _name(cities: Mapping[str, Any], at: int, language: str) -> str:
    labels = {tag: cities[tag][at] for tag in ("en", "fa")}
    return pick(labels, language)[0] or cities["id"][at].rpartition("/")[2]
