"""Stores made of the lines of a version, and what lines do not tell of a store."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store, parse

from peyvand.errors import Damaged
from peyvand.graph.checksums import intact
from peyvand.graph.versions import DUMP, Version
from peyvand.wording import say


def fill(store: Store, dump: Path, empty: Iterable[str] = ()) -> Store:
    """Load a dump into a store; blank nodes keep their labels, unlike with ``bulk_load``.

    Raises:
        OSError: the dump cannot be read.
        SyntaxError: it is not N-Quads.
    """
    store.bulk_extend(parse(path=str(dump), format=RdfFormat.N_QUADS))
    return with_empty(store, empty)


def settled(store: Store) -> Store:
    """A store on the disk that was filled, with its tables merged.

    Else the engine merges them when small changes have added enough of others, and whoever makes
    the change then waits for the whole.
    """
    store.flush()
    store.optimize()
    store.flush()
    return store


def with_empty(store: Store, graphs: Iterable[str]) -> Store:
    """A store with some graphs that hold nothing."""
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
