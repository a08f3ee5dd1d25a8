"""The network: cities as nodes, and one edge for each pair that anything links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import networkx
import numpy
import rustworkx
from numpy.typing import NDArray

Pair = tuple[int, int]
Ints = NDArray[numpy.int64]


@dataclass(frozen=True)
class Node:
    """A city, or another party of an agreement.

    Args:
        identifier: its IRI, or its name in a file of pairs.
        en: its English label.
        fa: its Persian label.
        country: the English label of its country.
        latitude: in degrees.
        longitude: in degrees.
    """

    identifier: str
    en: str = ""
    fa: str = ""
    country: str = ""
    latitude: float | None = None
    longitude: float | None = None

    @property
    def label(self) -> str:
        """What to show: the English label, else the Persian one, else the end of the IRI."""
        return self.en or self.fa or self.identifier.rsplit("/", 1)[-1]

    @property
    def place(self) -> tuple[float, float] | None:
        """Latitude and longitude, if both are known."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


@dataclass(frozen=True)
class Tie:
    """What links its parties: an agreement, or a statement of one about another.

    Args:
        parties: identifiers of the parties; more than two are all linked with each other.
        one_sided: whether it was stated by the first of two parties about the second alone.
        mutual: whether each of two parties is known to state it.
    """

    parties: tuple[str, ...]
    one_sided: bool = False
    mutual: bool = False


@dataclass(frozen=True)
class Network:
    """An undirected simple graph, with what was left out of it.

    Args:
        nodes: sorted by identifier; a node is known by its place in this list.
        weights: how many ties link each pair; the smaller number stands first.
        loops: how many ties linked a party with itself only.
        lonely: how many ties had a single party.
        larger: how many ties had more than two parties.
        ties: how many ties there were in all.
        stated: the ordered pairs of which it is known that the first states the second.
        alike: the pairs of nodes that may be one place.
    """

    nodes: tuple[Node, ...]
    weights: Mapping[Pair, int]
    loops: int = 0
    lonely: int = 0
    larger: int = 0
    ties: int = 0
    stated: frozenset[Pair] = field(default=frozenset())
    alike: frozenset[Pair] = field(default=frozenset())

    @cached_property
    def once(self) -> Pair:
        """How many nodes and edges there are if nodes that may be one place are one."""
        graph = networkx.Graph(list(self.alike))
        stands = {node: min(part) for part in networkx.connected_components(graph) for node in part}
        ends = ({stands.get(node, node) for node in pair} for pair in self.weights)
        edges = {frozenset(pair) for pair in ends if len(pair) == 2}
        return len({node for pair in edges for node in pair}), len(edges)

    @cached_property
    def edges(self) -> list[Pair]:
        """The pairs in order."""
        return sorted(self.weights)

    @cached_property
    def ends(self) -> Ints:
        """The pairs as an array of two columns."""
        return numpy.array(self.edges, dtype=numpy.int64).reshape(-1, 2)

    @cached_property
    def degrees(self) -> Ints:
        """The number of partners of each node."""
        return numpy.bincount(self.ends.ravel(), minlength=len(self.nodes))

    @cached_property
    def fast(self) -> rustworkx.PyGraph[int | None, None]:
        """The graph for rustworkx, which does the heavy parts."""
        graph: rustworkx.PyGraph[int | None, None] = rustworkx.PyGraph(multigraph=False)
        graph.add_nodes_from(range(len(self.nodes)))
        graph.extend_from_edge_list(self.edges)
        return graph

    @cached_property
    def plain(self) -> networkx.Graph:
        """The graph for networkx, which has what rustworkx lacks."""
        graph = networkx.Graph()
        graph.add_nodes_from(range(len(self.nodes)))
        graph.add_edges_from(self.edges)
        return graph

    @cached_property
    def components(self) -> list[list[int]]:
        """The connected components, largest first, each in order."""
        components = [sorted(component) for component in rustworkx.connected_components(self.fast)]
        return sorted(components, key=lambda component: (-len(component), component))

    @cached_property
    def largest(self) -> Network:
        """The largest component as a network of its own."""
        kept = self.components[0] if self.components else []
        return self.restricted(kept)

    def restricted(self, kept: Iterable[int]) -> Network:
        """The network of some nodes and the edges among them."""
        number = {old: new for new, old in enumerate(sorted(kept))}
        return Network(
            nodes=tuple(self.nodes[old] for old in number),
            weights={
                (number[one], number[other]): weight
                for (one, other), weight in self.weights.items()
                if one in number and other in number
            },
        )


def network_of(
    ties: Iterable[Tie],
    nodes: Mapping[str, Node] | None = None,
    alike: Iterable[tuple[str, str]] = (),
) -> Network:
    """The network of some ties.

    A tie of more than two parties links each with each (a clique). Ties between the same two are
    one edge whose weight is their number. A tie whose parties are all the same is a self-loop; it
    is counted and dropped, like one with a single party.

    Args:
        ties: what links the nodes.
        nodes: what is known of the nodes; those without a tie are left out.
        alike: pairs of parties that may be one place.
    """
    known = nodes or {}
    weights: Counter[tuple[str, str]] = Counter()
    stated: set[tuple[str, str]] = set()
    loops = lonely = larger = total = 0
    for tie in ties:
        total += 1
        parties = sorted(set(tie.parties))
        if len(parties) < 2:
            loops += len(tie.parties) > 1
            lonely += len(tie.parties) <= 1
            continue
        larger += len(parties) > 2
        weights.update(combinations(parties, 2))
        if tie.mutual:
            stated.update(combinations(parties, 2))
            stated.update(combinations(reversed(parties), 2))
        elif tie.one_sided:
            stated.add((tie.parties[0], tie.parties[1]))
    names = sorted({name for pair in weights for name in pair})
    number = {name: index for index, name in enumerate(names)}
    return Network(
        nodes=tuple(known.get(name) or Node(name) for name in names),
        weights={(number[a], number[b]): count for (a, b), count in weights.items()},
        loops=loops,
        lonely=lonely,
        larger=larger,
        ties=total,
        stated=frozenset((number[a], number[b]) for a, b in stated),
        alike=frozenset((number[a], number[b]) for a, b in alike if a in number and b in number),
    )
