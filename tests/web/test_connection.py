"""What arrives is what was sent: offers of other protocols, broken bodies, odd heads.

Over raw sockets, since no client sends most of this on purpose.
"""

from __future__ import annotations

import contextlib
import json
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from needs import needs
from waiting import LIMIT_S
from web.live import NEW, Server, publish, running, small_store

QUERY = "application/sparql-query"
TURTLE = b"<http://x.example/a> <http://x.example/p> 1, 2, 3, 4 ."
OFFERS = {
    "h2c, as Java and curl make it": b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
    b"HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n",
    "websocket": b"Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n",
    "several, in lower case": b"connection: upgrade\r\nupgrade: TLS/1.0, h2c, IRC/6.9\r\n",
    "in two headers": b"Upgrade: h2c\r\nUpgrade: foo/2\r\nConnection: close-not\r\n"
    b"Connection: Upgrade\r\n",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("connection")
    publish(home, small_store())
    with running(home, client_timeout_s=5, cache_mb=0) as found:
        yield found


class Wire:
    """A connection that sends bytes as they are."""

    def __init__(self, server: Server) -> None:
        self.socket = socket.create_connection(("127.0.0.1", server.port), timeout=LIMIT_S)
        self.file = self.socket.makefile("rb")

    def send(self, data: bytes) -> Wire:
        self.socket.sendall(data)
        return self

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        """The next answer, whole."""
        line = self.file.readline()
        assert line.startswith(b"HTTP/1.1 "), line
        status = int(line.split()[1])
        headers: dict[str, str] = {}
        while (line := self.file.readline()).strip():
            name, _, value = line.decode("latin-1").partition(":")
            headers[name.lower()] = value.strip()
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(self.file.readline(), 16):
                body += self.file.read(size)
                self.file.readline()
            self.file.readline()
            return status, headers, body
        return status, headers, self.file.read(int(headers.get("content-length", "0")))

    def end(self) -> bytes:
        """What still comes until the other side closes."""
        with contextlib.suppress(ConnectionResetError):
            return self.file.read()
        return b""


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    found = Wire(server)
    with found.socket, found.file:
        yield found


def head(method: str, path: str, *headers: bytes, host: bytes = b"x.example") -> bytes:
    lines = b"".join(line if line.endswith(b"\r\n") else line + b"\r\n" for line in headers)
    return f"{method} {path} HTTP/1.1\r\nHost: ".encode() + host + b"\r\n" + lines + b"\r\n"


def post(query: bytes, *headers: bytes) -> bytes:
    length = f"Content-Length: {len(query)}".encode()
    kind = f"Content-Type: {QUERY}".encode()
    return head("POST", "/sparql", kind, b"Accept: text/csv", length, *headers) + query


def put(server: Server, path: str, *headers: bytes) -> bytes:
    token = f"Authorization: Bearer {server.token}".encode()
    return head("PUT", path, token, b"Content-Type: text/turtle", *headers)


def count(server: Server, graph: str) -> int:
    return int(server.select(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}")[0])


@pytest.mark.parametrize("offer", OFFERS)
def test_an_offer_is_not_taken_up_and_the_body_is_read(
    server: Server, wire: Wire, offer: str
) -> None:
    query = b"SELECT (42 AS ?x) {}"
    # Twice on one connection, and the next request in the same piece as the second.
    wire.send(post(query, OFFERS[offer]))
    status, headers, body = wire.answer()
    assert (status, body) == (200, b"x\r\n42\r\n")
    assert "upgrade" not in headers
    wire.send(post(query, OFFERS[offer]) + head("GET", "/version", OFFERS[offer]) + post(query))
    assert wire.answer()[::2] == (200, b"x\r\n42\r\n")
    assert json.loads(wire.answer()[2])["version"]
    assert wire.answer()[::2] == (200, b"x\r\n42\r\n")


def test_an_offer_that_comes_byte_by_byte_is_not_taken_up(wire: Wire) -> None:
    wire.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in post(b"SELECT (42 AS ?x) {}", OFFERS["websocket"]):
        wire.send(bytes([byte]))
    assert wire.answer()[::2] == (200, b"x\r\n42\r\n")


@pytest.mark.parametrize("chunked", [False, True])
def test_a_graph_that_is_put_with_an_offer_is_stored(
    server: Server, wire: Wire, chunked: bool
) -> None:
    path, offer = f"/graphs/offer-{chunked}", OFFERS["h2c, as Java and curl make it"]
    if chunked:
        body = b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in (TURTLE[:9], TURTLE[9:]))
        wire.send(put(server, path, offer, b"Transfer-Encoding: chunked") + body + b"0\r\n\r\n")
    else:
        length = f"Content-Length: {len(TURTLE)}".encode()
        wire.send(put(server, path, offer, length) + TURTLE)
    assert wire.answer()[0] == 201
    assert count(server, f"{NEW}offer-{chunked}") == 4


HALF = {
    "fewer than Content-Length": (b"Content-Length: 1000", TURTLE),
    "chunks without the last": (b"Transfer-Encoding: chunked", b"36\r\n" + TURTLE + b"\r\n"),
    "half a chunk": (b"Transfer-Encoding: chunked", b"ff\r\n" + TURTLE),
    "a broken chunk": (b"Transfer-Encoding: chunked", b"36\r\n" + TURTLE + b"\r\nzz\r\n\r\n"),
    "with an offer": (b"Content-Length: 1000\r\nConnection: Upgrade\r\nUpgrade: h2c", TURTLE),
    "two lengths that differ": (b"Content-Length: 54\r\nContent-Length: 10", TURTLE),
    "two lengths alike": (b"Content-Length: 54\r\nContent-Length: 54", TURTLE),
    "a list of lengths": (b"Content-Length: 54, 54", TURTLE),
    "a negative length": (b"Content-Length: -54", TURTLE),
    "a length with a sign": (b"Content-Length: +54", TURTLE),
    "a length and chunks": (b"Content-Length: 54\r\nTransfer-Encoding: chunked",
                            b"36\r\n" + TURTLE + b"\r\n0\r\n\r\n"),
    "chunks and a length": (b"Transfer-Encoding: chunked\r\nContent-Length: 54",
                            b"36\r\n" + TURTLE + b"\r\n0\r\n\r\n"),
    "another coding": (b"Transfer-Encoding: gzip, chunked", b"36\r\n" + TURTLE + b"\r\n0\r\n\r\n"),
    "no chunks": (b"Transfer-Encoding: identity", TURTLE),
}  # fmt: skip


@pytest.mark.parametrize("kind", HALF)
def test_nothing_is_written_of_a_body_that_is_not_whole(server: Server, kind: str) -> None:
    graph = NEW + "half"
    there = 204 if count(server, graph) else 201
    assert server.ask("PUT", "/graphs/half", body=TURTLE, token=server.token,
                      headers={"Content-Type": "text/turtle"}).status == there  # fmt: skip
    version = server.ask(path="/version").json["version"]
    sent, body = HALF[kind]
    # Only now, for the server gives up a connection on which nothing comes.
    wire = Wire(server)
    with wire.socket, wire.file:
        wire.send(put(server, "/graphs/half", sent) + body)
        wire.socket.shutdown(socket.SHUT_WR)
        answer = wire.end()
    assert not answer or re.match(rb"HTTP/1.1 (400|501) ", answer), answer
    assert server.ask(path="/version").json["version"] == version
    assert count(server, graph) == 4
    assert "Traceback" not in server.log.read_text()


def test_a_body_that_was_announced_is_waited_for(server: Server, wire: Wire) -> None:
    wire.send(
        post(b"", b"Expect: 100-continue").replace(b"Content-Length: 0", b"Content-Length: 20")
    )
    assert wire.answer()[0] == 100
    wire.send(b"SELECT (42 AS ?x) {}")
    assert wire.answer()[::2] == (200, b"x\r\n42\r\n")


def test_after_a_refusal_the_announced_body_is_not_taken_for_a_request(wire: Wire) -> None:
    path = "/graphs/x"
    wire.send(
        head("PUT", path, b"Expect: 100-continue", b"Content-Length: 9", b"Content-Type: a/b")
    )
    status, headers, _ = wire.answer()
    assert status == 401
    assert headers["connection"] == "close"
    assert wire.end() == b""


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("FOO", "/sparql", 405),
        ("get", "/sparql", 405),
        ("PATCH", "/sparql", 405),
        ("PROPFIND", "/graphs/notes", 405),
        ("DESCRIBE", "/query", 405),
        ("M-SEARCH", "/", 405),
        ("TRACE", "/browse", 405),
        ("LONG" * 30, "/search", 405),
        ("CONNECT", "x.example:443", 501),
    ],
)
def test_an_unknown_method_is_told_which_there_are(
    wire: Wire, method: str, path: str, status: int
) -> None:
    wire.send(head(method, path, b"Accept-Language: fa", b"Content-Length: 3") + b"abc")
    got, headers, body = wire.answer()
    assert got == status, body
    assert {"OPTIONS"} < set(headers["allow"].split(", "))
    problem = json.loads(body)
    assert problem["type"].endswith("/method-not-allowed")
    assert problem["lang"] == "fa"


