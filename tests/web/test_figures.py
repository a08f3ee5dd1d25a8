"""The page of the network's figures."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from peyvand.graph.build import Graph
from peyvand.graph.history import in_memory, publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.web.app import create_app
from peyvand.web.pages.figures import Figures
from waiting import wait_until
from web.live import publish_documents


@pytest.fixture(scope="module")
def client(graph: Graph) -> Iterator[FlaskClient]:
    app = create_app(graph.store)
    yield app.test_client()
    app.extensions["peyvand"].close()


def test_the_figures_are_computed_once_and_shown(client: FlaskClient) -> None:
    first = client.get("/network?lang=en")
    assert "being computed" in first.text
    assert client.get("/network/degrees.csv").status_code == 404

    def made() -> bool:
        return "being computed" not in client.get("/network?lang=en").text

    wait_until(made, "the figures are there")
    page = client.get("/network?lang=en")
    assert "assortativity" in page.text
    assert "/id/city/isfahan" in page.text
    assert "شریکان" in client.get("/network?lang=fa").text
    with client.get("/network/degrees.csv") as table:
        assert table.text.startswith("degree")
    with client.get("/network/degrees.svg") as plot:
        assert plot.mimetype == "image/svg+xml"
    assert client.get("/network/../tokens.json").status_code == 404
    assert client.get("/network/other.csv").status_code == 404


def test_after_a_write_the_figures_before_stand_until_the_next_are_made(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(graph.store)
    client = app.test_client()
    versions: Versions = app.extensions["peyvand"].versions

    def made(number: int) -> bool:
        page = client.get("/network?lang=en").text
        return "being computed" not in page and f"version={number}" in page

    wait_until(lambda: made(1), "the figures are there")
    monkeypatch.setattr(Figures, "_run", lambda self, command: -1)
    store = in_memory(versions, versions.current())
    publish_lines(versions, store, dump_lines(store), "copy", keep=5)
    assert made(1)
    with client.get("/network/degrees.csv") as table:
        assert table.text.startswith("degree")
    assert "being computed" in client.get("/network?lang=en&version=2").text
    monkeypatch.undo()
    wait_until(lambda: made(2), "the figures of the next version are there")
    app.extensions["peyvand"].close()


def _working_on(home: Path) -> list[str]:
    """The command lines of processes that were given a home."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().split(b"\0")
        except OSError:
            continue  # it has ended meanwhile
        if str(home).encode() in words:
            found.append(b" ".join(words).decode())
    return found


def test_what_pages_began_ends_with_the_endpoint(graph: Graph, once: Any, tmp_path: Path) -> None:
    publish_documents(tmp_path, graph, once)
    app = create_app(Versions(tmp_path))
    app.test_client().get("/network")
    wait_until(lambda: any("network" in one for one in _working_on(tmp_path)), "it is at work")
    app.extensions["peyvand"].close()
    assert _working_on(tmp_path) == []
