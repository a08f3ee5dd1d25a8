"""Pages that hold what somebody entered: nobody keeps them."""

from __future__ import annotations

from typing import Any

from flask import Response, make_response

from peyvand.errors import PeyvandError
from peyvand.texts import title
from peyvand.web.http import problem
from peyvand.web.http.flask_requests import current_request

# What the answer to an error says beside the page.
_KEPT = ("Retry-After", "WWW-Authenticate")


def unkept(page: str, status: int, error: PeyvandError | None = None) -> Response:
    """A page that nobody keeps, since it holds what somebody entered."""
    response = make_response(page, status)
    if error is not None:
        told = problem.reply(error, current_request()).headers
        response.headers.update({name: told[name] for name in _KEPT if name in told})
    response.headers["Cache-Control"] = "no-store"
    return response


def words_of(error: PeyvandError, language: str) -> dict[str, Any]:
    """An error as a page tells it."""
    detail, hint = error.texts(language)
    told = {"title": title(error.slug, language), "detail": detail, "hint": hint}
    return {**told, "status": error.status}
