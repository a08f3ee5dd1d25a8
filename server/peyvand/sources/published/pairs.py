"""Pairs of places from published files, into the table of pairs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from peyvand.sources.dates import check_edtf
from peyvand.sources.published.known import Known
from peyvand.sources.published.records import Record, read_records
from peyvand.sources.published.snapshots import full, short, snapshots_of
from peyvand.sources.published.statements import Refusal, item_of
from peyvand.sources.published.tables import PAIRS, lay_refused, rows_of, write_table
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.report import Report

Pair = tuple[str, str]
_QUALIFIER = re.compile(r"P\d+=[^\s;]*")
_DATES = ("start", "end")


@dataclass
class Said:
    """What one snapshot says of a pair: the sides that state it, dates and further words."""

    sides: set[str] = field(default_factory=set)
    start: set[str] = field(default_factory=set)
    end: set[str] = field(default_factory=set)
    note: set[str] = field(default_factory=set)

    @property
    def side(self) -> str:
        """Which side states the pair, in one word; nothing if the snapshot only dates it."""
        known = self.sides - {"unknown"}
        if "both" in known or len(known) == 2:
            return "both"
        return min(known, default="unknown") if self.sides else ""


class Reader:
    """Takes the rows of files one by one."""

    def __init__(self, known: Known, given: str, report: Report, dates_only: bool = False) -> None:
        self._report, self._known, self._dates_only = report, known, dates_only
        self._snapshot = snapshots_of(known.dates, given, report)
        self.pairs: dict[Pair, dict[str, Said]] = defaultdict(lambda: defaultdict(Said))
        self.refused: set[Refusal] = set()
        self.snapshots: set[str] = set()

    def read(self, path: Path, progress: Progress) -> None:
        """Take a file."""
        for record in read_records(path, self._report, progress):
            parties = [item_of(record, self._report, side) for side in ("one", "other")]
            if not all(parties):
                self._report.counts["left out: pairs of which a side names no item"] += 1
            elif snapshot := self._snapshot(record):
                self.snapshots.add(snapshot)
                self._take(record, (parties[0], parties[1]), snapshot)

    def _take(self, record: Record, parties: Pair, snapshot: str) -> None:
        one, other = sorted(parties, key=number)
        if one == other:
            self._refuse(snapshot, one, "pair-with-itself", "")
            return
        for item in (one, other):
            kind, why = self._known.refusal(item)
            if kind:
                self._refuse(snapshot, f"{one} {other}", f"pair-with-{kind}", f"{item}: {why}")
                return
        said = self.pairs[one, other][snapshot]
        if not self._dates_only:
            said.sides.add(_side(record, turned=one != parties[0]))
        for column, dates in (("start", said.start), ("end", said.end)):
            if date := self._date(record, column):
                dates.add(date)
        said.note.update(_QUALIFIER.findall(record["qualifiers"]))

    def _date(self, record: Record, column: str) -> str:
        """A date with its own precision: 1955-00-00 is the year 1955, and 0 is none."""
        text = record[column][:10].removesuffix("-00").removesuffix("-00")
        if text in ("", "0"):
            return ""
        try:
            return check_edtf(text)
        except ValueError as error:
            self._report.problem(
                record.path, record.line, "date", f"{error}; write 1997, 1997-05 or 1997-05-03"
            )
            return ""

    def _refuse(self, snapshot: str, subject: str, kind: str, detail: str) -> None:
        self.refused.add(Refusal(snapshot, subject, kind, detail))


def number(item: str) -> int:
    """The number of an item, which orders a pair."""
    return int(item[1:])


def _side(record: Record, turned: bool) -> str:
    """Which item of a pair, in its order, a row says the pair of."""
    if record["stated"] == "both":
        return "both"
    if record["directed"] == "1" or record["stated"] == "one":
        return "other" if turned else "one"
    return "unknown"


def lay(
    reader: Reader, folder: Path, known: Known, report: Report, dates_only: bool = False
) -> None:
    """Lay what was taken into the table, in place of what it held of the same snapshots.

    Args:
        reader: has taken the files.
        folder: of the table.
        known: tells the names of snapshots.
        report: is told what came of it.
        dates_only: leave out the pairs that no other snapshot states.
    """
    pairs: dict[Pair, dict[str, Said]] = defaultdict(dict)
    for row in rows_of(folder / "pairs.csv", PAIRS):
        for name, said in _said(row, known.dates).items():
            if name not in reader.snapshots:
                pairs[row["one"], row["other"]][name] = said
    for pair, taken in reader.pairs.items():
        stated = any(said.side for said in pairs.get(pair, {}).values())
        for name, said in taken.items():
            if dates_only and not stated:
                reader.refused.add(
                    Refusal(name, " ".join(pair), "pair-of-no-other-snapshot", _dated(said))
                )
            elif said.side or said.start or said.end:
                pairs[pair][name] = said
    rows = [
        _row(pair, said)
        for pair, said in sorted(pairs.items())
        if any(one.side for one in said.values())
    ]
    for name in sorted(reader.snapshots):
        count = sum(name in said for said in pairs.values())
        report.counts[f"taken: pairs of {name}"] = count
    report.counts["in the tables: pairs"] = len(rows)
    report.counts["in the tables: pairs with a date"] = sum(bool(row[3] or row[4]) for row in rows)
    tables = [
        write_table(folder / "pairs.csv", PAIRS, rows),
        lay_refused(folder, "pair-", reader.snapshots, reader.refused, report),
    ]
    report.counts["tables written"] += sum(tables)


def _dated(said: Said) -> str:
    return "/".join(sorted(said.start | said.end))


def _said(row: Mapping[str, str], known: Mapping[str, str]) -> dict[str, Said]:
    """A row of the table as what each snapshot says."""
    found: dict[str, Said] = defaultdict(Said)
    for column in ("stated", *_DATES, "note"):
        for text in row[column].split():
            name, _, value = text.partition(":")
            said = found[full(name, known)]
            cell = said.sides if column == "stated" else getattr(said, column)
            cell.add(value)
    return found


def _row(pair: Pair, said: Mapping[str, Said]) -> tuple[str, ...]:
    cells: dict[str, list[str]] = {name: [] for name in ("stated", "start", "end", "note")}
    for name, one in sorted((short(name), one) for name, one in said.items()):
        if one.side:
            cells["stated"].append(f"{name}:{one.side}")
        for column in ("start", "end", "note"):
            cells[column] += [f"{name}:{value}" for value in sorted(getattr(one, column))]
    return (*pair, *(" ".join(cells[name]) for name in cells))
