"""The ontology, read once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Quad
from rdflib import RDFS, Graph, URIRef

from peyvand.vocabulary.files import ontology_files, read_ontology


@pytest.fixture(scope="session")
def quads(sources: Path) -> list[Quad]:
    return read_ontology(sources)


@pytest.fixture(scope="session")
def ontology(sources: Path) -> Graph:
    found = Graph()
    for path in ontology_files(sources):
        found.parse(path)
    return found


@pytest.fixture(scope="session")
def terms(ontology: Graph) -> set[URIRef]:
    """The terms of our own namespace."""
    return {t for t in ontology.subjects(RDFS.isDefinedBy, None) if isinstance(t, URIRef)}
