"""Errors as problem details (RFC 9457): one body everywhere, in the caller's language."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, request
from werkzeug.exceptions import HTTPException

from peyvand.errors import PeyvandError
from peyvand.vocab import BASE
from peyvand.web.messages import LANGUAGES, title

MEDIA_TYPE = "application/problem+json"
_HTTP_SLUGS = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
}


def language() -> str:
    """The language to answer in: ``?lang=``, else the best of Accept-Language, else English."""
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    for wanted in request.accept_languages.values():
        # A region does not matter: fa-IR is fa.
        if (primary := wanted.partition("-")[0].lower()) in LANGUAGES:
            return primary
    return "en"


def respond(status: int, slug: str, detail: str, hint: str = "", **more: Any) -> Response:
    """A problem as a response.

    Args:
        status: the HTTP status.
        slug: the last part of the problem's type IRI.
        detail: what is wrong, in one sentence.
        hint: what to do next.
        more: further members, such as line and column; those that are None are left out.
    """
    tag = language()
    body = {
        "type": f"{BASE}problem/{slug}",
        "title": title(slug, tag),
        "status": status,
        "detail": detail,
        "hint": hint or None,
        "lang": tag,
        **more,
    }
    text = json.dumps({k: v for k, v in body.items() if v is not None}, ensure_ascii=False)
    response = Response(text + "\n", status=status, content_type=MEDIA_TYPE)
    response.headers["Content-Language"] = tag
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def from_error(error: PeyvandError) -> Response:
    """The response for an error of the domain."""
    return respond(
        error.status,
        error.slug,
        error.message,
        error.hint,
        line=getattr(error, "line", None),
        column=getattr(error, "column", None),
    )


def from_http(error: HTTPException) -> Response:
    """The response for an error that the framework raised; Allow and the like are kept."""
    status = error.code or 500
    response = respond(status, _HTTP_SLUGS.get(status, "error"), error.description or "")
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response
