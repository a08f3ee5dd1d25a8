"""Every version of a home is brought to the list of what is withdrawn, the current one first.

Each is made anew from what it was, and takes its place by a rename. Ended anywhere, the next run
goes on: what a version was is kept until all are made (``originals.py``), and a version that is
not made yet is served to nobody (``graph/withheld.py``).
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Store

from peyvand.errors import Damaged
from peyvand.graph.checksums import intact
from peyvand.graph.durable import sync_folder
from peyvand.graph.layout import GONE, MANIFEST, PATCH, REMAKING
from peyvand.graph.patch import Patch
from peyvand.graph.versions import Version, Versions
from peyvand.graph.withdrawing.whole import Purge, purge
from peyvand.purging.due import is_due
from peyvand.purging.home import clear, forget_refusals
from peyvand.purging.made import Making, finish, step_between
from peyvand.purging.originals import Originals
from peyvand.purging.walk import Walk, change_of

log = logging.getLogger(__name__)
# Is called with how many versions are made anew, how many are to be, and the number of the next.
Progress = Callable[[int, int, int], None]


def apply(
    versions: Versions, progress: Progress = lambda *_: None, wait_s: float = 0.0
) -> list[int]:
    """Make every version anew that was made under another list than the home's.

    Args:
        versions: the home.
        progress: is told how far it is.
        wait_s: how long to wait for another process that holds the lock.

    Returns:
        The numbers of the versions that were made anew.

    Raises:
        Damaged: the graph of the current version cannot be had; ``repair`` brings back one that
            can.
        Overloaded: another process holds the lock.
    """
    originals, made = Originals(versions), set[int]()
    if not is_due(versions):
        return []
    with versions.locked(wait_s):
        _settle(versions)
        # A ruling that comes meanwhile has all of them made anew once more.
        while is_due(versions):
            made |= _Pass(versions, originals, progress).made()
    return sorted(made)


class _Changed(Exception):
    """The list has changed since the pass began."""


@dataclass
class _Pass:
    """All versions, made anew under one list."""

    versions: Versions
    originals: Originals
    progress: Progress

    def __post_init__(self) -> None:
        self._docket = self.versions.list.docket
        self._digest = self._docket.withdrawals.digest
        # What is made but for its change, by number.
        self._waiting: tuple[int, Making] | None = None
        self._done: set[int] = set()
        self._gone: set[str] = {*self._docket.withdrawals.by_iri}

    def made(self) -> set[int]:
        """The numbers of the versions that it made; some of them where the list has changed."""
        clear(self.versions.home, wait=False)
        self.originals.keep()
        kept = [v.number for v in self.originals.versions.all()]
        with tempfile.TemporaryDirectory(prefix=".scratch-", dir=self.originals.folder) as name:
            walk = Walk(self.originals.versions, Path(name))
            try:
                self._go(walk, kept[::-1])
            except _Changed:
                return self._done
        forget_refusals(self.versions.home, self._gone)
        clear(self.versions.home)
        # What is removed is gone for good before nothing tells any longer that it was to be.
        sync_folder(self.versions.folder)
        sync_folder(self.versions.home)
        self.originals.drop()
        return self._done

    def _go(self, walk: Walk, numbers: list[int]) -> None:
        newer: Purge | None = None
        count = sum(map(self._is_to_do, numbers))
        for number in numbers:
            if not self._is_looked_at(number):
                newer = None
                continue
            former = self.originals.of(number)
            assert former is not None
            self.progress(len(self._done), count, number)
            try:
                newer = self._one(walk, former, newer)
            except Damaged:
                if number == numbers[0]:
                    raise
                # What nobody can read is not kept for somebody who might.
                log.warning("version %d is damaged: nothing of it is left", number)
                self._finish_next(number + 1, None)
                self._remove(number)
                newer = None
        # The oldest tells its graph alone.
        self._finish_next(numbers[-1] if numbers else 0, None)
        self.progress(len(self._done), count, 0)

    def _one(self, walk: Walk, former: Version, newer: Purge | None) -> Purge:
        """Make a version, and finish the next one, whose change is known by it."""
        number = former.number
        store = walk.at(former)
        change = purge(store, self._docket)
        self._gone |= change.withdrawing.names
        try:
            making = self._making(former)
            if making is not None:
                making.make(store, change)
            step = self._step(number, change, newer)
            self._finish_next(number + 1, step)
            if making is not None:
                self._with_store(making, former, store, step)
                self._waiting = number, making
            if number == self._newest:
                # It is the first to be served again; its change is told once it is known.
                self._finish_next(number, None)
        finally:
            change.recorder.undo()
        return change

    def _making(self, former: Version) -> Making | None:
        if not self._is_to_do(former.number):
            return None
        folder = self.versions.folder / f"{REMAKING}{former.path.name}"
        shutil.rmtree(folder, ignore_errors=True)
        return Making(former, self.originals.versions, folder, self._docket)

    def _step(self, number: int, older: Purge, newer: Purge | None) -> Patch | None:
        """What the next version changes of one, now that both are made anew."""
        after = self.originals.of(number + 1)
        change = change_of(after) if after is not None else None
        if newer is None or change is None:
            return None
        return step_between(older.patch, change, newer.patch)

    def _with_store(
        self, making: Making, former: Version, store: Store, step: Patch | None
    ) -> None:
        number = former.number
        newer = self._place(number + 1)
        if step is not None and former.store.is_dir() and newer.store.is_dir():
            making.share_store(newer, step)
        elif former.store.is_dir() or number == self._newest:
            making.fill_store(store)

    def _finish_next(self, number: int, step: Patch | None) -> None:
        """Have a version take its place, now that it is known what it changes, or that it is not.

        Of the newest, which is there already, the change is told.
        """
        if self._waiting is not None and self._waiting[0] == number:
            making = self._waiting[1]
            making.finish(step)
            self._take_place(number, making.folder)
            self._waiting = None
            self._done.add(number)
        elif step is not None and self._lacks_change(number):
            place = self._place(number)
            finish(place.path, place.manifest, step)

    def _take_place(self, number: int, folder: Path) -> None:
        if self.versions.list.withdrawals.digest != self._digest:
            raise _Changed
        place = self._place(number).path
        gone = place.with_name(f"{GONE}{place.name}")
        if place.is_dir():
            place.rename(gone)
        folder.rename(place)
        sync_folder(self.versions.folder)
        shutil.rmtree(gone, ignore_errors=True)

    def _remove(self, number: int) -> None:
        place = self._place(number).path
        gone = place.with_name(f"{GONE}{place.name}")
        place.rename(gone)
        shutil.rmtree(gone)

    @cached_property
    def _newest(self) -> int:
        """The number of the newest version that is made anew."""
        return max((version.number for version in self.originals.versions.all()), default=0)

    def _place(self, number: int) -> Version:
        """Where a version is served from."""
        return Version(self.versions.folder / f"{number:06d}")

    def _is_to_do(self, number: int) -> bool:
        place = self._place(number).path
        return place.is_dir() and not self.versions.list.covers(place)

    def _is_looked_at(self, number: int) -> bool:
        """Whether a version is to be made, or tells what is still to be told of another."""
        near = (number, number + 1)
        return self._is_to_do(number) or any(map(self._lacks_change, near))

    def _lacks_change(self, number: int) -> bool:
        """Whether a version is made that does not tell yet what it changes."""
        if self._is_to_do(number) or self.originals.of(number - 1) is None:
            return False
        former, place = self.originals.of(number), self._place(number)
        if former is None or not former.patch.is_file() or not place.path.is_dir():
            return False
        try:
            intact(place, PATCH)
        except Damaged:
            return True
        return False


def _settle(versions: Versions) -> None:
    """Finish or undo what a run was at when it ended."""
    for gone in versions.folder.glob(f"{GONE}*"):
        place = gone.with_name(gone.name.removeprefix(GONE))
        made = gone.with_name(f"{REMAKING}{place.name}")
        if not place.exists():
            (made if (made / MANIFEST).is_file() else gone).rename(place)
            sync_folder(versions.folder)
        shutil.rmtree(gone, ignore_errors=True)
    for made in versions.folder.glob(f"{REMAKING}*"):
        shutil.rmtree(made)
