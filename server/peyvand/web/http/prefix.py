"""A server below a path prefix, behind a proxy or as part of another application.

Everything inside speaks of paths as if the server were at the root. Here the prefix is taken off
what comes in, and put before the paths in what goes out: in headers, in the attributes of pages,
and in the members of our own JSON that lead somewhere. Quotation marks in values are written as
references in pages, and with a backslash in JSON; so no value can be taken for such a place.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Awaitable, Callable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from werkzeug.http import parse_options_header

from peyvand.settings import Settings

# The endpoint answers before what pages are made by is loaded.
if TYPE_CHECKING:
    from flask import Response

Scope = dict[str, Any]
Application = Callable[[Scope, Any, Any], Awaitable[None]]
ENVIRON = "peyvand.prefix"
_HEADER = b"x-forwarded-prefix"
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+){1,8}")
_ATTRIBUTE = re.compile(rb'(?<=[\s"])((?:href|src|action|data-[a-z-]+)=")(?=/(?!/))')
_MEMBER = re.compile(rb'("(?:href|next)": ?")(?=/(?!/))')
_LINK = re.compile(r"<(?=/(?!/))")
_BODIES = {
    "text/html": _ATTRIBUTE,
    "image/svg+xml": _ATTRIBUTE,
    "application/json": _MEMBER,
    "application/problem+json": _MEMBER,
}


class Below:
    """An ASGI application at the root, served below a prefix.

    The prefix is the one that a trusted proxy names by ``X-Forwarded-Prefix``, or the path of
    ``PEYVAND_PUBLIC_URL``. Whether the proxy takes it off the path does not matter.

    Args:
        inner: the application.
        settings: whom to trust.
    """

    def __init__(self, inner: Application, settings: Settings) -> None:
        self._inner = inner
        self._public = urlsplit(settings.public_url).path
        names = [name for name in settings.trusted_proxies.split(",") if name]
        self._anyone = "*" in names
        self._networks = [ipaddress.ip_network(name) for name in names if name != "*"]

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            prefix = self._public
            for name, value in scope["headers"]:
                if name == _HEADER and self._trusts(scope.get("client")):
                    prefix = clean(value.decode("latin-1")) or prefix
            scope["root_path"] = prefix
            # ASGI has the whole path, whether or not the proxy has taken the prefix off.
            if not (scope["path"] + "/").startswith(prefix + "/"):
                scope["path"] = prefix + scope["path"]
        await self._inner(scope, receive, send)

    def _trusts(self, client: tuple[str, int] | None) -> bool:
        if self._anyone:
            return True
        try:
            address = ipaddress.ip_address(client[0] if client else "")
        except ValueError:
            return False
        return any(address in network for network in self._networks)


class AtRoot:
    """A WSGI application that makes its addresses at the root; the prefix is kept beside."""

    def __init__(self, inner: Callable[..., Iterable[bytes]]) -> None:
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        """Answer one request."""
        environ[ENVIRON] = clean(environ.get("SCRIPT_NAME", ""))
        environ["SCRIPT_NAME"] = ""
        return self._inner(environ, start)


def clean(prefix: str) -> str:
    """A prefix as it is put before paths; empty if it is none."""
    prefix = prefix.strip().rstrip("/")
    return prefix if _PREFIX.fullmatch(prefix) else ""


def header(name: str, value: str, prefix: str) -> str:
    """A header of an answer, its paths below the prefix."""
    if name in ("Location", "Content-Location") and re.match(r"/(?!/)", value):
        return prefix + value
    return _LINK.sub(f"<{prefix}", value) if name == "Link" else value


def body(text: bytes, kind: str, prefix: str) -> bytes:
    """The body of an answer, its paths below the prefix.

    Args:
        text: the body, not packed.
        kind: its media type.
        prefix: the prefix.
    """
    places = _BODIES.get(parse_options_header(kind)[0])
    return places.sub(rb"\g<1>" + prefix.encode(), text) if places else text


def below(response: Response, host: str, under: str) -> None:
    """Put a prefix before the paths of the framework's answer.

    Args:
        response: the answer, which is changed.
        host: the address of the host with its slash: the framework's own redirects begin so.
        under: the prefix.
    """
    if (place := response.headers.get("Location", "")).startswith(host):
        response.headers["Location"] = "/" + place.removeprefix(host)
    for name in ("Location", "Content-Location", "Link"):
        if name in response.headers:
            response.headers[name] = header(name, response.headers[name], under)
    if not response.is_streamed and "Content-Encoding" not in response.headers:
        response.set_data(body(response.get_data(), response.mimetype or "", under))
