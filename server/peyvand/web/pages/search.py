"""Search over HTTP: JSON at ``/search``, OpenSearch suggestions at ``/suggest``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from flask import Flask, Response, current_app, g, render_template

from peyvand.errors import BadRequest
from peyvand.search import KINDS, Hit, Index, Indexes, asked_pair, suggest
from peyvand.texts import text
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import Parameters
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.linked_data.addresses import local
from peyvand.web.pages.pairs import told
from peyvand.web.pages.site import Site, words
from peyvand.wording import say

SUGGESTIONS = "application/x-suggestions+json"
DESCRIPTION = "application/opensearchdescription+xml"
_LIMIT, _MOST, _MOST_SKIPPED = 10, 100, 1000
# How long a page may wait for an index that is being made.
_PATIENCE_S = 2.0
_EXTENSION = "peyvand.search"


@dataclass(frozen=True)
class Search:
    """A search that was asked for, and what it found; ``pair`` as ``pages.pairs`` tells it."""

    query: str
    kinds: tuple[str, ...]
    limit: int
    skip: int
    language: str
    version: int
    hits: list[Hit]
    pair: dict[str, Any] | None = None


def routes(site: Site) -> list[Route[View]]:
    """``/search``, ``/suggest`` and what tells browsers of them."""
    return [
        Route("search.search", "/search", READ, _search),
        Route("search.suggest", "/suggest", READ, _suggest),
        Route("search.opensearch", "/opensearch.xml", READ, _opensearch),
    ]


def open_indexes(app: Flask, bridge: Bridge) -> None:
    """Have an application search in the versions that a bridge serves; see ``current_index``."""
    indexes = Indexes(bridge.versions, _PATIENCE_S)
    bridge.at_end(indexes.close)
    app.extensions[_EXTENSION] = (bridge.versions, indexes)


def current_index(number: int | None = None) -> Index:
    """The index of the version that serves, or of another; for pages and reconciliation.

    Just after a write it may still be that of the version before: its number tells.

    Args:
        number: the very version that is asked for, if one is.

    Raises:
        NotFound: there is no such version.
        Overloaded: the index is being made.
    """
    versions, indexes = current_app.extensions[_EXTENSION]
    held: dict[int | None, Index] = g.setdefault(_EXTENSION, {})
    if number not in held:
        # The executor belongs to the event loop, and this to a thread: the home is asked itself,
        # and once a request, so that all of an answer is of one version.
        version = versions.get(number) if number else versions.current()
        held[number] = indexes.of(version, exact=number is not None)
    return held[number]


def kind_name(kind: str, language: str) -> str:
    """What a kind of thing is called in a language."""
    return text(kind, language, "kind")


def description(hit: Hit, language: str) -> str:
    """A few words that tell a thing from its namesakes: what it is, and in which country."""
    country = hit.country_label(language)
    comma = "، " if language == "fa" else ", "
    return kind_name(hit.kind, language) + (comma + country if country else "")


def asked_search() -> Search:
    """The search that the present request asks for, done.

    Raises:
        PeyvandError: a parameter cannot be understood, or there is no such version.
    """
    request = current_request()
    parameters = request.parameters
    query = parameters.one("q") or ""
    kinds = _kinds(parameters)
    limit, skip = _most(parameters, "limit", _LIMIT, _MOST), _skip(parameters)
    index = current_index(parameters.number("version"))
    hits = suggest(index, query, kinds, limit, skip)
    # Who asks for one kind of things, or for more of them, does not ask for a pair.
    pair = None if kinds or skip else asked_pair(index, query)
    shown = told(pair, request.language) if pair else None
    return Search(query, kinds, limit, skip, request.language, index.version, hits, shown)


def reply(body: str, content_type: str, language: str, version: int) -> Response:
    """An answer that is of a version, in a language."""
    response = Response(body + "\n", content_type=content_type)
    response.headers["Peyvand-Version"] = str(version)
    response.headers["Content-Language"] = language
    return response


def _search() -> Response:
    if current_request().wants_page:
        return _page()
    search = asked_search()
    body = {
        "version": search.version,
        "query": search.query,
        "kinds": search.kinds,
        "limit": search.limit,
        "skip": search.skip,
        "lang": search.language,
        "results": [
            {
                "label": hit.label(search.language),
                "description": description(hit, search.language),
                "href": local(hit.iri),
                **hit.to_json(),
            }
            for hit in search.hits
        ],
        **({"pair": search.pair} if search.pair else {}),
    }
    return _json(body, "application/json", search)


def _page() -> Response:
    """The page: a field, and what was found."""
    language = current_request().language
    search = asked_search() if current_request().parameters.one("q") else None
    number = search.version if search else current_index().version
    page = render_template(
        "search.html",
        **words(language, number),
        found=search,
        describe=lambda hit: description(hit, language),
    )
    return reply(page, "text/html; charset=utf-8", language, number)


def _suggest() -> Response:
    search = asked_search()
    # A name once: the box that shows them fills in a text, not a thing.
    hits = {hit.label(search.language): hit for hit in reversed(search.hits)}
    rows = [(label, hit) for label, hit in reversed(hits.items())]
    texts = [label for label, _ in rows]
    about = [description(hit, search.language) for _, hit in rows]
    addresses = [hit.iri for _, hit in rows]
    if search.pair:
        texts.insert(0, search.pair["label"])
        about.insert(0, search.pair["description"])
        addresses.insert(0, urljoin(current_request().origin, search.pair["href"]))
    return _json([search.query, texts, about, addresses], SUGGESTIONS, search)


def _opensearch() -> Response:
    request = current_request()
    tag, origin = request.language, request.origin
    urls = (
        ("text/html", "results", "/search?q={searchTerms}"),
        ("application/json", "results", "/search?q={searchTerms}&format=json"),
        (SUGGESTIONS, "suggestions", "/suggest?q={searchTerms}"),
    )
    lines = [
        f"  <Url type={quoteattr(kind)} rel={quoteattr(rel)}"
        f" template={quoteattr(f'{origin}{path}&lang={tag}')}/>"
        for kind, rel, path in urls
    ]
    body = "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
            f"  <ShortName>{escape(text('name', tag))}</ShortName>",
            f"  <Description>{escape(text('tagline', tag))}</Description>",
            *lines,
            f"  <Language>{tag}</Language>",
            "  <InputEncoding>UTF-8</InputEncoding>",
            "  <OutputEncoding>UTF-8</OutputEncoding>",
            "</OpenSearchDescription>",
        )
    )
    versions, _ = current_app.extensions[_EXTENSION]
    return reply(body, DESCRIPTION, tag, versions.current().number)


def _json(body: object, content_type: str, search: Search) -> Response:
    text_ = json.dumps(body, ensure_ascii=False)
    return reply(text_, content_type, search.language, search.version)


def _kinds(parameters: Parameters) -> tuple[str, ...]:
    """The kinds that are asked for, by one parameter or several, or with commas."""
    values = [v.strip() for value in parameters.all("kind") for v in value.split(",") if v.strip()]
    for value in values:
        if value not in KINDS:
            raise BadRequest(**say("no-kind", value=value[:40], allowed=", ".join(KINDS)))
    return tuple(dict.fromkeys(values))


def _most(parameters: Parameters, name: str, default: int, most: int) -> int:
    value = parameters.number(name) or default
    if value > most:
        raise BadRequest(**say("number-most", name=name, value=value, limit=most, more="skip"))
    return value


def _skip(parameters: Parameters) -> int:
    if parameters.one("skip") in (None, "0"):
        return 0
    return _most(parameters, "skip", 0, _MOST_SKIPPED)
