"""What is made of a version before anybody asks it: its index, its partners, and its counts."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterable

from peyvand.commands import auditing, monitor, partners, searching
from peyvand.graph.bulk import LARGE
from peyvand.graph.version import Version
from peyvand.graph.versions import Versions

# What takes longest, with what makes it again where a process of its own did not.
_APART = {
    "peyvand.search": searching.prepare,
    "peyvand.commands.auditing": auditing.prepare,
    "peyvand.commands.monitor": monitor.prepare,
}
# What is kept by the number of a version alone: of one that is refused there must be none.
_PROVEN = ("peyvand.commands.monitor",)


class Preparations:
    """Makes what whoever asks a version first would wait for; of a large one on all processors.

    Args:
        versions: where the version will be.
    """

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._closed = False
        self._lock = threading.Lock()

    def begin(self, coming: Version) -> None:
        """Begin with what takes longest, in processes that give way to the proof.

        Args:
            coming: the candidate.
        """
        self._start(coming, [module for module in _APART if module not in _PROVEN])

    def _start(self, coming: Version, modules: Iterable[str]) -> None:
        told = [str(self._versions.home), str(coming.number)]
        for module in modules:
            with self._lock:
                if self._closed:
                    return
                if module not in self._running:
                    command = [sys.executable, "-m", module, *told]
                    self._running[module] = subprocess.Popen(command, stdin=subprocess.DEVNULL)

    def end(self, coming: Version) -> None:
        """Make all of it.

        Args:
            coming: the candidate.
        """
        if coming.manifest["quads"] >= LARGE:
            self._start(coming, _APART)
        partners.prepare(self._versions, coming)
        for module, here in _APART.items():
            # What hindered another process is told by trying again.
            if module not in self._running or self._running[module].wait():
                here(self._versions, coming)

    def close(self) -> None:
        """Go on with nothing."""
        with self._lock:
            self._closed = True
        for process in self._running.values():
            if process.poll() is None:
                process.kill()
                process.communicate()
