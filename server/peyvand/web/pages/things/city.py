"""The page of a city: where it is, who its partners are, what happened when, what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode

from peyvand.sources.catalogue import own
from peyvand.web.http.flask_requests import current_request
from peyvand.web.pages.components.as_of import as_of
from peyvand.web.pages.components.choice import choice
from peyvand.web.pages.components.entries import degrees, entries, first
from peyvand.web.pages.components.kinds import section
from peyvand.web.pages.components.maps import Line, Point, svg_map
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site, href, text
from peyvand.web.pages.components.timeline import Moment, svg_timeline
from peyvand.web.pages.components.values import position
from peyvand.web.pages.things.city_partners import SORTS, evidence, ordered, partners_table


def city(site: Site, iri: str, language: str) -> dict[str, Any]:
    """What the template of a city is given.

    Args:
        site: where questions are asked.
        iri: the city.
        language: the language of the page.

    Raises:
        BadRequest: the partners are to be sorted by no column of theirs.
    """
    sort = choice(current_request(), "sort", SORTS, SORTS[0])
    node = NamedNode(iri)
    query = own("web/partners").bound(city=node).strip()
    others = ("web/place", "web/outcomes", "web/partners-evidence", "web/partners-possibly-same")
    placed, outcomes, claims, alike, agreed, _ = site.select_all(
        [*(own(name).bound(city=node) for name in others), query, section("timeline").query(iri)]
    )
    place = first(placed, language)
    asked = as_of(site)
    partners = asked.agreements(entries(agreed, "agreement", language))
    reader = Reader(site, language)
    reader.learn(seen["outcome"] for seen in outcomes)
    for seen in outcomes:
        pair = partners.get(seen["agreement"].value, {})
        pair.setdefault("outcomes", set()).add(reader.label(seen["outcome"])[0])
    alike_pairs = ((row["one"].value, row["other"].value) for row in alike)
    rows = ordered(once(partners.values(), alike_pairs), sort, language)
    table = partners_table(reader, query, agreed, [row["agreement"] for row in rows])
    told = evidence(claims, asked, reader)
    here = degrees(place)
    points, lines = [], []
    for row in rows:
        row["evidence"] = told.get(row["agreement"])
        there = degrees(row)
        if there and here:
            kind = "world" if row.get("known") == "true" else "ours"
            lines.append(Line(*here, *there, row["label"], href(row["agreement"]), kind))
            # What documents tell of is named first.
            weight = kind == "ours"
            points.append(Point(*there, row["label"], href(row["partner"]), kind, weight))
    drawn = None
    if here:
        points.append(Point(*here, kind="self"))
        drawn = svg_map(points, lines, title=text("map-of-partners", language))
    return {
        "introduction": "city.html",
        "lead": True,
        "as_of": asked,
        "place": place,
        "coordinates": position(here[1], here[0], language) if here else "",
        "partners": rows,
        "partners_table": table,
        "countries": len({row["country"] for row in rows if row.get("country")}),
        "from_documents": sum(row.get("known") == "false" for row in rows),
        "last_stated": max((str(row.get("lastStated", "")) for row in rows), default=""),
        "drawings": {"map": drawn, "timeline": happened(site, iri, language)},
        "unknown": _unknown(place, rows, len(lines)),
        "sorts": SORTS,
        "sort": sort,
        "without_date": sum(not row.get("signed") for row in rows),
        "off_map": len(rows) - len(lines),
        "doubles": len(partners) - len(rows),
    }


def _unknown(place: dict[str, Any], rows: list[dict[str, Any]], drawn: int) -> list[str]:
    """What is not known of a city, by the names of the texts behind ``unknown-``."""
    return [
        key
        for key, missing in (
            ("no-place", not degrees(place)),
            ("no-country", not place.get("country")),
            ("no-population", not place.get("population")),
            ("no-item", not place.get("item")),
            ("no-dates", any(not row.get("signed") for row in rows)),
            ("places-of-partners", bool(degrees(place)) and drawn < len(rows)),
        )
        if missing
    ]


def once(
    partners: Iterable[dict[str, Any]], alike: Iterable[tuple[str, str]]
) -> list[dict[str, Any]]:
    """Each partner once: those that may be the same are told in one row, under ``doubles``.

    Args:
        partners: an entry for each agreement. That of documents goes before those of datasets, and
            one of which more is known before others.
        alike: the partners that may be one, both ways.
    """
    possibly: dict[str, set[str]] = {}
    for one, other in alike:
        possibly.setdefault(one, set()).add(other)
    rows: list[dict[str, Any]] = []
    shown: dict[str, dict[str, Any]] = {}
    for row in sorted(partners, key=lambda row: (row["known"], -len(row), row["agreement"])):
        same = possibly.get(row["partner"], set()) & shown.keys()
        if same:
            main = shown[min(same)]
            main.setdefault("doubles", []).append(row)
        else:
            main = row
            rows.append(row)
        shown[row["partner"]] = main
    return rows


def happened(site: Site, iri: str, language: str) -> Any:
    """The timeline of a city as a drawing; None if nothing is dated."""
    reader = Reader(site, language)
    table = reader.tables((section("timeline"),), iri).get("timeline")
    if table is None:
        return None
    moments = []
    for entry, row in zip(table.entries, table.rows, strict=True):
        things, what = row[table.columns.index("thing")], row[table.columns.index("happened")]
        label = f"{things[0].text} · {what[0].text}" if what else things[0].text
        kind = "world" if entry["dataset"] else "ours"
        if "/title/" in entry["thing"][0].value:
            kind = "title"
        moments.append(Moment(entry["date"][0].value, label, things[0].href, kind))
    return svg_timeline(moments, title=text("section-timeline", language), language=language)
