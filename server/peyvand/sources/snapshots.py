"""Dated copies of open datasets, and the claims that they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from peyvand.model import Certainty, Claim, Term
from peyvand.sources.dates import check_edtf
from peyvand.sources.registry import CURATED
from peyvand.sources.tables import Row, read_table
from peyvand.vocabulary.iris import EDTF, LABEL, TYPE, graph, iri, thing

# The rule by which a value is read unless another is named.
UNCHANGED = thing("reading-rule/dataset-snapshot")
COLUMNS = ("id", "date", "en", "fa", "origin", "licence", "coverage")
WORLD_COLUMNS = (*COLUMNS[:-1], "agent", "coverage")
# Of which cities a snapshot was asked: the concepts ``coverage-…``.
COVERAGES = ("stating", "found", "listed", "item", "sample")
# What is said of a claim whose snapshot lists a pair without saying which of the two states it: for
# programs, and for people.
UNDIRECTED = ((iri("pv:isDirected"), Literal("false", datatype=iri("xsd:boolean"))),)
UNDIRECTED_NOTES = (
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

    def claim(
        self,
        slug: str,
        about: NamedNode,
        prop: NamedNode,
        readings: tuple[Term, ...],
        *,
        printed: str = "",
        notes: Iterable[Literal] = (),
        qualifiers: tuple[tuple[NamedNode, Term], ...] = (),
        listed: tuple[NamedNode, ...] = (),
        certainty: Certainty = Certainty.CERTAIN,
        read_by: NamedNode = UNCHANGED,
    ) -> Claim:
        """What the snapshot says of a thing; ``slug`` identifies the claim.

        ``read_by`` is the rule by which the thing was found, if the snapshot does not name it.
        """
        return Claim(
            identifier=slug,
            part=1,
            about=about,
            property=prop,
            readings=readings,
            candidates=(),
            certainty=certainty,
            read_by=read_by,
            stated_in=self.document,
            stated_by=(self.agent,),
            stated_on=self.date,
            as_printed=printed,
            notes=tuple(notes),
            listed_under=listed,
            qualifiers=qualifiers,
        )


def read_snapshots(path: Path, agent: NamedNode) -> tuple[dict[str, Snapshot], list[Quad]]:
    """The snapshots by name, and their description in graph/curated."""
    return _read(read_table(path, COLUMNS), lambda row: agent)


def read_world_snapshots(path: Path) -> tuple[dict[str, Snapshot], list[Quad]]:
    """Snapshots of which each row names who made it, and their description in graph/curated."""
    return _read(read_table(path, WORLD_COLUMNS), lambda row: thing(row["agent"]))


def _read(
    rows: Iterable[Row], agent_of: Callable[[Row], NamedNode]
) -> tuple[dict[str, Snapshot], list[Quad]]:
    found: dict[str, Snapshot] = {}
    quads: list[Quad] = []
    for row in rows:
        agent = agent_of(row)
        node = thing(f"document/{row['id']}")
        found[row["id"]] = Snapshot(row["id"], _edtf(row, row["date"]), node, agent)
        quads += [
            Quad(node, TYPE, iri("pv:DatasetSnapshot"), CURATED),
            Quad(node, LABEL, Literal(row["en"], language="en"), CURATED),
            Quad(node, LABEL, Literal(row["fa"], language="fa"), CURATED),
            Quad(node, iri("pv:snapshotDate"), Literal(row["date"], datatype=EDTF), CURATED),
            Quad(node, iri("dcterms:source"), Literal(row["origin"]), CURATED),
            Quad(node, iri("dcterms:license"), NamedNode(row["licence"]), CURATED),
            *coverage_quads(row, node),
        ]
    return found, quads


def coverage_quads(row: Row, snapshot: NamedNode) -> list[Quad]:
    """What a snapshot was asked, as its row says; nothing if it has nothing to do with pairs.

    Raises:
        SourceError: there is no such coverage.
    """
    asked = row["coverage"]
    if not asked:
        return []
    if asked not in COVERAGES:
        raise row.error(f"unknown coverage {asked!r}.", f"Write one of {', '.join(COVERAGES)}.")
    return [Quad(snapshot, iri("pv:hasCoverage"), thing(f"concept/coverage-{asked}"), CURATED)]


def snapshot_of(row: Row, snapshots: Mapping[str, Snapshot], name: str = "") -> Snapshot:
    """The snapshot that a row names.

    Args:
        row: the row.
        snapshots: those that there are, by name.
        name: the name, if it is not what stands in the column ``snapshot``.

    Raises:
        SourceError: none is listed so.
    """
    name = name or row["snapshot"]
    if name not in snapshots:
        raise row.error(f"no snapshot is listed as {name!r}.", "List it first.")
    return snapshots[name]


def unnamed(item: str) -> dict[str, str]:
    """What an item that no source names is called, by language: its number in words."""
    return {"en": f"Item {item} of Wikidata", "fa": f"مدخل {item} ویکی‌داده"}


def city_of(item: str, cities: Mapping[NamedNode, NamedNode]) -> NamedNode:
    """The city that an item (``Q60``) is: the one decided on, else ``id/city/q60``."""
    return cities.get(iri("wd:" + item)) or thing(f"city/{item.lower()}")


def _edtf(row: Row, text: str) -> str:
    try:
        return check_edtf(text)
    except ValueError as error:
        raise row.error(f"{error}.", "Give the date of the snapshot in EDTF.") from None
