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
# What parts a latitude from a longitude, the surest first: a comma may also be a decimal one.
_BETWEEN = tuple(map(re.compile, (r"\s*;\s*|\s*[,،]\s+|\s+/\s+", r"\s*[,،]\s*", r"\s+")))
# No point is written with more letters.
_LONGEST = 120
_SIDES = (
    ("N", ("n", "north", "nord", "norte", "с", "сш", "шимол", "شمالی", "شمال", "شمالي")),
    ("S", ("s", "south", "süd", "sud", "sur", "sul", "ю", "юш", "جنوبی", "جنوب", "جنوبي")),
    ("E", ("e", "east", "ost", "est", "este", "leste", "в", "вд", "شرقی", "شرق", "شرقي")),
    ("W", ("w", "west", "ouest", "oeste", "ovest", "з", "зд", "غربی", "غرب", "غربي")),
)
_SIDE_OF = {word: side for side, words in _SIDES for word in words}
_SIDE = r"(?:[^\W\d_]+(?:\.\s?[^\W\d_]\.?)?)\.?"
_DEGREES = re.compile(
    rf"(?P<before>{_SIDE})?\s*(?P<degrees>{_NUMBER})\s*(?P<sign>[°º˚:]|deg\b|\s)?"
    r"(?:\s*(?P<minutes>[0-9]{1,2}(?:\.[0-9]*)?)\s*(?:['′’´ʹ:]|min\b|\s|$)"
    r"(?:\s*(?P<seconds>[0-9]{1,2}(?:\.[0-9]*)?)\s*(?:\"|″|”|''|′′|’’|sec\b|\s|$))?)?"
    rf"\s*(?P<after>{_SIDE})?",
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
    if pair := _pair(text.strip()):
        return *pair, EARTH
    raise ValueError(f"{text[:60]!r} is not a point: write Point(longitude latitude)")


def _pair(text: str) -> tuple[float, float] | None:
    """A latitude and longitude in one cell; the other way round where their sides say so."""
    if text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    if len(text) > _LONGEST:
        return None
    for between in _BETWEEN:
        for match in between.finditer(text):
            try:
                found = tuple(map(_read, (text[: match.start()], text[match.end() :])))
            except ValueError:
                continue
            (first, side), (second, other) = found
            is_turned = side in ("E", "W") and other in ("N", "S")
            return (second, first) if is_turned else (first, second)
    return None


def degrees(text: str) -> float:
    """Degrees of latitude or longitude; a comma is a decimal one, since there are no thousands.

    Args:
        text: ``48.85``, ``48,85°``, ``48°51'24"N``, ``N 48° 51.4'``, ``48°51′ с. ш.``, or
            ``48° شمالی``, with Western digits.

    Raises:
        ValueError: no number, or not one in degrees.
    """
    return _read(text)[0]


def _read(text: str) -> tuple[float, str]:
    """Degrees and the side that they are told to be on; nothing for it where none is told."""
    plain = text.strip()
    if plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    match = _DEGREES.fullmatch(plain) if len(plain) <= _LONGEST else None
    if not match:
        raise _no_degrees(text)
    side = _side(match["before"] or "", match["after"] or "", text)
    number = float(match["degrees"])
    if match["minutes"]:
        minutes, seconds = float(match["minutes"]), float(match["seconds"] or 0)
        # Numbers with spaces between are degrees and minutes only where a side says so.
        told = side or (match["sign"] or "").strip()
        if not told or minutes >= 60 or seconds >= 60 or not number.is_integer():
            raise _no_degrees(text)
        part = minutes / 60 + seconds / 3600
        number = number - part if match["degrees"].startswith("-") else number + part
    return -abs(number) if side in ("S", "W") else number, side


def _side(before: str, after: str, text: str) -> str:
    told = [re.sub(r"[.\s]", "", word).casefold() for word in (before, after) if word]
    if "o" in told:
        raise ValueError(
            f"the O of {text[:40]!r} is east in German and west in French: write E or W"
        )
    if len(told) > 1 or any(word not in _SIDE_OF for word in told):
        raise _no_degrees(text)
    return _SIDE_OF[told[0]] if told else ""


def _no_degrees(text: str) -> ValueError:
    return ValueError(f"{text[:40]!r} is not a number of degrees: write 38.08")


def placed(latitude: float, longitude: float, *, is_town: bool = False) -> tuple[float, float]:
    """A point of Earth.

    Args:
        latitude: in degrees.
        longitude: in degrees.
        is_town: whether a town lies there; none does at 0, 0, which stands for nothing.

    Raises:
        ValueError: there is none with these degrees, or no town.
    """
    if is_town and latitude == longitude == 0:
        raise ValueError("0, 0 is what stands where nothing was entered: no town lies there")
    # Written so that what is no number fails, too.
    if -90 <= latitude <= 90 and -180 <= longitude <= 180:
        return latitude, longitude
    raise ValueError(f"there is no place at {latitude}, {longitude}")
