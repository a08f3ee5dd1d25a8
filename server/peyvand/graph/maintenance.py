"""Bringing versions back: those that are damaged, those of a backup, and dumps."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, Quad, RdfFormat, Store, parse

from peyvand.errors import Damaged, Overloaded, PeyvandError
from peyvand.graph.archives import is_backup, read_dump, unpack
from peyvand.graph.candidate_nodes import validate_store
from peyvand.graph.checksums import checksums, intact
from peyvand.graph.durable import make_folder, remove, sync, sync_folder
from peyvand.graph.history import in_memory, publish_lines
from peyvand.graph.lines import keep_dump, lines_of
from peyvand.graph.normalised import Change, changes, notice
from peyvand.graph.patch import dump_lines, quads
from peyvand.graph.rdf11 import storable
from peyvand.graph.stores import settled, with_empty
from peyvand.graph.validate import read_shapes
from peyvand.graph.verification import Finding as Finding
from peyvand.graph.verification import changed_files, examine
from peyvand.graph.verification import verify as verify
from peyvand.graph.versions import COLUMNS, DUMP, MANIFEST, RESTORED, Version, Versions
from peyvand.graph.withdrawing.whole import purge
from peyvand.graph.withdrawing.writings import Writings
from peyvand.graph.written import origin_of
from peyvand.resources import root
from peyvand.vocabulary.files import shape_files
from peyvand.withdrawal.journal import Journal
from peyvand.wording import say

# How many literals that are kept in another form a manifest shows.
_MOST_TOLD = 20


def repair(versions: Versions) -> Version:
    """Make the newest version whose graph can be had current, with a store made anew if needed.

    Nothing is removed; versions after it, if any, are moved aside to ``damaged``.

    Raises:
        PeyvandError: there is no such version.
    """
    # Which version may be served, is asked when it is.
    versions = Versions(versions.home, all_lists=True)
    with versions.locked():
        every = [Version(p) for p in sorted(versions.folder.glob("[0-9]*"))]
        for version in reversed(every):
            if not (version.path / MANIFEST).is_file():
                continue
            broken = list(examine(versions, version))
            if all(finding.readable for finding in broken):
                _move_aside(versions, [v for v in every if v.number > version.number])
                if broken or not version.store.is_dir():
                    _make_whole(versions, version)
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
        Withheld: versions are being made anew without what was withdrawn.
        PeyvandError: the file is no backup and no dump, or its graph violates the shapes.
    """
    with tempfile.TemporaryDirectory(prefix="peyvand-") as name:
        scratch = Path(name)
        origin = None
        changed: list[Change] = []
        try:
            if is_backup(source):
                number = unpack(source, scratch)
                inner = Versions(scratch, all_lists=True)
                _refuse_changed(inner)
                if inner.list.docket.requests:
                    # What was withdrawn where the backup is from, is withdrawn here.
                    Journal(versions.home).merge(inner.list.docket)
                if not Versions(versions.home, all_lists=True).all():
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
    for withheld in versions.withheld:
        versions.list.check(withheld.path)
    docket = versions.list.docket
    if docket.rulings:
        # What came with the file is brought to the list before it is a version.
        change = purge(store, docket)
        if origin is not None:
            writes = Writings(docket, change.withdrawing).of_patch(origin.writes)
            origin = replace(origin, writes=writes)
    _conforms(store)
    more: dict[str, Any] = {
        "by": by,
        "normalised": [notice(change) for change in changed[:_MOST_TOLD]],
    }
    more["normalised_count"] = len(changed)
    return publish_lines(versions, store, dump_lines(store), "restore", keep, origin, **more)


def _refuse_changed(unpacked: Versions) -> None:
    for version in unpacked.all():
        for finding in changed_files(version, checksums(version)):
            raise Damaged(**say("damaged-version", number=version.number, reason=finding.message))


def _revive(versions: Versions, scratch: Path, number: int) -> Version:
    """Put a whole history into an empty home, by one rename: it is there whole, or not at all."""
    with versions.locked():
        versions.clear()
        if Versions(versions.home, all_lists=True).all():
            # They came while the backup was unpacked.
            raise Overloaded(**say("write-busy"))
        whole = versions.home / RESTORED
        shutil.copytree(scratch / versions.folder.name, whole)
        inner = Version(whole / f"{number:06d}")
        _remake_store(inner, parse(path=str(inner.dump), format=RdfFormat.N_QUADS))
        sync(whole)
        # What an end of the process left there was no version.
        shutil.rmtree(versions.folder)
        # The link leads nowhere until the rename, so that no version is there that is not listed.
        version = Version(versions.folder / f"{number:06d}")
        versions.point(version)
        whole.rename(versions.folder)
        sync_folder(versions.home)
    return version


def _make_whole(versions: Versions, version: Version) -> None:
    """Give a version its dump and its store again, as far as they are not what was written.

    Its columns are made when they are needed.
    """
    remove(version.path / COLUMNS)
    lines = lines_of(versions, version)
    try:
        intact(version, DUMP)
    except Damaged:
        keep_dump(version, lines)
    _remake_store(version, quads(lines))


def _remake_store(version: Version, content: Iterable[Quad]) -> None:
    fresh = version.path / ".store"
    shutil.rmtree(fresh, ignore_errors=True)
    store = Store(str(fresh))
    store.bulk_extend(content)
    with_empty(settled(store), version.empty_graphs).flush()
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
