"""What kind of place each is: every kind that a snapshot states, and the one to show.

Each kind stands in the graph of the snapshot that says it. The plain class is the level that
weighs most. What a place's own name says, an item of P31, a populated place of Natural Earth and a
locality of Who's On First count most; then another placetype of Who's On First; less, that Wikidata
counted the place among settlements; least, that GeoNames has a populated place of that name. A
commune may be a settlement too, so that P31 makes a place a municipal area only where nothing
speaks for a settlement. Of levels of one weight the narrowest stands; where no source tells any,
none does.
"""

from __future__ import annotations

from collections import defaultdict
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


def read_levels(folder: Path, new: Mapping[str, NamedNode], found: Found) -> None:
    """Read the kinds of places.

    Args:
        folder: the folder of the tables.
        new: the places that are none of ours, by item.
        found: is added to.

    Raises:
        SourceError: a row names a snapshot or a level that is not known.
    """
    stated: dict[str, list[Row]] = defaultdict(list)
    for row in read_table(folder / "levels.csv", COLUMNS):
        node = new.get(row["item"])
        if node is None:
            continue
        where = snapshot_of(row, found.snapshots).graph
        found.say(node, iri("pv:placeTypeAsStated"), Literal(row["printed"]), where, plain=False)
        if row["level"]:
            if row["level"] not in CLASSES:
                levels = ", ".join(CLASSES)
                raise row.error(f"unknown level {row['level']!r}.", f"Write one of {levels}.")
            found.say(node, TYPE, CLASSES[row["level"]], where, plain=False)
            stated[row["item"]].append(row)
    for item, node in new.items():
        level = plain_level((row["snapshot"], row["printed"], row["level"]) for row in stated[item])
        found.say(node, TYPE, CLASSES[level] if level else _ANY)


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
