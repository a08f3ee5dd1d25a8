"""Figures of the whole, on graphs whose figures are known by hand."""

from __future__ import annotations

import networkx
import pytest

from network.samples import of_edges
from peyvand.network import figures
from peyvand.network.model import Tie, network_of

TRIANGLE_WITH_TAIL = of_edges([(1, 2), (2, 3), (1, 3), (3, 4)])
STAR = of_edges([(0, 1), (0, 2), (0, 3), (0, 4)])
CYCLE = of_edges(networkx.cycle_graph(6).edges)
PAIR = of_edges([(1, 2)])
NOTHING = of_edges([])


def test_density() -> None:
    assert figures.density(TRIANGLE_WITH_TAIL) == pytest.approx(4 / 6)
    assert figures.density(PAIR) == 1
    assert figures.density(NOTHING) is None


def test_degree_distribution() -> None:
    assert figures.degree_rows(STAR) == [
        {"degree": 1, "nodes": 4, "share": 0.8, "ccdf": 1.0},
        {"degree": 4, "nodes": 1, "share": 0.2, "ccdf": 0.2},
    ]
    assert figures.degree_rows(NOTHING) == []


def test_clustering() -> None:
    assert figures.triangles(TRIANGLE_WITH_TAIL) == 1
    assert figures.triangles(of_edges(networkx.complete_graph(5).edges)) == 10
    # Of the five connected triples three are in the triangle.
    assert figures.transitivity(TRIANGLE_WITH_TAIL) == pytest.approx(3 / 5)
    local = figures.local_clustering(TRIANGLE_WITH_TAIL)
    assert local == pytest.approx([1, 1, 1 / 3, 0])
    assert figures.average_clustering(local) == pytest.approx(7 / 12)
    assert figures.transitivity(STAR) == 0
    assert figures.transitivity(PAIR) is None
    assert figures.average_clustering([]) is None


def test_degree_assortativity() -> None:
    assert figures.degree_assortativity(STAR) == pytest.approx(-1)
    assert figures.degree_assortativity(CYCLE) is None
    assert figures.degree_assortativity(NOTHING) is None
    alike = of_edges(
        [
            (1, 2),
            *networkx.relabel_nodes(
                networkx.complete_graph(4), {n: n + 10 for n in range(4)}
            ).edges,
        ]
    )
    assert figures.degree_assortativity(alike) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(3))
def test_degree_assortativity_as_networkx(seed: int) -> None:
    network = of_edges(networkx.barabasi_albert_graph(200, 2, seed=seed).edges)
    expected = networkx.degree_assortativity_coefficient(network.plain)
    assert figures.degree_assortativity(network) == pytest.approx(expected)


def test_assortativity_by_kind() -> None:
    two_pairs = of_edges([(1, 2), (3, 4)])
    assert figures.assortativity_by(two_pairs, ["a", "a", "b", "b"]) == pytest.approx(1)
    assert figures.assortativity_by(two_pairs, ["a", "b", "a", "b"]) == pytest.approx(-1)
    # A node of unknown kind takes its edges with it.
    assert figures.assortativity_by(TRIANGLE_WITH_TAIL, ["a", "b", "", "a"]) == pytest.approx(-1)
    assert figures.assortativity_by(two_pairs, ["a", "a", "a", "a"]) is None
    assert figures.assortativity_by(two_pairs, ["", "", "", ""]) is None


@pytest.mark.parametrize("seed", range(3))
def test_assortativity_by_kind_as_networkx(seed: int) -> None:
    network = of_edges(networkx.gnm_random_graph(60, 150, seed=seed).edges)
    kinds = ["abcd"[node % 4 if node % 3 else 0] for node in range(len(network.nodes))]
    graph = network.plain.copy()
    networkx.set_node_attributes(graph, dict(enumerate(kinds)), "kind")
    expected = networkx.attribute_assortativity_coefficient(graph, "kind")
    assert figures.assortativity_by(network, kinds) == pytest.approx(expected)


def test_reciprocity() -> None:
    ties = [
        Tie(("a", "b"), one_sided=True),
        Tie(("b", "a"), one_sided=True),
        Tie(("a", "c"), one_sided=True),
        Tie(("c", "d")),
    ]
    assert figures.reciprocity(network_of(ties)) == {
        "statements": 3,
        "pairs": 2,
        "mutual_pairs": 1,
        "mutual_share": 0.5,
        "reciprocity": pytest.approx(2 / 3),
    }
    assert figures.reciprocity(PAIR) is None
