"""The endpoint: which part answers which path, and what every answer carries."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable

from peyvand.disk import is_full
from peyvand.errors import (
    BadRequest,
    Damaged,
    NotFound,
    PeyvandError,
    StorageFull,
)
from peyvand.query.executor import Executor
from peyvand.query.formats import GRAPHS
from peyvand.query.frames import PACKERS
from peyvand.query.messages import Question
from peyvand.settings import Settings
from peyvand.tokens import Tokens
from peyvand.web.endpoint import graph_store, versions
from peyvand.web.endpoint.authorization import Rights
from peyvand.web.endpoint.graph_store import GraphStore
from peyvand.web.endpoint.service_description import service
from peyvand.web.endpoint.sparql import Sparql
from peyvand.web.endpoint.versions import Archive, summary
from peyvand.web.endpoint.warnings import Advice
from peyvand.web.http import negotiation, prefix, problem
from peyvand.web.http.conditional import unchanged
from peyvand.web.http.headers import COMMON, METHODS, not_allowed, options
from peyvand.web.http.messages import Reply, Request
from peyvand.web.linked_data.addresses import DESCRIBED
from peyvand.web.linked_data.description.dataset import void
from peyvand.web.linked_data.routes import LinkedData
from peyvand.wording import say

log = logging.getLogger(__name__)
Handler = Callable[[Request], Awaitable[Reply]]
_LINKS = (
    f'{DESCRIBED}, </sparql>; rel="service"; title="SPARQL 1.1", '
    '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
)
_READ = ("GET", "HEAD", "OPTIONS")


class Core:
    """Answers every request but those for pages.

    Args:
        executor: what evaluates queries and makes writes.
        settings: the operator's limits.
    """

    def __init__(self, executor: Executor, settings: Settings) -> None:
        self.executor, self.settings = executor, settings
        rights = Rights(Tokens(executor.versions.home))
        self._graphs = GraphStore(executor, settings, rights)
        self._archive = Archive(executor, rights)
        self.linked = LinkedData(executor, settings)
        advice = Advice(executor, self.linked.things.register)
        self._sparql = Sparql(executor, settings, rights, advice)

    def serves(self, path: str) -> bool:
        """Whether a path is answered here rather than by a page."""
        return self._route(path) is not None

    async def answer(self, request: Request) -> Reply:
        """Answer a request. An error becomes a problem; only a fault of the program raises."""
        try:
            negotiation.check_coding(request.headers.get("accept-encoding"))
            reply = await self._answer(request)
        except PeyvandError as error:
            _note(error, request)
            reply = problem.reply(error, request)
        except Exception as error:
            log.exception("fault while answering %s", request.path)
            fault = PeyvandError("The server made a mistake; it has been logged.")
            if is_full(error):
                fault = StorageFull(**say("disk-full"))
            reply = problem.reply(fault, request)
        if request.prefix:
            _below(reply, request.prefix)
        if reply.status == 200:
            _packed(reply, request)
        reply.headers = request.bound({**COMMON, **reply.headers})
        return reply

    async def _answer(self, request: Request) -> Reply:
        route = self._route(request.path)
        if route is None:
            raise NotFound(**say("no-such-path", path=request.path[:200]))
        methods, handler = route
        method = request.method
        if method == "OPTIONS":
            return options(methods)
        if method not in methods:
            raise not_allowed(method, methods)
        if method == "HEAD":
            request.method = "GET"
        reply = await handler(request)
        reply.headers.setdefault("Link", _LINKS)
        return reply

    def _route(self, path: str) -> tuple[tuple[str, ...], Handler] | None:
        if path in ("/sparql", "/sparql/"):
            return (*_READ, "POST"), self._at_endpoint
        if path == graph_store.PATH or path.startswith(graph_store.PATH + "/"):
            return (*_READ, "PUT", "POST", "DELETE"), self._graphs.answer
        if path == versions.PATH or path.startswith(versions.PATH + "/"):
            methods = ("POST", "OPTIONS") if path.endswith("/rollback") else _READ
            return methods, self._archive.answer
        if path.startswith("/queries/"):
            return ("DELETE", "OPTIONS"), self._cancel
        if path in ("/.well-known/void", "/void"):
            return _READ, self._void
        if path == "/version":
            return _READ, self._version
        if path == "/health":
            return _READ, self._health
        if path == "*":
            # The server itself, of which OPTIONS may ask (RFC 9110, 9.3.7).
            return METHODS, self._nothing
        return self.linked.route(path)

    async def _nothing(self, request: Request) -> Reply:
        raise BadRequest(**say("no-resource", method=request.method))

    async def _at_endpoint(self, request: Request) -> Reply:
        if request.method == "GET" and not request.query_string:
            if negotiation.wants_page(request.headers.get("accept")):
                return Reply(303, {"Location": "/query"})
            return self._described(request, service)
        return await self._sparql.answer(request)

    async def _void(self, request: Request) -> Reply:
        return self._described(request, void)

    def _described(self, request: Request, make: Callable[..., bytes]) -> Reply:
        version, origin = self.executor.current(), request.origin
        chosen = request.format(GRAPHS)
        tag = f'W/"v{version.number}.{make.__name__}.{chosen.name}"'
        headers = {
            "Content-Type": chosen.content_type,
            "ETag": tag,
            "Cache-Control": "public, no-cache",
            "Peyvand-Version": str(version.number),
        }
        if unmodified := unchanged(request, headers):
            return unmodified
        return Reply(200, headers, make(version, origin, chosen))

    async def _version(self, request: Request) -> Reply:
        version = self.executor.current()
        headers = {
            "Content-Type": "application/json",
            "ETag": f'"v{version.number}"',
            "Cache-Control": "no-cache",
            "Peyvand-Version": str(version.number),
        }
        if unmodified := unchanged(request, headers):
            return unmodified
        return Reply(200, headers, summary(version))

    async def _health(self, request: Request) -> Reply:
        # A query whose answer is never kept, so that a worker is really asked.
        answer = await self.executor.query(Question("ASK { BIND(NOW() AS ?now) }", "json"))
        answer.close()
        body = {"status": "ok", "version": answer.version}
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        return Reply(200, headers, json.dumps(body).encode() + b"\n")

    async def _cancel(self, request: Request) -> Reply:
        self.executor.cancel(request.path.removeprefix("/queries/"))
        return Reply(204)


def _note(error: PeyvandError, request: Request) -> None:
    """Log what only the operator can mend, and where things lie, which clients are not told."""
    told = " ".join(error.texts("en")).strip()
    if isinstance(error, Damaged | StorageFull) or told != str(error):
        log.error("%s %s: %s", request.method, request.path, " ".join(str(error).split()))


def _below(reply: Reply, under: str) -> None:
    """Put a prefix before the paths of an answer."""
    reply.headers = {name: prefix.header(name, v, under) for name, v in reply.headers.items()}
    if reply.body and "Content-Encoding" not in reply.headers:
        reply.body = prefix.body(reply.body, reply.headers.get("Content-Type", ""), under)


def _packed(reply: Reply, request: Request) -> None:
    """An answer packed for whoever refuses a plain one, even if it is short."""
    accept = request.headers.get("accept-encoding")
    if reply.body and "Content-Encoding" not in reply.headers and negotiation.refuses_plain(accept):
        coding = negotiation.coding(accept)
        assert coding is not None
        packer = PACKERS[coding]()
        reply.body = packer.feed(reply.body) + packer.finish()
        reply.headers["Content-Encoding"] = coding
