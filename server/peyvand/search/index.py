"""The index: one SQLite file that is written once and then only read.

Things are numbered in the order of their weight and names in the order of their things, so that
the full-text engine gives the weightiest first by giving rows in their order, and may stop early.
What is only transliterated is numbered behind all names.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from peyvand.features.folding import fold, has_words, joined
from peyvand.features.names import key, skeleton
from peyvand.features.similarity import shortened
from peyvand.features.thresholds import LEAST_SKELETON
from peyvand.features.transliteration import without_kind
from peyvand.search.identifiers import canonical
from peyvand.search.model import Entry, Name

# Raised whenever the file's tables, or what is folded how, change: older files are made anew.
FORMAT = 5
_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE things (
  id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, label_en TEXT, label_fa TEXT, country TEXT,
  country_name TEXT, item TEXT, latitude REAL, longitude REAL, population INTEGER, weight INTEGER,
  transliteration TEXT);
CREATE TABLE names (
  id INTEGER PRIMARY KEY, thing INTEGER, text TEXT, language TEXT, folded TEXT, joined TEXT,
  key TEXT, skeleton TEXT, transliterated TEXT);
CREATE TABLE parties (party INTEGER, agreement INTEGER, PRIMARY KEY (party, agreement))
  WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
  name, kind, content='', detail=full, prefix='1 2 3', tokenize='unicode61 remove_diacritics 0');
CREATE TABLE shared (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, uses INTEGER) WITHOUT ROWID;
CREATE TABLE typos (form TEXT, word TEXT, PRIMARY KEY (form, word)) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX things_by_iri ON things (iri);
CREATE INDEX things_by_country ON things (country, kind);
CREATE INDEX names_by_thing ON names (thing);
CREATE INDEX names_by_joined ON names (joined);
CREATE INDEX names_by_key ON names (key);
CREATE INDEX names_by_skeleton ON names (skeleton);
CREATE INDEX names_by_transliteration ON names (transliterated) WHERE transliterated IS NOT NULL;
INSERT INTO words (words) VALUES ('optimize');
ANALYZE;
"""
_THING = "INSERT INTO things VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_NAME = "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_WORD = "INSERT INTO words (rowid, name, kind) VALUES (?, ?, ?)"
# Longer names are descriptions: nobody writes them from memory, and only their words count.
_LONGEST = 80


def write_index(
    path: Path, entries: Iterable[Entry], facts: dict[str, str], shared: Iterable[str] = ()
) -> None:
    """Write an index to a new file.

    Args:
        path: the file, which does not exist.
        entries: the things, in the order of their weight.
        facts: what the index is of, to be read again by ``Index.facts``.
        shared: names, as keys, that places beyond the graph have too.
    """
    things = list(enumerate(entries, start=1))
    with closing(sqlite3.connect(path)) as file:
        file.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _TABLES)
        uses: Counter[str] = Counter()
        for thing, entry in things:
            file.execute(_THING, (thing, *_row(entry)))
        names = 0
        for number, (thing, kind, name) in enumerate(_in_order(things), start=1):
            names += not name.transliterated
            text = name.text.casefold() if name.identifier else fold(name.text, whole=True)
            forms = _forms(name, text)
            file.execute(_NAME, (number, thing, name.text, name.language, text, *forms))
            if not name.identifier:
                file.execute(_WORD, (number, text, kind))
                uses.update(text.split())
        file.executemany("INSERT INTO parties VALUES (?, ?)", _parties(things))
        file.executemany("INSERT INTO vocabulary VALUES (?, ?)", sorted(uses.items()))
        for word in sorted(uses):
            rows = ((form, word) for form in shortened(word))
            file.executemany("INSERT OR IGNORE INTO typos VALUES (?, ?)", rows)
        file.executemany("INSERT INTO shared VALUES (?)", ((name,) for name in shared))
        file.executemany(
            "INSERT INTO facts VALUES (?, ?)",
            {**facts, "format": str(FORMAT), "names": str(names)}.items(),
        )
        file.executescript(_INDEXES)
        file.commit()


def _in_order(things: Iterable[tuple[int, Entry]]) -> Iterator[tuple[int, str, Name]]:
    """The names of all things; what is only a transliteration comes behind every name."""
    made = []
    for thing, entry in things:
        for name in entry.names:
            if name.transliterated:
                made.append((thing, entry.kind, name))
            else:
                yield thing, entry.kind, name
    yield from made


def _forms(name: Name, text: str) -> tuple[str | None, str | None, str | None, str | None]:
    """What a name is compared by: joined, as key, by its sound, and as a transliteration."""
    if name.identifier:
        return (canonical(name.text), None, None, None)
    if name.transliterated:
        return (None, None, None, joined(without_kind(text)))
    if not has_words(text) or len(text) > _LONGEST:
        return (joined(text), None, None, None)
    sound = skeleton(text)
    return (joined(text), key(text), sound if len(sound) >= LEAST_SKELETON else None, None)


def _parties(things: Iterable[tuple[int, Entry]]) -> Iterator[tuple[int, int]]:
    """Each party of an agreement, with the agreement."""
    numbers = {entry.iri: thing for thing, entry in things}
    for thing, entry in things:
        for party in set(entry.parties) & numbers.keys():
            yield numbers[party], thing


def _row(entry: Entry) -> tuple[object, ...]:
    labels = {"en": "", "fa": ""}
    transliteration = ""
    for name in entry.names:
        tag = name.language.partition("-")[0]
        if name.transliterated:
            transliteration = transliteration or name.text
        elif not labels.get(tag, "-"):
            labels[tag] = name.text
    where = (entry.latitude, entry.longitude, entry.population, entry.weight, transliteration)
    who = (entry.iri, entry.kind, labels["en"], labels["fa"])
    return (*who, entry.country, entry.country_name, entry.item, *where)


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

    def close(self) -> None:
        """Close the file; the index is of no use any more."""
        with self._lock:
            self._file.close()

    def __del__(self) -> None:
        with suppress(sqlite3.Error, AttributeError):
            self._file.close()
