"""Figures of well-known networks as they are published by others.

The data come with networkx. Karate club: the statistics that KONECT publishes of it
(konect.cc/networks/ucidata-zachary), the highest modularity that any division reaches (Brandes et
al., IEEE TKDE 20 (2008)), and the average path length and clustering of textbooks. Florentine
families: betweenness as in M. O. Jackson, "Social and Economic Networks" (2008), section 1.2.1.
"""

from __future__ import annotations

import networkx
import pytest

from network.samples import of_edges
from peyvand.network.analysis import analyse, top
from peyvand.network.model import Network, Tie, network_of


@pytest.fixture(scope="module")
def karate() -> Network:
    return of_edges(networkx.karate_club_graph().edges)


def test_the_karate_club(karate: Network) -> None:
    figures = analyse(karate, samples=200).figures
    assert figures["size"]["nodes"] == 34
    assert figures["size"]["edges"] == 78
    assert figures["size"]["largest_component"] == 34
    assert figures["size"]["density"] == pytest.approx(0.139037, abs=5e-7)
    assert figures["degrees"]["mean"] == pytest.approx(4.58824, abs=5e-6)
    assert figures["degrees"]["max"] == 17
    assert figures["clustering"]["triangles"] == 45
    assert figures["clustering"]["transitivity"] == pytest.approx(0.255682, abs=5e-7)
    assert figures["clustering"]["average_local"] == pytest.approx(0.571, abs=5e-4)
    assert figures["mixing"]["degree_assortativity"] == pytest.approx(-0.475613, abs=5e-7)
    assert figures["paths"]["diameter"] == 5
    assert figures["paths"]["median"] == 2
    assert figures["paths"]["mean"] == pytest.approx(2.408, abs=5e-4)
    # KONECT's exponents are on a grid of hundredths; its p-value is 0.148.
    assert figures["power_law"]["exponent"] == pytest.approx(2.161, abs=0.01)
    assert figures["power_law"]["minimum"] == 2
    assert 0.05 < figures["power_law"]["p_value"] < 0.3
    assert figures["core"]["largest_k"] == 4
    assert figures["core"]["nodes"] == 10
    # No division has more, and a good search comes near.
    assert 0.40 < figures["communities"]["modularity"] <= 0.41979


def test_the_instructor_and_the_president_of_the_club_lead(karate: Network) -> None:
    analysis = analyse(karate, samples=0)
    for measure in ("degree", "eigenvector", "pagerank"):
        leaders = {row["id"] for row in top(analysis, measure, 2)}
        assert leaders == {f"{0:0>6}", f"{33:0>6}"}
    between = top(analysis, "betweenness", 1)[0]
    assert between["id"] == f"{0:0>6}"
    assert between["betweenness"] == pytest.approx(0.4376, abs=5e-5)


def test_the_florentine_families() -> None:
    graph = networkx.florentine_families_graph()
    analysis = analyse(network_of(Tie(pair) for pair in graph.edges), samples=0)
    value = {row["id"]: row for row in analysis.tables["nodes"]}
    assert value["Medici"]["betweenness"] == pytest.approx(0.522, abs=5e-4)
    assert value["Strozzi"]["betweenness"] == pytest.approx(0.103, abs=5e-4)
    assert value["Guadagni"]["betweenness"] == pytest.approx(0.255, abs=5e-4)
    assert value["Medici"]["partners"] == 6
    assert top(analysis, "closeness", 1)[0]["id"] == "Medici"
