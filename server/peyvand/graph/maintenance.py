"""Looking after the versions: verifying them and bringing them back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, Store

from peyvand.errors import Damaged, Overloaded, PeyvandError
from peyvand.graph.archives import is_backup, read_dump, unpack
from peyvand.graph.candidate_nodes import validate_store
from peyvand.graph.durable import make_folder, sync, sync_folder
from peyvand.graph.history import in_memory, lines_of, publish_lines
from peyvand.graph.normalised import Change, changes, notice
from peyvand.graph.patch import dump_lines
from peyvand.graph.rdf11 import storable
from peyvand.graph.stores import fill
from peyvand.graph.validate import read_shapes
from peyvand.graph.versions import (
    BULK,
    CHECKSUMS,
    DUMP,
    MANIFEST,
    RESTORED,
    Version,
    Versions,
    sha256,
)
from peyvand.graph.written import origin_of
from peyvand.resources import root
from peyvand.vocabulary.files import shape_files
from peyvand.wording import say

# How many literals that are kept in another form a manifest shows.
_MOST_TOLD = 20


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a version, and whether its graph can still be had."""

    number: int
    message: str
    readable: bool


def verify(versions: Versions) -> list[Finding]:
    """Everything that is wrong under a home folder.

    Checksums of all files are computed, every store is opened and its quads are compared with
    the dump; versions of which only the changes are kept are remade.
    """
    findings = [finding for version in versions.all() for finding in _examine(versions, version)]
    try:
        versions.current()
    except PeyvandError as error:
        findings.append(Finding(0, str(error), readable=False))
    return findings


def _examine(versions: Versions, version: Version) -> Iterator[Finding]:
    number = version.number
    try:
        manifest = version.manifest
        sums = (version.path / CHECKSUMS).read_text(encoding="utf-8").splitlines()
    except (Damaged, OSError, ValueError) as error:
        yield Finding(number, f"its manifest or checksums cannot be read: {error}", readable=False)
        return
    changed = list(_changed(version, sums))
    yield from changed
    try:
        lines = lines_of(versions, version)
    except Damaged as error:
        # A dump of another checksum is told already.
        if all(finding.readable for finding in changed):
            yield Finding(number, error.message, readable=version.store.is_dir())
        return
    if len(lines) != manifest["quads"]:
        text = f"it has {len(lines)} quads, and its manifest says {manifest['quads']}"
        yield Finding(number, text, readable=False)
    if version.store.is_dir():
        try:
            same = dump_lines(Store.read_only(str(version.store))) == lines
        except (OSError, RuntimeError) as error:
            yield Finding(number, f"its store cannot be opened: {error}", readable=True)
        else:
            if not same:
                yield Finding(number, "its store is not the graph of its dump", readable=True)
    elif version.dump.is_file() and version == versions.all()[-1]:
        yield Finding(number, "its store is missing", readable=True)


def _changed(version: Version, sums: list[str]) -> Iterator[Finding]:
    """Which files are not what was written."""
    for line in sums:
        expected, _, name = line.partition("  ")
        path = version.path / name
        if not path.is_file():
            if name not in BULK:
                yield Finding(version.number, f"{name} is missing", readable=name != MANIFEST)
        elif sha256(path) != expected:
            yield Finding(version.number, f"{name} is not what was written", readable=name != DUMP)


def repair(versions: Versions) -> Version:
    """Make the newest version whose graph can be had current, with a store made anew if needed.

    Nothing is removed; versions after it, if any, are moved aside to ``damaged``.

    Raises:
        PeyvandError: there is no such version.
    """
    with versions.locked():
        every = [Version(p) for p in sorted(versions.folder.glob("[0-9]*"))]
        for version in reversed(every):
            if not (version.path / MANIFEST).is_file():
                continue
            broken = list(_examine(versions, version))
            if version.dump.is_file() and all(finding.readable for finding in broken):
                _move_aside(versions, [v for v in every if v.number > version.number])
                if broken or not version.store.is_dir():
                    _remake_store(version)
                versions.point(version)
                return version
    raise PeyvandError(
        f"There is no version in {versions.home} that is whole.",
        "Restore a backup with: peyvand restore FILE, or build again.",
    )


