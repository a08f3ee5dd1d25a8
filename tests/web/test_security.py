"""What protects a server from strangers, seen from outside: each part has a witness here."""

from __future__ import annotations

import re
import select
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.query.sandbox import MEGABYTE, STACK
from waiting import wait_until
from web.live import Server, publish, running, small_store

MEMORY_MB = 200
ENDLESS = (
    "SELECT (COUNT(*) AS ?n) WHERE { " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(9)) + "}"
)
# Some hundred milliseconds on the store below: longer than a first moment, and yet soon done.
LONG = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?p ?b . ?c ?q ?d . FILTER(STR(?b) < STR(?d)) }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("security")
    store = small_store()
    for number in range(1500):
        name = NamedNode(f"http://x.example/{number}")
        store.add(Quad(name, NamedNode("http://x.example/p"), Literal(str(number))))
    publish(home, store)
    with running(
        home, workers=2, light_workers=2, query_timeout_s=30, worker_memory_mb=MEMORY_MB
    ) as started:
        yield started


def status_of(process: int) -> dict[str, str]:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def workers(server: Server) -> dict[int, dict[str, str]]:
    """The processes that evaluate, children of the server's children, and their status.

    One may end while they are looked at, and a new one be forked: see ``all_of``.
    """
    own = server.process.pid
    every = {number: status_of(number) for number in server.processes() if number != own}
    return {number: told for number, told in every.items() if int(told["PPid"]) != own}


def all_of(server: Server, right: Callable[[int, dict[str, str]], bool]) -> bool:
    """Whether every worker is as it should be, at a moment at which none comes or goes."""
    try:
        found = workers(server)
        return bool(found) and all(right(number, told) for number, told in found.items())
    except (FileNotFoundError, ProcessLookupError):
        return False
    except KeyError:
        # One that has ended and was not waited for yet holds no memory, and tells of none.
        return False


def data_limit(process: int) -> int:
    """The most that a process may hold, in bytes; 0 before a new worker has set it."""
    limits = Path(f"/proc/{process}/limits").read_text()
    match = re.search(r"Max data size\s+(\S+)", limits)
    assert match
    return 0 if match[1] == "unlimited" else int(match[1])


def test_workers_are_behind_the_filter_of_system_calls(server: Server) -> None:
    assert server.select("SELECT (1 AS ?one) {}") == ["1"]

    def filtered(_: int, told: dict[str, str]) -> bool:
        return told["Seccomp"] == "2" and told["NoNewPrivs"] == "1"

    wait_until(lambda: all_of(server, filtered), "every worker is behind the filter")


def test_workers_may_take_what_the_operator_gives_and_no_more(server: Server) -> None:
    assert server.select("SELECT (2 AS ?two) {}") == ["2"]

    def limited(process: int, told: dict[str, str]) -> bool:
        held = int(told["VmData"].split()[0]) * 1024
        # What the worker held when it was forked is less than what it holds now.
        most = held + MEMORY_MB * MEGABYTE + STACK
        return MEMORY_MB * MEGABYTE <= data_limit(process) <= most

    wait_until(lambda: all_of(server, limited), "every worker has the operator's limit")


def endless(server: Server, number: int) -> socket.socket:
    """A connection on which an endless query was sent, as if for another client each time."""
    sock = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    query = urlencode({"query": ENDLESS.replace("?n)", f"?n{number})")})
    sock.sendall(
        f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.0.0.{number}\r\n"
        f"Forwarded: for=10.0.0.{number}\r\nX-Real-IP: 10.0.0.{number}\r\n\r\n".encode()
    )
    return sock


def test_one_client_leaves_a_long_place_to_others(server: Server) -> None:
    """Also one that says that it asks for others: only a trusted proxy is believed."""
    greedy = [endless(server, number) for number in range(6)]
    try:
        with socket.create_connection(
            ("127.0.0.1", server.port), timeout=60, source_address=("127.0.0.2", 0)
        ) as modest:
            query = urlencode({"query": LONG, "format": "csv"})
            modest.sendall(f"GET /sparql?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert modest.recv(12) == b"HTTP/1.1 200"
        answered, _, _ = select.select(greedy, [], [], 0)
        assert not answered
    finally:
        for sock in greedy:
            sock.close()


def test_headers_of_proxies_are_believed_of_trusted_ones_only(
    server: Server, tmp_path_factory: pytest.TempPathFactory
) -> None:
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}
    with_headers = server.ask(headers={"Accept": "text/turtle", **said}).text
    assert f"http://127.0.0.1:{server.port}" in with_headers
    assert f"https://127.0.0.1:{server.port}" not in with_headers
    home = tmp_path_factory.mktemp("trusting")
    publish(home, Store())
    with running(home, trusted_proxies="127.0.0.1") as trusting:
        text = trusting.ask(headers={"Accept": "text/turtle", **said}).text
        assert f"https://127.0.0.1:{trusting.port}" in text


