"""What is kept of answers, for how long, and what is never kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Store

from peyvand.errors import Overloaded
from peyvand.query import queries
from peyvand.query.cache import Entry, ResultCache
from peyvand.web.app import create_app
from peyvand.wording import say

KIB = 1024


def entry(size: int, letter: bytes = b"x") -> Entry:
    return Entry("text/csv", None, letter * size)


def test_what_is_put_is_got_and_the_first_stays() -> None:
    cache = ResultCache(100 * KIB)
    assert cache.get("a") is None
    cache.put("a", entry(10))
    cache.put("a", entry(10, b"y"))
    assert cache.get("a") == entry(10)
    cache.clear()
    assert cache.get("a") is None


@pytest.mark.parametrize(("size", "kept"), [(3 * KIB, True), (3 * KIB + 1, False)])
def test_an_answer_takes_a_sixteenth_at_most_with_what_it_costs(size: int, kept: bool) -> None:
    cache = ResultCache(64 * KIB)
    cache.put("a", entry(size))
    assert (cache.get("a") is not None) == kept


def test_nothing_is_held_by_a_cache_of_no_size() -> None:
    cache = ResultCache(0)
    cache.put("a", entry(0))
    assert cache.get("a") is None


def test_the_least_recently_used_is_given_up_and_no_more() -> None:
    cache = ResultCache(64 * KIB)
    for number in range(16):
        cache.put(number, entry(3 * KIB))
    assert cache.get(0)
    cache.put(16, entry(3 * KIB))
    assert [number for number in range(17) if cache.get(number) is None] == [1]
    # However many come, so many are held and no more.
    for number in range(17, 60):
        cache.put(number, entry(3 * KIB))
    assert [number for number in range(60) if cache.get(number)] == list(range(44, 60))
    # What was given up or cleared away makes room.
    cache.clear()
    for number in range(16):
        cache.put(number, entry(3 * KIB))
    assert all(cache.get(number) for number in range(16))


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    app = create_app(Store())
    yield app.test_client()
    app.extensions["peyvand"].close()


def nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuse(*arguments: object, **more: object) -> None:
        raise Overloaded(**say("write-busy"))

    monkeypatch.setattr(queries.Run, "begin", refuse)


def status(client: FlaskClient, query: str) -> int:
    return client.get("/sparql", query_string={"query": query}).status_code


def test_health_is_asked_of_a_worker_each_time(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/health").status_code == 200
    assert client.get("/health").headers["Cache-Control"] == "no-store"
    nobody_answers(monkeypatch)
    assert client.get("/health").status_code == 503


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (BNODE() AS ?x) {}",
        "SELECT ?x { BIND(bnode('a') AS ?x) }",
        "SELECT (RAND() AS ?x) {}",
        "SELECT (rand ( ) AS ?x) {}",
        "ASK { FILTER(RAND() < 2) }",
        "SELECT * { { SELECT (UUID() AS ?x) {} } }",
        "SELECT (STRUUID() AS ?x) {}",
        "CONSTRUCT { ?x ?x ?x } { BIND(NOW() AS ?x) }",
        "SELECT (COUNT(?x) AS ?n) { BIND(NOW() AS ?x) } HAVING (RAND() >= 0)",
    ],
)
def test_what_each_evaluation_gives_anew_is_never_kept(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    plain = "SELECT ?bnode { BIND('RAND() NOW()' AS ?bnode) } # UUID()"
    assert [status(client, text) for text in (query, plain)] == [200, 200]
    nobody_answers(monkeypatch)
    # The one is in the cache, the other has to be asked.
    assert [status(client, text) for text in (query, plain)] == [503, 200]
