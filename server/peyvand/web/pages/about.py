"""The pages about the site itself: who makes it, its data and how to get them, its components."""

from __future__ import annotations

import json
from typing import Any

from flask import Response, url_for

from peyvand.errors import NotFound
from peyvand.exports.citing import Citation
from peyvand.graph.dump_files import KINDS
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.site import Site, text
from peyvand.wording import say

# How many versions the page lists; the address of all is below them.
_LISTED = 20
_FORMS = {
    "bib": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "datacite.json": "application/vnd.datacite.datacite+json",
}


def routes(site: Site) -> list[Route[View]]:
    """The pages ``/about``, ``/data`` and ``/about/components``, and the files of citations."""

    def about() -> str:
        return site.render("about.html")

    def components() -> str:
        return site.render("components.html")

    def data() -> str:
        versions = site.bridge.versions.all()
        listed = [(version.number, version.manifest) for version in reversed(versions[-_LISTED:])]
        return site.render(
            "data.html",
            endpoint=f"{current_request().origin}{url_for('sparql')}",
            files=[(name, kind.media_type) for name, kind in KINDS.items()],
            versions=listed,
            older=len(versions) - len(listed),
            citation=citation(),
        )

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
