"""A home that is kept up with another: rulings first, then versions, each whole or not at all."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import Any

from peyvand.disk import alone
from peyvand.errors import NoVersion, PeyvandError
from peyvand.graph.durable import sync_folder
from peyvand.graph.following import Following, follow, followed
from peyvand.graph.layout import GONE, MANIFEST
from peyvand.graph.versions import Version, Versions, now
from peyvand.purging.applying import apply
from peyvand.replication.sources import Source, SourceFailed
from peyvand.replication.taking import Fetched, fetch, place
from peyvand.withdrawal.journal import Journal

# Where what is fetched is kept until the version is in its place.
FETCHING, _LOCK = ".fetch", ".replicating"
# How long a server of this home may take to withdraw, or to hold the lock otherwise, in seconds.
_WAIT_S = 3600.0


@dataclass(frozen=True)
class Outcome:
    """What came of keeping up: the version that is current, those that were taken, and those that
    were made anew because something was withdrawn."""

    version: int
    taken: tuple[int, ...] = ()
    remade: tuple[int, ...] = ()


class Replica:
    """A home that follows a source.

    Args:
        versions: the home.
        source: what it follows.
        keep: how many versions stay whole.
    """

    def __init__(self, versions: Versions, source: Source, keep: int) -> None:
        self._versions, self._source, self._keep = versions, source, keep

    def keep_up(self, *, anew: bool = False) -> Outcome:
        """Take over what the source has and this home has not.

        Args:
            anew: whether what is here is given up for what the source has, where they differ.

        Raises:
            SourceFailed: the source cannot be followed, or what it gives is not whole.
            PeyvandError: the home is not a replica, or another process follows into it.
        """
        self._claim()
        with alone(self._versions.home / _LOCK, f"follows into {self._versions.home} already"):
            told = Following(self._source.name)
            if (before := followed(self._versions.home)) is not None:
                told = replace(before, source=self._source.name)
            try:
                done = self._keep_up(anew=anew)
            except (PeyvandError, OSError) as error:
                follow(self._versions.home, replace(told, failed=str(error)))
                raise
            follow(self._versions.home, Following(self._source.name, now(), done.version))
            return done

    def _keep_up(self, *, anew: bool) -> Outcome:
        docket = self._source.docket()
        if docket.requests:
            Journal(self._versions.home).merge(docket)
        remade = apply(self._versions, wait_s=_WAIT_S)
        there, mine = self._source.current(), self._current()
        taken = []
        if mine is not None and self._differs(mine, there):
            if not anew:
                raise SourceFailed(
                    f"Version {mine.number} here is not the one that the source has, whose newest "
                    f"is {there}: its history was made anew, or it is another graph.",
                    "Give up what is here with: peyvand replicate --anew",
                )
            taken = [self._take_whole(there, give_up=True)]
        elif mine is None or mine.number < there:
            taken = self._take(mine, there)
        shutil.rmtree(self._versions.home / FETCHING, ignore_errors=True)
        return Outcome(there, tuple(taken), tuple(remade))

    def _claim(self) -> None:
        """Make the home a replica, unless it holds versions of its own."""
        home = self._versions.home
        if followed(home) is None:
            if Versions(home, all_lists=True).all():
                raise PeyvandError(
                    f"{home} has versions of its own.",
                    "Choose another folder for the replica with --home or PEYVAND_HOME.",
                )
            # A source that was named wrongly leaves the folder to whoever builds there.
            self._source.docket()
            follow(home, Following(self._source.name))

    def _current(self) -> Version | None:
        try:
            return self._versions.current()
        except NoVersion:
            return None

    def _differs(self, mine: Version, there: int) -> bool:
        """Whether the version here is another than the source's of that number."""
        if mine.number > there:
            return True
        theirs = self._fetched(mine.number, names=(MANIFEST,))
        return str(theirs.manifest["graph_sum"]) != mine.graph_sum

    def _take(self, mine: Version | None, there: int) -> list[int]:
        """Go over to a version, by changes where these are smaller than the graph."""
        if mine is not None and mine.store.is_dir() and mine.tally is not None:
            changes = self._source.changes(mine.number)
            steps = [c for c in changes if c.number <= there]
            whole = [c.number for c in steps] == list(range(mine.number + 1, there + 1))
            if whole and sum(c.changed for c in steps) < steps[-1].quads:
                taken = []
                for step in steps:
                    fetched = self._fetched(step.number, patch=True)
                    mine = self._put(fetched, mine)
                    taken.append(step.number)
                return taken
        return [self._take_whole(there)]

    def _take_whole(self, there: int, *, give_up: bool = False) -> int:
        self._put(self._fetched(there), None, give_up=give_up)
        return there

    def _fetched(self, number: int, **wanted: Any) -> Fetched:
        folder = self._versions.home / FETCHING
        folder.mkdir(exist_ok=True)
        under = self._versions.list.withdrawals.digest
        return fetch(self._source, number, under, folder, **wanted)

    def _put(self, fetched: Fetched, before: Version | None, *, give_up: bool = False) -> Version:
        """Make a version of what was fetched the current one."""
        versions = self._versions
        with versions.locked(_WAIT_S):
            versions.clear()
            folder = place(versions, self._source, fetched, before, versions.home / FETCHING)
            if give_up:
                self._give_up()
            return versions.place(folder, fetched.number, self._keep)

    def _give_up(self) -> None:
        """Have none of the versions that are here be one any longer."""
        folder = self._versions.folder
        for path in sorted(folder.glob("[0-9]*")):
            path.rename(folder / f"{GONE}{path.name}")
        sync_folder(folder)
        for gone in folder.glob(f"{GONE}*"):
            shutil.rmtree(gone)
