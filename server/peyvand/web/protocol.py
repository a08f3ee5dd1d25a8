"""Reading a SPARQL 1.1 Protocol request (W3C Recommendation 2013, section 2.1): queries only."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Request
from werkzeug.datastructures import MultiDict

from peyvand.errors import BadRequest, PeyvandError, UnsupportedMediaType

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
_ONCE = ("query", "format", "bom")


class ReadOnly(PeyvandError):
    """An update was sent to an endpoint that does not write."""

    status = 403
    slug = "read-only"


@dataclass(frozen=True)
class Asked:
    """What a request asks for."""

    query: str
    format: str | None
    bom: bool
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


def read(request: Request) -> Asked:
    """The query of a request, by GET, form POST or direct POST.

    Raises:
        BadRequest: no query, several, or text that is not UTF-8.
        ReadOnly: an update.
        UnsupportedMediaType: a body of another type.
    """
    kind = (request.mimetype or "").lower()
    parameters = MultiDict(request.args)
    if request.method == "POST" and kind == FORM:
        # The framework has decoded the form already: it must not be unquoted again.
        parameters.update(request.form)
    if kind == UPDATE or "update" in parameters:
        raise ReadOnly("This endpoint answers queries and takes no updates.", "Send a query.")
    if request.method == "POST" and kind not in (FORM, QUERY):
        raise UnsupportedMediaType(
            f"A body of type {kind or 'unknown'} is not read here.", f"Send {FORM} or {QUERY}."
        )
    if request.method == "POST" and kind == QUERY:
        if "query" in parameters:
            raise BadRequest("There is a query in the body and one in the address.", "Send one.")
        parameters.add("query", _utf8(request.get_data()))
    for name in _ONCE:
        if len(parameters.getlist(name)) > 1:
            raise BadRequest(f"The parameter {name} is given more than once.", "Give it once.")
    query = parameters.get("query")
    if query is None:
        raise BadRequest(
            "There is no query.",
            "Send one as ?query=… or as a body of type application/sparql-query.",
        )
    if "\ufffd" in query:
        raise BadRequest("The query is not UTF-8.", "Encode it as UTF-8.")
    return Asked(
        query,
        parameters.get("format") or None,
        parameters.get("bom") == "1",
        tuple(parameters.getlist("default-graph-uri")),
        tuple(parameters.getlist("named-graph-uri")),
    )


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("The query is not UTF-8.", "Encode it as UTF-8.") from error
