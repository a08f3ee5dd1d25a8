"""The lines of any version: from the nearest that keeps a dump, and the changes in between."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from peyvand.errors import Damaged, NotFound
from peyvand.graph.checksums import intact
from peyvand.graph.durable import sync_folder
from peyvand.graph.patch import Patch, read_patch
from peyvand.graph.stores import dumped
from peyvand.graph.tally import Tally
from peyvand.graph.versions import DUMP, DUMP_SUM, PATCH, STORE, Version, Versions, sha256
from peyvand.wording import say


def lines_of(versions: Versions, version: Version) -> list[bytes]:
    """The sorted lines of any version.

    A dump that is damaged is passed over, if another or a store tells the same.

    Raises:
        Damaged: a file on every way to them is missing, or is not what was written.
    """
    first: Damaged | None = None
    for name in (DUMP, STORE):
        for base in _nearest(versions, version, name):
            try:
                lines = dumped(base) if name == DUMP else stored_lines(base)
                patch = between(versions, base.number, version.number)
            except Damaged as error:
                first = first or error
            else:
                return patch.lines(lines) if patch else lines
    if first is not None:
        raise first
    last = list(_followers(versions, version))[-1]
    reason = f"{DUMP} is missing"
    if last.number < versions.current().number:
        last, reason = Version(versions.folder / f"{last.number + 1:06d}"), f"{PATCH} is missing"
    raise Damaged(**say("damaged-version", number=last.number, reason=reason))


def between(versions: Versions, start: int, end: int) -> Patch:
    """What leads from one version to another, older or newer: their changes put together.

    Raises:
        Damaged: a change on the way is missing, or is not what was written.
    """
    whole = Patch()
    for number in range(min(start, end) + 1, max(start, end) + 1):
        patch = read_patch(intact(Version(versions.folder / f"{number:06d}"), PATCH))
        # What is undone last was done first: patches are put together backwards.
        whole = whole.then(patch) if start < end else patch.inverse.then(whole)
    return whole


def dump_of(versions: Versions, version: Version) -> Path:
    """The dump of a version beside its other files, made if it is not there.

    Raises:
        Damaged: see ``lines_of``; or the dump that is there is not what was written.
        OSError: the home cannot be written.
    """
    if version.dump.is_file():
        return intact(version, DUMP)
    keep_dump(version, lines_of(versions, version))
    return version.dump


def keep_dump(version: Version, lines: Iterable[bytes]) -> None:
    """Write a dump beside a version; it is there whole, with its checksum, or not at all."""
    handle, name = tempfile.mkstemp(prefix=".dump-", dir=version.path)
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(lines)
            file.flush()
            os.fsync(handle)
        made.chmod(0o644)
        _replace(version.path / DUMP_SUM, f"{sha256(made)}  {DUMP}\n")
        # Without its checksum nobody would believe it.
        sync_folder(version.path)
        made.replace(version.dump)
        sync_folder(version.path)
    finally:
        made.unlink(missing_ok=True)


def stored_lines(version: Version) -> list[bytes]:
    """The sorted lines of the store of a version, which its manifest vouches for.

    Raises:
        Damaged: it cannot be opened, or is not what was written, or nobody can tell.
    """
    try:
        lines = sorted(lines_in(Store.read_only(str(version.store))))
    except (OSError, RuntimeError) as error:
        raise Damaged(**say("damaged-version", number=version.number, reason=error)) from error
    if Tally.of(lines) != version.tally:
        reason = "its store is not the graph that was written"
        raise Damaged(**say("damaged-version", number=version.number, reason=reason))
    return lines


def lines_in(store: Store) -> Iterator[bytes]:
    """The lines of a store, in no order, without all of them being in memory."""
    with tempfile.TemporaryFile() as file:
        store.dump(file, format=RdfFormat.N_QUADS)
        file.seek(0)
        yield from file


def _nearest(versions: Versions, version: Version, name: str) -> Iterator[Version]:
    """The versions that keep a dump or a store and lead to another, the nearest first."""
    ways = _predecessors(versions, version), _followers(versions, version)
    found = [near for way in ways for near in way if (near.path / name).exists()]
    yield from sorted(dict.fromkeys(found), key=lambda v: abs(v.number - version.number))


def _followers(versions: Versions, version: Version) -> Iterator[Version]:
    """A version and those after it, as far as their changes are kept."""
    while True:
        yield version
        try:
            version = versions.get(version.number + 1)
        except NotFound:
            return
        if not version.patch.is_file():
            return


def _predecessors(versions: Versions, version: Version) -> Iterator[Version]:
    """A version and those before it, as far as the changes to it are kept."""
    while True:
        yield version
        if not version.patch.is_file():
            return
        try:
            version = versions.get(version.number - 1)
        except NotFound:
            return


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".sum-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(handle)
    made = Path(name)
    made.chmod(0o644)
    made.replace(path)
