"""What the rows of published files say of a place, each a statement of its own."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from peyvand.sources.published.records import Record
from peyvand.sources.wikidata.properties import QID
from peyvand.sources.wikidata.report import Report

COORDINATES, COUNTRY, POPULATION = "coordinates", "country", "population"
# A state that has no code: one that is no more, or that few others recognise.
STATE = "state"
STATED, LINKED, INFERRED = "", "linked", "inferred"
RULES = (STATED, LINKED, INFERRED)
_MOST_PEOPLE = 10**9
_OF_COUNTRY = ("code", "countries", "country", "country item")
# Natural Earth's name of its greatest estimate, and what Who's On First takes from it.
_AGGLOMERATION = "naturalearth"
_BLANK_NODE = re.compile(r"t\d+|_:.*|genid.*")


@dataclass(frozen=True)
class Statement:
    """A snapshot says a value of an item; ``rule`` is how the item was found, if not named."""

    item: str
    snapshot: str
    property: str
    value: str
    rule: str = STATED


@dataclass(frozen=True)
class Refusal:
    """Something that was left out: of which snapshot, about what, which kind of reason, what."""

    snapshot: str
    subject: str
    kind: str
    detail: str
    agreed_by: str = ""


def item_of(record: Record, report: Report, meaning: str = "item") -> str:
    """The item that a row names; nothing, and a report, if it names none."""
    item = record[meaning]
    if QID.fullmatch(item):
        return item
    if item or meaning == "item":
        report.problem(
            record.path,
            record.line,
            "item",
            f"{item!r} is no item of Wikidata; write it as Q60",
        )
    return ""


def statements(
    record: Record,
    item: str,
    snapshot: str,
    rule: str,
    codes: Mapping[str, str],
    report: Report,
) -> Iterator[Statement | Refusal]:
    """What a row says of the place of an item.

    Args:
        record: the row.
        item: its item.
        snapshot: the snapshot that it is of.
        rule: how the item was found.
        codes: the ISO 3166-1 codes of the names and items of countries, and what identifies
            states that have none.
        report: where values that cannot be read are told.
    """
    if point := _point(record, report):
        yield Statement(item, snapshot, COORDINATES, point, rule)
    if people := _people(record, report):
        yield Statement(item, snapshot, POPULATION, people, rule)
    for printed in _countries(record):
        if _BLANK_NODE.fullmatch(printed):
            yield Refusal(snapshot, item, "country-unknown-value", printed)
        elif code := codes.get(printed):
            yield Statement(item, snapshot, STATE if "/" in code else COUNTRY, code, rule)
        else:
            # Of an item that no table has nobody knows what it is; a name at least says it.
            kind = "country-by-item-alone" if QID.fullmatch(printed) else "country-without-code"
            yield Refusal(snapshot, item, kind, printed)


def spoken_of(record: Record) -> set[str]:
    """The properties that a row has columns of, whether it fills them or not."""
    columns = {COORDINATES: ("latitude",), COUNTRY: _OF_COUNTRY, POPULATION: ("population",)}
    found = {prop for prop, names in columns.items() if any(name in record.cells for name in names)}
    if record["property"] == "P17":
        found.add(COUNTRY)
    return found | ({STATE} if COUNTRY in found else set())


def degrees(value: float) -> str:
    """A coordinate with six decimals at most."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _countries(record: Record) -> list[str]:
    """Each country that a row names: by its code, else by name, else by item."""
    for meaning in _OF_COUNTRY:
        if printed := record[meaning]:
            return [part for part in (word.strip() for word in printed.split("|")) if part]
    if record["property"] == "P17":
        return [record["value"]]
    return []


def _point(record: Record, report: Report) -> str:
    cells = record["latitude"], record["longitude"]
    if not any(cells):
        return ""
    try:
        latitude, longitude = map(float, cells)
        fits = abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude or longitude)
    except ValueError:
        fits = False
    if not fits:
        report.problem(
            record.path,
            record.line,
            "coordinates",
            f"{' '.join(cells)!r} is no place; write degrees, latitude -90 to 90",
        )
        return ""
    return f"{degrees(latitude)} {degrees(longitude)}"


def _people(record: Record, report: Report) -> str:
    text = record["population"]
    if not text:
        return ""
    if _AGGLOMERATION in record["population of"].lower():
        report.counts["left out: populations of agglomerations, which are not the city's"] += 1
        return ""
    try:
        value = float(text)
        fits = math.isfinite(value) and 0 <= value <= _MOST_PEOPLE
    except ValueError:
        fits = False
    if not fits:
        report.problem(
            record.path, record.line, "population", f"{text!r} is no number of people; write 12345"
        )
        return ""
    if not int(value):
        report.counts["left out: populations of 0, which mean unknown"] += 1
        return ""
    return str(int(value))
