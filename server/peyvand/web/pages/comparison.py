"""The page of the four-way report: the documents beside Wikidata."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flask import abort, request, url_for
from pyoxigraph import NamedNode

from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID
from peyvand.vocabulary.labels import pick, tag_of
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.site import Row, Site
from peyvand.web.pages.values import Term, chosen

# The outcomes in the order of a report: the four, then what else was seen.
_FIRST = ("same-on-both-sides", "only-here", "only-there", "in-conflict")
_PAGE = 100


def routes(site: Site) -> list[Route[View]]:
    """The page ``/comparison``: counts, and the rows of one outcome."""

    @site.lasting
    def report() -> str:
        counted = own("web/comparison-counts").text
        counts = site.select(counted)
        known = {row["outcome"].value: row for row in counts}
        outcome_slug = request.args.get("outcome", "only-here")
        outcome = f"{ID}concept/{outcome_slug}"
        if counts and outcome not in known and "outcome" in request.args:
            abort(404)
        query = ""
        if outcome in known:
            query = own("web/comparison-rows").bound(outcome=NamedNode(outcome)).strip()
        rows = _grouped(site.select(query) if query else (), site.language)
        page = max(1, request.args.get("page", 1, type=int))
        return site.render(
            "comparison.html",
            counts=sorted(counts, key=_order),
            query=query,
            counts_query=counted.strip(),
            csv=url_for("sparql", query=query, format="csv", version=site.version),
            rows=rows[(page - 1) * _PAGE : page * _PAGE],
            total=len(rows),
            page=page,
            pages=-(-len(rows) // _PAGE),
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


def _grouped(rows: Iterable[Row], language: str) -> list[dict[str, object]]:
    """One entry a thing: its best label, notes, and claims of the documents and of Wikidata."""
    things: dict[str, dict[str, dict[str, str]]] = defaultdict(
        lambda: {"labels": {}, "here": {}, "there": {}}
    )
    notes: dict[str, dict[Term, None]] = defaultdict(dict)
    for row in rows:
        entry = things[row["thing"].value]
        if "label" in row:
            entry["labels"].setdefault(tag_of(row["label"]), row["label"].value)
        if "note" in row:
            notes[row["thing"].value][row["note"]] = None
        if "claim" in row and "source" in row:
            source = row["source"].value.rpartition("/")[2]
            side = "there" if source.startswith(("wikidata-", "geonames-")) else "here"
            entry[side][row["claim"].value] = source
    shown: list[dict[str, object]] = []
    for thing, entry in things.items():
        label, tag = pick(entry["labels"], language)
        told = [note.value for note in chosen(notes[thing], language)]
        shown.append({"thing": thing, "label": label or thing, "tag": tag, "notes": told, **entry})
    return shown
