"""Centralities, cores and communities, where they are known by hand."""

from __future__ import annotations

import math

import networkx
import pytest

from network.samples import of_edges
from peyvand.network import centrality

STAR = of_edges([(0, 1), (0, 2), (0, 3), (0, 4)])
PATH = of_edges([(1, 2), (2, 3)])
TWO_PARTS = of_edges([(1, 2), (2, 3), (8, 9)])
NOTHING = of_edges([])


def test_degree() -> None:
    assert centrality.degree_centrality(STAR) == [1, 0.25, 0.25, 0.25, 0.25]


def test_betweenness() -> None:
    assert centrality.betweenness(STAR) == pytest.approx([1, 0, 0, 0, 0])
    square = of_edges([(0, 1), (1, 2), (2, 3), (3, 0)])
    # Between two opposite corners half of the paths lead over each other corner.
    assert centrality.betweenness(square) == pytest.approx([1 / 6] * 4)


def test_closeness() -> None:
    assert centrality.closeness(PATH) == pytest.approx([2 / 3, 1, 2 / 3])
    # Reached are two of four others: the inverse of the mean distance times a half.
    assert centrality.closeness(TWO_PARTS) == pytest.approx([1 / 3, 1 / 2, 1 / 3, 1 / 4, 1 / 4])


def test_eigenvector_even_where_the_power_method_would_swing() -> None:
    leaf = 1 / math.sqrt(8)
    expected = [1 / math.sqrt(2), leaf, leaf, leaf, leaf]
    assert centrality.eigenvector(STAR) == pytest.approx(expected)
    assert centrality.eigenvector(TWO_PARTS)[3:] == [0, 0]
    assert centrality.eigenvector(NOTHING) == []


@pytest.mark.parametrize("size", [2, 3, 49, 50, 51, 400])
def test_eigenvector_of_a_chain(size: int) -> None:
    # It is a half sine wave; its eigenvalue and the next differ by the square of 1 / size.
    wave = [math.sin(math.pi * (node + 1) / (size + 1)) for node in range(size)]
    length = math.hypot(*wave)
    found = centrality.eigenvector(of_edges(networkx.path_graph(size).edges))
    assert found == pytest.approx([value / length for value in wave], abs=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_as_networkx(seed: int) -> None:
    network = of_edges(networkx.gnm_random_graph(80, 120, seed=seed).edges)
    graph = network.plain
    for ours, theirs in (
        (centrality.betweenness(network), networkx.betweenness_centrality(graph)),
        (centrality.closeness(network), networkx.closeness_centrality(graph)),
        (centrality.pagerank(network), networkx.pagerank(graph, tol=1e-12)),
        (centrality.core_numbers(network), networkx.core_number(graph)),
    ):
        assert ours == pytest.approx([theirs[node] for node in graph], abs=1e-7)
    largest = network.largest
    found = networkx.eigenvector_centrality(largest.plain, max_iter=200_000, tol=1e-12)
    ours = centrality.eigenvector(largest)
    assert ours == pytest.approx([found[node] for node in largest.plain], abs=1e-6)


def test_core_numbers() -> None:
    tailed = of_edges([*networkx.complete_graph(4).edges, (3, 4), (4, 5)])
    assert centrality.core_numbers(tailed) == [3, 3, 3, 3, 1, 1]


def test_two_cliques_are_two_communities() -> None:
    network = of_edges(networkx.barbell_graph(5, 0).edges)
    groups = centrality.communities(network)
    assert groups == [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9]]
    # Each has 10 of 21 edges within, and half of the ends.
    assert centrality.modularity(network, groups) == pytest.approx(20 / 21 - 1 / 2)
    assert centrality.modularity(network, [list(range(10))]) == pytest.approx(0)


def test_communities_of_nothing() -> None:
    assert centrality.communities(NOTHING) == []
    assert centrality.modularity(NOTHING, []) is None


def test_the_same_network_has_the_same_communities() -> None:
    edges = list(networkx.gnm_random_graph(300, 500, seed=4).edges)
    first = centrality.communities(of_edges(edges))
    assert centrality.communities(of_edges(reversed(edges))) == first
