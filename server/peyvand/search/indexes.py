"""Which index is of which version: kept beside the version, and made when it is missing."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from peyvand.errors import Overloaded, StorageFull
from peyvand.graph.history import opened
from peyvand.graph.versions import SEARCH, Version, Versions
from peyvand.search.entries import read_entries
from peyvand.search.index import Index, write_index
from peyvand.search.namesakes import shared_names
from peyvand.wording import say

# Indexes that stay open: the current one, and those of versions that somebody looks back at.
_MOST_OPEN = 4


def index_of(versions: Versions, version: Version) -> Index:
    """The index of a version; made first if there is none, or none of this very version.

    Raises:
        StorageFull: there is no room for it.
        Damaged: the graph of the version cannot be had.
    """
    path = version.path / SEARCH
    index = _opened(version)
    if index is not None:
        return index
    store = opened(versions, version)
    # Whoever makes it writes a file of its own and moves it into place: of two that do so at the
    # same time either may be last, for both files say the same.
    try:
        handle, name = tempfile.mkstemp(prefix=".search-", dir=version.path)
    except OSError:
        # The home may be read-only; then the index lives as long as the process has it open.
        handle, name = tempfile.mkstemp(prefix="peyvand-search-")
        path = Path(name)
    os.close(handle)
    temporary = Path(name)
    try:
        entries = read_entries(store)
        write_index(temporary, entries, _facts(version), shared_names(entries))
        temporary.chmod(0o644)
        if temporary != path:
            temporary.replace(path)
        return Index(path)
    except (OSError, sqlite3.Error) as error:
        raise StorageFull(**say("disk-full")) from error
    finally:
        temporary.unlink(missing_ok=True)


def _opened(version: Version) -> Index | None:
    """The index that is there, if it is whole and of this version and program."""
    path = version.path / SEARCH
    if not path.is_file():
        return None
    try:
        index = Index(path)
    except sqlite3.Error:
        return None
    if all(index.facts.get(name) == value for name, value in _facts(version).items()):
        return index
    index.close()
    return None


def _facts(version: Version) -> dict[str, str]:
    # A folder's number can come again after a restore; its checksum cannot with another graph.
    whole = str(version.manifest.get("graph_sum", ""))
    return {"version": str(version.number), "graph_sum": whole}


class Indexes:
    """The open indexes of a home; may be asked from any thread.

    Args:
        versions: the home.
        patience_s: how long a request may wait for an index that is being made, by a process of
            its own so that a server goes on answering; None makes it here, however long it takes.
    """

    def __init__(self, versions: Versions, patience_s: float | None = None) -> None:
        self._versions, self._patience_s = versions, patience_s
        self._lock = threading.Lock()
        self._open: dict[tuple[str, str], Index] = {}
        self._making: dict[tuple[str, str], subprocess.Popen[bytes]] = {}

    def of(self, version: Version) -> Index:
        """The index of a version, made if need be.

        Raises:
            Overloaded: it is being made, and that takes longer than the patience.
        """
        name = (str(version.path), str(version.manifest.get("graph_sum", "")))
        with self._lock:
            index = self._open.pop(name, None) or _opened(version)
            if index is not None:
                return self._kept(name, index)
            if self._patience_s is None:
                return self._kept(name, index_of(self._versions, version))
            process = self._making.get(name)
            if process is None:
                process = self._making[name] = _start(self._versions, version)
        try:
            process.wait(self._patience_s)
        except subprocess.TimeoutExpired as error:
            raise Overloaded(**say("index-making", number=version.number)) from error
        with self._lock:
            self._making.pop(name, None)
            # What the other process could not write, because the home is read-only, is made here.
            index = self._open.pop(name, None) or index_of(self._versions, version)
            return self._kept(name, index)

    def close(self) -> None:
        """Close every index, and end the making of others."""
        with self._lock:
            while self._open:
                self._open.popitem()[1].close()
            while self._making:
                process = self._making.popitem()[1]
                process.kill()
                process.wait()

    def _kept(self, name: tuple[str, str], index: Index) -> Index:
        self._open[name] = index
        while len(self._open) > _MOST_OPEN:
            # Whoever still reads it keeps it open; it is closed when nobody does.
            del self._open[next(iter(self._open))]
        return index


def _start(versions: Versions, version: Version) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-m", "peyvand.search", str(versions.home), str(version.number)]
    return subprocess.Popen(words, stdin=subprocess.DEVNULL)
