"""The index in which writers look names up: a file of the home that follows the graph in place.

That of a version is a copy of the one before, for many read both; who holds the lock of a home is
alone, and need not copy what did not change.
"""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from pathlib import Path

from pyoxigraph import Store

from peyvand.errors import NotFound, StorageFull
from peyvand.graph.steps import change
from peyvand.graph.versions import Version, Versions
from peyvand.search.identifiers import country_identifier
from peyvand.search.index import Index
from peyvand.search.making import facts_of, index_of
from peyvand.search.renewal import renew
from peyvand.search.tables import FORMAT
from peyvand.search.touched import touched
from peyvand.wording import say

log = logging.getLogger(__name__)
NAME = ".names.sqlite"


def prepare() -> None:
    """Load what names are compared by, which every process that is forked later then has."""
    country_identifier("Iran")


def following_index(versions: Versions, version: Version, store: Store) -> Index:
    """The index of the current version, for whoever holds the lock of the home and closes it.

    Args:
        versions: the home.
        version: the current version.
        store: its graph.

    Raises:
        StorageFull: there is no room for it.
        Damaged: the graph of the version cannot be had.
    """
    path = versions.home / NAME
    try:
        if _is_brought_up(path, versions, version, store):
            return Index(path)
    except (sqlite3.Error, OSError) as error:
        log.warning("the index for writers is made anew: %s", error)
    try:
        for stray in (path, path.with_name(f"{NAME}-journal")):
            stray.unlink(missing_ok=True)
        with closing(index_of(versions, version)) as index:
            index.copy(path)
        return Index(path)
    except (sqlite3.Error, OSError) as error:
        raise StorageFull(**say("disk-full")) from error


def _is_brought_up(path: Path, versions: Versions, version: Version, store: Store) -> bool:
    """Bring the file up to a version, if it is there and of one from which that can be done."""
    if not path.is_file():
        return False
    # What a process that was killed left half done is undone when the file is read.
    with closing(sqlite3.connect(path)) as file:
        facts = dict(file.execute("SELECT name, value FROM facts"))
    if facts.get("format") != str(FORMAT):
        return False
    try:
        former = versions.get(int(facts["version"]))
    except NotFound:
        return False
    if facts["graph_sum"] != former.graph_sum:
        return False
    if former.number == version.number:
        return True
    patch = change(versions, former.number, version)
    anew = touched(store, patch) if patch is not None else None
    if anew is None:
        return False
    renew(path, anew, facts_of(version), in_place=True)
    return True
