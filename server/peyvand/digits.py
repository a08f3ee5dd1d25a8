"""Numbers in the digits of a language, by the Unicode CLDR (through Babel)."""

from __future__ import annotations

from functools import cache

from babel import Locale

# Of a numbering system Babel has the separators, and not the digits: the first of them.
_ZERO = {"arabext": "\u06f0"}


def digits(text: str, language: str) -> str:
    """A text with its digits in those of a language, and nothing else changed."""
    return text.translate(_digits(language))


def number(text: str, language: str) -> str:
    """A number as Python writes it, such as ``1,234.5``, as a language writes it."""
    return text.translate(_digits(language) | _separators(language))


def percent(share: float, language: str) -> str:
    """A share of one in whole percent, as a language writes it."""
    locale = Locale.parse(language)
    symbols = locale.number_symbols[locale.default_numbering_system]
    return number(f"{100 * share:.0f}", language) + str(symbols["percentSign"])


@cache
def _digits(language: str) -> dict[int, str]:
    zero = ord(_ZERO.get(Locale.parse(language).default_numbering_system, "0"))
    return {ord(str(value)): chr(zero + value) for value in range(10)}


@cache
def _separators(language: str) -> dict[int, str]:
    locale = Locale.parse(language)
    symbols = locale.number_symbols[locale.default_numbering_system]
    return {ord(","): symbols["group"], ord("."): symbols["decimal"]}