def test_after_an_unknown_method_the_connection_goes_on(wire: Wire) -> None:
    wire.send(head("FOO", "/sparql", b"Content-Length: 3") + b"abc")
    assert wire.answer()[0] == 405
    wire.send(post(b"SELECT (42 AS ?x) {}"))
    assert wire.answer()[::2] == (200, b"x\r\n42\r\n")


def test_the_server_is_asked_for_its_methods(wire: Wire) -> None:
    status, headers, _ = wire.send(head("OPTIONS", "*")).answer()
    assert status == 204
    assert headers["allow"] == "GET, HEAD, OPTIONS, POST, PUT, DELETE"
    assert wire.send(head("GET", "*")).answer()[0] == 400


def test_letters_that_are_not_encoded_are_read(server: Server, wire: Wire) -> None:
    query = "SELECT(COUNT(*)AS?n){<http://x.example/شهر>?p'شهر'@fa}"
    wire.send(head("GET", f"/sparql?query={query}&format=csv"))
    assert wire.answer()[::2] == (200, b"n\r\n1\r\n")
    status, _, body = wire.send(head("GET", "/نیست")).answer()
    assert (status, "/نیست" in body.decode()) == (404, True)


@pytest.mark.parametrize(("tag", "word"), [("en", "space"), ("fa", "فاصله")])
def test_a_space_in_an_address_is_named(wire: Wire, tag: str, word: str) -> None:
    wire.send(head("GET", "/sparql?query=ASK {}", f"Accept-Language: {tag}".encode()))
    status, _, body = wire.answer()
    assert status == 400
    assert word in json.loads(body)["hint"]
    assert "%20" in json.loads(body)["hint"]


