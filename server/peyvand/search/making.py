"""The file of an index, beside its version, and made when it is missing.

That of a version that follows another one with an index is a copy of it, brought up to what was
changed in between; any other is made of the whole graph.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from peyvand.errors import StorageFull, Withheld
from peyvand.graph.opening import opened
from peyvand.graph.steps import change
from peyvand.graph.versions import SEARCH, Version, Versions
from peyvand.search.entries import read_entries
from peyvand.search.index import Index, write_index
from peyvand.search.namesakes import namesakes_of
from peyvand.search.renewal import renew
from peyvand.search.touched import touched
from peyvand.wording import say

log = logging.getLogger(__name__)

_UNFINISHED = ".search-"


def index_of(versions: Versions, version: Version) -> Index:
    """The index of a version; made first if there is none, or none of this very version.

    Raises:
        StorageFull: there is no room for it.
        Damaged: the graph of the version cannot be had.
    """
    index = opened_index(version)
    if index is None and (former := former_index(versions, version)) is not None:
        index = renewed_index(versions, version, former)
    return index or whole_index(versions, version)


def opened_index(version: Version) -> Index | None:
    """The index that is there, if it is whole and of this version and program."""
    path = version.path / SEARCH
    if not path.is_file():
        return None
    try:
        index = Index(path)
    except sqlite3.Error:
        return None
    if all(index.facts.get(name) == value for name, value in facts_of(version).items()):
        return index
    index.close()
    return None


def former_index(versions: Versions, version: Version) -> Index | None:
    """The index of the last version before one, of those that have an index."""
    for former in reversed(versions.all()):
        if former.number < version.number and (index := opened_index(former)) is not None:
            return index
    return None


def renewed_index(versions: Versions, version: Version, former: Index) -> Index | None:
    """The index of a version made of that of one before; None if too much lies between them.

    Raises:
        StorageFull: there is no room for it.
        Damaged: the graph of the version cannot be had.
    """
    patch = change(versions, former.version, version)
    anew = touched(opened(versions, version), patch) if patch is not None else None
    if anew is None:
        return None

    def write(path: Path) -> None:
        former.copy(path)
        renew(path, anew, facts_of(version))

    try:
        return _written(version, write)
    except sqlite3.DatabaseError:
        log.warning("the index of version %d is damaged", former.version)
        return None


def whole_index(versions: Versions, version: Version) -> Index:
    """The index of a version made of its whole graph.

    Raises:
        StorageFull: there is no room for it.
        Damaged: the graph of the version cannot be had.
    """
    store = opened(versions, version)

    def write(path: Path) -> None:
        entries = read_entries(store)
        write_index(path, entries, facts_of(version), namesakes_of(entries))

    return _written(version, write)


def _written(version: Version, write: Callable[[Path], None]) -> Index:
    path = version.path / SEARCH
    _clear(version.path)
    # Whoever makes it writes a file of its own and moves it into place: of two that do so at the
    # same time either may be last, for both files say the same.
    try:
        handle, name = tempfile.mkstemp(prefix=_UNFINISHED, dir=version.path)
    except OSError:
        # The home may be read-only; then the index lives as long as the process has it open.
        handle, name = tempfile.mkstemp(prefix="peyvand-search-")
        path = Path(name)
    temporary = Path(name)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        write(temporary)
        temporary.chmod(0o644)
        if temporary != path:
            temporary.replace(path)
            _still_of(version, path)
        return Index(path)
    except (OSError, sqlite3.OperationalError) as error:
        raise StorageFull(**say("disk-full")) from error
    finally:
        temporary.unlink(missing_ok=True)
        os.close(handle)


def _clear(folder: Path) -> None:
    """Remove the files of those who were killed while they made an index: nobody locks them."""
    for path in folder.glob(f"{_UNFINISHED}*"):
        # In a home that is only read they stay.
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()


def _still_of(version: Version, path: Path) -> None:
    """Remove an index of a version that was made anew while it was written.

    Raises:
        Withheld: it was.
    """
    try:
        version.check()
    except Withheld:
        path.unlink(missing_ok=True)
        raise


def facts_of(version: Version) -> dict[str, str]:
    """What an index tells of the version that it is of."""
    # A folder's number can come again after a restore; its checksum cannot with another graph.
    return {"version": str(version.number), "graph_sum": version.graph_sum}
