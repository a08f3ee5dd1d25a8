"""Which texts are names of places, and how they are written."""

from __future__ import annotations

import re
import unicodedata

UNKNOWN = "und"
LANGUAGES = ("en", "fa", UNKNOWN)
_PERSIAN = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "هٔ"})
# Marks of vowels, and stretching.
_MARKS = re.compile("[\u064b-\u0653\u0656-\u065f\u0670\u0640]")
_LETTERS_OF_PERSIAN = set("ءآأؤئابپتثجحخدذرزژسشصضطظعغفقکگلمنوهةی")
# Marks of direction and the like, which no eye sees; Persian needs the non-joiner.
_UNSEEN = re.compile("[\u200b\u200d-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_ITEM = re.compile(r"Q\d+")
# A few letters may be an abbreviation, which is written in capitals.
_MOST_CAPITALS = 3


def written(text: str, language: str) -> str:
    """A name as it is written: composed, in Persian with Persian letters and without a country.

    What follows a comma in a Persian name tells namesakes apart, and is no part of the name.
    """
    name = unicodedata.normalize("NFC", " ".join(_UNSEEN.sub("", text).split()))
    if language == "fa":
        name = _MARKS.sub("", name.translate(_PERSIAN))
        name = re.split(r"\s*[،,]", name)[0].strip("\u200c ")
    return name


def fault(name: str, language: str) -> str:
    """Why a text is no name in a language; nothing if it is one."""
    letters = [letter for letter in name if letter.isalpha()]
    if not letters:
        return "name-without-letters"
    if _ITEM.fullmatch(name):
        return "name-is-item"
    if language == "fa" and not set(letters) <= _LETTERS_OF_PERSIAN:
        return "name-of-other-script"
    if language == "en" and not any("LATIN" in unicodedata.name(x, "") for x in letters):
        return "name-of-other-script"
    if len(letters) > _MOST_CAPITALS and name.isupper():
        return "name-in-capitals"
    return ""


def key(name: str) -> str:
    """A name without case, marks, spaces and punctuation."""
    plain = name.casefold()
    # More than a million names of GeoNames are asked for, most of them of plain letters.
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
    return plain if plain.isalnum() else "".join(filter(str.isalnum, plain))
