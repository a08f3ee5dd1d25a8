"""Idle workers, ready to be asked."""

from __future__ import annotations

import asyncio
import contextlib

from peyvand.errors import Overloaded
from peyvand.graph.versions import Version
from peyvand.query.fork_servers import WorkerFactory
from peyvand.query.messages import WorkerKind
from peyvand.query.worker_process import Handle
from peyvand.wording import say

# The longest that a worker may take to be there, in seconds.
_BIRTH_S = 20.0


class Pool:
    """As many workers of the current version as may be busy with light queries.

    A worker that was killed or has run long is replaced at once, so that the next query finds
    one. Those for other versions come and go.

    Args:
        factory: what makes workers.
        size: how many there are.
    """

    def __init__(self, factory: WorkerFactory, size: int) -> None:
        self._factory, self._size = factory, size
        self._idle: list[Handle] = []
        self._out: set[Handle] = set()
        self._version: Version | None = None
        self._filling: asyncio.Task[None] | None = None

    def renew(self, version: Version) -> None:
        """Go over to a version, or to new workers for the same."""
        self._version = version
        for handle in list(self._idle):
            handle.kill()
        self._idle.clear()
        self._refill()

    async def take(self, version: Version) -> Handle:
        """A worker of a version, for one query."""
        if (handle := self.take_idle(version)) is not None:
            return handle
        handle = await self._spawn(version)
        self._out.add(handle)
        return handle

    def take_idle(self, version: Version) -> Handle | None:
        """A worker of a version, for one query, if one is there."""
        ours = self._version is not None and version.number == self._version.number
        while ours and self._idle:
            handle = self._idle.pop()
            if handle.fresh and handle.number == version.number:
                self._out.add(handle)
                return handle
            handle.kill()
        return None

    def rest(self, handle: Handle) -> None:
        """Take a worker back, or end it if it is worn or one too many."""
        self._out.discard(handle)
        wanted = self._version is not None and handle.number == self._version.number
        if handle.fresh and wanted and len(self._idle) < self._size:
            self._idle.append(handle)
        else:
            handle.kill()
            self._refill()

    def close(self) -> None:
        """End the workers that wait."""
        self._version = None
        if self._filling is not None:
            self._filling.cancel()
        for handle in list(self._idle):
            handle.kill()

    def _refill(self) -> None:
        if self._filling is None or self._filling.done():
            self._filling = asyncio.get_running_loop().create_task(self._fill())

    async def _fill(self) -> None:
        while self._version is not None and len(self._idle) + len(self._out) < self._size:
            try:
                handle = await self._spawn(self._version)
            except Overloaded:
                # The next query tries again.
                return
            if self._version is None or handle.number != self._version.number:
                handle.kill()
            else:
                self._idle.append(handle)

    async def _spawn(self, version: Version) -> Handle:
        handle = await self._factory.spawn(version, WorkerKind.READER, self._lost)
        try:
            # A fork takes its time when many are asked for; the query's own time begins after it.
            await asyncio.wait([handle.ready], timeout=_BIRTH_S)
        except asyncio.CancelledError:
            # Nobody is left to take it.
            handle.kill()
            raise
        if not handle.alive or not handle.ready.done():
            handle.kill()
            raise Overloaded(**say("queue-slow", seconds=_BIRTH_S))
        return handle

    def _lost(self, handle: Handle) -> None:
        with contextlib.suppress(ValueError):
            self._idle.remove(handle)
