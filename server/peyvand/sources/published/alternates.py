"""What places are called in the languages of their own countries, by published files.

Two kinds of file give names by language: the catalogues of the Debian package libgeonames-common,
which have GeoNames' alternate names by its identifiers (gettext, one a language), and Unicode
CLDR's names of the subdivisions of countries by their codes (XML, one a language). A city has the
names of its identifiers of GeoNames that lie where it lies; a region or county those of the one
subdivision of its country that is called like it. Taken are names in the languages that CLDR, as
Babel has it, calls official in the country or in part of it, and of subdivisions also those in
Persian; a name that the place already has is not repeated.
"""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

from babel.languages import get_official_languages
from babel.messages.mofile import read_mo

from peyvand.errors import SourceError
from peyvand.sources.published.agreement import SAME_PLACE_METRES
from peyvand.sources.published.names import UNKNOWN, fault, key, written
from peyvand.sources.published.statements import COUNTRY
from peyvand.sources.published.tables import GEONAMES, LEVELS, PLACES, rows_of
from peyvand.sources.tables import read_table

ALTERNATES, SUBDIVISIONS = "geonames-2022", "cldr-48-subdivisions"
# Names of these come with the places themselves.
OF_PLACES = frozenset(("en", "fa", UNKNOWN))
Name = tuple[str, str, str, str]
# Of a language, what each identifier of GeoNames or code of a subdivision is called in it.
_Names = dict[str, Mapping[str, str]]
# An item, the code that files name it by, what they say, and their snapshot.
_Named = tuple[str, str, _Names, str]
_LOCALE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
_ASIDE = re.compile(r"\s*[(（].*?[)）]")
# The footnotes of names that several subdivisions have.
_NUMBERED = re.compile("[²³]")
_REGIONS = ("unit", "iso", "level", "kind", "names")


@dataclass
class Alternates:
    """Names by language, of cities and of subdivisions."""

    cities: _Names = field(default_factory=dict)
    subdivisions: _Names = field(default_factory=dict)

    def parts(self) -> set[tuple[str, str]]:
        """The snapshots and languages that are read, whose names in the tables are replaced."""
        cities = {(ALTERNATES, tag(name)) for name in self.cities.keys() - OF_PLACES}
        return cities | {(SUBDIVISIONS, tag(name)) for name in self.subdivisions}


def tag(locale: str) -> str:
    """The language tag (BCP 47) of a locale."""
    return locale.replace("_", "-")


def read_alternates(paths: Iterable[Path]) -> Alternates:
    """Read the files: ``LANGUAGE/LC_MESSAGES/NAME.mo``, and ``LANGUAGE.xml`` of CLDR.

    Locales that a script distinguishes (``zh_Hant``) are passed over.

    Raises:
        SourceError: a file cannot be read, or is none of these.
    """
    found = Alternates()
    for path in paths:
        catalogue = path.suffix == ".mo"
        locale = path.parent.parent.name if catalogue else path.stem
        if not _LOCALE.fullmatch(locale):
            continue
        try:
            if catalogue:
                found.cities[locale] = _catalogue(path)
            else:
                found.subdivisions[locale] = _subdivisions(path)
        except (OSError, UnicodeDecodeError, ET.ParseError, struct.error) as error:
            hint = "Give catalogues of libgeonames-common (.mo) or subdivisions of CLDR (.xml)."
            raise SourceError(path, None, f"it cannot be read: {error}.", hint) from error
    return found


def _catalogue(path: Path) -> Mapping[str, str]:
    with path.open("rb") as file:
        messages = read_mo(file)
    return {
        one.id: one.string
        for one in messages
        if one.id and isinstance(one.id, str) and isinstance(one.string, str)
    }


