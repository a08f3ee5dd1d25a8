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


def _type(kind: str) -> dict[str, str]:
    return {"Content-Type": kind}
