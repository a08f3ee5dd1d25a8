"""The Reconciliation Service API: version 0.2, as OpenRefine speaks it, and the draft of 1.0.

Every route stands below ``/reconcile``, and again below ``/reconcile/en``, ``/reconcile/fa`` for
clients that cannot say which language they want, and below ``/reconcile/1.0``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from flask import Response, current_app, request

from peyvand.errors import BadRequest, NotFound, TooLarge, UnsupportedMediaType
from peyvand.linkage.interactive.matching import candidates
from peyvand.search import Hit, Index, suggest
from peyvand.search.identifiers import identifiers_in
from peyvand.search.suggest import names_of, things
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import FORM, Parameters
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.components.current_index import current_index
from peyvand.web.pages.search.search import description, reply
from peyvand.web.reconciliation.batches import Query, entity, read_json, rows_0, rows_1, shown
from peyvand.web.reconciliation.extension import (
    as_version_1,
    extend,
    proposals,
    read_extension,
    suggested,
)
from peyvand.web.reconciliation.manifest import VERSION_1, directed, manifest
from peyvand.web.reconciliation.preview import page, snippet
from peyvand.web.reconciliation.types import (
    KINDS,
    TYPE_OF,
    TYPES,
    begins,
    identifier,
    iri_of,
    kinds_of,
    local_name,
)
from peyvand.web.reconciliation.unknown import warnings
from peyvand.wording import say

PATH = "/reconcile"
# The longest body of a batch, in bytes.
MOST_BYTES = 1024 * 1024
_JSON = "application/json"
_PART = '<any("en", "fa", "1.0"):part>'
_PAGE, _MOST_SUGGESTED, _MOST_SKIPPED = 10, 100, 1000
_PROPOSED, _MOST_PROPOSED = 50, 200


def routes(bridge: Bridge) -> list[Route[View]]:
    """The routes of reconciliation, over the versions that a bridge serves."""
    service, post = _Service(bridge), ("POST", "OPTIONS")
    below: list[Route[View]] = [
        Route("root", "", ("GET", "HEAD", "POST", "OPTIONS"), service.root),
        Route("match", "/match", post, service.match),
        # What the draft of 1.0 has called it before.
        Route("reconcile", "/reconcile", post, service.match),
        Route("suggest", "/suggest/<kind>", READ, service.suggest),
        Route("flyout", "/flyout/<kind>", READ, service.flyout),
        Route("preview", "/preview", READ, service.preview),
        Route("view", "/view", READ, service.view),
        Route("extend", "/extend", post, service.extend),
        Route("propose", "/extend/propose", READ, service.propose),
    ]
    starts = (("reconcile", PATH), ("reconcile_part", f"{PATH}/{_PART}"))
    return [
        replace(route, name=f"{place}.{route.name}", rule=start + route.rule, strict_slashes=False)
        for route in below
        for place, start in starts
    ]


class _Service:
    """The views; ``part`` is what of the path tells language or version."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge

    def root(self, part: str = "") -> Response:
        """The manifest without parameters; else a batch or an extension of version 0.2."""
        given = current_request().parameters
        if request.method == "POST":
            given = given | _form()
        if not any(name in given for name in ("queries", "query", "extend")):
            if request.method == "POST":
                raise BadRequest(**say("no-batch"))
            version = VERSION_1 if given.one("version") == VERSION_1 or _is_1(part) else "0.2"
            start = f"{current_request().origin}{PATH}{'/' + part if part else ''}"
            return _json(manifest(version, start, _language(part)), part)
        index, language = current_index(), _language(part)
        if (text := given.one("extend")) is not None:
            ids, wanted = read_extension(read_json(text, "extend"))
            return _json(extend(self._bridge, index, ids, wanted, language), part)
        if (text := given.one("queries")) is not None:
            queries = rows_0(read_json(text, "queries"))
            results = {name: _result(index, query, language) for name, query in queries.items()}
            return _json(results, part)
        # What version 0.1 has had, and some clients still send: one query, or only a name.
        text = given.one("query") or ""
        parsed = read_json(text, "query") if text.lstrip().startswith("{") else {"query": text}
        return _json(_result(index, rows_0({"query": parsed})["query"], language), part)

    def match(self, part: str = "") -> Response:
        """A batch of version 1.0."""
        index, results = current_index(), []
        for query in rows_1(_posted_json("queries")):
            tag = query.language or _language(part)
            rows = [
                shown(candidate, tag, version_1=True) for candidate in candidates(index, query.row)
            ]
            results.append({"candidates": rows} | _warned(index, query, tag))
        return _json({"results": results}, part)

    def extend(self, part: str = "") -> Response:
        """An extension of version 1.0."""
        ids, wanted = read_extension(_posted_json("extend"))
        index, tag = current_index(), _language(part)
        extension = extend(self._bridge, index, ids, wanted, tag, version_1=True)
        return _json(as_version_1(extension), part)

    def propose(self, part: str = "") -> Response:
        """The properties that things of a type have."""
        given, index = current_request().parameters, current_index()
        type_, limit = given.one("type"), given.number("limit")
        most = min(limit or _PROPOSED, _MOST_PROPOSED)
        tag, new = _language(part), _is_1(part)
        properties = proposals(self._bridge, index, type_ or "", most, tag, version_1=new)
        body: dict[str, Any] = {"properties": properties}
        if type_ is not None:
            body["type"] = type_
        if limit is not None:
            body["limit"] = limit
        return _json(body, part)

    def suggest(self, kind: str, part: str = "") -> Response:
        """Entities, types or properties that begin as somebody writes."""
        given, tag, new = current_request().parameters, _language(part), _is_1(part)
        prefix, skip, limit = given.one("prefix") or "", _skipped(given), given.number("limit")
        end = skip + min(limit, _MOST_SUGGESTED) if limit else None
        own = directed(tag) if new else {}
        suggestions: list[dict[str, Any]]
        if kind == "entity":
            kinds = kinds_of(given.all("type"))
            suggestions = [
                {
                    **entity(hit, tag, version_1=new),
                    "notable": [TYPE_OF[hit.kind].to_json(tag) | own],
                }
                for hit in suggest(
                    current_index(), prefix, kinds, (end - skip) if end else _PAGE, skip
                )
            ]
        elif kind == "type":
            fits = [type_ for type_ in TYPES.values() if begins(prefix, type_.id, *type_.names)]
            suggestions = [type_.to_json(tag) | own for type_ in fits[skip:end]]
        elif kind == "property":
            suggestions = suggested(current_index(), prefix, tag, version_1=new)[skip:end]
        else:
            raise NotFound(**say("no-such-path", path=request.path[:200]))
        return _json({"result": suggestions}, part)

    def flyout(self, kind: str, part: str = "") -> Response:
        """A few lines of HTML about an entity, a type or a property."""
        tag, name = _language(part), _identifier()
        if kind == "type" and local_name(name) in TYPES:
            title, about = TYPES[local_name(name)].name(tag), ""
        elif kind == "property":
            known = suggested(current_index(), "", tag)
            thing = next((thing for thing in known if thing["id"] == local_name(name)), None)
            if thing is None:
                raise NotFound(**say("no-thing", id=name[:200]))
            title, about = thing["name"], thing["id"]
        elif kind == "entity":
            hit = _thing(name)
            title, about = hit.label(tag), description(hit, tag)
        else:
            raise NotFound(**say("no-thing", id=name[:200]))
        return _json({"id": name, "html": snippet(title, about, tag)}, part)

    def preview(self, part: str = "") -> Response:
        """A small page about an entity, without scripts, to be shown in a frame."""
        index, hit = current_index(), _thing(_identifier())
        return page(hit, names_of(index, hit.iri), _language(part), index.version)

    def view(self, part: str = "") -> Response:
        """Where an entity is told of: its page if there are pages of things, else its preview."""
        hit = _thing(_identifier())
        name = identifier(hit.iri)
        if name != hit.iri and current_app.url_map.bind("").test(f"/id/{name}"):
            return Response(status=303, headers={"Location": f"/id/{quote(name)}"})
        return Response(status=303, headers={"Location": f"preview?id={quote(name, safe='')}"})


