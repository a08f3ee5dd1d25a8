"""Names with what tells them from their namesakes: "Tabriz, Iran", «شیراز (ایران)», "Iran Tabriz".

What stands beside a name is read as where the thing is. A country is compared with what the graph
knows; anything else, such as a region, which the graph does not know, says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from peyvand.features.countries import countries_of, country_code, sovereign
from peyvand.features.folding import fold, joined
from peyvand.features.names import key
from peyvand.features.thresholds import OTHER_COUNTRY, SAME_COUNTRY, SAME_SOVEREIGN
from peyvand.search.identifiers import country_identifier, identifiers_in
from peyvand.search.index import Index
from peyvand.search.lookup import Named, named

_ASIDE = re.compile(r"[(\[（【]([^()\[\]（）【】]*)[)\]）】]")
_BETWEEN = re.compile(r"\s*[,،;؛|、，\n]\s*|\s+[-–—/]\s+|\s*:\s+")
_SPACES = re.compile(r"[\s_-]+")
# Words that stand before a country: Tabriz in Iran, «تبریز، کشور ایران».
_BEFORE = re.compile(r"\s*(?:in|of|در|کشور)\s+", re.IGNORECASE)
# No more words than these are looked at for a country that stands beside a name without a sign.
_MOST_WORDS = 5
# Nor is a text parted more often: the work grows as the square, and an address has fewer parts.
_MOST_PARTS = 8
_COUNTRY = ("country",)
# In shorter names another spelling is another name: Mali is not Male.
_LONG = 6
# A country's name that is also that of a region of another: Atlanta in Georgia, Bastogne in
# Luxembourg, Belfast in Ireland, Thessaloniki in Macedonia, Tabriz in Azerbaijan.
_REGIONS = {
    "US": {"GE"},
    "BE": {"LU"},
    "GB": {"IE"},
    "KP": {"KR"},
    "CD": {"CG"},
    "GR": {"MK"},
    "RO": {"MD"},
    "IR": {"AZ"},
}
# Codes of states and provinces that are also those of countries.
_STATES = {
    "US": {
        *("AL", "AR", "AZ", "CA", "CO", "DE", "GA", "ID", "IL", "IN", "KY", "LA", "MA", "MD"),
        *("ME", "MN", "MO", "MS", "MT", "NC", "NE", "PA", "SC", "SD", "TN", "VA"),
    },
    "CA": {"NL", "NU", "PE", "SK", "YT"},
}


@dataclass(frozen=True)
class Reading:
    """A text read as a name and what stands beside it.

    Attributes:
        name: what is taken for the name.
        beside: what is taken to tell where it is.
        doubtful: whether only a country that is the thing's own shows that it is meant so.
    """

    name: str
    beside: tuple[str, ...]
    doubtful: bool = False


@dataclass(frozen=True)
class Country:
    """A country as somebody wrote it.

    Attributes:
        iris: the countries of the graph that it may be.
        code: its two letters, if it is known by any name.
        short: whether only a code was written, which may be that of a region as well.
        successors: the codes of the countries that stand where a state of the past was.
    """

    iris: frozenset[str]
    code: str
    short: bool = False
    successors: frozenset[str] = frozenset()


def readings(text: str) -> list[Reading]:
    """The ways of parting a text in a name and more; the longest names first."""
    # What stands in brackets may be a part of the name: Frankfurt (Oder), Germany.
    parted = _BETWEEN.split(_ASIDE.sub(r", \1, ", text), maxsplit=_MOST_PARTS)
    parts = [part for part in parted if fold(part, whole=True)]
    read = [
        Reading(", ".join(parts[:count]), tuple(parts[count:]))
        for count in range(len(parts) - 1, 0, -1)
    ]
    if len(parts) > 1:
        read += _with_end(text)
        read += [
            Reading(parts[-1], tuple(parts[:-1]), doubtful=True),
            Reading(", ".join(parts[1:]), (parts[0],), doubtful=True),
        ]
    return list(dict.fromkeys([*read, *_by_words(parts)]))


def _with_end(text: str) -> Iterable[Reading]:
    """A name that goes on behind the brackets: Newcastle (Australia) City."""
    match = _ASIDE.search(text)
    if (
        match
        and fold(match[1], whole=True)
        and fold(text[: match.start()], whole=True)
        and fold(text[match.end() :], whole=True)
    ):
        yield Reading(f"{text[: match.start()]} {text[match.end() :]}", (match[1],))


def _by_words(parts: Sequence[str]) -> Iterable[Reading]:
    """A name with the words of a country before or behind it, without a sign between."""
    if not parts:
        return
    first, last = _SPACES.split(parts[0].strip()), _SPACES.split(parts[-1].strip())
    for count in range(1, _MOST_WORDS + 1):
        for words, told, name in (
            (last, last[-count:], [*parts[:-1], " ".join(last[:-count])]),
            (first, first[:count], [" ".join(first[count:]), *parts[1:]]),
        ):
            beside = " ".join(told)
            # Two small letters in a row of words are a word.
            if count < len(words) and (len(beside) > 2 or beside.upper() == beside):
                yield Reading(", ".join(name), (beside,), doubtful=True)


def country(index: Index, text: str) -> Country | None:
    """The country that a text names, in any form: a name, a code, an item, an address."""
    folded = fold(text, whole=True)
    if not folded:
        return None
    code = next((code for code in map(country_identifier, _forms(text)) if code), "")
    sought = (*identifiers_in(text), joined(folded), code)
    rows = named(index, "joined", [form for form in sought if form], _COUNTRY, 9)
    if not rows and len(folded) >= _LONG:
        rows = named(index, "key", (key(folded),), _COUNTRY, 9)
    if not rows and not code:
        after = countries_of(text) if len(folded) > 1 else None
        return Country(frozenset(), "", successors=after) if after else None
    letters = code.rpartition(":")[2]
    return Country(_iris(index, rows), letters.upper(), folded == letters)


def _forms(text: str) -> Iterable[str]:
    """The name as it is and in its usual order: "Korea, Republic of", "Iran (Islamic Republic)"."""
    yield text
    if before := _BEFORE.match(text):
        yield text[before.end() :]
    yield from turned(text)
    yield from (
        reading.name
        for reading in readings(text)
        if len(reading.beside) == 1 and not reading.doubtful
    )


def turned(text: str) -> Iterable[str]:
    """A name that is sorted by its second part, in its usual order: Republic of Korea."""
    for reading in readings(text):
        if len(reading.beside) == 1 and not reading.doubtful:
            yield f"{reading.beside[0]} {reading.name}"
            yield f"{reading.beside[0]} of {reading.name}"


def _iris(index: Index, rows: Sequence[Named]) -> frozenset[str]:
    iris = (index.rows("SELECT iri FROM things WHERE id = ?", (row[0],)) for row in rows)
    return frozenset(row[0] for some in iris for row in some)


def fit(told: Country, iri: str, names: Iterable[str]) -> float | None:
    """How well a country that is told of fits that of a thing; None if that is not known.

    Args:
        told: what somebody wrote.
        iri: the thing's country; empty if none is known.
        names: what that country is called.
    """
    if iri in told.iris:
        return SAME_COUNTRY
    names = tuple(names)
    known = {country_code(name) for name in names if name}
    if told.code in known:
        return SAME_COUNTRY
    if not (known or iri):
        return None
    if told.successors & known:
        return SAME_SOVEREIGN
    # A territory and the state that holds or claims it are both written for one place.
    if told.code and sovereign(told.code) in {sovereign(code) for code in known}:
        return SAME_SOVEREIGN
    return None if told.short or is_regional(told, names) else OTHER_COUNTRY


def is_regional(told: Country, names: Iterable[str]) -> bool:
    """Whether what names a country is also what a region of another, so called, is called."""
    regions = _STATES if told.short else _REGIONS
    return any(told.code in regions.get(country_code(name), ()) for name in names if name)


def least(fits: Iterable[float | None]) -> float | None:
    """How well all that is told fits: nothing may speak against it; None if nothing is known."""
    return min((fitness for fitness in fits if fitness is not None), default=None)
