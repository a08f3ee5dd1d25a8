"""Making versions from lines of N-Quads, opening them, and remaking those that keep changes."""

from __future__ import annotations

import atexit
import logging
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Store, parse

from peyvand.errors import Damaged
from peyvand.graph.checksums import intact
from peyvand.graph.dataset_description import describe
from peyvand.graph.licensing import kept_apart
from peyvand.graph.patch import Patch, difference, dump_lines, quads, read_patch
from peyvand.graph.versions import (
    DESCRIPTION,
    DUMP,
    PATCH,
    STORE,
    Version,
    Versions,
    now,
    sha256,
)
from peyvand.graph.written import Origin, origin_of
from peyvand.wording import say

# A store made of many small files reads slowly; it is written anew when it has more than these.
_MOST_FILES = 64
log = logging.getLogger(__name__)


def fill(store: Store, dump: Path, empty: Iterable[str] = ()) -> Store:
    """Load a dump into a store; blank nodes keep their labels, unlike with ``bulk_load``.

    Raises:
        OSError: the dump cannot be read.
        SyntaxError: it is not N-Quads.
    """
    store.bulk_extend(parse(path=str(dump), format=RdfFormat.N_QUADS))
    return _with_empty(store, empty)


def _with_empty(store: Store, graphs: Iterable[str]) -> Store:
    for name in graphs:
        store.add_graph(NamedNode(name))
    return store


def open_store(number: int, store: Path | None, dump: Path, empty: Iterable[str] = ()) -> Store:
    """The graph of a version, to be read, from one of its files.

    Args:
        number: of the version.
        store: the folder of its store, if it has one.
        dump: else a file with its lines.
        empty: the named graphs of which the lines tell nothing.

    Raises:
        Damaged: it cannot be opened.
    """
    try:
        return Store.read_only(str(store)) if store else fill(Store(), dump, empty)
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        raise Damaged(**say("damaged-version", number=number, reason=error)) from error


def opened(versions: Versions, version: Version) -> Store:
    """The graph of any version, to be read: its store, or what its files say of it.

    Raises:
        Damaged: neither can be had.
    """
    if version.store.is_dir():
        try:
            return open_store(version.number, version.store, version.dump)
        except Damaged:
            log.warning("the store of version %d cannot be opened: read anew", version.number)
    return in_memory(versions, version)


def in_memory(versions: Versions, version: Version) -> Store:
    """The graph of any version, in a store that may be changed.

    Raises:
        Damaged: a file that tells of it is missing, or is not what was written.
    """
    if version.dump.is_file():
        return whole_in_memory(version)
    store = Store()
    store.bulk_extend(quads(lines_of(versions, version)))
    return _with_empty(store, version.empty_graphs)


def whole_in_memory(version: Version) -> Store:
    """The graph of a version that keeps its dump, in a store that may be changed.

    Raises:
        Damaged: the dump is missing, or is not what was written.
    """
    return fill(Store(), intact(version, DUMP), version.empty_graphs)


def empty_graphs(store: Store) -> list[str]:
    """The named graphs of a store that hold nothing, in order."""
    return sorted(
        str(graph.value)
        for graph in store.named_graphs()
        if next(iter(store.quads_for_pattern(None, None, None, graph)), None) is None
    )


def dumped(version: Version) -> list[bytes]:
    """The sorted lines of a version that is whole, as they were written.

    Raises:
        Damaged: the dump is not what was written.
    """
    return intact(version, DUMP).read_bytes().splitlines(keepends=True)


def lines_of(versions: Versions, version: Version) -> list[bytes]:
    """The sorted lines of any version: from its dump, or back from the next that has one.

    Raises:
        Damaged: a dump or a patch on the way is missing, or is not what was written.
    """
    undo = Patch()
    while not version.dump.is_file():
        try:
            follower = versions.get(version.number + 1)
        except Exception as error:
            words = say("damaged-version", number=version.number, reason=f"{DUMP} is missing")
            raise Damaged(**words) from error
        # What is undone last here was done first: patches are put together backwards.
        undo = read_patch(intact(follower, PATCH)).inverse.then(undo)
        version = follower
    lines = dumped(version)
    return undo.lines(lines) if undo else lines


