"""Reading the network of the default graph, and of what named graphs claim."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.errors import NotFound
from peyvand.graph.build import Graph
from peyvand.network.geography import distances
from peyvand.network.model import Network
from peyvand.network.reading import read_network
from peyvand.vocabulary.iris import iri


def pairs(network: Network) -> dict[tuple[str, str], int]:
    return {
        (network.nodes[one].label, network.nodes[other].label): weight
        for (one, other), weight in network.weights.items()
    }


def test_the_agreements_of_the_default_graph(store: Store) -> None:
    network = read_network(store)
    assert pairs(network) == {
        ("Florence", "Isfahan"): 2,
        ("Isfahan", "Shiraz"): 1,
        ("Isfahan", "Xi'an"): 1,
        ("Isfahan", "Yazd"): 1,
        ("Xi'an", "Yazd"): 1,
    }
    assert (network.ties, network.lonely, network.larger) == (5, 1, 1)
    florence = network.nodes[0]
    assert (florence.en, florence.fa, florence.country) == ("Florence", "فلورانس", "Italy")
    assert florence.place == (43.77, 11.25)
    assert len(network.stated) == 3


def test_places_that_may_be_one_are_counted_in_both_ways(store: Store) -> None:
    assert read_network(store).once == (5, 5)
    names = {node.label: node.identifier for node in read_network(store).nodes}
    same, kind = iri("pv:isPossiblySameAs"), iri("pv:SubnationalPlace")
    yazd, isfahan, shiraz = (NamedNode(names[name]) for name in ("Yazd", "Isfahan", "Shiraz"))
    for one, other in ((yazd, isfahan), (isfahan, yazd), (yazd, NamedNode("x:elsewhere"))):
        store.extend([Quad(one, same, other), Quad(one, iri("rdf:type"), kind)])
    network = read_network(store)
    assert (len(network.nodes), len(network.edges)) == (5, 5)
    # Isfahan and Yazd are linked with each other, and both with Xi'an.
    assert network.once == (4, 3)
    # Of three that may be one, two with one another, a group is made; it is linked with two.
    store.extend([Quad(isfahan, same, shiraz)])
    assert read_network(store).once == (3, 2)


def test_sister_cities_alone(store: Store) -> None:
    network = read_network(store, kind="sister")
    assert set(pairs(network)) == {("Florence", "Isfahan"), ("Isfahan", "Shiraz")}


@pytest.mark.parametrize(
    "name", ["wikidata-2016-09", "https://w3id.org/peyvand/graph/wikidata-2016-09"]
)
def test_what_wikidata_states(store: Store, name: str) -> None:
    network = read_network(store, name, "sister")
    assert pairs(network) == {
        ("Barcelona", "Isfahan"): 1,
        ("Florence", "Isfahan"): 2,
        ("Barcelona", "nameless"): 1,
    }
    assert network.loops == 1
    assert len(network.stated) == 4


def test_what_a_graph_does_not_say_of_its_cities_others_do(store: Store) -> None:
    nodes = {node.label: node for node in read_network(store, "wikidata-2016-09").nodes}
    assert nodes["Barcelona"].country == "Spain"
    assert nodes["Barcelona"].place == (41.38, 2.18)
    assert nodes["Isfahan"].country == "Iran"


def test_a_link_whose_stating_side_is_unknown_has_no_direction(store: Store) -> None:
    network = read_network(store, "wikidata-2022")
    assert pairs(network) == {("Barcelona", "Isfahan"): 1}
    assert network.stated == frozenset()


def test_what_a_document_claims(store: Store) -> None:
    network = read_network(store, "document-001")
    assert set(pairs(network)) == {("Isfahan", "Shiraz"), ("Xi'an", "Yazd")}
    network = read_network(store, "document-001", "sister")
    assert set(pairs(network)) == {("Isfahan", "Shiraz")}


def test_an_unknown_graph_is_named_with_those_there_are(store: Store) -> None:
    with pytest.raises(NotFound, match="wikidata-1999") as caught:
        read_network(store, "wikidata-1999")
    assert "wikidata-2016-09, wikidata-2022" in caught.value.hint


@pytest.mark.parametrize("name", ["no such name", "http://x.example/a b"])
def test_what_is_no_iri_is_no_graph(store: Store, name: str) -> None:
    with pytest.raises(NotFound, match=name):
        read_network(store, name)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("POINT(51.5 -32.25)", (-32.25, 51.5)),
        ("Point ( 1 2 )", (2, 1)),
        ("POINT(1e1 .5)", (0.5, 10)),
        ("POINT(1.2.3 4)", None),
        ("POINT EMPTY", None),
        ("POINT(x y)", None),
        ("LINESTRING(1 2, 3 4)", None),
    ],
)
def test_coordinates(text: str, place: tuple[float, float] | None, store: Store) -> None:
    city = NamedNode("https://w3id.org/peyvand/id/city/yazd")
    store.add(Quad(city, iri("pv:coordinates"), Literal(text, datatype=iri("geo:wktLiteral"))))
    nodes = {node.identifier: node for node in read_network(store).nodes}
    assert nodes[city.value].place == place


def test_an_empty_store_has_an_empty_network() -> None:
    assert read_network(Store()).edges == []


def test_the_real_graph_is_one_edge_for_each_pair_of_partners(graph: Graph) -> None:
    network = read_network(graph.store)
    parties = graph.store.query(
        "PREFIX pv: <https://w3id.org/peyvand/ns#> SELECT DISTINCT ?one ?other "
        "{ ?a pv:hasParty ?one, ?other FILTER(STR(?one) < STR(?other)) }"
    )
    expected = {(row["one"].value, row["other"].value) for row in parties}
    names = [
        (network.nodes[one].identifier, network.nodes[other].identifier)
        for one, other in network.edges
    ]
    assert set(names) == expected
    assert all(node.en or node.fa for node in network.nodes)
    # The geodesic is that which the graph was given of each agreement, rounded.
    kilometres = dict(zip(names, distances(network), strict=True))
    derived = graph.store.query(
        "PREFIX pv: <https://w3id.org/peyvand/ns#> SELECT ?one ?other ?km { "
        "?a pv:hasParty ?one, ?other ; pv:distanceInKilometres ?km "
        "FILTER(STR(?one) < STR(?other)) }"
    )
    for row in derived:
        found_km = kilometres[row["one"].value, row["other"].value]
        assert round(found_km) == int(row["km"].value)
