"""What a row of a list says of its item, as statements, and what the records say in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from peyvand.features.distance import kilometres
from peyvand.features.folding import fold, is_arabic
from peyvand.features.thresholds import SAME_POINT_KM
from peyvand.model import City
from peyvand.sources.wikidata.model import GLOBE, ITEM, QUANTITY, STRING, TEXT, TIME, Snak
from peyvand.sources.wikidata.properties import (
    COORDINATES,
    EARTH,
    POINT_IN_TIME,
    POPULATION,
    QID,
    TWIN,
)

GEONAMES = "P1566"
# A label is no statement; QuickStatements writes it as L and its language.
PERSIAN = "Lfa"
_GEONAMES = "geonames:"
_DAY = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
# More decimals than these are those of a computer.
_MOST_DECIMALS = 6


@dataclass(frozen=True)
class Wanted:
    """A value of a list, with those that the records have in its place.

    Attributes:
        value: with its property.
        there: the values of the records that are another's; of many-valued properties none.
        present: whether a record has this value.
        told: whether a record of the item is of a source that tells this property of any item: only
            then is it known that the item lacks it.
        qualifiers: of the statement.
        newer: whether it is of a later day than the records are.
        known_on: the day that the records are of, where they tell it.
        rival: the value of Wikidata that this one contradicts, and the identifier of its statement,
            where that is told: of populations one of the same date.
        is_open: whether ``value`` is a name that leads to no one item.
    """

    value: Snak
    there: tuple[str, ...] = ()
    present: bool = False
    told: bool = True
    qualifiers: tuple[Snak, ...] = ()
    newer: bool = False
    known_on: str = ""
    rival: tuple[str, str] | None = None
    is_open: bool = False


def told_by(records: Iterable[City]) -> dict[str, set[str]]:
    """The properties that each source tells of any item."""
    found: dict[str, set[str]] = {}
    for record in records:
        told = found.setdefault(record.source, set())
        told.update(prop for prop, value in _values(record).items() if value)
    return found


def _values(record: City) -> Mapping[str, object]:
    return {
        POPULATION: record.population,
        COORDINATES: record.located,
        GEONAMES: _numbers(record),
        PERSIAN: "fa" in record.languages,
        TWIN: record.twins,
    }


def wanted(
    place: City,
    records: Sequence[City],
    told: Mapping[str, set[str]],
    items: Mapping[str, str],
) -> Iterator[Wanted]:
    """Each value of a row that Wikidata has a property for.

    Args:
        place: the row.
        records: those of its item.
        told: the properties that each source tells (``told_by``).
        items: the item of each row that has one, by its identifier and by its names.
    """

    def is_told(prop: str) -> bool:
        # Where no record describes the item, that is said instead.
        return not records or any(prop in told.get(record.source, ()) for record in records)

    if place.population:
        yield _people(place, records, is_told(POPULATION))
    if place.located and not place.is_place_lent:
        points = [record for record in records if record.located]
        near = any((kilometres(place, one) or 0.0) <= SAME_POINT_KM for one in points)
        there = tuple(sorted(set(map(_written, points))))
        rival = _rival(points, COORDINATES, _written)
        yield Wanted(_point(place), there, near, is_told(COORDINATES), rival=rival)
    numbers = tuple(sorted({number for record in records for number in _numbers(record)}))
    for number in _numbers(place):
        value = Snak(GEONAMES, STRING, number)
        yield Wanted(value, numbers, number in numbers, is_told(GEONAMES))
    spelt = zip(place.languages, place.names, strict=False)
    if label := next((name for tag, name in spelt if tag == "fa"), ""):
        names = {name for record in records for name in record.names if is_arabic(name)}
        known = any("fa" in record.languages for record in records)
        there = tuple(sorted(names)) if known else ()
        present = fold(label) in set(map(fold, names))
        yield Wanted(Snak(PERSIAN, TEXT, f"{label}@fa"), there, present, is_told(PERSIAN))
    twins = {twin for record in records for twin in record.twins}
    for name in place.twins:
        item = name if QID.fullmatch(name) else items.get(name, "")
        value = Snak(TWIN, ITEM, item or name)
        yield Wanted(value, (), item in twins, is_told(TWIN), is_open=not item)


def _people(place: City, records: Sequence[City], told: bool) -> Wanted:
    counted = [record for record in records if record.population]
    date = place.population_date
    known_on = max(filter(None, map(_counted_on, counted)), default="")
    of_the_day = [one for one in counted if _compared(date, one.population_date) == 0]
    return Wanted(
        Snak(POPULATION, QUANTITY, str(place.population)),
        tuple(sorted({str(record.population) for record in counted})),
        place.population in {record.population for record in counted},
        told,
        (Snak(POINT_IN_TIME, TIME, date),) if date else (),
        _compared(date, known_on) == 1,
        known_on,
        _rival(of_the_day, POPULATION, lambda record: str(record.population)),
    )


def _counted_on(record: City) -> str:
    """The day that a record's population is of, or else the day of the copy that it stands in."""
    days = record.population_date, record.source.rpartition("/")[2]
    return next((day for day in days if _DAY.fullmatch(day)), "")


def _compared(date: str, other: str) -> int | None:
    """-1, 0 or 1: how two days, months or years stand as far as both go; None of other texts."""
    if not (_DAY.fullmatch(date) and _DAY.fullmatch(other)):
        return None
    figures = min(len(date), len(other))
    return (date[:figures] > other[:figures]) - (date[:figures] < other[:figures])


def _rival(
    records: Iterable[City], prop: str, value: Callable[[City], str]
) -> tuple[str, str] | None:
    for record in records:
        if statement := dict(record.statements).get(prop):
            return value(record), statement
    return None


def _written(place: City) -> str:
    return f"{place.latitude}, {place.longitude}"


def _point(place: City) -> Snak:
    """The coordinates with the precision that they are written with."""
    numbers = [repr(float(number or 0)) for number in (place.latitude, place.longitude)]
    decimals = max(len(number.partition(".")[2]) for number in numbers)
    decimals = min(decimals, _MOST_DECIMALS)
    written = " ".join(f"{float(number):.{decimals}f}" for number in numbers)
    return Snak(COORDINATES, GLOBE, f"{written} {10**-decimals:g} {EARTH}")


def _numbers(city: City) -> list[str]:
    return [name.removeprefix(_GEONAMES) for name in city.same_as if name.startswith(_GEONAMES)]
