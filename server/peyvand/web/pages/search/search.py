"""Search over HTTP: JSON at ``/search``, OpenSearch suggestions at ``/suggest``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin
from xml.sax.saxutils import escape, quoteattr

from flask import Response, render_template

from peyvand.errors import BadRequest
from peyvand.search import KINDS, Hit, asked_pair, suggest
from peyvand.texts import text
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import Parameters
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.linked_data.addresses import local
from peyvand.web.pages.components.current_index import current_index, current_number
from peyvand.web.pages.components.site import Site, words
from peyvand.web.pages.search.found import found, kind_name
from peyvand.web.pages.search.pairs import told
from peyvand.wording import say

SUGGESTIONS = "application/x-suggestions+json"
DESCRIPTION = "application/opensearchdescription+xml"
_LIMIT, _MOST, _MOST_SKIPPED = 10, 100, 1000


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

    def search() -> Response:
        return _page(site) if current_request().wants_page else _search()

    return [
        Route("search.search", "/search", READ, search),
        Route("search.suggest", "/suggest", READ, _suggest),
        Route("search.opensearch", "/opensearch.xml", READ, _opensearch),
    ]


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


def _page(site: Site) -> Response:
    """The page: a field, and what was found as a list."""
    language = current_request().language
    search = asked_search() if current_request().parameters.one("q") else None
    index = current_index(site.asked_version)
    number = search.version if search else index.version
    listed = found(site, index, search.query, search.kinds) if search else None
    page = render_template(
        "search.html",
        **words(language, number),
        search=search,
        found=listed,
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
    return reply(body, DESCRIPTION, tag, current_number())


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
