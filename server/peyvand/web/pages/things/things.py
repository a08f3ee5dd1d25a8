"""The pages about things, as plain tables; the page of whoever asks for what is not there."""

from __future__ import annotations

import json
from operator import itemgetter
from typing import Any

from flask import Response, make_response, redirect, render_template, request
from markupsafe import Markup
from pyoxigraph import DefaultGraph, NamedNode

from peyvand.errors import Gone, PeyvandError, Unknown, Withdrawn
from peyvand.formats import SUFFIXES
from peyvand.sources.licences import name_of
from peyvand.texts import title
from peyvand.vocabulary.iris import LABEL, TYPE, iri
from peyvand.vocabulary.labels import tag_of
from peyvand.vocabulary.release import NS, release
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.http import negotiation
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import Request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.linked_data.addresses import Name, local, read
from peyvand.web.linked_data.dereferencing import links
from peyvand.web.linked_data.description.thing import Description, Standing
from peyvand.web.pages.components.kinds import sections
from peyvand.web.pages.components.ordering import by_name
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site, href, words
from peyvand.web.pages.components.values import Shown
from peyvand.web.pages.following.following import alternates
from peyvand.web.pages.register.entry_links import entry_links
from peyvand.web.pages.things.introductions import INTRODUCTIONS
from peyvand.web.pages.things.schema_org import schema_org
from peyvand.wording import say

_FORMATS = {suffix: offer.media_type for suffix, offer in SUFFIXES.items()}
_OF_CLAIMS = {
    "property": "pv:property",
    "reading": "pv:reading",
    "as-printed": "pv:asPrinted",
    "certainty": "pv:certainty",
}


def routes(site: Site) -> list[Route[View]]:
    """The pages below ``/page`` about things and graphs."""
    bridge = site.bridge

    def thing(kind: str, slug: str) -> Any:
        name = read(f"{kind}/{slug}", request.path)
        page_request = current_request()
        if name.suffix:
            part = "page" if name.suffix == "html" else "data"
            end = "" if part == "page" else name.suffix
            return redirect(_with_query(name.path(part, end)), 303)
        version = site.asked_version
        page = page_request.parameters.number("page") or 1
        try:
            resource = bridge.describe(name, version, page, request.remote_addr or "")
        except (Unknown, Gone) as error:
            return _absent(error, page_request, bridge)
        if isinstance(resource, Standing):
            answer = _moved(name, resource)
            return answer or _absent(_several(name, resource), page_request, bridge)
        tag = page_request.language
        introduction: dict[str, Any] = {}
        if kind in INTRODUCTIONS:
            introduction = INTRODUCTIONS[kind](site, resource.iri, tag)
        reader = Reader(site, tag)
        tables = reader.tables(sections(kind), resource.iri)
        reader.learn(term for quad in resource.everything for term in (quad.predicate, quad.object))
        reader.learn([resource.subject])
        title_ = (
            resource.label(resource.subject, tag) or reader.label(resource.subject)[0] or name.slug
        )
        response = make_response(
            render_template(
                "resource.html",
                **introduction,
                **words(tag, resource.version),
                name=name,
                found=resource,
                formats=_FORMATS,
                title=title_,
                rows=[
                    (reader.shown([property_]), reader.shown(many))
                    for property_, many in by_name(_rows(resource), itemgetter(0), reader)
                ],
                claims=_claims(resource, reader),
                tables=tables,
                kinds=reader.shown(_kinds(resource)),
                told_of=reader.shown(_told(resource)),
                shown=reader.shown,
                licences=_kept_apart(resource, bridge),
                alternates=alternates(name, title_, tag),
                forms=entry_links(kind, slug, resource.graphs, tag),
                transliterated=tag == "fa" and _is_transliterated(resource),
                schema=Markup(embedded(schema_org(resource))),  # noqa: S704 (escaped below)
            )
        )
        response.headers["Link"] = links(name)
        response.headers["Peyvand-Version"] = str(resource.version)
        return conditional(response)

    return [
        Route("things.thing", "/page/<kind>/<path:slug>", GET, thing),
    ]


