"""Which page answers which path."""

from __future__ import annotations

from dataclasses import replace

from peyvand.web.http.routing import Route, View
from peyvand.web.pages import about, documentation, files, home
from peyvand.web.pages.checks import audits, monitor, problems, recognition
from peyvand.web.pages.components.answer_files import instead
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.following import calendars, feeds, version_feed
from peyvand.web.pages.lists import browse, comparison, conflicts
from peyvand.web.pages.match import match
from peyvand.web.pages.network import between, figures, geojson, networks, world
from peyvand.web.pages.ontology import ontology
from peyvand.web.pages.partnership import affinity, partners, plans, screening, speech, works
from peyvand.web.pages.questions import editor
from peyvand.web.pages.register import desk, register, requests
from peyvand.web.pages.search import search
from peyvand.web.pages.things import drawings, things


def routes(site: Site) -> list[Route[View]]:
    """The routes of all pages, and of the files that they show."""
    modules = (
        *(home, editor, comparison, audits, browse, figures, problems, things, drawings, ontology),
        *(search, register, desk, files, calendars, feeds, monitor, recognition, partners),
        *(about, between, requests, affinity, plans, screening, networks, speech, works),
        *(version_feed, geojson, match, documentation, conflicts, world),
    )
    return [
        replace(route, answer=instead(site, route.answer))
        for module in modules
        for route in module.routes(site)
    ]
