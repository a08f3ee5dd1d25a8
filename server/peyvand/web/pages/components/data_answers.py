"""The data of a page for programs: which form is asked for, and the answer in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response

from peyvand.web.http.conditional import conditional
from peyvand.web.http.messages import Request


def asked_format(asked: Request, *, page: bool = False) -> str:
    """What is asked for: html, json or csv.

    Args:
        asked: the request.
        page: whether one that does not say what it takes gets the page.
    """
    named = [name.lower() for name in asked.parameters.all("format")]
    if {"csv", "text/csv"} & {*named}:
        return "csv"
    accepted = asked.headers.get("accept", "")
    if not named and "text/csv" in accepted:
        return "csv"
    if page and not named and accepted in ("", "*/*"):
        return "html"
    return "html" if asked.wants_page else "json"


def data_answer(
    form: str, asked: Request, version: int, body: Mapping[str, Any], table: str
) -> Response:
    """The data as JSON or as CSV.

    Args:
        form: ``json`` or ``csv``.
        asked: the request.
        version: that they are of.
        body: the data for JSON.
        table: them as CSV.
    """
    if form == "csv":
        response = Response(table, content_type="text/csv; charset=utf-8; header=present")
    else:
        text = json.dumps(body, ensure_ascii=False) + "\n"
        response = Response(text, content_type="application/json")
    response.headers["Content-Language"] = asked.language
    response.headers["Peyvand-Version"] = str(version)
    return conditional(response)
