"""Two names in one text: the cities or countries that are meant, and the agreements between them.

"Isfahan Florence", «تهران و استانبول» and "Iran – Turkey" ask for a pair. A text that is one name
is none, and neither is a city with the country that it lies in.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from peyvand.features.folding import fold, is_arabic, joined
from peyvand.features.names import key
from peyvand.features.transliteration import without_kind
from peyvand.search.identifiers import country_identifier
from peyvand.search.index import Index
from peyvand.search.model import PARTIES

# Of one name so many things are tried, and so many words are parted in two at most.
_MOST_MEANT, _MOST_WORDS = 4, 8
# A code of two letters is as often a word.
_LEAST_COUNTRY = 4
_SIGNS = re.compile(r"\s*[,،;؛&+×]\s*|\s+[-‐–—/]+\s+|(?<=\w)[–—↔](?=\w)")
_WORDS = re.compile(r"\s+(?:and|with|to|vs|و|با|تا)\s+", re.IGNORECASE)
_SOUGHT = """
SELECT names.COLUMN, things.id, things.kind, things.iri, things.country
FROM names JOIN things ON things.id = names.thing
WHERE names.COLUMN IN (SELECT value FROM json_each(?))
  AND things.kind IN (SELECT value FROM json_each(?))
ORDER BY names.id
"""
_COLUMNS = ("joined", "key", "transliterated")
_QUESTIONS = {column: _SOUGHT.replace("COLUMN", column) for column in _COLUMNS}
_KINDS = json.dumps([*PARTIES, "country"])
# What has a place, or a place of a country, as a party.
_OF_PLACE = "SELECT agreement FROM parties WHERE party = ?"
_OF_COUNTRY = (
    "SELECT agreement FROM things JOIN parties ON party = things.id WHERE things.country = ?"
)
_WEIGHTIEST_FIRST = """
SELECT id FROM things WHERE id IN (SELECT value FROM json_each(?)) ORDER BY weight DESC, iri
"""


@dataclass(frozen=True)
class Side:
    """One of the two: its number in the index, what it is, and where a city lies."""

    thing: int
    kind: str
    iri: str
    country: str


@dataclass(frozen=True)
class Pair:
    """Two places that one text names.

    Attributes:
        sides: the two, in the order of the text.
        agreements: the numbers of the agreements between them, the weightiest first.
    """

    sides: tuple[Side, Side]
    agreements: tuple[int, ...]


def pair(index: Index, text: str) -> Pair | None:
    """The pair that a text asks for; of several the one that has agreements."""
    partings = list(_partings(text))
    if not partings:
        return None
    meant = _meant(index, {side for parting in partings for side in parting} | {text})
    if meant[text]:
        return None
    best: Pair | None = None
    for one, other in partings:
        for sides in product(meant[one], meant[other]):
            if _are_apart(*sides):
                found = Pair(sides, _between(index, *sides))
                if found.agreements:
                    return found
                # A region beside a city tells where that is: Los Angeles, California.
                if all(side.kind in ("city", "country") for side in sides):
                    best = best or found
    return best


def _partings(text: str) -> Iterator[tuple[str, str]]:
    """The ways of reading a text as two names."""
    for between in (_SIGNS, _WORDS):
        parts = [part for part in between.split(text) if fold(part, whole=True)]
        if len(parts) == 2:
            yield parts[0], parts[1]
            return
    words = text.split()
    if len(words) <= _MOST_WORDS:
        for place in range(1, len(words)):
            yield " ".join(words[:place]), " ".join(words[place:])


def _meant(index: Index, texts: set[str]) -> dict[str, list[Side]]:
    """The places that each text may be the whole name of, the weightiest first."""
    found: dict[str, dict[int, Side]] = defaultdict(dict)
    for column in _COLUMNS:
        forms: dict[str, list[str]] = defaultdict(list)
        for text in sorted(texts - found.keys()):
            for form in _forms(text, column):
                forms[form].append(text)
        if not forms:
            continue
        for form, *side in index.rows(_QUESTIONS[column], (json.dumps(list(forms)), _KINDS)):
            for text in forms[form]:
                if len(found[text]) < _MOST_MEANT:
                    found[text].setdefault(side[0], Side(*side))
    return {text: list(found[text].values()) for text in texts}


def _forms(text: str, column: str) -> Sequence[str]:
    folded = fold(text, whole=True)
    if not folded:
        return ()
    if column == "key":
        return (key(folded),)
    if column == "transliterated":
        return (joined(without_kind(folded)),) if is_arabic(folded) else ()
    if column == "joined" and len(folded) >= _LEAST_COUNTRY:
        return tuple(filter(None, (joined(folded), country_identifier(text))))
    return (joined(folded),)


def _are_apart(one: Side, other: Side) -> bool:
    return one.thing != other.thing and one.iri != other.country and other.iri != one.country


def _between(index: Index, one: Side, other: Side) -> tuple[int, ...]:
    """The agreements that both are parties of, or places of theirs."""
    sides = (one, other)
    statement = " INTERSECT ".join(
        _OF_COUNTRY if side.kind == "country" else _OF_PLACE for side in sides
    )
    values = [side.iri if side.kind == "country" else side.thing for side in sides]
    found = json.dumps([row[0] for row in index.rows(statement, values)])
    return tuple(row[0] for row in index.rows(_WEIGHTIEST_FIRST, (found,)))
