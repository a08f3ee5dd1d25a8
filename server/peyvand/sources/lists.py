"""Reading what is to be merged: lists of cities, and decisions by people.

Lists come from many hands: columns have many names and any but the identifier may be missing. A
row or value that cannot be read is reported with its line and left out; the rest goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from peyvand.errors import SourceError
from peyvand.model import City, Verdict
from peyvand.sources.countries import country_of
from peyvand.sources.headings import fields_of, known, language_of
from peyvand.sources.levels import levels_of_kinds
from peyvand.sources.numerals import Numerals, western
from peyvand.sources.points import degrees, placed, point_of
from peyvand.sources.repairs import tidied
from peyvand.sources.sheets import Sheet, read_sheet
from peyvand.sources.tables import split
from peyvand.sources.wikidata.properties import EARTH, item_of
from peyvand.sources.wikidata.report import Report

DECISION_COLUMNS = ("left", "right", "judgement", "by", "on", "why")
_HINT = "Name the columns id, name, aliases, country, lat, lon, population, qid in the first line."
_GEONAMES = re.compile(
    r"(?:(?:https?://)?(?:www\.|sws\.)?geonames\.org/|geonames:|gn:)?([0-9]{1,12})(?:\.0)?(?:/.*)?"
)
_DATE = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?")
# No name of a place is longer; what is, is a text that was put into the wrong column.
MOST_LETTERS = 300


@dataclass
class Read:
    """What was read, how, and what was wrong with it."""

    cities: list[City] = field(default_factory=list)
    redirects: dict[str, str] = field(default_factory=dict)
    report: Report = field(default_factory=Report)
    notes: list[str] = field(default_factory=list)


def read_list(path: Path, encoding: str = "") -> Read:
    """A list of cities in CSV or the like, with any delimiter and in any encoding.

    Args:
        path: of the list.
        encoding: the one that it is in; by default it is found out.

    Raises:
        SourceError: the file cannot be read, has no column of names or identifiers of items, no
            rows, or gives one identifier to two rows.
    """
    sheet = read_sheet(path, known, encoding)
    return cities_of(sheet, fields_of(sheet.header, [cells for _, cells in sheet.rows]), path)


def cities_of(sheet: Sheet, fields: Sequence[str], path: Path | str) -> Read:
    """The cities of a table.

    Args:
        sheet: the table.
        fields: what each of its columns means, as ``headings.fields_of`` gives it.
        path: its name, for messages.

    Raises:
        SourceError: as of ``read_list``.
    """
    if not {"names", "wikidata", "geonames"} & set(fields):
        raise _no_heading(path, sheet)
    read = Read(notes=sheet.notes)
    rows = list(_whole(path, sheet, fields, read.report))
    if not rows and not read.report.broken:
        raise SourceError(path, sheet.line, "there is a heading and no row.", "Add the rows.")
    _tell_columns(path, sheet, fields, read)
    lister = _Lister(path, fields, sheet.header, rows, sheet.delimiter, read.report)
    seen: dict[str, int] = {}
    for line, cells in rows:
        city = lister.city(line, cells)
        if city.identifier in seen:
            raise SourceError(
                path,
                line,
                f"the identifier {city.identifier} stands twice (first in line "
                f"{seen[city.identifier]}).",
                "Give every row an identifier of its own.",
            )
        seen[city.identifier] = line
        read.cities.append(city)
    return read


def _no_heading(path: Path | str, sheet: Sheet) -> SourceError:
    shown = ", ".join(cell[:40] for cell in sheet.header[:12])
    message = f"no column is one of names: {shown}."
    if any(item_of(cell) or re.search("[0-9]", western(cell)) for cell in sheet.header):
        message = f"the list begins without a heading: {shown}."
    return SourceError(path, sheet.line, message, _HINT)


def _tell_columns(path: Path | str, sheet: Sheet, fields: Sequence[str], read: Read) -> None:
    unread = [head for head, name in zip(sheet.header, fields, strict=True) if head and not name]
    if unread:
        read.notes.append(f"{path}: columns that are not read: {', '.join(unread)[:200]}")
    for name in ("id", "latitude", "longitude", "place", "population"):
        same = [head for head, of in zip(sheet.header, fields, strict=True) if of == name]
        if len(same) > 1:
            shown = ", ".join(same)
            read.notes.append(f"{path}: of the columns {shown} the first with a value is taken")
    lost = sum("?" in cell.strip("?") for _, cells in sheet.rows for cell in cells)
    if lost and not sheet.encoding.startswith("UTF"):
        read.notes.append(
            f"{path}: {lost} cells have a ? within: letters were lost when it was saved as "
            f"{sheet.encoding}; save it anew as UTF-8"
        )


def _whole(
    path: Path | str, sheet: Sheet, fields: Sequence[str], report: Report
) -> Iterator[tuple[int, list[str]]]:
    """The rows that have a cell for each column; empty cells beyond are no harm."""
    # The last column that means anything: what is behind it may be missing.
    least = max(place for place, name in enumerate(fields) if name) + 1
    for line, cells in sheet.rows:
        if not any(cells):
            continue
        if cells == sheet.header:
            report.problem(path, line, "heading", "the heading again")
            continue
        width = len(sheet.header)
        if len(cells) < least or any(cells[width:]):
            said = f"{len(cells)} cells instead of {width}; quote a cell that holds a delimiter"
            report.problem(path, line, "cells", said)
            continue
        yield line, (cells + [""] * width)[:width]


class _Lister:
    """Makes cities of rows, by what the columns mean and how the list writes numbers."""

    def __init__(
        self,
        path: Path | str,
        fields: Sequence[str],
        header: Sequence[str],
        rows: Sequence[tuple[int, list[str]]],
        delimiter: str,
        report: Report,
    ) -> None:
        self._path, self._fields, self._report = path, fields, report
        self._header = header

        def column(*names: str) -> Iterator[str]:
            places = [place for place, name in enumerate(fields) if name in names]
            return (cells[place] for _, cells in rows for place in places)

        self._numerals = Numerals(column("population"), column("latitude", "longitude"), delimiter)

    def city(self, line: int, cells: Sequence[str]) -> City:
        """The city of a row; what is wrong in it is reported and left out."""
        values: dict[str, list[str]] = {}
        cells = list(map(tidied, cells))
        for name, cell in zip(self._fields, cells, strict=True):
            if name and cell:
                values.setdefault(name, []).append(cell)
        latitude, longitude = self._point(values, line)
        names = dict(self._named(cells, line))
        return City(
            identifier=values.get("id", [f"row-{line}"])[0],
            names=tuple(names),
            country=next(filter(None, map(country_of, values.get("country", ()))), ""),
            latitude=latitude,
            longitude=longitude,
            population=self._people(values, line),
            same_as=tuple(self._known(values, line)),
            source=str(self._path),
            aliases=tuple(
                alias for cell in values.get("aliases", ()) for alias in self._aliases(cell, line)
            ),
            levels=self._levels(values.get("level", ())),
            population_date=self._counted_on(values, line),
            languages=tuple(names.values()) if any(names.values()) else (),
            twins=tuple(
                item_of(western(name)) or name
                for cell in values.get("twins", ())
                for name in self._aliases(cell, line)
            ),
            region=next(iter(values.get("region", ())), "")[:MOST_LETTERS],
        )

    def _named(self, cells: Sequence[str], line: int) -> Iterator[tuple[str, str]]:
        """The names with their languages, where the heading tells one."""
        for meaning, heading, cell in zip(self._fields, self._header, cells, strict=True):
            if meaning == "names" and cell:
                for name in self._short((cell,), line):
                    yield name, language_of(heading)

    def _counted_on(self, values: dict[str, list[str]], line: int) -> str:
        for text in values.get("population_date", ())[:1]:
            if _DATE.fullmatch(found := western(text).strip()):
                return found
            self._problem(
                line, "date", f"{text[:40]!r} is no year or day: write 2021 or 2021-11-30"
            )
        return ""

    @staticmethod
    def _levels(cells: Sequence[str]) -> tuple[str, ...]:
        items = [qid for cell in cells if (qid := item_of(cell))]
        return levels_of_kinds(items) if items else tuple(cells)

    def _problem(self, line: int, kind: str, words: str) -> None:
        self._report.problem(self._path, line, kind, words)

    def _short(self, names: Sequence[str], line: int) -> Iterator[str]:
        for name in names:
            if len(name) > MOST_LETTERS:
                words = f"a name of {len(name):,} letters ({name[:30]}…) is none of a place"
                self._problem(line, "name", words)
            else:
                yield name

    def _aliases(self, cell: str, line: int) -> Iterator[str]:
        return self._short(split(cell), line)

    def _people(self, values: dict[str, list[str]], line: int) -> int | None:
        for text in values.get("population", ())[:1]:
            try:
                return self._numerals.people(text)
            except ValueError as error:
                self._problem(line, "population", f"the population {error}")
        return None

    def _point(
        self, values: dict[str, list[str]], line: int
    ) -> tuple[float, float] | tuple[None, None]:
        try:
            if "latitude" in values and "longitude" in values:
                found = tuple(
                    degrees(western(values[name][0])) for name in ("latitude", "longitude")
                )
                return placed(*found, is_town=True)
            if "place" in values:
                latitude, longitude, globe = point_of(western(values["place"][0]))
                if globe != EARTH:
                    raise ValueError(f"the point is on {globe}, not on Earth")
                return placed(latitude, longitude, is_town=True)
        except ValueError as error:
            self._problem(line, "place", str(error))
        return None, None

    def _known(self, values: dict[str, list[str]], line: int) -> Iterator[str]:
        for cell in values.get("wikidata", ()):
            for text in split(cell):
                if qid := item_of(western(text)):
                    yield f"wikidata:{qid}"
                else:
                    self._problem(line, "qid", f"{text[:60]!r} is not an item: write Q80053")
        for cell in values.get("geonames", ()):
            for text in split(cell):
                if match := _GEONAMES.fullmatch(western(text)):
                    yield f"geonames:{match[1]}"
                else:
                    words = f"{text[:60]!r} is not a number of GeoNames: write 113646"
                    self._problem(line, "geonames", words)


def read_decisions(path: Path) -> Iterator[tuple[str, ...]]:
    """Decisions as rows: left, right, judgement, by, on, why; as spreadsheets save them, too.

    Raises:
        SourceError: the file cannot be read, has other columns, or a judgement is not one.
    """
    columns = list(DECISION_COLUMNS)
    sheet = read_sheet(path, lambda cells: len(columns) if cells[:6] == columns else 0)
    if sheet.header[: len(columns)] != columns or any(sheet.header[len(columns) :]):
        hint = f"They must be {','.join(columns)}."
        raise SourceError(path, 1, f"the columns are {','.join(sheet.header)}.", hint)
    for line, cells in sheet.rows:
        if not any(cells):
            continue
        if len(cells) < len(columns) or any(cells[len(columns) :]):
            raise SourceError(path, line, f"{len(cells)} cells instead of 6.", "Quote commas.")
        left, right, judgement, *rest = cells[: len(columns)]
        if judgement not in set(Verdict):
            raise SourceError(
                path,
                line,
                f"the judgement is {judgement!r}.",
                f"Write one of {', '.join(Verdict)}.",
            )
        yield (left, item_of(right) or right, judgement, *rest)
