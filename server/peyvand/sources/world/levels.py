"""What kind of place each is: every kind that a snapshot states, and the one to show.

Each kind stands in the graph of the snapshot that says it. The plain class is the level that
weighs most. What a place's own name says, an item of P31, a populated place of Natural Earth and a
locality of Who's On First count most; then another placetype of Who's On First; less, that Wikidata
counted the place among settlements; least, that GeoNames has a populated place of that name. A
commune may be a settlement too, so that P31 makes a place a municipal area only where nothing
speaks for a settlement. Of levels of one weight the narrowest stands; where no source tells any,
none does.

A word need not mean the same everywhere: Who's On First calls the cities of Japan, Serbia and
Turkey counties. In a country where at least half of its counties are populated places of GeoNames,
the word tells no level.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from peyvand.sources.snapshots import snapshot_of
from peyvand.sources.tables import Row, read_table
from peyvand.sources.world.found import Found
from peyvand.vocabulary.iris import TYPE, iri

COLUMNS = ("item", "snapshot", "printed", "level")
# The narrowest first.
CLASSES = {
    "city": iri("pv:City"),
    "district": iri("pv:District"),
    "municipality": iri("pv:MunicipalArea"),
    "county": iri("pv:County"),
    "region": iri("pv:Region"),
}
_ANY = iri("pv:SubnationalPlace")
_NAME_PART = "…"
# What a kind was read from, and what that weighs: each is more than all smaller ones together.
_WEIGHTS = {
    "geonames": 1,
    "settlement": 2,
    "placetype": 4,
    **dict.fromkeys(("name", "item", "populated place", "locality"), 8),
}
_COMMUNE = 1
_COUNTY = ("whosonfirst-2026", "county")
_POPULATED = ("geonames-2026", "P")


def read_levels(
    folder: Path, new: Mapping[str, NamedNode], found: Found, countries: Mapping[str, str]
) -> None:
    """Read the kinds of places.

    Args:
        folder: the folder of the tables.
        new: the places that are none of ours, by item.
        found: is added to.
        countries: the country of each item, as far as it is known.

    Raises:
        SourceError: a row names a snapshot or a level that is not known.
    """
    stated: dict[str, list[Row]] = defaultdict(list)
    rows = [row for row in read_table(folder / "levels.csv", COLUMNS) if row["item"] in new]
    towns = _where_counties_are_towns(rows, countries)
    for row in rows:
        node = new[row["item"]]
        where = snapshot_of(row, found.snapshots).graph
        found.say(node, iri("pv:placeTypeAsStated"), Literal(row["printed"]), where, plain=False)
        if row["level"]:
            if row["level"] not in CLASSES:
                levels = ", ".join(CLASSES)
                raise row.error(f"unknown level {row['level']!r}.", f"Write one of {levels}.")
            if (row["snapshot"], row["printed"]) == _COUNTY and countries.get(row["item"]) in towns:
                continue
            found.say(node, TYPE, CLASSES[row["level"]], where, plain=False)
            stated[row["item"]].append(row)
    for item, node in new.items():
        level = plain_level((row["snapshot"], row["printed"], row["level"]) for row in stated[item])
        found.say(node, TYPE, CLASSES[level] if level else _ANY)


def _where_counties_are_towns(rows: Iterable[Row], countries: Mapping[str, str]) -> set[str]:
    """The countries where at least half of the counties of Who's On First are populated places."""
    kinds: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows:
        kinds[row["item"]].add((row["snapshot"], row["printed"]))
    counties, populated = Counter[str](), Counter[str]()
    for item, stated in kinds.items():
        if _COUNTY in stated and item in countries:
            counties[countries[item]] += 1
            populated[countries[item]] += _POPULATED in stated
    return {country for country, number in counties.items() if 2 * populated[country] >= number}


def plain_level(stated: Iterable[tuple[str, str, str]]) -> str:
    """The level to show of those that are stated; nothing if none is.

    Args:
        stated: snapshots, how each prints the kind, and the level that this means.
    """
    weights: dict[str, int] = defaultdict(int)
    # Several items of P31, or snapshots of one maker, are one witness.
    kinds = {(_kind(snapshot, printed), level) for snapshot, printed, level in stated}
    for kind, level in kinds:
        if level == "municipality" and kind == "item":
            weights[level] += _COMMUNE
        else:
            weights[level] += _WEIGHTS[kind]
    widest_last = [level for level in CLASSES if level in weights]
    return max(widest_last, key=lambda level: weights[level], default="")


def _kind(snapshot: str, printed: str) -> str:
    """What a kind was read from."""
    if _NAME_PART in printed:
        return "name"
    if printed == "settlement":
        return "settlement"
    if snapshot.startswith("wikidata"):
        return "item"
    if snapshot.startswith("geonames"):
        return "geonames"
    if printed == "locality" or printed.startswith("populated place"):
        return printed.partition(":")[0]
    return "placetype"
