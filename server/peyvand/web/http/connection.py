"""Connections that are bounded before any request is whole: in number, in time, in their head.

What the parser of HTTP is too strict or too lax with is set right here, before it or after it:
letters of an address that are not encoded, methods that it does not know, offers to speak
another protocol.
"""

from __future__ import annotations

import asyncio
import re

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from peyvand.errors import (
    AddressTooLong,
    BadRequest,
    HeadTooLarge,
    Overloaded,
    PeyvandError,
    Unfinished,
    UnknownCoding,
    UnknownMethod,
)
from peyvand.settings import Settings
from peyvand.web.http import problem
from peyvand.web.http.headers import METHODS
from peyvand.web.http.messages import Request
from peyvand.web.http.request_line import KNOWN, LINE, MOST_LINE, is_plain
from peyvand.web.http.short_way import Begin, ShortWay
from peyvand.web.http.whole import offer
from peyvand.wording import say

# The longest request line and headers together, in bytes, and the most headers. Of the line alone
# ``request_line`` tells; the parser takes no longer address.
MOST_HEAD = 128 * 1024
MOST_HEADERS = 100
# How long a client that is refused may go on sending before the connection is cut, in seconds:
# cut at once, many a client would see a reset in place of the answer.
_LINGER_S = 2.0
# A method that the parser knows, in whose place any unknown one is handed on.
_STAND_IN = b"PATCH"
_LANGUAGE = re.compile(rb"\naccept-language:([^\r\n]{0,200})", re.IGNORECASE)