def embedded(data: dict[str, Any]) -> str:
    """JSON that no text in it can break out of a script element."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=False)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _absent(error: PeyvandError, page_request: Request, bridge: Bridge) -> Response:
    if negotiation.refuses_pages(page_request.headers.get("accept")):
        raise error
    tag = page_request.language
    detail, hint = error.texts(tag)
    members = error.members or {}
    current = bridge.current().number
    response = make_response(
        render_template(
            "absent.html",
            **words(tag, current),
            title=title(error.slug, tag),
            detail=detail,
            hint=hint,
            near=members.get("near", ()),
            withdrawal=members if isinstance(error, Withdrawn) else None,
            successors=members.get("successors", ()),
            last_version=members.get("lastVersion"),
        ),
        error.status,
    )
    response.headers["Content-Language"] = tag
    response.headers["Cache-Control"] = "no-store"
    return response


def _moved(name: Name, standing: Standing) -> Any:
    """The way to the one thing that took the place of another; None if it is not one of ours."""
    paths = [local(successor) for successor in standing.successors]
    if len(paths) == 1 and paths[0].startswith("/id/"):
        return redirect("/page/" + paths[0].removeprefix("/id/"), 301)
    return None


def _several(name: Name, standing: Standing) -> Gone:
    error = Gone(**say("replaced", iri=name.iri, successors=", ".join(standing.successors)))
    error.members = {"successors": list(standing.successors)}
    return error


def _rows(description: Description) -> list[tuple[Any, list[Any]]]:
    """The statements about the thing itself, by property."""
    rows: dict[Any, list[Any]] = {}
    for quad in description.everything:
        if quad.subject == description.subject:
            rows.setdefault(quad.predicate, []).append(quad.object)
    return [(predicate, list(dict.fromkeys(values))) for predicate, values in rows.items()]


def _kinds(description: Description) -> list[Any]:
    """The types of a thing in our vocabulary that no other of its types is a kind of."""
    own = [
        term
        for term in dict.fromkeys(
            quad.object
            for quad in description.everything
            # What one source alone takes a place for stands in the graph of that source.
            if (quad.subject, quad.predicate) == (description.subject, TYPE)
            and quad.graph_name == DefaultGraph()
        )
        if isinstance(term, NamedNode) and term.value.startswith(f"{NS}#")
    ]
    terms = release().glossary.terms
    broader = {
        above
        for term in own
        for above in getattr(terms.get(term.value.rpartition("#")[2]), "broader", ())
    }
    return [term for term in own if term.value not in broader]


def _is_transliterated(description: Description) -> bool:
    """Whether a thing has a name in Persian letters and none in Persian."""
    tags = {tag_of(label) for label in description.values(LABEL)}
    return "fa" not in tags and bool(description.values(iri("pv:transliteration")))


def _kept_apart(description: Description, bridge: Bridge) -> list[tuple[str, str, str]]:
    """The graphs on the page that their licence keeps apart: address, licence, its name."""
    apart = bridge.versions.get(description.version).kept_apart
    graphs = description.graphs
    return [
        (href(graph), licence, name_of(licence))
        for graph, licence in apart.items()
        if graph in graphs
    ]


def _told(description: Description) -> list[Any]:
    """What defines a thing, or else a note about it."""
    for name in ("skos:definition", "skos:scopeNote", "skos:note"):
        if values := description.values(iri(name)):
            return list(values)
    return []


def _claims(description: Description, reader: Reader) -> list[dict[str, list[Shown]]]:
    """The claims about a thing by the columns in which any of them has something."""
    graphs = {quad.subject: quad.graph_name for quad in description.quads}
    told: list[dict[str, list[Any]]] = [
        {
            "claim": [claim],
            **{
                column: [*description.values(iri(curie), claim)]
                for column, curie in _OF_CLAIMS.items()
            },
            "graph": [graphs[claim]],
        }
        for claim in description.claims
    ]
    reader.learn(term for row in told for terms in row.values() for term in terms)
    used = {column for row in told for column, terms in row.items() if terms}
    return [
        {column: reader.shown(terms) for column, terms in row.items() if column in used}
        for row in told
    ]


def _with_query(path: str) -> str:
    text = request.query_string.decode("latin-1")
    return f"{path}?{text}" if text else path
