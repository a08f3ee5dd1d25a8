"""What older versions lose: whatever can be made again from what they and others keep."""

from __future__ import annotations

import json
import os
from pathlib import Path

from peyvand.graph.durable import gone_name, remove
from peyvand.graph.layout import BULK, DUMP, DUMP_SUM, INDEXES, MANIFEST, PATCH, WRITES

# What no patch tells: what a build kept, and what came with a backup.
_BEGINNINGS = ("build", "restore")


def thin(folder: Path, newest: int, keep: int) -> None:
    """Have only the newest versions stay whole; of older ones the changes are kept.

    Of every row of versions that lead to each other by their changes, at least one keeps a dump,
    from which all of them are made: the newest that has one.

    Args:
        folder: that of the versions.
        newest: the number of the current version.
        keep: how many stay whole.
    """
    row = _Row(folder, newest)
    old = []
    number = newest - keep
    # Whoever ended here before has left the newer ones whole.
    while number > 0 and row.given_up(number):
        old.append(number)
        number -= 1
    for name in (DUMP, *INDEXES):
        if any(row.has(n, name) for n in range(number + 1, newest + 1)):
            # Older versions keep theirs no longer for the sake of others.
            kept = (int(path.parent.name) for path in folder.glob(f"[0-9]*/{name}"))
            old += [n for n in kept if n <= number]
    for number in sorted(set(old)):
        for name in row.given_up(number):
            remove(row.path(number, name))


class _Row:
    """The files of the versions up to the current one."""

    def __init__(self, folder: Path, newest: int) -> None:
        self._folder, self._newest = folder, newest

    def path(self, number: int, name: str) -> Path:
        """Where a file of a version is."""
        return self._folder / f"{number:06d}" / name

    def has(self, number: int, name: str) -> bool:
        """Whether a version has a file; asked of many."""
        return os.path.exists(f"{self._folder}/{number:06d}/{name}")

    def given_up(self, number: int) -> list[str]:
        """What of a version may go, and is there."""
        there = [
            name for name in BULK if self.has(number, name) or self.has(number, gone_name(name))
        ]
        if not there or not self.has(number + 1, PATCH):
            return []
        newer = self._newer_dump(number)
        if not newer and not self._older_dump(number):
            return []
        kept: set[str] = set()
        if not newer:
            kept |= {DUMP, DUMP_SUM}
        # Those of later versions are made of the last.
        kept |= {name for name in INDEXES if name in there and not self._newer(number, name)}
        if WRITES in there and self._kind(number) in _BEGINNINGS:
            kept.add(WRITES)
        return [name for name in there if name not in kept]

    def _newer_dump(self, number: int) -> bool:
        while number < self._newest and self.has(number + 1, PATCH):
            number += 1
            if self.has(number, DUMP):
                return True
        return False

    def _newer(self, number: int, name: str) -> bool:
        return any(self.has(n, name) for n in range(number + 1, self._newest + 1))

    def _older_dump(self, number: int) -> bool:
        while not self.has(number, DUMP):
            if not self.has(number, PATCH):
                return False
            number -= 1
        return True

    def _kind(self, number: int) -> str:
        try:
            manifest = json.loads(self.path(number, MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            # Of what cannot be read nothing more is given up.
            return _BEGINNINGS[0]
        return str(manifest.get("kind"))
