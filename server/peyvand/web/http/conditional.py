"""Conditional requests (RFC 9110, section 13): what a client holds is not sent again."""

from __future__ import annotations

from werkzeug.http import parse_etags, unquote_etag

from peyvand.web.http.messages import Reply, Request


def unchanged(request: Request, headers: dict[str, str]) -> Reply | None:
    """The reply to a client that holds the representation already; nothing to any other.

    Args:
        request: a GET.
        headers: those of the representation, with its ETag.
    """
    tag, _ = unquote_etag(headers["ETag"])
    held = parse_etags(request.headers.get("if-none-match"))
    return Reply(304, headers) if held and held.contains_weak(tag or "") else None
