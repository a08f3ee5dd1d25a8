"""Which items have come by: a bit an item, so that a whole dump fits in a few megabytes."""

from __future__ import annotations

_PAGE = 1 << 16
# Wikidata counts to a tenth of this. Larger numbers are made up, and might have a page each.
_MOST = 1 << 30


class Seen:
    """A set of numbers, small where they are dense, as those of items in a dump are."""

    def __init__(self) -> None:
        self._pages: dict[int, bytearray] = {}
        self._beyond: set[int] = set()

    def add(self, number: int) -> bool:
        """Add a number; whether it is new."""
        if number >= _MOST:
            new = number not in self._beyond
            self._beyond.add(number)
            return new
        page, place = divmod(number, _PAGE)
        bits = self._pages.get(page)
        if bits is None:
            bits = self._pages[page] = bytearray(_PAGE // 8)
        at, bit = place >> 3, 1 << (place & 7)
        new = not bits[at] & bit
        bits[at] |= bit
        return new
