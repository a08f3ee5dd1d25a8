"""What is damaged on the disk of a running server is neither served nor built upon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from web.live import Got, Server, publish, running, small_store

TURTLE = {"Content-Type": "text/turtle"}
INSERT = "INSERT DATA { <http://x.example/new> <http://p/> %d }"
ALL = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of two versions, of which only the newer is kept whole."""
    home = tmp_path_factory.mktemp("damage")
    publish(home, small_store())
    with running(home, keep_versions=1, cache_mb=0) as found:
        assert found.update(INSERT % 1).json["version"] == 2
        assert not found.versions.get(1).store.exists()
        yield found


@contextmanager
def damaged(path: Path, change: Callable[[bytes], bytes]) -> Iterator[None]:
    whole = path.read_bytes()
    path.write_bytes(change(whole))
    try:
        yield
    finally:
        path.write_bytes(whole)


def is_told(got: Got, number: int) -> None:
    assert got.status == 503, got.text
    assert got.json["type"].endswith("/problem/damaged")
    assert f"Version {number} is damaged" in got.json["detail"]
    assert "peyvand restore" in got.json["hint"]


def writes(server: Server) -> Iterator[Got]:
    yield server.update(INSERT % 2)
    yield server.update(INSERT % 2, **{"dry-run": "1"})
    yield server.update("DELETE WHERE { <http://x.example/new> ?p ?o }")
    for method in ("PUT", "POST"):
        body = "<http://x/> <http://p/> 1 ."
        yield server.ask(method, "/graphs/notes", body=body, headers=TURTLE, token=server.token)
    yield server.ask("DELETE", "/graphs/notes", token=server.token)
    yield server.ask("POST", "/versions/1/rollback", token=server.token)


# Nonsense is no N-Quads; the others are, of another graph.
CHANGES = {
    "nonsense": lambda data: b"nonsense",
    "another value": lambda data: data.replace(b'"A"', b'"B"'),
    "a line less": lambda data: b"".join(data.splitlines(keepends=True)[1:]),
    "a line twice": lambda data: data + data.splitlines(keepends=True)[-1],
    "nothing": lambda data: b"",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_damaged_dump_is_passed_over(server: Server, change: str) -> None:
    """The changes and the stores tell what it told."""
    whole = [server.ask(path=f"/versions/{number}/graph.nq") for number in (1, 2)]
    assert [got.status for got in whole] == [200, 200]
    dumps = [server.versions.get(number).dump for number in (1, 2)]
    with damaged(dumps[0], CHANGES[change]), damaged(dumps[1], CHANGES[change]):
        for number, got in enumerate(whole, 1):
            assert server.ask(path=f"/versions/{number}/graph.nq").body == got.body
        # What is packed to be taken away is made of the dump itself.
        assert server.ask(path="/dumps/2/graph.nq.gz").status == 503
        assert not (server.home / "dumps" / "000002").exists()
        assert server.update(INSERT % 2, **{"dry-run": "1"}).json["added"] == 1
        back = server.ask("POST", "/versions/1/rollback?dry-run=1", token=server.token)
        assert back.json["removed"] == 1


def test_a_damaged_patch_is_not_served(server: Server) -> None:
    whole = server.ask(path="/versions/2/patch")
    assert whole.status == 200
    with damaged(server.versions.get(2).patch, lambda data: data.replace(b"/new>", b"/old>")):
        is_told(server.ask(path="/versions/2/patch"), 2)
        # Both graphs can be had without it.
        assert server.ask(path="/versions/1/graph.nq").status == 200
        back = server.ask("POST", "/versions/1/rollback?dry-run=1", token=server.token)
        assert back.json["removed"] == 1
    assert server.ask(path="/versions/2/patch").body == whole.body


def test_a_damaged_manifest_is_told(server: Server) -> None:
    with damaged(server.versions.get(2).path / "manifest.json", lambda data: data[:-9]):
        for got in writes(server):
            is_told(got, 2)
        is_told(server.ask(path="/versions"), 2)
    assert server.ask(path="/versions").json["current"] == 2


def test_a_graph_that_is_lost_is_told(server: Server) -> None:
    before = server.select(ALL)
    version = server.versions.get(2)
    away = server.home / "away"
    away.mkdir()
    found = [path for path in (version.store, version.dump) if path.exists()]
    for path in found:
        path.rename(away / path.name)
    try:
        with damaged(version.patch, lambda data: data[:-9]):
            for got in writes(server):
                is_told(got, 2)
            is_told(server.ask(path="/versions/2/graph.nq"), 2)
            # The processes that have it open go on answering.
            assert server.select(ALL) == before
    finally:
        for path in found:
            (away / path.name).rename(path)
    assert server.versions.current().number == 2
    assert server.update(INSERT % 2, **{"dry-run": "1"}).json["added"] == 1
