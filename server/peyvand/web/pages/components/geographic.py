"""Cities and pairs of cities as GeoJSON (RFC 7946), with columns as geographic programs read them.

Every feature has every column, ``null`` where nothing is known; one whose place is not known has
no geometry.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from peyvand.sources.catalogue import NamedQuery, own
from peyvand.vocabulary.iris import ID
from peyvand.web.endpoint.threads import Binding
from peyvand.web.pages.components.entries import point
from peyvand.web.pages.components.site import Site

_CITIES, _PARTIES = own("web/geojson/cities"), own("web/geojson/parties")
_COUNTRIES, _PAIRS = own("web/geojson/countries"), own("web/geojson/pairs")
_EVIDENCE = own("web/geojson/evidence")
Feature = dict[str, Any]
Position = tuple[float, float]
Segment = tuple[Position, Position]


class Kept(NamedTuple):
    """A feature as it is sent.

    Attributes:
        id: its identifier, which no other of its collection has.
        segments: what it is drawn of: a place is from itself to itself; nothing if it has none.
        earliest: the first day that is known of it; None if none is, or it has no days.
        text: it as GeoJSON.
    """

    id: str
    segments: tuple[Segment, ...]
    earliest: str | None
    text: bytes


class Features:
    """The features of a version, made when they are asked for first and kept as they are sent.

    Args:
        site: what the pages ask the graph by.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self.cities = lru_cache(maxsize=1)(self._all_cities)
        self.pairs = lru_cache(maxsize=1)(self._all_pairs)

    def _all_cities(self, version: int) -> list[Kept]:
        return _kept(_cities(*self._select(version, _CITIES, _COUNTRIES, _PAIRS)))

    def _all_pairs(self, version: int) -> list[Kept]:
        return _kept(_pairs(*self._select(version, _PARTIES, _COUNTRIES, _PAIRS, _EVIDENCE)))

    def _select(self, version: int, *queries: NamedQuery) -> list[list[Binding]]:
        # Not by the site, whose kept answers these would crowd out.
        return [self._site.bridge.select(query.text, version) for query in queries]


def _cities(places: list[Binding], countries: list[Binding], pairs: list[Binding]) -> list[Feature]:
    names = names_in(countries, "country")
    ends = ("one", "other")
    of_places = {(row[end]["value"], row["agreement"]["value"]) for row in pairs for end in ends}
    counts = Counter(place for place, _ in of_places)
    return [
        _feature(
            iri,
            position and {"type": "Point", "coordinates": position},
            {
                **_named("name", labels),
                "country": _of(row, "country"),
                **_named("country", names.get(_of(row, "country") or "", {})),
                "wikidata": _of(row, "item"),
                "agreements": counts[iri],
            },
        )
        for iri, (row, labels, position) in places_of(places).items()
    ]


def _pairs(
    parties: list[Binding],
    countries: list[Binding],
    pairs: list[Binding],
    evidence: list[Binding],
) -> list[Feature]:
    places, names = places_of(parties), names_in(countries, "country")
    sources: dict[str, dict[str, int]] = defaultdict(dict)
    for row in evidence:
        sources[row["agreement"]["value"]][row["source"]["value"]] = int(row["claims"]["value"])
    made: dict[tuple[str, str, str], Feature] = {}
    for row in pairs:
        iri, one, other = (row[name]["value"] for name in ("agreement", "one", "other"))
        known = sources.get(iri, {})
        columns: dict[str, Any] = {}
        ends = []
        for end, party in (("from", one), ("to", other)):
            about, labels, position = places.get(party, ({}, {}, None))
            country = _of(about, "country")
            columns |= {
                end: party,
                **_named(end, labels),
                f"{end}_country": country,
                **_named(f"{end}_country", names.get(country or "", {})),
            }
            ends.append(position)
        columns |= {
            "signed": _of(row, "signed"),
            "earliest": _of(row, "earliest"),
            "claims": sum(known.values()),
            "sources": len(known),
            "source_iris": sorted(known),
        }
        feature = _feature(iri, line(*ends), columns)
        # An agreement of several parties is a feature for each two of them.
        feature["id"] = f"{feature['id']}/{one.rpartition('/')[2]}-{other.rpartition('/')[2]}"
        made.setdefault((iri, one, other), feature)
    return [made[key] for key in sorted(made)]


def line(one: Position | None, other: Position | None) -> dict[str, Any] | None:
    """The line between two places, in two parts if it crosses the 180th meridian (RFC 7946, 3.1.9).

    Args:
        one: longitude and latitude of a place; None if they are not known.
        other: those of another.
    """
    if one is None or other is None:
        return None
    (x1, y1), (x2, y2) = one, other
    if abs(x1 - x2) <= 180:
        return {"type": "LineString", "coordinates": [one, other]}
    edge = 180.0 if x1 > 0 else -180.0
    width = x2 + 2 * edge - x1
    y = round(y1 + (y2 - y1) * (edge - x1) / width if width else y1, 6)
    parts = [[one, (edge, y)], [(-edge, y), other]]
    return {"type": "MultiLineString", "coordinates": parts}


def places_of(
    rows: Iterable[Binding],
) -> dict[str, tuple[Binding, dict[str, str], Position | None]]:
    """Of each place, in the order of IRIs, its first row, its labels, and where it is.

    Args:
        rows: of ``web/geojson/cities`` or ``parties``.
    """
    first: dict[str, Binding] = {}
    for row in rows:
        first.setdefault(row["place"]["value"], row)
    labels = names_in(rows, "place")
    return {iri: (first[iri], labels[iri], _position(first[iri])) for iri in sorted(first)}


def _position(row: Binding) -> Position | None:
    longitude, latitude = _of(row, "long"), _of(row, "lat")
    return point(longitude, latitude) if longitude and latitude else None


def names_in(rows: Iterable[Binding], key: str) -> dict[str, dict[str, str]]:
    """The labels of each thing, the first of each language.

    Args:
        rows: each with a ``label``.
        key: the variable of the thing.
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        label = row["label"]
        found[row[key]["value"]].setdefault(label.get("xml:lang", ""), label["value"])
    return found


def _named(column: str, labels: dict[str, str]) -> dict[str, str | None]:
    return {f"{column}_{tag}": labels.get(tag) for tag in ("en", "fa")}


def _of(row: Binding, name: str) -> str | None:
    return row[name]["value"] if name in row else None


def _feature(iri: str, geometry: Any, columns: dict[str, Any]) -> Feature:
    return {
        "type": "Feature",
        "id": iri.removeprefix(str(ID)),
        "geometry": geometry,
        "properties": {"iri": iri, **columns},
    }


def _kept(features: Iterable[Feature]) -> list[Kept]:
    """Features as they are sent and kept, in a tenth of the memory."""
    return [
        Kept(
            feature["id"],
            _segments(feature["geometry"]),
            feature["properties"].get("earliest"),
            json.dumps(feature, ensure_ascii=False, separators=(",", ":")).encode(),
        )
        for feature in features
    ]


def _segments(geometry: dict[str, Any] | None) -> tuple[Segment, ...]:
    if geometry is None:
        return ()
    told = geometry["coordinates"]
    if geometry["type"] == "Point":
        return ((told, told),)
    return (tuple(told),) if geometry["type"] == "LineString" else tuple(map(tuple, told))
