"""Lists of what there is of each kind of thing, for who does not know a name to search for."""

from __future__ import annotations

from flask import abort, request

from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.kinds import section
from peyvand.web.pages.sections import Reader
from peyvand.web.pages.site import Site

KINDS = (
    *("cities", "places", "agreements", "countries", "organisations", "persons", "documents"),
    *("events", "schemes"),
)
PAGE = 200


def routes(site: Site) -> list[Route[View]]:
    """The pages ``/browse`` and ``/browse/KIND``, a part of the things on each."""

    def index() -> str:
        return site.render("browse.html", kinds=KINDS, asked=None)

    def things(kind: str) -> str:
        if kind not in KINDS:
            abort(404)
        page = max(1, request.args.get("page", 1, type=int))
        part = section(f"browse-{kind}")
        table, total = Reader(site, site.language).part(part, page, PAGE)
        return site.render(
            "browse.html",
            kinds=KINDS,
            asked=kind,
            table=table,
            total=total,
            page=page,
            pages=-(-total // PAGE),
        )

    return [
        Route("browse.index", "/browse", GET, index),
        Route("browse.things", "/browse/<kind>", GET, things),
    ]
