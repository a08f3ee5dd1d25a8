"""Lengths of all shortest paths, against networkx and by hand."""

from __future__ import annotations

import networkx
import pytest

from network.samples import of_edges
from peyvand.network import paths as module
from peyvand.network.paths import paths_of


def test_a_path_of_four() -> None:
    paths = paths_of(of_edges([(1, 2), (2, 3), (3, 4)]))
    assert paths.eccentricities.tolist() == [3, 2, 2, 3]
    assert paths.lengths == (3, 2, 1)
    assert (paths.diameter, paths.radius, paths.median) == (3, 2, 1)
    assert paths.mean == pytest.approx(10 / 6)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("block", [7, 64, 100, 2048])
def test_as_networkx(seed: int, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BLOCK", block)
    network = of_edges(networkx.gnm_random_graph(150, 190, seed=seed).edges).largest
    paths = paths_of(network)
    expected = networkx.eccentricity(network.plain)
    assert paths.eccentricities.tolist() == [expected[node] for node in network.plain]
    assert paths.diameter == networkx.diameter(network.plain)
    assert paths.radius == networkx.radius(network.plain)
    assert paths.mean == pytest.approx(networkx.average_shortest_path_length(network.plain))


def test_every_source_is_reported_once() -> None:
    done: list[int] = []
    network = of_edges(networkx.path_graph(10).edges)
    paths_of(network, done.append)
    assert sum(done) == 10


def test_a_network_in_two_parts_is_refused() -> None:
    with pytest.raises(ValueError, match="not connected"):
        paths_of(of_edges([(1, 2), (3, 4)]))


def test_nothing_has_no_paths() -> None:
    paths = paths_of(of_edges([]))
    assert (paths.diameter, paths.radius, paths.mean, paths.median) == (0, 0, None, None)
