"""Pages of a large graph made once before anybody asks for them.

What takes long of such a page is kept for the next visitor: the rows of a list, the counts of
totals, the figures of the network. Without this the first visitor of each version waits for it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable

from peyvand.errors import PeyvandError
from peyvand.graph.versions import Version, Versions

log = logging.getLogger(__name__)
# Each in both languages, for names stand in another order in each. What most visitors come for
# stands first; ``BUSIEST`` is the page of the city with the most agreements.
BUSIEST = "busiest"
_PAGES = tuple(
    f"{path}{'&' if '?' in path else '?'}lang={language}"
    for path in (
        *("/", "/browse/cities", "/browse/agreements", "/network", "/audit", "/conflicts"),
        *("/browse/countries", "/browse/documents", "/browse/places", "/browse/organisations"),
        *("/comparison", "/monitor", "/browse/claims", "/network?scope=documents", "/world"),
        *("/page/ns", "/browse/claims?source=all"),
    )
    for language in ("en", "fa")
)
PATHS = (*_PAGES[:4], BUSIEST, *_PAGES[4:])
# How long a version has to stand, and the shortest pause between two pages, in seconds. A pause is
# as long as the page before it took, so that the others have at least every second moment.
_STANDS_S, _PAUSE_S = 5.0, 0.2
# By how much a thread stands behind those who answer visitors.
_NICE = 10


class Warming:
    """Asks for pages again and again as new versions come, one at a time.

    Args:
        versions: the home.
        ask: has a page made, as if somebody asked for its path.
        fewest: how many quads a graph has whose pages are worth it; 0 if none is.
        stands_s: how long a version has to be the current one before its pages are made.
    """

    def __init__(
        self,
        versions: Versions,
        ask: Callable[[str], object],
        fewest: int,
        stands_s: float = _STANDS_S,
    ) -> None:
        self._versions, self._ask, self._fewest, self._stands_s = versions, ask, fewest, stands_s
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warming", daemon=True)

    def start(self) -> None:
        """Begin, in a thread of its own, unless no graph is worth it."""
        if self._fewest:
            self._thread.start()

    def close(self) -> None:
        """End after the page that is being made."""
        self._ended.set()

    def _run(self) -> None:
        # On Linux a thread has a priority of its own.
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        made = seen = 0
        while not self._ended.wait(self._stands_s):
            version = self._current()
            if version is None or version.number == made:
                continue
            if version.number != seen and made:
                # Writes may follow each other; what stands for a moment is worth it.
                seen = version.number
                continue
            made = seen = version.number
            if int(version.manifest.get("quads", 0)) >= self._fewest:
                self._make(version.number)

    def _make(self, number: int) -> None:
        for path in PATHS:
            current = self._current()
            if self._ended.is_set() or current is None or current.number != number:
                return
            began = time.monotonic()
            try:
                self._ask(path)
            except Exception:
                # Whoever visits the page is told what it is.
                log.exception("a page could not be made before it was asked for")
            if self._ended.wait(max(_PAUSE_S, time.monotonic() - began)):
                return

    def _current(self) -> Version | None:
        try:
            return self._versions.current()
        except PeyvandError:
            return None
