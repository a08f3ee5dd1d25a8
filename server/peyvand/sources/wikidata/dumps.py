"""JSON dumps: an array with an entity a line, or a line an entity; streamed and resumable."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from peyvand.sources.wikidata.entity import NotAnItem, read_entity, redirect_of
from peyvand.sources.wikidata.model import CityRecord
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.properties import COORDINATES, IDENTIFIERS, POPULATION, TWIN
from peyvand.sources.wikidata.report import Report
from peyvand.sources.wikidata.streams import DAMAGE, Bomb, Limits, lines, open_packed

_GEONAMES = IDENTIFIERS["geonames"]
# A line without any of these is no place, and need not be parsed; most of a dump is such.
# The numbers share their first digit here, for which the search is four times as fast.
_TRACES = re.compile(
    b'"P1(?:' + b"|".join(p[2:].encode() for p in (TWIN, _GEONAMES, POPULATION)) + b')"'
)


@dataclass(frozen=True)
class Position:
    """Where reading stands: the number of the last line, and the offset after it."""

    line: int = 0
    offset: int = 0


def is_place(record: CityRecord) -> bool:
    """Whether an item of a dump is worth keeping: twinned, in GeoNames, or peopled and mapped."""
    found = {statement.property for statement in record.statements}
    return TWIN in found or _GEONAMES in found or {COORDINATES, POPULATION} <= found


def read_dump(
    path: Path,
    report: Report,
    *,
    limits: Limits,
    progress: Progress,
    start: Position | None = None,
    places_only: bool = True,
) -> Iterator[tuple[CityRecord | None, Position]]:
    """The records of a dump, each with the position from which reading can go on after it.

    Lines without a record give None now and then, so that positions move on too.
    """
    start = start or Position()
    stream, raw = open_packed(path, limits)
    with stream, raw:
        raw.go_to(start.offset)
        position = start
        try:
            for line in lines(stream, limits, start.line, start.offset):
                position = Position(line.number, line.end)
                progress.at(path, raw.position(), line.number)
                record = None
                if line.content is None:
                    words = f"the line is longer than {limits.line:,} bytes"
                    report.problem(path, line.number, "line", words)
                else:
                    record = _read_line(path, line.number, line.content, report, places_only)
                if record or line.number % 1000 == 0:
                    yield record, position
        except Bomb as error:
            report.problem(path, position.line + 1, "file", f"{error}; the rest is not read")
        except DAMAGE as error:
            words = f"the packed file is damaged or cut ({error}); the rest is not read"
            report.problem(path, position.line + 1, "file", words)
    yield None, position


def _read_line(
    path: Path, number: int, content: bytes, report: Report, places_only: bool
) -> CityRecord | None:
    if number == 1:
        content = content.removeprefix(b"\xef\xbb\xbf")
    text = content.strip().removesuffix(b",").rstrip()
    if text in (b"", b"[", b"]"):
        return None
    report.counts["lines"] += 1
    if not text.startswith(b"{"):
        report.problem(path, number, "line", "the line is not an entity")
        return None
    if places_only and not _TRACES.search(text):
        # Not parsed, but a line that was cut is still told from a whole one.
        if not text.endswith(b"}"):
            report.problem(path, number, "line", "the line is cut")
        return None
    try:
        entity = json.loads(text)
        record = read_entity(
            entity, "", lambda kind, words: report.problem(path, number, kind, words)
        )
    except NotAnItem:
        if redirect_of(entity)[1]:
            report.counts["redirects"] += 1
        return None
    except RecursionError:
        report.problem(path, number, "line", "nested too deeply")
        return None
    except ValueError as error:
        report.problem(path, number, "line", f"not an entity: {error}")
        return None
    return record if not places_only or is_place(record) else None
