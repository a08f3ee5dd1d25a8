"""The page ``/works``: from citations in texts to works and pages, and the claims that rest on
each work; also JSON and CSV.
"""

from __future__ import annotations

from flask import Response, make_response, url_for
from pyoxigraph import NamedNode

from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.components.data_answers import asked_format, data_answer
from peyvand.web.pages.components.ordering import by_name
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.components.standing import standing
from peyvand.web.pages.partnership.citing import (
    json_of,
    mentioned,
    missing_of,
    table_of,
    unlisted,
    works_of,
)

# So many works are shown on the page, and so many claims of each; programs get them all.
_MOST, _MOST_CLAIMS = 300, 40
# What was written for a document is not looked at beyond this.
_LONGEST = 200
_DOCUMENT = "document"


def routes(site: Site) -> list[Route[View]]:
    """``/works``."""
    return [Route("works.works", "/works", READ, lambda: _works(site))]


def _works(site: Site) -> Response:
    asked = current_request()
    form = asked_format(asked, page=True)
    wanted = (asked.parameters.one(_DOCUMENT) or "").strip()[:_LONGEST]
    document = _document(site, wanted) if wanted else ""
    rows = (
        site.select(own("web/works/works").bound()),
        site.select(own("web/works/citations").bound()),
        site.select(own("web/works/resting").bound()),
    )
    every = works_of(*rows)
    reader = Reader(site, site.language)
    works = works_of(*rows, document) if document else every
    works = by_name(works, lambda work: NamedNode(work.iri), reader)
    missing = missing_of(site.select(own("web/works/lacking").bound()), document)
    shown = works if form != "html" else works[:_MOST]
    documents = list(unlisted(every))
    reader.learn(map(NamedNode, [*mentioned(shown), *documents]))
    reader.learn(part for claims in missing.values() for parts in claims.values() for part in parts)
    if form != "html":
        told = {"version": site.version, "document": document or None}
        body = told | json_of(reader, works, missing)
        return data_answer(form, asked, site.version, body, table_of(reader, works))
    page = site.render(
        "works.html",
        works=shown,
        left_out=len(works) - len(shown),
        most=_MOST_CLAIMS,
        missing=missing,
        unlisted=unlisted(works),
        documents=[
            (one.removeprefix(str(ID)), reader.shown([NamedNode(one)])[0], one == document)
            for one in documents
        ],
        terms=reader.shown,
        shown=lambda iris: reader.shown([NamedNode(iri) for iri in iris]),
        data=lambda wished: url_for(
            "works.works", document=wanted or None, format=wished, lang=site.language
        ),
        query=site.catalogue.get("citations").bound(),
    )
    return make_response(page)


def _document(site: Site, written: str) -> str:
    """The IRI of the document that somebody names, by its IRI, its kind and name, or its name.

    Raises:
        NotFound: no document can be called so.
        Unknown: there is none; the error names those most like it.
        Gone: it was withdrawn.
    """
    kind, _, slug = written.removeprefix(str(ID)).rpartition("/")
    return standing(site, kind or _DOCUMENT, slug).iri
