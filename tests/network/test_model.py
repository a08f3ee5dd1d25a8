"""From ties to a graph: cliques, loops, weights and directions."""

from __future__ import annotations

from peyvand.network.model import Node, Tie, network_of


def test_parallel_ties_are_one_edge_with_a_weight() -> None:
    network = network_of([Tie(("b", "a")), Tie(("a", "b")), Tie(("b", "c"))])
    assert [node.identifier for node in network.nodes] == ["a", "b", "c"]
    assert network.weights == {(0, 1): 2, (1, 2): 1}
    assert network.ties == 3


def test_an_agreement_of_four_is_a_clique() -> None:
    network = network_of([Tie(("d", "a", "c", "b"))])
    assert len(network.edges) == 6
    assert network.larger == 1
    assert network.degrees.tolist() == [3, 3, 3, 3]


def test_loops_and_single_parties_are_counted_and_dropped() -> None:
    network = network_of([Tie(("a", "a")), Tie(("b",)), Tie(("c", "d"))])
    assert (network.loops, network.lonely, network.ties) == (1, 1, 3)
    assert [node.identifier for node in network.nodes] == ["c", "d"]


def test_a_party_named_twice_beside_another_is_one_party() -> None:
    network = network_of([Tie(("a", "a", "b"))])
    assert network.weights == {(0, 1): 1}
    assert (network.loops, network.larger) == (0, 0)


def test_directions_are_kept_where_they_are_known() -> None:
    ties = [Tie(("b", "a"), one_sided=True), Tie(("b", "c"), mutual=True), Tie(("c", "d"))]
    assert network_of(ties).stated == {(1, 0), (1, 2), (2, 1)}


def test_components_largest_first_and_the_largest_alone() -> None:
    network = network_of(Tie(pair) for pair in [("x", "y"), ("a", "b"), ("b", "c")])
    assert network.components == [[0, 1, 2], [3, 4]]
    assert [node.identifier for node in network.largest.nodes] == ["a", "b", "c"]
    assert network.largest.weights == {(0, 1): 1, (1, 2): 1}


def test_nothing_makes_an_empty_network() -> None:
    network = network_of([])
    assert network.edges == []
    assert network.components == []
    assert network.largest.nodes == ()


def test_what_to_show_of_a_node() -> None:
    assert Node("http://x/Q1", en="Yazd", fa="یزد").label == "Yazd"
    assert Node("http://x/Q1", fa="یزد").label == "یزد"
    assert Node("http://x/Q1").label == "Q1"
    assert Node("a", latitude=1.0).place is None
