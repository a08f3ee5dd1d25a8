"""Idle workers, ready to be asked."""

from __future__ import annotations

import contextlib

from peyvand.graph.versions import Version
from peyvand.query.brood import Brood
from peyvand.query.handle import Handle


class Pool:
    """Workers of the current version that wait for a query; those of others come and go.

    Args:
        brood: what makes workers.
        size: how many may wait.
    """

    def __init__(self, brood: Brood, size: int) -> None:
        self._brood, self._size = brood, size
        self._idle: list[Handle] = []
        self._number = 0

    async def renew(self, version: Version) -> None:
        """Go over to a new current version, with workers for it."""
        self._number = version.number
        for handle in list(self._idle):
            handle.kill()
        self._idle = [await self._spawn(version) for _ in range(self._size)]

    async def take(self, version: Version) -> Handle:
        """A worker of a version, for one query."""
        while self._idle and version.number == self._number:
            handle = self._idle.pop()
            if handle.fresh and handle.number == version.number:
                return handle
            handle.kill()
        return await self._spawn(version)

    def rest(self, handle: Handle) -> None:
        """Take a worker back, or end it if it is worn or one too many."""
        if handle.fresh and handle.number == self._number and len(self._idle) < self._size:
            self._idle.append(handle)
        else:
            handle.kill()

    def close(self) -> None:
        """End the workers that wait."""
        for handle in list(self._idle):
            handle.kill()

    async def _spawn(self, version: Version) -> Handle:
        return await self._brood.spawn(version, "reader", self._lost)

    def _lost(self, handle: Handle) -> None:
        with contextlib.suppress(ValueError):
            self._idle.remove(handle)
