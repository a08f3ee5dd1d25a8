"""The lines of any version: from the nearest that keeps a dump, and the changes in between."""

from __future__ import annotations

import fcntl
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from peyvand.errors import Damaged, NotFound
from peyvand.graph.checksums import checksums, intact
from peyvand.graph.durable import sync_file, sync_folder
from peyvand.graph.layout import DUMP, DUMP_SUM, PATCH, STORE, UNFINISHED
from peyvand.graph.patch import Patch, read_patch
from peyvand.graph.stores import dumped
from peyvand.graph.tally import Tally
from peyvand.graph.versions import Version, Versions, sha256
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
    if not version.dump.is_file():
        keep_dump(version, lines_of(versions, version))
    return intact(version, DUMP)


def keep_dump(version: Version, lines: Iterable[bytes]) -> None:
    """Write a dump beside a version; it is there whole, with its checksum, or not at all."""
    made = version.path / UNFINISHED
    with made.open("ab") as file:
        # One at a time; whoever waited finds it done.
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)
        if not made.exists() or not os.path.samestat(made.stat(), os.fstat(file.fileno())):
            return
        file.truncate(0)
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())
        text = f"{sha256(made)}  {DUMP}\n"
        # Without its checksum nobody would believe it.
        if text.strip() not in checksums(version):
            (version.path / DUMP_SUM).write_text(text, encoding="utf-8")
            sync_file(version.path / DUMP_SUM)
        made.replace(version.dump)
        sync_folder(version.path)


def tally_of(versions: Versions, version: Version) -> Tally:
    """What the lines of a version add up to, by its manifest or by reading them.

    Raises:
        Damaged: see ``lines_of``.
    """
    if version.tally is not None:
        return version.tally
    try:
        with intact(version, DUMP).open("rb") as lines:
            return Tally.of(lines)
    except Damaged:
        return Tally.of(lines_of(versions, version))


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
