"""A small graph in which every shape still has something to look at."""

from __future__ import annotations

from collections import defaultdict
from heapq import nsmallest
from zlib import crc32

import pytest
from pyoxigraph import Quad, Store

from peyvand.graph.build import Graph
from peyvand.vocabulary.iris import TYPE

_OF_EACH = 3


def _some(nodes: set[object]) -> list[object]:
    """A few of some nodes, the same in every run."""
    return nsmallest(_OF_EACH, nodes, key=lambda node: (crc32(str(node).encode()), str(node)))


@pytest.fixture(scope="session")
def sampled(graph: Graph) -> Store:
    """A few things of every class and with every property, with all that they lead to, so that
    it conforms; to be copied, not changed. The library validates it in a second."""
    described: dict[object, list[Quad]] = defaultdict(list)
    groups: dict[object, set[object]] = defaultdict(set)
    for quad in graph.store:
        described[quad.subject].append(quad)
        groups[quad.object if quad.predicate == TYPE else quad.predicate].add(quad.subject)
    found, chosen = Store(), {node for nodes in groups.values() for node in _some(nodes)}
    ahead = list(chosen)
    while ahead:
        quads = described[ahead.pop()]
        found.extend(quads)
        new = {quad.object for quad in quads if quad.object in described} - chosen
        chosen |= new
        ahead.extend(new)
    return found
