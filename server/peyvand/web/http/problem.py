"""Errors as problem details (RFC 9457): one body everywhere, in the caller's language."""

from __future__ import annotations

import json
from typing import Any

from peyvand.errors import Invalid, MethodNotAllowed, PeyvandError, TooMany, Withdrawn
from peyvand.formats import TURTLE
from peyvand.texts import title
from peyvand.vocabulary.iris import BASE
from peyvand.web.http import negotiation
from peyvand.web.http.headers import COMMON
from peyvand.web.http.messages import Reply, Request

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 5
# What a connection ends with, in the words of HTTP.
_REASONS = {
    400: "Bad Request",
    408: "Request Timeout",
    414: "URI Too Long",
    431: "Request Header Fields Too Large",
    501: "Not Implemented",
    503: "Service Unavailable",
}


def type_of(slug: str) -> str:
    """The IRI of a type of problem; ``problems.py`` answers at its path."""
    return f"{BASE}problem/{slug}"


def reply(error: PeyvandError, request: Request) -> Reply:
    """The answer that an error becomes."""
    tag = request.language
    detail, hint = error.texts(tag)
    body: dict[str, Any] = {
        "type": type_of(error.slug),
        "title": title(error.slug, tag),
        "status": error.status,
        "detail": detail,
        "hint": hint or None,
        "line": error.line,
        "column": error.column,
        "lang": tag,
        **(error.members or {}),
    }
    headers = {
        "Content-Type": MEDIA_TYPE,
        # A header is Latin-1; the tag is not.
        "Content-Language": "en" if detail == error.message else tag,
        "Cache-Control": "no-store",
    }
    if error.status == 503:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    if isinstance(error, TooMany):
        headers.update(error.headers)
    if error.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="Peyvand"'
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = ", ".join(error.allowed)
    if (turtle := _turtle(error)) and _reads_turtle(request):
        headers["Content-Type"] = TURTLE.content_type
        return Reply(error.status, headers, turtle.encode())
    if isinstance(error, Invalid) and error.report:
        body["results"] = [in_words(row, tag) for row in error.report["results"]]
        body["report"] = error.report["turtle"]
        body["text"] = error.report["text"]
    text = json.dumps({k: v for k, v in body.items() if v is not None}, ensure_ascii=False)
    return Reply(error.status, headers, text.encode() + b"\n")


def last(error: PeyvandError, request: Request) -> bytes:
    """The answer that an error becomes as a connection ends with it, head and body."""
    made = reply(error, request)
    headers = {
        **COMMON,
        **made.headers,
        "Content-Length": str(len(made.body)),
        "Connection": "close",
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"HTTP/1.1 {made.status} {_REASONS[made.status]}\r\n{lines}\r\n"
    return head.encode("latin-1") + made.body


def _turtle(error: PeyvandError) -> str:
    """What an error tells in Turtle; "" if it tells nothing there."""
    if isinstance(error, Withdrawn):
        return error.turtle
    return str(error.report["turtle"]) if isinstance(error, Invalid) and error.report else ""


def _reads_turtle(request: Request) -> bool:
    """Whether Turtle is wanted above problem details, by the address or by Accept."""
    if request.path.endswith(f".{TURTLE.suffix}"):
        return True
    kinds = (MEDIA_TYPE, "application/json", TURTLE.media_type)
    return negotiation.preferred(request.headers.get("accept"), kinds) == TURTLE.media_type


def in_words(row: dict[str, str], language: str) -> dict[str, str]:
    """A result of a validation with its message in one language, and in both by name."""
    return {**row, "message": row["message_fa" if language == "fa" else "message_en"]}
