"""The process that fills the store of a large candidate, while others make and prove its graph.

It reads what to do from its standard input, a JSON object a line: files of statements that the
graph holds in any case, and at last what the whole of it is.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from peyvand.graph.layout import DUMP, STORE
from peyvand.graph.patch import Patch
from peyvand.graph.stores import settled, with_empty
from peyvand.graph.version_columns import begin_columns


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
    ours: list[bytes] = []
    with_blanks: list[bytes] = []
    with path.open("rb") as lines:
        for line in lines:
            (with_blanks if b"_:" in line else ours).append(line)
    store.bulk_load(b"".join(ours), RdfFormat.N_QUADS, lenient=True)
    store.bulk_extend(parse(b"".join(with_blanks), format=RdfFormat.N_QUADS))


if __name__ == "__main__":
    sys.exit(0 if fill_candidate(Path(sys.argv[1]), sys.stdin) else 1)
