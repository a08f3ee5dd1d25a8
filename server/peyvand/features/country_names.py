"""What countries are called: by the Unicode locale data, and beyond it.

``data/merge/country-names.csv`` has what that data lacks: official, everyday and former names, the
states of the past with those on whose ground they were, what the people are called, and codes that
are no longer or not only ISO's.
"""

from __future__ import annotations

import csv
import io
import re
from functools import cache

from babel import Locale
from babel.core import get_global

from peyvand.features.folding import fold
from peyvand.resources import root

_LOCALES = ("en", "fa", "ar", "de", "fr", "es", "it", "tr", "ru", "pt", "nl")
# Asked where those above do not know a name.
_FURTHER = (
    *("zh", "zh_Hant", "ja", "ko", "pl", "uk", "cs", "sk", "sl", "hr", "sr", "bg", "ro", "hu"),
    *("el", "he", "sv", "da", "nb", "fi", "et", "lv", "lt", "ca", "hi", "ur", "az", "uz", "ky"),
    *("kk", "hy", "ka", "ku", "tg", "ps", "id", "ms", "vi", "th", "bn", "sw", "eu", "gl"),
)
_LETTERS = re.compile(r"\b(\w) (?=\w\b)")


def plain(name: str) -> str:
    """A country's name as it is compared: folded, without *and*, its initials together."""
    # "Trinidad & Tobago" here is "Trinidad and Tobago" there, and U.S.A. is USA.
    text = fold(name, whole=True).replace(" and ", " ")
    return _LETTERS.sub(r"\1", text)


@cache
def called() -> dict[str, frozenset[str]]:
    """The codes of countries by their names in the languages of most lists, and beyond."""
    codes: dict[str, frozenset[str]] = {}
    for tag in _LOCALES:
        codes |= {name: code for name, code in _of_locale(tag).items() if name not in codes}
    for kinds in (("former",), ("name",)):
        codes |= _of_kinds(kinds)
    return codes


@cache
def called_elsewhere() -> dict[str, frozenset[str]]:
    """The same in further languages, whose reading takes a moment."""
    codes: dict[str, frozenset[str]] = {}
    for tag in _FURTHER:
        codes |= {name: code for name, code in _of_locale(tag).items() if name not in codes}
    return codes


@cache
def peoples() -> dict[str, frozenset[str]]:
    """The codes of countries by what their people are called: Iranian."""
    return _of_kinds(("people",))


@cache
def coded() -> dict[str, frozenset[str]]:
    """The codes of countries by other codes: three letters or digits (ISO 3166), and further ones.

    A code of the past that several countries have followed leads to all of them.
    """
    codes = _of_kinds(("code",))
    for old, new in get_global("territory_aliases").items():
        now = frozenset(code for code in new if len(code) == 2)
        if now:
            codes[old.casefold()] = now
    return codes


def _of_locale(tag: str) -> dict[str, frozenset[str]]:
    codes: dict[str, frozenset[str]] = {}
    for code, name in Locale.parse(tag).territories.items():
        # Parts of the world have numbers.
        if code.isalpha():
            codes.setdefault(plain(name), frozenset((code,)))
            codes.setdefault(fold(code), frozenset((code,)))
    return codes


def _of_kinds(kinds: tuple[str, ...]) -> dict[str, frozenset[str]]:
    return {
        plain(name): frozenset(row["codes"].split())
        for row in _rows()
        if row["kind"] in kinds
        for name in row["names"].split("|")
    }


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = (root() / "data/merge/country-names.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(io.StringIO(text)))
