"""The graph of any version in a store: what servers and their workers need, and little else."""

from __future__ import annotations

import logging
from contextlib import suppress

from pyoxigraph import Store

from peyvand.errors import Damaged
from peyvand.graph.checksums import intact
from peyvand.graph.lines import lines_of
from peyvand.graph.patch import quads
from peyvand.graph.stores import fill, open_store, with_empty
from peyvand.graph.versions import DUMP, Version, Versions

log = logging.getLogger(__name__)


def opened(versions: Versions, version: Version) -> Store:
    """The graph of any version, to be read: its store, or what its files say of it.

    Raises:
        Damaged: neither can be had.
    """
    if version.held is not None:
        return version.held
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
        return fill(Store(), intact(version, DUMP), version.empty_graphs)
    if version.store.is_dir():
        # What cannot be read of it is read anew.
        with suppress(OSError, RuntimeError):
            store = Store()
            store.bulk_extend(Store.read_only(str(version.store)))
            return with_empty(store, version.empty_graphs)
    store = Store()
    store.bulk_extend(quads(lines_of(versions, version)))
    return with_empty(store, version.empty_graphs)
