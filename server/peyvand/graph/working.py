"""The store that a write changes: that of the version before, whose tables it shares."""

from __future__ import annotations

import gc
import logging
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

from pyoxigraph import Store

from peyvand.graph.lines import lines_of
from peyvand.graph.patch import quads
from peyvand.graph.stores import settled, with_empty
from peyvand.graph.versions import STORE, Version, Versions

log = logging.getLogger(__name__)


def working_store(versions: Versions, before: Version, folder: Path) -> Store:
    """A store in a candidate's folder that holds the graph of the version before.

    Nothing of the graph is read: a table is never changed once it is written, so that both
    versions can have it. The engine merges small tables by itself.

    Args:
        versions: where the versions are.
        before: the version that the candidate follows.
        folder: the candidate's folder; ``settle`` ends the work there.

    Raises:
        Damaged: neither the store nor the lines of the version can be had.
    """
    # The engine holds a lock on the name for as long as anybody holds the store.
    target = folder / f"{STORE}-{secrets.token_hex(8)}"
    if before.store.is_dir():
        share(before.store, target)
        try:
            return Store(str(target))
        except (OSError, RuntimeError) as error:
            log.warning("the store of version %d is made anew: %s", before.number, str(error))
            shutil.rmtree(target, ignore_errors=True)
    lines = lines_of(versions, before)
    store = Store(str(target))
    store.bulk_extend(quads(lines))
    return with_empty(settled(store), before.empty_graphs)


def settle(folder: Path) -> None:
    """Have the store of a candidate, which nobody uses any longer, stand where it belongs.

    Whoever still held it could go on merging tables in what is published.

    Raises:
        RuntimeError: somebody holds it.
    """
    (made,) = folder.glob(f"{STORE}-*")
    if _is_open(made):
        # What holds itself in a circle is not gone before it is looked for.
        gc.collect()
        if _is_open(made):
            raise RuntimeError(f"{made} is still open")
    made.rename(folder / STORE)


def _is_open(folder: Path) -> bool:
    """Whether this process has a file of a folder open."""
    inside = f"{folder}/"
    for descriptor in os.listdir("/proc/self/fd"):
        with suppress(OSError):
            path = os.readlink(f"/proc/self/fd/{descriptor}")
            # The engine keeps open what it failed to open as a store, and what is removed by now.
            if path.startswith(inside) and not path.endswith(" (deleted)"):
                return True
    return False


def share(source: Path, target: Path) -> None:
    """Copy a store so that both share its tables.

    Raises:
        OSError: it cannot be copied.
    """
    target.mkdir()
    for path in source.iterdir():
        # What the engine logged for people is of no use to the copy.
        if not path.name.startswith("LOG"):
            (os.link if path.suffix == ".sst" else shutil.copyfile)(path, target / path.name)
