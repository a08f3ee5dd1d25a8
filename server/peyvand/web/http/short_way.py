"""The short way of a light query: from its head to its answer in one connection, without a task.

By the long way, the parser of HTTP calls back for each header, an ASGI application is called
through those that are around it, in a task of its own, and the client is watched meanwhile. All
this takes longer than a light query. But the requests of one client differ in their first line
alone. So the headers of a request that went the long way are remembered with what was made of
them; of the next that has the same, only the first line is read. What cannot be answered at once
goes the long way with what has begun.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from peyvand.web.http.messages import Request, no_body
from peyvand.web.http.request_line import MOST_LINE

# The name in an ASGI scope of what is called with a request whose like may go the short way, and
# of what has begun for a request.
LEARN = "peyvand.learn"
BEGUN = "peyvand.begun"
# After this many seconds a request goes the long way.
_SOON_S = 0.05
# Longer headers are not remembered, in bytes.
_MOST_HEADERS = 8 * 1024
_PATH = b"/sparql"
_BEGIN, _END = b"GET " + _PATH + b"?", b" HTTP/1.1\r\n"
# What a query of an address may hold (RFC 3986, 3.4).
_OF_QUERIES = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?%"
# Headers by which there is more to a request than its head.
_MORE = frozenset(
    b"connection content-length expect http2-settings te trailer transfer-encoding upgrade".split()
)


class Begun(Protocol):
    """A request for which something is under way."""

    @property
    def is_under_way(self) -> bool:
        """Whether anything is; else it goes the long way at once."""
        ...

    def answer(self) -> bytes | None:
        """The whole answer, head and body, once there is word of it; None if it is not all."""
        ...

    def give_up(self) -> None:
        """End what nobody wants any more, if it is not over."""
        ...


# Begins to answer a request, and calls back when there is word of it; None if it has to go the
# long way.
Begin = Callable[[Request, Callable[[], None]], bytes | Begun | None]


class ShortWay:
    """Of one connection.

    Args:
        connection: it.
        begin: begins to answer a request.
    """

    def __init__(self, connection: HttpToolsProtocol, begin: Begin) -> None:
        self._connection, self._begin = connection, begin
        # The headers that are known, and a request with them.
        self._headers, self._known = b"", Request("GET", "")
        # Those of a request that goes the long way, while it does.
        self._candidate = b""
        self._begun: Begun | None = None
        self._head, self._held = b"", bytearray()
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_taken(self) -> bool:
        """Whether a request is on it."""
        return self._timer is not None

    def takes(self, data: bytes, *, fresh: bool) -> bool:
        """Answer a request, or begin to; whether that is done.

        Args:
            data: what came from the client.
            fresh: whether it is the beginning of a request, and none is under way.
        """
        if self._timer is not None:
            # One answer after the other; more than this is not read before.
            self._held += data
            self._connection.flow.pause_reading()
            return True
        self._candidate = b""
        if self._begun is not None:
            return False
        if not fresh or not data.startswith(_BEGIN) or not data.endswith(b"\r\n\r\n"):
            return False
        end = data.find(b"\r\n") + 2
        headers = data[end:]
        query = data[len(_BEGIN) : end - len(_END)]
        if not (end <= MOST_LINE and data.startswith(_END, end - len(_END))) or query.translate(
            None, _OF_QUERIES
        ):
            return False
        if headers != self._headers:
            if len(headers) <= _MOST_HEADERS and headers.find(b"\r\n\r\n") == len(headers) - 4:
                self._candidate = headers
            return False
        if self._connection.flow.write_paused:
            return False
        like = self._known
        sender = (like.client, like.scheme, no_body(), like.public)
        request = Request(like.method, like.path, query, like.headers, *sender)
        found = self._begin(request, self._come)
        if isinstance(found, bytes):
            self._write(found)
            return True
        self._begun = found
        if found is None or not found.is_under_way:
            return False
        self._head = data
        self._timer = self._connection.loop.call_later(_SOON_S, self.leave)
        return True

    def offer(self, scope: Any, headers: list[tuple[bytes, bytes]]) -> None:
        """Put into the scope of a request on the long way what it has to do with the short one."""
        if self._begun is not None:
            scope[BEGUN], self._begun = self._begun, None
        elif self._candidate and _is_all(headers):
            scope[LEARN] = self._learner(self._candidate)

    def leave(self) -> None:
        """Have the request that is on it go the long way from here."""
        if self._timer is None:
            return
        self._timer.cancel()
        self._timer = None
        if not self._connection.transport.is_closing():
            self._connection.data_received(self._head)
        if self._begun is not None:
            self._begun.give_up()
            self._begun = None
        self._go_on()

    def _learner(self, headers: bytes) -> Callable[[Request], None]:
        def learn(request: Request) -> None:
            self._headers, self._known = headers, request

        return learn

    def _come(self) -> None:
        """There is word of what has begun."""
        begun = self._begun
        if begun is None:
            return
        if self._connection.transport.is_closing():
            # Its client has gone away.
            answer = b""
            begun.give_up()
        elif (found := begun.answer()) is None:
            self.leave()
            return
        else:
            answer = found
        assert self._timer is not None
        self._timer.cancel()
        self._timer = self._begun = None
        if answer:
            self._write(answer)
        self._go_on()

    def _write(self, answer: bytes) -> None:
        self._connection.transport.write(answer)
        # As after any answer, the next request is waited for.
        self._connection.on_response_complete()

    def _go_on(self) -> None:
        """Read what came meanwhile."""
        if self._held and not self._connection.transport.is_closing():
            held, self._held = bytes(self._held), bytearray()
            self._connection.flow.resume_reading()
            self._connection.data_received(held)


def _is_all(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether a request ends with these headers, and its connection goes on."""
    return not any(
        name in _MORE and (name, value.lower()) != (b"connection", b"keep-alive")
        for name, value in headers
    )
