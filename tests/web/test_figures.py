"""The page of the network's figures."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from peyvand.graph.build import Graph
from peyvand.web.app import create_app


@pytest.fixture(scope="module")
def client(graph: Graph) -> Iterator[FlaskClient]:
    app = create_app(graph.store)
    yield app.test_client()
    app.extensions["peyvand"].close()


def test_the_figures_are_computed_once_and_shown(client: FlaskClient) -> None:
    first = client.get("/network?lang=en")
    assert "being computed" in first.text
    assert client.get("/network/degrees.csv").status_code == 404
    page = first
    for _ in range(600):
        page = client.get("/network?lang=en")
        if "being computed" not in page.text:
            break
        time.sleep(0.2)
    assert "assortativity" in page.text
    assert "/id/city/isfahan" in page.text
    assert "شریکان" in client.get("/network?lang=fa").text
    with client.get("/network/degrees.csv") as table:
        assert table.text.startswith("degree")
    with client.get("/network/degrees.svg") as plot:
        assert plot.mimetype == "image/svg+xml"
    assert client.get("/network/../tokens.json").status_code == 404
    assert client.get("/network/other.csv").status_code == 404
