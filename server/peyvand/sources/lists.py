"""Reading what is to be merged: lists of cities, records of items, decisions by people.

Lists come from many hands: columns have many names and any but the identifier may be missing. A
value that cannot be read is reported with its line and left out; the rest goes on.
"""

from __future__ import annotations

import csv
import gzip
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TextIO

from peyvand.errors import SourceError
from peyvand.model import City
from peyvand.sources.tables import split

DECISION_COLUMNS = ("left", "right", "judgement", "by", "on", "why")
_COLUMNS = {
    "id": ("id", "identifier", "key", "شناسه"),
    "names": (
        *("name", "label", "title", "city", "city_name", "نام", "شهر", "اسم", "المدينة"),
        *("name_en", "name_fa", "name_ar", "label_en", "label_fa", "label_ar"),
    ),
    "aliases": ("aliases", "alias", "altnames", "alternatenames", "other_names", "نام‌های دیگر"),
    "country": ("country", "country_name", "iso2", "country_code", "کشور", "الدولة"),
    "latitude": ("latitude", "lat", "y", "عرض جغرافیایی"),
    "longitude": ("longitude", "lon", "lng", "long", "x", "طول جغرافیایی"),
    "population": ("population", "pop", "جمعیت", "السكان"),
    "wikidata": ("wikidata", "qid", "wikidata_id", "item"),
    "geonames": ("geonames", "geonameid", "geonames_id"),
}
_FIELD_OF = {column: name for name, columns in _COLUMNS.items() for column in columns}


@dataclass
class Read:
    """What was read, and what was wrong with it: one sentence with file and line each."""

    cities: list[City] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_list(path: Path) -> Read:
    """A CSV or TSV list of cities.

    Raises:
        SourceError: the file cannot be read, has no column of names or identifiers of items, or
            gives one identifier to two rows.
    """
    read = Read()
    with _open(path) as file:
        first = file.readline()
        file.seek(0)
        reader = csv.reader(file, delimiter="\t" if "\t" in first else ",")
        header = [cell.strip().lower() for cell in next(reader, [])]
        fields = [_FIELD_OF.get(column, "") for column in header]
        if not {"names", "wikidata", "geonames"} & set(fields):
            raise SourceError(
                path,
                1,
                f"no column is one of names: {', '.join(header) or 'the file is empty'}.",
                "Name the columns id, name, aliases, country, lat, lon, population, qid.",
            )
        seen: set[str] = set()
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            place = f"{path}:{reader.line_num}"
            if len(cells) != len(header):
                read.problems.append(f"{place}: {len(cells)} cells instead of {len(header)}.")
                continue
            city = _listed(cells, fields, place, reader.line_num, read.problems)
            if city.identifier in seen:
                raise SourceError(
                    path,
                    reader.line_num,
                    f"the identifier {city.identifier} stands twice.",
                    "Give every row an identifier of its own.",
                )
            seen.add(city.identifier)
            read.cities.append(city)
    return read


def _listed(
    cells: list[str], fields: list[str], place: str, line: int, problems: list[str]
) -> City:
    values: dict[str, list[str]] = {}
    for name, cell in zip(fields, cells, strict=True):
        if name and cell.strip():
            values.setdefault(name, []).append(cell.strip())

    def number(name: str) -> float | None:
        text = "".join(_ascii_digit(c) for c in values.get(name, [""])[0])
        try:
            return float(text.replace(",", "")) if text else None
        except ValueError:
            problems.append(f"{place}: the {name} is {text!r}, which is not a number.")
            return None

    latitude, longitude = _point(number("latitude"), number("longitude"), place, problems)
    population = number("population")
    known = [f"{s}:{v}" for s in ("wikidata", "geonames") for v in values.get(s, ())]
    return City(
        identifier=values.get("id", [f"row-{line}"])[0],
        names=tuple(values.get("names", ())),
        country=values.get("country", [""])[0],
        latitude=latitude,
        longitude=longitude,
        population=int(population) if population and population > 0 else None,
        same_as=tuple(known),
        source=place.rpartition(":")[0],
        aliases=tuple(alias for cell in values.get("aliases", ()) for alias in split(cell)),
    )


