"""The world's pairs of cities as Wikidata states them, and what is known of the cities.

The tables in ``data/wikidata/world`` were derived from larger files by the script beside them;
they hold one row a pair, one row a city and snapshot, one row a country. Persian names come from
GeoNames (CC BY 4.0), Persian names of countries from Unicode's CLDR.
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
from peyvand.vocabulary.iris import EDTF, LABEL, TYPE, graph, iri, thing

FOLDER = Path("wikidata") / "world"
PAIR_COLUMNS = ("one", "other", "stated", "start", "end", "note")
PLACE_COLUMNS = ("item", "snapshot", "language", "label", "country", "lat", "lon", "population")
NAME_COLUMNS = ("item", "geonames", "metres", "fa")
COUNTRY_COLUMNS = ("name", "id", "en", "fa")
WORLD = graph("world")
DEFAULT = DefaultGraph()
# Of these a city has one value at a time.
SINGLE_VALUED = tuple(iri(f"pv:{name}") for name in ("coordinates", "population", "inCountry"))
_PREFIX = "wikidata-"
_GEONAMES = thing("organisation/geonames")
Labels = dict[NamedNode, dict[str, str]]


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
    _places(folder / "places.csv", snapshots, new, countries, names, world)
    _persian_names(folder / "geonames.csv", geonames, new, names, world)
    for item, node in new.items():
        world.quads.extend(_city(item, node))
    held = set(known)
    for row in pairs:
        parties = (city_of(row["one"], cities), city_of(row["other"], cities))
        if frozenset(parties) not in held:
            _agreement(row, parties, snapshots, names, world)
    return world


def _countries(path: Path, described: Container[NamedNode], world: Tables) -> dict[str, NamedNode]:
    """Each country by the names that records have for it; its description is added."""
    found = {}
    for row in read_table(path, COUNTRY_COLUMNS):
        node = found[row["name"]] = thing(row["id"])
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


def _places(
    path: Path,
    snapshots: Mapping[str, Snapshot],
    new: Mapping[str, NamedNode],
    countries: Mapping[str, NamedNode],
    names: Labels,
    world: Tables,
) -> None:
    rows = [row for row in read_table(path, PLACE_COLUMNS) if row["item"] in new]
    # The newest name of a language is the one to show, and one of a known language goes before.
    rows.sort(key=lambda row: row["snapshot"], reverse=True)
    rows.sort(key=lambda row: row["language"] == "und")
    for row in rows:
        snapshot, node = snapshot_of(row, snapshots, _PREFIX + row["snapshot"]), new[row["item"]]
        main = row["language"] not in names[node] and not (row["language"] == "und" and names[node])
        if main:
            names[node][row["language"]] = row["label"]
        world.quads.extend(_name(node, row["language"], row["label"], snapshot, main))

        for prop, value, printed in _facts(row, countries):
            slug = f"{snapshot.name}-{row['item']}-{prop}"
            claim = snapshot.claim(slug, node, iri(f"pv:{prop}"), (value,), printed=printed)
            world.claims.append((snapshot, claim))


def _facts(row: Row, countries: Mapping[str, NamedNode]) -> Iterator[tuple[str, Term, str]]:
    """What a record says of a city: the property, its value, and how it was printed."""
    if row["lat"]:
        point = f"POINT({row['lon']} {row['lat']})"
        yield "coordinates", Literal(point, datatype=iri("geo:wktLiteral")), ""
    if row["population"]:
        yield "population", Literal(row["population"], datatype=iri("xsd:integer")), ""
    if row["country"] in countries:
        yield "inCountry", countries[row["country"]], row["country"]


def _persian_names(
    path: Path,
    snapshot: Snapshot,
    new: Mapping[str, NamedNode],
    names: Labels,
    world: Tables,
) -> None:
    for row in read_table(path, NAME_COLUMNS):
        if row["item"] in new and row["fa"]:
            node = new[row["item"]]
            names[node]["fa"] = row["fa"]
            world.quads.extend(_name(node, "fa", row["fa"], snapshot))
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
    dates = {name: _by_snapshot(row[name]) for name in ("start", "end", "note")}
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
        for language, text in _names_of_pair(names, parties, row):
            world.quads.append(Quad(node, LABEL, Literal(text, language=language), where))
    for snapshot in said_in:
        for where in (DEFAULT, snapshot.graph):
            world.quads.append(Quad(node, iri("dcterms:source"), snapshot.document, where))
        for side, city in zip(("one", "other"), parties, strict=True):
            if not names.get(city):
                # Its number stands for a name, so that it can be shown at all.
                world.quads.extend(_name(city, "und", row[side], snapshot))


def _names_of_pair(
    names: Labels, parties: tuple[NamedNode, NamedNode], row: Row
) -> Iterator[tuple[str, str]]:
    """The pair's name in each language that both have a name in; else in whatever there is."""
    one, other = (names.get(city) or {} for city in parties)
    common = [language for language in ("en", "fa") if language in one and language in other]
    for language in common:
        yield language, f"{one[language]} – {other[language]}"
    if "en" not in common:
        yield "und", f"{_any(one, row['one'])} – {_any(other, row['other'])}"


def _any(found: Mapping[str, str], item: str) -> str:
    return next((found[tag] for tag in ("en", "und", "fa") if tag in found), item)


def _by_snapshot(cell: str) -> dict[str, list[str]]:
    """``2017:1957 2019-08:1958`` as the values of each snapshot."""
    found: dict[str, list[str]] = defaultdict(list)
    for text in cell.split():
        name, _, value = text.partition(":")
        found[name].append(value)
    return found
