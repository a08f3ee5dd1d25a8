"""Cities and pairs of cities as GeoJSON (RFC 7946), with columns as geographic programs read them.

Every feature has every column, ``null`` where nothing is known; one whose place is not known has
no geometry, and stands in no box.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from flask import Response

from peyvand.errors import BadRequest
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID
from peyvand.web.endpoint.threads import Binding
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.entries import point
from peyvand.web.pages.site import Site
from peyvand.wording import say

MEDIA_TYPE = "application/geo+json"
_CITIES, _PARTIES = own("web/geojson/cities"), own("web/geojson/parties")
_COUNTRIES, _PAIRS = own("web/geojson/countries"), own("web/geojson/pairs")
_EVIDENCE = own("web/geojson/evidence")
Feature = dict[str, Any]
Position = tuple[float, float]
# The ends of a feature, and its text.
_Written = tuple[Sequence[Position], bytes]
# West, south, east and north; what lies across the 180th meridian has its west east of its east.
Box = tuple[float, float, float, float]


def routes(site: Site) -> list[Route[View]]:
    """``/geo/cities.geojson`` and ``/geo/pairs.geojson``."""

    def select(version: int, *queries: str) -> list[list[Binding]]:
        # Not by the site, whose kept answers these would crowd out.
        return [site.bridge.select(query, version) for query in queries]

    @lru_cache(maxsize=1)
    def cities(version: int) -> list[_Written]:
        return _written(_cities(*select(version, _CITIES.text, _COUNTRIES.text, _PAIRS.text)))

    @lru_cache(maxsize=1)
    def pairs(version: int) -> list[_Written]:
        queries = (_PARTIES.text, _COUNTRIES.text, _PAIRS.text, _EVIDENCE.text)
        return _written(_pairs(*select(version, *queries)))

    def answering(features: Callable[[int], list[_Written]]) -> View:
        def answer() -> Response:
            box = read_box(current_request().parameters.one("bbox") or "")
            every = features(site.version)
            shown = [text for ends, text in every if box is None or _within(ends, box)]
            body = b'{"type":"FeatureCollection","features":[' + b",".join(shown) + b"]}\n"
            response = Response(body, content_type=MEDIA_TYPE)
            response.headers["Peyvand-Version"] = str(site.version)
            return conditional(response)

        return answer

    return [
        Route("geojson.cities", "/geo/cities.geojson", READ, answering(cities)),
        Route("geojson.pairs", "/geo/pairs.geojson", READ, answering(pairs)),
    ]


def read_box(text: str) -> Box | None:
    """A box as GeoJSON and OGC API – Features write it: west, south, east, north.

    Returns:
        It; None if none is asked for.

    Raises:
        BadRequest: it is no box on the earth.
    """
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise BadRequest(**say("no-box", box=text[:100])) from None
    on_earth = abs(west) <= 180 and abs(east) <= 180 and -90 <= south <= north <= 90
    if not on_earth:
        raise BadRequest(**say("no-box", box=text[:100]))
    return west, south, east, north


def _cities(places: list[Binding], countries: list[Binding], pairs: list[Binding]) -> list[Feature]:
    names = _names(countries, "country")
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
        for iri, (row, labels, position) in _places(places).items()
    ]


def _pairs(
    parties: list[Binding],
    countries: list[Binding],
    pairs: list[Binding],
    evidence: list[Binding],
) -> list[Feature]:
    places, names = _places(parties), _names(countries, "country")
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
        feature["id"] = f"{feature['id']}#{one.rpartition('/')[2]}-{other.rpartition('/')[2]}"
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


def _places(
    rows: Iterable[Binding],
) -> dict[str, tuple[Binding, dict[str, str], Position | None]]:
    """Of each place, in the order of IRIs, its first row, its labels, and where it is."""
    first: dict[str, Binding] = {}
    for row in rows:
        first.setdefault(row["place"]["value"], row)
    labels = _names(rows, "place")
    return {iri: (first[iri], labels[iri], _position(first[iri])) for iri in sorted(first)}


def _position(row: Binding) -> Position | None:
    longitude, latitude = _of(row, "long"), _of(row, "lat")
    return point(longitude, latitude) if longitude and latitude else None


def _names(rows: Iterable[Binding], key: str) -> dict[str, dict[str, str]]:
    """The labels of each thing, the first of each language."""
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


def _written(features: Iterable[Feature]) -> list[_Written]:
    """Features as they are sent and kept, in a tenth of the memory."""
    return [
        (
            _ends(feature["geometry"]),
            json.dumps(feature, ensure_ascii=False, separators=(",", ":")).encode(),
        )
        for feature in features
    ]


def _within(places: Sequence[Position], box: Box) -> bool:
    """Whether a place, or either end of a line, lies in a box."""
    west, south, east, north = box
    return any(
        south <= y <= north and (west <= x <= east if west <= east else x >= west or x <= east)
        for x, y in places
    )


def _ends(geometry: dict[str, Any] | None) -> Sequence[Position]:
    if geometry is None:
        return ()
    told = geometry["coordinates"]
    if geometry["type"] == "Point":
        return (told,)
    return tuple(told) if geometry["type"] == "LineString" else (told[0][0], told[1][1])
