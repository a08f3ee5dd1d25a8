"""Cities and pairs for programs that draw maps: files of GeoJSON, and OGC API – Features.

Of that standard (OGC 17-069r4) the classes Core and GeoJSON: two collections, by pages, of a box,
of an interval of time, of values of columns. What has no geometry stands in no box, and what has
no day in no interval; both are in the answer to a question without them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from flask import Response, url_for

from peyvand.errors import BadRequest, NotFound
from peyvand.texts import text
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.components.geographic import Features, Kept
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.network.boxes import meets, read_box
from peyvand.wording import say

MEDIA_TYPE = "application/geo+json"
JSON = "application/json"
_CLASSES = ("core", "geojson")
_STANDARD = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"
_CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
_PAGE, MOST_ON_A_PAGE = 100, 10_000
_OURS = ("bbox", "datetime", "limit", "offset", "version", "lang")
# The bounds of an interval that is open.
_OPEN = ("", "..")
_START, _END = date.min, date.max
Interval = tuple[date, date]


def routes(site: Site) -> list[Route[View]]:
    """``/geo/cities.geojson``, ``/geo/pairs.geojson``, and all below ``/ogc``."""
    features = Features(site)
    collections: dict[str, Callable[[int], list[Kept]]] = {
        "cities": features.cities,
        "pairs": features.pairs,
    }

    def of(name: str) -> list[Kept]:
        if name not in collections:
            raise NotFound(**say("no-collection", name=name[:100], near=", ".join(collections)))
        return collections[name](site.version)

    def file(name: str) -> View:
        def answer() -> Response:
            box = read_box(current_request().parameters.one("bbox") or "")
            shown = [one.text for one in of(name) if box is None or meets(one.segments, box)]
            return sent(b'{"type":"FeatureCollection","features":[' + b",".join(shown) + b"]}\n")

        return answer

    def sent(body: bytes | dict[str, Any], kind: str = MEDIA_TYPE) -> Response:
        if isinstance(body, dict):
            body = json.dumps(body, ensure_ascii=False).encode()
        response = Response(body, content_type=kind)
        response.headers["Peyvand-Version"] = str(site.version)
        return conditional(response)

    def landing() -> Response:
        return sent(
            {
                "title": text("name", site.language),
                "description": text("ogc-about", site.language),
                "links": [
                    _link("self", url_for("geojson.landing"), JSON),
                    _link("service-desc", url_for("openapi"), JSON),
                    _link("service-doc", url_for("api"), "text/html"),
                    _link("conformance", url_for("geojson.conformance"), JSON),
                    _link("data", url_for("geojson.collections"), JSON),
                ],
            },
            JSON,
        )

    def conformance() -> Response:
        return sent({"conformsTo": [_STANDARD + name for name in _CLASSES]}, JSON)

    def listed() -> Response:
        told = [_collection(name, of(name), site.language) for name in collections]
        return sent(
            {"links": [_link("self", url_for("geojson.collections"), JSON)], "collections": told},
            JSON,
        )

    def collection(collection: str) -> Response:
        return sent(_collection(collection, of(collection), site.language), JSON)

    def items(collection: str) -> Response:
        return sent(_page(collection, of(collection)))

    def item(collection: str, feature: str) -> Response:
        for one in of(collection):
            if one.id == feature:
                links = [
                    _link(
                        "self",
                        url_for("geojson.item", collection=collection, feature=feature),
                        MEDIA_TYPE,
                    ),
                    _link("collection", url_for("geojson.collection", collection=collection), JSON),
                ]
                return sent({**json.loads(one.text), "links": links})
        raise NotFound(**say("no-feature", name=feature[:200], collection=collection))

    below = "/ogc/collections/<collection>"
    return [
        *(
            Route(f"geojson.{name}", f"/geo/{name}.geojson", READ, file(name))
            for name in collections
        ),
        Route("geojson.landing", "/ogc", READ, landing),
        Route("geojson.conformance", "/ogc/conformance", READ, conformance),
        Route("geojson.collections", "/ogc/collections", READ, listed),
        Route("geojson.collection", below, READ, collection),
        Route("geojson.items", f"{below}/items", READ, items),
        Route("geojson.item", f"{below}/items/<path:feature>", READ, item),
    ]


def read_interval(written: str) -> Interval | None:
    """A day or an interval of days, as OGC API – Features writes it (RFC 3339).

    Of a time its day counts, for no feature tells more.

    Args:
        written: as ``1990-01-01``, ``1990-01-01/..`` or ``/2005-06-30``.

    Returns:
        The first day and the last; None if none is asked for.

    Raises:
        BadRequest: it is none.
    """
    if not written:
        return None
    first, slash, last = written.partition("/")
    try:
        if not slash:
            day = _day(first)
            return day, day
        begin = _START if first in _OPEN else _day(first)
        end = _END if last in _OPEN else _day(last)
    except ValueError:
        raise BadRequest(**say("no-interval", interval=written[:100])) from None
    if begin > end or (first in _OPEN and last in _OPEN):
        raise BadRequest(**say("no-interval", interval=written[:100]))
    return begin, end


def _day(written: str) -> date:
    day, separator, _ = written.partition("T")
    if separator and not written.endswith("Z"):
        raise ValueError(written)
    return date.fromisoformat(day)


def _page(name: str, every: Sequence[Kept]) -> dict[str, Any]:
    """One page of the features that are asked for."""
    parameters = current_request().parameters
    columns = sorted(json.loads(every[0].text)["properties"]) if every else []
    for asked in parameters.names:
        if asked not in (*_OURS, *columns):
            allowed = ", ".join((*_OURS, *columns))
            raise BadRequest(**say("parameter-unknown", name=asked[:100], allowed=allowed))
    limit = min(parameters.number("limit") or _PAGE, MOST_ON_A_PAGE)
    offset = parameters.number("offset", least=0) or 0
    wanted = {key: value for key in columns if (value := parameters.one(key)) is not None}
    box = read_box(parameters.one("bbox") or "")
    interval = read_interval(parameters.one("datetime") or "")
    found = [
        one
        for one in every
        if (box is None or meets(one.segments, box))
        and (interval is None or _within(one.earliest, interval))
        and (not wanted or _has(one, wanted))
    ]
    shown = found[offset : offset + limit]
    given = {key: parameters.one(key) or "" for key in parameters.names}
    links = [_link("self", _items(name, given), MEDIA_TYPE)]
    links += [
        _link(rel, _items(name, {**given, "limit": str(limit), "offset": str(at)}), MEDIA_TYPE)
        for rel, at, there in (
            ("prev", max(offset - limit, 0), offset > 0),
            ("next", offset + limit, offset + limit < len(found)),
        )
        if there
    ]
    return {
        "type": "FeatureCollection",
        "numberMatched": len(found),
        "numberReturned": len(shown),
        "links": [
            *links,
            _link("collection", url_for("geojson.collection", collection=name), JSON),
        ],
        "features": [json.loads(one.text) for one in shown],
    }


def _within(day: str | None, interval: Interval) -> bool:
    return day is not None and interval[0] <= date.fromisoformat(day) <= interval[1]


def _has(feature: Kept, wanted: dict[str, str]) -> bool:
    """Whether columns have values; of a list, one of its own is enough."""
    told = json.loads(feature.text)["properties"]
    return all(
        value in (told[key] if isinstance(told[key], list) else [_written(told[key])])
        for key, value in wanted.items()
    )


def _written(value: object) -> str | None:
    return None if value is None else str(value)


def _collection(name: str, every: Sequence[Kept], language: str) -> dict[str, Any]:
    """What a collection is: where it lies, when, and where its features are."""
    extent: dict[str, Any] = {}
    if places := [place for one in every for segment in one.segments for place in segment]:
        longitudes, latitudes = zip(*places, strict=True)
        box = [min(longitudes), min(latitudes), max(longitudes), max(latitudes)]
        extent["spatial"] = {"bbox": [box], "crs": _CRS84}
    if days := [one.earliest for one in every if one.earliest]:
        ends = [f"{day}T00:00:00Z" for day in (min(days), max(days))]
        extent["temporal"] = {"interval": [ends], "trs": _GREGORIAN}
    return {
        "id": name,
        "title": text(f"ogc-{name}", language),
        "description": text(f"ogc-{name}-about", language),
        "extent": extent,
        "itemType": "feature",
        "crs": [_CRS84],
        "links": [
            _link("self", url_for("geojson.collection", collection=name), JSON),
            _link("items", _items(name, {}), MEDIA_TYPE),
            _link("enclosure", url_for(f"geojson.{name}"), MEDIA_TYPE),
        ],
    }


def _items(name: str, parameters: Mapping[str, Any]) -> str:
    return url_for("geojson.items", collection=name, **parameters)


def _link(rel: str, path: str, kind: str) -> dict[str, str]:
    return {"rel": rel, "href": current_request().origin + path, "type": kind}
