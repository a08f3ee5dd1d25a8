"""The front door: the records of any file, whatever form it has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from peyvand.errors import PeyvandError
from peyvand.sources.wikidata.dumps import Position, is_place, read_dump
from peyvand.sources.wikidata.entity import NotAnItem, entities_of, read_entity, redirect_of
from peyvand.sources.wikidata.forms import Form, form_of
from peyvand.sources.wikidata.model import CityRecord
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.properties import QID, TWIN
from peyvand.sources.wikidata.report import Report
from peyvand.sources.wikidata.results import read_results
from peyvand.sources.wikidata.rows import Rows
from peyvand.sources.wikidata.seen import Seen
from peyvand.sources.wikidata.streams import Limits, read_document
from peyvand.sources.wikidata.turtle import SMALL, read_rdf, survey_rdf

_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII
)
SILENT, DEFAULT = Progress(), Limits()


@dataclass(frozen=True)
class Survey:
    """What is known of files before they are imported: redirects, and how new they are."""

    redirects: Mapping[str, str]
    newest: str


def read_file(
    path: Path,
    report: Report,
    *,
    limits: Limits = DEFAULT,
    progress: Progress = SILENT,
    start: Position | None = None,
    places_only: bool = True,
) -> Iterator[tuple[CityRecord | None, Position | None]]:
    """The records of a file; those of a dump each with the position to go on from.

    Args:
        path: the file.
        report: counts and problems are added to it.
        limits: what the file may ask of the memory.
        progress: is told how far reading is.
        start: where to go on in a dump.
        places_only: whether items of a dump (JSON lines, or RDF of more than 64 megabytes) that
            are no places are left out; whoever gives a document means the item in it.

    Raises:
        SourceError: the file cannot be opened, or is of no known form.
    """
    form = form_of(path, limits)
    if form is Form.DUMP:
        yield from read_dump(
            path, report, limits=limits, progress=progress, start=start, places_only=places_only
        )
        return
    if form is Form.RDF:
        large = path.stat().st_size > SMALL
        for record in read_rdf(path, report, limits=limits, progress=progress):
            if not (large and places_only) or is_place(record):
                yield record, None
        return
    progress.at(path, path.stat().st_size, 0)
    found = (
        _entities(path, report, limits)
        if form is Form.ENTITY
        else _results(path, form, report, limits)
    )
    for record in found:
        yield record, None


def read_records(
    paths: Sequence[Path],
    report: Report,
    *,
    limits: Limits = DEFAULT,
    progress: Progress = SILENT,
    places_only: bool = True,
    redirects: Mapping[str, str] | None = None,
) -> Iterator[CityRecord]:
    """The records of files, each item once (the first wins), redirects followed.

    Args:
        paths: the files.
        report: counts and problems are added to it.
        limits: what each file may ask of the memory.
        progress: is told how far reading is.
        places_only: see ``read_file``.
        redirects: from a QID to the one it leads to; by default those that the files tell of.

    Raises:
        SourceError: a file cannot be opened, or is of no known form.
    """
    known = survey(paths, limits).redirects if redirects is None else redirects
    gate = Gate(known, report)
    for path in paths:
        for record, _ in read_file(
            path, report, limits=limits, progress=progress, places_only=places_only
        ):
            if record and (passed := gate.passed(record, path)):
                yield passed


class Gate:
    """Lets each item through once, follows redirects, and counts what goes through."""

    def __init__(self, redirects: Mapping[str, str], report: Report) -> None:
        self._redirects, self._report = redirects, report
        report.counts["redirects"] = len(redirects)
        self._sources: dict[str, list[str]] = {}
        for old in redirects:
            self._sources.setdefault(followed(old, redirects), []).append(old)
        self._seen = Seen()

    def passed(self, record: CityRecord, path: Path | str) -> CityRecord | None:
        """The record with redirects followed; nothing if its item has come before."""
        if not self._seen.add(int(record.qid[1:])):
            self._report.problem(path, record.qid, "item", f"{record.qid} has been read before")
            return None
        stated = {s.value.value for s in record.statements if s.property == TWIN}
        followed_here = {
            old: followed(old, self._redirects) for old in stated if old in self._redirects
        }
        sources = {*record.redirected_from, *self._sources.get(record.qid, ())} - {record.qid}
        record = replace(record, redirects=followed_here, redirected_from=tuple(sorted(sources)))
        counts = self._report.counts
        counts["records"] += 1
        twins = record.twins
        counts["P190 statements"] += len(twins)
        counts["P190 statements that ended"] += sum(t.ended for t in twins)
        counts["P190 statements deprecated"] += sum(t.deprecated for t in twins)
        counts["P190 statements without a known value"] += sum(not t.object for t in twins)
        counts["P190 statements led on by a redirect"] += len(followed_here)
        return record


def followed(qid: str, redirects: Mapping[str, str]) -> str:
    """Where a QID leads in the end; a circle of redirects leads nowhere and is left alone."""
    seen = [qid]
    while (target := redirects.get(seen[-1])) is not None:
        if target in seen:
            return qid
        seen.append(target)
    return seen[-1]


def survey(paths: Sequence[Path], limits: Limits = DEFAULT) -> Survey:
    """The redirects that files tell of, and the newest modification they name.

    JSON dumps hold neither and are not looked through; RDF is read twice for it.
    """
    redirects: dict[str, str] = {}
    newest = ""
    for path in paths:
        form = form_of(path, limits)
        if form is Form.RDF:
            found, modified = survey_rdf(path, limits)
            redirects |= found
            newest = max(newest, modified)
        elif form is Form.ENTITY:
            for asked, entity in _loaded(path, Report(), limits):
                source, target = redirect_of(entity)
                qid = entity.get("id") if isinstance(entity, dict) else None
                if QID.fullmatch(asked) and isinstance(qid, str) and asked != qid:
                    redirects[asked] = qid
                if QID.fullmatch(source) and QID.fullmatch(target):
                    redirects[source] = target
                changed = entity.get("modified") if isinstance(entity, dict) else None
                newest = max(newest, changed if isinstance(changed, str) else "")
        elif form is not Form.DUMP:
            rows = Rows(path, Report())
            rows.take(read_results(path, form, Report(), limits))
            redirects |= rows.redirects
    return Survey(redirects, newest)


def snapshot_date(paths: Sequence[Path], newest: str) -> str:
    """The day of the data: the one in the files' names, or else the newest modification.

    Raises:
        PeyvandError: neither is there, or the names hold different days.
    """
    named = {"-".join(match.groups()) for path in paths for match in _DATE.finditer(path.name)}
    if len(named) == 1:
        return named.pop()
    if newest[:10] and not named:
        return newest[:10]
    why = f"the names give {', '.join(sorted(named))}" if named else "no file says it"
    raise PeyvandError(f"The day of the snapshot is not known: {why}.", "Give --snapshot DATE.")


def _loaded(path: Path, report: Report, limits: Limits) -> list[tuple[str, Any]]:
    try:
        return list(entities_of(json.loads(read_document(path, limits))))
    except RecursionError:
        report.problem(path, "", "file", "nested too deeply; it is not read")
    except json.JSONDecodeError as error:
        report.problem(path, error.lineno, "file", f"not JSON: {error.msg}; it is not read")
    except ValueError as error:
        report.problem(path, "", "file", f"{error}; it is not read")
    return []


def _entities(path: Path, report: Report, limits: Limits) -> Iterator[CityRecord]:
    for asked, entity in _loaded(path, report, limits):
        try:
            yield read_entity(
                entity, asked, lambda kind, words: report.problem(path, "", kind, words)
            )
        except NotAnItem:
            report.counts["entities that are no items"] += 1
        except ValueError as error:
            report.problem(path, "", "entity", str(error))


def _results(path: Path, form: Form, report: Report, limits: Limits) -> Iterator[CityRecord]:
    rows = Rows(path, report)
    rows.take(read_results(path, form, report, limits))
    yield from rows.records()
