"""Dates as people write them, in Persian and in English, read into EDTF.

A year from 1200 to 1500 without a word that says which calendar is Solar Hijri: no agreement of
cities is as old as the Gregorian years of these numbers. Whoever enters it is told. What may be one
of two days is refused, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

import jdatetime
from babel import Locale

from peyvand.features.folding import fold
from peyvand.sources.dates import check_edtf, solar_hijri_to_edtf
from peyvand.sources.numerals import western

# The years that are Solar Hijri unless something says otherwise.
HIJRI_YEARS = range(1200, 1501)
_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "\u200c": " ", "\u00a0": " "})
_ISO = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?")
_SPAN = re.compile(
    r"(?:از |from )?(.+?)\s*(?:\bto\b|\bتا\b|–|—|/|(?<=[0-9]{4})-(?=[0-9]{4}))\s*(.+)"
)
_ONE_OF = re.compile(r"(?:one of|either|یکی از)\s+(.+)|\[(.+)\]")
_PARTED = re.compile(r"\s*(?:,|،|\bor\b|\bیا\b|\band\b|(?<=\s)و(?=\s))\s*")
_OR = re.compile(r"\s(?:or|یا)\s")
_DOUBTS = (
    (re.compile(r"^(?:about|around|circa|ca\.?|c\.|حدود|در حدود|حدودا|تقریبا)\s+"), "~"),
    (re.compile(r"^(?:perhaps|maybe|possibly|probably|شاید|احتمالا)\s+|\s*\?$|\s*؟$"), "?"),
    (re.compile(r"\s*~$"), "~"),
)  # fmt: skip
_HIJRI = re.compile(
    r"\s*\(?\b(?:ه ?\. ?ش\.?|ه ش|هجری شمسی|هجری خورشیدی|هجری|شمسی|خورشیدی|sh|solar hijri|ap)\)?$"
)
_GREGORIAN = re.compile(r"\s*\(?(?:\bمیلادی|\bم\.?|\b(?:ad|ce))\)?$")
_LEAD = re.compile(
    r"^(?:(?:شنبه|یک ?شنبه|دو ?شنبه|سه ?شنبه|چهار ?شنبه|پنج ?شنبه|جمعه|"
    r"monday|tuesday|wednesday|thursday|friday|saturday|sunday)[،,]?\s+)?(?:year )?"
)
_FILLER = re.compile(r"(?<=\S) ماه(?=\s|$)|\bسال (?=[0-9])|\bof ")
_WORDS = re.compile(
    r"(?:(?P<day>[0-9]{1,2})(?:st|nd|rd|th)? )?(?P<month>[^\s\d,،.]+)\.?"
    r"(?: (?P<late>[0-9]{1,2})(?:st|nd|rd|th)?)?[,،]? (?P<year>[0-9]{4})"
)
_SEASONS = {
    **{"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4},
    **{"بهار": 1, "تابستان": 2, "پاییز": 3, "زمستان": 4},
}


@dataclass(frozen=True)
class DateRead:
    """A date that was read.

    Attributes:
        edtf: it in EDTF, Gregorian.
        candidates: the dates of which it is one, if it is one of several.
        hijri: it as the Solar Hijri calendar has it, if it was written so.
        hijri_candidates: the same of the candidates.
        assumed: whether only the number of the year tells the calendar.
    """

    edtf: str
    candidates: tuple[str, ...] = ()
    hijri: str = ""
    hijri_candidates: tuple[str, ...] = ()
    assumed: bool = False


def read_date(text: str) -> DateRead:
    """A date as somebody wrote it.

    Args:
        text: «۱۲ اردیبهشت ۱۴۰۳», ``1387``, ``2016-05``, ``12 May 2016``, "one of 2000, 2009", or
            EDTF; in any digits, with Arabic or Persian letters.

    Raises:
        ValueError: it is none, or may be one of two.
    """
    plain = " ".join(western(text.translate(_LETTERS)).casefold().split())
    try:
        return _read(plain, western(text).strip())
    except ValueError as error:
        raise ValueError(f"{text!r} is no date") from error


def _read(plain: str, edtf: str) -> DateRead:
    """A text in one spelling, which may be EDTF as it was written."""
    if (match := _ONE_OF.fullmatch(plain)) and ".." not in plain:
        return _one_of(_PARTED.split(match[1] or match[2]))
    if _OR.search(plain):
        return _one_of(_OR.split(plain))
    try:
        return _single(plain)
    except ValueError:
        if match := _SPAN.fullmatch(plain):
            return _span(_single(match[1]), _single(match[2]))
        if (match := _ISO.fullmatch(plain)) and int(match[1]) in HIJRI_YEARS:
            # A day that the Solar Hijri calendar lacks is none of the fourteenth century.
            raise
        return DateRead(check_edtf(edtf))


def suggestion(text: str) -> str:
    """How a text that is no date may be written; "" if nothing is known."""
    plain = western(text).strip()
    if match := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", plain):
        one, other, year = (int(part) for part in match.groups())
        forms = {_iso(year, other, one), _iso(year, one, other)}
        return ", ".join(sorted(form for form in forms if _exists(form)))
    short = " ".join(plain.translate(_LETTERS).split())
    if match := re.fullmatch(r"(.*?\D)?([0-9]{2})", short):
        longer = f"{match[1] or ''}13{match[2]}"
        return longer if _exists(longer) else ""
    return ""


def _exists(text: str) -> bool:
    try:
        read_date(text)
    except ValueError:
        return False
    return True


def _single(text: str) -> DateRead:
    """A day, month, season or year, perhaps with a mark of doubt."""
    for pattern, sign in _DOUBTS:
        if pattern.search(text):
            read = _single(pattern.sub("", text, count=1))
            return replace(read, edtf="/".join(f"{part}{sign}" for part in read.edtf.split("/")))
    text = _LEAD.sub("", _FILLER.sub("", text))
    hijri = _HIJRI.search(text) is not None
    gregorian = not hijri and _GREGORIAN.search(text) is not None
    text = _GREGORIAN.sub("", _HIJRI.sub("", text))
    if match := _ISO.fullmatch(text):
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        assumed = not hijri and not gregorian and year in HIJRI_YEARS
        if hijri or assumed:
            return replace(_of_hijri(year, month, day), assumed=assumed)
        return DateRead(check_edtf(_iso(year, month, day)))
    if match := _WORDS.fullmatch(text):
        return _in_words(match, hijri, gregorian)
    raise ValueError(f"{text!r} is not a date")


def _in_words(match: re.Match[str], hijri: bool, gregorian: bool) -> DateRead:
    """A date with the name of a month or season."""
    name, year = fold(match["month"]), int(match["year"])
    day = int(match["day"] or match["late"] or 0) or None
    if (season := _SEASONS.get(name)) and not day:
        if hijri or (not gregorian and year in HIJRI_YEARS):
            return _span(_of_hijri(year, 3 * season - 2, None), _of_hijri(year, 3 * season, None))
        return DateRead(check_edtf(f"{year:04}-2{season}"))
    if (month := _hijri_months().get(name)) and not gregorian and year <= HIJRI_YEARS.stop:
        return _of_hijri(year, month, day)
    if (month := _gregorian_months().get(name)) and not hijri:
        return DateRead(check_edtf(_iso(year, month, day)))
    raise ValueError(f"{match[0]!r} is not a date")


def _of_hijri(year: int, month: int | None, day: int | None) -> DateRead:
    hijri = _iso(year, month, day)
    return DateRead(solar_hijri_to_edtf(hijri), hijri=hijri)


def _one_of(texts: Iterable[str]) -> DateRead:
    """One of several dates, in the order of time."""
    reads = sorted({_single(text.strip()) for text in texts if text.strip()}, key=lambda r: r.edtf)
    if len(reads) < 2:
        raise ValueError("one of several names at least two")
    members = ",".join(read.edtf.replace("/", "..") for read in reads)
    return DateRead(
        check_edtf(f"[{members}]"),
        candidates=tuple(read.edtf for read in reads),
        hijri_candidates=tuple(read.hijri for read in reads if read.hijri),
        assumed=any(read.assumed for read in reads),
    )


def _span(first: DateRead, last: DateRead) -> DateRead:
    """From the first day of a date to the last of another."""
    start, end = first.edtf.partition("/")[0], last.edtf.rpartition("/")[2]
    if start > end:
        raise ValueError(f"{start} lies after {end}")
    both = bool(first.hijri and last.hijri)
    return DateRead(
        check_edtf(f"{start}/{end}"),
        hijri=f"{first.hijri}/{last.hijri}" if both else "",
        assumed=first.assumed or last.assumed,
    )


def _iso(year: int, month: int | None, day: int | None) -> str:
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]
    return "-".join(parts)


@cache
def _hijri_months() -> dict[str, int]:
    names = {
        fold(name): number
        for months in (jdatetime.date.j_months_fa, jdatetime.date.j_months_en)
        for number, name in enumerate(months, start=1)
    }
    return {**names, fold("امرداد"): 5, "amordad": 5, "tir": 4}


@cache
def _gregorian_months() -> dict[str, int]:
    """The months of the Gregorian calendar by their names, in English and Persian."""
    found = {fold("می"): 5, fold("جولای"): 7, fold("آگوست"): 8, "sept": 9}
    for tag in ("en", "fa"):
        for width in ("wide", "abbreviated"):
            for use in ("format", "stand-alone"):
                for number, name in Locale.parse(tag).months[use][width].items():
                    found[fold(name)] = number
    return found
