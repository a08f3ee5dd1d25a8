"""How German, Dutch and the Scandinavian languages are read."""

from __future__ import annotations

from peyvand.features.transliteration.spelling import Spelling

# An h is heard before a vowel only.
_SILENT = "(?![aeiouäöüy])"
_GERMAN_WORDS = {"sankt": "zAnkt", "st": "zAnkt", "bad": "bAd", "see": "ze", "am": "Am"}

# Standard German as it is spoken on the stage: z is ts, w is v, s before a vowel is z, and sp and
# st at the beginning of a part of a word are shp and sht.
GERMAN = Spelling(
    (
        ("tsch|tzsch", "C"),
        ("sch", "S"),
        ("^s(?=[pt])", "S"),
        ("chs", "ks"),
        ("^ch|ch(?=[rl])", "k"),
        ("(?<=[irlnü])ch(?!t)", "S"),
        ("ch", "X"),
        ("ck", "k"),
        ("ph", "f"),
        ("th", "t"),
        ("^rh", "r"),
        ("tz|zz|ts|z", "ts"),
        ("ß|ss", "s"),
        ("(?<![^aeiouäöülmnr])s(?=[aeiouäöüy])", "z"),
        ("v", "f"),
        ("w", "v"),
        ("qu", "kv"),
        ("stadt$", "StAt"),
        ("stein$", "StAyn"),
        ("(?<=[aeiouäöü])h(?![aeiouäöüy])", ""),
        ("äu|eu|oi|oy", "oy"),
        ("ei|ai|ay|ey", "Ay"),
        (f"aa|ah{_SILENT}", "A"),
        ("au$", "Au"),
        ("au", "Aw"),
        ("ie(?=n$)", "ie"),
        (f"ieh{_SILENT}|ie|ih{_SILENT}", "i"),
        (f"ee|eh{_SILENT}", "e"),
        (f"oo|oh{_SILENT}|ow$", "o"),
        (f"uh{_SILENT}", "u"),
        ("ä", "e"),
        ("j", "y"),
        ("y", "i"),
    ),
    _GERMAN_WORDS,
)
# Dutch: g and ch are kh, ij and ei are written with one ye, oe is u, v is f, ui is ay.
DUTCH = Spelling(
    (
        ("sch(?=$|[^aeiou])", "s"),
        ("sch", "sX"),
        ("ch|gh", "X"),
        ("g", "X"),
        ("ph", "f"),
        ("th", "t"),
        ("ck", "k"),
        ("ij|ei|ey", "i"),
        ("oei", "uy"),
        ("oe", "u"),
        ("ieu", "iu"),
        ("ie", "i"),
        ("eeuw|ieuw", "iu"),
        ("ouw|ou|auw|au", "Aw"),
        ("aai|aay", "Ay"),
        ("ooi", "oy"),
        ("uy|ui", "Ay"),
        ("aa|ae", "A"),
        ("ee", "E"),
        ("oo", "o"),
        ("uu", "u"),
        ("eu", "u"),
        ("v", "f"),
        ("w", "v"),
        ("tj", "C"),
        ("j", "y"),
        ("qu", "kv"),
        ("y", "i"),
        ("ue", "u"),
    ),
    {"den": "den", "de": "de", "het": "het", "s": "s", "van": "vAn"},
)
# Swedish, Norwegian and Danish alike: å is o, j is y, hj is y, hv is v.
_NORDIC = (
    ("skj|stj|sj|sch", "S"),
    ("ck", "k"),
    ("ch", "k"),
    ("th", "t"),
    ("ph", "f"),
    ("^hj|^gj|^lj", "y"),
    ("hv", "v"),
    ("øy|öy", "oy"),
    ("ei|ey", "ey"),
    ("au", "Au"),
    ("å|aa", "o"),
    ("æ|ä", "e"),
    ("ö|ø|œ", "o"),
    ("w", "v"),
    ("z", "s"),
    ("j", "y"),
    ("q", "k"),
    ("c(?=[eiy])", "s"),
    ("y", "i"),
)
SWEDISH = Spelling(
    (
        ("^sk(?=[eiyäöj])", "S"),
        ("xj", "kS"),
        ("kj|tj", "S"),
        ("k(?=öping)", "S"),
        ("^g(?=[eiyäö])", "y"),
        *_NORDIC,
    )
)
NORWEGIAN = Spelling(
    (("sk(?=[iyj])", "S"), ("kj|tj", "S"), ("^k(?=[iy])", "S"), ("dt|nd$", "nd"), *_NORDIC)
)
DANISH = Spelling((("kj", "ky"), ("aa", "A"), ("havn", "hAvn"), *_NORDIC))
ICELANDIC = Spelling(
    (
        ("þ", "T"),
        ("ð", "d"),
        ("ll", "tl"),
        ("á|au", "Ao"),
        ("é", "ye"),
        ("hv", "kv"),
        ("ó|ö", "o"),
        *_NORDIC,
    )
)
