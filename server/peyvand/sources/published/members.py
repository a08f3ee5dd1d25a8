"""Members of networks of cities from published lists, into the tables of memberships."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from peyvand.sources.published.known import Known
from peyvand.sources.published.records import Record, read_records
from peyvand.sources.published.snapshots import snapshots_of
from peyvand.sources.published.statements import Refusal
from peyvand.sources.published.tables import (
    MEMBERSHIP_LISTS,
    MEMBERSHIPS,
    NAMES,
    lay_refused,
    rows_of,
    write_table,
)
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.properties import QID
from peyvand.sources.wikidata.report import Report


class Reader:
    """Takes the rows of lists one by one; a member that names no item is looked up by its name."""

    def __init__(
        self, known: Known, folder: Path, network: str, given: str, report: Report
    ) -> None:
        self._report, self._network, self._known = report, network, known
        self._snapshot = snapshots_of(known.dates, given, report)
        self._by_name: dict[str, set[str]] = defaultdict(set)
        for row in rows_of(folder / "names.csv", NAMES):
            self._by_name[key(row["name"])].add(row["item"])
        self._named = set().union(*self._by_name.values())
        self.members: set[tuple[str, str, str, str, str]] = set()
        self.refused: set[Refusal] = set()
        self.snapshots: set[str] = set()

    def read(self, path: Path, progress: Progress) -> None:
        """Take a list."""
        for record in read_records(path, self._report, progress):
            snapshot = self._snapshot(record)
            network = record["network"] or self._network
            if not snapshot:
                continue
            if not network:
                self._report.problem(
                    path, record.line, "network", "no network is named; give --network"
                )
                continue
            self.snapshots.add(snapshot)
            found = self._items(record, network)
            item = next(iter(found), "")
            kind, why = self._known.refusal(item)
            if len(found) == 1 and not kind and item in self._named:
                self.members.add((network, item, record["field"], record["start"], snapshot))
            elif len(found) == 1:
                kind = f"member-that-is-{kind}" if kind else "member-in-no-pair"
                detail = f"{item}: {why}" if why else item
                self.refused.add(Refusal(snapshot, record["name"] or item, kind, detail))
            else:
                self._refuse(record, snapshot, found)

    def _items(self, record: Record, network: str) -> Collection[str]:
        decided = self._known.members.get((network, record["name"]))
        if decided is not None:
            return [decided] if decided else []
        if QID.fullmatch(record["item"]):
            return [record["item"]]
        return self._by_name.get(key(record["name"]), set())

    def _refuse(self, record: Record, snapshot: str, found: Collection[str]) -> None:
        kind = "member-of-several-items" if found else "member-of-no-item"
        detail = "; ".join(filter(None, (record["field"], " ".join(sorted(found)))))
        self.refused.add(Refusal(snapshot, record["name"], kind, detail))


def key(name: str) -> str:
    """A name without case, marks, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def lay(reader: Reader, folder: Path, complete: bool, report: Report) -> None:
    """Lay what was taken into the tables, in place of what they held of the same snapshots.

    Args:
        reader: has taken the lists.
        folder: of the tables.
        complete: whether the lists name every member.
        report: is told what came of it.
    """
    rows = {
        tuple(row[name] for name in MEMBERSHIPS)
        for row in rows_of(folder / "memberships.csv", MEMBERSHIPS)
        if row["snapshot"] not in reader.snapshots
    } | reader.members
    lists = {
        tuple(row[name] for name in MEMBERSHIP_LISTS)
        for row in rows_of(folder / "membership_lists.csv", MEMBERSHIP_LISTS)
        if row["snapshot"] not in reader.snapshots
    }
    lists |= {(row[0], row[4], "1" if complete else "") for row in reader.members}
    report.counts["taken: members"] = len(reader.members)
    report.counts["tables written"] += sum(
        (
            write_table(folder / "memberships.csv", MEMBERSHIPS, sorted(rows)),
            write_table(folder / "membership_lists.csv", MEMBERSHIP_LISTS, sorted(lists)),
            lay_refused(folder, "member-", reader.snapshots, reader.refused, report),
        )
    )
