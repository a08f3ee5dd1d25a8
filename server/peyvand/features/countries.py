"""Countries by any of their names, and which state holds them or disputes them."""

from __future__ import annotations

from functools import cache

from babel import Locale

from peyvand.features.folding import fold

_LOCALES = ("en", "fa", "ar", "de", "fr", "es", "it", "tr", "ru", "pt", "nl")
# Names that the Unicode locale data lacks: former, official and everyday ones.
_MORE = {
    "AE": ("UAE", "امارات", "الإمارات"),
    "BA": ("Bosnia and Herzegovina", "Bosnia"),
    "BN": ("Brunei Darussalam",),
    "BS": ("Bahamas", "The Bahamas"),
    "CD": ("Democratic Republic of the Congo", "DR Congo", "DRC", "Congo DRC", "Zaire"),
    "CG": ("Republic of the Congo", "Congo"),
    "CI": ("Ivory Coast", "Cote d'Ivoire"),
    "CN": ("People's Republic of China", "PR China"),
    "CV": ("Cape Verde", "Cabo Verde"),
    "CY": ("Turkish Republic of Northern Cyprus", "Northern Cyprus", "N. Cyprus"),
    "CZ": ("Czech Republic",),
    "EH": ("Sahrawi Arab Democratic Republic", "W. Sahara"),
    "FM": ("Federated States of Micronesia",),
    "GB": (
        "Great Britain",
        "England",
        "Scotland",
        "Wales",
        "Northern Ireland",
        "UK",
        "U.K.",
        "انگلیس",
    ),
    "GM": ("The Gambia",),
    "HK": ("Hong Kong",),
    "IE": ("Republic of Ireland",),
    "IR": ("Islamic Republic of Iran", "I.R. Iran", "Persia", "جمهوری اسلامی ایران"),
    "KP": ("Democratic People's Republic of Korea",),
    "KR": ("Republic of Korea", "Korea, South", "Korea"),
    "LA": ("Lao PDR",),
    "MK": ("Macedonia", "Republic of Macedonia"),
    "MM": ("Burma", "Myanmar"),
    "MO": ("Macau", "Macao"),
    "NL": ("Kingdom of the Netherlands", "The Netherlands", "Holland"),
    "DK": ("Kingdom of Denmark",),
    "PS": (
        *("State of Palestine", "Palestine", "فلسطین", "Mandatory Palestine"),
        *("Palestinian National Authority", "West Bank", "Gaza Strip"),
    ),
    "RO": ("Kingdom of Romania",),
    "RU": ("Russian Federation", "Soviet Union"),
    "SA": ("السعودية", "عربستان"),
    "SO": ("Somaliland",),
    "ST": ("Sao Tome and Principe",),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland",),
    "TL": ("East Timor",),
    "TR": ("Turkey",),
    "TZ": ("United Republic of Tanzania",),
    "US": ("United States of America", "USA", "U.S.", "America", "آمریکا", "ایالات متحده آمریکا"),
    "VA": ("Vatican", "Holy See"),
    "VN": ("Viet Nam",),
    "VI": ("United States Virgin Islands",),
    "XK": ("Kosovo", "Republic of Kosovo"),
}
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


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for tag in _LOCALES:
        for code, name in Locale(tag).territories.items():
            # Parts of the world have numbers.
            if code.isalpha():
                codes.setdefault(_plain(name), code)
                codes.setdefault(fold(code), code)
    codes.update({_plain(name): code for code, names in _MORE.items() for name in names})
    return codes


@cache
def country_code(name: str) -> str:
    """The two-letter code of a country named in any of several languages, or its folded name."""
    text = _plain(name)
    codes = _codes()
    return codes.get(text) or codes.get(text.removeprefix("the ")) or text


@cache
def common_name(name: str) -> str:
    """The English name (CLDR) of a country that is called so in any of several languages.

    "People's Republic of China" and "China" are one; a state of the past stays what it is called.
    """
    territory = Locale("en").territories.get(country_code(name).upper()) if name else None
    return territory or name


def _plain(name: str) -> str:
    # "Trinidad & Tobago" here is "Trinidad and Tobago" there.
    return fold(name).replace(" and ", " ")


@cache
def sovereign(code: str) -> str:
    """The state that a territory belongs to or that also claims it; a state is its own."""
    return _SOVEREIGN.get(code, code)
