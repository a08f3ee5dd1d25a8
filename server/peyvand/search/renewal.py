"""An index brought up to a change of its graph: what is touched is written anew, nothing else."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from peyvand.features.similarity import shortened
from peyvand.search.entries import Reader
from peyvand.search.model import Entry
from peyvand.search.namesakes import namesakes_of, tell_shared
from peyvand.search.tables import (
    FORGET_WORDS,
    LAST,
    MADE,
    PUT_NAME,
    PUT_NAMESAKE,
    PUT_PARTY,
    PUT_THING,
    PUT_TYPO,
    PUT_USES,
    PUT_WORDS,
    UNSAFE,
    row_of_thing,
    rows_of_names,
)
from peyvand.search.touched import Touched

# How far names are moved apart where there is no room between them, and among how many at first.
_APART, _REACH = 1 << 10, 64
_BEFORE = "SELECT * FROM names WHERE id > ? AND id <= ? ORDER BY id DESC LIMIT ?"
_BEHIND = "SELECT * FROM names WHERE id >= ? AND id < ? ORDER BY id LIMIT ?"
_WEIGHT_AT = """
SELECT -weight, iri FROM things
WHERE id = (SELECT thing FROM names WHERE id >= ? AND id < ? ORDER BY id LIMIT 1)
"""


def renew(
    path: Path, touched: Touched, facts: Mapping[str, str], *, in_place: bool = False
) -> None:
    """Bring an index up to a change.

    Args:
        path: the file, which nobody reads meanwhile.
        touched: what is to be made anew.
        facts: what the index is of now.
        in_place: whether the file is to be as it was if this is broken off; else it is of no use.
    """
    with closing(sqlite3.connect(path)) as file:
        file.executescript("PRAGMA synchronous=NORMAL;" if in_place else UNSAFE)
        _Renewal(file, touched).make()
        file.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", facts.items())
        file.commit()


class _Renewal:
    """One change, and the file that it is made in."""

    def __init__(self, file: sqlite3.Connection, touched: Touched) -> None:
        self._file, self._touched = file, touched
        # How often words are used now, less how often they were.
        self._uses: Counter[str] = Counter()
        # The names, as keys, whose bearers are others now.
        self._keys: set[str] = set()

    def make(self) -> None:
        """Make the change."""
        things = sorted(self._touched.things)
        old = {iri: row for iri in things if (row := self._known(iri))}
        entries = [entry for iri in things if (entry := self._entry(iri, old.get(iri)))]
        # Names are in order with the weights of their things: first those go that are to move.
        for number, _, kind in old.values():
            self._forget(number, kind)
        kept = {entry.iri for entry in entries}
        for iri, (number, *_) in old.items():
            if iri not in kept:
                self._file.execute("DELETE FROM things WHERE id = ?", (number,))
                self._file.execute("DELETE FROM parties WHERE party = ?", (number,))
        numbers = {
            entry.iri: self._put(entry, old[entry.iri][0] if entry.iri in old else None)
            for entry in entries
        }
        for entry in entries:
            for made in (False, True):
                self._put_names(entry, numbers[entry.iri], made=made)
            self._put_parties(entry, numbers[entry.iri], is_new=entry.iri not in old)
        self._count_words()
        self._tell_shared(entries)

    def _known(self, iri: str) -> tuple[int, int, str] | None:
        rows = self._file.execute("SELECT id, weight, kind FROM things WHERE iri = ?", (iri,))
        row: tuple[int, int, str] | None = rows.fetchone()
        return row

    def _entry(self, iri: str, known: tuple[int, int, str] | None) -> Entry | None:
        reader: Reader = self._touched.reader
        entry = reader.entry(iri, 0)
        if entry is None:
            return None
        if known:
            return replace(entry, weight=known[1] + self._touched.weights[iri])
        return replace(entry, weight=reader.weight(iri))

    def _forget(self, thing: int, kind: str) -> None:
        sought = "SELECT id, identifier, folded, key FROM names WHERE thing = ?"
        for name, identifier, folded, key in self._file.execute(sought, (thing,)).fetchall():
            if not identifier:
                self._file.execute(FORGET_WORDS, (name, folded, kind))
                self._uses.subtract(folded.split())
            self._keys |= {key} if key else set()
        self._file.execute("DELETE FROM names WHERE thing = ?", (thing,))
        self._file.execute("DELETE FROM parties WHERE agreement = ?", (thing,))

    def _put(self, entry: Entry, number: int | None) -> int:
        """Write a thing, under its number if it has one."""
        made = self._file.execute(PUT_THING, (number, *row_of_thing(entry)))
        assert made.lastrowid is not None
        return number or made.lastrowid

    def _put_names(self, entry: Entry, thing: int, *, made: bool) -> None:
        rows = list(rows_of_names(entry, made=made))
        for number, row in zip(self._room(entry, len(rows), made=made), rows, strict=True):
            self._file.execute(PUT_NAME, (number, thing, *row))
            _, _, identifier, folded, _, key, *_ = row
            if not identifier:
                self._file.execute(PUT_WORDS, (number, folded, entry.kind))
                self._uses.update(str(folded).split())
            self._keys |= {str(key)} if key else set()

    def _put_parties(self, entry: Entry, number: int, *, is_new: bool) -> None:
        pairs = [(party, entry.iri) for party in entry.parties]
        if is_new:
            # Agreements that are there already, of a party that was not.
            agreements = self._touched.reader.agreements(entry.iri)
            pairs += [(entry.iri, agreement) for agreement in agreements]
        known: dict[str, tuple[int, int, str] | None] = {}
        for iri in {iri for pair in pairs for iri in pair}:
            known[iri] = self._known(iri)
        for pair in pairs:
            party, agreement = known[pair[0]], known[pair[1]]
            if party and agreement:
                self._file.execute(PUT_PARTY, (party[0], agreement[0]))

    def _room(self, entry: Entry, count: int, *, made: bool) -> Iterable[int]:
        """Free numbers for the names of a thing, where they belong by its weight."""
        if not count:
            return ()
        first, last = (MADE + 1, LAST) if made else (1, MADE)
        order = (-entry.weight, entry.iri)

        def is_behind(number: int) -> bool:
            row = self._file.execute(_WEIGHT_AT, (number, last)).fetchone()
            return row is None or row > order

        place = bisect_left(range(first, last), True, key=is_behind) + first
        follower = self._file.execute(_BEHIND, (place, last, 1)).fetchone()
        low, high = place - 1, follower[0] if follower else last
        if high - low <= count:
            low, high = self._moved_apart(low, high, count, (first - 1, last))
        return [low + (high - low) * step // (count + 1) for step in range(1, count + 1)]

    def _moved_apart(
        self, low: int, high: int, count: int, ends: tuple[int, int]
    ) -> tuple[int, int]:
        """Move the names around a place apart; between which numbers there is room then."""
        reach = _REACH
        while True:
            before = self._file.execute(_BEFORE, (ends[0], low, reach + 1)).fetchall()
            behind = self._file.execute(_BEHIND, (high, ends[1], reach + 1)).fetchall()
            # The outermost stay where they are.
            start = before.pop()[0] if len(before) > reach else ends[0]
            end = behind.pop()[0] if len(behind) > reach else ends[1]
            rows = [*reversed(before), *behind]
            step = (end - start) // (len(rows) + count + 1)
            if step >= _APART:
                break
            reach *= 2
        for row in rows:
            self._number_again(row, None)
        place = start + step * len(before)
        for at, row in enumerate(reversed(before), start=1):
            self._number_again(row, start + step * at)
        for at, row in enumerate(behind, start=1):
            self._number_again(row, place + step * (count + at))
        return place, place + step * (count + 1)

    def _number_again(self, row: tuple[object, ...], number: int | None) -> None:
        """Take a name from its number, or put it to another."""
        old, thing, _, _, identifier, folded, *_ = row
        sought = "SELECT kind FROM things WHERE id = ?"
        (kind,) = self._file.execute(sought, (thing,)).fetchone()
        if number is None:
            self._file.execute("DELETE FROM names WHERE id = ?", (old,))
        else:
            self._file.execute(PUT_NAME, (number, *row[1:]))
        if not identifier:
            told = (old, folded, kind) if number is None else (number, folded, kind)
            self._file.execute(FORGET_WORDS if number is None else PUT_WORDS, told)

    def _count_words(self) -> None:
        changed = {word: count for word, count in self._uses.items() if count}
        self._file.executemany(PUT_USES, changed.items())
        fewer = json.dumps([word for word, count in changed.items() if count < 0])
        gone = (
            "SELECT word FROM vocabulary WHERE uses = 0"
            " AND word IN (SELECT value FROM json_each(?))"
        )
        for (word,) in self._file.execute(gone, (fewer,)).fetchall():
            self._file.execute("DELETE FROM vocabulary WHERE word = ?", (word,))
            forms = ((form, word) for form in shortened(word))
            self._file.executemany("DELETE FROM typos WHERE form = ? AND word = ?", forms)
        for word, count in changed.items():
            if count > 0:
                self._file.executemany(PUT_TYPO, ((form, word) for form in shortened(word)))

    def _tell_shared(self, entries: Iterable[Entry]) -> None:
        if self._file.execute("SELECT 1 FROM namesakes LIMIT 1").fetchone() is None:
            self._file.executemany(PUT_NAMESAKE, namesakes_of(entries))
        tell_shared(self._file, self._keys)
