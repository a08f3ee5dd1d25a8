"""Finding things by what somebody writes, the best first.

Each stage finds less exactly than the one before, and is asked only while there are too few hits:
the whole folded name, its other spellings, a whole transliteration, the name with where it is, its
beginning, the beginning of a word in it, its words in any order, what sounds alike, and what is one
typing error away.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter

from peyvand.features.folding import fold, has_words, is_arabic, joined
from peyvand.features.names import key, skeleton
from peyvand.features.similarity import one_error, shortened
from peyvand.features.thresholds import LEAST_SKELETON
from peyvand.features.transliteration import without_kind
from peyvand.search.identifiers import country_identifier, identifiers_in, is_certain
from peyvand.search.index import Index
from peyvand.search.lookup import Named, first_names, named, written
from peyvand.search.model import KINDS, Hit, PairHits
from peyvand.search.pairs import pair
from peyvand.search.phrasing import phrasings
from peyvand.search.qualified import Place, places, sifted
from peyvand.search.qualifiers import turned
from peyvand.search.tables import MADE

GRADES = {
    "exact": 1.0,
    "spelling": 0.91,
    "transliteration": 0.82,
    "pair": 0.73,
    "name": 0.64,
    "prefix": 0.55,
    "word": 0.46,
    "token": 0.37,
    "sound": 0.28,
    "fuzzy": 0.19,
    "elsewhere": 0.1,
}
# Within a grade the weight decides, and never lifts a hit into the next; a name goes before what
# is only transliterated.
_SPREAD, _BEHIND = 0.08, 0.008
# The longest text that is looked for, and the most of its words that are corrected.
LONGEST = 200
_MOST_WORDS, _MOST_CORRECTIONS = 12, 8
# A thing has several names that may be found: so many rows are read for each hit that is wanted.
_ROWS = 6

_PLACE = itemgetter(2)

_SHOWN = """
SELECT t.id, t.iri, t.kind, t.label_en, t.label_fa, t.country,
  COALESCE(c.label_en, t.country_name), COALESCE(c.label_fa, ''), t.item,
  t.latitude, t.longitude, t.population, t.weight, t.transliteration
