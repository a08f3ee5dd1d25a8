"""What comes over HTTP and what goes back, without any framework.

The endpoint is written against these two classes; ``asgi`` and ``app`` carry them.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from werkzeug.http import parse_options_header

from peyvand.errors import BadRequest
from peyvand.formats import F
from peyvand.web.http import negotiation
from peyvand.web.http.percent import pairs
from peyvand.wording import say

FORM = "application/x-www-form-urlencoded"
# The names that clients give the parameter for the format of an answer.
FORMAT = ("format", "output", "results")
_MOST_PARAMETERS = 1000
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?")
# An absolute IRI (RFC 3987), as far as what it must not hold.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|\\^`\x7f]*")


async def no_body() -> AsyncIterator[bytes]:
    """A body that is empty."""
    return
    yield b""


@dataclass
class Request:
    """A request: its head, and a body that comes piece by piece."""

    method: str
    path: str
    query_string: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    client: str = ""
    scheme: str = "http"
    body: AsyncIterator[bytes] = field(default_factory=no_body)
    # The address that the operator has named.
    public: str = ""
    # The path below which the server is; see ``prefix.py``.
    prefix: str = ""
    # What is under way for it, by ``short_way.py``.
    begun: Any = None
    _host_shown: bool = False

    @cached_property
    def parameters(self) -> Parameters:
        """Those of the address.

        Raises:
            BadRequest: they are not UTF-8, or far too many.
        """
        return Parameters.parse(self.query_string)

    @property
    def media_type(self) -> str:
        """The type of the body, in lower case, without parameters; empty if none is named."""
        return self._content_type[0].lower()

    @property
    def charset(self) -> str:
        """The character set that Content-Type names, in lower case; utf-8 if it names none."""
        # Some clients quote with apostrophes, which are no quotation marks in HTTP.
        return self.media_type_parameters.get("charset", "").strip("'").lower() or "utf-8"

    @property
    def media_type_parameters(self) -> dict[str, str]:
        """What Content-Type says beside the type, by names in lower case."""
        return self._content_type[1]

    @cached_property
    def _content_type(self) -> tuple[str, dict[str, str]]:
        return parse_options_header(self.headers.get("content-type"))

    @property
    def language(self) -> str:
        """The language to answer in: ``?lang=``, else the best of Accept-Language, else English."""
        match = re.search(rb"(?:^|&)lang=(en|fa)(?:&|$)", self.query_string)
        if match:
            return match[1].decode()
        return negotiation.language(self.headers.get("accept-language"))

    def format(self, offered: Sequence[F]) -> F:
        """The format to answer in: as the address names it, else by Accept.

        Raises:
            NotAcceptable: none of those offered fits.
        """
        names = [value for name in FORMAT for value in self.parameters.all(name)]
        return negotiation.chosen(names, self.headers.get("accept"), offered)

    @property
    def wants_page(self) -> bool:
        """Whether a page is wanted rather than data, by ``format`` or else by Accept."""
        for name in self.parameters.all("format"):
            if name.lower() in ("html", *negotiation.HTML):
                return True
            if name.lower() in ("json", *negotiation.DATA):
                return False
        return negotiation.wants_page(self.headers.get("accept"))

    @property
    def place(self) -> str:
        """The address of this server as the client sees it; empty if the Host header is odd."""
        if self.public:
            return self.public
        host = self.headers.get("host", "")
        return f"{self.scheme}://{host}{self.prefix}" if _HOST.fullmatch(host) else ""

    @property
    def origin(self) -> str:
        """``place``, for what is answered: see ``show_host``."""
        self.show_host()
        return self.place

    @property
    def address(self) -> str:
        """The address that is asked, without parameters; empty if ``origin`` is."""
        return self.origin and self.origin + quote(self.path, safe="/:@!$&'()*+,;=-._~%")

    def show_host(self) -> None:
        """Have it said in the answer that it depends on the address that the client gave.

        Anybody can send any Host header. An answer that repeats it is for whoever sent it, unless
        the operator has named the address.
        """
        self._host_shown = not self.public

    def bound(self, headers: dict[str, str]) -> dict[str, str]:
        """The headers of an answer; if it depends on the Host header, no other client gets it."""
        if not self._host_shown:
            return headers
        vary = ", ".join(filter(None, (headers.get("Vary"), "Host")))
        kept = headers.get("Cache-Control", "no-cache").replace("public", "private")
        if "private" not in kept and "no-store" not in kept:
            kept = f"private, {kept}"
        return {**headers, "Vary": vary, "Cache-Control": kept}


class Parameters:
    """Names and values, in order, a name perhaps several times."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    @classmethod
    def parse(cls, text: bytes, charset: str = "utf-8") -> Parameters:
        """Those of a query string or a form (application/x-www-form-urlencoded).

        Args:
            text: it, in UTF-8.
            charset: the one of a form. What is percent-encoded is UTF-8 in HTML whatever
                charset a form claims, but some clients mean what they claim.

        Raises:
            BadRequest: the text is not UTF-8, or holds far too many.
        """
        try:
            written = text.decode("utf-8")
            try:
                found = pairs(written, "utf-8", _MOST_PARAMETERS)
            except UnicodeDecodeError:
                if charset.startswith("utf"):
                    raise
                found = pairs(written, charset, _MOST_PARAMETERS)
        except UnicodeDecodeError as error:
            raise BadRequest(**say("not-utf8")) from error
        except ValueError as error:
            raise BadRequest(**say("body-broken", reason=error)) from error
        return cls(found)

    def __bool__(self) -> bool:
        return bool(self._pairs)

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self._pairs)

    def __or__(self, other: Parameters) -> Parameters:
        return Parameters([*self._pairs, *other._pairs])

    @property
    def names(self) -> list[str]:
        """The names that are given, each once."""
        return list(dict.fromkeys(name for name, _ in self._pairs))

    def all(self, name: str) -> list[str]:
        """Every value of a name."""
        return [value for key, value in self._pairs if key == name]

    def one(self, name: str) -> str | None:
        """The value of a name that may be given once.

        Raises:
            BadRequest: it is given more than once, or holds the character NUL.
        """
        values = self.all(name)
        if len(values) > 1:
            raise BadRequest(**say("more-than-once", name=name))
        if values and "\0" in values[0]:
            raise BadRequest(**say("nul"))
        return values[0] if values else None

    def flag(self, name: str) -> bool:
        """Whether a name is given, and not as 0, false or no."""
        value = self.one(name)
        return value is not None and value.lower() not in ("0", "false", "no")

    def number(self, name: str, least: int = 1) -> int | None:
        """A whole number.

        Args:
            name: what it is given under.
            least: the smallest that may be.

        Raises:
            BadRequest: it is none.
        """
        value = self.one(name)
        if value is None:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", value) or int(value) < least:
            allowed = f"{least}, {least + 1}, {least + 2} …"
            words = say("not-number", name=name, value=value[:40], allowed=allowed)
            raise BadRequest(**words)
        return int(value)

    def seconds(self, name: str) -> float | None:
        """A time in seconds, above 0.

        Raises:
            BadRequest: it is none.
        """
        value = self.one(name)
        if value is None:
            return None
        if not re.fullmatch(r"[0-9]{1,6}(?:\.[0-9]{1,6})?", value) or float(value) <= 0:
            words = say("not-number", name=name, value=value[:40], allowed="0.1, 5, 30 …")
            raise BadRequest(**words)
        return float(value)

    def iris(self, name: str) -> tuple[str, ...]:
        """The values of a name as absolute IRIs.

        Raises:
            BadRequest: one is none.
        """
        return tuple(absolute(value, name) for value in self.all(name))


def absolute(value: str, name: str) -> str:
    """An absolute IRI as it is.

    Raises:
        BadRequest: it is none.
    """
    if not _IRI.fullmatch(value):
        raise BadRequest(**say("not-iri", name=name, value=value[:200]))
    return value


@dataclass
class Reply:
    """An answer: either ``body`` is all of it, or ``pieces`` gives it.

    When ``pieces`` raises, the connection is broken off, so that no client can take the answer
    for complete. ``close`` is called in the end, whatever happens.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    pieces: AsyncIterator[bytes] | None = None
    close: Callable[[], None] = lambda: None
