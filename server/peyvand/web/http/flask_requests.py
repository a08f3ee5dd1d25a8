"""Flask's request as the endpoint reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator

from flask import current_app, g, request
from werkzeug.datastructures import Headers

from peyvand.web.http import prefix
from peyvand.web.http.messages import Request


def current_request(body: bytes = b"") -> Request:
    """The request that is being answered, with a body if it was read already."""

    async def once() -> AsyncIterator[bytes]:
        yield body

    made = Request(
        request.method,
        request.path,
        request.query_string,
        {name.lower(): value for name, value in request.headers.items()},
        request.remote_addr or "",
        request.scheme,
        once(),
        current_app.extensions["peyvand"].settings.public_url,
        request.environ.get(prefix.ENVIRON, ""),
    )
    # Whether an answer depends on the Host header is known when it is made; see ``bound``.
    g.setdefault("peyvand_requests", []).append(made)
    return made


def bound(headers: Headers) -> None:
    """Have the headers of an answer say so if it depends on the Host header."""
    for made in g.get("peyvand_requests", ()):
        for name, value in made.bound(dict(headers)).items():
            headers[name] = value
