"""The world's pairs of cities as datasets state them, and what is known of places and countries.

The tables in ``data/world`` are made by ``peyvand import`` from larger published files; they hold
one row a pair, one a statement, one a name, one a country.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.sources.licences import CC0
from peyvand.sources.snapshots import city_of, read_world_snapshots
from peyvand.sources.source import Content, Known, Registered, Source
from peyvand.sources.tables import Row, read_table
from peyvand.sources.wikidata.snapshots import read_labels
from peyvand.sources.world.countries import read_countries, read_states
from peyvand.sources.world.found import Found, Labels
from peyvand.sources.world.levels import read_levels
from peyvand.sources.world.members import read_members
from peyvand.sources.world.names import read_names
from peyvand.sources.world.pairs import PAIR_COLUMNS, read_pairs
from peyvand.sources.world.places import read_identifiers, read_places
from peyvand.vocabulary.iris import LABEL, TYPE, iri
from peyvand.vocabulary.properties import Vocabulary

FOLDER = Path("world")


class World(Source):
    """The pairs that no document knows, the places that only they have, and the countries."""

    name = "the world's pairs"
    folder = FOLDER.as_posix()
    licence = CC0
    of_the_world = True

    def register(self, data: Path, vocabulary: Vocabulary) -> Registered:
        """The snapshots of other datasets than Wikidata and GeoNames' table of capitals."""
        snapshots, quads = read_world_snapshots(data / FOLDER / "snapshots.csv")
        return Registered(quads, snapshots)

    def read(self, known: Known) -> Content:
        """The countries, the places, their names and kinds, the pairs and the memberships.

        A pair that already has an agreement gets no second one, and a city of ours keeps its own
        names, country and place.
        """
        folder = known.data / FOLDER
        pairs = list(read_table(folder / "pairs.csv", PAIR_COLUMNS))
        ours = set(known.cities.values())
        new = {
            item: node
            for item in sorted(_items(pairs))
            if (node := city_of(item, known.cities)) not in ours
        }
        found = Found(known.snapshots)
        countries = read_countries(folder, _described(known), new, found)
        countries |= read_states(folder / "states.csv", found)
        for item, node in new.items():
            found.say(node, iri("pv:hasWikidataItem"), iri("wd:" + item))
        countries_of = read_places(folder, new, countries, found)
        read_identifiers(folder, new, found)
        read_levels(folder, new, found, countries_of)
        names = read_names(folder, new, _labels(read_labels(known)), found)
        names |= _labels(quad for quad in known.register if quad.subject in ours)
        read_pairs(pairs, known.cities, names, _parties(known), found)
        read_members(folder, known.things, known.cities, {*new.values(), *ours}, found)
        return found.content()


def _items(pairs: Iterable[Row]) -> set[str]:
    return {row[side] for row in pairs for side in ("one", "other")}


def _described(known: Known) -> set[NamedNode]:
    """The things that the register describes."""
    described = {quad.subject for quad in known.register if quad.predicate == TYPE}
    return {node for node in described if isinstance(node, NamedNode)}


def _labels(quads: Iterable[Quad]) -> Labels:
    """The labels of things by language."""
    labels: Labels = defaultdict(dict)
    for quad in quads:
        if quad.predicate == LABEL:
            assert isinstance(quad.subject, NamedNode)
            assert isinstance(quad.object, Literal)
            labels[quad.subject][quad.object.language or ""] = quad.object.value
    return labels


def _parties(known: Known) -> set[frozenset[NamedNode]]:
    """The parties of the agreements that other sources claim."""
    return {
        frozenset(reading for reading in claim.readings if isinstance(reading, NamedNode))
        for claim in known.said
        if claim.property == iri("pv:hasParty")
    }
