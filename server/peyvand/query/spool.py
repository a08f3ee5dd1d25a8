"""What a worker has written and a client has not yet read: a little in memory, the rest on disk.

So a slow reader holds no worker, and an answer of any size takes a bounded amount of memory.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections import deque
from collections.abc import Callable
from typing import IO

from peyvand.errors import PeyvandError

# What one answer may hold in memory, and how much is read back from the disk at a time.
MEMORY = 1024 * 1024
_PIECE = 256 * 1024


class DiskQuota:
    """The disk that all spools together may take, in bytes."""

    def __init__(self, size: int) -> None:
        self.left = size


class Spool:
    """A pipe with one writer, which is never awaited, and one reader.

    Args:
        quota: the disk that is left.
        pause: called when the writer must stop, since there is no room.
        resume: called when it may go on.
    """

    def __init__(
        self, quota: DiskQuota, pause: Callable[[], None], resume: Callable[[], None]
    ) -> None:
        self._quota, self._pause, self._resume = quota, pause, resume
        self._pieces: deque[bytes] = deque()
        self._held = 0
        self._file: IO[bytes] | None = None
        self._written = self._read = 0
        self._paused = self._ended = self._closed = False
        self._error: PeyvandError | None = None
        self._news: asyncio.Future[None] | None = None
        self.size = 0

    @property
    def ended(self) -> bool:
        """Whether the writer is done, well or not."""
        return self._ended

    @property
    def whole(self) -> bytes | None:
        """The whole answer, if it is complete, in memory, and not yet read from."""
        if self._ended and self._error is None and self._file is None:
            return b"".join(self._pieces)
        return None

    def feed(self, data: bytes) -> None:
        """Take a piece."""
        if self._closed:
            return
        self.size += len(data)
        if self._file is None and self._held + len(data) <= MEMORY:
            self._pieces.append(data)
            self._held += len(data)
        else:
            if self._file is None:
                self._file = tempfile.TemporaryFile(prefix="peyvand-")  # noqa: SIM115
            self._file.seek(self._written)
            self._file.write(data)
            self._written += len(data)
            self._quota.left -= len(data)
            if self._quota.left <= 0 and not self._paused:
                self._paused = True
                self._pause()
        self._wake()

    def finish(self) -> None:
        """Mark the end of a complete answer."""
        self._ended = True
        self._wake()

    def fail(self, error: PeyvandError) -> None:
        """Mark the end of an answer that is not complete."""
        if not self._ended:
            self._error, self._ended = error, True
            self._wake()

    async def read(self) -> bytes:
        """The next piece; nothing at the end.

        Raises:
            PeyvandError: the answer is not complete.
        """
        while True:
            if self._pieces:
                piece = self._pieces.popleft()
                self._held -= len(piece)
                return piece
            if self._read < self._written:
                return self._from_disk()
            if self._ended:
                if self._error is not None:
                    raise self._error
                return b""
            self._news = asyncio.get_running_loop().create_future()
            await self._news

    def close(self) -> None:
        """Let go of everything; what still comes is dropped."""
        if self._closed:
            return
        self._closed = True
        self._pieces.clear()
        self._forget()

    def _from_disk(self) -> bytes:
        assert self._file is not None
        self._file.seek(self._read)
        piece = self._file.read(_PIECE)
        self._read += len(piece)
        if self._read == self._written:
            self._forget()
        return piece

    def _forget(self) -> None:
        """Give the disk back."""
        if self._file is not None:
            self._quota.left += self._written
            self._file.close()
            self._file = None
            self._written = self._read = 0
        if self._paused and not self._ended:
            self._paused = False
            self._resume()

    def _wake(self) -> None:
        if self._news is not None and not self._news.done():
            self._news.set_result(None)