def guarded(settings: Settings, begin: Begin) -> type[asyncio.Protocol]:
    """A class of connections with the operator's limits.

    Args:
        settings: these.
        begin: begins to answer what may go the short way.
    """

    class Connection(HttpToolsProtocol):
        """One connection."""

        _head = 0
        _in_head = True
        # Whether the next byte begins a request, and what came of its first line.
        _fresh = True
        _line = b""
        _method = ""
        _offered = False
        _refused = False
        _timer: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            """Refuse one connection too many, and begin to wait for a head."""
            super().connection_made(transport)
            self._short = ShortWay(self, begin)
            if len(self.connections) > settings.max_connections:
                self.refuse(Overloaded(**say("connections")))
                self.transport.close()
                return
            self._expect()

        def connection_lost(self, exc: Exception | None) -> None:
            """Wait no more."""
            self._relax()
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            """Count what a head takes, and parse."""
            if self._refused or self.transport.is_closing():
                return
            self._unset_keepalive_if_required()
            idle = self.cycle is None or self.cycle.response_complete
            if self._short.takes(data, fresh=idle and self._fresh and not self._line):
                self._relax()
                return
            if self._in_head:
                self._head += len(data)
                # What follows the head in the same piece is no part of it.
                if self._head > MOST_HEAD and not self._complete(data):
                    self._too_long()
                    return
            if self._fresh:
                self._line += data
                if b"\n" not in self._line.lstrip(b"\r\n"):
                    self._expect()
                    if len(self._line) > MOST_LINE:
                        self._too_long()
                    return
                data, self._line = self._begun(self._line), b""
            if not self._refused:
                self._feed(data)
            if self._in_head and not (self._fresh or self._refused):
                # Most heads come whole, and are not waited for.
                self._expect()

        def on_message_begin(self) -> None:
            """A head begins."""
            self._in_head = True
            self._fresh = self._offered = False
            super().on_message_begin()

        def on_url(self, url: bytes) -> None:
            """A piece of the address."""
            super().on_url(url)
            if len(self.url) > MOST_LINE and not self._refused:
                self.refuse(AddressTooLong(**say("address-long", limit=MOST_LINE)))

        def on_headers_complete(self) -> None:
            """A head is whole."""
            self._in_head = False
            self._head = 0
            self._relax()
            if self._refused:
                return
            if self.parser.get_method() == b"CONNECT":
                self._refuse_method("CONNECT")
                return
            if self.parser.should_upgrade():
                # Without a body, for the parser; see ``_feed``.
                self._offered = True
                return
            if len(self.headers) > MOST_HEADERS:
                self.refuse(HeadTooLarge(**say("headers-many", limit=MOST_HEADERS)))
                return
            for name, value in self.headers:
                if name == b"transfer-encoding" and value.strip().lower() != b"chunked":
                    coding = value.decode("latin-1")[:40]
                    self.refuse(UnknownCoding(**say("transfer-coding", kind=coding)))
                    return
            whole = self.url == b"*"
            if whole:
                # The server itself, for OPTIONS; not an address that can be taken apart.
                self.url = b"/*"
            elif re.fullmatch(rb"[a-z]+://[^/?]+", self.url, re.IGNORECASE):
                self.url += b"/"
            super().on_headers_complete()
            offer(self.cycle)
            self._short.offer(self.cycle.scope, self.headers)
            if whole:
                self.scope["path"] = "*"
            if self._method:
                self.scope["method"] = self._method

        def on_body(self, body: bytes) -> None:
            """A piece of a body; that of a refused request is passed over."""
            if not (self._refused or self._offered or self.transport.is_closing()):
                super().on_body(body)

        def on_message_complete(self) -> None:
            """A request is whole."""
            self._fresh = self._in_head = True
            self._method = ""
            if not (self._refused or self._offered or self.transport.is_closing()):
                super().on_message_complete()

        def shutdown(self) -> None:
            """Uvicorn's: end after what is being answered."""
            self._short.leave()
            super().shutdown()

        def refuse(self, error: PeyvandError) -> None:
            """Answer with a problem after what is being answered, and close."""
            self._relax()
            self._refused = True
            cycle = self.cycle
            if cycle is None or cycle.response_complete:
                self._say(error)
            elif not cycle.more_body:
                # The one before is answered yet; that the connection then ends must do.
                cycle.keep_alive = False
            else:
                # It is the body of this one that is broken: nothing is done with it.
                cycle.disconnected = True
                cycle.message_event.set()
                if cycle.response_started or self.pipeline:
                    self.transport.close()
                else:
                    self._say(error)

        def _say(self, error: PeyvandError) -> None:
            self.transport.write(problem.last(error, self._request()))
            if self.transport.can_write_eof():
                self.transport.write_eof()
            self.loop.call_later(_LINGER_S, self.transport.close)

        def _request(self) -> Request:
            """The request as far as it is known, for the language of its refusal."""
            headers = {
                name.decode("latin-1"): v.decode("latin-1") for name, v in self.headers or ()
            }
            if match := _LANGUAGE.search(self._line):
                headers["accept-language"] = match[1].decode("latin-1")
            address = getattr(self, "url", b"") or self._line.partition(b"\n")[0]
            return Request("GET", "", address.partition(b"?")[2].partition(b" ")[0], headers)

        def _begun(self, data: bytes) -> bytes:
            """The beginning of a request as the parser takes it, its first line being whole.

            Letters that are not encoded are encoded, and an unknown method is noted.
            """
            if is_plain(data[: data.find(b"\n") + 1]) or (match := LINE.match(data)) is None:
                return data
            method, address, rest = match.groups()
            if b" " in address or b"\t" in address:
                self.refuse(BadRequest(**say("address-space")))
            if len(match[0]) > MOST_LINE:
                self.refuse(AddressTooLong(**say("address-long", limit=MOST_LINE)))
            if method.decode() in KNOWN and address.isascii():
                return data
            if method.decode() not in KNOWN:
                method, self._method = _STAND_IN, method.decode()[:40]
            address = re.sub(rb"[^\x00-\x7f]", lambda letter: b"%%%02X" % letter[0][0], address)
            return b"%b %b%b%b" % (method, address, rest, data[match.end() :])

        def _feed(self, data: bytes) -> None:
            """Parse some bytes.

            An offer to speak another protocol is not taken up, as HTTP allows (RFC 9110, 7.8).
            The parser takes the request to end with the head of such an offer, and what follows
            for the other protocol; so it is given the head again, without the offer.
            """
            while not self._refused:
                try:
                    self.parser.feed_data(data)
                except httptools.HttpParserUpgrade as offer:
                    if not self._refused:
                        data = self._without_offer() + data[offer.args[0] :]
                        self._renew_parser()
                        continue
                except httptools.HttpParserInvalidMethodError:
                    self._refuse_method("")
                except httptools.HttpParserError as error:
                    if not self._refused:
                        reason = str(error) or type(error).__name__
                        self.refuse(BadRequest(**say("not-http", reason=reason)))
                return

        def _without_offer(self) -> bytes:
            version = self.parser.get_http_version().encode()
            lines = [b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, version)]
            lines += [b"%b: %b" % row for row in self.headers if row[0] != b"upgrade"]
            return b"\r\n".join(lines) + b"\r\n\r\n"

        def _renew_parser(self) -> None:
            self.parser = httptools.HttpRequestParser(self)
            self.parser.set_dangerous_leniencies(lenient_data_after_close=True)

        def _refuse_method(self, method: str) -> None:
            words = say("method-unknown", method=method or "?", known=", ".join(METHODS))
            error = UnknownMethod(**words)
            error.allowed = METHODS
            self.refuse(error)

        def _too_long(self) -> None:
            """Refuse a head that is too long: for its address, or for its headers."""
            if self._fresh or not self.headers:
                self.refuse(AddressTooLong(**say("address-long", limit=MOST_LINE)))
            else:
                self.refuse(HeadTooLarge(**say("head-long", limit=MOST_HEAD)))

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
            if not self._refused and not self.transport.is_closing():
                self.refuse(Unfinished(**say("head-slow", seconds=settings.client_timeout_s)))

    return Connection