def _result(index: Index, query: Query, language: str) -> dict[str, Any]:
    rows = [shown(candidate, language) for candidate in candidates(index, query.row)]
    return {"result": rows} | _warned(index, query, language)


def _warned(index: Index, query: Query, language: str) -> dict[str, Any]:
    told = warnings(index, query.row, query.types, language)
    return {"warnings": told} if told else {}


def _language(part: str) -> str:
    return part if part in LANGUAGES else current_request().language


def _json(body: object, part: str) -> Response:
    text = json.dumps(body, ensure_ascii=False)
    return reply(text, _JSON, _language(part), current_index().version)


def _identifier() -> str:
    name = current_request().parameters.one("id")
    if not name:
        raise BadRequest(**say("no-id"))
    return name


def _thing(name: str) -> Hit:
    """The thing with an identifier in any form, if it is of a kind that is reconciled."""
    index = current_index()
    known = things(index, [iri_of(name)]) or (
        suggest(index, name, KINDS, 1) if identifiers_in(name) else []
    )
    if not known or known[0].kind not in KINDS:
        raise NotFound(**say("no-thing", id=name[:200]))
    return known[0]


def _is_1(part: str) -> bool:
    return f"{part}-draft" == VERSION_1


def _skipped(given: Parameters) -> int:
    # What 0.2 calls cursor, 1.0 calls offset.
    name = "offset" if "offset" in given else "cursor"
    text = given.one(name) or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise BadRequest(**say("not-number", name=name, value=text[:40], allowed="0, 1, 2 …"))
    return min(int(text), _MOST_SKIPPED)


def _body() -> bytes:
    # One byte more than is allowed tells that there is more.
    body = request.stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise TooLarge(**say("batch-bytes", limit=MOST_BYTES))
    return body


def _form() -> Parameters:
    if current_request().media_type != FORM:
        raise UnsupportedMediaType(
            **say("batch-type", kind=current_request().media_type[:60], wanted=FORM)
        )
    return Parameters.parse(_body())


def _posted_json(where: str) -> Any:
    if current_request().media_type != _JSON:
        raise UnsupportedMediaType(
            **say("batch-type", kind=current_request().media_type[:60], wanted=_JSON)
        )
    try:
        return read_json(_body().decode("utf-8"), where)
    except UnicodeDecodeError as error:
        raise BadRequest(**say("not-utf8")) from error
