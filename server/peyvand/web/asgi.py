"""The endpoint as an ASGI application, with the pages of the Flask application beside it.

A client that goes away is noticed here, and what was done for it ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from typing import Any

from peyvand.errors import PeyvandError, TooLarge
from peyvand.query.answer import TooLong, joined
from peyvand.web.endpoint.routes import Endpoint
from peyvand.web.http import problem
from peyvand.web.http.headers import COMMON
from peyvand.web.http.messages import Reply, Request, no_body
from peyvand.web.http.routing import Handler, Route
from peyvand.web.http.short_way import BEGUN, LEARN
from peyvand.web.http.whole import WHOLE, WriteWhole
from peyvand.wording import say

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
# A request that is answered sooner is not watched for its client going away.
_SOON_S = 0.05
# The largest answer to a client that speaks HTTP/1.0, in bytes.
_MOST_OLD = 32 * 1024 * 1024


class Front:
    """The ASGI application.

    Args:
        endpoint: what answers everything but pages.
        pages: an ASGI application for the rest.
    """

    def __init__(self, endpoint: Endpoint, pages: Application) -> None:
        self._endpoint, self._pages = endpoint, pages
        self._pause_s = endpoint.settings.client_timeout_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        route = self._endpoint.route(_path(scope))
        if route is None or scope["method"] in route.elsewhere:
            await self._pages(scope, receive, send)
            return
        incoming = _Incoming(receive)
        watch = _Watch(incoming)
        try:
            await self._respond(scope, route, incoming, send)
        except asyncio.CancelledError:
            if not (watch.gone or incoming.gone_away):
                raise
        finally:
            watch.end()
            if (begun := scope.get(BEGUN)) is not None:
                begun.give_up()

    async def _respond(
        self, scope: Scope, route: Route[Handler], incoming: _Incoming, send: Send
    ) -> None:
        request = _request(scope, incoming, self._endpoint.settings.public_url)
        request.begun = scope.get(BEGUN)
        if (learn := scope.get(LEARN)) is not None and self._endpoint.at_once.suits(request):
            learn(replace(request, body=no_body()))
        only_head = request.method == "HEAD"
        reply = await self._endpoint.answer(request, route)
        if "expect" in request.headers and not incoming.begun:
            # Whether the client sends the body that it announced is not known: only a new
            # connection tells where its next request begins.
            reply.headers["Connection"] = "close"
        try:
            if reply.pieces is not None and (only_head or scope["http_version"] == "1.0"):
                await _gather(reply, only_head=only_head)
            elif reply.pieces is None and reply.status not in (204, 304):
                reply.headers["Content-Length"] = str(len(reply.body))
            if reply.pieces is None:
                body = b"" if only_head else reply.body
                write: WriteWhole | None = scope.get(WHOLE)
                if write is None or not write(reply.status, reply.headers, body):
                    await send(_start(reply))
                    await send({"type": "http.response.body", "body": body})
                return
            await send(_start(reply))
            await self._stream(reply, send)
        finally:
            reply.close()

    async def _stream(self, reply: Reply, send: Send) -> None:
        assert reply.pieces is not None
        try:
            async for piece in reply.pieces:
                message = {"type": "http.response.body", "body": piece, "more_body": True}
                async with asyncio.timeout(self._pause_s):
                    await send(message)
        except Exception:
            # The body is left without its end: the server closes the connection, and no client
            # can take the answer for complete.
            return
        await send({"type": "http.response.body", "body": b""})


async def _gather(reply: Reply, *, only_head: bool) -> None:
    """Make a streamed answer a whole one: HTTP/1.0 tells its end only by its length."""
    assert reply.pieces is not None
    pieces, reply.pieces = reply.pieces, None
    if only_head:
        return
    try:
        reply.body = await joined(pieces, _MOST_OLD)
    except TooLong:
        _refuse(reply, TooLarge(**say("old-http", limit=_MOST_OLD)))
    except PeyvandError as error:
        _refuse(reply, error)
    reply.headers["Content-Length"] = str(len(reply.body))


def _refuse(reply: Reply, error: PeyvandError) -> None:
    refused = problem.reply(error, Request("GET", ""))
    reply.status, reply.body = refused.status, refused.body
    reply.headers = {**COMMON, **refused.headers}


class _Incoming:
    """The body of a request, and then word of its client."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self.begun = self.reading = self.read = False
        # Whether the client went away before its body was whole.
        self.gone_away = False

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body."""
        self.begun = self.reading = True
        try:
            while not self.read:
                message = await self._receive()
                if message["type"] == "http.disconnect":
                    self.gone_away = True
                    raise asyncio.CancelledError
                self.read = not message.get("more_body", False)
                yield message.get("body", b"")
        finally:
            self.reading = False

    async def gone(self) -> None:
        """Return when the client has gone away; the rest of a body is passed over."""
        while True:
            if self.reading:
                # Whoever reads the body notices.
                await asyncio.sleep(_SOON_S)
                continue
            message = await self._receive()
            if message["type"] == "http.disconnect":
                return


class _Watch:
    """Cancels the task that made it when the client goes away."""

    def __init__(self, incoming: _Incoming) -> None:
        self._incoming = incoming
        self._answering = asyncio.current_task()
        self._task: asyncio.Task[None] | None = None
        self.gone = False
        self._timer = asyncio.get_running_loop().call_later(_SOON_S, self._begin)

    def end(self) -> None:
        """Watch no more."""
        self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _begin(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._look())

    async def _look(self) -> None:
        await self._incoming.gone()
        self.gone = True
        if self._answering is not None:
            self._answering.cancel()


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", "")) or "/"


def _request(scope: Scope, incoming: _Incoming, public: str) -> Request:
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1"), value.decode("latin-1")
        # Several lines of one header are one list (RFC 9110, 5.3).
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    client = scope.get("client")
    return Request(
        scope["method"],
        _path(scope),
        scope["query_string"],
        headers,
        client[0] if client else "",
        scope.get("scheme", "http"),
        incoming.pieces(),
        public,
        scope.get("root_path", ""),
    )


def _start(reply: Reply) -> dict[str, Any]:
    headers = [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in reply.headers.items()]
    return {"type": "http.response.start", "status": reply.status, "headers": headers}
