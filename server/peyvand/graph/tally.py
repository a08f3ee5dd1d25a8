"""A checksum of a whole graph that a change brings up to date without reading the graph.

It is the sum, modulo 2²⁵⁶, of the SHA-256 checksums of the lines of N-Quads that a dump has: the
order has no say, and what a line adds, its removal takes away. It tells damage, and whether two
graphs are the same; it is no proof against somebody who forges lines so that they add up, which
the checksums of files and the signature of a backup are for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from peyvand.graph.patch import Patch

_MODULUS = 1 << 256


@dataclass(frozen=True)
class Tally:
    """How many lines a graph has, and their sum."""

    count: int = 0
    sum: int = 0

    @classmethod
    def of(cls, lines: Iterable[bytes]) -> Tally:
        """The tally of some lines, each with its end."""
        count = total = 0
        for line in lines:
            count += 1
            total += int.from_bytes(hashlib.sha256(line).digest())
        return cls(count, total % _MODULUS)

    @classmethod
    def read(cls, count: int, text: str) -> Tally:
        """The tally that a manifest tells."""
        return cls(count, int(text, 16))

    def then(self, patch: Patch) -> Tally:
        """The tally after a change of which every line is one: it adds none that is there."""
        more, less = Tally.of(patch.added), Tally.of(patch.removed)
        total = (self.sum + more.sum - less.sum) % _MODULUS
        return Tally(self.count + more.count - less.count, total)

    @property
    def text(self) -> str:
        """The sum in hexadecimal."""
        return f"{self.sum:064x}"
