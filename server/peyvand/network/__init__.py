"""The figures that network scientists publish about networks of twin towns."""

from __future__ import annotations

from peyvand.network.analysis import Analysis, analyse, glance
from peyvand.network.model import Network, Node, Tie, network_of
from peyvand.network.pairs import read_pairs
from peyvand.network.reading import read_network

__all__ = [
    "Analysis",
    "Network",
    "Node",
    "Tie",
    "analyse",
    "glance",
    "network_of",
    "read_network",
    "read_pairs",
]
