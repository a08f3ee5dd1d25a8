"""Where a place is, as people write it: a point as well-known text, or degrees."""

from __future__ import annotations

import re

from peyvand.sources.wikidata.properties import EARTH, entity_of

_NUMBER = r"[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_WKT = re.compile(
    rf"(?:<?(?P<crs>https?://[^\s>]+)>?\s*|SRID\s*=\s*(?P<srid>[0-9]+)\s*;\s*)?"
    rf"(?:MULTI)?POINT\s*(?:Z|M|ZM)?\s*\(\s*\(?\s*(?P<x>{_NUMBER})[\s,]+(?P<y>{_NUMBER})"
    rf"(?:\s+{_NUMBER}){{0,2}}\s*\)?\s*\)",
    re.IGNORECASE,
)
_PAIR = re.compile(r"[(\[]?\s*(\S+?)\s*(?:[,;]\s*|\s+)(\S+?)\s*[)\]]?")
_DEGREES = re.compile(rf"({_NUMBER})\s*°?\s*([NSEW]?)", re.IGNORECASE)
_SEXAGESIMAL = re.compile(
    r"([0-9]{1,3})\s*°\s*(?:([0-9]{1,2})\s*['′’]\s*)?"
    r"(?:([0-9]{1,2}(?:\.[0-9]+)?)\s*(?:\"|″|”|''))?\s*([NSEW])",
    re.IGNORECASE,
)
# Of the systems that people name, these two are degrees; EPSG 4326 gives the latitude first
# where it is named as GeoSPARQL does, and last where PostGIS does.
_LATITUDE_FIRST = re.compile(r".*/EPSG/[0-9.]+/4326|.*epsg\.xml#4326|.*EPSG:+4326", re.IGNORECASE)
_LONGITUDE_FIRST = re.compile(r".*/OGC/[0-9.]+/CRS84|.*CRS84", re.IGNORECASE)


def point_of(text: str) -> tuple[float, float, str]:
    """The latitude, longitude and globe of a point.

    Args:
        text: ``Point(46.29 38.06)`` with or without a reference system or a globe before it, or
            a latitude and longitude with a comma between them.

    Raises:
        ValueError: it is none, or in a system that is not degrees.
    """
    if match := _WKT.fullmatch(text.strip()):
        x, y = float(match["x"]), float(match["y"])
        crs = match["crs"] or ""
        if match["srid"] not in (None, "4326"):
            raise ValueError(f"the system SRID {match['srid']} is not in degrees (4326 is)")
        if globe := entity_of(crs):
            return y, x, globe
        if crs and _LATITUDE_FIRST.fullmatch(crs):
            return x, y, EARTH
        if crs and not _LONGITUDE_FIRST.fullmatch(crs):
            raise ValueError(f"the reference system {crs[:80]} is not known")
        return y, x, EARTH
    if (match := _PAIR.fullmatch(text.strip())) and "[" not in text:
        return degrees(match[1]), degrees(match[2]), EARTH
    raise ValueError(f"{text[:60]!r} is not a point: write Point(longitude latitude)")


def degrees(text: str) -> float:
    """Degrees of latitude or longitude; a comma is a decimal one, since there are no thousands.

    Raises:
        ValueError: no number, or not one in degrees.
    """
    plain = text.strip()
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    if match := _DEGREES.fullmatch(plain):
        number = float(match[1])
        side = match[2].upper()
    elif match := _SEXAGESIMAL.fullmatch(plain):
        number = int(match[1]) + int(match[2] or 0) / 60 + float(match[3] or 0) / 3600
        side = match[4].upper()
    else:
        raise ValueError(f"{text[:40]!r} is not a number of degrees: write 38.08")
    return -number if side in ("S", "W") else number


def placed(latitude: float, longitude: float) -> tuple[float, float]:
    """A point of Earth.

    Raises:
        ValueError: there is none with these degrees.
    """
    # Written so that what is no number fails, too.
    if -90 <= latitude <= 90 and -180 <= longitude <= 180:
        return latitude, longitude
    raise ValueError(f"there is no place at {latitude}, {longitude}")
