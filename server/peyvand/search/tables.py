"""The tables of an index, and what stands in them of each thing.

Names are numbered in the order of the weight of their things, so that the full-text engine gives
the weightiest first by giving rows in their order, and may stop early. Between two numbers others
are left free, for names that come later. What is only transliterated is numbered behind all names.
"""

from __future__ import annotations

from collections.abc import Iterator

from peyvand.features.folding import fold, has_words, joined
from peyvand.features.names import key, skeleton
from peyvand.features.thresholds import LEAST_SKELETON
from peyvand.features.transliteration import without_kind
from peyvand.search.identifiers import canonical
from peyvand.search.model import Entry, Name

# Raised whenever the file's tables, or what is folded how, change: older files are made anew.
FORMAT = 6
# The numbers from one name to the next, the first of what is transliterated, and the last of all.
STEP, MADE, LAST = 1 << 20, 1 << 62, (1 << 63) - 1
# For a file that nobody has yet, and that is thrown away if its making is broken off.
UNSAFE = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE things (
  id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, label_en TEXT, label_fa TEXT, country TEXT,
  country_name TEXT, item TEXT, latitude REAL, longitude REAL, population INTEGER, weight INTEGER,
  transliteration TEXT);
CREATE TABLE names (
  id INTEGER PRIMARY KEY, thing INTEGER, text TEXT, language TEXT, identifier INTEGER, folded TEXT,
  joined TEXT, key TEXT, skeleton TEXT, transliterated TEXT);
CREATE TABLE parties (party INTEGER, agreement INTEGER, PRIMARY KEY (party, agreement))
  WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
  name, kind, content='', detail=full, prefix='1 2 3', tokenize='unicode61 remove_diacritics 0');
CREATE TABLE namesakes (key TEXT, latitude REAL, longitude REAL);
CREATE TABLE shared (key TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, uses INTEGER) WITHOUT ROWID;
CREATE TABLE typos (form TEXT, word TEXT, PRIMARY KEY (form, word)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX things_by_iri ON things (iri);
CREATE INDEX things_by_country ON things (country, kind);
CREATE INDEX names_by_thing ON names (thing);
CREATE INDEX names_by_joined ON names (joined);
CREATE INDEX names_by_key ON names (key);
CREATE INDEX names_by_skeleton ON names (skeleton);
CREATE INDEX names_by_transliteration ON names (transliterated) WHERE transliterated IS NOT NULL;
CREATE INDEX parties_by_agreement ON parties (agreement);
CREATE INDEX namesakes_by_key ON namesakes (key);
INSERT INTO words (words) VALUES ('optimize');
ANALYZE;
"""
PUT_THING = "INSERT OR REPLACE INTO things VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
PUT_NAME = "INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
PUT_WORDS = "INSERT INTO words (rowid, name, kind) VALUES (?, ?, ?)"
# The full-text engine holds no text: what is to be forgotten is told to it again.
FORGET_WORDS = "INSERT INTO words (words, rowid, name, kind) VALUES ('delete', ?, ?, ?)"
PUT_PARTY = "INSERT OR IGNORE INTO parties VALUES (?, ?)"
PUT_USES = (
    "INSERT INTO vocabulary VALUES (?, ?)"
    " ON CONFLICT (word) DO UPDATE SET uses = uses + excluded.uses"
)
PUT_TYPO = "INSERT OR IGNORE INTO typos VALUES (?, ?)"
PUT_NAMESAKE = "INSERT INTO namesakes VALUES (?, ?, ?)"
# Longer names are descriptions: nobody writes them from memory, and only their words count.
_LONGEST = 80


def row_of_thing(entry: Entry) -> tuple[object, ...]:
    """What stands in the table of things, behind the number."""
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


def rows_of_names(entry: Entry, *, made: bool) -> Iterator[tuple[object, ...]]:
    """What stands in the table of names, behind the numbers of the name and of the thing.

    Args:
        entry: the thing.
        made: the transliterations; else the names.
    """
    for name in entry.names:
        if name.transliterated == made:
            folded = name.text.casefold() if name.identifier else fold(name.text, whole=True)
            forms = _forms(name, folded)
            yield (name.text, name.language, int(name.identifier), folded, *forms)


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
