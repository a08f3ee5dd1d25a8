"""Connections that are bounded before any request is whole: in number, in time, in their head."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from peyvand.settings import Settings
from peyvand.web.core import COMMON
from peyvand.web.problem import type_of
from peyvand.web.texts import title

# The longest request line and headers together, in bytes, and the most headers.
MOST_HEAD = 128 * 1024
MOST_HEADERS = 100
_REASONS = {
    400: "Bad Request",
    408: "Request Timeout",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}


def guarded(settings: Settings) -> type[asyncio.Protocol]:
    """A class of connections with the operator's limits."""

    class Connection(HttpToolsProtocol):
        """One connection."""

        _head = 0
        _in_head = True
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            """Refuse one connection too many, and begin to wait for a head."""
            super().connection_made(transport)
            if len(self.connections) > settings.max_connections:
                self.refuse(503, "overloaded", "Too many connections are open.")
                return
            self._expect()

        def connection_lost(self, exc: Exception | None) -> None:
            """Wait no more."""
            self._relax()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            """Count what a head takes, and parse."""
            if self.transport.is_closing():
                return
            if self._in_head:
                self._head += len(data)
                # What follows the head in the same piece is no part of it.
                if self._head > MOST_HEAD and not self._complete(data):
                    self.refuse(
                        431, "too-large", f"The head of a request has over {MOST_HEAD} bytes."
                    )
                    return
            super().data_received(data)

        def on_message_begin(self) -> None:
            """A head begins."""
            self._in_head = True
            self._expect()
            super().on_message_begin()

        def on_headers_complete(self) -> None:
            """A head is whole."""
            self._in_head = False
            self._head = 0
            self._relax()
            if len(self.headers) > MOST_HEADERS:
                self.refuse(431, "too-large", f"A request has over {MOST_HEADERS} headers.")
                return
            super().on_headers_complete()

        def on_body(self, body: bytes) -> None:
            """A piece of a body; that of a refused request is passed over."""
            if not self.transport.is_closing():
                super().on_body(body)

        def on_message_complete(self) -> None:
            """A request is whole."""
            if not self.transport.is_closing():
                super().on_message_complete()

        def send_400_response(self, msg: str) -> None:
            """What is no HTTP is refused like everything else."""
            self.refuse(400, "bad-request", "This is not a request that HTTP/1.1 allows.")

        def refuse(self, status: int, slug: str, detail: str) -> None:
            """Answer with a problem, and close."""
            self._relax()
            body = json.dumps(
                {
                    "type": type_of(slug),
                    "title": title(slug, "en"),
                    "status": status,
                    "detail": detail,
                    "lang": "en",
                }
            ).encode()
            headers: dict[str, Any] = {
                **COMMON,
                "Content-Type": "application/problem+json",
                "Content-Length": len(body),
                "Cache-Control": "no-store",
                "Connection": "close",
            }
            if status == 503:
                headers["Retry-After"] = 5
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            head = f"HTTP/1.1 {status} {_REASONS[status]}\r\n{lines}\r\n"
            self.transport.write(head.encode("latin-1") + body)
            self.transport.close()

        def _complete(self, data: bytes) -> bool:
            """Whether a head that is within the limit ends in this piece."""
            end = data.find(b"\r\n\r\n")
            return end >= 0 and self._head - len(data) + end <= MOST_HEAD

        def _expect(self) -> None:
            if self._timer is None:
                self._timer = self.loop.call_later(settings.client_timeout_s, self._late)

        def _relax(self) -> None:
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None

        def _late(self) -> None:
            self._timer = None
            if not self.transport.is_closing():
                self.refuse(408, "unfinished", "The head of the request did not come in time.")

    return Connection
