"""Making versions from lines of N-Quads, opening them, and remaking those that keep changes."""

from __future__ import annotations

import atexit
import logging
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from peyvand.errors import Damaged
from peyvand.graph.bulk import write_bulk
from peyvand.graph.checksums import intact
from peyvand.graph.licensing import kept_apart
from peyvand.graph.patch import Patch, dump_lines, quads, read_patch
from peyvand.graph.stores import dumped, empty_graphs, fill, open_store, with_empty
from peyvand.graph.versions import (
    DUMP,
    PATCH,
    Version,
    Versions,
    now,
    sha256,
)
from peyvand.graph.written import Origin, origin_of
from peyvand.wording import say

log = logging.getLogger(__name__)


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
    return with_empty(store, version.empty_graphs)


def whole_in_memory(version: Version) -> Store:
    """The graph of a version that keeps its dump, in a store that may be changed.

    Raises:
        Damaged: the dump is missing, or is not what was written.
    """
    return fill(Store(), intact(version, DUMP), version.empty_graphs)


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
