"""Numbers as people write them: digits of any script, thousands parted in many ways.

A point or comma before three digits may part thousands or decimals. What the rest of the list
does tells which; where it does not, the value is refused, for a wrong guess is wrong by a
thousand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation

# More people live in no place; a number of a billion digits would fill the memory.
_MOST = 10**10
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f'’٬،_]")
_HIDDEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_GROUPS = re.compile(r"[0-9]{1,3}(?:(?P<sep>[.,])[0-9]{3})(?:(?P=sep)[0-9]{3})*")
_SEVERAL = re.compile(r"[0-9]{1,3}(?P<sep>[.,])[0-9]{3}(?:(?P=sep)[0-9]{3})+(?:[.,]0+)?")
_MIXED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.0+|[0-9]{1,3}(?:\.[0-9]{3})+,0+")
_INDIAN = re.compile(r"[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}")
_SPACED = re.compile(r"[0-9]{1,3}(?:[\s\u00a0\u2007\u2009\u202f'’٬،_][0-9]{3})+(?:[.,]0+)?")
_WHOLE = re.compile(r"[0-9]+(?:[.,]0{1,2})?|[0-9]{4,}[.,]0+")
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}")
_DECIMALS = re.compile(r"[0-9]+(?P<sep>[.,])(?:[0-9]{1,2}|[0-9]{4,})")


def western(text: str) -> str:
    """The text with digits 0 to 9, ``-`` and ``.`` for those of other scripts, nothing hidden."""
    found = "".join(_western(letter) for letter in _HIDDEN.sub("", text))
    return found.strip()


def _western(letter: str) -> str:
    digit = unicodedata.digit(letter, None)
    if digit is not None and not letter.isascii() and unicodedata.decimal(letter, None) is not None:
        return str(digit)
    return {"٫": ".", "−": "-", "﹣": "-", "－": "-"}.get(letter, letter)


class Numerals:
    """How a list writes its numbers, as far as its values tell.

    Args:
        people: the numbers of people that it gives.
        degrees: its latitudes and longitudes.
        delimiter: what parts its cells: where commas do, they part no decimals.
    """

    def __init__(self, people: Iterable[str], degrees: Iterable[str], delimiter: str) -> None:
        thousands: set[str] = set()
        decimals: set[str] = set()
        for text in people:
            if match := _SEVERAL.fullmatch(western(text)):
                thousands.add(match["sep"])
            elif match := _DECIMALS.fullmatch(western(text)):
                decimals.add(match["sep"])
        for text in degrees:
            if match := re.fullmatch(r"[-+]?[0-9]+(?P<sep>[.,])[0-9]+°?", western(text)):
                decimals.add(match["sep"])
        if delimiter in (",", "\t") and "," not in decimals:
            thousands.add(",")
        if decimals == {","}:
            thousands.add(".")
        if decimals == {"."}:
            thousands.add(",")
        self._thousands = thousands - decimals

    def people(self, text: str) -> int | None:
        """A number of people; nothing for none.

        Raises:
            ValueError: it is no whole number, or may be one of two.
        """
        plain = western(text)
        if _SPACED.fullmatch(plain):
            plain = _SPACES.sub("", plain)
        elif (match := _GROUPS.fullmatch(plain)) and not _SEVERAL.fullmatch(plain):
            if match["sep"] not in self._thousands:
                bare = plain.replace(match["sep"], "")
                raise ValueError(f"{text!r} may be {bare} or a fraction: write {bare}")
            plain = plain.replace(match["sep"], "")
        elif _MIXED.fullmatch(plain):
            plain = re.sub(r"[.,]", "", re.sub(r"[.,]0+$", "", plain))
        elif _SEVERAL.fullmatch(plain) or _INDIAN.fullmatch(plain):
            plain = re.sub(r"[.,]", "", plain)
        try:
            if not (_WHOLE.fullmatch(plain) or _SCIENTIFIC.fullmatch(plain)):
                raise ValueError
            number = Decimal(plain.replace(",", "."))
            if number != number.to_integral_value():
                raise ValueError
        except (ValueError, InvalidOperation):
            raise ValueError(f"{text[:40]!r} is not a whole number: write 1234567") from None
        if number > _MOST:
            raise ValueError(f"{text[:40]!r} is more people than there are")
        return int(number) or None
