"""The answer to a query, whole or in pieces."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any


class TooLong(Exception):
    """An answer is longer than whoever reads it can take; each says it in its own words."""


async def joined(pieces: AsyncIterator[bytes], most: int = sys.maxsize) -> bytes:
    """The pieces of an answer as a whole.

    Raises:
        TooLong: there are more than so many bytes.
        PeyvandError: the answer fails.
    """
    whole = bytearray()
    async for piece in pieces:
        whole += piece
        if len(whole) > most:
            raise TooLong
    return bytes(whole)


@dataclass
class Answer:
    """The beginning of an answer: either ``body`` is all of it, or ``pieces`` gives it."""

    content_type: str
    encoding: str | None
    version: int
    name: str
    body: bytes | None
    pieces: AsyncIterator[bytes] | None = None
    # Ends what still runs; to be called when nobody reads on.
    close: Callable[[], None] = lambda: None
    # What the query names and the graph does not have, beside an empty answer; see ``unknown``.
    unknown: tuple[dict[str, Any], ...] = ()
    # Which engine gave it: ``store`` or ``columns``.
    engine: str = "store"

    async def whole(self, most: int = sys.maxsize) -> bytes:
        """All of it, after which it is ended; see ``joined`` for what is raised."""
        try:
            if self.body is not None:
                return self.body
            assert self.pieces is not None
            return await joined(self.pieces, most)
        finally:
            self.close()
