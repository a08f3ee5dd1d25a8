"""The ready questions for programs: which there are with their parameters, and their answers."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, request
from pyoxigraph import Literal, NamedNode

from peyvand.errors import BadRequest, PeyvandError, UnknownQuery
from peyvand.sources.catalogue import NamedQuery
from peyvand.texts import texts
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.pages.components import parameters
from peyvand.web.pages.components.as_of import as_of
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.questions import questions
from peyvand.wording import say

# What an address of a question may say beside its parameters.
_OTHERS = frozenset({"run", "format", "lang", "version", "on", "said", "known", "candidates"})


def listed(site: Site, catalogue: Iterable[NamedQuery], language: str) -> Response:
    """The questions with their parameters as JSON.

    Args:
        site: what is asked.
        catalogue: the questions.
        language: of the texts; titles and keywords are told in both.
    """
    version = site.bridge.current().number
    body = {"version": version, "questions": [_described(query, language) for query in catalogue]}
    return _reply(body, "application/json", language, version)


def find(catalogue: Mapping[str, NamedQuery], name: str) -> NamedQuery:
    """The question of a name.

    Raises:
        UnknownQuery: there is none; the members of the problem have those that are near.
    """
    if name in catalogue:
        return catalogue[name]
    near = difflib.get_close_matches(name, catalogue, n=3, cutoff=0.4)
    shown = ", ".join(near) or "/ask?format=json"
    raise _with(UnknownQuery(**say("no-question", name=name[:200], near=shown)), near=near)


def answered(site: Site, query: NamedQuery, language: str) -> Response:
    """The answer as SPARQL results in JSON, with what it leaves out, and the query that was asked.

    Raises:
        BadRequest: a parameter is not one of the question, or its value is no one thing; the
            members of the problem have what is near.
    """
    given = current_request().parameters
    for name in request.args:
        if name not in query.parameters and name not in _OTHERS:
            near = difflib.get_close_matches(name, query.parameters, n=3, cutoff=0.4)
            shown = ", ".join(query.parameters) or "–"
            words = say("no-parameter", name=name[:100], question=query.name, allowed=shown)
            raise _with(BadRequest(**words), near=near, allowed=[*query.parameters])
    values = {}
    for name in query.parameters:
        value = _value(site, query, name, given.one(name) or "", language)
        if value is not None:
            values[name] = value
    text, days = query.bound(**values), as_of(site)
    answer = questions.answered(site, query, text, values, days, language)
    body = {
        **answer["data"],
        "question": query.name,
        "caveat": answer["caveat"],
        "sentences": list(answer["sentences"]),
        "query": text,
        "version": site.version,
    }
    return _reply(body, "application/sparql-results+json", language, site.version)


def _value(
    site: Site, query: NamedQuery, name: str, written: str, language: str
) -> NamedNode | Literal | None:
    default = query.parameters[name]
    if name in query.choices:
        return Literal(written or default.value)
    if not written.strip():
        return None if name in query.optional else default
    read = parameters.read(site.bridge, written, default, language)
    if isinstance(read, parameters.Several):
        near = [{"iri": thing.iri, "label": thing.label} for thing in read.things]
        shown = "; ".join(thing.written for thing in read.things) or "/search?q="
        words = say("no-one-thing", name=name, given=written[:200], near=shown)
        raise _with(BadRequest(**words), near=near)
    return read


def _with(error: PeyvandError, **members: Any) -> PeyvandError:
    error.members = members
    return error


def _described(query: NamedQuery, language: str) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title(language),
        "description": query.description(language),
        "caveat": query.caveat(language),
        **{f"title_{tag}": query.title(tag) for tag in LANGUAGES},
        **{f"keywords_{tag}": query.keywords(tag) for tag in LANGUAGES},
        "parameters": [_parameter(query, name, language) for name in query.parameters],
    }


def _parameter(query: NamedQuery, name: str, language: str) -> dict[str, Any]:
    default = query.parameters[name]
    kind = "choice" if name in query.choices else "iri"
    if kind == "iri" and isinstance(default, Literal):
        kind = default.datatype.value.rpartition("#")[2]
    return {
        "name": name,
        "label": texts(language).get(f"parameter-{name}", name),
        "type": kind,
        "kinds": parameters.kind(default).split(",") if parameters.kind(default) else [],
        "default": default.value,
        "optional": name in query.optional,
        "choices": [*query.choices.get(name, ())],
    }


def _reply(body: object, media_type: str, language: str, version: int) -> Response:
    text = json.dumps(body, ensure_ascii=False) + "\n"
    response = Response(text, content_type=media_type)
    response.headers["Content-Language"] = language
    response.headers["Peyvand-Version"] = str(version)
    return conditional(response)
