"""Numbers in names: they tell a district from the next, however they are written.

XIII, 13, 13th and ۱۳ are one number; Prague 1 and Prague 11 are two places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Up to 39, so that DC, MI and VIL stay letters. The usual subtractive form alone is a number.
_ROMAN = re.compile(r"(?<![^\W_])(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})(?![^\W_]|\.[A-Z])")
_ORDINAL = re.compile(
    r"(?<![^\W_])(\d+)[.\s-]?(?:st|nd|rd|th|er|ère|re|e|ème|eme|nd|nde|º|ª|°|й|я|ый|ая|ой|го)(?![^\W_])",
    re.IGNORECASE,
)
_ONES = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}


def arabic(name: str) -> str:
    """A name with its Roman and ordinal numbers as digits.

    A single letter is a number only at the end of a name of several words: the I of *Sector I*,
    not that of *I Ussu* or of *Malcolm X Park*.
    """
    if any(digit.isdigit() for digit in name):
        name = _ORDINAL.sub(r"\1", name)
    if "I" in name or "V" in name or "X" in name:
        name = _ROMAN.sub(_digits, name)
    return name


def _digits(match: re.Match[str]) -> str:
    text = match[0]
    if len(text) == 1 and (match.end() != len(match.string.rstrip(" )]")) or match.start() == 0):
        return text
    return str(10 * len(match[1]) + _ONES[match[2]])


def numerals(names: Iterable[str]) -> frozenset[str]:
    """The numbers that stand as words of their own in folded names, without leading zeros."""
    return frozenset(
        word.lstrip("0") or "0" for name in names for word in name.split() if word.isdecimal()
    )
