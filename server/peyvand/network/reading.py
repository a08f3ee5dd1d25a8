"""Reading the network out of a store, by SPARQL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal as Choice

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, QuerySolutions, Store

from peyvand.errors import NotFound
from peyvand.network.model import Network, Node, Tie, network_of
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import GRAPH, iri

Kind = Choice["sister", "all"]
# Longitude stands first in WKT.
_NUMBER = r"([-+]?[0-9]*\.?[0-9]+(?:e[-+]?[0-9]+)?)"
_POINT = re.compile(rf"\s*POINT\s*\(\s*{_NUMBER}\s+{_NUMBER}\s*\)\s*", re.I)
Graphs = list[NamedNode | BlankNode | DefaultGraph]


def read_network(store: Store, graph: str | None = None, kind: Kind = "all") -> Network:
    """The network of the agreements in a store, or of what a named graph claims.

    Args:
        store: the store.
        graph: a named graph, by its IRI or the last part of it; the default graph without it.
        kind: ``sister`` leaves out agreements that are not sister-city agreements. What Wikidata
            states (P190) is always of sister cities.

    Raises:
        NotFound: there is no such graph.
    """
    where = _found(store, graph) if graph else DefaultGraph()
    ties = list(_ties(store, where, kind))
    names = {name for tie in ties for name in tie.parties}
    alike = ((one, other) for one, other in _rows(store, "network/possibly-same", [DefaultGraph()]))
    return network_of(ties, _described(store, where, names), alike)


def _found(store: Store, graph: str) -> NamedNode:
    given = graph if ":" in graph else str(GRAPH) + graph
    try:
        name = NamedNode(given)
    except ValueError:
        name = None
    if name is None or not store.contains_named_graph(name):
        known = sorted(str(named.value) for named in store.named_graphs())
        near = [text.removeprefix(str(GRAPH)) for text in known if "wikidata" in text]
        raise NotFound(
            f"There is no graph {given}.",
            f"Name one of the store's graphs, such as {', '.join(near)}."
            if near
            else "List the graphs with: SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
        )
    return name


def _ties(store: Store, where: NamedNode | DefaultGraph, kind: Kind) -> Iterator[Tie]:
    agreements: dict[str, list[str]] = {}
    plain = isinstance(where, DefaultGraph)
    stated = "network/parties" if plain else "network/claimed-parties"
    for tie, party in _rows(store, stated, [where]):
        agreements.setdefault(tie, []).append(party)
    if kind == "sister":
        sisters = {tie for (tie,) in _rows(store, "network/sister-cities", [DefaultGraph(), where])}
        agreements = {tie: agreements[tie] for tie in agreements if tie in sisters}
    known = list(_rows(store, "network/reciprocity", [where]))
    mutual = {tie for tie, value in known if value == "true"}
    single = {tie for tie, value in known if value == "false"}
    for tie, parties in agreements.items():
        two = len(set(parties)) == 2
        yield Tie(
            tuple(sorted(parties)),
            # Which of the two states it is not kept; that it is one of them is enough.
            one_sided=two and tie in single,
            mutual=two and tie in mutual,
        )
    if not plain:
        for left, right, undirected in _rows(store, "network/twins", [where]):
            yield Tie((left, right), one_sided=undirected == "false")


def _described(store: Store, where: NamedNode | DefaultGraph, names: set[str]) -> dict[str, Node]:
    labels = _Values(where)
    labels.read(store, "network/labels")
    labels.read(store, "network/labels-in-graphs")
    countries, country_names, points = _Values(where), _Values(where), _Values(where)
    countries.read(store, "network/values", iri("pv:inCountry"))
    country_names.read(store, "network/values", iri("pv:countryName"))
    points.read(store, "network/values", iri("pv:coordinates"))
    if isinstance(where, NamedNode):
        # The default graph holds what was decided on, and is not filled up with claims.
        countries.read(store, "network/claimed-values", iri("pv:inCountry"))
        country_names.read(store, "network/claimed-values", iri("pv:countryName"))
        points.read(store, "network/claimed-values", iri("pv:coordinates"))
    nodes = {}
    for name in names:
        country = countries.get(name)
        latitude, longitude = _degrees(points.get(name))
        nodes[name] = Node(
            name,
            # Some sources have names in another language only, or do not say in which.
            en=labels.get(name, "en") or labels.other(name, ("en", "fa")),
            fa=labels.get(name, "fa"),
            country=_first(
                country and labels.get(country, "en"),
                country and labels.other(country, ("en",)),
                country_names.get(name),
            ),
            latitude=latitude,
            longitude=longitude,
        )
    return nodes


def _first(*values: str) -> str:
    return next((value for value in values if value), "")


class _Values:
    """One value of each thing and language, whatever the order in which they are read.

    The graph that is asked about goes first, then the default graph, then the others by name.
    """

    def __init__(self, where: NamedNode | DefaultGraph) -> None:
        self._first = "" if isinstance(where, DefaultGraph) else str(where.value)
        self._values: dict[str, dict[str, tuple[int, str, str]]] = {}

    def read(self, store: Store, query: str, property: NamedNode | None = None) -> None:
        """Take the values of a query for a thing, a value, and a graph if it is a named one."""
        bound = {"property": property} if property else {}
        for thing, value, *graph in _solutions(store, query, [DefaultGraph()], **bound):
            name = _text(graph[0]) if graph else ""
            rank = 0 if name == self._first else 1 if not name else 2
            language = (value.language or "") if isinstance(value, Literal) else ""
            values = self._values.setdefault(_text(thing), {})
            new = (rank, name, _text(value))
            values[language] = min(values.get(language, new), new)

    def get(self, thing: str, language: str = "") -> str:
        """The value of a thing; empty if there is none."""
        value = self._values.get(thing, {}).get(language)
        return value[2] if value else ""

    def other(self, thing: str, languages: tuple[str, ...]) -> str:
        """The value in the first language, by its tag, that is none of these; empty if none is."""
        values = self._values.get(thing, {})
        return next((values[tag][2] for tag in sorted(values) if tag not in languages), "")


def _degrees(point: str) -> tuple[float | None, float | None]:
    match = _POINT.fullmatch(point)
    return (float(match[2]), float(match[1])) if match else (None, None)


def _rows(store: Store, query: str, graphs: Graphs, **bound: Literal) -> Iterator[tuple[str, ...]]:
    for solution in _solutions(store, query, graphs, **bound):
        yield tuple(_text(term) for term in solution)


def _solutions(
    store: Store, query: str, graphs: Graphs, **bound: NamedNode | Literal
) -> QuerySolutions:
    solutions = store.query(own(query).bound(**bound), default_graph=graphs)
    assert isinstance(solutions, QuerySolutions)
    return solutions


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
