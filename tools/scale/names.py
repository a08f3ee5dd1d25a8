"""Names of places: made-up ones of syllables, and real ones spelt another way."""

import random
import unicodedata

# States by their code, with the number of their item.
COUNTRIES = {
    "IR": 794, "DE": 183, "FR": 142, "TR": 43, "CN": 148, "US": 30, "IT": 38, "RU": 159,
    "ES": 29, "PL": 36, "JP": 17, "BR": 155, "IN": 668, "IQ": 796, "LB": 822, "AM": 399,
    "HU": 28, "SE": 34, "FI": 33, "NL": 55, "GB": 145, "UA": 212, "KR": 884, "MX": 96,
}  # fmt: skip
_LATIN = [
    "ar", "bel", "cor", "dan", "el", "far", "gor", "han", "is", "jor", "kal", "lu", "mir", "nav",
    "or", "pel", "qom", "ran", "sol", "tir", "un", "var", "wen", "yaz", "zan", "sha", "che", "ost",
    "burg", "ham", "dorf", "stad", "abad", "kent", "ville", "grad", "ana", "ino", "era", "umi",
]  # fmt: skip
_PERSIAN = [
    "ار", "بل", "کر", "دن", "ال", "فر", "گر", "هن", "ایس", "جر", "کل", "لو", "میر", "نو", "اور",
    "پل", "قم", "رن", "سل", "تیر", "ون", "ور", "آباد", "شهر", "کند", "یه", "ستان", "چه", "ژن",
]  # fmt: skip
_SPELLINGS = [
    ("sh", "sch"), ("ou", "u"), ("kh", "h"), ("ph", "f"), ("th", "t"), ("q", "gh"), ("j", "dj"),
    ("ee", "i"), ("ie", "y"), ("w", "v"), ("oo", "u"), ("ck", "k"), ("z", "s"), ("c", "k"),
    ("u", "ou"), ("i", "y"), ("k", "kh"), ("v", "w"), ("x", "ks"), ("ei", "ey"),
]  # fmt: skip


def latin_name(chance):
    """A made-up name in Latin letters."""
    return "".join(chance.choices(_LATIN, k=chance.randint(2, 4))).capitalize()


def persian_name(chance):
    """A made-up name in Persian letters."""
    return "".join(chance.choices(_PERSIAN, k=chance.randint(2, 3)))


def plain(name):
    """A name without marks, as many lists have it."""
    found = unicodedata.normalize("NFKD", name)
    return "".join(letter for letter in found if not unicodedata.combining(letter))


def respelt(chance, name):
    """The name in another transliteration; without marks if no rule fits."""
    fitting = [(old, new) for old, new in _SPELLINGS if old in name]
    if not fitting:
        return plain(name)
    old, new = chance.choice(fitting)
    return name.replace(old, new, 1)


def mistyped(chance, name):
    """The name with two letters changed over, one doubled, or one left out."""
    if len(name) < 5:
        return name
    at = chance.randrange(1, len(name) - 2)
    kind = chance.randrange(3)
    if kind == 0:
        return name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return name[:at] + name[at] * (2 if kind == 1 else 0) + name[at + 1 :]


def joined(chance: random.Random, names):
    """A made-up name of the beginning of one real name and the end of another."""
    head, tail = chance.choice(names), chance.choice(names)
    return head[: max(2, len(head) // 2 + 1)] + tail[len(tail) // 2 :].lower()
