"""Names of places made comparable: letters folded, spellings and scripts brought together.

Three strengths of sameness come from here, each weaker than the one before: the folded name
(Zürich = Zurich, كرمان = کرمان), the key (Isfahan = Esfahan, Quebec City = Quebec) and the
skeleton of consonants (Isfahan = Ispahan = اصفهان). None of them proves that two places are one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from anyascii import anyascii

# Arabic and Persian letters that one name is spelt with here and another there.
_LETTERS = str.maketrans(
    {
        "ي": "ی",
        "ى": "ی",
        "ئ": "ی",
        "ے": "ی",
        "ك": "ک",
        "ة": "ه",
        "ۀ": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ؤ": "و",
        "ـ": None,
        "ء": None,
        "\u200c": " ",
        "\u200d": None,
    }
)
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_GLUED_DIGITS = re.compile(r"(?<=[^\W\d])\d+\b")
_NOT_WORD = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile(r"(?<=\w)['’‘ʻʼʿʾ`´](?=\w)")
_COMMA = re.compile(r"[,،]")
_ASIDE = re.compile(r"\s*[(\[（].*?[)\]）]\s*")

# Words that say what kind of administrative unit an item is, by the kind they say.
KINDS: dict[str, tuple[str, ...]] = {
    "municipality": (
        *("municipality", "municipio", "kommun", "kommune", "gemeente", "gemeinde", "comune"),
        *(
            "commune",
            "municipiul",
            "municipi",
            "concelho",
            "opstina",
            "obshtina",
            "شهرداری",
            "بلدیه",
        ),
    ),
    "county": ("county", "kreis", "landkreis", "megye", "zhupa", "شهرستان"),
    "province": (
        *("province", "provincia", "oblast", "region", "governorate", "prefecture", "canton"),
        *("emirate", "department", "departement", "voivodeship", "krai", "community", "state"),
        *("استان", "محافظه", "ولایت", "ایالت"),
    ),
    "district": (
        *("district", "distrito", "raion", "rayon", "borough", "arrondissement", "subdistrict"),
        *("taluk", "tehsil", "ward", "hromada", "okrug", "بخش", "ناحیه", "منطقه", "قضا"),
    ),
    "area": ("metropolitan", "agglomeration", "conurbation", "council", "archdiocese", "diocese"),
}
_KIND_OF = {word: kind for kind, words in KINDS.items() for word in words}
# Words that say no more than that the place is a town, and joining words around any of them.
_TOWN = frozenset(("city", "town", "stad", "ciudad", "ville", "stadt", "shi", "si", "شهر", "مدینه"))
_JOINING = frozenset(("of", "de", "the", "and", "del", "do", "da", "royal", "independent"))
# A million records have a quarter as many names that come more than once.
_REMEMBERED = 250_000
_SAINTS = {"saint": "st", "sankt": "st", "sint": "st", "sainte": "st", "ste": "st"}


@lru_cache(_REMEMBERED)
def fold(name: str) -> str:
    """The name in lower case without marks, digits of other scripts or punctuation.

    Names in Arabic letters keep them, in one spelling; all others become ASCII. A digit glued to
    the end of a word, as databases number their homonyms, falls away.
    """
    return _NOT_WORD.sub(" ", _GLUED_DIGITS.sub("", _plain(name))).strip()


def fold_whole(name: str) -> str:
    """The same with every digit, for names that a digit may tell from each other."""
    return _NOT_WORD.sub(" ", _plain(name)).strip()


def _plain(name: str) -> str:
    """The name in lower case and one spelling of its script, with its punctuation."""
    # Most names of a large file are ASCII already, which none of the steps would change.
    text = name.casefold() if name.isascii() else _one_script(name)
    return _APOSTROPHES.sub("", text)


def _one_script(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS)
    text = "".join(letter for letter in text if unicodedata.category(letter) != "So")
    if _ARABIC.search(text):
        text = "".join(
            c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
        )
        return "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    return anyascii(text).casefold()


def folded(names: Iterable[str]) -> list[str]:
    """The folded names, and those without what follows a comma or stands in brackets.

    The order is kept, so that the first is the main name.
    """
    found: dict[str, None] = {}
    for name in names:
        said = (name, _ASIDE.sub(" ", name), _COMMA.split(name, 1)[0])
        for part in said if said[0] != said[1] or said[0] != said[2] else said[:1]:
            if text := fold(part):
                found[text] = None
    return list(found)


def script(name: str) -> str:
    """``arabic`` or ``latin``: the letters that a folded name is in."""
    return "arabic" if _ARABIC.search(name) else "latin"


def kind(names: Iterable[str]) -> str:
    """The kind of administrative unit that any of the names says, or nothing."""
    return kind_said(folded(names))


def kind_said(names: Iterable[str]) -> str:
    """The same, of names that are folded already."""
    for name in names:
        for word in name.split():
            if word in _KIND_OF:
                return _KIND_OF[word]
    return ""


def bare(name: str) -> str:
    """A folded name without the words for its kind; itself if nothing else would be left."""
    words = name.split()
    generic = [word in _KIND_OF or word in _TOWN for word in words]
    if not any(generic) or all(generic):
        return name
    left = [word for word, gone in zip(words, generic, strict=True) if not gone]
    while left and left[0] in _JOINING:
        left.pop(0)
    while left and left[-1] in _JOINING:
        left.pop()
    return " ".join(left) or name


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


@lru_cache(_REMEMBERED)
def key(name: str) -> str:
    """A folded name with its usual variants of transliteration brought together."""
    text = " ".join(_SAINTS.get(word, word) for word in bare(name).split())
    if _ARABIC.search(text):
        return text.replace(" ", "")
    for pattern, replacement in _KEY_RULES:
        text = pattern.sub(replacement, text)
    return text


def parts(names: Iterable[str]) -> list[str]:
    """The telling words of names of several words, as keys: Querétaro of Santiago de Querétaro."""
    found: dict[str, None] = {}
    for name in names:
        for word in bare(name).split():
            if len(word) > 4 and word not in _KIND_OF and word not in _TOWN:
                found[key(word)] = None
    return list(found)


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


@lru_cache(_REMEMBERED)
def skeleton(name: str) -> str:
    """The consonants of a folded name, alike whether it is written in Latin or Arabic letters.

    Persian writes no short vowels, and h and v only sometimes sound as consonants: both stay at
    the beginning alone. Sounds that spellings exchange (k, q, gh; p, f) are one.
    """
    text = bare(name).replace(" ", "")
    if _ARABIC.search(text):
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
    return [text for text in found if len(text) > 2]
