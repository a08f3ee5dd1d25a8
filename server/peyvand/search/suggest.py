"""Finding things by what somebody writes, the best first.

Each stage finds less exactly than the one before, and is asked only while there are too few hits:
the whole folded name, its other spellings, its beginning, the beginning of a word in it, its words
in any order, what sounds alike, and what is one typing error away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from peyvand.merge.names import fold, key, skeleton
from peyvand.search.index import Index
from peyvand.search.model import KINDS, Hit
from peyvand.search.spelling import one_error, shortened

GRADES = {
    "exact": 1.0,
    "spelling": 0.9,
    "prefix": 0.8,
    "word": 0.7,
    "token": 0.6,
    "sound": 0.5,
    "fuzzy": 0.4,
}
# The longest text that is looked for, and the most of its words that are corrected.
LONGEST = 200
_MOST_WORDS, _MOST_CORRECTIONS = 12, 8
# A thing has several names that may be found: so many rows are read for each hit that is wanted.
_ROWS = 6

_IDENTIFIER = re.compile(r"q[0-9]+|[a-z]+:\S+|[a-z-]+/\S+")

_BY_COLUMN = """
SELECT names.thing, names.text FROM names JOIN things ON things.id = names.thing
WHERE names.COLUMN IN (SELECT value FROM json_each(?))
  AND (? = '[]' OR things.kind IN (SELECT value FROM json_each(?)))
ORDER BY names.id LIMIT ?
"""
_EQUAL = {name: _BY_COLUMN.replace("COLUMN", name) for name in ("folded", "key", "skeleton")}
_SHOWN = """
SELECT t.id, t.iri, t.kind, t.label_en, t.label_fa, t.country,
  COALESCE(c.label_en, t.country_name), COALESCE(c.label_fa, ''), t.item,
  t.latitude, t.longitude, t.population, t.weight
FROM things t LEFT JOIN things c ON t.country != '' AND c.iri = t.country
WHERE t.id IN (SELECT value FROM json_each(?))
"""

Found = tuple[int, str]


def suggest(
    index: Index, text: str, kinds: Sequence[str] = (), limit: int = 10, skip: int = 0
) -> list[Hit]:
    """The things whose names fit a text, in any script, the best first.

    Args:
        index: where to look.
        text: what somebody wrote so far: a name, its beginning, words of it, or an identifier.
        kinds: only things of these kinds; all if empty.
        limit: the most hits.
        skip: how many of the best to pass over, for a further page.
    """
    kinds = tuple(dict.fromkeys(kind for kind in kinds if kind in KINDS)) if kinds else ()
    wanted = skip + limit
    found: dict[int, tuple[str, str]] = {}
    for grade, rows in _stages(index, text[:LONGEST], kinds, wanted * _ROWS):
        fresh: dict[int, str] = {}
        for thing, name in rows:
            if thing not in found:
                fresh.setdefault(thing, name)
        # Things are numbered by weight, so this is the order of a stage.
        for thing in sorted(fresh):
            found[thing] = (grade, fresh[thing])
        if len(found) >= wanted:
            break
    chosen = list(islice(found.items(), skip, wanted))
    return _hits(index, chosen)


def things(index: Index, iris: Sequence[str]) -> list[Hit]:
    """The things with these IRIs, in their order; those that are not in the index are left out."""
    found = []
    for iri in iris:
        rows = index.rows("SELECT id, label_en, label_fa FROM things WHERE iri = ?", (iri,))
        found += [(row[0], ("exact", row[1] or row[2])) for row in rows]
    return _hits(index, found)


def names_of(index: Index, iri: str) -> list[str]:
    """Every name of a thing as it is stored, its labels first."""
    rows = index.rows(
        "SELECT text FROM names WHERE key IS NOT NULL"
        " AND thing = (SELECT id FROM things WHERE iri = ?) ORDER BY id",
        (iri,),
    )
    return [row[0] for row in rows]


def _stages(
    index: Index, text: str, kinds: Sequence[str], most: int
) -> Iterator[tuple[str, list[Found]]]:
    given, folded = text.strip().casefold(), fold(text)
    if not given:
        return
    yield "exact", _named(index, "folded", (given, folded), kinds, most)
    # An identifier means one thing or none; folding would take its digits from it.
    if not folded or _IDENTIFIER.fullmatch(given):
        return
    words = folded.split()[:_MOST_WORDS]
    phrase = f'"{" ".join(words)}"'
    yield "spelling", _named(index, "key", (key(folded),), kinds, most)
    yield "prefix", _written(index, f"^ {phrase} *", kinds, most)
    yield "word", _written(index, f"{phrase} *", kinds, most)
    yield "token", _written(index, _all_of([[word] for word in words]), kinds, most)
    sound = skeleton(folded)
    if len(sound) > 2:
        yield "sound", _named(index, "skeleton", (sound,), kinds, most)
    corrected = [_corrections(index, word) for word in words]
    if any(len(forms) > 1 for forms in corrected):
        yield "fuzzy", _written(index, _all_of(corrected), kinds, most)


def _all_of(words: list[list[str]]) -> str:
    """The expression for names that hold one form of every word, or begin a word with it."""
    return " AND ".join("(" + " OR ".join(f'"{f}" *' for f in forms) + ")" for forms in words)


def _corrections(index: Index, word: str) -> list[str]:
    """The word, and known words one error away, the most used first."""
    forms = sorted(shortened(word))
    if not forms:
        return [word]
    rows = index.rows(
        "SELECT DISTINCT word, uses FROM typos JOIN vocabulary USING (word)"
        " WHERE form IN (SELECT value FROM json_each(?)) ORDER BY uses DESC, word",
        (json.dumps(forms),),
    )
    known = [row[0] for row in rows if row[0] != word and one_error(word, row[0])]
    return [word, *known[:_MOST_CORRECTIONS]]


def _named(
    index: Index, column: str, values: Sequence[str], kinds: Sequence[str], most: int
) -> list[Found]:
    """The names that are equal to one of the values in a column."""
    rows = index.rows(
        _EQUAL[column], (json.dumps(values), json.dumps(kinds), json.dumps(kinds), most)
    )
    return [(row[0], row[1]) for row in rows]


def _written(index: Index, expression: str, kinds: Sequence[str], most: int) -> list[Found]:
    """The names that an expression of the full-text engine finds."""
    expression = f"name : ({expression})"
    if kinds:
        expression += f" AND kind : ({' OR '.join(kinds)})"
    rows = index.rows(
        "SELECT names.thing, names.text FROM"
        " (SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid LIMIT ?) AS found"
        " JOIN names ON names.id = found.rowid ORDER BY names.id",
        (expression, most),
    )
    return [(row[0], row[1]) for row in rows]


def _hits(index: Index, chosen: list[tuple[int, tuple[str, str]]]) -> list[Hit]:
    if not chosen:
        return []
    numbers = json.dumps([thing for thing, _ in chosen])
    rows = {row[0]: row for row in index.rows(_SHOWN, (numbers,))}
    found = []
    for thing, (grade, matched) in chosen:
        _, iri, kind, label_en, label_fa, *rest = rows[thing]
        # The weight decides within a grade, and never lifts a hit into the next.
        score = round(GRADES[grade] - 0.09 / (1 + rest[-1]), 6)
        found.append(Hit(iri, kind, label_en, label_fa, matched, grade, score, *rest))
    return found
