"""Which spelling the names of a country follow."""

from __future__ import annotations

import re

from peyvand.features.transliteration import eastern, germanic, romance, romanised
from peyvand.features.transliteration.english import ENGLISH
from peyvand.features.transliteration.spelling import Spelling

_BY_COUNTRY: dict[Spelling, str] = {
    ENGLISH: "US GB IE AU NZ CA ZA JM BS BZ BB TT GY LR AG KY GI BM FK",
    germanic.GERMAN: "DE AT CH LI LU",
    germanic.DUTCH: "NL BE SR AW CW",
    germanic.SWEDISH: "SE AX",
    germanic.NORWEGIAN: "NO SJ",
    germanic.DANISH: "DK FO GL",
    germanic.ICELANDIC: "IS",
    romance.FRENCH: "FR MC BF BI BJ CD CF CG CI CM DJ GA GF GN GP HT KM MG ML MQ MR NC NE PF"
    " RE SN TD TG",
    romance.SPANISH: "ES AR BO CL CO CR CU DO EC GQ GT HN MX NI PA PE PR PY SV UY VE PH AD",
    romance.PORTUGUESE: "PT BR AO CV GW MZ ST TL MO",
    romance.ITALIAN: "IT SM VA",
    romance.ROMANIAN: "RO MD",
    eastern.POLISH: "PL",
    eastern.CZECH: "CZ SK",
    eastern.SOUTH_SLAVIC: "HR RS BA SI ME MK",
    eastern.ALBANIAN: "AL XK",
    eastern.HUNGARIAN: "HU",
    eastern.BALTIC: "LT LV",
    eastern.FINNIC: "FI EE",
    eastern.TURKISH: "TR AZ TM",
    romanised.CYRILLIC: "RU UA BY BG KZ KG MN TJ UZ",
    romanised.GREEK: "GR CY",
    romanised.JAPANESE: "JP",
    romanised.PINYIN: "CN TW",
    romanised.KOREAN: "KR KP",
    romanised.VIETNAMESE: "VN",
    romanised.ARABIC: "AE AF BH DZ EG IQ IR JO KW LB LY MA OM PK PS QA SA SD SY TN YE EH",
    romanised.HEBREW: "IL",
}
_SPELLINGS = {code: spelling for spelling, codes in _BY_COUNTRY.items() for code in codes.split()}
# Where several languages are at home, letters and words that are of one of them.
_FRENCH_CUE = re.compile(
    r"[éèêâôîç]|eux\b|eau|\b(?:le|la|les|saint|sainte|mont|sur)\b|gny|ville|court\b|enne|rre\b"
    r"|[bcdfglmnprst]y\b|(?:[oa]n|r)s\b|oi[sx]?\b|ier\b"
    r"|ou(?!d|w|t)|a[iy]\b|[aeo]nt\b"
)
_CATALAN_CUE = re.compile(r"ç|l·l|ny|[àèòï]|\bsant\b|tx|\bdel vall")
_SPANISH_CUE = re.compile(r"\b(?:san|santa|los|las|el|la|del|rancho|palo)\b")
_CUES: dict[str, tuple[tuple[re.Pattern[str], Spelling], ...]] = {
    "BE": ((_FRENCH_CUE, romance.FRENCH),),
    "CH": ((_FRENCH_CUE, romance.FRENCH),),
    "LU": ((_FRENCH_CUE, romance.FRENCH),),
    "CA": ((re.compile(r"[éèêâôîç]|\b(?:saint|sainte|la|le)\b"), romance.FRENCH),),
    "ES": ((_CATALAN_CUE, romance.CATALAN),),
    "US": ((_SPANISH_CUE, romance.SPANISH),),
}


def spelling_of(name: str, country: str) -> Spelling:
    """The spelling that a name of a place in a country most likely follows."""
    for cue, spelling in _CUES.get(country, ()):
        if cue.search(name.lower()):
            return spelling
    return _SPELLINGS.get(country, romanised.GENERAL)
