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
        assert not found.versions.get(1).dump.exists()
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
def test_nothing_is_written_on_a_damaged_dump(server: Server, change: str) -> None:
    before = server.select(ALL)
    with damaged(server.versions.get(2).dump, CHANGES[change]):
        for got in writes(server):
            is_told(got, 2)
        # Its store is whole, so it goes on answering.
        assert server.select(ALL) == before
    assert server.versions.current().number == 2
    assert server.update(INSERT % 2, **{"dry-run": "1"}).json["added"] == 1


@pytest.mark.parametrize("change", CHANGES)
def test_a_damaged_dump_is_not_served(server: Server, change: str) -> None:
    whole = server.ask(path="/versions/2/graph.nq")
    older = server.ask(path="/versions/1/graph.nq")
    assert whole.status == older.status == 200
    with damaged(server.versions.get(2).dump, CHANGES[change]):
        is_told(server.ask(path="/versions/2/graph.nq"), 2)
        # The older one is made of it.
        is_told(server.ask(path="/versions/1/graph.nq"), 2)
        assert server.ask(path="/dumps/2/graph.nq.gz").status == 503
        assert not (server.home / "dumps" / "000002").exists()
    assert server.ask(path="/versions/2/graph.nq").body == whole.body
    assert server.ask(path="/versions/1/graph.nq").body == older.body


def test_a_damaged_patch_is_neither_served_nor_undone(server: Server) -> None:
    whole = server.ask(path="/versions/2/patch")
    assert whole.status == 200
    with damaged(server.versions.get(2).patch, lambda data: data.replace(b"/new>", b"/old>")):
        is_told(server.ask(path="/versions/2/patch"), 2)
        is_told(server.ask(path="/versions/1/graph.nq"), 2)
        is_told(server.ask("POST", "/versions/1/rollback", token=server.token), 2)
    assert server.ask(path="/versions/2/patch").body == whole.body


def test_a_damaged_manifest_is_told(server: Server) -> None:
    with damaged(server.versions.get(2).path / "manifest.json", lambda data: data[:-9]):
        for got in writes(server):
            is_told(got, 2)
        is_told(server.ask(path="/versions"), 2)
    assert server.ask(path="/versions").json["current"] == 2


def test_a_missing_dump_is_told(server: Server) -> None:
    dump = server.versions.get(2).dump
    dump.rename(dump.with_suffix(".away"))
    try:
        for got in writes(server):
            is_told(got, 2)
        is_told(server.ask(path="/versions/2/graph.nq"), 2)
    finally:
        dump.with_suffix(".away").rename(dump)
