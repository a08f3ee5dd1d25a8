"""The description of the API at ``/openapi.json``, in the language that is asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from flask import Response

from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.openapi.document import document

PATH = "/openapi.json"


def routes(described: Sequence[Route[Any]]) -> list[Route[View]]:
    """The route of the description.

    Args:
        described: every other route of the server.
    """

    def answer() -> Response:
        request = current_request()
        made = document([*described, route], request.language, request.origin)
        body = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
        response = Response(body, content_type="application/json")
        response.headers["Content-Language"] = request.language
        return conditional(response)

    route: Route[View] = Route("openapi", PATH, READ, answer)
    return [route]
