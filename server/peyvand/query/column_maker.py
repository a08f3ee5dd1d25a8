"""The columns of versions that have none yet are made in the background, by another process.

So it is after a write, whose version has them a moment later: whoever asks meanwhile is answered
from the store.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable

from peyvand.graph.version_columns import SMALL, columns_of
from peyvand.graph.versions import Version, Versions
from peyvand.settings import Settings

# How long no other version may have come, in seconds: of many writes one after another, the
# columns of the last do.
_QUIET_S = 1.0


class ColumnMaker:
    """Makes the columns of the version that serves.

    Args:
        versions: the home.
        settings: whether there are to be columns.
        made: called with a version that has columns now.
    """

    def __init__(
        self, versions: Versions, settings: Settings, made: Callable[[Version], None]
    ) -> None:
        self._versions, self._use, self._made = versions, settings.columns, made
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def is_wanted(self, version: Version) -> bool:
        """Whether a version is to have columns."""
        if self._use == "off":
            return False
        return self._use == "always" or version.manifest["quads"] >= SMALL

    def want(self, version: Version) -> None:
        """Make the columns of a version once no other has come for a moment."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.is_wanted(version) and columns_of(version) is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(_QUIET_S, self._begin, version)

    def close(self) -> None:
        """Make no more of them."""
        for going in (self._timer, self._task):
            if going is not None:
                going.cancel()
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def _begin(self, version: Version) -> None:
        self._timer = None
        if self._task is not None and not self._task.done():
            # One at a time: those of the next are made of these.
            self.want(version)
            return
        self._task = asyncio.get_running_loop().create_task(self._make(version))

    async def _make(self, version: Version) -> None:
        words = [sys.executable, "-m", "peyvand.graph.version_columns"]
        words += [str(self._versions.home), str(version.number)]
        self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL)
        await asyncio.to_thread(self._process.wait)
        if columns_of(version) is not None:
            self._made(version)
