"""The fork servers and the workers that they fork.

There are three fork servers. One holds nothing and is ready at once: its workers open a version's
store on disk. Another loads the current version into memory, if it is not too large, and its
workers share that; until it is ready the first one's workers answer. The third has loaded what
writing needs, so that a write begins at once; the graph that it changes is on the disk. It is
there from the beginning where somebody has a token to write with, elsewhere from the first write.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from peyvand.errors import PeyvandError
from peyvand.graph.lines import lines_of
from peyvand.graph.version_columns import columns_of
from peyvand.graph.versions import Version, Versions
from peyvand.query.column_maker import ColumnMaker
from peyvand.query.fork_server_handle import ForkServerHandle
from peyvand.query.messages import (
    BesideStore,
    Follow,
    Fork,
    Hold,
    Location,
    Prepare,
    WorkerKind,
)
from peyvand.query.spool import DiskQuota
from peyvand.query.worker_process import Handle
from peyvand.settings import Settings
from peyvand.tokens import Tokens

log = logging.getLogger(__name__)
# How many old versions stay remade, beside the one that is asked for.
_REMADE = 4
# When the first workers are there, in seconds after a start: what columns need takes longer.
_FIRST_WORKERS_S = 1.0


class WorkerFactory:
    """Makes workers for any version, from memory where it can.

    Args:
        versions: where the graph is.
        settings: the operator's limits.
        held: called with the number of a version that is in memory now.
    """

    def __init__(self, versions: Versions, settings: Settings, held: Callable[[int], None]) -> None:
        self._held = held
        self._versions, self._settings = versions, settings
        self._quota = DiskQuota(settings.spool_mb * 1024 * 1024)
        self._scratch = tempfile.TemporaryDirectory(prefix="peyvand-")
        self.on_disk = ForkServerHandle(self._when_prepared)
        self._preparing: asyncio.TimerHandle | None = None
        self.in_memory: ForkServerHandle | None = None
        self._for_writers: ForkServerHandle | None = None
        # What writers need takes longer to load than all else, and whoever reads would wait.
        self._writers_soon = asyncio.get_running_loop().call_later(_FIRST_WORKERS_S, self._expect)
        self._maker = ColumnMaker(versions, settings, self._have_columns)
        self._remaking = asyncio.Lock()
        self._moving: asyncio.Task[None] | None = None
        self._wanted: Version | None = None

    def follow(self, version: Version) -> None:
        """Have the memory fork server go over to a version, in the background."""
        self._wanted = version
        self._maker.want(version)
        if version.manifest["quads"] > self._settings.memory_quads:
            if self.in_memory is not None:
                self.in_memory.close()
                self.in_memory = None
            self._prepare_soon(version)
            return
        if self._moving is None or self._moving.done():
            self._moving = asyncio.get_running_loop().create_task(self._move())

    async def spawn(
        self, version: Version, kind: WorkerKind, lost: Callable[[Handle], None]
    ) -> Handle:
        """A new worker for a version.

        Args:
            version: what it answers from.
            kind: what it is for.
            lost: called once when it is gone.
        """
        if kind is WorkerKind.WRITER:
            return await self._fork(self._writing(), kind, Location(version.number), lost)
        if not self.on_disk.alive:
            log.error("the fork server ended; another is started")
            self.on_disk.close()
            self.on_disk = ForkServerHandle(self._when_prepared)
            self._prepare_soon(self._versions.current())
        memory = self.in_memory
        if memory is not None and not memory.alive:
            log.error("the fork server with the graph ended; another is started")
            memory.close()
            self.in_memory = memory = None
            self.follow(self._versions.current())
        fork_server = self.on_disk
        if memory is not None and memory.alive and memory.held == version.number:
            fork_server = memory
        location = await self._location(version)
        if fork_server.prepared or self._settings.columns == "always":
            location = replace(location, columns=self.columns(version))
        return await self._fork(fork_server, kind, location, lost)

    def columns(self, version: Version) -> BesideStore | None:
        """Where the columns of a version are, if it has some that are to be asked."""
        if not self._maker.is_wanted(version) or (folder := columns_of(version)) is None:
            return None
        memory = self._settings.worker_memory_mb // 2
        return BesideStore(str(folder), memory, always=self._settings.columns == "always")

    def _prepare_soon(self, version: Version) -> None:
        """Have what columns need loaded for workers on the disk, once the first are there."""
        if self.on_disk.prepared or self._preparing or self.columns(version) is None:
            return

        def prepare() -> None:
            self._preparing = None
            self.on_disk.say(Prepare(WorkerKind.READER))

        self._preparing = asyncio.get_running_loop().call_later(_FIRST_WORKERS_S, prepare)

    def _have_columns(self, version: Version) -> None:
        """Have workers use the columns that a version has now."""
        memory = self.in_memory
        if memory is not None and memory.alive and not memory.prepared:
            memory.say(Prepare(WorkerKind.READER))
        elif memory is None:
            self._prepare_soon(version)
        self._held(version.number)

    def _when_prepared(self) -> None:
        self._held(self._versions.current().number)

    def _expect(self) -> None:
        """Have the fork server of writers there, if anybody may write."""
        # A list of tokens that cannot be read lets nobody write, and is told to who tries.
        with contextlib.suppress(PeyvandError):
            if Tokens(self._versions.home).all():
                self._writing()

    def _writing(self) -> ForkServerHandle:
        if self._for_writers is None or not self._for_writers.alive:
            if self._for_writers is not None:
                log.error("the fork server of writers ended; another is started")
                self._for_writers.close()
            self._for_writers = _prepared()
        return self._for_writers

    async def _fork(
        self,
        fork_server: ForkServerHandle,
        kind: WorkerKind,
        location: Location,
        lost: Callable[[Handle], None],
    ) -> Handle:
        ours, theirs = socket.socketpair()
        megabytes = self._settings.worker_memory_mb * (4 if kind is WorkerKind.WRITER else 1)
        # What columns take, the store has besides.
        beside = location.columns.memory_mb if location.columns is not None else 0
        with theirs:
            fork_server.say(Fork(kind, location, megabytes + beside), theirs.fileno())
        ours.setblocking(False)
        loop = asyncio.get_running_loop()
        _, handle = await loop.create_connection(
            lambda: Handle(location.number, megabytes, self._quota, lost, fork_server.adopt),
            sock=ours,
        )
        return handle

    def close(self) -> None:
        """End every process."""
        self._maker.close()
        if self._moving is not None:
            self._moving.cancel()
        if self._preparing is not None:
            self._preparing.cancel()
        self._writers_soon.cancel()
        for fork_server in (self.on_disk, self.in_memory, self._for_writers):
            if fork_server is not None:
                fork_server.close()
        self._scratch.cleanup()

    async def _location(self, version: Version) -> Location:
        """Where a worker finds a version: its store, or its lines if only those can be had."""
        empty = tuple(version.empty_graphs)
        if version.store.is_dir():
            return Location(version.number, empty, store=str(version.store))
        async with self._remaking:
            dump = await asyncio.to_thread(self._remake, version)
            return Location(version.number, empty, dump=str(dump))

    def _remake(self, version: Version) -> Path:
        """The lines of an old version in a file; few such files are kept."""
        folder = Path(self._scratch.name)
        dump = folder / f"{version.number}.nq"
        if not dump.exists():
            for old in sorted(folder.glob("*.nq"), key=lambda p: p.stat().st_mtime)[:-_REMADE]:
                old.unlink()
            partial = dump.with_suffix(".part")
            partial.write_bytes(b"".join(lines_of(self._versions, version)))
            partial.rename(dump)
        return dump

    async def _move(self) -> None:
        while self._wanted is not None:
            version, self._wanted = self._wanted, None
            fork_server = self.in_memory
            if fork_server is not None and fork_server.alive and fork_server.held is not None:
                while fork_server.held is not None and fork_server.held < version.number:
                    step = self._versions.get(fork_server.held + 1)
                    if not await fork_server.hold(Follow(str(step.path))):
                        break
                if fork_server.held == version.number:
                    self._held(version.number)
                    continue
            if fork_server is not None:
                fork_server.close()
            self.in_memory = fork_server = ForkServerHandle(self._when_prepared)
            if self.columns(version) is not None:
                fork_server.say(Prepare(WorkerKind.READER))
            if await fork_server.hold(Hold(str(version.path))):
                self._held(version.number)


def _prepared() -> ForkServerHandle:
    """A fork server for writers, which loads meanwhile what they need."""
    fork_server = ForkServerHandle()
    fork_server.say(Prepare(WorkerKind.WRITER))
    return fork_server
