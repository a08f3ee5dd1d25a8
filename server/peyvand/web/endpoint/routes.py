"""The endpoint: which part answers which path, and what every answer carries."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from peyvand.disk import is_full
from peyvand.errors import (
    BadRequest,
    Damaged,
    NotFound,
    PeyvandError,
    StorageFull,
)
from peyvand.formats import GRAPHS, GraphFormat
from peyvand.graph.following import followed
from peyvand.graph.versions import Version, Versions
from peyvand.query.executor import Executor
from peyvand.query.frames import PACKERS
from peyvand.query.messages import Question
from peyvand.query.writes import Write, WriteAnswer
from peyvand.settings import Settings
from peyvand.sources.catalogue import own
from peyvand.tokens import Tokens
from peyvand.web.endpoint import graph_store, register, versions
from peyvand.web.endpoint.at_once import AtOnce
from peyvand.web.endpoint.authorization import Rights
from peyvand.web.endpoint.graph_store import GraphStore
from peyvand.web.endpoint.limits import Limits
from peyvand.web.endpoint.register import RegisterTables
from peyvand.web.endpoint.service_description import service
from peyvand.web.endpoint.sparql import Sparql
from peyvand.web.endpoint.versions import Archive, summary
from peyvand.web.endpoint.warnings import Advice
from peyvand.web.http import negotiation, prefix, problem
from peyvand.web.http.conditional import unchanged
from peyvand.web.http.headers import COMMON, METHODS, not_allowed, options
from peyvand.web.http.messages import Reply, Request
from peyvand.web.http.routing import GET, READ, Handler, Route, Routes
from peyvand.web.linked_data.addresses import DESCRIBED, Name
from peyvand.web.linked_data.description.dataset import void
from peyvand.web.linked_data.description.thing import Description, Standing
from peyvand.web.linked_data.routes import LinkedData
from peyvand.wording import say

log = logging.getLogger(__name__)

_LINKS = (
    f'{DESCRIBED}, </sparql>; rel="service"; title="SPARQL 1.1", '
    '</openapi.json>; rel="service-desc"; type="application/json", '
    '</api>; rel="service-doc"; type="text/html", '
    '<https://creativecommons.org/licenses/by/4.0/>; rel="license"'
)


class Endpoint:
    """Answers every request but those for pages.

    Args:
        executor: what evaluates queries and makes writes.
        settings: the operator's limits.
    """

    def __init__(self, executor: Executor, settings: Settings) -> None:
        self._executor, self.settings = executor, settings
        self.check_list = executor.check_list
        self.rights = rights = Rights(Tokens(executor.versions.home), executor.versions.home)
        self.limits = Limits(settings, rights)
        self._linked = LinkedData(executor, settings)
        advice = Advice(executor, self._linked.things.register)
        self._sparql = Sparql(executor, settings, rights, advice)
        self.at_once = AtOnce(executor, self._sparql, self.limits, _LINKS)
        self.routes = Routes([*self._own(rights), *self._linked.routes])

    def _own(self, rights: Rights) -> Iterator[Route[Handler]]:
        graphs = GraphStore(self._executor, self.settings, rights)
        archive = Archive(self._executor, rights)
        tables = RegisterTables(self._executor, self.settings, rights)
        queried, stored = (*READ, "POST"), (*READ, "PUT", "POST", "DELETE")
        yield Route("sparql", "/sparql", queried, self._at_endpoint)
        yield Route("sparql_too", "/sparql/", queried, self._at_endpoint)
        yield Route("graphs", graph_store.PATH, stored, graphs.answer)
        yield Route("graph", f"{graph_store.PATH}/<rest:name>", stored, graphs.answer)
        yield Route("versions", versions.PATH, READ, archive.answer)
        yield Route("rulings", versions.RULINGS, READ, archive.rulings)
        yield Route("old_version", f"{versions.PATH}/<rest:name>", READ, archive.answer)
        yield Route("register", register.PATH, ("POST", "OPTIONS"), tables.answer, elsewhere=GET)
        yield Route("template", register.TEMPLATE, READ, tables.template)
        back = f"{versions.PATH}/<rest:name>/rollback"
        yield Route("rollback", back, ("POST", "OPTIONS"), archive.answer)
        yield Route("run", "/queries/<rest:name>", ("DELETE", "OPTIONS"), self._cancel)
        yield Route("void", "/.well-known/void", READ, self._void)
        yield Route("void_too", "/void", READ, self._void)
        yield Route("version", "/version", READ, self._version)
        yield Route("health", "/health", READ, self._health)
        # The server itself, of which OPTIONS may ask (RFC 9110, 9.3.7).
        yield Route("server", "*", METHODS, self._nothing)

    @property
    def versions(self) -> Versions:
        """The home of the versions that are served."""
        return self._executor.versions

    async def ask(self, question: Question, version: int | None = None) -> bytes:
        """The whole answer to a query of our own.

        Raises:
            PeyvandError: there is no such version, or the query fails.
        """
        return await (await self._executor.query(question, version=version)).whole()

    async def describe(
        self, name: Name, version: int | None, page: int, client: str
    ) -> Description | Standing:
        """What is known of a thing; see ``Things.description``."""
        return await self._linked.things.description(name, version, page, client=client)

    async def standing(self, name: Name, version: int | None, client: str) -> Standing:
        """Whether a thing stands; see ``Things.standing``."""
        return await self._linked.things.standing(name, version, client=client)

    async def write(self, request: Write) -> WriteAnswer:
        """Make a write; see ``Executor.write`` for what it raises."""
        return await self._executor.write(request)

    def doubt(self) -> None:
        """Look again at what is served, before the next answer; see ``Executor.doubt``."""
        self._executor.doubt()

    async def close(self) -> None:
        """End every process."""
        await self._executor.close()

    def route(self, path: str) -> Route[Handler] | None:
        """What answers a path here; None if a page does, or nothing."""
        return self.routes.find(path)

    async def answer(self, request: Request, route: Route[Handler] | None = None) -> Reply:
        """Answer a request. An error becomes a problem, and so does a fault of the program.

        Args:
            request: it.
            route: that of its path, if it was looked for already.
        """
        left: dict[str, str] = {}
        route = route or self.route(request.path)
        try:
            # Whoever watches whether the server lives is not counted.
            if request.begun is not None:
                left = request.begun.left
            elif route is None or route.answer != self._health:
                left = self.limits.take(request)
            negotiation.check_coding(request.headers.get("accept-encoding"))
            reply = await self._answer(request, route)
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
        reply.headers = request.bound({**COMMON, **left, **reply.headers})
        return reply

    async def _answer(self, request: Request, route: Route[Handler] | None) -> Reply:
        if route is None:
            raise NotFound(**say("no-such-path", path=request.path[:200]))
        method = request.method
        if method == "OPTIONS":
            return options(route.allowed)
        if method not in route.methods:
            raise not_allowed(method, route.allowed)
        if method == "HEAD":
            request.method = "GET"
        reply = await route.answer(request)
        reply.headers.setdefault("Link", _LINKS)
        return reply

    async def _nothing(self, request: Request) -> Reply:
        raise BadRequest(**say("no-resource", method=request.method))

    async def _at_endpoint(self, request: Request) -> Reply:
        if request.method == "GET" and not request.query_string:
            if negotiation.wants_page(request.headers.get("accept")):
                return Reply(303, {"Location": "/query"})
            return await self._described(request, "service", self._service)
        return await self._sparql.answer(request)

    async def _void(self, request: Request) -> Reply:
        return await self._described(request, "void", self._whole_void)

    async def _service(self, version: Version, origin: str, chosen: GraphFormat) -> bytes:
        return service(version, origin, chosen)

    async def _whole_void(self, version: Version, origin: str, chosen: GraphFormat) -> bytes:
        question = Question(own("web/description").text, "ntriples")
        told = await self.ask(question, version.number)
        return await asyncio.to_thread(void, version, origin, chosen, told)

    async def _described(
        self,
        request: Request,
        name: str,
        make: Callable[[Version, str, GraphFormat], Awaitable[bytes]],
    ) -> Reply:
        version, origin = self._executor.current(), request.origin
        chosen = request.format(GRAPHS)
        tag = f'W/"{version.tag}.{name}.{chosen.name}"'
        headers = {
            "Content-Type": chosen.content_type,
            "ETag": tag,
            "Cache-Control": "public, no-cache",
            "Peyvand-Version": str(version.number),
        }
        if unmodified := unchanged(request, headers):
            return unmodified
        return Reply(200, headers, await make(version, origin, chosen))

    async def _version(self, request: Request) -> Reply:
        version = self._executor.current()
        headers = {
            "Content-Type": "application/json",
            "ETag": f'"{version.tag}"',
            "Cache-Control": "no-cache",
            "Peyvand-Version": str(version.number),
        }
        if unmodified := unchanged(request, headers):
            return unmodified
        return Reply(200, headers, summary(version))

    async def _health(self, request: Request) -> Reply:
        # A query whose answer is never kept, so that a worker is really asked.
        answer = await self._executor.query(Question(own("web/alive").text, "json"))
        answer.close()
        version = self._executor.version(answer.version)
        columns = self._executor.has_columns(version)
        body: dict[str, Any] = {"status": "ok", "version": answer.version, "columns": columns}
        if (following := followed(self.versions.home)) is not None:
            # Where the source lies on this machine, and what failed there, only the operator reads.
            body["follows"] = {"version": following.version, "looked_at": following.looked_at}
        if (engines := self._executor.elsewhere.counts(version)) is not None:
            body["engines"] = engines
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store"}
        return Reply(200, headers, json.dumps(body).encode() + b"\n")

    async def _cancel(self, request: Request) -> Reply:
        self._executor.cancel(request.path.removeprefix("/queries/"))
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
