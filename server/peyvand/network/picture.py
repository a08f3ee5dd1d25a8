"""The whole network as a picture of its communities: where each stands, and each city in it.

A community is a circle whose area is as its number of cities. The largest stands in the middle;
each next touches others without covering one, where the pairs that link it to those that stand
already are shortest. A community's cities stand in its circle as seeds in a sunflower (H. Vogel,
Mathematical Biosciences 44 (1979), doi:10.1016/0025-5564(79)90080-4), those with most partners in
the middle. The same network has the same picture.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy
from numpy.typing import NDArray

from peyvand.network.model import Network

Floats = NDArray[numpy.float64]
# How far circles stand apart, and by how much the picture is wider than high.
_GAP, _WIDE = 1.2, 2.0
# In how many directions from each circle the next may stand: fewer of small ones, which are many.
_TURNS, _FEW, _LARGE = 36, 10, 60
# Beside how many of the latest the next may stand.
_LATEST = 90
# How much it matters that a circle stands near the middle, in pairs that would pull it there.
_MIDDLE = 0.5
_GOLDEN = math.pi * (3 - math.sqrt(5))
# How many cities name a community.
_NAMING = 3


def picture(
    network: Network, groups: Sequence[Sequence[int]], countries: Sequence[str]
) -> dict[str, Any]:
    """Where communities and cities stand, in columns, with the pairs.

    Args:
        network: with its nodes in order.
        groups: the communities, as ``centrality.communities`` gives them.
        countries: of the nodes; empty where it is not known.

    Returns:
        ``pairs``, how many there are, and ``within``, those of one community; ``communities``:
        ``x``, ``y`` and ``r`` of their circles, ``cities``, ``within``, the numbers of the cities
        that name them (``named``), and their commonest country with how many are of it
        (``country``, ``of_country``); ``links`` between two of them with their pairs; ``cities``:
        ``id``, ``en``, ``fa``, ``country``, ``community``, ``partners``, ``x`` and ``y``;
        ``edges``, the numbers of two cities each.
    """
    of = numpy.zeros(len(network.nodes), dtype=numpy.int64)
    for number, group in enumerate(groups):
        of[list(group)] = number
    ends = of[network.ends]
    inside = ends[:, 0] == ends[:, 1]
    within = numpy.bincount(ends[inside, 0], minlength=len(groups))
    between = Counter((int(min(pair)), int(max(pair))) for pair in ends[~inside])
    radii = numpy.sqrt([len(group) for group in groups])
    middles = _placed(radii, between)
    ordered = [sorted(group, key=lambda node: (-network.degrees[node], node)) for group in groups]
    places = numpy.zeros((len(network.nodes), 2))
    for number, group in enumerate(ordered):
        places[group] = middles[number] + _seeds(len(group), radii[number])
    common = [_commonest([countries[node] for node in group]) for group in groups]
    return {
        "pairs": len(network.edges),
        "within": int(inside.sum()),
        "communities": {
            "x": _told(middles[:, 0]),
            "y": _told(middles[:, 1]),
            "r": _told(radii),
            "cities": [len(group) for group in groups],
            "within": within.tolist(),
            "named": [group[:_NAMING] for group in ordered],
            "country": [name for name, _ in common],
            "of_country": [count for _, count in common],
        },
        "links": [[*pair, weight] for pair, weight in sorted(between.items())],
        "cities": {
            "id": [node.identifier for node in network.nodes],
            "en": [node.en for node in network.nodes],
            "fa": [node.fa for node in network.nodes],
            "country": list(countries),
            "community": of.tolist(),
            "partners": network.degrees.tolist(),
            "x": _told(places[:, 0]),
            "y": _told(places[:, 1]),
        },
        "edges": network.ends.tolist(),
    }


def _placed(radii: Floats, between: Counter[tuple[int, int]]) -> Floats:
    """The middles of circles that do not cover each other, those of the larger ones first."""
    middles = numpy.zeros((len(radii), 2))
    pulls: dict[int, dict[int, int]] = {}
    for (one, other), weight in between.items():
        pulls.setdefault(max(one, other), {})[min(one, other)] = weight
    for number in range(1, len(radii)):
        turns = numpy.arange(_TURNS if number < _LARGE else _FEW)
        angles = turns * (2 * math.pi / len(turns))
        reach = radii[:number] + radii[number] + _GAP
        steps = numpy.stack([numpy.cos(angles), numpy.sin(angles)], axis=1)
        late = slice(max(0, number - _LATEST), number)
        tried = (middles[late, None] + reach[late, None, None] * steps).reshape(-1, 2)
        tried = tried[_free(tried, middles[:number], reach)]
        cost = _MIDDLE * numpy.hypot(tried[:, 0], _WIDE * tried[:, 1])
        for near, weight in pulls.get(number, {}).items():
            away = tried - middles[near]
            cost += weight * numpy.hypot(away[:, 0], _WIDE * away[:, 1])
        middles[number] = tried[int(cost.argmin())]
    return middles


def _free(tried: Floats, middles: Floats, reach: Floats) -> NDArray[numpy.bool_]:
    """Which places are as far from all middles as they have to be."""
    free = numpy.ones(len(tried), dtype=bool)
    for middle, least in zip(middles, reach, strict=True):
        free &= numpy.hypot(*(tried - middle).T) >= least - 1e-9
    return free


def _seeds(count: int, radius: float) -> Floats:
    """Places in a circle, evenly apart, from its middle outwards."""
    numbers = numpy.arange(count)
    far = 0.92 * radius * numpy.sqrt((numbers + 0.5) / count) if count > 1 else numpy.zeros(1)
    angles = numbers * _GOLDEN
    return numpy.stack([far * numpy.cos(angles), far * numpy.sin(angles)], axis=1)


def _commonest(countries: Sequence[str]) -> tuple[str, int]:
    """The country that most are of, the first by letters of several, and how many those are."""
    known = Counter(country for country in countries if country)
    if not known:
        return "", 0
    return min(known.items(), key=lambda one: (-one[1], one[0]))


def _told(values: Floats) -> list[float]:
    return [round(float(value), 2) for value in values]
