"""Pages of the known conflicts: the list of all, and each with the words of its sources."""

from __future__ import annotations

from typing import Any

from flask import abort, url_for
from pyoxigraph import NamedNode

from peyvand.digits import digits
from peyvand.sources.catalogue import own
from peyvand.vocabulary.labels import tag_of
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components.kinds import section
from peyvand.web.pages.components.site import Row, Site, text
from peyvand.web.pages.lists.asked_lists import shown
from peyvand.web.pages.lists.check_tables import CheckTables
from peyvand.web.pages.lists.listing import Facet
from peyvand.web.pages.lists.made_lists import Lists
from peyvand.web.pages.lists.words import between, sides, words_of

_FACETS = (
    Facet("decided", ("decided",)),
    Facet("document", ("document",)),
    Facet("query", ("query",)),
)


def routes(site: Site) -> list[Route[View]]:
    """The pages ``/conflicts`` and ``/conflicts/NAME``."""
    lists, tables = Lists(site), CheckTables(site)

    def index() -> str:
        listing = lists.of(section("browse-conflicts"), _FACETS)
        return site.render("conflicts.html", found=shown(site, listing, "number", told=True))

    def conflict(name: str) -> str:
        known = conflicts(site)
        one = known.get(name.lower())
        if one is None:
            abort(404)
        claims = site.select(own("web/claims-of-conflict").bound(conflict=NamedNode(one["iri"])))
        decisions = _decisions(site, one["iri"])
        return site.render(
            "conflict.html",
            conflict=one,
            decisions=decisions,
            sides=sides(words_of(site, between(tables.rows(one["query"]), claims))),
            table=tables.of(one["query"]),
            cited=_cited(site, one, is_decided=bool(decisions)),
        )

    return [
        Route("conflicts.index", "/conflicts", GET, index),
        Route("conflicts.conflict", "/conflicts/<name>", GET, conflict),
    ]


def conflicts(site: Site) -> dict[str, dict[str, Any]]:
    """The conflicts by the last part of their IRI, in the order of their identifiers."""
    made: dict[str, dict[str, Any]] = {}
    for row in site.select(own("web/conflicts").text):
        slug = row["conflict"].value.rpartition("/")[2]
        entry = made.setdefault(slug, {**_told(row), "slug": slug, "things": {}})
        if "thing" in row:
            labels = entry["things"].setdefault(row["thing"].value, {})
            labels[tag_of(row["label"])] = row["label"].value
    return dict(sorted(made.items(), key=lambda item: (len(item[1]["id"]), item[1]["id"])))


def _told(row: Row) -> dict[str, str]:
    return {
        "iri": row["conflict"].value,
        "id": row["id"].value,
        "en": row["en"].value,
        "fa": row["fa"].value,
        "query": row["query"].value.rpartition("/")[2] if "query" in row else "",
    }


def _decisions(site: Site, conflict: str) -> list[dict[str, Any]]:
    """The decisions between what sources say of the things that a conflict involves."""
    rows = site.select(own("web/conflict-decisions").bound(conflict=NamedNode(conflict)))
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        made = found.setdefault(row["decision"].value, {"reasons": {}})
        made |= {
            name: row[name].value for name in ("decision", "thing", "chosen", "rule") if name in row
        }
        made["reasons"][tag_of(row["reason"])] = row["reason"].value
    return list(found.values())


def _cited(site: Site, one: dict[str, Any], *, is_decided: bool) -> str:
    """The sentence by which somebody may cite the page of a conflict."""
    language = site.language
    path = url_for("conflicts.conflict", name=one["slug"], version=site.version, lang=site.language)
    return text("verdict-citation", language).format(
        name=text("name", language),
        version=digits(str(site.version), language),
        headline=one[language],
        verdict=text("verdict-decided" if is_decided else "verdict-untold", language),
        address=f"{current_request().origin}{path}",
    )