def write_bulk(folder: Path, store: Store, lines: Sequence[bytes], before: Version | None) -> Patch:
    """Write a candidate's dump, patch, description and store.

    Args:
        folder: the candidate's folder.
        store: the new graph.
        lines: the same as sorted lines.
        before: the version that it follows, if any.

    Returns:
        What it changes of the version before.
    """
    (folder / DUMP).write_bytes(b"".join(lines))
    (folder / DESCRIPTION).write_bytes(describe(store))
    patch = Patch()
    if before is not None:
        patch = difference(dumped(before), lines)
        (folder / PATCH).write_bytes(patch.text())
    on_disk = _continued(folder, before, patch) or fill(Store(str(folder / STORE)), folder / DUMP)
    for graph in list(on_disk.named_graphs()):
        if next(iter(on_disk.quads_for_pattern(None, None, None, graph)), None) is None:
            on_disk.remove_graph(graph)
    for name in empty_graphs(store):
        on_disk.add_graph(NamedNode(name))
    on_disk.flush()
    del on_disk
    return patch


def _continued(folder: Path, before: Version | None, patch: Patch) -> Store | None:
    """A copy of the store of the version before, patched; None if it is better written anew."""
    if before is None or not before.store.is_dir():
        return None
    tables = list(before.store.glob("*.sst"))
    if len(tables) > _MOST_FILES or len(patch.added) + len(patch.removed) > 10_000:
        return None
    target = folder / STORE
    target.mkdir()
    for path in before.store.iterdir():
        # The engine never changes a table that it has written, so two versions can share it.
        (os.link if path.suffix == ".sst" else shutil.copyfile)(path, target / path.name)
    try:
        store = Store(str(target))
        patch.apply(store)
    except (OSError, RuntimeError):
        # It is damaged: the dump makes another.
        shutil.rmtree(target)
        return None
    return store


def facts(folder: Path, store: Store, kind: str) -> dict[str, Any]:
    """The part of a manifest that every kind of version has."""
    return {
        "kind": kind,
        "quads": len(store),
        "graphs": sum(1 for _ in store.named_graphs()),
        "empty_graphs": empty_graphs(store),
        "kept_apart": kept_apart(store),
        "dump_sha256": sha256(folder / DUMP),
        "built_at": now(),
    }


def publish_store(store: Store) -> Versions:
    """A home with one version that holds a store's present content, removed at exit."""
    home = Path(tempfile.mkdtemp(prefix="peyvand-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    versions = Versions(home)
    publish_lines(versions, store, dump_lines(store), "copy", keep=1)
    return versions


def publish_lines(
    versions: Versions,
    store: Store,
    lines: Sequence[bytes],
    kind: str,
    keep: int,
    origin: Origin | None = None,
    **more: Any,
) -> Version:
    """Publish a graph as the next version, without validating it.

    Args:
        versions: where versions are kept.
        store: the graph.
        lines: the same as sorted lines.
        kind: what made it.
        keep: how many versions to keep whole.
        origin: what the graph stems from; if it is not known, all that differs from the version
            before counts as written to that.
        more: further facts for the manifest.
    """
    with versions.candidate() as folder:
        published = versions.all()
        before = published[-1] if published else None
        patch = write_bulk(folder, store, lines, before)
        if origin is None:
            origin = Origin() if before is None else origin_of(versions, before).then(patch)
        manifest = {
            **origin.facts,
            **facts(folder, store, kind),
            "added": len(patch.added if before else lines),
            "removed": len(patch.removed),
            **origin.write(folder),
            **more,
        }
        return versions.publish(folder, manifest, keep)
