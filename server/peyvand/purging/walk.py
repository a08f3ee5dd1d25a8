"""The graphs of versions one after another, from the newest to the oldest."""

from __future__ import annotations

import secrets
import shutil
from pathlib import Path

from pyoxigraph import Store

from peyvand.errors import Damaged
from peyvand.graph.checksums import intact
from peyvand.graph.layout import PATCH
from peyvand.graph.lines import lines_of
from peyvand.graph.opening import in_memory
from peyvand.graph.patch import Patch, quads, read_patch
from peyvand.graph.versions import Version, Versions
from peyvand.graph.working import share

# Larger graphs stay on the disk, however much longer that takes.
_IN_MEMORY = 1_000_000


class Walk:
    """A store that goes from version to version by their changes.

    Args:
        versions: where they are.
        scratch: a folder for it.
    """

    def __init__(self, versions: Versions, scratch: Path) -> None:
        self._versions, self._scratch = versions, scratch
        self._store: Store | None = None
        self._number = 0

    def at(self, version: Version) -> Store:
        """The graph of a version; whoever changes it must undo that before the next is asked for.

        Raises:
            Damaged: it cannot be had.
        """
        after = Version(self._versions.folder / f"{version.number + 1:06d}")
        patch = change_of(after) if self._number == after.number else None
        if self._store is not None and patch is not None:
            patch.inverse.apply(self._store)
        elif self._number != version.number or self._store is None:
            self._store = None
            self._store = self._opened(version)
        self._number = version.number
        return self._store

    def _opened(self, version: Version) -> Store:
        if version.manifest["quads"] <= _IN_MEMORY:
            return in_memory(self._versions, version)
        target = self._scratch / secrets.token_hex(8)
        if version.store.is_dir():
            share(version.store, target)
            try:
                return Store(str(target))
            except (OSError, RuntimeError):
                shutil.rmtree(target, ignore_errors=True)
        store = Store(str(target))
        store.bulk_extend(quads(lines_of(self._versions, version)))
        return store


def change_of(version: Version) -> Patch | None:
    """What a version changes of the one before; None where nothing tells that."""
    if not version.patch.is_file():
        return None
    try:
        return read_patch(intact(version, PATCH))
    except Damaged:
        return None
