"""Facts about cities from open datasets: Wikidata snapshots and GeoNames, as claims.

The tables in ``data/wikidata`` and ``data/geonames`` were derived from larger files by the
scripts beside them; each folder's README gives origin, licence and date.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.model import Certainty, Claim, Term
from peyvand.sources.dates import check_edtf
from peyvand.sources.registry import Registry
from peyvand.sources.tables import Row, read_table
from peyvand.vocabulary.iris import EDTF, LABEL, TYPE, graph, iri, thing

SNAPSHOT_COLUMNS = ("id", "date", "en", "fa", "origin", "licence")
PLACE_COLUMNS = ("item", "snapshot", "property", "value")
PARTNER_COLUMNS = ("item", "partner", "snapshot", "directed", "start", "end")
LABEL_COLUMNS = ("item", "language", "label", "snapshot")
CAPITAL_COLUMNS = ("city", "country", "snapshot")
TWINNED = iri("wdt:P190")
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
# What a claim says whose snapshot lists a pair without saying which of the two states it.
UNDIRECTED = (
    Literal("the snapshot does not say which of the two items states the link", language="en"),
    Literal("این نسخه نمی‌گوید کدام‌یک از دو مدخل پیوند را آورده است", language="fa"),
)


@dataclass(frozen=True)
class Snapshot:
    """One dated copy of an open dataset."""

    name: str
    date: str
    document: NamedNode
    agent: NamedNode

    @property
    def graph(self) -> NamedNode:
        """The named graph of the snapshot's claims."""
        return graph(self.name)


def read_snapshots(path: Path, agent: NamedNode) -> tuple[dict[str, Snapshot], list[Quad]]:
    """The snapshots by name, and their description in graph/curated."""
    found: dict[str, Snapshot] = {}
    quads: list[Quad] = []
    curated = graph("curated")
    for row in read_table(path, SNAPSHOT_COLUMNS):
        node = thing(f"document/{row['id']}")
        found[row["id"]] = Snapshot(row["id"], _edtf(row, row["date"]), node, agent)
        quads += [
            Quad(node, TYPE, iri("pv:DatasetSnapshot"), curated),
            Quad(node, LABEL, Literal(row["en"], language="en"), curated),
            Quad(node, LABEL, Literal(row["fa"], language="fa"), curated),
            Quad(node, iri("pv:snapshotDate"), Literal(row["date"], datatype=EDTF), curated),
            Quad(node, iri("dcterms:source"), Literal(row["origin"]), curated),
            Quad(node, iri("dcterms:license"), NamedNode(row["licence"]), curated),
        ]
    return found, quads


def city_of(item: str, cities: Mapping[NamedNode, NamedNode]) -> NamedNode:
    """The city that an item (``Q60``) is: the one decided on, else ``id/city/q60``."""
    return cities.get(iri("wd:" + item)) or thing(f"city/{item.lower()}")


def read_places(
    path: Path, snapshots: dict[str, Snapshot], cities: dict[NamedNode, NamedNode]
) -> Iterator[tuple[Snapshot, Claim]]:
    """Coordinates, populations and country names of the cities that are linked to an item.

    Args:
        path: ``places.csv``; coordinates are WKT points (longitude, latitude; CRS84),
            populations whole numbers of inhabitants, country names as the snapshot has them.
        snapshots: the snapshots by name.
        cities: our cities by their Wikidata item.
    """
    for row in read_table(path, PLACE_COLUMNS):
        snapshot, item = _snapshot(row, snapshots), iri("wd:" + row["item"])
        if item not in cities:
            raise row.error(f"no city is linked to {row['item']}.", "Remove the row, or decide it.")
        if row["property"] not in SINGLE_VALUED:
            raise row.error(f"unknown property {row['property']!r}.", "Correct it.")
        value = Literal(row["value"], datatype=_DATATYPES[row["property"]])
        prop = SINGLE_VALUED[row["property"]]
        slug = f"{snapshot.name}-{row['item']}-{row['property']}"
        yield snapshot, _claim(slug, snapshot, cities[item], prop, value)


def read_partners(
    path: Path, snapshots: dict[str, Snapshot], cities: dict[NamedNode, NamedNode]
) -> Iterator[tuple[Snapshot, Claim]]:
    """The P190 statements on the items of our cities, and those of other items that name one.

    The qualifiers P580 and P582 are kept in the claim's note.
    """
    for row in read_table(path, PARTNER_COLUMNS):
        snapshot = _snapshot(row, snapshots)
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
        if row["directed"] != "1":
            notes += UNDIRECTED
        about, value = city_of(row["item"], cities), city_of(row["partner"], cities)
        yield snapshot, _claim(slug, snapshot, about, TWINNED, value, notes)


def read_items(
    path: Path, snapshots: dict[str, Snapshot], cities: Mapping[NamedNode, NamedNode]
) -> Iterator[Quad]:
    """For each partner that is not one of our cities, which item it is."""
    for row in read_table(path, PARTNER_COLUMNS):
        for item in (row["item"], row["partner"]):
            if iri("wd:" + item) not in cities:
                where = _snapshot(row, snapshots).graph
                yield Quad(city_of(item, cities), iri("rdfs:seeAlso"), iri("wd:" + item), where)


def read_labels(path: Path, snapshots: dict[str, Snapshot]) -> Iterator[Quad]:
    """Names of the items that are not our cities; ``und`` marks a name of unknown language."""
    for row in read_table(path, LABEL_COLUMNS):
        label = Literal(row["label"], language=row["language"])
        yield Quad(city_of(row["item"], {}), LABEL, label, _snapshot(row, snapshots).graph)


def read_capitals(
    path: Path, snapshots: dict[str, Snapshot], registry: Registry
) -> Iterator[tuple[Snapshot, Claim]]:
    """Which of our cities are national capitals, from GeoNames."""
    for row in read_table(path, CAPITAL_COLUMNS):
        snapshot = _snapshot(row, snapshots)
        try:
            city, country = registry.find(row["city"]), registry.find(row["country"])
        except LookupError as error:
            raise row.error(f"{error}.", "Correct the name.") from None
        slug = f"{snapshot.name}-{row['city'].partition('/')[2]}-capital"
        yield snapshot, _claim(slug, snapshot, city, iri("pv:isCapitalOf"), country)


def _claim(
    slug: str,
    snapshot: Snapshot,
    about: NamedNode,
    prop: NamedNode,
    value: Term,
    notes: tuple[Literal, ...] = (),
) -> Claim:
    return Claim(
        identifier=slug,
        part=1,
        about=about,
        property=prop,
        readings=(value,),
        candidates=(),
        certainty=Certainty.CERTAIN,
        read_by=thing("reading-rule/dataset-snapshot"),
        stated_in=snapshot.document,
        stated_by=(snapshot.agent,),
        stated_on=snapshot.date,
        notes=notes,
    )


def _snapshot(row: Row, snapshots: dict[str, Snapshot]) -> Snapshot:
    if row["snapshot"] not in snapshots:
        raise row.error(f"no snapshot is listed as {row['snapshot']!r}.", "List it first.")
    return snapshots[row["snapshot"]]


def _edtf(row: Row, text: str) -> str:
    try:
        return check_edtf(text)
    except ValueError as error:
        raise row.error(f"{error}.", "Give the date of the snapshot in EDTF.") from None
