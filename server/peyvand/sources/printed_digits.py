"""The damaged digits of document 001: what a printed token may mean, and which rules leave less.

The fonts of that document print several digits alike, so that a token has as many readings as its
digits allow. A claim keeps all of them as candidates, but for those that the rules exclude which
its row names. The rules are registered in words in ``data/curated/register/rules.csv``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product

from peyvand.sources.dates import bounds, solar_hijri_to_edtf

# What each printed digit may be. The headings are few: what a 9 becomes in them is not seen.
FONTS: dict[str, dict[str, str]] = {
    "body-font-digits": {"0": "58", "1": "09", "2": "2", "3": "3", "4": "4", "9": "167"},
    "heading-font-digits": {"1": "09", "2": "2", "6": "6", "7": "7", "8": "8", "9": "19"},
    "latin-font-digits": {digit: digit for digit in "0123456789"},
}
# The article begins its account after the First World War, and the copy was received in 2026.
_GREGORIAN = range(1919, 2027)
# The calendar is the official one of Iran since 1304; 1405 is the year of the copy.
_SOLAR_HIJRI = range(1304, 1406)
# ISO 3166-1 has 249 countries and territories.
_COUNTRIES = 249


@dataclass(frozen=True)
class Evidence:
    """What stands around a printed token and narrows its readings.

    ``position`` is the place that counting gives to an item of a list; ``since`` is the first
    day of what the claim's premises date.
    """

    position: int | None = None
    since: date | None = None


Rule = Callable[[Sequence[str], Evidence], list[str]]


def readings(token: str, font: str) -> list[str]:
    """All readings of a printed token.

    A 3 that opens a token of the body font may also be the colon before a page number.

    Args:
        token: the digits as printed.
        font: the slug of the rule for its font, a key of ``FONTS``.

    Raises:
        ValueError: the font prints no such digit.
    """
    table = FONTS[font]
    if strange := sorted(set(token) - set(table)):
        raise ValueError(f"{font} prints no {' or '.join(strange)}")
    found = ["".join(digits) for digits in product(*(table[digit] for digit in token))]
    if font == "body-font-digits" and token.startswith("3") and len(token) > 1:
        found += readings(token[1:], font)
    return found


def as_edtf(reading: str, month: int | None = None) -> str:
    """A reading of a year as an EDTF expression; one before 1406 is Solar Hijri."""
    if not solar_hijri(reading):
        return reading
    return solar_hijri_to_edtf(f"{reading}-{month:02}" if month else reading)


def solar_hijri(reading: str) -> bool:
    """Whether a year is one of the Solar Hijri calendar."""
    return reading.isdigit() and int(reading) in _SOLAR_HIJRI


def _year_in_range(found: Sequence[str], _: Evidence) -> list[str]:
    return [year for year in found if solar_hijri(year) or int(year) in _GREGORIAN]


def _decade(found: Sequence[str], _: Evidence) -> list[str]:
    return [f"{year[:-1]}X" for year in found if year.endswith("0")]


def _not_before_premise(found: Sequence[str], evidence: Evidence) -> list[str]:
    since = evidence.since or date.min
    return [year for year in found if (bounds(as_edtf(year))[1] or date.max) >= since]


def _list_order(found: Sequence[str], evidence: Evidence) -> list[str]:
    return [number for number in found if int(number) == evidence.position]


def _no_leading_zero(found: Sequence[str], _: Evidence) -> list[str]:
    return [number for number in found if not number.startswith("0")]


def _countries_of_the_world(found: Sequence[str], _: Evidence) -> list[str]:
    return [number for number in found if int(number) <= _COUNTRIES]


# The rules that can be worked out; others, such as context, are only named.
RULES: dict[str, Rule] = {
    "year-in-range": _year_in_range,
    "decade": _decade,
    "not-before-premise": _not_before_premise,
    "list-order": _list_order,
    "no-leading-zero": _no_leading_zero,
    "countries-of-the-world": _countries_of_the_world,
}


def narrowed(found: Sequence[str], rules: Sequence[str], evidence: Evidence) -> list[str]:
    """What rules leave of readings.

    Args:
        found: the readings.
        rules: slugs of rules; those that cannot be worked out leave all.
        evidence: what stands around the token.

    Raises:
        ValueError: one of them excludes nothing, so that it need not be named.
    """
    for rule in rules:
        if rule in RULES:
            left = RULES[rule](found, evidence)
            if len(left) == len(found):
                raise ValueError(f"{rule} excludes nothing")
            found = left
    return list(found)
