"""The process that fills the store of a large candidate, while others make and prove its graph.

It reads what to do from its standard input, a JSON object a line: files of statements that the
graph holds in any case, and at last what the whole of it is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from io import BufferedReader, RawIOBase
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store, parse

from peyvand.graph.layout import DUMP, STORE
from peyvand.graph.patch import Patch
from peyvand.graph.stores import settled, with_empty
from peyvand.graph.version_columns import begin_columns

if TYPE_CHECKING:
    from typing_extensions import Buffer

# What is read at once, and by how many lines.
_BUFFER_BYTES = 1024 * 1024
_LINES = 1000


def fill_candidate(folder: Path, words: Iterable[str]) -> bool:
    """Fill the store of a candidate with its graph.

    Args:
        folder: the candidate's.
        words: the name of a file of N-Quads (``more``), as often as there is one; then how many
            ``quads`` the dump has, which named graphs are ``empty``, and whether to make
            ``columns``.

    Returns:
        Whether it was told to the end; else nobody waits for it any more.
    """
    store = Store(str(folder / STORE))
    for word in words:
        told = json.loads(word)
        if "more" in told:
            _load(store, folder / told["more"])
            (folder / told["more"]).unlink()
            continue
        if len(store) != told["quads"]:
            # What is there already is added again, and is the same quad.
            _load(store, folder / DUMP)
        settled(with_empty(store, told["empty"]))
        # Nobody holds it who could go on merging tables.
        del store
        if told["columns"]:
            begin_columns(folder, None, Patch())
        return True
    return False


def _load(store: Store, path: Path) -> None:
    """Add a file of N-Quads, as they were written by the engine, to a store.

    The engine takes less time where it reads by itself, but it names blank nodes anew.
    """
    with path.open("rb") as lines:
        ours = _as_file(line for line in lines if b"_:" not in line)
        store.bulk_load(ours, RdfFormat.N_QUADS, lenient=True)
    with path.open("rb") as lines:
        with_blanks = _as_file(line for line in lines if b"_:" in line)
        store.bulk_extend(parse(with_blanks, format=RdfFormat.N_QUADS))


def _as_file(lines: Iterable[bytes]) -> BufferedReader:
    """Lines as a file that is read once, so that those of a large one are never all in memory."""
    return BufferedReader(_Lines(lines), _BUFFER_BYTES)


class _Lines(RawIOBase):
    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = iter(lines)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        place = memoryview(buffer)
        while len(self._left) < len(place) and (more := list(islice(self._lines, _LINES))):
            self._left += b"".join(more)
        given, self._left = self._left[: len(place)], self._left[len(place) :]
        place[: len(given)] = given
        return len(given)


if __name__ == "__main__":
    sys.exit(0 if fill_candidate(Path(sys.argv[1]), sys.stdin) else 1)
