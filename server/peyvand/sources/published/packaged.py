"""Names that packages of the project know: CLDR's exemplar cities, GeoNames' in Persian letters.

CLDR names the city that each time zone is called after, in Persian as Iran writes it and in the
official languages of its country (Praha, Αθήνα), but gives no item: the item is the one place of
the zone's country that has CLDR's English name. GeoNames has names without a language; those in
Persian letters are taken, as of no known language: many are how Persian spells or spelt a name
(بلغراد), others how Arabic, Urdu or Sorani do. Names by published files are laid with them.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_cldr_version, get_global
from babel.languages import get_official_languages

from peyvand.sources.published.agreement import SAME_PLACE_METRES
from peyvand.sources.published.alternates import Alternates, Name, names_by_language, tag
from peyvand.sources.published.gazetteer import persian_letters
from peyvand.sources.published.known import Known
from peyvand.sources.published.names import UNKNOWN, fault, key, written
from peyvand.sources.published.tables import GEONAMES, LEVELS, NAMES, PLACES, rows_of, write_table
from peyvand.sources.wikidata.report import Report

CLDR = f"cldr-{get_cldr_version()}"
_GEONAMES = "geonames-2026"


@dataclass(frozen=True)
class Exemplar:
    """The city that a time zone is called after."""

    zone: str
    country: str
    english: str
    persian: str

    def in_its_country(self) -> Iterator[tuple[str, str]]:
        """The official languages of its country, and its name in each that CLDR has one in.

        A name that all languages have which state no other is of no known language.
        """
        anywhere = localedata.load("root")["time_zones"].get(self.zone, {}).get("city")
        for language in get_official_languages(self.country, de_facto=True):
            # Some are languages that CLDR has no locale of.
            with suppress(UnknownLocaleError):
                name = Locale.parse(language).time_zones.get(self.zone, {}).get("city", "")
                yield UNKNOWN if name == anywhere else tag(language), name


def exemplars() -> Iterator[Exemplar]:
    """CLDR's exemplar cities that have a country, by Babel."""
    persian, english = Locale("fa").time_zones, Locale("en").time_zones
    aliases, territories = get_global("zone_aliases"), get_global("zone_territories")
    for zone, names in sorted(persian.items()):
        country = territories.get(zone) or territories.get(aliases.get(zone, ""), "")
        if names.get("city") and country.isalpha():
            # What CLDR gives no English name has that of the zone.
            own = zone.rpartition("/")[2].replace("_", " ")
            yield Exemplar(zone, country, english.get(zone, {}).get("city", own), names["city"])


def import_names(given: Alternates, data: Path, folder: Path, known: Known, report: Report) -> None:
    """Lay the names into the table of names, in place of what it held of them.

    Args:
        given: names by published files.
        data: the project's folder ``data``.
        folder: of the tables.
        known: what an import knows of the project.
        report: is told what came of it, and which cities could not be told apart.
    """
    parts = {(_GEONAMES, UNKNOWN), *given.parts()}
    kept: set[Name] = set()
    for row in rows_of(folder / "names.csv", NAMES):
        if row["snapshot"] != CLDR and (row["snapshot"], row["language"]) not in parts:
            kept.add((row["item"], row["language"], row["name"], row["snapshot"]))
    missing = {CLDR, *(snapshot for snapshot, _ in parts)} - known.dates.keys()
    if missing:
        listed = f"there is no {', '.join(sorted(missing))}."
        report.problem(folder / "snapshots.csv", "", "snapshot", listed)
        return
    found = set(_of_cldr(folder, kept, report))
    found |= set(names_by_language(given, data, folder, kept | found))
    found |= set(_of_geonames(folder, kept | found))
    for _, language, _, snapshot in found:
        report.counts[f"taken: names {language} of {snapshot}"] += 1
    if write_table(folder / "names.csv", NAMES, sorted(kept | found)):
        report.counts["tables written"] += 1


def _of_cldr(folder: Path, names: set[Name], report: Report) -> Iterator[Name]:
    countries = {
        row["item"]: row["value"]
        for row in reversed(rows_of(folder / "places.csv", PLACES))
        if row["property"] == "country"
    }
    levels: dict[str, set[str]] = defaultdict(set)
    for row in rows_of(folder / "levels.csv", LEVELS):
        levels[row["item"]].add(row["level"])
    items: dict[tuple[str, str], set[str]] = defaultdict(set)
    had = {(item, name) for item, _, name, _ in names}
    for item, language, name, _ in names:
        if language == "en" and item in countries:
            items[countries[item], _plain(name)].add(item)
    for one in exemplars():
        fitting = items[one.country, _plain(one.english)]
        # A province or state may be called like its city, after which the zone is.
        cities = {item for item in fitting if "city" in levels[item]}
        chosen = cities if len(cities) == 1 else fitting
        if len(chosen) == 1:
            item, name = min(chosen), written(one.persian, "fa")
            if fault(name, "fa"):
                report.counts["refused: names of CLDR in other letters"] += 1
            else:
                yield item, "fa", name, CLDR
            for language, text in one.in_its_country():
                name = written(text, language)
                if not fault(name, language) and (item, name) not in had:
                    yield item, language, name, CLDR
        else:
            several = "several places" if chosen else "no place"
            report.counts[f"left out: exemplar cities of {several}"] += 1


def _of_geonames(folder: Path, names: set[Name]) -> Iterator[Name]:
    had = {(item, key(name)) for item, _, name, _ in names}
    persian = {item for item, language, *_ in names if language == "fa"}
    of_others = {key(name) for _, language, name, _ in names if language == "fa"}
    for row in rows_of(folder / "geonames.csv", GEONAMES):
        if int(row["metres"] or 0) <= SAME_PLACE_METRES:
            for name in persian_letters(row["geonames"]):
                # Of a place that has a Persian name, none that is another's: گوانگ جو of Guangzhou
                # is how Gwangju is written.
                taken = of_others if row["item"] in persian else ()
                if (row["item"], key(name)) not in had and key(name) not in taken:
                    yield row["item"], UNKNOWN, name, _GEONAMES


def _plain(name: str) -> str:
    """A name without marks and case: Asunción is Asuncion, St. John’s St John's."""
    text = unicodedata.normalize("NFKD", name.casefold().replace("’", "'").replace(".", ""))
    return "".join(letter for letter in text if not unicodedata.combining(letter))
