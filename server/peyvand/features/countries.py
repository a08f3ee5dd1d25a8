"""Countries by any of their names, and which state holds them or disputes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from babel import Locale

from peyvand.features.country_names import called, called_elsewhere, coded, peoples, plain
from peyvand.features.folding import REMEMBERED, fold, is_arabic

# Territories, and states whose ground another state claims: both may be written for one place.
_WITH = {
    "US": ("PR", "GU", "VI", "AS", "MP"),
    "FR": ("GP", "MQ", "GF", "RE", "YT", "NC", "PF", "PM", "WF", "BL", "MF"),
    "GB": ("GG", "JE", "IM", "GI", "BM", "KY", "FK", "SH", "MS", "TC", "VG", "AI"),
    "NL": ("AW", "CW", "SX", "BQ"),
    "DK": ("GL", "FO"),
    "CN": ("HK", "MO", "TW"),
    "FI": ("AX",),
    "NO": ("SJ",),
    "NZ": ("CK", "NU", "TK"),
    "AU": ("CX", "CC", "NF"),
    "MA": ("EH",),
    "RS": ("XK",),
    "IL": ("PS",),
}
_SOVEREIGN = {part: state for state, held in _WITH.items() for part in held}
# What states call themselves beside their name, in several languages.
_STATE = frozenset(
    fold(word)
    for word in (
        *("republic", "kingdom", "state", "states", "federation", "federal", "federative", "union"),
        *("commonwealth", "confederation", "principality", "grand", "duchy", "sultanate"),
        *("emirate", "hashemite", "islamic", "arab", "democratic", "socialist", "soviet"),
        *("people's", "peoples", "popular", "oriental", "eastern", "bolivarian", "plurinational"),
        *("bolivariana", "popolare", "socialista"),
        *("co", "operative", "cooperative", "independent", "united", "ssr", "sfr", "fr", "rep"),
        *("republik", "bundesrepublik", "königreich", "fürstentum", "großherzogtum", "staat"),
        *("volksrepublik", "demokratische", "république", "royaume", "principauté", "fédérale"),
        *("populaire", "démocratique", "islamique", "república", "reino", "federativa"),
        *("islámica", "estado", "estados", "unidos", "repubblica", "regno", "cumhuriyeti"),
        *("krallığı", "islam", "республика", "королевство", "федерация", "исламская", "арабская"),
        *("народная", "republiek", "koninkrijk", "republika", "królestwo", "جمهوری", "پادشاهی"),
        *("دولت", "فدرال", "فدراسیون", "اسلامی", "خلق", "دموکراتیک", "سوسیالیستی", "متحد"),
        *("متحده", "عربی", "کشور", "امارت", "جمهورية", "الجمهورية", "مملكة", "المملكة", "دولة"),
        *("of", "the", "de", "du", "des", "del", "della", "la", "le", "les", "l", "d", "do", "da"),
    )
)
# Names that are whole only with what their states call themselves.
_TWO_OF_THEM = frozenset(("CD", "CG", "KP", "KR", "CN", "TW"))
# Of two letters, and neither a code of ISO nor of a state or province.
_LIKE_CODES = frozenset(("uk",))
_ASIDE = re.compile(r"(.+?)\s*(?:[,،]\s*(.+)|[(\[（]\s*(.+?)\s*[)\]）])\s*")


@lru_cache(REMEMBERED)
def countries_of(name: str) -> frozenset[str]:
    """The codes (ISO 3166-1, two letters) of the countries that a name may mean.

    Args:
        name: of a country in any of many languages, official, everyday or former; what its people
            are called; or a code of two or three letters or digits.

    Returns:
        One code as a rule; all successors for a state of the past; none if it is not known.
    """
    for form in _forms(name):
        if found := _named(form):
            return found
    text = plain(name)
    return _without_state(text) or _as_people(text) or _as_code(text) or _elsewhere(text)


def country_code(name: str) -> str:
    """The two-letter code of a country named in any of several languages, or its folded name."""
    found = countries_of(name)
    return next(iter(found)) if len(found) == 1 else plain(name)


def one_country(name: str) -> str:
    """The code of the one country of today that a name means; nothing if it is not known."""
    found = countries_of(name) if name else ()
    return next(iter(found)) if len(found) == 1 else ""


@cache
def common_name(name: str) -> str:
    """The English name (CLDR) of a country that is called so in any of several languages.

    "People's Republic of China" and "China" are one; a state of the past stays what it is called.
    """
    territory = Locale("en").territories.get(country_code(name).upper()) if name else None
    return territory or name


def is_country_named(text: str) -> bool:
    """Whether a text is the name of a country as it may stand beside that of a place.

    Codes of two letters are also those of states and provinces, and what people are called tells
    more things than their country.
    """
    folded = plain(text)
    if len(folded) == 2:
        return folded in _LIKE_CODES
    return any(form in called() for form in (folded, *_tails(folded)))


def _forms(name: str) -> Iterator[str]:
    """The name, and in its usual order: "Korea, Republic of", "Iran (Islamic Republic of)"."""
    text = plain(name)
    yield text
    if match := _ASIDE.fullmatch(name):
        first, more = plain(match[1]), plain(match[2] or match[3])
        yield f"{more} {first}"
        if all(word in _STATE for word in more.split()):
            yield first


def _tails(text: str) -> Iterator[str]:
    if text.startswith("the "):
        yield text.removeprefix("the ")


def _named(text: str) -> frozenset[str]:
    return next((called()[form] for form in (text, *_tails(text)) if form in called()), frozenset())


def _without_state(text: str) -> frozenset[str]:
    """The country of an official name: Kingdom of Sweden, French Republic, جمهوری ترکیه."""
    words = text.split()
    left = [word for word in words if word not in _STATE]
    if not left or len(left) == len(words):
        return frozenset()
    rest = " ".join(left)
    found = _named(rest) or _as_people(rest)
    return frozenset() if found & _TWO_OF_THEM else found


def _as_people(text: str) -> frozenset[str]:
    if found := peoples().get(text):
        return found
    # Persian makes such a word of any country's name: ایرانی.
    if is_arabic(text) and text.endswith("ی"):
        return _named(text[:-1].rstrip())
    return frozenset()


def _as_code(text: str) -> frozenset[str]:
    return coded().get(text.zfill(3) if text.isdecimal() else text, frozenset())


def _elsewhere(text: str) -> frozenset[str]:
    return called_elsewhere().get(text, frozenset())


@cache
def sovereign(code: str) -> str:
    """The state that a territory belongs to or that also claims it; a state is its own."""
    return _SOVEREIGN.get(code, code)
