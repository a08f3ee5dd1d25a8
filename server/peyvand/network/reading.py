"""Reading the network out of a store, by SPARQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal as Choice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QuerySolutions, Store

from peyvand.errors import NotFound
from peyvand.network.model import Network, Node, Tie, network_of
from peyvand.sources.gazetteer import UNDIRECTED
from peyvand.vocab import GRAPH, PREFIXES

Kind = Choice["sister", "all"]
Graphs = list[NamedNode | BlankNode | DefaultGraph]

_PREFIXES = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("pv", "rdfs", "wdt", "wgs"))
_AGREEMENTS = "SELECT ?tie ?party { ?tie a pv:Agreement ; pv:hasParty ?party }"
_SISTERS = "SELECT ?tie { ?tie a pv:SisterCityAgreement }"
_RECIPROCAL = "SELECT ?tie ?known { ?tie pv:isReciprocal ?known }"
# In a named graph an agreement may stand plainly, or as claims about its parties.
_CLAIMED = """
SELECT ?tie ?party {
  { ?tie pv:hasParty ?party }
  UNION { ?claim pv:property pv:hasParty ; pv:about ?tie ; pv:reading ?party }
}"""
_TWINS = f"""
SELECT ?one ?other ?undirected {{
  ?c pv:property wdt:P190 ; pv:about ?one ; pv:reading ?other
  BIND(EXISTS {{ ?c pv:note {UNDIRECTED[0]} }} AS ?undirected)
}}"""
_PARTIES = """
{ SELECT DISTINCT ?party {
  { ?tie pv:hasParty ?party }
  UNION { ?claim pv:property pv:hasParty ; pv:reading ?party }
  UNION { ?claim pv:property wdt:P190 ; pv:about ?party }
  UNION { ?claim pv:property wdt:P190 ; pv:reading ?party }
} }"""
_LABELS = f"""
SELECT ?party ?value {{
  {_PARTIES} ?party rdfs:label ?value . FILTER(TEST)
}}"""
_ENGLISH = _LABELS.replace("TEST", 'LANG(?value) = "en"')
_PERSIAN = _LABELS.replace("TEST", 'LANG(?value) = "fa"')
# Some snapshots have names without saying in which language.
_OTHER = _LABELS.replace("TEST", 'LANG(?value) NOT IN ("en", "fa")')
_COUNTRIES = f"""
SELECT ?party ?value {{
  {_PARTIES}
  {{ ?party pv:inCountry ?country }}
  UNION {{ ?claimed pv:property pv:inCountry ; pv:about ?party ; pv:reading ?country }}
  ?country rdfs:label ?value . FILTER(LANG(?value) = "en")
}}"""
_COUNTRY_NAMES = f"""
SELECT ?party ?value {{
  {_PARTIES} ?claimed pv:property pv:countryName ; pv:about ?party ; pv:reading ?value
}}"""
_POINTS = f"""
SELECT ?party ?value {{
  {_PARTIES}
  {{ ?party pv:coordinates ?value }}
  UNION {{ ?claimed pv:property pv:coordinates ; pv:about ?party ; pv:reading ?value }}
}}"""
_DEGREES = f"SELECT ?party ?lat ?long {{ {_PARTIES} ?party wgs:lat ?lat ; wgs:long ?long }}"


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
    return network_of(ties, _described(store, where, names))


def _found(store: Store, graph: str) -> NamedNode:
    name = NamedNode(graph if ":" in graph else str(GRAPH) + graph)
    if not store.contains_named_graph(name):
        known = sorted(str(one.value) for one in store.named_graphs())
        near = [one.removeprefix(str(GRAPH)) for one in known if "wikidata" in one]
        raise NotFound(
            f"There is no graph {name.value}.",
            f"Name one of the store's graphs, such as {', '.join(near)}."
            if near
            else "List the graphs with: SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
        )
    return name


def _ties(store: Store, where: NamedNode | DefaultGraph, kind: Kind) -> Iterator[Tie]:
    agreements: dict[str, list[str]] = {}
    plain = isinstance(where, DefaultGraph)
    for tie, party in _rows(store, _AGREEMENTS if plain else _CLAIMED, [where]):
        agreements.setdefault(tie, []).append(party)
    if kind == "sister":
        sisters = {tie for (tie,) in _rows(store, _SISTERS, [DefaultGraph(), where])}
        agreements = {tie: agreements[tie] for tie in agreements if tie in sisters}
    mutual = {tie for tie, value in _rows(store, _RECIPROCAL, [where]) if value == "true"}
    single = {tie for tie, value in _rows(store, _RECIPROCAL, [where]) if value == "false"}
    for tie, parties in agreements.items():
        two = len(set(parties)) == 2
        yield Tie(
            tuple(sorted(parties)),
            # Which of the two states it is not kept; that it is one of them is enough.
            one_sided=two and tie in single,
            mutual=two and tie in mutual,
        )
    if not plain:
        for one, other, undirected in _rows(store, _TWINS, [where]):
            yield Tie((one, other), one_sided=undirected == "false")


def _described(store: Store, where: NamedNode | DefaultGraph, names: set[str]) -> dict[str, Node]:
    # The default graph holds what was decided on, and is not filled up with claims. What a named
    # graph does not say of its cities is taken from the default graph, then from any other.
    scopes: list[Graphs] = [[DefaultGraph()]]
    if isinstance(where, NamedNode):
        everything: Graphs = [DefaultGraph(), *sorted(store.named_graphs(), key=str)]
        scopes = [everything, [DefaultGraph(), where], [where]]
    labels: dict[str, str] = {}
    persian: dict[str, str] = {}
    countries: dict[str, str] = {}
    places: dict[str, tuple[float, float]] = {}
    for graphs in scopes:
        labels |= _first(store, _OTHER, graphs) | _first(store, _ENGLISH, graphs)
        persian |= _first(store, _PERSIAN, graphs)
        countries |= _first(store, _COUNTRY_NAMES, graphs) | _first(store, _COUNTRIES, graphs)
        places |= _places(store, graphs)
    return {
        name: Node(
            name,
            en=labels.get(name, ""),
            fa=persian.get(name, ""),
            country=countries.get(name, ""),
            latitude=places.get(name, (None, None))[0],
            longitude=places.get(name, (None, None))[1],
        )
        for name in names
    }


def _places(store: Store, graphs: Graphs) -> dict[str, tuple[float, float]]:
    found = {}
    for party, point in _first(store, _POINTS, graphs).items():
        longitude, latitude = point.partition("(")[2].rstrip(")").split()[:2]
        found[party] = (float(latitude), float(longitude))
    for party, latitude, longitude in sorted(_rows(store, _DEGREES, graphs), reverse=True):
        found[party] = (float(latitude), float(longitude))
    return found


def _first(store: Store, text: str, graphs: Graphs) -> dict[str, str]:
    # Of several values the first in the order of letters, so that runs agree.
    return dict(sorted(_rows(store, text, graphs), reverse=True))  # type: ignore[arg-type]


def _rows(store: Store, text: str, graphs: Graphs) -> Iterator[tuple[str, ...]]:
    for solution in _solutions(store, text, graphs):
        yield tuple(_text(term) for term in solution)


def _solutions(store: Store, text: str, graphs: Graphs) -> QuerySolutions:
    found = store.query(_PREFIXES + text, default_graph=graphs)
    assert isinstance(found, QuerySolutions)
    return found


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
