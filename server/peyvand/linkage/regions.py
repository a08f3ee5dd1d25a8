"""First-level regions of countries, by any of their names or codes.

The table has the units of GeoNames' first administrative level, each with its names in many
languages and its code of ISO 3166-2. Units below them that have such a code, as the departments of
France, lead to the unit that they are in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from peyvand.features.countries import one_country, sovereign
from peyvand.features.folding import fold
from peyvand.features.levels import level_of
from peyvand.features.names import key
from peyvand.model import City
from peyvand.resources import root
from peyvand.sources.tables import Row, read_table

_CODE = re.compile(r"([A-Z]{2})[-.](\w{1,6})")
_Names = dict[tuple[str, str], frozenset[str]]
# What calls itself by another level is no region of the bare name: Washington County, Washington.
_ANY = frozenset(("", "region"))


def units(region: str, country: str = "") -> frozenset[str]:
    """The units of the first level that a cell may mean, as ``US.TX``; none if it is not known.

    Args:
        region: a name in any language, a code of ISO 3166-2 (``US-TX``) or GeoNames (``US.TX``), or
            its part for the country (``TX``).
        country: by any name or code; without it only whole codes are known.
    """
    text = region.strip()
    codes, _ = _known()
    if found := _CODE.fullmatch(text.upper()):
        told = codes.get(f"{found[1]}-{found[2]}") or codes.get(f"{found[1]}.{found[2]}")
        if told:
            return told
    if not country or not text:
        return frozenset()
    # A list may write the state or the territory of it.
    code = one_country(country)
    return _named(text, code) or _named(text, sovereign(code))


def unknown(places: Iterable[City]) -> list[str]:
    """The regions of a list that are none of their country's, in its order, each once."""
    return list(
        dict.fromkeys(
            place.region
            for place in places
            if place.region and not units(place.region, place.country)
        )
    )


def _named(text: str, country: str) -> frozenset[str]:
    codes, called = _known()
    if told := codes.get(f"{country}-{text.upper()}") or codes.get(f"{country}.{text.upper()}"):
        return told
    folded = fold(text)
    if told := _called(called, country, folded):
        return told
    told = _called(called, country, key(folded))
    level = level_of(text)
    return told if level in _ANY else told & _of_level().get(level, frozenset())


def _called(called: tuple[_Names, ...], country: str, name: str) -> frozenset[str]:
    """The units of a name: those that are called so first, then those that are called so too."""
    return next((names[country, name] for names in called if (country, name) in names), frozenset())


@cache
def _of_level() -> dict[str, frozenset[str]]:
    """The units of the first level by the level that their kind says: counties, districts."""
    found: dict[str, set[str]] = {}
    for row in _rows():
        if row["level"] == "first":
            found.setdefault(level_of(row["kind"]), set()).add(row["unit"])
    return {level: frozenset(units) for level, units in found.items()}


def _rows() -> Iterator[Row]:
    path = root() / "data" / "merge" / "regions.csv"
    return read_table(path, ("unit", "iso", "level", "kind", "names"))


@cache
def _known() -> tuple[dict[str, frozenset[str]], tuple[_Names, ...]]:
    """The units by code; and by country and name.

    First by the main names of the first level, then by the others there, last by those below.
    """
    codes: dict[str, set[str]] = {}
    called: tuple[dict[tuple[str, str], set[str]], ...] = ({}, {}, {})
    for row in _rows():
        unit = row["unit"]
        for code in filter(None, (unit.upper(), row["iso"])):
            codes.setdefault(code, set()).add(unit)
        for number, name in enumerate(row["names"].split("|")):
            names = called[2 if row["level"] == "below" else min(number, 1)]
            folded = fold(name)
            for form in (folded, key(folded)):
                names.setdefault((unit[:2], form), set()).add(unit)
    frozen = {code: frozenset(found) for code, found in codes.items()}
    return frozen, tuple({k: frozenset(found) for k, found in one.items()} for one in called)
