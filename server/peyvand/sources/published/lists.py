"""A published list of pairs under a licence of its own, into a folder that a build reads apart."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from peyvand.model import Certainty
from peyvand.sources.optional import (
    COLUMNS,
    FOLDER,
    PAIRS,
    PREFIX,
    PUBLISHER,
    PUBLISHER_COLUMNS,
    SOURCE,
)
from peyvand.sources.published.known import Known
from peyvand.sources.published.pairs import number
from peyvand.sources.published.records import Record, read_records
from peyvand.sources.published.statements import item_of
from peyvand.sources.published.tables import write_table
from peyvand.sources.snapshots import COLUMNS as SNAPSHOT
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.report import Report

_SIDES = ("one", "other")


@dataclass(frozen=True)
class Description:
    """What a list is: the name of its folder and graph, its date, titles, origin and licence.

    ``by`` is who publishes it, in English and Persian.
    """

    name: str
    date: str
    en: str
    fa: str
    origin: str
    licence: str
    by: tuple[str, str]

    @property
    def row(self) -> tuple[str, ...]:
        """The row of ``source.csv``; a list of others' making was asked for no city."""
        cells = {**vars(self), "id": PREFIX + self.name}
        return tuple(str(cells.get(column, "")) for column in SNAPSHOT)


class Reader:
    """Takes the rows of files one by one."""

    def __init__(self, known: Known, report: Report) -> None:
        self._known, self._report = known, report
        self.rows: dict[tuple[str, str], tuple[str, ...]] = {}

    def read(self, path: Path, progress: Progress) -> None:
        """Take a file."""
        for record in read_records(path, self._report, progress):
            items = [item_of(record, self._report, side) for side in _SIDES]
            if all(items):
                self._take(record, items)
            else:
                self._report.counts["left out: pairs of which a side names no item"] += 1

    def _take(self, record: Record, items: list[str]) -> None:
        if items[0] == items[1]:
            self._report.counts["refused: pair-with-itself"] += 1
            return
        for item in items:
            kind, _ = self._known.refusal(item)
            if kind:
                self._report.counts[f"refused: pair-with-{kind}"] += 1
                return
        sides = sorted(zip(items, _SIDES, strict=True), key=lambda side: number(side[0]))
        names = [record[f"name of {side}"] for _, side in sides]
        # A name that several places of the country have may have been taken for another.
        doubtful = any(record[f"namesakes of {side}"] not in ("", "0", "1") for side in _SIDES)
        certainty = Certainty.LIKELY if doubtful else Certainty.CERTAIN
        pair = (sides[0][0], sides[1][0])
        before = self.rows.setdefault(pair, (*pair, *names, certainty.value))
        if before != (*pair, *names, certainty.value):
            self._report.counts["left out: pairs that stand in the list already"] += 1


def lay_list(reader: Reader, home: Path, described: Description, report: Report) -> Path:
    """Write what was taken to the folder of the list, in place of what it held.

    Returns:
        The folder.
    """
    folder = home / FOLDER / described.name
    rows = sorted(reader.rows.values(), key=lambda row: (number(row[0]), number(row[1])))
    written = [
        write_table(folder / PAIRS, COLUMNS, rows),
        write_table(folder / PUBLISHER, PUBLISHER_COLUMNS, [described.by]),
        write_table(folder / SOURCE, SNAPSHOT, [described.row]),
    ]
    report.counts["taken: pairs"] = len(rows)
    report.counts["taken: pairs that are only likely"] = sum(row[-1] == "likely" for row in rows)
    report.counts["tables written"] += sum(written)
    return folder
