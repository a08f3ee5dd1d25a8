"""Flask's request as the endpoint reads it."""

from __future__ import annotations

from collections.abc import AsyncIterator

from flask import request

from peyvand.web.exchange import Request


def asked(body: bytes = b"") -> Request:
    """The request that is being answered, with a body if it was read already."""

    async def once() -> AsyncIterator[bytes]:
        yield body

    return Request(
        request.method,
        request.path,
        request.query_string,
        {name.lower(): value for name, value in request.headers.items()},
        request.remote_addr or "",
        request.scheme,
        once(),
    )
