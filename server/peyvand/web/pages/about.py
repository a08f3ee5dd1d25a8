"""The pages about the site itself: who makes it, its data and how to get them, its components."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, url_for
from pyoxigraph import NamedNode

from peyvand.errors import NotFound
from peyvand.exports.citing import Citation
from peyvand.graph.dump_files import KINDS
from peyvand.sources.catalogue import own
from peyvand.sources.licences import name_of
from peyvand.vocabulary.iris import BASE, ID
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components.kinds import section
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site, text
from peyvand.web.pages.components.values import Shown
from peyvand.web.pages.lists.asked_lists import shown
from peyvand.web.pages.lists.made_lists import Lists
from peyvand.web.pages.questions.bars import Bar, svg_bars
from peyvand.web.pages.questions.cards import cards
from peyvand.web.pages.questions.snippets import snippets
from peyvand.wording import say

# How many versions the page lists; the address of all is below them.
_LISTED = 20
_EXAMPLE = own("web/example")
_GRAPH, _DOCUMENT = f"{BASE}graph/", f"{ID}document/"
# What the page of the components shows them with: a short list, and a question.
_LIST, _CARD = "browse-schemes", "who-holds-the-agreements"
_FORMS = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "datacite.json": "application/vnd.datacite.datacite+json",
}


def routes(site: Site) -> list[Route[View]]:
    """The pages ``/about``, ``/data`` and ``/about/components``, and the files of citations."""

    def about() -> str:
        return site.render("about.html")

    lists = Lists(site)
    shown_card = [query for query in site.catalogue.of("explore") if query.name == _CARD]

    def components() -> str:
        rows = site.select(own("web/counts").text)
        counts = {row["name"].value: int(row["count"].value) for row in rows}
        listing = lists.of(section(_LIST), ())
        bars = [Bar(text(name, site.language), str(counts[name])) for name in counts]
        return site.render(
            "components.html",
            found=shown(site, listing, "", told=True),
            cards=cards(site, shown_card, [site.select(one.bound()) for one in shown_card]),
            counts=counts,
            bars=svg_bars(bars, title=text("chart", site.language), language=site.language),
        )

    def data() -> str:
        versions = site.bridge.versions.all()
        listed = [(version.number, version.manifest) for version in reversed(versions[-_LISTED:])]
        origin = current_request().origin
        endpoint = f"{origin}{url_for('sparql')}"
        return site.render(
            "data.html",
            endpoint=endpoint,
            snippets=snippets(origin, endpoint, " ".join(_EXAMPLE.text.split())),
            files=[(name, kind.media_type) for name, kind in KINDS.items()],
            versions=listed,
            older=len(versions) - len(listed),
            apart=apart(),
            citation=citation(),
        )

    def apart() -> list[tuple[Shown, str, str]]:
        """The sources whose graphs a licence keeps apart, with it and what it is called."""
        kept = site.bridge.versions.get(site.version).kept_apart
        sources = [NamedNode(graph.replace(_GRAPH, _DOCUMENT, 1)) for graph in kept]
        reader = Reader(site, site.language)
        reader.learn(sources)
        return [
            (reader.shown([source])[0], licence, name_of(licence))
            for source, licence in zip(sources, kept.values(), strict=True)
        ]

    def citation() -> Citation:
        version = site.bridge.versions.get(site.version)
        return Citation(
            title=_title("en"),
            author=text("authors", "en"),
            number=version.number,
            day=str(version.manifest.get("built_at", ""))[:10],
            address=f"{current_request().origin}{url_for('versions')}/{version.number}",
        )

    def cite(form: str) -> Any:
        if form not in _FORMS:
            raise NotFound(**say("no-such-path", path=f"/cite.{form}"))
        cited = citation()
        titles = [(_title(language), language) for language in LANGUAGES]
        if form == "bib":
            body = cited.bibtex()
        elif form == "ris":
            body = cited.ris()
        else:
            body = json.dumps(cited.datacite(titles), ensure_ascii=False) + "\n"
        response = Response(body, mimetype=_FORMS[form])
        name = f"peyvand-{cited.number}.{form}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    return [
        Route("about.about", "/about", GET, about),
        Route("about.components", "/about/components", GET, components),
        Route("about.data", "/data", GET, data),
        Route("about.cite", "/cite.<form>", GET, cite),
    ]


def _title(language: str) -> str:
    """What the dataset is called."""
    return f"{text('name', language)}: {text('tagline', language)}"
