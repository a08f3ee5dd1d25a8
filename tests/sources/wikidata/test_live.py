"""Fetching from a query service: a real SPARQL engine behind a loopback server that misbehaves."""

from __future__ import annotations

import email.utils
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store

from peyvand.sources.wikidata.live import QueryService, ServiceFailed, fetch, twinned_items
from peyvand.sources.wikidata.queries import records_of

from .conftest import DATA, Read

Trouble = tuple[int, dict[str, str]]


@dataclass
class Service:
    """The server's side: what it was asked, and the troubles it gives before it answers."""

    store: Store
    queries: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    troubles: list[Trouble | str] = field(default_factory=list)
    url: str = ""

    def answer(self, query: str) -> bytes:
        solutions = self.store.query(query)
        assert isinstance(solutions, QuerySolutions)
        content = solutions.serialize(format=QueryResultsFormat.JSON)
        assert content is not None
        return content.replace(b"zh-x-pv-classica-l", b"zh-classical")


@pytest.fixture
def service(store: Store) -> Iterator[Service]:
    state = Service(store)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            query = urllib.parse.parse_qs(body)["query"][0]
            state.queries.append(query)
            state.headers.append(dict(self.headers))
            trouble = state.troubles.pop(0) if state.troubles else None
            if isinstance(trouble, tuple):
                self.send_response(trouble[0])
                for name, value in trouble[1].items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            content = state.answer(query)
            length = len(content)
            if trouble == "timeout":
                content = content[: length // 2] + b"\njava.util.concurrent.TimeoutException\n"
                length = len(content)
            elif trouble == "cut":
                content = content[: length // 2]
            elif trouble == "html":
                content = b"<html>Busy</html>"
                length = len(content)
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(length))
            self.end_headers()
            if trouble != "hang up":
                self.wfile.write(content)

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}/sparql"
    yield state
    server.shutdown()
    server.server_close()
    thread.join()


Connect = Callable[..., QueryService]


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def connect(service: Service, waits: list[float]) -> Connect:
    def connecting(**more: object) -> QueryService:
        return QueryService(service.url, sleep=waits.append, **more)  # type: ignore[arg-type]

    return connecting


def test_fetched_records_equal_those_of_files(connect: Connect, read: Read) -> None:
    expected, _ = read(DATA / "nowhere.json")
    client = connect()
    found = sorted(fetch(client, ["Q900001", "Q900002", "Q900099"]), key=lambda r: r.qid)
    assert client.report.problems == []
    assert found == expected


def test_a_redirect_is_followed_and_a_missing_item_counted(connect: Connect) -> None:
    client = connect()
    (record,) = fetch(client, ["Q900099", "Q404"])
    assert (record.qid, record.redirected_from) == ("Q900001", ("Q900099",))
    assert client.report.counts["items not found"] == 1


@pytest.mark.parametrize("page", [1, 2, 3])
def test_all_twinned_items_are_paged_without_gap_or_repeat(
    page: int, connect: Connect, service: Service, waits: list[float]
) -> None:
    assert list(twinned_items(connect(), page)) == ["Q900001", "Q900002"]
    assert len(service.queries) == {1: 3, 2: 2, 3: 1}[page]
    assert waits == [1.0] * len(service.queries)
    records = list(fetch(connect(), batch=1))
    assert [record.qid for record in records] == ["Q900001", "Q900002"]


def test_it_says_who_asks(connect: Connect, service: Service) -> None:
    connect().select("SELECT * { }")
    connect(user_agent="Mina/1 (mina@example.org)").select("SELECT * { }")
    agents = [headers["User-Agent"] for headers in service.headers]
    assert agents[0].startswith("Peyvand/")
    assert "https://" in agents[0]
    assert agents[1] == "Mina/1 (mina@example.org)"


@pytest.mark.parametrize(
    "trouble", [(500, {}), (503, {}), (429, {}), (504, {}), "timeout", "cut", "html", "hang up"]
)
def test_it_asks_again_after_longer_and_longer_waits(
    trouble: Trouble | str, connect: Connect, service: Service, waits: list[float]
) -> None:
    service.troubles = [trouble, trouble, trouble]
    assert len(connect().select(records_of(["Q900002"]))) > 3
    assert waits == [2.0, 4.0, 8.0, 1.0]


def test_it_waits_as_long_as_it_is_asked_to(
    connect: Connect, service: Service, waits: list[float]
) -> None:
    later = email.utils.formatdate(time.time() + 100, usegmt=True)
    service.troubles = [
        (429, {"Retry-After": "17"}),
        (503, {"Retry-After": later}),
        (503, {"Retry-After": "soon"}),
    ]
    connect().select("SELECT * { }")
    assert waits[0] == 17.0
    assert 90 < waits[1] <= 100
    assert waits[2] == 8.0


def test_it_does_not_wait_for_hours(connect: Connect, service: Service) -> None:
    service.troubles = [(429, {"Retry-After": "7200"})]
    with pytest.raises(ServiceFailed, match="asks to wait 7200 s") as caught:
        connect().select("SELECT * { }")
    assert caught.value.hint


def test_it_gives_up_in_the_end_and_at_once_where_asking_again_is_vain(
    connect: Connect, service: Service, waits: list[float]
) -> None:
    service.troubles = [(503, {})] * 3
    with pytest.raises(ServiceFailed, match=r"503 .* after 3 tries"):
        connect(retries=2).select("SELECT * { }")
    assert waits == [2.0, 4.0]
    service.troubles = [(403, {})]
    with pytest.raises(ServiceFailed, match="403") as caught:
        connect().select("SELECT * { }")
    assert "user agent" in caught.value.hint


def test_nothing_is_asked_twice_with_a_cache(
    connect: Connect, service: Service, tmp_path: Path
) -> None:
    service.troubles = [(503, {}), "timeout"]
    first = list(fetch(connect(cache=tmp_path / "c"), batch=1))
    asked = len(service.queries)
    again = connect(cache=tmp_path / "c")
    assert list(fetch(again, batch=1)) == first
    assert len(service.queries) == asked
    assert again.report.counts["answers from the cache"] == asked - 2


def test_an_answer_beyond_the_limit_is_refused(connect: Connect) -> None:
    with pytest.raises(ServiceFailed, match="longer than 100 bytes"):
        connect(most_bytes=100).select(records_of(["Q900002"]))


def test_a_service_that_is_not_there(waits: list[float]) -> None:
    with pytest.raises(ServiceFailed, match="cannot be reached"):
        QueryService("http://127.0.0.1:9/", sleep=waits.append, retries=1).select("SELECT * { }")
    with pytest.raises(ServiceFailed, match="not the address"):
        QueryService("file:///etc/passwd")


def test_only_numbers_of_items_enter_a_query() -> None:
    with pytest.raises(ValueError, match="not the number of an item"):
        records_of(["Q1 } DROP ALL"])
