"""Which page answers which path."""

from __future__ import annotations

from dataclasses import replace

from peyvand.web.http.routing import Route, View
from peyvand.web.pages import (
    about,
    affinity,
    audits,
    between,
    browse,
    calendars,
    comparison,
    conflicts,
    desk,
    documentation,
    drawings,
    editor,
    feeds,
    figures,
    files,
    geojson,
    home,
    match,
    monitor,
    networks,
    ontology,
    partners,
    plans,
    problems,
    recognition,
    register,
    requests,
    screening,
    search,
    speech,
    things,
    version_feed,
    works,
    world,
)
from peyvand.web.pages.answer_files import instead
from peyvand.web.pages.site import Site


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
