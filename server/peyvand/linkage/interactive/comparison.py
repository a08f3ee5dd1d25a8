"""How well a thing meets what a row of a table tells of it, property by property."""

from __future__ import annotations

import re
from dataclasses import dataclass

from peyvand.features.distance import kilometres
from peyvand.features.similarity import population_ratio
from peyvand.features.thresholds import OTHER_PLACE_KM, POPULATION_RATIOS, SAME_POINT_KM
from peyvand.model import City
from peyvand.search.identifiers import identifiers_in
from peyvand.search.model import Hit
from peyvand.search.qualifiers import Country, fit

COUNTRY, COORDINATES, POPULATION, ITEM = (
    *("inCountry", "coordinates"),
    *("population", "hasWikidataItem"),
)
# How well populations fit within each of the bands that speak for one place, and beyond them.
_POPULATION_FITS = (1.0, 0.8, 0.5)
_OTHER_POPULATION = 0.2
_NUMBER = r"[-+]?[0-9]{1,3}(?:\.[0-9]+)?"
_PAIR = re.compile(rf"\s*({_NUMBER})\s*[,; ]\s*({_NUMBER})\s*")
_POINT = re.compile(rf"\s*POINT\s*\(\s*({_NUMBER})\s+({_NUMBER})\s*\)\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Reference:
    """A thing that a table already names by its IRI; with the texts that it came in, if any."""

    iri: str
    texts: tuple[str, ...] = ()


Value = str | float | bool | Reference | Country


@dataclass(frozen=True)
class Condition:
    """What a row tells beside the name: values of one property, of which any, all or none fit."""

    property: str
    values: tuple[Value, ...]
    required: bool = False
    quantifier: str = "any"


def fit_of(condition: Condition, hit: Hit, features: dict[str, float]) -> float | None:
    """How well a thing meets a condition, from 0 to 1; None if that is not known."""
    fits = [_alike(condition.property, value, hit, features) for value in condition.values]
    known = [fit for fit in fits if fit is not None]
    if condition.quantifier == "none":
        return 1 - max(known, default=0.0)
    if not known:
        return None
    return min(known) if condition.quantifier == "all" else max(known)


def _alike(name: str, value: Value, hit: Hit, features: dict[str, float]) -> float | None:
    if name == ITEM:
        told = (value.iri, *value.texts) if isinstance(value, Reference) else (str(value),)
        given = [identifier for text in told for identifier in identifiers_in(text)]
        return float(hit.item.casefold() in given) if hit.item and given else None
    if name == COUNTRY:
        return _country(value, hit)
    if name == COORDINATES:
        point = read_point(value)
        distance = kilometres(_at(point), _at((hit.latitude, hit.longitude))) if point else None
        if distance is None:
            return None
        features["distance"] = round(distance, 1)
        return min(1.0, max(0.0, (OTHER_PLACE_KM - distance) / (OTHER_PLACE_KM - SAME_POINT_KM)))
    if name == POPULATION:
        ratio = population_ratio(_number(value), hit.population)
        if ratio is None:
            return None
        bands = zip(POPULATION_RATIOS, _POPULATION_FITS, strict=False)
        return next((fit for most, fit in bands if ratio <= most), _OTHER_POPULATION)
    return None


def _country(value: Value, hit: Hit) -> float | None:
    if isinstance(value, Reference):
        return float(value.iri == hit.country) if hit.country else None
    # What is no country, or none that is known by that name, speaks neither for nor against.
    names = (hit.country_en, hit.country_fa)
    return fit(value, hit.country, names) if isinstance(value, Country) else None


def read_point(value: Value) -> tuple[float, float] | None:
    """Latitude and longitude from ``38.08, 46.28`` or ``POINT(46.28 38.08)``; None if neither."""
    if isinstance(value, str):
        if match := _POINT.fullmatch(value):
            latitude, longitude = float(match[2]), float(match[1])
        elif match := _PAIR.fullmatch(value):
            latitude, longitude = float(match[1]), float(match[2])
        else:
            return None
        if abs(latitude) <= 90 and abs(longitude) <= 180:
            return latitude, longitude
    return None


def _at(point: tuple[float | None, float | None] | None) -> City:
    latitude, longitude = point or (None, None)
    return City("", latitude=latitude, longitude=longitude)


def _number(value: Value) -> float | None:
    try:
        return (
            None if isinstance(value, Reference | Country) else float(str(value).replace(",", ""))
        )
    except ValueError:
        return None
