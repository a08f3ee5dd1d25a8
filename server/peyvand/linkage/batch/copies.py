"""What copies of Wikidata that a graph holds say of items, as records of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.linkage.interactive.comparison import read_point
from peyvand.model import City
from peyvand.sources.catalogue import own
from peyvand.sources.wikidata.properties import COORDINATES, POPULATION, TWIN, item_of
from peyvand.vocabulary.iris import iri


class Row(Protocol):
    """A row of an answer, of the store itself or of the endpoint."""

    def __getitem__(self, name: str, /) -> NamedNode | BlankNode | Literal: ...


def question(items: Collection[str]) -> str:
    """The query for what copies say of items, by their numbers; ``copied`` reads its rows."""
    nodes = [iri(f"wd:{item}") for item in sorted(items)]
    return own("graph/said-by-wikidata").bound(item=nodes)


def copied(rows: Iterable[Row]) -> list[City]:
    """A record for each item and copy, which has no more than that copy says.

    Args:
        rows: of the query: an item, a property, its value, and the day of the copy or nothing.
    """
    found: dict[tuple[str, str], dict[str, list[str]]] = {}
    for row in rows:
        said = found.setdefault((item_of(row["item"].value), row["on"].value), {})
        said.setdefault(_PROPERTIES[row["property"].value], []).append(row["value"].value)
    return [_record(item, day, said) for (item, day), said in sorted(found.items())]


_PROPERTIES = {
    iri("pv:population").value: POPULATION,
    iri("pv:coordinates").value: COORDINATES,
    iri(f"wdt:{TWIN}").value: TWIN,
}


def _record(item: str, day: str, said: dict[str, list[str]]) -> City:
    points = filter(None, map(read_point, said.get(COORDINATES, ())))
    latitude, longitude = next(points, (None, None))
    return City(
        item,
        latitude=latitude,
        longitude=longitude,
        population=max(map(int, said.get(POPULATION, ())), default=None),
        source="/".join(filter(None, ("wikidata", day))),
        twins=tuple(sorted(map(item_of, said.get(TWIN, ())))),
    )