@pytest.mark.parametrize("length", [65_000, 100_000, 150_000, 1_000_000])
@pytest.mark.parametrize(("tag", "word"), [("en", "by POST"), ("fa", "با POST")])
def test_too_long_an_address_is_414(wire: Wire, length: int, tag: str, word: str) -> None:
    query = quote("SELECT * {} #" + "x" * length)
    with contextlib.suppress(OSError):
        wire.send(head("GET", f"/sparql?lang={tag}&query={query}"))
    status, headers, body = wire.answer()
    assert status == 414
    assert headers["connection"] == "close"
    assert word in json.loads(body)["hint"]


def test_an_address_of_sixty_thousand_bytes_is_answered(wire: Wire) -> None:
    query = quote("SELECT (42 AS ?x) {} #" + "x" * 60_000)
    wire.send(head("GET", f"/sparql?format=csv&query={query}"))
    assert wire.answer()[::2] == (200, b"x\r\n42\r\n")


@pytest.mark.parametrize("headers", [[b"X-A: " + b"x" * 140_000], [b"X: y"] * 101])
def test_too_many_headers_are_431(wire: Wire, headers: list[bytes]) -> None:
    with contextlib.suppress(OSError):
        wire.send(head("GET", "/sparql?query=ASK%7B%7D", *headers))
    status, _, body = wire.answer()
    assert status == 431
    assert "header" in json.loads(body)["hint"]


