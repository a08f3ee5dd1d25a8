"""Names of places made comparable: spellings and scripts brought together.

Three strengths of sameness build on folding, each weaker than the one before: the folded name
(Zürich = Zurich, كرمان = کرمان), the key (Isfahan = Esfahan, Quebec City = Quebec) and the
skeleton of consonants (Isfahan = Ispahan = اصفهان). None of them proves that two places are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from peyvand.features.folding import REMEMBERED, fold, is_arabic
from peyvand.features.levels import LEVEL_OF
from peyvand.features.numerals import arabic
from peyvand.features.thresholds import LEAST_SKELETON

_COMMA = re.compile(r"[,،]")
_ASIDE = re.compile(r"\s*[(\[（].*?[)\]）]\s*")

# Words that say no more than that the place is a town, and joining words around any of them.
_TOWN = frozenset(("city", "town", "stad", "ciudad", "ville", "stadt", "shi", "si", "شهر", "مدینه"))
# Words that tell a place from the one beside it: its side, height, age and size.
_SIDES = frozenset(
    (
        *("north", "south", "east", "west", "northern", "southern", "eastern", "western"),
        *("upper", "lower", "new", "old", "greater", "inner", "outer", "central"),
        *("nord", "sud", "ost", "ober", "unter", "neu", "alt", "gross", "klein", "nouveau"),
        *("norte", "sur", "este", "oeste", "nuevo", "nueva", "viejo", "vieja", "alto", "bajo"),
        *("novo", "nova", "velho", "velha", "novy", "novyi", "nova", "stary", "staryi"),
        *("nizhny", "verkhny", "شمالی", "جنوبی", "شرقی", "غربی", "قدیم", "جدید", "بالا", "پایین"),
    )
)
_JOINING = frozenset(("of", "de", "the", "and", "del", "do", "da", "royal", "independent"))
_SAINTS = {"saint": "st", "sankt": "st", "sint": "st", "sainte": "st", "ste": "st"}


def folded(names: Iterable[str]) -> list[str]:
    """The folded names, and those without what follows a comma or stands in brackets.

    The order is kept, so that the first is the main name.
    """
    texts: dict[str, None] = {}
    for spelt in names:
        name = arabic(spelt)
        forms = (name, _ASIDE.sub(" ", name), _COMMA.split(name, 1)[0])
        for part in forms if forms[0] != forms[1] or forms[0] != forms[2] else forms[:1]:
            if text := fold(part):
                texts[text] = None
    return list(texts)


def bare(name: str) -> str:
    """A folded name without the words for its kind; itself if nothing else would be left."""
    words = name.split()
    generic = [word in LEVEL_OF or word in _TOWN for word in words]
    if not any(generic) or all(generic):
        return name
    left = [word for word, gone in zip(words, generic, strict=True) if not gone]
    while left and left[0] in _JOINING:
        left.pop(0)
    while left and left[-1] in _JOINING:
        left.pop()
    return " ".join(left) or name


def is_called_town(name: str) -> bool:
    """Whether a folded name says that it is a city or town: New York City, Stadt Brandenburg."""
    return any(word in _TOWN for word in name.split())


def sides(words: Iterable[str]) -> frozenset[str]:
    """Of some folded words, those that tell a place from the one beside it: north, upper, old."""
    return _SIDES.intersection(words)


_KEY_RULES = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"ph", "f"),
        (r"(?<=[gkdtbs])h(?=[aeiou])", ""),
        (r"ts|tz", "z"),
        (r"[qc](?=[^hz])|[qc]$", "k"),
        (r"ou|oo|[ouw]", "u"),
        (r"ij|iy|[eiyj]", "i"),
        (r"(\D)\1+", r"\1"),
        (r" ", ""),
    )
]


@lru_cache(REMEMBERED)
def key(name: str) -> str:
    """A folded name with its usual variants of transliteration brought together."""
    text = " ".join(_SAINTS.get(word, word) for word in bare(name).split())
    if is_arabic(text):
        return text.replace(" ", "")
    for pattern, replacement in _KEY_RULES:
        text = pattern.sub(replacement, text)
    return text


def parts(names: Iterable[str]) -> list[str]:
    """The telling words of names of several words, as keys: Querétaro of Santiago de Querétaro."""
    keys: dict[str, None] = {}
    for name in names:
        for word in bare(name).split():
            if len(word) > 4 and word not in LEVEL_OF and word not in _TOWN:
                keys[key(word)] = None
    return list(keys)


_ARABIC_SOUNDS = {
    letter: sound
    for letters, sound in (
        ("ب", "b"),
        ("پف", "f"),
        ("تطةٹ", "t"),
        ("ثسص", "s"),
        ("جژ", "j"),
        ("چ", "c"),
        ("خقغکگ", "k"),
        ("دڈ", "d"),
        ("ذزضظ", "z"),
        ("رڑ", "r"),
        ("ش", "x"),
        ("ل", "l"),
        ("م", "m"),
        ("نں", "n"),
        ("و", "v"),
        ("هح", "h"),
    )
    for letter in letters
}
_LATIN_SOUNDS = [
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"x(?!i|u|a)", "ks"),
        (r"sch|sh|x", "X"),
        (r"tch|ch", "C"),
        (r"zh|j", "J"),
        (r"g(?=[eiy])", "J"),
        (r"kh|gh|ck", "K"),
        (r"th", "t"),
        (r"ph|p", "f"),
        (r"c(?=[eiy])", "s"),
        (r"[kqcg]", "K"),
        (r"w", "v"),
        (r"[aeiouy]", ""),
    )
]


_SOFT_G = re.compile(r"g(?=[eiy])")


@lru_cache(REMEMBERED)
def skeleton(name: str) -> str:
    """The consonants of a folded name, alike whether it is written in Latin or Arabic letters.

    Persian writes no short vowels, and h and v only sometimes sound as consonants: both stay at
    the beginning alone. Sounds that spellings exchange (k, q, gh; p, f) are one.
    """
    text = bare(name).replace(" ", "")
    if is_arabic(text):
        sounds = "".join(_ARABIC_SOUNDS.get(letter, "") for letter in text)
    else:
        for pattern, replacement in _LATIN_SOUNDS:
            text = pattern.sub(replacement, text)
        sounds = text.lower()
    sounds = sounds[:1] + re.sub(r"[hv]", "", sounds[1:])
    return re.sub(r"(\D)\1+", r"\1", sounds)


def skeletons(names: Iterable[str]) -> list[str]:
    """The skeletons of folded names that are long enough to mean something.

    A Latin g may sound as in Geneva or as in Gilan: such names have both.
    """
    found: dict[str, None] = {}
    for name in names:
        found[skeleton(name)] = None
        if _SOFT_G.search(name):
            found[skeleton(_SOFT_G.sub("q", name))] = None
    return [text for text in found if len(text) >= LEAST_SKELETON]
