"""An engine in this process that keeps to the protocol, unless it is told to do otherwise."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from urllib.parse import parse_qs

import httpx2 as httpx
from pyoxigraph import (
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QueryTriples,
    RdfFormat,
    Store,
    parse,
    serialize,
)

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


class FakeVirtuoso(Fake):
    """A store without a default graph, which answers as Virtuoso 7.2 does: yes or no by a table,
    booleans by numbers, durations by seconds."""

    GRAPHS = "http://engine.example/graphs"

    def _answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        if request.url.path == "/graphs":
            return self._graph(request.method, NamedNode(request.url.params["graph-uri"]), body)
        form = parse_qs(body.decode())
        (text,) = form["query"]
        self.asked.append(text)
        if "+ " in text:
            return httpx.Response(500, text="Virtuoso 37000 Error TR...")
        # Without what is said by the request there is no graph at all.
        default, named = (
            [NamedNode(iri) for iri in form.get(name, ())]
            for name in ("default-graph-uri", "named-graph-uri")
        )
        given = {} if " FROM " in text else {"default_graph": default, "named_graphs": named}
        result = self.store.query(text, **given)  # type: ignore[arg-type]
        if isinstance(result, QueryTriples):
            lines = serialize(result, format=RdfFormat.N_TRIPLES)
            return httpx.Response(200, content=lines, headers=_type("application/n-triples"))
        if isinstance(result, QueryBoolean):
            rows = [{"__ASK_RETVAL": {"type": "typed-literal", "value": "1"}}] if result else []
            table = {"head": {"vars": ["__ASK_RETVAL"]}, "results": {"bindings": rows}}
        else:
            table = json.loads(result.serialize(format=QueryResultsFormat.JSON) or b"")
            for cell in (cell for row in table["results"]["bindings"] for cell in row.values()):
                _as_virtuoso(cell)
        return httpx.Response(
            200, content=json.dumps(table), headers=_type("application/sparql-results+json")
        )

    def _graph(self, method: str, graph: NamedNode, lines: bytes) -> httpx.Response:
        there = bool(list(self.store.quads_for_pattern(None, None, None, graph)))
        if method == "GET":
            text = serialize(
                (quad.triple for quad in self.store.quads_for_pattern(None, None, None, graph)),
                format=RdfFormat.N_TRIPLES,
            )
            content = re.sub(rb'"P1D"', b'"86400.0"', text or b"")
            return httpx.Response(200, content=content, headers=_type("application/n-triples"))
        if method in ("PUT", "DELETE"):
            self.store.remove_graph(graph)
        if method == "DELETE":
            return httpx.Response(200 if there else 404)
        plain = re.sub(rb"<nodeID://(b\d+)>", rb"_:\1", lines)
        for quad in parse(plain, format=RdfFormat.N_TRIPLES):
            self.store.add(Quad(quad.subject, quad.predicate, quad.object, graph))
        return httpx.Response(201)


def _as_virtuoso(cell: dict[str, str]) -> None:
    kind = cell.get("datatype", "").rpartition("#")[2]
    if kind == "boolean":
        cell["value"] = {"true": "1", "false": "0"}[cell["value"]]
    if kind == "duration":
        cell["value"] = "86400.0"
    if cell["type"] == "bnode":
        cell["value"] = f"nodeID://{cell['value']}"


def _plain(lines: bytes) -> bytes:
    """Lines with their blank nodes as N-Quads has them; those that are no statements go."""
    return re.sub(rb"<(_:\w+)>", rb"\1", lines) if b"<" in lines else b""


def _type(kind: str) -> dict[str, str]:
    return {"Content-Type": kind}