def test_what_was_asked_before_a_broken_request_is_answered(wire: Wire) -> None:
    wire.send(post(b"SELECT (42 AS ?x) {}") + b"nonsense\r\n\r\n")
    assert wire.answer()[::2] == (200, b"x\r\n42\r\n")
    rest = wire.end()
    # A client that is cut off while it sends may not see the refusal.
    assert rest == b"" or rest.startswith(b"HTTP/1.1 400 ")


# Nothing else is told of a query whose answer was found at once than of any other.
ASKED = {
    "rows": "SELECT ?x { VALUES ?x { 1 2 } }",
    "a table that is packed": "SELECT ?x { VALUES ?x { " + "1 " * 1000 + "} }",
    "yes or no": "ASK {}",
    "nothing, and why": "SELECT ?x { ?x <http://x.example/nowhere> ?y }",
    "what has no value": "SELECT ?nowhere { ?x ?y ?z }",
    "a graph": "CONSTRUCT { ?x ?x ?y } { VALUES (?x ?y) { (<http://x.example/a> 1) } }",
    "what differs each time": "SELECT (isIRI(UUID()) AS ?x) {}",
    "no SPARQL": "SELECT {",
    "what is forbidden": "SELECT ?x { SERVICE <http://x.example/> { ?x ?y ?z } }",
    "what fails": "SELECT ?x { BIND(<http://x.example/function>(1) AS ?x) }",
    "what takes its time": "SELECT (COUNT(*) AS ?n) { VALUES ?a { A } VALUES ?b { A } "
    "VALUES ?c { A } FILTER(?a + ?b + ?c > 1) }".replace("A", "1 " * 60),
}


@pytest.mark.parametrize("name", ASKED)
def test_each_of_the_requests_of_a_client_is_answered_alike(wire: Wire, name: str) -> None:
    asked = head("GET", f"/sparql?query={quote(ASKED[name])}", b"Accept-Encoding: gzip")
    answers = []
    # By itself, when its headers are known, and with the next behind it.
    for data in (asked, asked, asked + head("GET", "/version"), asked):
        status, headers, body = wire.send(data).answer()
        headers.pop("peyvand-query", None)
        answers.append((status, headers, body))
        if data.endswith(head("GET", "/version")):
            assert json.loads(wire.answer()[2])["version"]
    assert answers[1:] == answers[:1] * 3


def test_a_client_that_holds_the_answer_is_told_so(wire: Wire) -> None:
    path = f"/sparql?query={quote('ASK {}')}"
    for _ in range(2):
        _, headers, _ = wire.send(head("GET", path)).answer()
    held = f"If-None-Match: {headers['etag']}".encode()
    for _ in range(2):
        assert wire.send(head("GET", path, held)).answer()[0] == 304


def test_each_query_of_a_client_can_be_cancelled(server: Server, wire: Wire) -> None:
    told = [wire.send(head("GET", "/sparql?query=ASK%7B%7D")).answer()[1] for _ in range(3)]
    assert len({headers["peyvand-query"] for headers in told}) == 3
    # They are over.
    for headers in told:
        path = f"/queries/{headers['peyvand-query']}"
        assert wire.send(head("DELETE", path)).answer()[0] == 404


@needs("curl")
def test_curl_offers_http_2(server: Server) -> None:
    at = f"http://127.0.0.1:{server.port}/sparql"
    command = ["curl", "-s", "--http2", at, "--data-urlencode", "query=ASK {}"]
    done = subprocess.run(command, capture_output=True, check=True, timeout=LIMIT_S)
    assert json.loads(done.stdout)["boolean"] is True


@needs("jdk")
def test_java_writes_what_it_sends(server: Server) -> None:
    source = Path(__file__).with_name("Manners.java")
    command = ["java", str(source), f"http://127.0.0.1:{server.port}", server.token]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    stored, counted, updated = done.stdout.splitlines()
    assert stored.startswith("201 ")
    assert int(counted.removeprefix("200 n ")) >= 4
    assert json.loads(updated.removeprefix("200 "))["added"] == 1
    assert count(server, NEW + "java") == 4
