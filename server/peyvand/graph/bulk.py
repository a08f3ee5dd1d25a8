"""Writing the files of a version: its lines, what it changes, its description and its store.

A large store is filled by a process of its own, so that whoever proves the graph meanwhile has the
other processor.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Store

from peyvand.graph.dataset_counts import Counts
from peyvand.graph.dataset_description import describe
from peyvand.graph.lines import lines_of
from peyvand.graph.patch import Patch, difference
from peyvand.graph.stores import empty_graphs, fill, settled
from peyvand.graph.version_columns import SMALL, begin_columns
from peyvand.graph.versions import COLUMNS, DESCRIPTION, DUMP, PATCH, STORE, Version, Versions
from peyvand.graph.working import share

# A store made of many small files reads slowly; it is written anew when it has more than these.
_MOST_FILES = 64
# A store is copied and patched if no more lines than these changed.
_MOST_CHANGED = 10_000
# From this many lines on another process is worth its start.
LARGE = 300_000


@dataclass(frozen=True)
class Bulk:
    """The files of a candidate, of which the store may still be filled."""

    folder: Path
    before: Version | None
    patch: Patch
    filling: subprocess.Popen[bytes] | None
    columns: bool

    def finish(self, store: Store, counts: Counts | None = None) -> Patch:
        """Write the description, and see that the store is there and holds the empty graphs too.

        Args:
            store: the new graph.
            counts: its statistics, if they are known.

        Returns:
            What it changes of the version before.
        """
        (self.folder / DESCRIPTION).write_bytes(describe(store, counts))
        on_disk = self._continued() or self._filled()
        for graph in list(on_disk.named_graphs()):
            if next(iter(on_disk.quads_for_pattern(None, None, None, graph)), None) is None:
                on_disk.remove_graph(graph)
        for name in empty_graphs(store):
            on_disk.add_graph(NamedNode(name))
        on_disk.flush()
        del on_disk
        if self.columns and not (self.folder / COLUMNS).exists():
            begin_columns(self.folder, self.before, self.patch)
        return self.patch

    def _filled(self) -> Store:
        target = self.folder / STORE
        if self.filling:
            if self.filling.wait() == 0:
                return Store(str(target))
            # What hindered it is told by trying again.
            shutil.rmtree(target, ignore_errors=True)
        return settled(fill(Store(str(target)), self.folder / DUMP))

    def _continued(self) -> Store | None:
        """A copy of the store of the version before, patched; None if it is better written anew."""
        if self.before is None or not _is_small(self.before, self.patch):
            return None
        target = self.folder / STORE
        share(self.before.store, target)
        try:
            store = Store(str(target))
            self.patch.apply(store)
        except (OSError, RuntimeError):
            # It is damaged: the dump makes another.
            shutil.rmtree(target)
            return None
        return store


@contextmanager
def begun(
    folder: Path, lines: Sequence[bytes], before: Version | None, *, columns: bool = False
) -> Iterator[Bulk]:
    """Write a candidate's dump and patch, and begin to fill its store if it is a large one.

    Args:
        folder: the candidate's folder.
        lines: the new graph as sorted lines.
        before: the version that it follows, if any.
        columns: whether it is to have columns, if it is worth them.
    """
    columns = columns and len(lines) >= SMALL
    (folder / DUMP).write_bytes(b"".join(lines))
    patch = Patch()
    if before is not None:
        versions = Versions(before.path.parent.parent)
        patch = difference(lines_of(versions, before), lines)
        (folder / PATCH).write_bytes(patch.text())
    filling = None
    if len(lines) >= LARGE and (before is None or not _is_small(before, patch)):
        command = [sys.executable, "-m", "peyvand.graph.bulk", str(folder)]
        command += ["columns"] if columns else []
        filling = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    try:
        yield Bulk(folder, before, patch, filling, columns)
    finally:
        if filling and filling.poll() is None:
            filling.kill()
            filling.wait()


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
    with begun(folder, lines, before) as bulk:
        return bulk.finish(store)


def _is_small(before: Version, patch: Patch) -> bool:
    """Whether a change is so small that the store before it is better copied and patched."""
    if not before.store.is_dir() or len(list(before.store.glob("*.sst"))) > _MOST_FILES:
        return False
    return len(patch.added) + len(patch.removed) <= _MOST_CHANGED


if __name__ == "__main__":
    _folder = Path(sys.argv[1])
    settled(fill(Store(str(_folder / STORE)), _folder / DUMP))
    if sys.argv[2:]:
        begin_columns(_folder, None, Patch())
