"""Conditional requests (RFC 9110, section 13): what a client holds is not sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from werkzeug.http import parse_etags, unquote_etag

from peyvand.web.http.messages import Reply, Request

# The endpoint answers before what pages are made by is loaded.
if TYPE_CHECKING:
    from flask import Response


def unchanged(asked: Request, headers: dict[str, str]) -> Reply | None:
    """The reply to a client that holds the representation already; nothing to any other.

    Args:
        asked: a GET.
        headers: those of the representation, with its ETag.
    """
    condition = asked.headers.get("if-none-match")
    if not condition:
        return None
    tag, _ = unquote_etag(headers["ETag"])
    return Reply(304, headers) if parse_etags(condition).contains_weak(tag or "") else None


def conditional(response: Response, tag: str = "", *, weak: bool = True) -> Response:
    """A page with its ETag, or only word of it to a client that holds it already.

    Args:
        response: the page, which answers Flask's present request.
        tag: names the representation; without one its content does.
        weak: whether it may be answered packed, which changes its bytes.
    """
    from flask import request

    if tag:
        response.set_etag(tag, weak=weak)
    else:
        response.add_etag(weak=weak)
    response.make_conditional(request)
    return response
