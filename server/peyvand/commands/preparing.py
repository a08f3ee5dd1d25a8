"""What is made of a version before anybody asks it: its index, its partners, and its counts."""

from __future__ import annotations

import os
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.process import BaseProcess

from peyvand.commands import auditing, monitor, partners, searching
from peyvand.graph.bulk import LARGE
from peyvand.graph.version import Version
from peyvand.graph.versions import Versions

Make = Callable[[Versions, Version], None]
# What takes longest, in the order in which it is begun.
_APART: dict[str, Make] = {
    "search": searching.prepare,
    "audit": auditing.prepare,
    "monitor": monitor.prepare,
}
# What is kept by the number of a version alone: of one that is refused there must be none.
_PROVEN = ("monitor",)


class Preparations:
    """Makes what whoever asks a version first would wait for; of a large one on all processors.

    Processes are forked, so that they have the graph that this one holds, and need not read the
    store, which may still be filled. So no other thread may be running when they are begun.

    Args:
        versions: where the version will be.
    """

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._running: dict[str, BaseProcess] = {}

    def begin(self, coming: Version) -> None:
        """Begin with what takes longest, in processes that give way to the proof.

        Args:
            coming: the candidate, whose graph is held.
        """
        if coming.manifest["quads"] >= LARGE:
            self._start(coming, *(name for name in _APART if name not in _PROVEN))

    def _start(self, coming: Version, *names: str) -> None:
        for name in names:
            told = (_APART[name], self._versions, coming)
            process = get_context("fork").Process(target=_made, args=told, daemon=True)
            process.start()
            self._running[name] = process

    def end(self, coming: Version) -> None:
        """Make all of it.

        Args:
            coming: the candidate.
        """
        if self._running:
            self._start(coming, *_PROVEN)
        partners.prepare(self._versions, coming)
        for name, here in _APART.items():
            # What hindered another process is told by trying again.
            if name not in self._running or _ended(self._running[name]):
                here(self._versions, coming)

    def close(self) -> None:
        """Go on with nothing."""
        for process in self._running.values():
            if process.is_alive():
                process.kill()
            process.join()


def _made(make: Make, versions: Versions, coming: Version) -> None:
    os.nice(5)
    make(versions, coming)


def _ended(process: BaseProcess) -> int | None:
    """What a process ends with, which is waited for."""
    process.join()
    return process.exitcode
