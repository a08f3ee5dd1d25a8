"""Names of places in Latin letters, transliterated into Persian ones as Iran usually writes them.

A transliteration is made by rules and is no name that any source gives: it is kept apart from
names, under a tag of its own. docs/transliteration.md says how often it is what sources write.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from peyvand.features.transliteration.english import ENGLISH
from peyvand.features.transliteration.languages import spelling_of
from peyvand.features.transliteration.sounds import letters

__all__ = ["TAG", "persian", "without_kind"]

# BCP 47 with the extension of RFC 6497: in Arabic letters, transformed from Latin ones.
TAG = "und-Arab-t-und-latn"
_APOSTROPHES = "'’‘ʻʼʹʾʿ`"
_WORD = re.compile(rf"[^\W\d_]+(?:[{_APOSTROPHES}·][^\W\d_]+)*")
# What tells a place from its namesakes is no part of its name: Peñafiel, Spain.
_ASIDE = re.compile(r"\s*(?:\([^)]*\)|,.*$)")
_BETWEEN = re.compile(r"[\s\-‐–/]+")
# English words for a kind of unit are what Persian calls it, which stands before the name.
_KINDS = {
    **{"municipality": "شهرداری", "county": "شهرستان", "parish": "دهستان", "city": "شهر"},
    **dict.fromkeys(("district", "borough"), "ناحیه"),
    **dict.fromkeys(("province", "prefecture", "oblast", "governorate", "voivodeship"), "استان"),
    **dict.fromkeys(("region", "raion"), "منطقه"),
    "island": "جزیره",
}
_KIND = "|".join(_KINDS)
# Salt Lake City is called so, and is no city of Salt Lake.
_BEFORE = re.compile(rf"(?:[^\W\d_]+ ){{0,2}}({_KIND}) of (?=\S)", re.IGNORECASE)
_BEHIND = re.compile(rf"(?<=\S) ({_KIND.replace('|city', '')})$", re.IGNORECASE)
_PERSIAN_KIND = re.compile(rf"(?:{'|'.join(sorted(set(_KINDS.values())))}) (?=\S)")


@lru_cache(10_000)
def persian(text: str, country: str = "") -> str:
    """A transliteration of the name of a place.

    Args:
        text: the name in Latin letters, with its marks where it has any.
        country: the two letters of its country in ISO 3166, which say how the name is read.

    Returns:
        The name in Persian letters; nothing if a letter is not Latin or there is none.
    """
    name = unicodedata.normalize("NFC", text).strip()
    if not any(c.isalpha() for c in name) or not all(map(_is_latin, name)):
        return ""
    name = _ASIDE.sub("", name) or name
    spelling = spelling_of(name, country.upper())
    kind = ""
    if match := _BEFORE.match(name):
        kind, name = match[1], name[match.end() :]
    elif (match := _BEHIND.search(name)) and not (
        spelling is ENGLISH and match[1].lower() == "island"
    ):
        # Long Island is called so where English is spoken, Kish Island is an island called Kish.
        kind, name = match[1], name[: match.start()]
    # Lower case of a dotted capital I is two characters.
    words = _BETWEEN.sub(" ", name.replace("İ", "i").lower())
    read = _WORD.sub(lambda word: letters(spelling.sounds(word[0])), words)
    found = "".join(c for c in read if c.isalnum() or c == " ")
    return " ".join(filter(None, (_KINDS.get(kind.lower(), ""), *found.split())))


def without_kind(text: str) -> str:
    """A transliteration, or a text that may be one, without the word for a kind of unit."""
    return _PERSIAN_KIND.sub("", text, count=1) if _PERSIAN_KIND.match(text) else text


def _is_latin(letter: str) -> bool:
    # Modifier letters are apostrophes of romanisations.
    if unicodedata.category(letter) == "Lm" or not letter.isalpha():
        return True
    return unicodedata.name(letter, "").startswith("LATIN")
