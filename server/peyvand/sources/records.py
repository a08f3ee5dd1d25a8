"""The form of records: what ``import wikidata --records`` writes and ``merge --records`` reads.

A record is one JSON object a line. ``FIELDS`` is the one list of what it may hold. Whatever else
Wikidata's data comes as is read by ``sources/wikidata`` and goes through the same form.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from peyvand.errors import SourceError
from peyvand.model import City
from peyvand.sources.countries import country_of
from peyvand.sources.levels import levels_of_kinds
from peyvand.sources.lists import MOST_LETTERS, Read, read_list
from peyvand.sources.points import placed
from peyvand.sources.wikidata.forms import head_of, stem_and_ending
from peyvand.sources.wikidata.model import ITEM, CityRecord
from peyvand.sources.wikidata.properties import COORDINATES, GUID, POPULATION, item_of
from peyvand.sources.wikidata.read import read_records as read_wikidata
from peyvand.sources.wikidata.streams import DAMAGE, Bomb, Limits, lines, open_packed, read_document

FIELDS = {
    "qid": "the item",
    "labels": "its names by language",
    "aliases": "other names by language, or a list of them",
    "country": "its country, by any name or code",
    "country_qids": "its countries as items; the first that is known counts",
    "country_qid": "its country as an item",
    "lat": "degrees of latitude",
    "lon": "degrees of longitude",
    "population": "inhabitants",
    "population_date": "the day, month or year of that count",
    "statements": "of its coordinates and population (P625, P1082): the identifiers of Wikidata",
    "identifiers": "identifiers by register, each a text or a list",
    "redirects_to": "the item that this one became; nothing else is read then",
    "redirected_from": "the items that became this one",
    "twins": "the items of its twin towns",
    "source": "where the record is from",
    "snapshot": "of which day",
    "kinds": "the items that it is an instance of: they tell its level",
    "regions": "the units that it is in; not read",
    "modified": "when it was last changed; not read",
}
# Names in these come first, so that the main one can be read by most.
_FIRST = ("en", "mul", "fa")
_LIMITS = Limits()
# Of a larger file the items that are no places are left out, as by an import.
_SMALL = 64 * 2**20


def record_of(record: CityRecord) -> dict[str, Any]:
    """A record as plain data: what is needed to tell cities apart.

    Countries, kinds and regions are QIDs, since a document does not say what they are called.
    """
    located, counted = record.located, record.chosen_population
    point = record.coordinates
    told = {COORDINATES: located and located.id, POPULATION: counted and counted.statement}
    tags = sorted(record.labels, key=lambda tag: (tag not in _FIRST, tag))
    line: dict[str, Any] = {
        "qid": record.qid,
        "labels": {tag: record.labels[tag] for tag in tags},
        "aliases": {tag: list(names) for tag, names in record.aliases.items()},
        "country_qids": list(record.countries),
        "kinds": list(record.kinds),
        "regions": list(record.regions),
        "lat": point.latitude if point else None,
        "lon": point.longitude if point else None,
        "population": counted and counted.count,
        "population_date": counted and counted.date,
        "statements": {prop: statement for prop, statement in told.items() if statement},
        "identifiers": {name: list(values) for name, values in record.identifiers.items()},
        "twins": sorted({twin.object for twin in record.twins if twin.kind == ITEM}),
        "redirected_from": list(record.redirected_from),
        "modified": record.modified,
    }
    return {name: value for name, value in line.items() if value not in (None, "", [], {})}


def read_records(path: Path, encoding: str = "") -> Read:
    """Records of items: lines of ``FIELDS``, a list with a column of items, or Wikidata's data.

    Several records may describe one item. What cannot be read is reported and left out.

    Args:
        path: the file, plain or packed with gzip or bzip2.
        encoding: the one of a table; by default it is found out.

    Raises:
        SourceError: the file cannot be opened, is empty, or of no form that is known.
    """
    head = head_of(path, _LIMITS)
    ending = stem_and_ending(path)[1]
    if head[:1] in (b"{", b"["):
        return _of_lines(path) if _is_ours(head) else _of_wikidata(path)
    if ending not in (".ttl", ".nt", ".nq", ".rdf", ".xml") and _is_table(head, ending):
        return _of_table(path, encoding)
    return _of_wikidata(path)


def _is_ours(head: bytes) -> bool:
    text = head.decode("utf-8", errors="replace").lstrip("[ \t\r\n")
    try:
        first, _ = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        # A line of ours is short; a broken one is told of line by line.
        start = text.partition("\n")[0]
        return '"qid"' in start or '"redirects_to"' in start
    return isinstance(first, dict) and "qid" in first and "type" not in first


def _is_table(head: bytes, ending: str) -> bool:
    first = head.partition(b"\n")[0].lower().replace(b"\x00", b"")
    names = {name.strip(b'"? \r') for part in first.split(b",") for name in part.split(b"\t")}
    if {b"item", b"property"} <= names or first.startswith(b"?"):
        # Query results in the long shape, or with typed terms.
        return False
    rdf = first.startswith((b"@prefix", b"@base", b"prefix ", b"<", b"_:", b"#"))
    return ending in (".csv", ".tsv", ".txt", ".tab") or not rdf


def _of_lines(path: Path) -> Read:
    read, unknown = Read(), Counter[str]()
    for line, record in _objects(path, read):
        try:
            if not record.keys() <= FIELDS.keys():
                unknown.update(record.keys() - FIELDS.keys())
            qid = item_of(str(record["qid"]))
            if not qid:
                raise ValueError(f"{record['qid']!r} is not the number of an item")
            _take(record, qid, f"{path}:{line}", read)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            words = f"{error} is missing" if isinstance(error, KeyError) else str(error)
            read.report.problem(path, line, "record", f"not a record of an item: {words[:200]}")
    for name, count in unknown.most_common():
        read.notes.append(f"{path}: the field {name[:60]!r} of {count:,} records is not read")
    return read


def _objects(path: Path, read: Read) -> Iterator[tuple[int, Any]]:
    """The objects of a file: one a line, or all in a list however it is laid out."""
    stream, raw = open_packed(path, _LIMITS)
    number = 0
    with stream, raw:
        try:
            for line in lines(stream, _LIMITS):
                number = line.number
                text = (line.content or b"").removeprefix(b"\xef\xbb\xbf" if number == 1 else b"")
                text = text.strip().removesuffix(b",").rstrip()
                if line.content is None:
                    read.report.problem(path, number, "line", "the line is too long")
                elif number == 1 and text != b"[" and not text.endswith((b"}", b"]")):
                    break
                elif text.startswith(b"[") and text.endswith(b"]") and len(text) > 2:
                    yield from ((number, one) for one in json.loads(text))
                elif text in (b"[{", b"{"):
                    break
                elif text not in (b"", b"[", b"]"):
                    try:
                        yield number, json.loads(text)
                    except (ValueError, RecursionError) as error:
                        words = f"not a record of an item: {str(error)[:200]}"
                        read.report.problem(path, number, "record", words)
            else:
                return
        except (*DAMAGE, Bomb) as error:
            words = f"the file is damaged or cut ({error}); the rest is not read"
            read.report.problem(path, number + 1, "file", words)
            return
    yield from _laid_out(path)


def _laid_out(path: Path) -> Iterator[tuple[int, Any]]:
    try:
        found = json.loads(read_document(path, _LIMITS))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise SourceError(path, line, f"not JSON: {error}.", "Give a record a line.") from None
    yield from enumerate(found if isinstance(found, list) else [found], 1)


def _take(record: Mapping[str, Any], qid: str, place: str, read: Read) -> None:
    if target := record.get("redirects_to"):
        if not item_of(str(target)):
            raise ValueError(f"it redirects to {target!r}, which is no item")
        read.redirects[qid] = item_of(str(target))
        return
    for old in record.get("redirected_from") or ():
        if source := item_of(str(old)):
            read.redirects[source] = qid
    read.cities.append(_city(record, qid, place, read))


def _city(record: Mapping[str, Any], qid: str, place: str, read: Read) -> City:
    labels = [str(label) for label in (record.get("labels") or {}).values() if label]
    aliases = record.get("aliases") or ()
    if isinstance(aliases, dict):
        aliases = [alias for several in aliases.values() for alias in several]

    def broken(kind: str, words: str) -> None:
        path, _, line = place.rpartition(":")
        read.report.problem(path, line, kind, words)

    point: tuple[float | None, float | None] = (None, None)
    if record.get("lat") is not None and record.get("lon") is not None:
        try:
            point = placed(float(record["lat"]), float(record["lon"]))
        except ValueError as error:
            broken("place", str(error))
    population = None
    if record.get("population"):
        try:
            number = float(record["population"])
            population = int(number) if 0 < number < 10**10 else None
        except (ValueError, OverflowError):
            number = -1.0
        if population is None:
            broken("population", f"the population is {str(record['population'])[:40]}")
    aliases = [str(alias) for alias in aliases]
    if any(len(name) > MOST_LETTERS for name in chain(labels, aliases)):
        broken("name", f"a name of more than {MOST_LETTERS} letters")
        labels, aliases = (
            [name for name in names if len(name) <= MOST_LETTERS] for names in (labels, aliases)
        )
    countries = [str(record.get("country") or ""), *(record.get("country_qids") or ())]
    countries.append(record.get("country_qid") or "")
    return City(
        identifier=qid,
        names=tuple(labels),
        country=next(filter(None, map(country_of, countries)), ""),
        latitude=point[0],
        longitude=point[1],
        population=population,
        same_as=tuple(
            f"{scheme}:{value}"
            for scheme, values in (record.get("identifiers") or {}).items()
            for value in (values if isinstance(values, list) else [values])
        ),
        source="/".join(str(record[k]) for k in ("source", "snapshot") if k in record),
        aliases=tuple(aliases),
        levels=levels_of_kinds(map(str, record.get("kinds") or ())),
        languages=_once(tuple(record.get("labels") or ())),
        twins=tuple(map(str, record.get("twins") or ())),
        population_date=str(record.get("population_date") or ""),
        statements=tuple(_statements(record)),
    )


def _statements(record: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for prop, identifier in (record.get("statements") or {}).items():
        if prop in (COORDINATES, POPULATION) and GUID.fullmatch(str(identifier)):
            yield prop, str(identifier)


@lru_cache(maxsize=4096)  # a million records have the same few
def _once(languages: tuple[str, ...]) -> tuple[str, ...]:
    return languages


def _of_wikidata(path: Path) -> Read:
    read = Read()
    small = path.stat().st_size <= _SMALL
    for record in read_wikidata([path], read.report, places_only=not small):
        _take(record_of(record), record.qid, f"{path}:{record.qid}", read)
    if not read.cities and not read.report.broken:
        raise SourceError(path, None, "it holds no item.", "Give records of items.")
    return read


def _of_table(path: Path, encoding: str) -> Read:
    read = read_list(path, encoding)
    cities = []
    for city in read.cities:
        known = [same.removeprefix("wikidata:") for same in city.same_as if "wikidata:" in same]
        if known:
            rest = tuple(same for same in city.same_as if not same.startswith("wikidata:"))
            cities.append(replace(city, identifier=known[0], same_as=rest))
        else:
            read.report.problem(path, city.identifier, "qid", f"{city.identifier} has no qid")
    read.cities = cities
    return read
