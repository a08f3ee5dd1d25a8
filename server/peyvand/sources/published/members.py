"""Members of networks of cities from published lists, into the tables of memberships.

A member whose printed name is that of no one item is kept by it, with the items that it may be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from peyvand.sources.published.known import Known
from peyvand.sources.published.known_places import Places
from peyvand.sources.published.names import key
from peyvand.sources.published.records import Record, read_records
from peyvand.sources.published.snapshots import snapshots_of
from peyvand.sources.published.statements import Refusal
from peyvand.sources.published.tables import (
    MEMBERSHIP_LISTS,
    MEMBERSHIPS,
    UNRESOLVED,
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
        self._places = Places(folder)
        self.members: set[tuple[str, str, str, str, str]] = set()
        self.unresolved: set[tuple[str, str, str, str, str]] = set()
        self.refused: set[Refusal] = set()
        self.printed: Counter[tuple[str, str]] = Counter()

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
            self.printed[network, snapshot] += 1
            found = self._items(record, network)
            item = next(iter(found), "")
            kind, why = self._known.refusal(item)
            if len(found) == 1 and not kind and item in self._places.named:
                self.members.add((network, item, record["field"], record["start"], snapshot))
            elif len(found) == 1:
                kind = f"member-that-is-{kind}" if kind else "member-in-no-pair"
                detail = f"{item}: {why}" if why else item
                self.refused.add(Refusal(snapshot, record["name"] or item, kind, detail))
            else:
                may_be = sorted({*found, *self._places.may_be(record["name"])})
                self.unresolved.add(
                    (network, snapshot, record["name"], record["field"], " ".join(may_be))
                )

    def _items(self, record: Record, network: str) -> Collection[str]:
        decided = self._known.members.get((network, record["name"]))
        if decided is not None:
            return [decided] if decided else []
        if QID.fullmatch(record["item"]):
            return [record["item"]]
        return self._places.called(key(record["name"]))


def lay(reader: Reader, folder: Path, complete: bool, report: Report) -> None:
    """Lay what was taken into the tables, in place of what they held of the same snapshots.

    Args:
        reader: has taken the lists.
        folder: of the tables.
        complete: whether the lists name every member.
        report: is told what came of it.
    """
    snapshots = {snapshot for _, snapshot in reader.printed}
    lists = {
        (network, snapshot, "1" if complete else "", str(printed))
        for (network, snapshot), printed in reader.printed.items()
    }
    report.counts["taken: members"] = len(reader.members)
    report.counts["without a known place: members"] = len(reader.unresolved)

    def write(name: str, columns: Sequence[str], new: Iterable[tuple[str, ...]]) -> bool:
        kept = (
            tuple(row[name] for name in columns)
            for row in rows_of(folder / name, columns)
            if row["snapshot"] not in snapshots
        )
        return write_table(folder / name, columns, sorted({*kept, *new}))

    report.counts["tables written"] += sum(
        (
            write("memberships.csv", MEMBERSHIPS, reader.members),
            write("membership_lists.csv", MEMBERSHIP_LISTS, lists),
            write("unresolved_members.csv", UNRESOLVED, reader.unresolved),
            lay_refused(folder, "member-", snapshots, reader.refused, report),
        )
    )
