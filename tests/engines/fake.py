"""An engine in this process that keeps to the protocol, unless it is told to do otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs

import httpx2 as httpx
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, parse, serialize

Lie = Callable[[httpx.Request, httpx.Response], httpx.Response]
QUADS = "application/n-quads"
QUERY, UPDATE = "http://engine.example/query", "http://engine.example/update"


class Fake(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A store that answers queries and updates, by both kinds of clients."""

    def __init__(self) -> None:
        self.store = Store()
        self.lie: Lie = lambda request, response: response
        self.asked: list[str] = []
        self.updates: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self.lie(request, self._answer(request, request.read()))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return self.lie(request, self._answer(request, await request.aread()))

    def _answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        if request.url.path == "/update":
            self.updates.append(body.decode())
            self.store.update(body.decode())
            return httpx.Response(204)
        form = parse_qs(body.decode())
        (text,) = form["query"]
        self.asked.append(text)
        result = self.store.query(text)
        if isinstance(result, QueryTriples):
            lines = serialize(result, format=RdfFormat.N_TRIPLES)
            return httpx.Response(200, content=lines, headers=_type("application/n-triples"))
        rows = result.serialize(format=QueryResultsFormat.JSON)
        return httpx.Response(200, content=rows, headers=_type("application/sparql-results+json"))


class FakeFuseki(httpx.BaseTransport):
    """A server with datasets, as Fuseki has them: each a fake of its own.

    Args:
        patches: whether its datasets have an address for RDF Patches.
    """

    def __init__(self, *, patches: bool = True) -> None:
        self.datasets: dict[str, Fake] = {"theirs": Fake()}
        self.lie: Lie = lambda request, response: response
        self.patches, self.patched, self.compacted = patches, 0, 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        first, _, last = request.url.path.strip("/").partition("/")
        body = request.read()
        if first == "$":
            return self.lie(request, self._administer(request.method, last, body))
        if first not in self.datasets:
            return httpx.Response(404)
        fake = self.datasets[first]
        if last == "data" and request.method == "GET":
            text = serialize(fake.store, format=RdfFormat.N_QUADS)
            assert text is not None
            content = re.sub(rb"_:(\w+)", rb"_:B\1", text)
            return self.lie(request, httpx.Response(200, content=content, headers=_type(QUADS)))
        if last == "data":
            self._add(fake, body)
            return self.lie(request, httpx.Response(200))
        if last == "patch":
            if not self.patches:
                return httpx.Response(405)
            self.patched += 1
            # What Fuseki 5.6 makes of a patch that is cut after a line.
            for line in self.lie(request, httpx.Response(200, content=body)).content.splitlines():
                for quad in parse(_plain(line[2:]), format=RdfFormat.N_QUADS):
                    (fake.store.remove if line[:1] == b"D" else fake.store.add)(quad)
            return httpx.Response(200)
        inner = httpx.Request(request.method, f"http://engine.example/{last}", content=body)
        return fake.handle_request(inner)

    def _administer(self, method: str, path: str, body: bytes) -> httpx.Response:
        kind, _, name = path.partition("/")
        if kind == "compact":
            self.compacted += 1
            return httpx.Response(200, json={"taskId": "7"})
        if kind == "tasks":
            return httpx.Response(200, json={"taskId": name, "finished": "now", "success": True})
        if method == "GET":
            told = [{"ds.name": f"/{one}"} for one in self.datasets]
            return httpx.Response(200, json={"datasets": told})
        if method == "DELETE":
            return httpx.Response(200 if self.datasets.pop(name, None) else 404)
        self.datasets[parse_qs(body.decode())["dbName"][0]] = Fake()
        return httpx.Response(200)

    def _add(self, fake: Fake, lines: bytes) -> None:
        fake.store.extend(parse(_plain(lines), format=RdfFormat.N_QUADS))


def _plain(lines: bytes) -> bytes:
    """Lines with their blank nodes as N-Quads has them; those that are no statements go."""
    return re.sub(rb"<(_:\w+)>", rb"\1", lines) if b"<" in lines else b""


def _type(kind: str) -> dict[str, str]:
    return {"Content-Type": kind}
