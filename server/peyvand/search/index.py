"""The index: one SQLite file that is written once and then only read."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from peyvand.features.similarity import shortened
from peyvand.search.model import Entry
from peyvand.search.namesakes import Namesake, tell_shared
from peyvand.search.tables import (
    FORMAT,
    INDEXES,
    MADE,
    PUT_NAME,
    PUT_NAMESAKE,
    PUT_PARTY,
    PUT_THING,
    PUT_TYPO,
    PUT_USES,
    PUT_WORDS,
    STEP,
    TABLES,
    UNSAFE,
    row_of_thing,
    rows_of_names,
)


def write_index(
    path: Path,
    entries: Iterable[Entry],
    facts: dict[str, str],
    namesakes: Iterable[Namesake] = (),
) -> None:
    """Write an index to a new file.

    Args:
        path: the file, which does not exist.
        entries: the things, in the order of their weight.
        facts: what the index is of, to be read again by ``Index.facts``.
        namesakes: places of the world, whether or not they are things of the graph.
    """
    things = list(enumerate(entries, start=1))
    with closing(sqlite3.connect(path)) as file:
        file.executescript(UNSAFE + TABLES)
        file.executemany(PUT_THING, ((thing, *row_of_thing(entry)) for thing, entry in things))
        uses: Counter[str] = Counter()
        for made in (False, True):
            _write_names(file, things, uses, made=made)
        file.executemany(PUT_PARTY, _parties(things))
        file.executemany(PUT_USES, sorted(uses.items()))
        for word in sorted(uses):
            file.executemany(PUT_TYPO, ((form, word) for form in shortened(word)))
        file.executemany(PUT_NAMESAKE, namesakes)
        facts = {**facts, "format": str(FORMAT)}
        file.executemany("INSERT INTO facts VALUES (?, ?)", facts.items())
        file.executescript(INDEXES)
        tell_shared(file)
        file.commit()


def _write_names(
    file: sqlite3.Connection, things: Iterable[tuple[int, Entry]], uses: Counter[str], *, made: bool
) -> None:
    number = MADE if made else 0
    for thing, entry in things:
        for row in rows_of_names(entry, made=made):
            number += STEP
            file.execute(PUT_NAME, (number, thing, *row))
            _, _, identifier, folded, *_ = row
            if not identifier:
                file.execute(PUT_WORDS, (number, folded, entry.kind))
                uses.update(str(folded).split())


def _parties(things: Iterable[tuple[int, Entry]]) -> Iterator[tuple[int, int]]:
    """Each party of an agreement, with the agreement."""
    numbers = {entry.iri: thing for thing, entry in things}
    for thing, entry in things:
        for party in set(entry.parties) & numbers.keys():
            yield numbers[party], thing


class Index:
    """An index that is open for reading; its methods may be called from any thread.

    Raises:
        sqlite3.Error: the file is no index, or is damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        # The file is never written to again, so nothing has to be watched or locked.
        self._file = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        try:
            self.facts: dict[str, str] = dict(self.rows("SELECT name, value FROM facts"))
            if self.facts.get("format") != str(FORMAT):
                raise sqlite3.DatabaseError("the index is of another format")
        except sqlite3.Error:
            self._file.close()
            raise

    @property
    def version(self) -> int:
        """The number of the version that it is of; 0 if it is of none."""
        return int(self.facts.get("version", "0"))

    def rows(self, text: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement of our own."""
        with self._lock:
            return self._file.execute(text, values).fetchall()

    def copy(self, path: Path) -> None:
        """Write the same to another file, even if its own is gone."""
        with suppress(OSError, sqlite3.Error):
            # The system copies files faster than the engine copies pages.
            shutil.copyfile(self.path, path)
            with closing(Index(path)) as copied:
                if copied.facts == self.facts:
                    return
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as file, self._lock:
            file.executescript(UNSAFE)
            self._file.backup(file)

    def close(self) -> None:
        """Close the file; the index is of no use any more."""
        with self._lock:
            self._file.close()

    def __del__(self) -> None:
        with suppress(sqlite3.Error, AttributeError):
            self._file.close()