def read_records(path: Path) -> Read:
    """Records of items, one JSON object a line (plain or .gz), or a list with a column qid.

    An object has ``qid``, ``labels`` (by language) and any of ``aliases``, ``country``, ``lat``,
    ``lon``, ``population``, ``source``, ``snapshot``, ``identifiers`` (by scheme) and
    ``redirects_to``. An item may hold several identifiers of a scheme, as a list. Several lines
    may describe one item.
    """
    if path.suffix.lower() in (".csv", ".tsv"):
        return _records_of_table(path)
    read = Read()
    with _open(path) as file:
        for line, text in enumerate(file, 1):
            if not text.strip():
                continue
            place = f"{path}:{line}"
            try:
                record = json.loads(text)
                qid = str(record["qid"])
                if target := record.get("redirects_to"):
                    read.redirects[qid] = str(target)
                    continue
                read.cities.append(_record(record, qid, place, read.problems))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                read.problems.append(f"{place}: not a record of an item: {error!r}.")
    return read


def _record(record: dict[str, Any], qid: str, place: str, problems: list[str]) -> City:
    labels = [str(label) for label in record.get("labels", {}).values() if label]
    aliases = record.get("aliases") or ()
    if isinstance(aliases, dict):
        aliases = [alias for several in aliases.values() for alias in several]
    latitude, longitude = _point(record.get("lat"), record.get("lon"), place, problems)
    population = record.get("population")
    return City(
        identifier=qid,
        names=tuple(labels),
        country=str(record.get("country") or ""),
        latitude=latitude,
        longitude=longitude,
        population=int(population) if population and float(population) > 0 else None,
        same_as=tuple(
            f"{scheme}:{value}"
            for scheme, values in (record.get("identifiers") or {}).items()
            for value in (values if isinstance(values, list) else [values])
        ),
        source="/".join(str(record[k]) for k in ("source", "snapshot") if k in record),
        aliases=tuple(str(alias) for alias in aliases),
    )


def _records_of_table(path: Path) -> Read:
    read = read_list(path)
    cities = []
    for city in read.cities:
        known = {s: v for s, _, v in (same.partition(":") for same in city.same_as)}
        if qid := known.get("wikidata"):
            rest = tuple(same for same in city.same_as if not same.startswith("wikidata:"))
            cities.append(replace(city, identifier=qid, same_as=rest))
        else:
            read.problems.append(f"{path}: {city.identifier} has no qid.")
    read.cities = cities
    return read


def read_decisions(path: Path) -> Iterator[tuple[str, ...]]:
    """Decisions as rows: left, right, judgement, by, on, why."""
    with _open(path) as file:
        reader = csv.reader(file)
        if (header := next(reader, [])) != list(DECISION_COLUMNS):
            hint = f"They must be {','.join(DECISION_COLUMNS)}."
            raise SourceError(path, 1, f"the columns are {','.join(header)}.", hint)
        for cells in reader:
            if len(cells) != len(DECISION_COLUMNS):
                raise SourceError(
                    path, reader.line_num, f"{len(cells)} cells instead of 6.", "Quote commas."
                )
            left, right, judgement, *rest = (cell.strip() for cell in cells)
            if judgement not in ("same", "different", "unsure"):
                raise SourceError(
                    path,
                    reader.line_num,
                    f"the judgement is {judgement!r}.",
                    "Write one of same, different, unsure.",
                )
            yield (left, right.removeprefix("wd:"), judgement, *rest)


def _open(path: Path) -> TextIO:
    try:
        if path.suffix == ".gz":
            return gzip.open(path, "rt", encoding="utf-8-sig", errors="replace")
        return path.open(encoding="utf-8-sig", errors="replace", newline="")
    except OSError as error:
        raise SourceError(path, None, f"{error.strerror}.", "Give a file that exists.") from error


def _point(
    latitude: Any, longitude: Any, place: str, problems: list[str]
) -> tuple[float | None, float | None]:
    if latitude is None or longitude is None:
        return None, None
    if -90 <= float(latitude) <= 90 and -180 <= float(longitude) <= 180:
        return float(latitude), float(longitude)
    problems.append(f"{place}: there is no place at {latitude}, {longitude}.")
    return None, None


def _ascii_digit(character: str) -> str:
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    return {"٫": ".", "٬": ""}.get(character, character)
