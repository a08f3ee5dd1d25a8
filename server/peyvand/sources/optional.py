"""Lists of pairs that an operator imported: each in a graph of its own, under its own licence.

A folder below ``imports`` in the home holds a list: ``source.csv`` says what it is,
``publisher.csv`` whose, ``pairs.csv`` has its pairs. What a list says stands in its graph alone: a
plain question is not answered by it, so that nothing of a share-alike list becomes part of what
is under another licence.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.model import Certainty, Claim
from peyvand.sources.registry import CURATED
from peyvand.sources.snapshots import COLUMNS as SNAPSHOT_COLUMNS
from peyvand.sources.snapshots import (
    UNDIRECTED,
    UNDIRECTED_NOTES,
    Snapshot,
    city_of,
    read_snapshots,
)
from peyvand.sources.source import Content, Known, Registered, Source
from peyvand.sources.tables import Row, read_table
from peyvand.vocabulary.iris import LABEL, TYPE, iri, thing
from peyvand.vocabulary.properties import Vocabulary

FOLDER = "imports"
PAIRS, SOURCE, PUBLISHER = "pairs.csv", "source.csv", "publisher.csv"
PREFIX = "optional-"
COLUMNS = ("one", "other", "name_one", "name_other", "certainty")
PUBLISHER_COLUMNS = ("en", "fa")
_PAIRED = iri("pv:isPairedWith")
_BY_NAME = thing("reading-rule/listed-by-name")


class OptionalPairs(Source):
    """One list of pairs, as an operator imported it."""

    def __init__(self, path: Path, licence: str) -> None:
        self.path, self.licence = path, licence
        self.name, self.folder = f"the list {path.name}", path.as_posix()

    def register(self, data: Path, vocabulary: Vocabulary) -> Registered:
        """The list as a dated copy of an open dataset, with its licence, and its publisher."""
        publisher = thing(f"organisation/{PREFIX}{self.path.name}")
        snapshots, quads = read_snapshots(self.path / SOURCE, publisher)
        for row in read_table(self.path / PUBLISHER, PUBLISHER_COLUMNS):
            quads.append(Quad(publisher, TYPE, iri("pv:Organisation"), CURATED))
            for tag in PUBLISHER_COLUMNS:
                quads.append(Quad(publisher, LABEL, Literal(row[tag], language=tag), CURATED))
        return Registered(quads, snapshots)

    def read(self, known: Known) -> Content:
        """Its pairs, and the names that it has for the cities."""
        snapshot = known.snapshots[PREFIX + self.path.name]
        quads: dict[Quad, None] = {}
        named = _described(known)
        claims: list[tuple[NamedNode, Claim]] = []
        for row in read_table(self.path / PAIRS, COLUMNS):
            one, other = (city_of(row[side], known.cities) for side in ("one", "other"))
            claims.append((snapshot.graph, _claim(row, one, other, snapshot)))
            for side, city in (("one", one), ("other", other)):
                quads |= dict.fromkeys(_named(row, side, city, snapshot, named))
        return Content(quads=list(quads), aside=claims)


def imported(home: Path) -> tuple[OptionalPairs, ...]:
    """The lists that were imported into a home, by name.

    Raises:
        SourceError: the description of one cannot be read.
    """
    lists = []
    for path in sorted((home / FOLDER).glob(f"*/{SOURCE}")):
        for row in read_table(path, SNAPSHOT_COLUMNS):
            lists.append(OptionalPairs(path.parent, row["licence"]))
    return tuple(lists)


def _described(known: Known) -> set[NamedNode]:
    """What another source speaks of, which has a label from there."""
    said = {term for claim in known.said for term in (claim.about, *claim.readings)}
    return {term for term in (*said, *known.cities.values()) if isinstance(term, NamedNode)}


def _claim(row: Row, one: NamedNode, other: NamedNode, snapshot: Snapshot) -> Claim:
    try:
        certainty = Certainty(row["certainty"])
    except ValueError:
        raise row.error(
            f"unknown certainty {row['certainty']!r}.", "Write certain or likely."
        ) from None
    return snapshot.claim(
        f"{snapshot.name}-{row['one']}-{row['other']}",
        one,
        _PAIRED,
        (other,),
        notes=UNDIRECTED_NOTES,
        qualifiers=UNDIRECTED,
        certainty=certainty,
        read_by=_BY_NAME,
    )


def _named(
    row: Row, side: str, city: NamedNode, snapshot: Snapshot, named: set[NamedNode]
) -> Iterator[Quad]:
    """Which item a city is, and its name in the list: a label if it has none yet."""
    yield Quad(city, iri("rdfs:seeAlso"), iri("wd:" + row[side]), snapshot.graph)
    if name := row[f"name_{side}"]:
        prop = iri("skos:altLabel") if city in named else LABEL
        named.add(city)
        yield Quad(city, prop, Literal(name, language="en"), snapshot.graph)
