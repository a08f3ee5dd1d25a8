"""How names are read that come from other scripts, in their usual romanisations."""

from __future__ import annotations

from peyvand.features.transliteration.spelling import Spelling

_COMMON = (
    ("shch", "SC"),
    ("sh|š|ś|ṣ̌", "S"),
    ("ch|č", "C"),
    ("zh|ž", "Z"),
    ("kh|ḵ|ḫ", "X"),
    ("gh|ḡ|ğ", "G"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("ck", "k"),
    ("ou|oo", "u"),
    ("ee", "i"),
    ("aa", "A"),
    ("ai|ay", "Ay"),
    ("ei|ey", "ey"),
    ("oi|oy", "oy"),
    ("au$", "Au"),
    ("au|aw", "Aw"),
    ("rh", "r"),
    ("^y|y(?=[aeiou])", "y"),
    ("c(?=[eiy])", "s"),
    ("qu", "ku"),
)
# The e at the end of Bangalore is silent, as in English.
GENERAL = Spelling((("(?<=or)e$", ""), ("abad$", "AbAd"), *_COMMON))
# Russian, Ukrainian, Belarusian and Bulgarian: v is f at the end and before voiceless letters.
CYRILLIC = Spelling(
    (
        ("v(?=$|[kptsfchg])", "f"),
        ("yo|ё|ë", "yo"),
        ("iy$|yy$|ii$|ij$|yi$", "i"),
        ("yi|ï", "i"),
        ("y(?=[aeou])", "y"),
        ("j", "Z"),
        ("dzh", "J"),
        *_COMMON,
    )
)
# Greek: ch is kh, gg and gk are g, eu and au are ef and af, oi and ei are i.
GREEK = Spelling(
    (
        ("ch", "X"),
        ("ei|oi", "i"),
        ("ai", "A"),
        ("gi(?=[ao])|gy(?=[ao])", "y"),
        ("y", "i"),
        *_COMMON,
    )
)
# Japanese: long vowels are written as short ones, ei and ou stay, y is a consonant.
JAPANESE = Spelling(
    (
        ("ch|tch", "C"),
        ("sh", "S"),
        ("ts", "ts"),
        ("ō|oo|oh$|ou", "o"),
        ("ū|uu", "u"),
        ("ai", "Ay"),
        ("ei", "ey"),
        ("ii", "i"),
        ("y", "y"),
        ("au", "Au"),
    )
)
# Pinyin: q is ch, x is sh, zh is zh as Iran writes it, c is ts, ng is ng.
PINYIN = Spelling(
    (
        ("zh", "Z"),
        ("ch|q", "C"),
        ("sh|x", "S"),
        ("c", "ts"),
        ("yi", "i"),
        ("yu", "yu"),
        ("y", "y"),
        ("ui", "uey"),
        ("uai", "uAy"),
        ("ai", "Ay"),
        ("ei", "ey"),
        ("ou", "u"),
    )
)
# Korean in the Revised Romanisation: eo is o, eu is u, ae is e.
KOREAN = Spelling(
    (
        ("yeo", "yo"),
        ("wo", "vo"),
        ("eo", "eo"),
        ("ae", "Ae"),
        ("oe", "ue"),
        ("ui", "ui"),
        ("ch", "C"),
        ("y", "y"),
        ("sh", "S"),
    )
)
# Vietnamese: đ is d, d and gi are z in the north, nh is n, x is s, ph is f.
VIETNAMESE = Spelling(
    (
        ("ngh|ng", "ng"),
        ("nh$", "n"),
        ("nh", "ny"),
        ("ph", "f"),
        ("th", "t"),
        ("ch", "C"),
        ("kh", "X"),
        ("gi(?=.)", "z"),
        ("gh", "g"),
        ("qu", "ku"),
        ("x", "s"),
        ("y", "i"),
    )
)
# Arabic names in the English manner, and those of Iran, Afghanistan and Pakistan.
ARABIC = Spelling(
    (
        ("^al$|^el$", "al"),
        ("dj", "J"),
        ("ch", "S"),
        ("sh", "S"),
        ("iyya|iya", "iye"),
        ("ah$", "e"),
        ("ii|ee|ī", "i"),
        ("oo|ou|uu|ū", "u"),
        ("ā|aa|â", "A"),
        *_COMMON,
    )
)
HEBREW = Spelling(
    (
        ("ch", "X"),
        ("tz", "ts"),
        ("iyy?a", "iیA"),
        ("ah$", "A"),
        ("h$", ""),
        *_COMMON,
    )
)
