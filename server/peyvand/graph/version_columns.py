"""The columns of a version, beside its store: found if they are its own, and made if not.

Those of a version that follows another one with columns are made of them, by what was changed in
between; any other's of its whole graph. Without them a version is answered by its store alone, so
that whatever is wrong with them hinders nobody.

Run as ``python -m peyvand.graph.version_columns HOME NUMBER``, they are made in a process of its
own, which gives way to whoever waits for an answer.
"""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from pyoxigraph import RdfFormat, Store

from peyvand.columns.facts import Facts, facts_of, named
from peyvand.errors import Damaged, PeyvandError, Withheld
from peyvand.graph.checksums import intact
from peyvand.graph.durable import remove, sync, sync_folder
from peyvand.graph.layout import COLUMNS, DUMP
from peyvand.graph.lines import lines_of
from peyvand.graph.patch import Patch
from peyvand.graph.steps import change
from peyvand.graph.versions import Version, Versions

# A server asks what columns there are, and makes none: it waits for none of what they are made by.
if TYPE_CHECKING:
    from peyvand.columns.encoding import Array

# Quads below which the store answers everything in moments.
SMALL = 50_000
log = logging.getLogger(__name__)


def facts(version: Version) -> Facts | None:
    """What is told of the columns of a version; None if it has none of its very graph."""
    found = facts_of(version.path / COLUMNS)
    return found if found and found.graph_sum and found.graph_sum == version.graph_sum else None


def told(version: Version) -> dict[str, int | float] | None:
    """What lists of versions say of the columns that one has now: their size and their making."""
    found = facts(version)
    if found is None:
        return None
    return {"bytes": found.bytes, "seconds": found.seconds, "changed": found.changed}


def columns_of(version: Version) -> Path | None:
    """The folder with the columns of a version; None if it has none."""
    return version.path / COLUMNS if facts(version) else None


def begin_columns(folder: Path, before: Version | None, patch: Patch) -> None:
    """Make the columns of a candidate, of which ``named_columns`` says later whose they are.

    It goes without them if they cannot be made.

    Args:
        folder: the candidate's, with its dump.
        before: the version that it follows, if any.
        patch: what it changes of that.
    """
    from peyvand.columns.bases import made
    from peyvand.columns.changes import changed

    def make(place: Path) -> Facts:
        if before is not None and facts(before):
            former = before.path / COLUMNS
            if found := changed(former, place, patch.added, patch.removed, ""):
                return found
        return made(_mapped(folder / DUMP), place)

    _tried(folder, lambda: make(folder / COLUMNS))


def named_columns(folder: Path, graph_sum: str) -> dict[str, Any]:
    """Say whose the columns of a candidate are, if it has some; and what its manifest tells."""
    if facts_of(folder / COLUMNS) is None:
        shutil.rmtree(folder / COLUMNS, ignore_errors=True)
        return {}
    found = named(folder / COLUMNS, graph_sum)
    return {COLUMNS: {"bytes": found.bytes, "seconds": found.seconds}}


def are_own(versions: Versions, version: Version) -> bool:
    """Whether the columns that stand beside a version hold its graph, and nothing else.

    Raises:
        Damaged: the graph of the version cannot be had.
        OSError: the columns cannot be read.
    """
    import duckdb

    from peyvand.columns.bases import is_of

    folder = columns_of(version)
    if folder is None:
        return False
    try:
        return is_of(folder, lines_as_array(versions, version))
    except duckdb.Error as error:
        raise OSError(str(error)) from error


def make_columns(versions: Versions, version: Version) -> Facts | None:
    """Make the columns of a version, unless it has them.

    Args:
        versions: where it is.
        version: the version.

    Returns:
        What they are; None if they cannot be made: the home is read-only or full, or they have no
        place for a term of the graph (RDF 1.2).

    Raises:
        Damaged: the graph of the version cannot be had.
        Withheld: something was withdrawn from it meanwhile.
    """
    if (found := facts(version)) or not os.access(version.path, os.W_OK):
        return found
    try:
        lock = os.open(version.path, os.O_RDONLY)
    except FileNotFoundError:
        # It is being made anew without what was withdrawn.
        return None
    try:
        # One at a time; whoever waited finds it done.
        fcntl.flock(lock, fcntl.LOCK_EX)
        return facts(version) or _followed(versions, version) or _whole(versions, version)
    finally:
        os.close(lock)


def _followed(versions: Versions, version: Version) -> Facts | None:
    """Make them of those of the last version before that has some, if little lies between."""
    earlier = (v for v in reversed(versions.all()) if v.number < version.number)
    former = next((v for v in earlier if facts(v)), None)
    if former is None:
        return None
    patch = change(versions, former.number, version)
    if patch is None:
        return None
    from peyvand.columns.changes import changed

    before = former.path / COLUMNS

    def make(folder: Path) -> Facts | None:
        return changed(before, folder, patch.added, patch.removed, version.graph_sum)

    return _placed(version, make)


def _whole(versions: Versions, version: Version) -> Facts | None:
    from peyvand.columns.bases import made

    lines = lines_as_array(versions, version)
    return _placed(version, lambda folder: made(lines, folder, version.graph_sum))


def _placed(version: Version, make: Callable[[Path], Facts | None]) -> Facts | None:
    """Have columns that are made in a folder of their own take their place, whole."""
    place, scratch = version.path / COLUMNS, version.path / f".{COLUMNS}-new"

    def put() -> Facts | None:
        shutil.rmtree(scratch, ignore_errors=True)
        made = make(scratch)
        if made is not None:
            sync(scratch)
            remove(place)
            scratch.rename(place)
            sync_folder(version.path)
        return made

    made = _tried(version.path, put)
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        version.check()
    except Withheld:
        remove(place)
        raise
    return made


def _tried(folder: Path, make: Callable[[], Facts | None]) -> Facts | None:
    """What is made, if it can be."""
    # What they are made by takes as long to load as a small change of them.
    import duckdb

    from peyvand.columns.encoding import Unstorable

    try:
        return make()
    except (OSError, duckdb.Error, Unstorable) as error:
        log.warning("%s has no columns: %r", folder, error)
        return None


def lines_as_array(versions: Versions, version: Version) -> Array:
    """The bytes of the lines of a version, in no order; not in memory where a file can have them.

    Raises:
        Damaged: they cannot be had.
    """
    import numpy as np

    with suppress(Damaged):
        if version.dump.is_file():
            return _mapped(intact(version, DUMP))
    if version.store.is_dir():
        with suppress(OSError, RuntimeError), tempfile.TemporaryFile() as file:
            Store.read_only(str(version.store)).dump(file, format=RdfFormat.N_QUADS)
            return _mapped(file)
    return np.frombuffer(b"".join(lines_of(versions, version)), np.uint8)


def _mapped(file: Path | IO[bytes]) -> Array:
    import numpy as np

    size = file.stat().st_size if isinstance(file, Path) else file.seek(0, os.SEEK_END)
    # Of nothing there is no map.
    return np.memmap(file, np.uint8, "r") if size else np.empty(0, np.uint8)


if __name__ == "__main__":
    os.nice(10)
    _versions = Versions(Path(sys.argv[1]))
    # Of a version that is withheld or damaged there is nothing to make, and it is told elsewhere.
    with suppress(PeyvandError):
        make_columns(_versions, _versions.get(int(sys.argv[2])))
