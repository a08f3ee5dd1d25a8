"""The page of the four-way report: the documents beside Wikidata."""

from __future__ import annotations

from flask import abort, request
from pyoxigraph import NamedNode

from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components.sections import Reader, Section
from peyvand.web.pages.components.site import Row, Site
from peyvand.web.pages.lists.asked_lists import shown
from peyvand.web.pages.lists.listing import Facet
from peyvand.web.pages.lists.made_lists import Lists

# The outcomes in the order of a report: the four, then what else was seen.
_FIRST = ("same-on-both-sides", "only-here", "only-there", "in-conflict")
_NAME = "comparison-rows"
_COLUMNS = ("thing", "note", "source", "claim")
_COUNTED = ("kind", "outcome", "count")
_FACETS = (Facet("source", ("source",)),)


def routes(site: Site) -> list[Route[View]]:
    """The page ``/comparison``: counts, and the rows of one outcome."""
    lists = Lists(site)

    def report() -> str:
        reader = Reader(site, site.language)
        counted = own("web/comparison-counts").text.strip()
        counts = sorted(site.select(counted), key=_order)
        known = {row["outcome"].value: row for row in counts}
        outcome_slug = request.args.get("outcome", "only-here")
        outcome = f"{ID}concept/{outcome_slug}"
        if counts and outcome not in known and "outcome" in request.args:
            abort(404)
        found = None
        if outcome in known:
            query = own("web/comparison-rows").bound(outcome=NamedNode(outcome)).strip()
            rows = Section(_NAME, query, _COLUMNS, ("thing",))
            found = shown(site, lists.of(rows, _FACETS), "thing", told=True)
        counts_of = Section("comparison-counts", counted, _COUNTED, _COUNTED[:2])
        return site.render(
            "comparison.html",
            counts=counts,
            counts_table=reader.table(counts_of, counted, counts),
            found=found,
            asked=outcome_slug,
            slug=lambda term: term.value.rpartition("/")[2],
            chosen=known.get(outcome),
        )

    return [
        Route("comparison.report", "/comparison", GET, report),
    ]


def _order(row: Row) -> tuple[str, int, int]:
    slug = row["outcome"].value.rpartition("/")[2]
    place = _FIRST.index(slug) if slug in _FIRST else len(_FIRST)
    return row["kind"].value, place, -int(row["count"].value)