DISGUISED = [
    "LOAD <http://127.0.0.1:9/>",
    "load <http://127.0.0.1:9/>",
    "LoAd\tSILENT <http://127.0.0.1:9/>",
    "#\nLOAD#\n<http://127.0.0.1:9/>",
    "INSERT DATA { <a:a> <a:b> 1 } ; LOAD <http://127.0.0.1:9/>",
    "INSERT DATA { <a:a> <a:b> 'x' };LOAD<http://127.0.0.1:9/>INTO GRAPH<a:g>",
    "PREFIX LOADING: <a:>LOAD <http://127.0.0.1:9/>",
    "BASE <http://127.0.0.1:9/> LOAD <x>",
    "PREFIX p: <http://127.0.0.1:9/> LOAD p:x",
    "INSERT DATA { <a:a> <a:b> '''x''' } ; /**/LOAD <http://127.0.0.1:9/>",
    "\ufeffLOAD <http://127.0.0.1:9/>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "INSERT { ?s ?p ?o } WHERE { { SELECT * { SERVICE SILENT ?x { ?s ?p ?o } } } }",
    "INSERT { } WHERE { ?s ?p true.SERVICE<http://127.0.0.1:9/>{} }",
]


@pytest.mark.parametrize("text", DISGUISED)
def test_no_update_calls_out_however_it_is_written(server: Server, text: str) -> None:
    before = server.versions.current().number
    got = server.update(text)
    assert got.status == 400, got.text
    assert server.versions.current().number == before


@pytest.mark.parametrize("path", ["/", "/query", "/search?q=a", "/page/city/none", "/problem"])
def test_every_page_has_the_whole_policy(server: Server, path: str) -> None:
    got = server.ask(path=path, headers={"Accept": "text/html"})
    policy = {
        name: value
        for name, _, value in (
            part.strip().partition(" ")
            for part in got.headers["Content-Security-Policy"].split(";")
        )
    }
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["img-src"] == "'self' data:"
    assert policy.get("script-src", "'self'") == "'self'"
    assert "unsafe" not in got.headers["Content-Security-Policy"]
    assert got.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "methods"),
    [
        ("/sparql", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("/graphs", {"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"}),
        ("/versions", {"GET", "HEAD", "OPTIONS"}),
        ("/versions/1/rollback", {"POST", "OPTIONS"}),
        ("/queries/0123456789abcdef", {"DELETE", "OPTIONS"}),
    ],
)
def test_a_preflight_is_answered_whole(server: Server, path: str, methods: set[str]) -> None:
    got = server.ask(
        "OPTIONS",
        path,
        headers={
            "Origin": "https://elsewhere.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, content-type",
        },
    )
    assert got.status == 204
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    for name in ("Allow", "Access-Control-Allow-Methods"):
        assert set(got.headers[name].split(", ")) == methods
    allowed = {name.lower() for name in got.headers["Access-Control-Allow-Headers"].split(", ")}
    assert allowed >= {
        "accept", "accept-language", "authorization", "content-type", "if-match", "if-none-match",
        "if-range", "peyvand-query", "range",
    }  # fmt: skip
    assert int(got.headers["Access-Control-Max-Age"]) > 0
    exposed = {name.lower() for name in got.headers["Access-Control-Expose-Headers"].split(", ")}
    assert exposed >= {
        "allow", "content-location", "content-range", "etag", "link", "location",
        "peyvand-engine", "peyvand-query",
        "peyvand-version", "retry-after", "www-authenticate",
    }  # fmt: skip
    # Whoever is let in by a cookie must not be asked for from elsewhere.
    assert "Access-Control-Allow-Credentials" not in got.headers
