"""The page of the network's figures."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from needs import needs
from peyvand.graph.build import Graph
from peyvand.graph.history import in_memory, publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.web.pages.network.kept_figures import Figures
from waiting import wait_until
from web.live import application
from web.validity import problems

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def visited(
    graph: Graph, once: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[FlaskClient, str, Path]]:
    """A client of a server with figures, the page that the first visitor saw, and the home."""
    home = tmp_path_factory.mktemp("figures")
    with application(home, graph, once) as app:
        client = app.test_client()
        first = client.get("/network?lang=en").text
        assert client.get("/network/degrees.csv").status_code == 503
        wait_until(lambda: figures(home, 1), "the figures are there")
        yield client, first, home


def figures(home: Path, number: int) -> list[Path]:
    """The figures of a version, where they are made."""
    return list(home.glob(f"network/{number}-*/network.json"))


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


def test_the_figures_are_computed_once_and_shown(visited: tuple[FlaskClient, str, Path]) -> None:
    client, first, _ = visited
    assert "being computed" in first
    assert "<progress" in first
    page = client.get("/network?lang=en")
    assert "being computed" not in page.text
    assert "assortativity" in page.text
    assert "/id/city/isfahan" in page.text
    assert "شریکان" in client.get("/network?lang=fa").text
    with client.get("/network/degrees.csv") as table:
        assert table.text.startswith("degree")
    assert client.get("/network/communities.png").data.startswith(b"\x89PNG")
    with client.get("/network/degrees.svg") as plot:
        assert plot.mimetype == "image/svg+xml"
    told = client.get("/network/picture.json", headers={"Accept-Encoding": "gzip"})
    assert told.headers["Content-Encoding"] == "gzip"
    circles = json.loads(gzip.decompress(told.data))["communities"]["x"]
    for language in ("en", "fa"):
        shown = client.get(f"/network?lang={language}").text
        assert shown.count('class="community"') == len(circles) > 5
    assert "of the pairs lie within a community" in page.text
    central = client.get("/network?table=central&format=csv&lang=en").text
    assert central.startswith("\ufeffMeasure,Place,English,Persian,address,")
    assert "/id/city/isfahan" in central
    part = client.get("/network?lang=en&scope=documents&until=1990").text
    assert "were signed until <bdi>1990" in part or "signed until 1990" in part
    assert "six figures" in part
    table = client.get("/network?lang=en&scope=documents&table=degrees&format=csv").text
    assert table.startswith("\ufeffnumber of partners,cities,")
    assert client.get("/network?scope=none").status_code == 404
    # Beyond the last year on record all pairs are asked for.
    assert "figure-steps" in client.get("/network?lang=en&until=3000").text
    assert client.get("/network/../tokens.json").status_code == 404
    assert client.get("/network/other.csv").status_code == 404


@needs("html-validate", "node")
def test_the_page_with_figures_is_valid_html(
    visited: tuple[FlaskClient, str, Path], tmp_path: Path
) -> None:
    pages = {
        language: visited[0].get(f"/network?lang={language}").text for language in ("en", "fa")
    }
    assert all("of-communities" in page for page in pages.values())
    assert problems(pages, tmp_path) == []


def test_after_a_write_the_figures_before_stand_until_the_next_are_made(
    visited: tuple[FlaskClient, str, Path],
    graph: Graph,
    once: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shutil.copytree(visited[2] / "network", tmp_path / "network")
    with application(tmp_path, graph, once) as app:
        client = app.test_client()
        versions = Versions(tmp_path)

        def shown(number: int) -> bool:
            page = client.get("/network?lang=en").text
            return "being computed" not in page and f"version={number}" in page

        assert shown(1)
        with monkeypatch.context() as patch:
            patch.setattr(Figures, "_run", lambda self, command: -1)
            store = in_memory(versions, versions.current())
            publish_lines(versions, store, dump_lines(store), "copy", keep=5)
            assert shown(1)
            with client.get("/network/degrees.csv") as table:
                assert table.text.startswith("degree")
            assert "being computed" in client.get("/network?lang=en&version=2").text
        assert not figures(tmp_path, 2)
        wait_until(lambda: shown(2) or _working_on(tmp_path), "a visit begins the next figures")
        wait_until(lambda: figures(tmp_path, 2), "the figures of the next version are there")
        assert shown(2)


def test_a_version_without_a_pair_has_no_figures(
    monkeypatch: pytest.MonkeyPatch, graph: Graph, once: Any, tmp_path: Path
) -> None:
    ran: list[str] = []

    def run(self: Figures, command: list[str]) -> int:
        Path(command[-1]).write_text('{"step": 3, "steps": 9, "share": 0.5}', encoding="utf-8")
        ran.append(client.get("/network?lang=en").text)
        return 1

    monkeypatch.setattr(Figures, "_run", run)
    with application(tmp_path, graph, once) as app:
        client = app.test_client()
        client.get("/network?lang=en")
        wait_until(lambda: "no figures" in client.get("/network?lang=en").text, "it is refused")
        assert client.get("/network/degrees.csv").status_code == 404
    assert len(ran) == 1
    assert 'max="9" value="2.5"' in ran[0]
    assert "Step 3 of 9" in ran[0]


def test_what_pages_began_ends_with_the_endpoint(graph: Graph, once: Any, tmp_path: Path) -> None:
    with application(tmp_path, graph, once) as app:
        app.test_client().get("/network")
        wait_until(lambda: any("network" in one for one in _working_on(tmp_path)), "it is at work")
    assert _working_on(tmp_path) == []
