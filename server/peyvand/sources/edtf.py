"""The dates that the graph may hold: a profile of EDTF, as three patterns that all must match.

Writes are checked by shapes, which know patterns only; so what is EDTF is said in patterns, the
same that ``pvs:Date`` in ``shapes/evidence.ttl`` has. A test holds them equal, and the patterns to
the parser of the ``edtf`` package. Left out are times of day, years of more than four digits,
seasons in sets, sub-seasons, two marks of doubt on one date, and digits left open in a month
(``2004-1X``) or beside a sign of doubt: the parser knows some of them wrongly or not at all.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from peyvand.grammars import read_apart

_SIGN = "[?~%]"


def _existing() -> str:
    """Days that the calendar has; X for digits left open."""
    sign, year, month = f"{_SIGN}?", "-?[0-9]{4}", "(0[1-9]|1[0-2])"
    leap = "-?([0-9]{2}(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)"
    days = (
        ("(0[13578]|1[02])", "(0[1-9]|[12][0-9]|3[01])"),
        ("(0[469]|11)", "(0[1-9]|[12][0-9]|30)"),
        ("02", "(0[1-9]|1[0-9]|2[0-8])"),
    )
    signed_days = "|".join(f"{m}{sign}-{sign}{d}{sign}" for m, d in days)
    plain = "|".join(f"{m}-{d}" for m, d in days)
    date = (
        f"({sign}{year}{sign}(-{sign}({month}{sign}|{signed_days}))?"
        f"|{sign}{leap}{sign}-{sign}02{sign}-{sign}29{sign}"
        f"|{year}-2[1-4]"
        f"|(-?([0-9]{{3}}X|[0-9]{{2}}XX)|{year}-({month}-XX|XX(-XX)?)){sign}"
        f"|([0-9]{{3}}X|[0-9]{{2}}XX|[0-9]XXX|XXXX)(-({month}(-XX)?|{plain}|XX(-XX)?))?)"
    )
    return f"^([{{\\[/,.]*{date})+[}}\\]/,.]*$"


def _arranged() -> str:
    """A date, an interval (.. an open end, nothing an unknown one), a set or a range."""
    one = f"{_SIGN}?-?[0-9]{{4}}{_SIGN}?(-{_SIGN}?[0-9]{{2}}{_SIGN}?){{0,2}}"
    digits_open = f"-?[0-9X]{{4}}(-[0-9X]{{2}}){{0,2}}{_SIGN}?"
    end = f"-?[0-9]{{4}}(-[0-9]{{2}}){{0,2}}{_SIGN}?"
    span = "([0-9]{2}[0-9X]{2}|[0-9]{4}-[0-9]{2}(-([0-9]{2}|XX))?)"
    intervals = rf"{end}/{end}|{span}/{span}|{end}/(\.\.)?|(\.\.)?/{end}"
    month = f"{_SIGN}?[01][0-9]{_SIGN}?"
    known = f"{_SIGN}?-?[0-9]{{4}}{_SIGN}?(-{month}(-{_SIGN}?[0-9]{{2}}{_SIGN}?)?)?"
    plain = "-?[0-9]{4}(-[01][0-9](-[0-9]{2})?)?"
    same = [f"-?[0-9]{{4}}{rest}" for rest in ("", "-[01][0-9]", "-[01][0-9]-[0-9]{2}")]
    range_ = "(" + "|".join(rf"{part}\.\.{part}" for part in same) + ")"
    member = rf"({known}|[0-9]{{2}}[0-9X]{{2}}|{range_})"
    several = rf"(\.\.{plain}|{plain}\.\.|{range_}|{member}(,{member})+)"
    return rf"^({one}|{digits_open}|{intervals}|\[{several}\]|\{{{several}\}})$"


# A sign of doubt stands at most once in each date.
_ONCE = "[^?~%/,.]*([?~%][^?~%/,.]*)?"
PATTERNS = (_existing(), _arranged(), f"^({_ONCE}[/,.])*{_ONCE}$")
_COMPILED = [re.compile(pattern) for pattern in PATTERNS]


def in_profile(text: str) -> bool:
    """Whether a text is a date of the profile."""
    return all(pattern.fullmatch(text) for pattern in _COMPILED)


def parsed(text: str) -> Any:
    """A date as the ``edtf`` package understands it.

    Raises:
        ValueError: it is not EDTF.
    """
    return _parser()(text)


@functools.cache
def _parser() -> Callable[[str], Any]:
    # Imported here because that takes as long as a whole command which meets no such date.
    from edtf import EDTFParseException, parse_edtf
    from pyparsing import ParserElement

    # The package turns on a cache for every grammar of the process. With it the grammar of
    # SPARQL, which shapes and their targets are read by, takes more than twice as long; without
    # it that of dates takes twenty times as long. So it is there while a date is read.
    ParserElement.disable_memoization()

    def read(text: str) -> Any:
        ParserElement.enable_packrat()
        try:
            return parse_edtf(text)
        finally:
            ParserElement.disable_memoization()

    def parse(text: str) -> Any:
        try:
            return read_apart(lambda: read(text), EDTFParseException)
        except ValueError as error:
            raise ValueError(f"{text!r} is not EDTF") from error

    return parse
