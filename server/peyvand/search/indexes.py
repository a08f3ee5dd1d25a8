"""The indexes that a server has open, and those that are being made for it."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor

from peyvand.errors import Overloaded, PeyvandError
from peyvand.graph.versions import Version, Versions
from peyvand.search.index import Index
from peyvand.search.making import (
    former_index,
    index_of,
    opened_index,
    renewed_index,
    whole_index,
)
from peyvand.wording import say

log = logging.getLogger(__name__)
# Indexes that stay open: the current one, and those of versions that somebody looks back at.
_MOST_OPEN = 4
# How many indexes are made at the same time.
_MAKERS = 4
# How long a request waits for the index of its version if there is one of a version before.
_WAIT_S = 0.3


class Indexes:
    """The open indexes of a home; may be asked from any thread.

    Args:
        versions: the home.
        patience_s: how long a request may wait for an index that is being made, in the background
            so that a server goes on answering; None makes it here, however long it takes.
    """

    def __init__(self, versions: Versions, patience_s: float | None = None) -> None:
        self._versions, self._patience_s = versions, patience_s
        self._lock = threading.Lock()
        self._open: dict[tuple[str, str], Index] = {}
        # What is being made, with the index that may answer meanwhile.
        self._making: dict[tuple[str, str], tuple[Future[Index], Index | None]] = {}
        self._makers = ThreadPoolExecutor(_MAKERS, "index")
        self._processes: set[subprocess.Popen[bytes]] = set()
        self._ended = False

    def of(self, version: Version, *, exact: bool = True) -> Index:
        """The index of a version, made if need be.

        Args:
            version: the version.
            exact: whether it must be this version's; else that of the last version before that
                has one will do while its own is being made.

        Raises:
            Overloaded: it is being made, and that takes longer than the patience.
        """
        name = (str(version.path), version.graph_sum)
        with self._lock:
            index = self._open.pop(name, None) or opened_index(version)
            if index is not None:
                return self._kept(name, index)
            if self._patience_s is None:
                return self._kept(name, index_of(self._versions, version))
            if name not in self._making:
                former = former_index(self._versions, version)
                task = self._makers.submit(self._make, version, former)
                self._making[name] = task, former
            making, former = self._making[name]
        try:
            return making.result(self._patience_s if exact or former is None else _WAIT_S)
        except TimeoutError as error:
            if exact or former is None:
                raise Overloaded(**say("index-making", number=version.number)) from error
            return former
        except PeyvandError:
            if exact or former is None:
                raise
            log.exception("the index of version %d could not be made", version.number)
            return former

    def close(self) -> None:
        """Close every index, and end the making of others."""
        with self._lock:
            self._ended = True
            for process in self._processes:
                process.kill()
        self._makers.shutdown(cancel_futures=True)
        while self._open:
            self._open.popitem()[1].close()

    def _make(self, version: Version, former: Index | None) -> Index:
        """Make the index of a version; of a whole graph in a process of its own."""
        name = (str(version.path), version.graph_sum)
        try:
            index = renewed_index(self._versions, version, former) if former else None
            if index is None:
                self._run(version)
                # What the other process could not write, as the home is read-only, is made here.
                index = opened_index(version) or whole_index(self._versions, version)
            with self._lock:
                return self._kept(name, index)
        finally:
            with self._lock:
                self._making.pop(name, None)

    def _run(self, version: Version) -> None:
        words = [sys.executable, "-m", "peyvand.search"]
        words += [str(self._versions.home), str(version.number)]
        with self._lock:
            self._go_on(version)
            process = subprocess.Popen(words, stdin=subprocess.DEVNULL)
            self._processes.add(process)
        process.wait()
        with self._lock:
            self._processes.discard(process)
            self._go_on(version)

    def _go_on(self, version: Version) -> None:
        if self._ended:
            raise Overloaded(**say("index-making", number=version.number))

    def _kept(self, name: tuple[str, str], index: Index) -> Index:
        self._open[name] = index
        while len(self._open) > _MOST_OPEN:
            # Whoever still reads it keeps it open; it is closed when nobody does.
            del self._open[next(iter(self._open))]
        return index