FROM things t LEFT JOIN things c ON t.country != '' AND c.iri = t.country
WHERE t.id IN (SELECT value FROM json_each(?))
"""


def suggest(
    index: Index,
    text: str,
    kinds: Sequence[str] = (),
    limit: int = 10,
    skip: int = 0,
    weakest: str = "elsewhere",
) -> list[Hit]:
    """The things whose names fit a text, in any script, the best first.

    Args:
        index: where to look.
        text: what somebody wrote so far: a name, its beginning, words of it, or an identifier.
        kinds: only things of these kinds; all if empty.
        limit: the most hits.
        skip: how many of the best to pass over, for a further page.
        weakest: the weakest of ``GRADES`` to be content with; weaker ones are not looked for.
    """
    kinds = tuple(dict.fromkeys(kind for kind in kinds if kind in KINDS)) if kinds else ()
    wanted = skip + limit
    graded: dict[int, tuple[str, Named]] = {}
    for grade, rows in _stages(index, text[:LONGEST], kinds, wanted * _ROWS):
        if GRADES[grade] < GRADES[weakest]:
            break
        fresh: dict[int, Named] = {}
        for row in rows:
            if row[0] not in graded:
                fresh.setdefault(row[0], row)
        # Of a pair the agreements come first.
        ordered = fresh.values() if grade == "pair" else sorted(fresh.values(), key=_PLACE)
        for row in ordered:
            graded[row[0]] = (grade, row)
        if len(graded) >= wanted:
            break
    chosen = list(islice(graded.items(), skip, wanted))
    return _hits(index, chosen)


def things(index: Index, iris: Sequence[str]) -> list[Hit]:
    """The things with these IRIs, in their order; those that are not in the index are left out."""
    graded = []
    for iri in iris:
        rows = index.rows("SELECT id, label_en, label_fa FROM things WHERE iri = ?", (iri,))
        graded += [(thing, ("exact", (thing, en or fa, 0))) for thing, en, fa in rows]
    return _hits(index, graded)


def asked_pair(index: Index, text: str, most: int = 3) -> PairHits | None:
    """The two places that a text names, with the agreements between them; None if it names none.

    Args:
        index: where to look.
        text: what somebody wrote: "Isfahan Florence", «ایران و ترکیه».
        most: the most agreements to tell of.
    """
    found = pair(index, text[:LONGEST])
    if found is None:
        return None
    numbers = [*(side.thing for side in found.sides), *found.agreements[:most]]
    named_ = first_names(index, numbers)
    one, other, *agreements = _hits(index, [(row[0], ("pair", row)) for row in named_])
    return PairHits(one, other, tuple(agreements), len(found.agreements))


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
) -> Iterator[tuple[str, list[Named]]]:
    folded = fold(text, whole=True)
    if not folded:
        return
    identifiers = identifiers_in(text)
    exact = named(index, "joined", (*identifiers, joined(folded)), kinds, most)
    # A country by its code or item, or a usual name of it, where nothing else is called so.
    yield "exact", exact or named(index, "joined", _country(text), kinds, most)
    # An identifier means one thing or none.
    if not has_words(folded) or is_certain(text) or _has_kind(index, identifiers):
        return
    where = places(index, text)
    beside = sifted(index, where, kinds, most)
    yield "exact", beside.exact
    yield "spelling", named(index, "key", (key(folded),), kinds, most)
    yield "spelling", beside.spelling
    if is_arabic(folded):
        made = joined(without_kind(folded))
        yield "transliteration", named(index, "transliterated", (made,), kinds, most)
    yield "transliteration", beside.transliterated
    if not exact:
        yield "pair", _both(index, text, kinds, most)
    yield "name", beside.unknown
    some = False
    for grade, rows in _weaker(index, folded, kinds, most):
        some = some or bool(rows)
        yield grade, rows
    if not (some or beside.elsewhere):
        yield from _weaker_beside(index, where, kinds, most)
    yield "elsewhere", beside.elsewhere


def _both(index: Index, text: str, kinds: Sequence[str], most: int) -> list[Named]:
    """The agreements of the pair that a text names, and the two themselves."""
    found = pair(index, text)
    if found is None:
        return []
    agreements = found.agreements[:most] if not kinds or "agreement" in kinds else ()
    sides = [side.thing for side in found.sides if not kinds or side.kind in kinds]
    return first_names(index, [*agreements, *sides])


def _weaker(
    index: Index, folded: str, kinds: Sequence[str], most: int
) -> Iterator[tuple[str, list[Named]]]:
    """What is found by less than a whole name."""
    words = folded.split()[:_MOST_WORDS]
    alternatives = phrasings(index, words)
    phrases = [f'"{" ".join(phrasing)}" *' for phrasing in alternatives]
    yield "prefix", written(index, " OR ".join(f"(^ {phrase})" for phrase in phrases), kinds, most)
    yield "word", written(index, " OR ".join(f"({phrase})" for phrase in phrases), kinds, most)
    # One word in any order is what was asked for already.
    several = [phrasing for phrasing in alternatives if len(phrasing) > 1]
    if several:
        tokens = (_all_of([[word] for word in phrasing]) for phrasing in several)
        yield "token", written(index, " OR ".join(f"({token})" for token in tokens), kinds, most)
    sound = skeleton(folded)
    if len(sound) >= LEAST_SKELETON:
        yield "sound", named(index, "skeleton", (sound,), kinds, most)
    corrected = [_corrections(index, word) for word in words]
    if any(len(forms) > 1 for forms in corrected):
        yield "fuzzy", written(index, _all_of(corrected), kinds, most)


def _weaker_beside(
    index: Index, where: list[Place], kinds: Sequence[str], most: int
) -> Iterator[tuple[str, list[Named]]]:
    """The same of a name that stands with its country, among what lies there."""
    for place in where:
        if not place.reading.doubtful and place.countries:
            for grade, rows in _weaker(index, fold(place.reading.name, whole=True), kinds, most):
                yield grade, place.within(index, rows)
            return


def _country(text: str) -> list[str]:
    """The country that a name or code means; short words are codes only in capitals."""
    if len(text) <= 3 and not text.isupper() and not identifiers_in(text):
        return []
    identifiers = [country_identifier(form) for form in (text, *turned(text))]
    return [identifier for identifier in identifiers if identifier][:1]


def _has_kind(index: Index, identifiers: Sequence[str]) -> bool:
    """Whether an identifier of a kind and a slug begins as those of the graph do."""
    kind, slash, _ = (identifiers or [""])[0].partition("/")
    between = (f"{kind}/", f"{kind}0")
    sought = "SELECT 1 FROM names WHERE joined > ? AND joined < ? LIMIT 1"
    return bool(slash and index.rows(sought, between))


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


def _hits(index: Index, chosen: list[tuple[int, tuple[str, Named]]]) -> list[Hit]:
    if not chosen:
        return []
    numbers = json.dumps([thing for thing, _ in chosen])
    rows = {row[0]: row for row in index.rows(_SHOWN, (numbers,))}
    hits = []
    for thing, (grade, found) in chosen:
        _, iri, kind, label_en, label_fa, *rest = rows[thing]
        weight = rest[-2]
        behind = _SPREAD + _BEHIND / (1 + weight) if found[2] > MADE else 0.0
        score = round(GRADES[grade] - (behind or _SPREAD / (1 + weight)), 6)
        hits.append(Hit(iri, kind, label_en, label_fa, found[1], grade, score, *rest))
    return hits
