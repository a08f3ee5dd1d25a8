"""Fixtures that many tests share: the sources, the built graph, and a copy to break."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from peyvand.graph.build import Graph, make_graph
from peyvand.resources import root


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder with ontology, shapes, queries and data."""
    return root()


@pytest.fixture(scope="session")
def graph(sources: Path) -> Graph:
    """The graph of the documents as read and derived from the real sources, in memory."""
    return make_graph(sources, world=False)


@pytest.fixture(scope="session")
def world(sources: Path) -> Graph:
    """The whole graph, with the world's pairs of cities."""
    return make_graph(sources)


@pytest.fixture
def copy(sources: Path, tmp_path: Path) -> Path:
    """A copy of the sources that a test may change."""
    for name in ("ontology", "shapes", "queries", "data"):
        shutil.copytree(sources / name, tmp_path / "copy" / name)
    return tmp_path / "copy"
