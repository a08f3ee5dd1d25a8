"""The countries of the world: codes, names, regions and neighbours.

What is said of a country stands in the graph of the dataset that says it: codes are GeoNames',
regions of UN M49 CLDR's, items those of a list of Natural Earth.
"""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from peyvand.sources.snapshots import snapshot_of
from peyvand.sources.tables import Row, read_table
from peyvand.sources.world.found import Found
from peyvand.vocabulary.iris import LABEL, TYPE, iri, thing

COLUMNS = (
    *("iso2", "iso3", "m49", "item", "id", "en", "fa"),
    *("continent", "region", "subregion"),
)
REGION_COLUMNS = ("m49", "en", "fa", "within")
STATE_COLUMNS = ("id", "item", "en", "fa", "kind")
NEIGHBOUR_COLUMNS = ("one", "other", "snapshot")
_CODES, _REGIONS, _ITEMS = "geonames-2026", "cldr-48", "natural-earth-5"
_ISO = {"iso2": iri("pv:isoCode"), "iso3": iri("pv:isoThreeLetterCode")}
# What the identifiers of states that are no more begin with; others are called countries.
FORMER = "state/"
_KINDS = {
    "former": ("pv:FormerState", "pv:Place"),
    "unrecognised": ("pv:UnrecognisedState", "pv:Country"),
}
_M49 = iri("pv:unAreaCode")


def read_countries(
    folder: Path, described: Container[NamedNode], places: Container[str], found: Found
) -> dict[str, NamedNode]:
    """Read the tables of countries.

    Args:
        folder: the folder of the tables.
        described: the countries whose names and kind the register gives.
        places: the items of the places that are parties of links. Where one of them has a code as a
            country too, as Hong Kong has, the item is the place's.
        found: is added to.

    Returns:
        Each country by its code of two letters.

    Raises:
        SourceError: a row names a country, region or snapshot that is not listed.
    """
    regions = _regions(folder / "regions.csv", found)
    countries: dict[str, NamedNode] = {}
    for row in read_table(folder / "countries.csv", COLUMNS):
        node = countries[row["iso2"]] = thing(row["id"])
        _codes(row, node, found)
        if row["item"] and row["item"] not in places:
            where = snapshot_of(row, found.snapshots, _ITEMS).graph
            found.say(node, iri("pv:hasWikidataItem"), iri("wd:" + row["item"]), where)
        _regions_of(row, node, regions, found)
        if node not in described:
            found.say(node, TYPE, iri("pv:Country"))
            for language in ("en", "fa"):
                found.say(node, LABEL, Literal(row[language], language=language))
    for row in read_table(folder / "neighbours.csv", NEIGHBOUR_COLUMNS):
        where = snapshot_of(row, found.snapshots).graph
        one, other = (country_of(row, row[side], countries) for side in ("one", "other"))
        found.say(one, iri("pv:isNeighbourOf"), other, where)
        found.say(other, iri("pv:isNeighbourOf"), one, where)
    return countries


def read_states(path: Path, found: Found) -> dict[str, NamedNode]:
    """Read the states that have no code: those that are no more, and those that few recognise.

    Returns:
        Each by its identifier.

    Raises:
        SourceError: a row is of an unknown kind.
    """
    states: dict[str, NamedNode] = {}
    for row in read_table(path, STATE_COLUMNS):
        node = states[row["id"]] = thing(row["id"])
        if row["kind"] not in _KINDS:
            raise row.error(f"unknown kind {row['kind']!r}.", f"Use one of {', '.join(_KINDS)}.")
        for kind in _KINDS[row["kind"]]:
            found.say(node, TYPE, iri(kind))
        for language in ("en", "fa"):
            found.say(node, LABEL, Literal(row[language], language=language))
        if row["item"]:
            found.say(node, iri("pv:hasWikidataItem"), iri("wd:" + row["item"]))
    return states


def country_of(row: Row, code: str, countries: dict[str, NamedNode]) -> NamedNode:
    """The country of a code.

    Raises:
        SourceError: none is listed so.
    """
    if code not in countries:
        raise row.error(f"{code!r} is no country.", "List it in countries.csv first.")
    return countries[code]


def _codes(row: Row, node: NamedNode, found: Found) -> None:
    where = snapshot_of(row, found.snapshots, _CODES).graph
    for column, prop in _ISO.items():
        found.say(node, prop, Literal(row[column]), where)
    if row["m49"]:
        found.say(node, _M49, Literal(row["m49"]), where)


def _regions(path: Path, found: Found) -> dict[str, NamedNode]:
    rows = list(read_table(path, REGION_COLUMNS))
    regions = {row["m49"]: thing(f"world-region/{row['m49']}") for row in rows}
    for row in rows:
        node = regions[row["m49"]]
        where = snapshot_of(row, found.snapshots, _REGIONS).graph
        found.say(node, TYPE, iri("pv:WorldRegion"))
        for language in ("en", "fa"):
            found.say(node, LABEL, Literal(row[language], language=language))
        found.say(node, _M49, Literal(row["m49"]), where)
        if row["within"]:
            around = _region(row, "within", regions)
            found.say(node, iri("pv:isInWorldRegion"), around, where)
    return regions


def _regions_of(row: Row, node: NamedNode, regions: dict[str, NamedNode], found: Found) -> None:
    where = snapshot_of(row, found.snapshots, _REGIONS).graph
    for column in ("region", "subregion"):
        if row[column]:
            region = _region(row, column, regions)
            found.say(node, iri("pv:isInWorldRegion"), region, where)
            if column == "region":
                found.say(node, iri("pv:isInContinent"), region, where)


def _region(row: Row, column: str, regions: dict[str, NamedNode]) -> NamedNode:
    if row[column] not in regions:
        raise row.error(f"{row[column]!r} is no region.", "List it in regions.csv first.")
    return regions[row[column]]
