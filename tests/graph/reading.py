"""Stores on the disk that are read once, however many copies of their files are looked at.

To open a store takes a hundred times as long as to read its files, and whoever looks at every end
of a step finds most stores as they were at the end before.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from pyoxigraph import Store

from peyvand.graph import verification

# What the engine notes about itself, which is no part of a store.
_OWN = ("LOG", "LOCK")


class Reading:
    """Opens stores, those of which all files are the same only once."""

    def __init__(self) -> None:
        self._known: dict[bytes, Store] = {}

    def read_only(self, path: str) -> Store:
        """What a store holds, in memory.

        Args:
            path: its folder.

        Raises:
            OSError: it cannot be opened, which is tried each time.
        """
        digest = hashlib.blake2b()
        for file in sorted(Path(path).iterdir()):
            if file.name not in _OWN:
                content = file.read_bytes()
                digest.update(f"{file.name} {len(content)} ".encode() + content)
        key = digest.digest()
        if key not in self._known:
            found, copy = Store.read_only(path), Store()
            copy.extend(found)
            for name in found.named_graphs():
                copy.add_graph(name)
            self._known[key] = copy
        return self._known[key]


def read_once(patch: pytest.MonkeyPatch) -> Reading:
    """Have ``verify`` read the same files of stores once."""
    reading = Reading()
    patch.setattr(verification, "Store", SimpleNamespace(read_only=reading.read_only))
    return reading
