"""The description of the API at ``/openapi.json`` and as a page, in the language asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Response, make_response

from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, READ, Route, View
from peyvand.web.openapi.document import document
from peyvand.web.pages.components.site import Site

PATH, PAGE = "/openapi.json", "/api"


def routes(described: Sequence[Route[Any]], site: Site) -> list[Route[View]]:
    """The routes of the description and of its page.

    Args:
        described: every other route of the server.
        site: what pages are made with.
    """

    def made() -> dict[str, Any]:
        request = current_request()
        return document([*described, *own], request.language, request.origin)

    def answer() -> Response:
        body = json.dumps(made(), ensure_ascii=False, indent=1) + "\n"
        return _in_language(Response(body, content_type="application/json"))

    def page() -> Response:
        rows = made()
        groups = [(tag, _of_tag(rows, tag["name"])) for tag in rows["tags"]]
        return _in_language(make_response(site.render("api.html", groups=groups)))

    own: list[Route[View]] = [
        Route("openapi", PATH, READ, answer),
        Route("api", PAGE, GET, page),
    ]
    return own


def _in_language(response: Response) -> Response:
    response.headers["Content-Language"] = current_request().language
    return conditional(response)


def _of_tag(made: dict[str, Any], tag: str) -> list[dict[str, Any]]:
    """The operations of a tag with their paths, methods, parameters and types of answers."""
    parameters = made["components"]["parameters"]
    return [
        {
            **operation,
            "path": path,
            "method": method.upper(),
            "parameters": [
                parameters[one["$ref"].rpartition("/")[2]] for one in operation["parameters"]
            ],
            "types": list(
                dict.fromkeys(
                    kind
                    for answer in operation["responses"].values()
                    for kind in answer.get("content", ())
                )
            ),
        }
        for path, methods in made["paths"].items()
        for method, operation in methods.items()
        if tag in operation["tags"]
    ]
