"""Writing the files of a version: its lines, what it changes, its description and its store.

A large store is filled by a process of its own, so that whoever proves the graph meanwhile has the
other processor.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from pyoxigraph import Quad, RdfFormat, Store, serialize

from peyvand.graph.dataset_counts import Counts
from peyvand.graph.dataset_description import describe
from peyvand.graph.lines import lines_of
from peyvand.graph.patch import Patch, difference
from peyvand.graph.stores import empty_graphs, fill, settled, with_empty
from peyvand.graph.version_columns import SMALL, begin_columns
from peyvand.graph.versions import COLUMNS, DESCRIPTION, DUMP, PATCH, STORE, Version, Versions
from peyvand.graph.working import share

# Files of what a graph holds in any case, while the rest of it is made.
SAID = ".said-{}.nq"
# From so many quads on a file is worth loading.
_PIECE = 200_000
# A store made of many small files reads slowly; it is written anew when it has more than these.
_MOST_FILES = 64
# A store is copied and patched if no more lines than these changed.
_MOST_CHANGED = 10_000
# From this many lines on another process is worth its start.
LARGE = 300_000


class Bulk:
    """The files of a candidate, of which the store may still be filled.

    Args:
        folder: the candidate's folder.
        before: the version that it follows, if any.
        columns: whether it is to have columns, if it is worth them.
    """

    def __init__(self, folder: Path, before: Version | None, *, columns: bool = False) -> None:
        self._folder, self._before, self._columns = folder, before, columns
        self._patch = Patch()
        self._empty: frozenset[str] = frozenset()
        self._ahead: list[Quad] = []
        self._pieces = 0
        self.filling: subprocess.Popen[bytes] | None = None

    def begin(self, said: Sequence[Quad]) -> None:
        """Begin to fill the store, if it is a large one, while the rest of the graph is made.

        Args:
            said: more of what the graph will hold in any case. Of a graph that follows another it
                is not known yet whether its store is filled at all.
        """
        if self._before is not None:
            return
        self._ahead += said
        if len(self._ahead) >= (_PIECE if self.filling else LARGE):
            if self.filling is None:
                self._start()
            self._give()

    def write(self, lines: Sequence[bytes], empty: Collection[str] = ()) -> None:
        """Write the dump and the patch, and fill the store with all of it if it is a large one.

        Args:
            lines: the new graph as sorted lines.
            empty: the named graphs that hold nothing, as far as they are known.
        """
        self._columns = self._columns and len(lines) >= SMALL
        (self._folder / DUMP).write_bytes(b"".join(lines))
        if self._before is not None:
            versions = Versions(self._before.path.parent.parent)
            self._patch = difference(lines_of(versions, self._before), lines)
            (self._folder / PATCH).write_bytes(self._patch.text())
        if len(lines) >= LARGE and (
            self._before is None or not _is_small(self._before, self._patch)
        ):
            if self.filling is None:
                self._start()
            elif self._ahead:
                self._give()
            self._empty = frozenset(empty)
            told = {"quads": len(lines), "columns": self._columns, "empty": sorted(self._empty)}
            self._tell(told)
            self._hush()

    def finish(self, store: Store, counts: Counts | None = None) -> Patch:
        """Write the description, and see that the store is there and holds the empty graphs too.

        Args:
            store: the new graph.
            counts: its statistics, if they are known.

        Returns:
            What it changes of the version before.
        """
        (self._folder / DESCRIPTION).write_bytes(describe(store, counts))
        empty = empty_graphs(store)
        # Whoever reads what another process filled must not find it changed.
        if not self._is_filled() or self._empty != frozenset(empty):
            _with_only(self._continued() or self._filled_here(), empty)
        if self._columns and not (self._folder / COLUMNS).exists():
            begin_columns(self._folder, self._before, self._patch)
        return self._patch

    def stop(self) -> None:
        """Fill nothing any more."""
        self._hush()
        if self.filling and self.filling.poll() is None:
            self.filling.kill()
            self.filling.communicate()

    def _start(self) -> None:
        command = [sys.executable, "-m", "peyvand.graph.filling", str(self._folder)]
        self.filling = subprocess.Popen(command, stdin=subprocess.PIPE)

    def _give(self) -> None:
        """Have what is known by now added to the store."""
        name = SAID.format(self._pieces)
        serialize(self._ahead, str(self._folder / name), format=RdfFormat.N_QUADS)
        self._ahead, self._pieces = [], self._pieces + 1
        self._tell({"more": name})

    def _tell(self, word: dict[str, Any]) -> None:
        assert self.filling is not None
        assert self.filling.stdin is not None
        # If it has ended, that is noticed when its store is asked for.
        with suppress(BrokenPipeError):
            self.filling.stdin.write(json.dumps(word).encode() + b"\n")
            self.filling.stdin.flush()

    def _hush(self) -> None:
        """Tell nothing any more."""
        if self.filling and self.filling.stdin:
            with suppress(BrokenPipeError):
                self.filling.stdin.close()

    def _is_filled(self) -> bool:
        """Whether another process filled the store, which is waited for."""
        return self.filling is not None and self.filling.wait() == 0

    def _filled_here(self) -> Store:
        target = self._folder / STORE
        if self._is_filled():
            return Store(str(target))
        # What hindered another process is told by trying again.
        shutil.rmtree(target, ignore_errors=True)
        for left in self._folder.glob(SAID.format("*")):
            left.unlink()
        return settled(fill(Store(str(target)), self._folder / DUMP))

    def _continued(self) -> Store | None:
        """A copy of the store of the version before, patched; None if it is better written anew."""
        if self._before is None or not _is_small(self._before, self._patch):
            return None
        target = self._folder / STORE
        share(self._before.store, target)
        try:
            store = Store(str(target))
            self._patch.apply(store)
        except (OSError, RuntimeError):
            # It is damaged: the dump makes another.
            shutil.rmtree(target)
            return None
        return store


@contextmanager
def begun(folder: Path, before: Version | None, *, columns: bool = False) -> Iterator[Bulk]:
    """The files of a candidate; what fills its store ends with the block.

    Args:
        folder: the candidate's folder.
        before: the version that it follows, if any.
        columns: whether it is to have columns, if it is worth them.
    """
    bulk = Bulk(folder, before, columns=columns)
    try:
        yield bulk
    finally:
        bulk.stop()


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
    with begun(folder, before) as bulk:
        bulk.write(lines)
        return bulk.finish(store)


def _with_only(store: Store, empty: Collection[str]) -> None:
    """Have some graphs of a store hold nothing, and no others."""
    for graph in list(store.named_graphs()):
        if next(iter(store.quads_for_pattern(None, None, None, graph)), None) is None:
            store.remove_graph(graph)
    with_empty(store, empty).flush()


def _is_small(before: Version, patch: Patch) -> bool:
    """Whether a change is so small that the store before it is better copied and patched."""
    if not before.store.is_dir() or len(list(before.store.glob("*.sst"))) > _MOST_FILES:
        return False
    return len(patch.added) + len(patch.removed) <= _MOST_CHANGED
