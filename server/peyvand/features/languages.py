"""The languages of countries, by the Unicode CLDR as Babel has it.

What is told is how many of the people of a country speak a language, whether or not they write it
in one script. It says nothing of a single city.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale
from babel.core import get_global

# A language counts as one of a country if so many of a hundred people speak it.
LEAST_PERCENT = 5.0


@cache
def spoken(country: str) -> Mapping[str, float]:
    """The languages of a country, with how many of a hundred people speak each.

    Args:
        country: its ISO 3166-1 code of two letters; of one that CLDR lacks nothing is known.
    """
    percents: dict[str, float] = {}
    for locale, known in get_global("territory_languages").get(country, {}).items():
        language = locale.partition("_")[0]
        percents[language] = percents.get(language, 0.0) + known["population_percent"]
    return {language: min(percent, 100.0) for language, percent in percents.items()}


def shared(one: str, other: str, least: float = LEAST_PERCENT) -> Mapping[str, float] | None:
    """The languages that two countries share, the most widely spoken first.

    Args:
        one: the code of the one.
        other: the code of the other.
        least: how many of a hundred must speak it in both.

    Returns:
        With each, how many speak it where fewer do; None if of a country nothing is known.
    """
    here, there = spoken(one), spoken(other)
    if not here or not there:
        return None
    common = {name: min(here[name], there[name]) for name in here.keys() & there.keys()}
    order = sorted(common, key=lambda name: (-common[name], name))
    return {name: common[name] for name in order if common[name] >= least}


@cache
def language_name(code: str, language: str) -> str:
    """What a language is called in another; its code where CLDR has no name of it."""
    return str(Locale.parse(language).languages.get(code, code))
