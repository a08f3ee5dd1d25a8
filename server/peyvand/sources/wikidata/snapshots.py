"""What snapshots of Wikidata say of the cities of the documents, as claims.

The tables in ``data/wikidata`` were derived from larger files by the script beside them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from peyvand.model import Claim
from peyvand.sources.licences import CC0
from peyvand.sources.snapshots import (
    UNDIRECTED,
    UNDIRECTED_NOTES,
    Snapshot,
    city_of,
    read_snapshots,
    snapshot_of,
    unnamed,
)
from peyvand.sources.source import Content, Known, Registered, Source
from peyvand.sources.tables import read_table
from peyvand.vocabulary.iris import EDTF, LABEL, iri, thing
from peyvand.vocabulary.properties import Vocabulary

PLACE_COLUMNS = ("item", "snapshot", "property", "value")
PARTNER_COLUMNS = ("item", "partner", "snapshot", "directed", "start", "end")
LABEL_COLUMNS = ("item", "language", "label", "snapshot")
TWINNED = iri("wdt:P190")
PAIRED = iri("pv:isPairedWith")
QUALIFIERS = {"start": iri("pq:P580"), "end": iri("pq:P582")}
SINGLE_VALUED = {
    "coordinates": iri("pv:coordinates"),
    "population": iri("pv:population"),
    "country-name": iri("pv:countryName"),
}
_DATATYPES = {
    "coordinates": iri("geo:wktLiteral"),
    "population": iri("xsd:integer"),
    "country-name": iri("xsd:string"),
}


class WikidataSnapshots(Source):
    """Places and partners of our cities, and the names of the partners."""

    name = "Wikidata"
    folder = "wikidata"
    licence = CC0
    single_valued = frozenset(SINGLE_VALUED.values())

    def register(self, data: Path, vocabulary: Vocabulary) -> Registered:
        """The snapshots of Wikidata."""
        path = data / self.folder / "snapshots.csv"
        snapshots, quads = read_snapshots(path, thing("organisation/wikidata"))
        return Registered(quads, snapshots)

    def read(self, known: Known) -> Content:
        """The claims of all snapshots, and names, which stand in the default graph too."""
        folder, snapshots, cities = known.data / self.folder, known.snapshots, known.cities
        partners = folder / "partners.csv"
        claims = [
            *read_places(folder / "places.csv", snapshots, cities),
            *read_partners(partners, snapshots, cities),
        ]
        names = [
            *read_items(partners, snapshots, cities),
            *read_labels(known),
        ]
        plain = (Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in names)
        return Content(
            quads=[*names, *plain],
            claims=[(snapshot.graph, claim) for snapshot, claim in claims],
        )


def read_places(
    path: Path, snapshots: Mapping[str, Snapshot], cities: Mapping[NamedNode, NamedNode]
) -> Iterator[tuple[Snapshot, Claim]]:
    """Coordinates, populations and country names of the cities that are linked to an item.

    Args:
        path: ``places.csv``; coordinates are WKT points (longitude, latitude; CRS84),
            populations whole numbers of inhabitants, country names as the snapshot has them.
        snapshots: the snapshots by name.
        cities: our cities by their Wikidata item.
    """
    for row in read_table(path, PLACE_COLUMNS):
        snapshot, item = snapshot_of(row, snapshots), iri("wd:" + row["item"])
        if item not in cities:
            raise row.error(f"no city is linked to {row['item']}.", "Remove the row, or decide it.")
        if row["property"] not in SINGLE_VALUED:
            raise row.error(f"unknown property {row['property']!r}.", "Correct it.")
        value = Literal(row["value"], datatype=_DATATYPES[row["property"]])
        prop = SINGLE_VALUED[row["property"]]
        slug = f"{snapshot.name}-{row['item']}-{row['property']}"
        yield snapshot, snapshot.claim(slug, cities[item], prop, (value,))


def read_partners(
    path: Path, snapshots: Mapping[str, Snapshot], cities: Mapping[NamedNode, NamedNode]
) -> Iterator[tuple[Snapshot, Claim]]:
    """The P190 statements on the items of our cities, and those of other items that name one.

    The qualifiers P580 and P582 are kept as such, and told in the claim's note. A claim is listed
    under our city that states it, where the snapshot says which of the two that is; where it does
    not, the claim is that the two are paired, since P190 has a direction.
    """
    for row in read_table(path, PARTNER_COLUMNS):
        snapshot = snapshot_of(row, snapshots)
        slug = f"{snapshot.name}-{row['item']}-P190-{row['partner']}"
        notes = tuple(
            Literal(f"{label} {row[name]}", language=tag)
            for name, tag, label in (
                ("start", "en", "start time (P580)"),
                ("start", "fa", "زمان آغاز (P580)"),
                ("end", "en", "end time (P582)"),
                ("end", "fa", "زمان پایان (P582)"),
            )
            if row[name]
        )
        directed = row["directed"] == "1"
        about, value = city_of(row["item"], cities), city_of(row["partner"], cities)
        qualifiers = tuple(
            (prop, Literal(row[name], datatype=EDTF))
            for name, prop in QUALIFIERS.items()
            if row[name]
        )
        if not directed:
            notes, qualifiers = notes + UNDIRECTED_NOTES, qualifiers + UNDIRECTED
        # Of other items it is not known here that they are cities.
        listed = (about,) if directed and iri("wd:" + row["item"]) in cities else ()
        claim = snapshot.claim(
            slug,
            about,
            TWINNED if directed else PAIRED,
            (value,),
            notes=notes,
            qualifiers=qualifiers,
            listed=listed,
        )
        yield snapshot, claim


def read_items(
    path: Path, snapshots: Mapping[str, Snapshot], cities: Mapping[NamedNode, NamedNode]
) -> Iterator[Quad]:
    """For each partner that is not one of our cities, which item it is."""
    for row in read_table(path, PARTNER_COLUMNS):
        for item in (row["item"], row["partner"]):
            if iri("wd:" + item) not in cities:
                where = snapshot_of(row, snapshots).graph
                yield Quad(city_of(item, cities), iri("rdfs:seeAlso"), iri("wd:" + item), where)


def read_labels(known: Known) -> Iterator[Quad]:
    """Names of the items that are not our cities; ``und`` marks a name of unknown language.

    A service that knows no name of an item writes the item instead.
    """
    path = known.data / WikidataSnapshots.folder / "labels.csv"
    for row in read_table(path, LABEL_COLUMNS):
        where = snapshot_of(row, known.snapshots).graph
        names = {row["language"]: row["label"]}
        if row["label"] == row["item"]:
            names = unnamed(row["item"])
        for language, name in names.items():
            label = Literal(name, language=language)
            yield Quad(city_of(row["item"], {}), LABEL, label, where)
