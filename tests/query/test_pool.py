"""Queries run in processes that are killed when they must be, and the pool goes on."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.errors import (
    MalformedQuery,
    NotAcceptable,
    Overloaded,
    QueryFailed,
    QueryTimeout,
)
from peyvand.graph.versions import Versions, publish_store
from peyvand.query.pool import WorkerPool
from peyvand.settings import Settings

NAMES = [NamedNode(f"http://x.example/{number}") for number in range(60)]
# A product of six times sixty names: it would run for hours.
RUNAWAY = (
    "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f . ?g ?s ?h . ?i ?t ?j . ?k ?u ?l }"
)


@pytest.fixture(scope="module")
def versions() -> Versions:
    store = Store()
    for number, name in enumerate(NAMES):
        store.add(Quad(name, NamedNode("http://x.example/p"), Literal(str(number))))
    store.add(Quad(NAMES[0], NAMES[1], NAMES[2], NamedNode("http://x.example/graph")))
    return publish_store(store)


@pytest.fixture
def pool(versions: Versions) -> Iterator[WorkerPool]:
    found = WorkerPool(versions, Settings(workers=1, query_timeout_s=1.0, queue=1))
    yield found
    found.close()


def count(pool: WorkerPool) -> int:
    answer = pool.run("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", format="json")
    with answer.body as body:
        return int(json.load(body)["results"]["bindings"][0]["n"]["value"])


def test_a_query_is_answered(pool: WorkerPool) -> None:
    assert count(pool) == 60


def test_a_runaway_is_killed_at_the_deadline_and_the_pool_goes_on(pool: WorkerPool) -> None:
    with pytest.raises(QueryTimeout, match="1 second"):
        pool.run(RUNAWAY)
    assert count(pool) == 60


def test_a_crash_stays_in_its_process(versions: Versions) -> None:
    settings = Settings(workers=1, max_nesting=10**6, max_query_bytes=10**6)
    pool = WorkerPool(versions, settings)
    try:
        with pytest.raises(QueryFailed, match="died"):
            pool.run("SELECT * " + "{" * 100_000 + "}" * 100_000)
        assert count(pool) == 60
    finally:
        pool.close()


def test_a_syntax_error_has_line_and_column(pool: WorkerPool) -> None:
    with pytest.raises(MalformedQuery) as caught:
        pool.run("SELECT *\nWHERE { ?s a }")
    assert (caught.value.line, caught.value.column) == (2, 15)
    with pytest.raises(MalformedQuery, match="not declared"):
        pool.run("SELECT * { ?s a ex:Thing }")
    assert count(pool) == 60


def test_no_format_fits(pool: WorkerPool) -> None:
    with pytest.raises(NotAcceptable):
        pool.run("ASK {}", accept="application/pdf")
    assert count(pool) == 60


@pytest.mark.parametrize(
    ("query", "format", "start"),
    [
        ("SELECT ?o { ?s ?p ?o } LIMIT 1", "csv", b"o\r\n"),
        ("SELECT ?o { ?s ?p ?o } LIMIT 1", "tsv", b"?o\n"),
        ("SELECT ?o { ?s ?p ?o } LIMIT 1", "xml", b"<?xml"),
        ("ASK {}", "json", b'{"head":{},"boolean":true}'),
        ("ASK {}", "xml", b"<?xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "ntriples", b"<http://x.example/"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "rdfxml", b"<?xml"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "jsonld", b"["),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "turtle", b"@prefix"),
        ("DESCRIBE <http://x.example/0>", "ntriples", b"<http://x.example/0>"),
    ],
)
def test_every_format_is_written(pool: WorkerPool, query: str, format: str, start: bytes) -> None:
    with pool.run(query, format=format).body as body:
        assert body.read().startswith(start)


def test_the_dataset_of_the_protocol(pool: WorkerPool) -> None:
    graph = "http://x.example/graph"
    query = "SELECT * { ?s ?p ?o }"
    with pool.run(query, format="csv", default_graphs=[graph]).body as body:
        assert len(body.read().splitlines()) == 2
    query = "SELECT * { GRAPH ?g { ?s ?p ?o } }"
    with pool.run(query, format="csv", named_graphs=["http://x.example/other"]).body as body:
        assert len(body.read().splitlines()) == 1


def test_a_large_result_is_whole(pool: WorkerPool) -> None:
    query = "SELECT * { ?a ?p ?b . ?c ?q ?d }"
    with pool.run(query, format="csv").body as body:
        assert len(body.read().splitlines()) == 1 + 60 * 60


def test_a_full_queue_is_said_so(pool: WorkerPool) -> None:
    def occupy() -> None:
        with pytest.raises(QueryTimeout):
            pool.run(RUNAWAY)

    threads = [threading.Thread(target=occupy) for _ in range(2)]
    threads[0].start()
    time.sleep(0.2)
    threads[1].start()
    time.sleep(0.2)
    with pytest.raises(Overloaded, match="busy"):
        pool.run("ASK {}")
    for thread in threads:
        thread.join()
    assert count(pool) == 60


def test_a_new_version_is_taken_up(tmp_path_factory: pytest.TempPathFactory) -> None:
    versions = publish_store(Store())
    pool = WorkerPool(versions, Settings(workers=1))
    try:
        assert count(pool) == 0
        store = Store()
        store.add(Quad(NAMES[0], NAMES[1], NAMES[2]))
        newer = publish_store(store).current()
        with versions.candidate() as folder:
            newer.store.rename(folder / "store")
            versions.publish(folder, {}, keep=5)
        assert count(pool) == 1
    finally:
        pool.close()