def _subdivisions(path: Path) -> Mapping[str, str]:
    text = path.read_bytes()
    # The files of CLDR name a DTD, which is not read. They declare nothing that could be expanded.
    if b"<!ENTITY" in text:
        raise ET.ParseError("it declares entities")
    root = ET.fromstring(text)  # noqa: S314
    names = {
        one.get("type", "").upper(): _NUMBERED.sub("", one.text or "")
        for one in root.iterfind(".//subdivisions/subdivision")
        if not one.get("alt")
    }
    return {code: _ASIDE.sub("", name).strip() for code, name in names.items()}


def names_by_language(
    given: Alternates, data: Path, folder: Path, kept: Collection[Name]
) -> Iterator[Name]:
    """The names that the files give the places of the tables, once each.

    Args:
        given: what the files say.
        data: the project's folder ``data``, which has the subdivisions of countries.
        folder: of the tables.
        kept: the names that the places have already.

    Yields:
        Rows of the table of names: item, language, name, snapshot.
    """
    had = defaultdict[str, set[str]](set)
    for item, _, name, _ in kept:
        had[item].add(name)
    countries = defaultdict[str, list[str]](list)
    for row in rows_of(folder / "places.csv", PLACES):
        if row["property"] == COUNTRY:
            countries[row["item"]].append(row["value"])
    named = [*_cities(given, folder), *_regions(given, data, folder, countries, had)]
    told = {item: {name.casefold() for name in names} for item, names in had.items()}
    said = set[tuple[str, str, str]]()
    for item, code, names, snapshot in named:
        languages = _official(countries[item])
        if snapshot == SUBDIVISIONS:
            languages["fa"] = None
        for locale in _locales(languages, countries[item], names):
            language = tag(locale)
            name = written(names[locale].get(code, ""), language)
            # Of several identifiers of an item the nearest that has a name tells it.
            fresh = (item, language, snapshot) not in said and not fault(name, language)
            if fresh:
                said.add((item, language, snapshot))
            if fresh and name.casefold() not in told.setdefault(item, set()):
                told[item].add(name.casefold())
                yield item, language, name, snapshot


def _cities(given: Alternates, folder: Path) -> Iterator[_Named]:
    names = {name: given.cities[name] for name in given.cities.keys() - OF_PLACES}
    rows = rows_of(folder / "geonames.csv", GEONAMES) if names else []
    for row in sorted(rows, key=lambda row: (row["item"], int(row["metres"] or 0))):
        if int(row["metres"] or 0) <= SAME_PLACE_METRES:
            yield row["item"], row["geonames"], names, ALTERNATES


def _regions(
    given: Alternates,
    data: Path,
    folder: Path,
    countries: Mapping[str, list[str]],
    names: Mapping[str, set[str]],
) -> Iterator[_Named]:
    """The regions and counties that are called like one subdivision of their country."""
    if not given.subdivisions:
        return
    units: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in read_table(data / "merge" / "regions.csv", _REGIONS):
        if code := row["iso"].replace("-", ""):
            for name in row["names"].split("|"):
                units[code[:2], key(name)].add(code)
    for code, name in given.subdivisions.get("en", {}).items():
        units[code[:2], key(name)].add(code)
    levels: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(folder / "levels.csv", LEVELS):
        levels[row["item"]].add(row["level"])
    for item, some in sorted(levels.items()):
        if some & {"region", "county"} and "city" not in some:
            keys = {(one, key(name)) for one in countries[item] for name in names[item]}
            codes = set[str]().union(*(units.get(one, ()) for one in keys))
            if len(codes) == 1:
                yield item, min(codes), given.subdivisions, SUBDIVISIONS


def _official(countries: Iterable[str]) -> dict[str, None]:
    """The languages that are official in countries, or in parts of them, in CLDR's order."""
    found: dict[str, None] = {}
    for country in countries:
        official = get_official_languages(country, regional=True, de_facto=True)
        found |= dict.fromkeys(name.partition("_")[0] for name in official)
    return found


def _locales(languages: Iterable[str], countries: Collection[str], names: _Names) -> Iterator[str]:
    """The locales of some languages, each as it is at large before those of the countries."""
    for language in languages:
        for locale in (language, *(f"{language}_{country}" for country in countries)):
            if locale in names:
                yield locale
