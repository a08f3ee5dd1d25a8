"""The process that fills the store of a large candidate, while others make and prove its graph.

It reads what to do from its standard input, a JSON object a line: files of statements that the
graph holds in any case, and at last what the whole of it is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pyoxigraph import RdfFormat, Store, parse

from peyvand.graph.layout import DUMP, STORE
from peyvand.graph.patch import Patch
from peyvand.graph.stores import settled, with_empty
from peyvand.graph.version_columns import begin_columns

if TYPE_CHECKING:
    from typing_extensions import Buffer

# What is read at once, and in what pieces it is looked into.
_BUFFER_BYTES = 1024 * 1024
_PART_BYTES = 128 * 1024
# What the label of a blank node begins with. It may stand in a text too.
_BLANK = b"_:"


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
    with path.open("rb") as file:
        store.bulk_load(_as_file(_parts(file, blank=False)), RdfFormat.N_QUADS, lenient=True)
    with path.open("rb") as file:
        store.bulk_extend(parse(_as_file(_parts(file, blank=True)), format=RdfFormat.N_QUADS))


def _parts(file: IO[bytes], *, blank: bool) -> Iterator[bytes]:
    """The lines of a file that may have blank nodes, or the others, many at once.

    Most parts of a file have none, and are not taken apart.
    """
    while part := file.read(_PART_BYTES):
        part += file.readline()
        if _BLANK in part:
            yield b"".join(it for it in part.splitlines(keepends=True) if (_BLANK in it) == blank)
        elif not blank:
            yield part


def _as_file(parts: Iterable[bytes]) -> BufferedReader:
    """Parts of a file as one that is read once, so that a large one is never all in memory."""
    return BufferedReader(_Parts(parts), _BUFFER_BYTES)


class _Parts(RawIOBase):
    def __init__(self, parts: Iterable[bytes]) -> None:
        self._parts = iter(parts)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Buffer) -> int:
        place = memoryview(buffer)
        while not self._left and (part := next(self._parts, None)) is not None:
            self._left = memoryview(part)
        given, self._left = self._left[: len(place)], self._left[len(place) :]
        place[: len(given)] = given
        return len(given)


if __name__ == "__main__":
    sys.exit(0 if fill_candidate(Path(sys.argv[1]), sys.stdin) else 1)