def restore(versions: Versions, source: Path, keep: int, by: str = "") -> Version:
    """Bring back a backup, or the graph of an N-Quads dump (plain or .gz).

    Into an empty home a backup comes back with its whole history. Otherwise its graph becomes
    the next version, and what was there before stays in the history.

    Args:
        versions: where versions are kept.
        source: the file.
        keep: how many versions to keep whole.
        by: who brings it back, for the list of versions.

    Raises:
        Damaged: a file in the backup is not what was written.
        Overloaded: another process writes.
        PeyvandError: the file is no backup and no dump, or its graph violates the shapes.
    """
    with tempfile.TemporaryDirectory(prefix="peyvand-") as name:
        scratch = Path(name)
        origin = None
        changed: list[Change] = []
        try:
            if is_backup(source):
                number = unpack(source, scratch)
                inner = Versions(scratch)
                _refuse_changed(inner)
                if not versions.all():
                    return _revive(versions, scratch, number)
                version = inner.get(number)
                store = in_memory(inner, version)
                origin = origin_of(inner, version)
            else:
                store = Store()
                given = list(storable(read_dump(source)))
                store.bulk_extend(given)
                changed = changes(q.object for q in given if isinstance(q.object, Literal))
        except (OSError, EOFError, ValueError, SyntaxError) as error:
            raise PeyvandError(
                f"{source} is neither a backup nor N-Quads: {error}.",
                "Give a file that peyvand backup wrote, or a dump.",
            ) from error
    _conforms(store)
    more: dict[str, Any] = {
        "by": by,
        "normalised": [notice(change) for change in changed[:_MOST_TOLD]],
    }
    more["normalised_count"] = len(changed)
    return publish_lines(versions, store, dump_lines(store), "restore", keep, origin, **more)


def _refuse_changed(unpacked: Versions) -> None:
    for version in unpacked.all():
        sums = (version.path / CHECKSUMS).read_text(encoding="utf-8").splitlines()
        for finding in _changed(version, sums):
            raise Damaged(**say("damaged-version", number=version.number, reason=finding.message))


def _revive(versions: Versions, scratch: Path, number: int) -> Version:
    """Put a whole history into an empty home, by one rename: it is there whole, or not at all."""
    with versions.locked():
        versions.clear()
        if versions.all():
            # They came while the backup was unpacked.
            raise Overloaded(**say("write-busy"))
        whole = versions.home / RESTORED
        shutil.copytree(scratch / versions.folder.name, whole)
        _remake_store(Version(whole / f"{number:06d}"))
        sync(whole)
        # What an end of the process left there was no version.
        shutil.rmtree(versions.folder)
        # The link leads nowhere until the rename, so that no version is there that is not listed.
        version = Version(versions.folder / f"{number:06d}")
        versions.point(version)
        whole.rename(versions.folder)
        sync_folder(versions.home)
    return version


def _remake_store(version: Version) -> None:
    fresh = version.path / ".store"
    shutil.rmtree(fresh, ignore_errors=True)
    store = fill(Store(str(fresh)), version.dump, version.empty_graphs)
    store.flush()
    del store
    sync(fresh)
    shutil.rmtree(version.store, ignore_errors=True)
    fresh.rename(version.store)
    sync_folder(version.path)


def _move_aside(versions: Versions, damaged: list[Version]) -> None:
    folder = versions.home / "damaged"
    for version in damaged:
        make_folder(folder)
        target, count = folder / version.path.name, 1
        while target.exists():
            count += 1
            target = folder / f"{version.path.name}-{count}"
        version.path.rename(target)
        # Else it could be back, and the next version would take its place.
        sync_folder(folder)


def _conforms(store: Store) -> None:
    report = validate_store(store, read_shapes(shape_files(root())))
    if report.violations:
        lines = "\n".join(result.line() for result in report.violations[:20])
        raise PeyvandError(
            f"The graph has {len(report.violations)} violation(s) of its shapes:\n{lines}",
            "Correct it; nothing was written.",
        )
