"""Places, names and kinds of place from published files, into the tables of the world."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from peyvand.sources.published.gazetteer import persian_name
from peyvand.sources.published.known import NO_PLACE, Known
from peyvand.sources.published.names import LANGUAGES, UNKNOWN, fault, written
from peyvand.sources.published.records import Record, read_records
from peyvand.sources.published.snapshots import rule_of, snapshots_of, source_named
from peyvand.sources.published.statements import (
    INFERRED,
    Refusal,
    Statement,
    item_of,
    spoken_of,
    statements,
)
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.report import Report

LEFT_OUT = "left-out"
_GEONAMES = "geonames-2026"


@dataclass
class Taken:
    """What files say, and which parts of which snapshots they speak of."""

    statements: set[Statement] = field(default_factory=set)
    names: dict[tuple[str, str, str], str] = field(default_factory=dict)
    levels: set[tuple[str, str, str]] = field(default_factory=set)
    geonames: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)
    refused: set[Refusal] = field(default_factory=set)
    parts: set[tuple[str, str]] = field(default_factory=set)


class Reader:
    """Takes the rows of files one by one."""

    def __init__(
        self,
        known: Known,
        wanted: Collection[str],
        rule: str,
        given: str,
        report: Report,
        language: str = UNKNOWN,
    ) -> None:
        self._known, self._wanted, self._rule, self._report = known, wanted, rule, report
        self._language = language
        self._snapshot = snapshots_of(known.dates, given, report)
        self.taken = Taken()

    def read(self, path: Path, progress: Progress) -> None:
        """Take a file."""
        for record in read_records(path, self._report, progress):
            item = item_of(record, self._report)
            if not item:
                continue
            if self._wanted and item not in self._wanted:
                self._report.counts["left out: rows of items that are in no pair"] += 1
            elif record["identified by"]:
                self._geonames(record, item)
            elif record["kind of refusal"]:
                self._left_out(record, item)
            elif snapshot := self._snapshot(record):
                self._take(record, item, snapshot)

    def _take(self, record: Record, item: str, snapshot: str) -> None:
        kind, why = self._known.refusal(item)
        if kind:
            self._refuse(Refusal(snapshot, item, kind, why))
            return
        for printed in _kinds(record):
            level = self._known.level(snapshot, printed)
            if level == NO_PLACE and item in self._known.decided:
                continue
            if level == NO_PLACE:
                self._refuse(Refusal(snapshot, item, "no-place", printed))
                return
            self.taken.levels.add((item, snapshot, printed))
            self.taken.parts.add((snapshot, level_part(printed)))
        rule = rule_of(record, snapshot, self._rule)
        for found in statements(record, item, snapshot, rule, self._known.codes, self._report):
            if isinstance(found, Refusal):
                self._refuse(found)
            else:
                self.taken.statements.add(found)
        self.taken.parts.update((snapshot, prop) for prop in spoken_of(record))
        if rule != INFERRED:
            self._names(record, item, snapshot)

    def _names(self, record: Record, item: str, snapshot: str) -> None:
        found = list(record.names)
        if record["name"]:
            found.append((record["language"] or self._language, record["name"]))
        for language, text in found:
            if language not in LANGUAGES:
                self._report.counts[f"left out: names of language {language}"] += 1
                continue
            name = written(text, language)
            if kind := fault(name, language):
                self._refuse(Refusal(snapshot, item, kind, text))
                continue
            self.taken.parts.add((snapshot, f"names {language}"))
            for printed in self._known.kinds_in(name):
                self.taken.levels.add((item, snapshot, printed))
                self.taken.parts.add((snapshot, level_part(printed)))
            kept = self.taken.names.setdefault((item, language, snapshot), name)
            if kept != name:
                self._report.counts["left out: second names of one snapshot and language"] += 1

    def _geonames(self, record: Record, item: str) -> None:
        """An identifier of GeoNames; one that is there by an inference alone is left out."""
        by = set(record["identified by"].split("+")) - {"inferred"}
        if not by:
            self._report.counts["left out: identifiers of GeoNames by the name alone"] += 1
            return
        makers = sorted({"project": _GEONAMES}.get(one) or source_named(one) for one in by)
        self.taken.geonames[item, record["geonames"]] = (record["metres"], " ".join(makers))
        self.taken.parts.add(("", "geonames"))
        if name := persian_name(record["geonames"]):
            self.taken.names.setdefault((item, "fa", _GEONAMES), name)
            self.taken.parts.add((_GEONAMES, "names fa"))
        if record["feature"]:
            self.taken.levels.add((item, _GEONAMES, "P"))
            self.taken.parts.add((_GEONAMES, level_part("P")))

    def _left_out(self, record: Record, item: str) -> None:
        """What the publisher of a file left out itself."""
        snapshot = source_named(record["source"])
        kind = f"{LEFT_OUT}-{record['kind of refusal'].partition('-')[2]}"
        where = " ".join(filter(None, (record["code"], record["latitude"], record["longitude"])))
        against = _makers(record["contradicted by"])
        detail = "; ".join(
            filter(
                None,
                (
                    f"{record['name']} ({where})",
                    f"{record['distance']} km" if record["distance"] else "",
                    f"against {against}" if against else "",
                ),
            )
        )
        self._refuse(Refusal(snapshot, item, kind, detail, _makers(record["agreed by"])))

    def _refuse(self, refusal: Refusal) -> None:
        self.taken.refused.add(refusal)
        self.taken.parts.add((refusal.snapshot, part_of(refusal.kind)))


def _kinds(record: Record) -> Iterator[str]:
    if record["kind of place"]:
        yield record["kind of place"]
    if record["settlement"] == "yes":
        yield "settlement"
    if record["property"] == "P31":
        yield record["value"]


def _makers(cell: str) -> str:
    """Words for sources as snapshots; databases that are no part of the project are not named."""
    return " ".join(sorted(name for word in cell.split("+") if (name := source_named(word))))


def part_of(kind: str) -> str:
    """The part of what a snapshot says that a kind of refusal is of."""
    return LEFT_OUT if kind.startswith(LEFT_OUT) else "refused"


def level_part(printed: str) -> str:
    """The part of what a snapshot says that a kind of place is of: some stand in names."""
    return "levels by name" if "…" in printed else "levels"
