"""The world's pairs of cities as Wikidata states them, and what is known of the cities.

The tables in ``data/world`` are made by ``peyvand import`` from larger published files; they hold
one row a pair, one a statement, one a name, one a country.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from peyvand.model import Claim, Term
from peyvand.sources.licences import CC0
from peyvand.sources.snapshots import UNDIRECTED, UNDIRECTED_NOTES, Snapshot, city_of, snapshot_of
from peyvand.sources.source import Content, Known, Source
from peyvand.sources.tables import Row, read_table
from peyvand.sources.world_pairs import Labels, by_snapshot, names_of_pair
from peyvand.vocabulary.iris import EDTF, LABEL, TYPE, graph, iri, thing

FOLDER = Path("world")
PAIR_COLUMNS = ("one", "other", "stated", "start", "end", "note")
PLACE_COLUMNS = ("item", "snapshot", "property", "value", "rule", "agree")
NAME_COLUMNS = ("item", "language", "name", "snapshot")
IDENTIFIER_COLUMNS = ("item", "geonames", "metres", "by")
COUNTRY_COLUMNS = (
    *("iso2", "iso3", "m49", "item", "id", "en", "fa"),
    *("continent", "region", "subregion"),
)
WORLD = graph("world")
DEFAULT = DefaultGraph()
# Of these a city has one value at a time.
SINGLE_VALUED = tuple(iri(f"pv:{name}") for name in ("coordinates", "population", "inCountry"))
_PREFIX = "wikidata-"
_GEONAMES = thing("organisation/geonames")


class World(Source):
    """The pairs that no document knows, and the cities that only they have."""

    name = "the world's pairs"
    folder = FOLDER.as_posix()
    licence = CC0
    of_the_world = True
    single_valued = frozenset(SINGLE_VALUED)

    def read(self, known: Known) -> Content:
        """The pairs that have no agreement yet."""
        ours = set(known.cities.values())
        labels: Labels = {}
        described = set()
        for quad in known.register:
            assert isinstance(quad.subject, NamedNode)
            if quad.predicate == TYPE:
                described.add(quad.subject)
            if quad.predicate == LABEL and quad.subject in ours:
                assert isinstance(quad.object, Literal)
                names = labels.setdefault(quad.subject, {})
                names[quad.object.language or ""] = quad.object.value
        parties = {
            frozenset(reading for reading in claim.readings if isinstance(reading, NamedNode))
            for claim in known.said
            if claim.property == iri("pv:hasParty")
        }
        (geonames,) = (one for one in known.snapshots.values() if one.agent == _GEONAMES)
        found = read_world(
            known.data, known.snapshots, geonames, known.cities, labels, described, parties
        )
        claims = [(snapshot.graph, claim) for snapshot, claim in found.claims]
        return Content(quads=found.quads, claims=claims)


@dataclass(frozen=True)
class Tables:
    """What the tables add to a graph: the things themselves, names, and claims by snapshot."""

    quads: list[Quad]
    claims: list[tuple[Snapshot, Claim]]


def items(data: Path) -> set[str]:
    """The items of all pairs."""
    return _items(read_table(data / FOLDER / "pairs.csv", PAIR_COLUMNS))


def _items(pairs: Iterable[Row]) -> set[str]:
    return {row[side] for row in pairs for side in ("one", "other")}


def read_world(
    data: Path,
    snapshots: Mapping[str, Snapshot],
    geonames: Snapshot,
    cities: Mapping[NamedNode, NamedNode],
    labels: Labels,
    described: Container[NamedNode],
    known: Iterable[frozenset[NamedNode]],
) -> Tables:
    """Read the tables.

    A pair that already has an agreement gets no second one, and a city of ours keeps its own
    names, country and place.

    Args:
        data: the project's folder ``data``.
        snapshots: the snapshots of Wikidata by name.
        geonames: the snapshot of GeoNames that Persian names are taken from.
        cities: our cities by the item that they were decided to be.
        labels: the names of our cities by language.
        described: the countries that are described already.
        known: the parties of the agreements that other sources claim.

    Raises:
        SourceError: a row names a snapshot, country or date that is not known.
    """
    folder = data / FOLDER
    pairs = list(read_table(folder / "pairs.csv", PAIR_COLUMNS))
    ours = set(cities.values())
    new = {
        item: node for item in sorted(_items(pairs)) if (node := city_of(item, cities)) not in ours
    }
    world = Tables([], [])
    names: Labels = defaultdict(dict, labels)
    countries = _countries(folder / "countries.csv", described, world)
    snapshots = {**snapshots, geonames.name: geonames}
    _names(folder / "names.csv", snapshots, new, names, world)
    _places(folder / "places.csv", snapshots, new, countries, world)
    _identifiers(folder / "geonames.csv", geonames, new, world)
    for item, node in new.items():
        world.quads.extend(_city(item, node))
    held = set(known)
    for row in pairs:
        parties = (city_of(row["one"], cities), city_of(row["other"], cities))
        if frozenset(parties) not in held:
            _agreement(row, parties, snapshots, names, world)
    return world


def _countries(path: Path, described: Container[NamedNode], world: Tables) -> dict[str, NamedNode]:
    """Each country by its code; its description is added."""
    found = {}
    for row in read_table(path, COUNTRY_COLUMNS):
        node = found[row["iso2"]] = thing(row["id"])
        if node in described:
            continue
        for where in (WORLD, DEFAULT):
            world.quads.extend(
                [
                    Quad(node, TYPE, iri("pv:Country"), where),
                    Quad(node, LABEL, Literal(row["en"], language="en"), where),
                    Quad(node, LABEL, Literal(row["fa"], language="fa"), where),
                ]
            )
    return found


def _names(
    path: Path,
    snapshots: Mapping[str, Snapshot],
    new: Mapping[str, NamedNode],
    names: Labels,
    world: Tables,
) -> None:
    rows = [
        row
        for row in read_table(path, NAME_COLUMNS)
        if row["item"] in new and row["snapshot"] in snapshots
    ]
    # The newest name of a language is the one to show, and one of a known language goes before.
    rows.sort(key=lambda row: row["snapshot"], reverse=True)
    rows.sort(key=lambda row: row["language"] == "und")
    said = set()
    for row in rows:
        node, language, name = new[row["item"]], row["language"], row["name"]
        if (row["item"], name) in said:
            continue
        said.add((row["item"], name))
        main = language not in names[node] and not (language == "und" and names[node])
        if main:
            names[node][language] = name
        world.quads.extend(_name(node, language, name, snapshot_of(row, snapshots), main))


def _places(
    path: Path,
    snapshots: Mapping[str, Snapshot],
    new: Mapping[str, NamedNode],
    countries: Mapping[str, NamedNode],
    world: Tables,
) -> None:
    for row in read_table(path, PLACE_COLUMNS):
        if row["item"] not in new or row["snapshot"] not in snapshots:
            continue
        snapshot, node = snapshot_of(row, snapshots), new[row["item"]]
        prop, value = _fact(row, countries)
        slug = f"{snapshot.name}-{row['item']}-{prop}"
        if prop == "inCountry":
            slug += f"-{row['value'].lower()}"
        world.claims.append((snapshot, snapshot.claim(slug, node, iri(f"pv:{prop}"), (value,))))


def _fact(row: Row, countries: Mapping[str, NamedNode]) -> tuple[str, Term]:
    """What a row says of a city: the property and its value."""
    if row["property"] == "coordinates":
        latitude, longitude = row["value"].split()
        point = f"POINT({longitude} {latitude})"
        return "coordinates", Literal(point, datatype=iri("geo:wktLiteral"))
    if row["property"] == "population":
        return "population", Literal(row["value"], datatype=iri("xsd:integer"))
    if row["value"] not in countries:
        raise row.error(f"{row['value']!r} is no country.", "List it in countries.csv first.")
    return "inCountry", countries[row["value"]]


def _identifiers(
    path: Path, snapshot: Snapshot, new: Mapping[str, NamedNode], world: Tables
) -> None:
    for row in read_table(path, IDENTIFIER_COLUMNS):
        if node := new.get(row["item"]):
            place = NamedNode(f"https://sws.geonames.org/{row['geonames']}/")
            world.quads.append(Quad(node, iri("rdfs:seeAlso"), place, snapshot.graph))


def _name(
    node: NamedNode, language: str, text: str, snapshot: Snapshot, main: bool = True
) -> Iterator[Quad]:
    """A name, and where it is from, since a label is no claim of its own."""
    name = Literal(text, language=language)
    for where in (snapshot.graph, DEFAULT):
        yield Quad(node, LABEL if main else iri("skos:altLabel"), name, where)
        yield Quad(node, iri("dcterms:source"), snapshot.document, where)


def _city(item: str, node: NamedNode) -> Iterator[Quad]:
    for where in (WORLD, DEFAULT):
        yield Quad(node, TYPE, iri("pv:City"), where)
        yield Quad(node, iri("pv:hasWikidataItem"), iri("wd:" + item), where)


def _agreement(
    row: Row,
    parties: tuple[NamedNode, NamedNode],
    snapshots: Mapping[str, Snapshot],
    names: Labels,
    world: Tables,
) -> None:
    pair = f"{row['one']}-{row['other']}"
    node = thing(f"agreement/{pair.lower()}")
    sides = {"one": parties[:1], "other": parties[1:], "both": parties, "unknown": ()}
    said_in = []
    dates = {name: by_snapshot(row[name]) for name in ("start", "end", "note")}
    for text in row["stated"].split():
        name, _, side = text.partition(":")
        if side not in sides:
            raise row.error(f"unknown side {side!r}.", "Write one, other, both or unknown.")
        snapshot = snapshot_of(row, snapshots, _PREFIX + name)
        said_in.append(snapshot)
        notes = [] if sides[side] else [*UNDIRECTED_NOTES]
        qualifiers = () if sides[side] else UNDIRECTED
        notes += [Literal(note, language="und") for note in dates["note"].get(name, ())]
        slug = f"{snapshot.name}-{pair}"
        claim = snapshot.claim(
            slug,
            node,
            iri("pv:hasParty"),
            parties,
            notes=notes,
            listed=sides[side],
            qualifiers=qualifiers,
        )
        world.claims.append((snapshot, claim))
        for column, prop in (("start", "signed"), ("end", "ended")):
            for place, date in enumerate(dates[column].get(name, ())):
                value = Literal(date, datatype=EDTF)
                slug = f"{snapshot.name}-{pair}-{column}" + (f"-{place + 1}" if place else "")
                dated = snapshot.claim(slug, node, iri(f"pv:{prop}"), (value,))
                world.claims.append((snapshot, dated))
    for where in (WORLD, DEFAULT):
        world.quads.append(Quad(node, TYPE, iri("pv:DatasetAgreement"), where))
        for language, text in names_of_pair(names, parties, row):
            world.quads.append(Quad(node, LABEL, Literal(text, language=language), where))
    for snapshot in said_in:
        for where in (DEFAULT, snapshot.graph):
            world.quads.append(Quad(node, iri("dcterms:source"), snapshot.document, where))
        for side, city in zip(("one", "other"), parties, strict=True):
            if not names.get(city):
                # Its number stands for a name, so that it can be shown at all.
                world.quads.extend(_name(city, "und", row[side], snapshot))
