"""The feed of the versions: who made each, when, and how much it changed."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Response, url_for

from peyvand.graph.versions import Version
from peyvand.texts import number, text
from peyvand.vocabulary.iris import BASE
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.following.atom_files import MEDIA_TYPE, Entry, Feed
from peyvand.web.pages.following.feeds import title_of

# How many versions it tells of; ``/versions`` has all.
_ENTRIES = 30


def routes(site: Site) -> list[Route[View]]:
    """``/feed/versions.atom``."""

    def feed() -> Response:
        asked, language = current_request(), site.language
        newest = site.bridge.versions.all()[: -_ENTRIES - 1 : -1]
        in_language = urlencode({"lang": language})
        made = Feed(
            name=f"{BASE}versions {language}",
            title=text("feed-title", language).format(name=text("data-versions", language)),
            subtitle=text("feed-versions-about", language),
            author=text("name", language),
            address=f"{asked.address}?{in_language}",
            href=f"{asked.origin}{url_for('about.data')}?{in_language}",
            updated=str(newest[0].manifest["built_at"]),
            language=language,
            entries=[_entry(version, language, asked.origin) for version in newest],
        )
        response = Response(made.to_xml(), content_type=f"{MEDIA_TYPE}; charset=utf-8")
        response.headers["Content-Language"] = language
        response.headers["Peyvand-Version"] = str(newest[0].number)
        return conditional(response)

    return [Route("version_feed.feed", "/feed/versions.atom", READ, feed)]


def _entry(version: Version, language: str, origin: str) -> Entry:
    manifest = version.manifest
    counts = {
        name: number(int(manifest[name]), language)
        for name in ("quads", "added", "removed")
        if manifest.get(name) is not None
    }
    note = ""
    if "quads" in counts:
        said = text("feed-counts", language) if len(counts) == 3 else text("feed-count", language)
        note = said.format(**counts)
    return Entry(
        name=f"{version.number} {version.graph_sum}",
        title=title_of(version, language),
        updated=str(manifest["built_at"]),
        href=f"{origin}{url_for('versions')}/{version.number}",
        author=str(manifest.get("by", "")),
        category=str(manifest.get("kind", "")),
        note=note,
        lines=[],
    )
