"""The start page, and the map of the world that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Any

from flask import redirect, request, url_for
from markupsafe import Markup

from peyvand.sources.catalogue import own
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components import answer_files, sheets
from peyvand.web.pages.components.as_of import as_of, kept_days
from peyvand.web.pages.components.entries import ends
from peyvand.web.pages.components.making import patiently
from peyvand.web.pages.components.maps import world_svg
from peyvand.web.pages.components.site import Row, Site, text
from peyvand.web.pages.questions.cards import Answers, cards
from peyvand.web.pages.things import drawings
from peyvand.web.pages.things.schema_org import dataset
from peyvand.web.pages.things.things import embedded

# The questions that the start page begins with.
_FIRST = (
    "partners-of-city",
    "who-holds-the-agreements",
    "documents-against-wikidata",
    "growth-by-decade",
    "timeline",
)

_MAP = "world-map"
# Where the parties of each agreement are.
_LINKS = own("web/links")


def routes(site: Site) -> list[Route[View]]:
    """The page ``/``, and the map ``/map.svg`` or ``/map.png``."""
    questions = {query.name: query for query in site.catalogue.of("explore")}
    first = [questions[name] for name in _FIRST if name in questions]
    kept = Answers(site.bridge, first)

    def home() -> Any:
        if "example" in request.args:  # where the box for queries once was
            return redirect(url_for("editor.query", **request.args.to_dict()))  # type: ignore[arg-type]
        if sheets.asked_table() == _MAP:
            return answer_files.answer(site, _MAP, _LINKS.text)
        # As of other days the answers would be others.
        asked = () if kept_days() else kept.of(site.version)
        return made(asked) if None in asked else page()

    @site.lasting
    def page() -> str:
        return made(() if kept_days() else kept.of(site.version))

    def made(asked: Sequence[Sequence[Row] | None]) -> str:
        days = as_of(site)
        if days.clocks:
            days.agreements({row["agreement"].value: {} for row in site.select(_LINKS.text)})
        return site.render(
            "home.html",
            as_of=days,
            map_days=kept_days(),
            schema=Markup(embedded(about())),  # noqa: S704 (escaped there)
            counts=_counts(site),
            map_query=_LINKS.text.strip(),
            drawn=0 if days.clocks else _drawn(site),
            map_csv=sheets.address(_MAP, site.language, site.version),
            cards=cards(site, first, asked or [None] * len(first)),
        )

    def about() -> dict[str, Any]:
        version = site.bridge.versions.get(site.version)
        built_at = str(version.manifest.get("built_at", ""))
        return dataset(current_request().origin, version.number, built_at)

    def world_map(end: str) -> Any:
        _, svg = of_days() if kept_days() else newest()
        return conditional(drawings.served(svg, end))

    @site.lasting
    def newest() -> tuple[int, str]:
        # Who looks first at a large version, and at a busy server, is to see it all the same.
        return site.version, patiently(partial(drawn, site.version, site.language))

    @site.lasting
    def of_days() -> tuple[int, str]:
        rows = site.select(_LINKS.text)
        kept = as_of(site).agreements({row["agreement"].value: {} for row in rows})
        left = [row for row in rows if row["agreement"].value in kept]
        return site.version, _map(left, site.language)

    @lru_cache(maxsize=4)
    def drawn(number: int, tag: str) -> str:
        return _map(site.select(_LINKS.text), tag)

    return [
        Route("home", "/", GET, home),
        Route("world_map", "/map.<any(svg, png):end>", GET, world_map),
    ]


def _map(rows: list[Row], language: str) -> str:
    """The agreements in the colours of their sources."""
    ours, others = (
        [line for row in rows if row["known"].value == known and (line := ends(row))]
        for known in ("false", "true")
    )
    return world_svg(ours, text("world-map", language), others)


def _drawn(site: Site) -> int:
    (row,) = site.select(own("web/links-counted").text)
    return int(row["drawn"].value)


def _counts(site: Site) -> dict[str, int]:
    return {
        row["name"].value: int(row["count"].value) for row in site.select(own("web/counts").text)
    }
