"""An engine in this process that keeps to the protocol, unless it is told to do otherwise."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

import httpx2 as httpx
from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

Lie = Callable[[httpx.Request, httpx.Response], httpx.Response]
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
    """A server with datasets, as Fuseki has them: each a fake of its own."""

    def __init__(self) -> None:
        self.datasets: dict[str, Fake] = {"theirs": Fake()}
        self.lie: Lie = lambda request, response: response

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        first, _, last = request.url.path.strip("/").partition("/")
        body = request.read()
        if first == "$":
            name = last.removeprefix("datasets").strip("/")
            if request.method == "DELETE":
                del self.datasets[name]
            else:
                self.datasets[parse_qs(body.decode())["dbName"][0]] = Fake()
            return httpx.Response(200)
        if first not in self.datasets:
            return httpx.Response(405)
        fake = self.datasets[first]
        if last == "data":
            fake.store.load(body, format=RdfFormat.N_QUADS)
            return self.lie(request, httpx.Response(200))
        inner = httpx.Request(request.method, f"http://engine.example/{last}", content=body)
        return fake.handle_request(inner)


def _type(kind: str) -> dict[str, str]:
    return {"Content-Type": kind}
