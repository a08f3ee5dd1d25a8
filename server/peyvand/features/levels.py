"""The administrative level that a name says: municipality of, county, ناحیه, 区.

The levels are those of the model (``scheme:levels`` by their last part), and ``area`` for what is
larger than a city and no unit of its state: a metropolitan area, a diocese.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from peyvand.features.folding import fold

WORDS: dict[str, tuple[str, ...]] = {
    "municipality": (
        *("municipality", "municipio", "kommun", "kommune", "gemeente", "gemeinde", "comune"),
        *(
            "commune",
            "municipiul",
            "municipi",
            "concelho",
            "opstina",
            "obshtina",
            "gmina",
            "comuna",
        ),
        *("belediye", "belediyesi", "township", "munitsipalitet", "kommuna", "samtgemeinde"),
        *("verbandsgemeinde", "parish", "شهرداری", "بلدیه"),
    ),
    "county": (
        *(
            "county",
            "kreis",
            "landkreis",
            "megye",
            "zhupa",
            "zupanija",
            "powiat",
            "judet",
            "maakond",
        ),
        *("regency", "kabupaten", "شهرستان"),
    ),
    "region": (
        *("province", "provincia", "provincie", "provinz", "oblast", "region", "governorate"),
        *("prefecture", "canton", "kanton", "emirate", "department", "departement", "departamento"),
        *("voivodeship", "wojewodztwo", "krai", "kray", "kraj", "community", "state", "wilaya"),
        *("استان", "محافظه", "ولایت", "ایالت"),
    ),
    "district": (
        *(
            "district",
            "distrito",
            "distrikt",
            "raion",
            "rayon",
            "rajon",
            "borough",
            "arrondissement",
        ),
        *("subdistrict", "taluk", "tehsil", "ward", "hromada", "okrug", "bezirk", "stadtbezirk"),
        *("kerulet", "freguesia", "ilce", "ilcesi", "kecamatan", "sector", "sektor", "okres"),
        *("بخش", "ناحیه", "منطقه", "قضا"),
    ),
    "area": (
        *("metropolitan", "metropolis", "agglomeration", "conurbation", "council", "archdiocese"),
        "diocese",
    ),
}
LEVEL_OF = {word: level for level, words in WORDS.items() for word in words}
# What a column calls a place that is a town or a village.
_SETTLEMENTS = frozenset(
    (
        *("city", "town", "village", "locality", "settlement", "hamlet", "populated place"),
        *("capital", "ppl", "ppla", "pplc", "stadt", "dorf", "ville", "ciudad", "cidade", "город"),
        *("شهر", "روستا", "شهرک", "市", "町", "村", "city or town", "human settlement", "place"),
    )
)
# The last letter of names in Chinese letters and in Hangul says the level.
_SUFFIXES = {
    **dict.fromkeys("区區구", "district"),
    **dict.fromkeys("县縣郡군", "county"),
    **dict.fromkeys("県省府道도", "region"),
}
_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{3,}")


# What stands beside a level without naming a place: "(rural gmina)" is a level and no more.
_BESIDE = frozenset(
    (
        "rural",
        "urban",
        "mixed",
        "the",
        "of",
        "city",
        "town",
        "autonomous",
        "former",
        "new",
        "special",
    )
)
_ASIDE = re.compile(r"[(\[（](.*?)[)\]）]")
_COMMA = re.compile(r"[,،]")


def level_said(folded: Iterable[str]) -> str:
    """The level that a word of any of some folded names says, or nothing."""
    return next(
        (LEVEL_OF[word] for name in folded for word in name.split() if word in LEVEL_OF), ""
    )


def level_of(name: str) -> str:
    """The level that a name says of its own place, or nothing.

    What stands in brackets or after a comma says it where it names no other place: *Tarnów (rural
    gmina)* does, *Oleksandriia, Kirovohrad Oblast* does not.

    Args:
        name: as somebody wrote it.
    """
    head, *beside = _COMMA.split(name)
    beside += _ASIDE.findall(name)
    head = _ASIDE.sub(" ", head).strip()
    if level := level_said([fold(head)]):
        return level
    for text in beside:
        words = fold(text).split()
        if all(word in LEVEL_OF or word in _BESIDE for word in words) and (
            level := level_said(words)
        ):
            return level
    if _EASTERN.fullmatch(head) and head[-1] in _SUFFIXES:
        return _SUFFIXES[head[-1]]
    return ""


def level_told(text: str) -> str:
    """The level that a cell of a column of kinds tells, in one of many languages; or nothing."""
    return "city" if text.strip().casefold() in _SETTLEMENTS else level_of(text)
