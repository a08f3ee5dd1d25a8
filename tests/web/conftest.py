"""Applications for tests that only read: over a small store, and over the documents' graph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store

from peyvand.graph.build import Graph
from peyvand.settings import Settings
from peyvand.web.app import create_app
from web.live import application

DATA = """
@prefix pv: <https://w3id.org/peyvand/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/peyvand/id/city/tabriz> a pv:City, pv:SubnationalPlace ;
  rdfs:label "Tabriz"@en, "تبریز"@fa .
<http://x.example/شهر> a pv:City, pv:SubnationalPlace ; rdfs:label "100%25"@en .
<https://w3id.org/peyvand/graph/document-001> {
  <https://w3id.org/peyvand/id/claim/F001-001> a pv:Claim .
}
"""


@pytest.fixture(scope="session")
def app() -> Iterator[Flask]:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    made = create_app(store, Settings(workers=1, query_timeout_s=5, max_query_bytes=2000))
    yield made
    made.extensions["peyvand"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def documents(graph: Graph, once: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with application(tmp_path_factory.mktemp("documents"), graph, once) as made:
        yield made
