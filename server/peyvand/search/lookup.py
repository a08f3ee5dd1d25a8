"""The questions that are asked of an index."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from peyvand.search.index import Index

_BY_COLUMN = """
SELECT names.thing, names.text, names.id FROM names
WHERE names.COLUMN IN (SELECT value FROM json_each(?)) ORDER BY names.id LIMIT ?
"""
_OF_KINDS = """
SELECT names.thing, names.text, names.id FROM names JOIN things ON things.id = names.thing
WHERE names.COLUMN IN (SELECT value FROM json_each(?))
  AND things.kind IN (SELECT value FROM json_each(?))
ORDER BY names.id LIMIT ?
"""
_COLUMNS = ("joined", "key", "skeleton", "transliterated")
_EQUAL = {name: _BY_COLUMN.replace("COLUMN", name) for name in _COLUMNS}
_EQUAL_OF_KINDS = {name: _OF_KINDS.replace("COLUMN", name) for name in _COLUMNS}
# A thing by its number, the name of it that was found, and the place of that among all names:
# names go before transliterations, and those of weightier things before others.
Named = tuple[int, str, int]


def named(
    index: Index, column: str, values: Sequence[str], kinds: Sequence[str], most: int
) -> list[Named]:
    """The names that are equal to one of the values in a column."""
    if not values:
        return []
    sought = json.dumps(values)
    if kinds:
        return index.rows(_EQUAL_OF_KINDS[column], (sought, json.dumps(kinds), most))
    return index.rows(_EQUAL[column], (sought, most))


def first_names(index: Index, things: Sequence[int]) -> list[Named]:
    """The first name of each of some things, in their order."""
    rows = index.rows(
        "SELECT thing, text, MIN(id) FROM names"
        " WHERE thing IN (SELECT value FROM json_each(?)) GROUP BY thing",
        (json.dumps(things),),
    )
    names = {row[0]: (row[0], row[1], row[2]) for row in rows}
    return [names[thing] for thing in things]


def written(index: Index, expression: str, kinds: Sequence[str], most: int) -> list[Named]:
    """The names that an expression of the full-text engine finds."""
    expression = f"name : ({expression})"
    if kinds:
        expression += f" AND kind : ({' OR '.join(kinds)})"
    return index.rows(
        "SELECT names.thing, names.text, names.id FROM"
        " (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?) AS found"
        " JOIN names ON names.id = found.rowid ORDER BY names.id",
        (expression, most),
    )


def known_words(index: Index, words: Iterable[str]) -> set[str]:
    """Those of the words that stand in a name."""
    words = list(words)
    if not words:
        return set()
    rows = index.rows(
        "SELECT word FROM vocabulary WHERE word IN (SELECT value FROM json_each(?))",
        (json.dumps(words),),
    )
    return {row[0] for row in rows}


def known_beginnings(index: Index, words: Iterable[str]) -> set[str]:
    """Those of the words that a word of a name begins with."""
    rows = index.rows(
        "SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1 FROM vocabulary"
        " WHERE word >= value AND word < value || char(1114111))",
        (json.dumps(list(words)),),
    )
    return {row[0] for row in rows}
