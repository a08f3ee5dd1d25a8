"""The figures of a network as a whole: size, degrees, clustering, mixing.

Each function states its definition and where the formula stands. "Newman" is M. E. J. Newman,
"Networks", 2nd edition, Oxford University Press 2018.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import networkx
import numpy
import rustworkx

from peyvand.network.model import Network


def density(network: Network) -> float | None:
    """The share of possible edges that exist, 2m / (n (n - 1)) (Newman, eq. 6.17)."""
    n, m = len(network.nodes), len(network.edges)
    return 2 * m / (n * (n - 1)) if n > 1 else None


def degree_rows(network: Network) -> list[dict[str, float]]:
    """The degree distribution: for each degree k its nodes, their share, and the CCDF P(K >= k).

    The complementary cumulative distribution is that of Newman, section 10.4.1.
    """
    counts = numpy.bincount(network.degrees) if len(network.nodes) else numpy.zeros(0, int)
    total = int(counts.sum())
    above = counts[::-1].cumsum()[::-1]
    return [
        {
            "degree": int(k),
            "nodes": int(counts[k]),
            "share": counts[k] / total,
            "ccdf": above[k] / total,
        }
        for k in numpy.flatnonzero(counts)
    ]


def triangles(network: Network) -> int:
    """The number of sets of three nodes that are all linked."""
    corners: Mapping[int, int] = networkx.triangles(network.plain)
    return sum(corners.values()) // 3


def transitivity(network: Network) -> float | None:
    """Three times the triangles over the connected triples (Newman, eq. 7.28)."""
    return float(rustworkx.transitivity(network.fast)) if _has_wedge(network) else None


def local_clustering(network: Network) -> list[float]:
    """Of each node, the share of pairs of its neighbours that are linked; 0 under two neighbours.

    D. J. Watts and S. H. Strogatz, Nature 393 (1998), doi:10.1038/30918.
    """
    coefficients: Mapping[int, float] = networkx.clustering(network.plain)
    return [float(coefficients[node]) for node in range(len(network.nodes))]


def average_clustering(local: Sequence[float]) -> float | None:
    """The mean of the local clustering over all nodes (Watts and Strogatz 1998)."""
    return sum(local) / len(local) if local else None


def degree_assortativity(network: Network) -> float | None:
    """Pearson's correlation of the degrees at both ends of an edge.

    M. E. J. Newman, Physical Review Letters 89 (2002), doi:10.1103/PhysRevLett.89.208701, eq. 4.
    None if all degrees are equal, for then it is not defined.
    """
    ends = network.degrees[network.ends]
    if len(ends) == 0 or ends.min() == ends.max():
        return None
    sources = numpy.concatenate([ends[:, 0], ends[:, 1]])
    targets = numpy.concatenate([ends[:, 1], ends[:, 0]])
    return float(numpy.corrcoef(sources, targets)[0, 1])


def assortativity_by(network: Network, kinds: Sequence[str]) -> float | None:
    """How much nodes are linked with their like: (tr e - |e^2|) / (1 - |e^2|).

    Here e is the matrix of the shares of edges between kinds. M. E. J. Newman, Physical Review E
    67 (2003), doi:10.1103/PhysRevE.67.026126, eq. 2. Nodes of unknown kind are left out.

    Args:
        network: the network.
        kinds: the kind of each node, such as its country; empty if unknown.
    """
    known = [(kinds[left], kinds[right]) for left, right in network.edges]
    known = [pair for pair in known if all(pair)]
    # In the order of letters: networkx takes the kinds in that of a set, which differs from run
    # to run, and with it the last digits.
    number = {kind: index for index, kind in enumerate(sorted({k for pair in known for k in pair}))}
    if len(number) < 2:
        return None
    ends = numpy.array([[number[left], number[right]] for left, right in known])
    shares = numpy.zeros((len(number), len(number)))
    numpy.add.at(shares, (ends[:, 0], ends[:, 1]), 1)
    shares = (shares + shares.T) / (2 * len(known))
    random = float((shares @ shares).sum())
    return (float(numpy.trace(shares)) - random) / (1 - random)


def reciprocity(network: Network) -> dict[str, float | int] | None:
    """How far statements about pairs are returned.

    Args:
        network: the network.

    Returns:
        The number of directed statements, of pairs they are about and of pairs stated from both
        sides; the share of such pairs; and the share of statements that are returned (Newman,
        eq. 7.32). None if no direction is known.
    """
    stated = network.stated
    if not stated:
        return None
    returned = sum((right, left) in stated for left, right in stated)
    pairs = len(stated) - returned // 2
    return {
        "statements": len(stated),
        "pairs": pairs,
        "mutual_pairs": returned // 2,
        "mutual_share": returned / 2 / pairs,
        "reciprocity": returned / len(stated),
    }


def _has_wedge(network: Network) -> bool:
    return bool((network.degrees > 1).any())
