"""The versions of the graph: numbered folders that never change, and a link to the current one.

A version is made in a folder of its own and moved into place by one rename; the link is
replaced by another. Whatever is killed at any point leaves the current version as it was. A
folder beyond the current version was never acknowledged, and the next version takes its place.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from peyvand.errors import NoVersion, Overloaded, PeyvandError, Withheld
from peyvand.graph.coming import draft
from peyvand.graph.durable import make_folder, sync, sync_folder
from peyvand.graph.following import no_version, refuse_writes
from peyvand.graph.hashes import sha256 as sha256
from peyvand.graph.hashes import write_checksums as write_checksums
from peyvand.graph.layout import ASKED as ASKED
from peyvand.graph.layout import BULK as BULK
from peyvand.graph.layout import CANDIDATE as CANDIDATE
from peyvand.graph.layout import CHECKSUMS as CHECKSUMS
from peyvand.graph.layout import COLUMNS as COLUMNS
from peyvand.graph.layout import DESCRIPTION as DESCRIPTION
from peyvand.graph.layout import DUMP as DUMP
from peyvand.graph.layout import DUMP_SUM as DUMP_SUM
from peyvand.graph.layout import GONE
from peyvand.graph.layout import INDEXES as INDEXES
from peyvand.graph.layout import MANIFEST as MANIFEST
from peyvand.graph.layout import PARTNERS as PARTNERS
from peyvand.graph.layout import PATCH as PATCH
from peyvand.graph.layout import REPORT as REPORT
from peyvand.graph.layout import REPORT_TEXT as REPORT_TEXT
from peyvand.graph.layout import RESTORED as RESTORED
from peyvand.graph.layout import SEARCH as SEARCH
from peyvand.graph.layout import STORE as STORE
from peyvand.graph.layout import WRITES as WRITES
from peyvand.graph.thinning import thin
from peyvand.graph.version import Version as Version
from peyvand.graph.withheld import UNDER, HomeList
from peyvand.withdrawal.model import NOTHING
from peyvand.wording import say


class Versions:
    """The versions under one home folder, but for those that are withheld.

    Args:
        home: the folder.
        all_lists: whether versions are given too that were made under another list of what is
            withdrawn than the home's: for whoever makes them anew, and serves none of them.
    """

    def __init__(self, home: Path, *, all_lists: bool = False) -> None:
        self.home = home.absolute()
        self.folder = self.home / "versions"
        self.link = self.home / "current"
        self.list = HomeList(self.home)
        self._all_lists = all_lists
        # The digest of the list that the candidate is made under.
        self._under = NOTHING

    def all(self) -> list[Version]:
        """Every published version, oldest first; without a link none ever was."""
        target = self._target() or 0
        return [v for v in self._folders() if v.number <= target and self._is_given(v)]

    @property
    def withheld(self) -> list[Version]:
        """The published versions that were made under another list than the home's."""
        target = self._target() or 0
        found = (v for v in self._folders() if v.number <= target)
        return [version for version in found if not self.list.covers(version.path)]

    def get(self, number: int) -> Version:
        """The version with a number.

        Raises:
            NotFound: there is none.
            Withheld: it was made under another list of what is withdrawn.
        """
        version = Version(self.folder / f"{number:06d}")
        if number <= (self._target() or 0) and (version.path / MANIFEST).is_file():
            if not self._all_lists:
                self.list.check(version.path)
            return version
        raise no_version(self.home, number)

    def draft(self, candidate: Path, told: dict[str, Any], held: Store) -> Version:
        """A candidate whose graph is whole, as the version that it will be.

        Args:
            candidate: its folder, from ``candidate``.
            told: what every manifest tells of a graph.
            held: the graph.
        """
        return draft(candidate, self._last() + 1, told, held)

    def current(self) -> Version:
        """The version that serves.

        Raises:
            NoVersion: none was built yet, or its folder is gone.
            Withheld: it was made under another list of what is withdrawn.
        """
        try:
            target = self.link.resolve(strict=True)
        except OSError as error:
            hint = "Build one with: peyvand build"
            if self._folders():
                hint = "Bring back the newest that is whole with: peyvand restore"
            elif self.link.is_symlink():
                hint = "Bring back a backup with: peyvand restore FILE"
            raise NoVersion(f"There is no current graph in {self.home}.", hint) from error
        if not self._all_lists and (self.folder / f"{GONE}{target.name}").exists():
            # It takes its place now, or somebody ended while it did.
            raise Withheld(**say("withheld", number=int(target.name)))
        if not (target / MANIFEST).is_file():
            raise NoVersion(
                f"Version {target.name} in {self.home} is incomplete.",
                "Bring back the newest that is whole with: peyvand restore",
            )
        if not self._all_lists:
            self.list.check(target)
        return Version(target)

    @contextmanager
    def candidate(self, wait_s: float = 0.0) -> Iterator[Path]:
        """A folder to make a version in, under the lock of the home.

        The folder is removed when the block ends without ``publish``.

        Args:
            wait_s: how long to wait for another process that holds the lock.

        Raises:
            NoVersion: there are versions, and nothing says which of them were published.
            Overloaded: another process holds the lock.
            ReadOnly: the home follows another.
            PeyvandError: the home folder cannot be written.
        """
        refuse_writes(self.home)
        with self.locked(wait_s):
            self.clear()
            # A ruling that comes while it is made has the version made anew.
            self._under = self.list.withdrawals.digest
            path = self.folder / CANDIDATE
            path.mkdir()
            try:
                yield path
            finally:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def locked(self, wait_s: float = 0.0) -> Iterator[None]:
        """The lock of the home, which one process at a time can hold.

        Args:
            wait_s: how long to wait for another process that holds it.

        Raises:
            Overloaded: another process holds the lock.
            PeyvandError: the home folder cannot be written.
        """
        try:
            make_folder(self.folder)
            lock = (self.home / ".lock").open("w")
        except OSError as error:
            raise PeyvandError(
                f"{self.home} cannot be written: {error.strerror}.",
                "Choose another folder with --home or PEYVAND_HOME.",
            ) from error
        with lock:
            _lock(lock.fileno(), wait_s)
            yield

    def clear(self) -> None:
        """Remove what a process was making when it ended.

        Raises:
            NoVersion: there are versions, and nothing says which of them were published.
        """
        if self._target() is None and len(self._folders()) > 1:
            # Only the first version can be in place without a link when a process ends.
            self.current()
        for path in (self.folder / CANDIDATE, self.home / RESTORED):
            shutil.rmtree(path, ignore_errors=True)

    def publish(self, candidate: Path, manifest: dict[str, Any], keep: int) -> Version:
        """Make a finished candidate the current version.

        Args:
            candidate: its folder, from ``candidate``.
            manifest: the facts about it; its number is added.
            keep: how many versions stay whole; of older ones the changes are kept.
        """
        number = self._last() + 1
        told = {"version": number, **manifest}
        if self._under != NOTHING:
            told[UNDER] = self._under
        text = json.dumps(told, ensure_ascii=False, indent=2)
        (candidate / MANIFEST).write_text(text + "\n", encoding="utf-8")
        return self.place(candidate, number, keep)

    def place(self, candidate: Path, number: int, keep: int) -> Version:
        """Make a folder with its manifest the current version, with a number that is free.

        Args:
            candidate: the folder.
            number: what its manifest says.
            keep: how many versions stay whole; 0 for all.
        """
        write_checksums(candidate)
        sync(candidate)
        target = self.folder / f"{number:06d}"
        # One that was moved into place and never became current.
        shutil.rmtree(target, ignore_errors=True)
        candidate.rename(target)
        sync_folder(self.folder)
        self.point(Version(target))
        if keep > 0:
            thin(self.folder, number, keep)
        return Version(target)

    def point(self, version: Version) -> None:
        """Make a version the current one, by replacing the link."""
        temporary = self.home / ".current"
        temporary.unlink(missing_ok=True)
        temporary.symlink_to(Path("versions") / version.path.name)
        temporary.replace(self.link)
        sync_folder(self.home)

    def _folders(self) -> list[Version]:
        if not self.folder.is_dir():
            return []
        names = sorted(p.name for p in self.folder.iterdir() if p.name.isdigit())
        return [Version(self.folder / name) for name in names]

    def _is_given(self, version: Version) -> bool:
        return self._all_lists or self.list.covers(version.path)

    def _last(self) -> int:
        """The number of the newest version that was published; 0 if none was."""
        target = self._target() or 0
        if (self.folder / f"{target:06d}").is_dir():
            return target
        return max((version.number for version in self.all()), default=0)

    def _target(self) -> int | None:
        try:
            return int(Path(os.readlink(self.link)).name)
        except (OSError, ValueError):
            return None


def now() -> str:
    """The present moment in UTC, as xsd:dateTime."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def _lock(descriptor: int, wait_s: float) -> None:
    until = time.monotonic() + wait_s
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= until:
                raise Overloaded(**say("write-busy")) from error
            time.sleep(0.02)
