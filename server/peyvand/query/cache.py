"""The answers of repeated queries, bounded in bytes, the least recently used given up first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

# What an entry takes beside its body, roughly.
_OVERHEAD = 1024
# No answer takes more than this part of the cache.
_LARGEST = 16


@dataclass(frozen=True)
class Entry:
    """A whole answer."""

    content_type: str
    encoding: str | None
    body: bytes
    # What the query names and the graph does not have; see ``unknown``.
    unknown: tuple[dict[str, Any], ...] = ()
    # Which engine gave it.
    engine: str = "store"


class ResultCache:
    """Answers by what was asked.

    Args:
        size: the most bytes to hold; 0 holds nothing.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: OrderedDict[Hashable, Entry] = OrderedDict()
        self._held = 0

    def get(self, key: Hashable) -> Entry | None:
        """The answer, if it is held."""
        entry = self._entries.get(key)
        if entry is not None:
            self._entries.move_to_end(key)
        return entry

    def put(self, key: Hashable, entry: Entry) -> None:
        """Hold an answer, if it is not too large."""
        cost = len(entry.body) + _OVERHEAD
        if cost * _LARGEST > self._size or key in self._entries:
            return
        self._entries[key] = entry
        self._held += cost
        while self._held > self._size:
            _, old = self._entries.popitem(last=False)
            self._held -= len(old.body) + _OVERHEAD

    def clear(self) -> None:
        """Give everything up."""
        self._entries.clear()
        self._held = 0
