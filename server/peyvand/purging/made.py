"""The files of a version that is made anew."""

from __future__ import annotations

import heapq
import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Store

from peyvand.errors import Damaged
from peyvand.graph.checksums import intact
from peyvand.graph.dataset_counts import Counts
from peyvand.graph.dataset_description import describe
from peyvand.graph.durable import sync, sync_file
from peyvand.graph.history import changed_empty_graphs
from peyvand.graph.layout import (
    ASKED,
    COLUMNS,
    DESCRIPTION,
    DUMP,
    MANIFEST,
    PATCH,
    REPORT,
    REPORT_TEXT,
    STORE,
    WRITES,
)
from peyvand.graph.licensing import kept_apart
from peyvand.graph.lines import lines_in, tally_of
from peyvand.graph.patch import Patch, net, read_patch
from peyvand.graph.stores import fill, settled, with_empty
from peyvand.graph.versions import Version, Versions, now, write_checksums
from peyvand.graph.withdrawing.whole import Purge
from peyvand.graph.withdrawing.writings import Writings
from peyvand.graph.withheld import UNDER
from peyvand.graph.working import share
from peyvand.graph.written import asked_by
from peyvand.withdrawal.model import Docket

# What a manifest tells of how a version was made anew.
REMADE = "remade"
# The kinds of versions that no write of their own made.
_UNASKED = ("build", "copy", "restore", "rollback")


class Making:
    """One version that is made anew in a folder of its own.

    Args:
        former: the version as it was.
        formers: where it is among others.
        folder: where it is made.
        docket: the requests and rulings.
    """

    def __init__(self, former: Version, formers: Versions, folder: Path, docket: Docket) -> None:
        self._former, self._formers, self.folder, self._docket = former, formers, folder, docket
        self._told: dict[str, Any] = {}

    def make(self, store: Store, purge: Purge) -> None:
        """Write all that is told by the graph itself: not its store, and not its change.

        Args:
            store: the graph, changed already.
            purge: the change.
        """
        former, patch = self._former, purge.patch
        self.folder.mkdir()
        new, gone = purge.recorder.graphs
        tally = tally_of(self._formers, former).then(patch)
        self._told = {
            **former.manifest,
            "quads": tally.count,
            "graphs": former.manifest["graphs"] + len(new) - len(gone),
            "empty_graphs": changed_empty_graphs(former, purge.recorder, patch),
            "kept_apart": kept_apart(store),
            "graph_sum": tally.text,
            UNDER: self._docket.withdrawals.digest,
            REMADE: {"by": self._rulings, "at": now()},
        }
        # It has no columns yet.
        for name in ("dump_sha256", COLUMNS):
            self._told.pop(name, None)
        (self.folder / DESCRIPTION).write_bytes(describe(store, self._counts(store, patch)))
        if former.dump.is_file():
            self._dump(store, patch)
        self._written(Writings(self._docket, purge.withdrawing))
        self._report(purge.withdrawing.names)

    @property
    def _rulings(self) -> list[int]:
        return sorted({ruling.number for ruling in self._docket.withdrawals.rulings})

    def _counts(self, store: Store, patch: Patch) -> Counts:
        try:
            return Counts.read(self._former.path / DESCRIPTION).then(store, patch)
        except (OSError, SyntaxError, ValueError):
            return Counts.of(store)

    def _dump(self, store: Store, patch: Patch) -> None:
        try:
            source = intact(self._former, DUMP)
        except Damaged:
            with (self.folder / DUMP).open("wb") as out:
                out.writelines(sorted(lines_in(store)))
            return
        with source.open("rb") as lines, (self.folder / DUMP).open("wb") as out:
            out.writelines(changed_lines(lines, patch))

    def _written(self, writings: Writings) -> None:
        """What was written since the build, and what the write asked for that made it."""
        former = self._former
        if (former.path / WRITES).is_file():
            kept = writings.of_file(intact(former, WRITES))
            if kept:
                (self.folder / WRITES).write_bytes(kept.text())
            self._told["writes"] = len(kept.added) + len(kept.removed)
        if former.manifest.get("kind", "build") not in _UNASKED:
            # Compared with the change when that is known.
            asked = writings.of_patch(asked_by(former))
            (self.folder / ASKED).write_bytes(asked.text())
            self._told["asked"] = len(asked.added) + len(asked.removed)

    def _report(self, gone: Iterable[str]) -> None:
        """The report of the shapes, unless it speaks of what went."""
        found = [self._former.path / name for name in (REPORT, REPORT_TEXT)]
        texts = [path.read_text(encoding="utf-8") for path in found if path.is_file()]
        said = "".join(texts)
        if not any(name in said for name in gone):
            for path in found:
                if path.is_file():
                    shutil.copyfile(path, self.folder / path.name)

    def fill_store(self, store: Store) -> None:
        """Fill a store anew: of the tables of the former one nothing is taken over."""
        target = Store(str(self.folder / STORE))
        if (self.folder / DUMP).is_file():
            fill(target, self.folder / DUMP)
        else:
            target.bulk_extend(iter(store))
        with_empty(settled(target), self._told["empty_graphs"]).flush()

    def share_store(self, newer: Version, step: Patch) -> None:
        """Make a store of that of the next version, which was made anew.

        Args:
            newer: the next version.
            step: what it changes of this one.
        """
        share(newer.store, self.folder / STORE)
        target = Store(str(self.folder / STORE))
        step.inverse.apply(target)
        empty = set(self._told["empty_graphs"])
        for name in list(target.named_graphs()):
            holds = next(iter(target.quads_for_pattern(None, None, None, name)), None)
            if holds is None and isinstance(name, NamedNode) and name.value not in empty:
                target.remove_graph(name)
        with_empty(target, empty).flush()

    def finish(self, step: Patch | None) -> None:
        """Write the change, the manifest and the checksums: then the version is whole.

        Args:
            step: what it changes of the version before, made anew; None if that is not known.
        """
        finish(self.folder, self._told, step)


def finish(folder: Path, told: dict[str, Any], step: Patch | None) -> None:
    """Write what tells the change that a version is, and its manifest and checksums.

    Of a version that is served already each file is there as it was or as it is to be; ended in
    between, all of it is done again.

    Args:
        folder: of the version.
        told: what its manifest tells.
        step: what it changes of the version before; None if that is not known.
    """
    told, asked = dict(told), folder / ASKED
    if step is not None:
        _put(folder / PATCH, step.text())
        told |= {"added": len(step.added), "removed": len(step.removed)}
        if asked.is_file() and read_patch(asked) == step:
            asked.unlink()
            told.pop("asked")
    text = json.dumps(told, ensure_ascii=False, indent=2)
    _put(folder / MANIFEST, (text + "\n").encode())
    write_checksums(folder)
    sync(folder)


def _put(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}")
    part.write_bytes(content)
    sync_file(part)
    part.replace(path)


def step_between(older: Patch, change: Patch, newer: Patch) -> Patch:
    """What leads from a version that was made anew to the next that was.

    Args:
        older: what the list changed of the one.
        change: what led from the one to the other as they were.
        newer: what the list changed of the other.
    """
    return net([older.inverse, change, newer])


def changed_lines(lines: Iterable[bytes], patch: Patch) -> Iterator[bytes]:
    """Sorted lines after a change, without all of them being in memory."""
    gone = frozenset(patch.removed)
    return heapq.merge((line for line in lines if line not in gone), patch.added)
