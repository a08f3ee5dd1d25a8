"""The rows of published files, whatever their columns are called: CSV, TSV, or JSON a line."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from peyvand.errors import SourceError
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.report import Report

# What a column means, and how it is called, without blanks, signs and case.
MEANINGS = {
    "item": ("qid", "item", "wikidata", "wikidataid", "wikidataitem", "wdid"),
    "one": ("one", "qida", "qid1", "itema", "item1"),
    "other": ("other", "qidb", "qid2", "itemb", "item2", "partner"),
    "name of one": ("nameone", "label1", "name1", "city1"),
    "name of other": ("nameother", "label2", "name2", "city2"),
    "namesakes of one": ("homonymsone",),
    "namesakes of other": ("homonymsother",),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "lon", "lng", "long"),
    "alpha3": ("iso3", "alpha3"),
    "code": ("iso2", "countrycode", "alpha2", "iso31661", "iso31661alpha2"),
    "countries": ("countries",),
    "country": ("country", "countryname", "countrylabel"),
    "country item": ("countryqid", "countryitem"),
    "population": ("population", "pop"),
    "population of": ("poporigin", "populationorigin"),
    "kind of place": ("placetype", "instanceof", "p31", "featureclass"),
    "settlement": ("settlement",),
    "name": ("name", "label", "title", "city"),
    "language": ("language", "lang"),
    "property": ("property",),
    "value": ("value",),
    "snapshot": ("snapshot", "date"),
    "source": ("source",),
    "start": ("start", "startdate", "since", "year", "signed"),
    "end": ("end", "enddate", "until"),
    "directed": ("directed",),
    "stated": ("stated", "statedby"),
    "qualifiers": ("qualifiers",),
    "geonames": ("geonames", "geonamesid", "geonameid"),
    "metres": ("metres", "meters"),
    "identified by": ("by",),
    "feature": ("gnname",),
    "field": ("field", "subnetwork"),
    "network": ("network",),
    "kind of refusal": ("kind",),
    "distance": ("kmorn",),
    "contradicted by": ("contradictedby",),
    "agreed by": ("agreedby",),
}
_MEANING_OF = {name: meaning for meaning, names in MEANINGS.items() for name in names}
_NAMED = re.compile(r"(?:label|name)_([a-z]{2,3})|(en|fa)")


@dataclass(frozen=True)
class Record:
    """A row: where it stands, its cells by what they mean, and names by language."""

    path: Path
    line: int
    cells: Mapping[str, str]
    names: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, meaning: str) -> str:
        return self.cells.get(meaning, "")

    @property
    def place(self) -> str:
        """Where it stands, for messages."""
        return f"{self.path}:{self.line}"


@dataclass
class _Layout:
    columns: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def meaning_of(column: str) -> str:
    """What a column of this name means, or nothing."""
    return _MEANING_OF.get(re.sub(r"[^a-z0-9]", "", column.lower()), "")


def read_records(path: Path, report: Report, progress: Progress) -> Iterator[Record]:
    """The rows of a file; those that cannot be read are reported.

    Raises:
        SourceError: there is no such file, or it is not UTF-8.
    """
    try:
        with path.open("rb") as raw, TextIOWrapper(raw, "utf-8-sig", newline="") as file:
            start = file.read(1)
            file.seek(0)
            rows = _lines(path, file, report) if start == "{" else _rows(path, file, report)
            for count, record in enumerate(rows):
                if count % 256 == 0:
                    progress.at(path, raw.tell(), record.line)
                report.counts["rows read"] += 1
                yield record
    except FileNotFoundError as error:
        raise SourceError(
            path, None, "there is no such file.", "Give a file that exists."
        ) from error
    except UnicodeDecodeError as error:
        raise SourceError(path, None, f"not UTF-8: {error}.", "Save it as UTF-8.") from error


def _rows(path: Path, file: IO[str], report: Report) -> Iterator[Record]:
    header = file.readline()
    file.seek(0)
    reader = csv.reader(file, delimiter="\t" if header.count("\t") > header.count(",") else ",")
    names = next(reader, [])
    layout = _Layout()
    for name in names:
        if meaning := meaning_of(name):
            layout.columns.setdefault(meaning, name)
        if match := _NAMED.fullmatch(name.lower()):
            layout.names[name] = match[1] or match[2]
    try:
        for cells in reader:
            if len(cells) != len(names):
                report.problem(
                    path,
                    reader.line_num,
                    "row",
                    f"{len(cells)} cells instead of {len(names)}; quote a cell that holds a comma",
                )
                continue
            row = dict(zip(names, (cell.strip() for cell in cells), strict=True))
            texts = tuple((tag, row[name]) for name, tag in layout.names.items() if row[name])
            known = {meaning: row[name] for meaning, name in layout.columns.items()}
            yield Record(path, reader.line_num, known, texts)
    except csv.Error as error:
        report.problem(path, reader.line_num, "row", f"not CSV: {error}; check the quotes")


def _lines(path: Path, file: IO[str], report: Report) -> Iterator[Record]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            if not isinstance(found, dict):
                raise TypeError("not an object")
        except (ValueError, TypeError, RecursionError) as error:
            report.problem(path, number, "row", f"not a JSON object: {error}; write one a line")
            continue
        labels = found.get("labels")
        texts = labels.items() if isinstance(labels, dict) else ()
        names = tuple((str(tag), str(text)) for tag, text in texts)
        yield Record(path, number, dict(_cells(found)), names)


def _cells(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in found.items():
        meaning = meaning_of(name)
        if meaning and value is not None and not isinstance(value, dict | list):
            yield meaning, str(value).strip()
