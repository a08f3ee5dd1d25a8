"""The standing of each node: centralities, cores and communities.

"Newman" is M. E. J. Newman, "Networks", 2nd edition, Oxford University Press 2018.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

import networkx
import numpy
import rustworkx
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.linalg import eigsh

from peyvand.network.model import Network

# Louvain's order of nodes is drawn; with a seed the same network has the same communities.
SEED = 1
DAMPING = 0.85
# Threads add up the parts in the order in which they end, and the last digits would differ from
# run to run.
_ONE_THREAD = 2**62
# Lanczos' method needs a few more rows than it seeks eigenvectors.
_SMALL = 50


def degree_centrality(network: Network) -> list[float]:
    """The degree over n - 1 (L. C. Freeman, Social Networks 1 (1978), 0378-8733(78)90021-7)."""
    most = max(len(network.nodes) - 1, 1)
    return [int(degree) / most for degree in network.degrees]


def betweenness(network: Network) -> list[float]:
    """The share of the shortest paths between other nodes that lead through a node.

    Over all (n - 1)(n - 2) / 2 pairs (Freeman 1978), by the algorithm of U. Brandes, Journal of
    Mathematical Sociology 25 (2001), doi:10.1080/0022250X.2001.9990249.
    """
    scores = rustworkx.betweenness_centrality(
        network.fast, normalized=True, parallel_threshold=_ONE_THREAD
    )
    return _values(network, scores)


def closeness(network: Network) -> list[float]:
    """The inverse of the mean distance to the reachable nodes, times their share of all others.

    The share makes values of different components comparable: S. Wasserman and K. Faust, "Social
    Network Analysis", Cambridge University Press 1994, section 5.2.2.
    """
    return _values(network, rustworkx.closeness_centrality(network.fast, wf_improved=True))


def eigenvector(network: Network) -> list[float]:
    """The leading eigenvector of the adjacency matrix of the largest component (Newman, eq. 7.3).

    Its length is 1. Nodes of other components have 0, for between components the eigenvector is
    not determined.
    """
    scores = [0.0] * len(network.nodes)
    if network.edges:
        # By Lanczos' method: the power method of the graph libraries stops early or never where
        # the two leading eigenvalues are near each other, as in a long chain.
        values = _leading_eigenvector(network.largest)
        for node, value in zip(network.components[0], values, strict=True):
            scores[node] = float(value)
    return scores


def pagerank(network: Network) -> list[float]:
    """The stationary distribution of a random walk that starts anew with probability 0.15.

    S. Brin and L. Page, Computer Networks 30 (1998), doi:10.1016/S0169-7552(98)00110-X.
    """
    directed = network.fast.to_directed()
    return _values(network, rustworkx.pagerank(directed, alpha=DAMPING, tol=1e-10, max_iter=10_000))


def core_numbers(network: Network) -> list[int]:
    """Of each node the largest k such that it is in a subgraph all of whose degrees are k or more.

    S. B. Seidman, Social Networks 5 (1983), doi:10.1016/0378-8733(83)90028-X.
    """
    # The stub of rustworkx says int; it is a mapping.
    cores = cast("Mapping[int, int]", rustworkx.core_number(network.fast))
    return [int(value) for value in _values(network, cores)]


def communities(network: Network) -> list[list[int]]:
    """Communities by the method of Louvain, largest first.

    V. D. Blondel, J.-L. Guillaume, R. Lambiotte and E. Lefebvre, Journal of Statistical Mechanics
    (2008) P10008, doi:10.1088/1742-5468/2008/10/P10008. It is a search: another seed finds others
    of about the same modularity.
    """
    if not network.edges:
        return []
    groups = networkx.community.louvain_communities(network.plain, weight=None, seed=SEED)
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))


def modularity(network: Network, groups: Sequence[Sequence[int]]) -> float | None:
    """The share of edges within groups, less that expected of random edges of the same degrees.

    M. E. J. Newman and M. Girvan, Physical Review E 69 (2004), doi:10.1103/PhysRevE.69.026113.
    """
    if not network.edges:
        return None
    return float(networkx.community.modularity(network.plain, groups, weight=None))


def _leading_eigenvector(network: Network) -> NDArray[numpy.float64]:
    size = len(network.nodes)
    ends = numpy.concatenate([network.ends, network.ends[:, ::-1]])
    matrix = csr_array((numpy.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
    if size <= _SMALL:
        vector = numpy.linalg.eigh(matrix.toarray())[1][:, -1]
    else:
        # The start is fixed, so that runs agree.
        vector = eigsh(matrix, k=1, which="LA", v0=numpy.ones(size))[1][:, 0]
    # All entries have one sign, and which is arbitrary (Perron and Frobenius).
    magnitudes: NDArray[numpy.float64] = numpy.abs(vector)
    return magnitudes


def _values(network: Network, scores: Mapping[int, float]) -> list[float]:
    return [float(scores[node]) for node in range(len(network.nodes))]
