"""The pages ``/between/ONE/OTHER``: what two cities or countries have agreed, and who says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, abort, redirect, url_for
from markupsafe import Markup
from pyoxigraph import NamedNode

from peyvand.errors import NotFound
from peyvand.search import Hit, Index
from peyvand.search.suggest import suggest, things
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components.collation import collated
from peyvand.web.pages.components.current_index import current_index
from peyvand.web.pages.components.entries import point
from peyvand.web.pages.components.maps import Line, Point, svg_map
from peyvand.web.pages.components.sections import Reader, Section
from peyvand.web.pages.components.site import Row, Site, href
from peyvand.web.pages.lists.asked_lists import PAGE, shown
from peyvand.web.pages.lists.listing import Facet
from peyvand.web.pages.lists.made_lists import Lists
from peyvand.web.pages.things import drawings
from peyvand.wording import say

# The kinds of places, those first that a name means if nothing else tells.
_KINDS = ("country", "city", "region", "area")
# What IRIs of places begin with.
_PATHS = ("country", "city", "region", "place")
# A name in other spellings or letters still means the place; one that is only like it does not.
_SURE = ("exact", "spelling", "transliteration")
_NEAR, _LONGEST = 8, 200
_COLUMNS = (
    *("agreement", "kind", "signed", "inferred", "ended", "stage", "vitality", "lastStated"),
    *("source", "distance"),
)
# By what they are told apart where they are more than a page has.
_FACETS = (
    Facet("kind", ("kind",)),
    Facet("stage", ("stage",)),
    Facet("vitality", ("vitality",)),
    Facet("source", ("source",)),
    Facet("decade", ("signed",), 3),
    Facet("lastStated", ("lastStated",), 4),
)


@dataclass(frozen=True)
class Told:
    """What is counted of the agreements of two places.

    Args:
        documents: those that documents tell of.
        datasets: those that only a dataset states.
        dated: those with a day, month or year of signing.
        drawn: those of which both places have coordinates.
    """

    documents: int
    datasets: int
    dated: int
    drawn: int

    @property
    def all(self) -> int:
        """All of them."""
        return self.documents + self.datasets


def routes(site: Site) -> list[Route[View]]:
    """``/between``, which asks for two places, and the page of two."""
    lists = Lists(site)

    def ask() -> Any:
        parameters = current_request().parameters
        one, other = ((parameters.one(name) or "").strip() for name in ("one", "other"))
        if one and other:
            return redirect(
                url_for("between.between", one=one, other=other, lang=site.language), 303
            )
        return site.render("between.html", two=None, written=(one, other))

    def asked(one: str, other: str) -> tuple[tuple[Hit, Hit], str, Sequence[Row]]:
        """The two places that are meant, the question about them, and its answer."""
        two = two_places(current_index(site.asked_version), one, other)
        query = own("web/between").bound(one=NamedNode(two[0].iri), other=NamedNode(two[1].iri))
        return two, query, site.select(query)

    def drawing(one: str, other: str, end: str) -> Response:
        two, _, rows = asked(one, other)
        svg = _map(rows, Reader(site, site.language), _called(two, site.language))
        if svg is None:
            abort(404)
        return conditional(drawings.served(drawings.alone(str(svg)), end))

    def between(one: str, other: str) -> str:
        two, query, rows = asked(one, other)
        section = Section("between", query, _COLUMNS, ("agreement",))
        reader = Reader(site, site.language)
        told = counted(rows)
        is_long = told.all > PAGE
        rows = _ordered(rows, reader)
        return site.render(
            "between.html",
            two=[(hit.label(site.language), href(hit.iri)) for hit in two],
            written=[hit.label(site.language) for hit in two],
            asked=(one, other),
            told=told,
            table=reader.table(section, query, rows) if rows and not is_long else None,
            found=shown(site, lists.of(section, _FACETS, rows), "", told=True) if is_long else None,
            map=_map(rows, reader, _called(two, site.language)),
        )

    return [
        Route("between.ask", "/between", GET, ask),
        Route("between.between", "/between/<one>/<other>", GET, between),
        Route("between.drawing", "/between/<one>/<other>/map.<any(svg, png):end>", GET, drawing),
    ]


def _ordered(rows: Sequence[Row], reader: Reader) -> list[Row]:
    """The rows of agreements that documents tell of, then of those that datasets alone state, each
    by name."""
    reader.learn(row["agreement"] for row in rows)
    names = {row["agreement"]: reader.label(row["agreement"])[0] for row in rows}
    key = collated(names.values(), reader.language)
    return sorted(
        rows, key=lambda row: (row["known"].value == "true", key(names[row["agreement"]]))
    )


def _called(two: Sequence[Hit], language: str) -> str:
    return " – ".join(hit.label(language) for hit in two)


def two_places(index: Index, one: str, other: str) -> tuple[Hit, Hit]:
    """The two places that are meant: of one kind, if both names have one in common.

    Args:
        index: of the version.
        one: the last part of an IRI, such as ``iran``, or any name.
        other: the same of the other.

    Raises:
        NotFound: no place is called so; the error names those that are called nearly so.
    """
    first, second = _named(index, one), _named(index, other)
    common = next((kind for kind in _KINDS if kind in first and kind in second), None)
    if common:
        return first[common], second[common]
    return next(iter(first.values())), next(iter(second.values()))


def _named(index: Index, written: str) -> dict[str, Hit]:
    """The places that a text may mean, by their kinds, in the order of these."""
    text = written.strip()[:_LONGEST]
    found = things(index, [f"{ID}{kind}/{text}" for kind in _PATHS])
    if not found:
        hits = suggest(index, text, _KINDS, _NEAR)
        found = [hit for hit in hits if hit.grade in _SURE]
        if not found:
            near = "; ".join(hit.label("en") for hit in hits)
            words = {"city": text[:100], "near": near}
            raise NotFound(**say("no-such-city" if near else "no-city-near", **words))
    by_kind: dict[str, Hit] = {}
    for hit in sorted(found, key=lambda hit: _KINDS.index(hit.kind)):
        by_kind.setdefault(hit.kind, hit)
    return by_kind


def counted(rows: Sequence[Row]) -> Told:
    """What the answers of ``web/between`` tell, each agreement counted once."""
    known: dict[str, bool] = {}
    dated, drawn = set(), set()
    for row in rows:
        iri = row["agreement"].value
        known[iri] = row["known"].value == "true"
        if "signed" in row or "inferred" in row:
            dated.add(iri)
        if _ends(row):
            drawn.add(iri)
    datasets = sum(known.values())
    return Told(len(known) - datasets, datasets, len(dated), len(drawn))


def _ends(row: Row) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Where both places of an agreement are, in degrees of longitude and latitude."""
    names = ("long", "lat", "partnerLong", "partnerLat")
    if not all(name in row for name in names):
        return None
    west, south, east, north = (row[name].value for name in names)
    one, other = point(west, south), point(east, north)
    return (one, other) if one and other else None


def _map(rows: Sequence[Row], reader: Reader, title: str) -> Markup | None:
    """The agreements as lines in the colours of their sources; None without one to draw."""
    placed = [(row, ends) for row in rows if (ends := _ends(row))]
    if not placed:
        return None
    reader.learn(row[name] for row, _ in placed for name in ("agreement", "city", "partner"))
    links = Counter(row[name].value for row, _ in placed for name in ("city", "partner"))
    points: dict[str, Point] = {}
    lines: dict[str, Line] = {}
    for row, (one, other) in placed:
        kind = "world" if row["known"].value == "true" else ""
        for name, (longitude, latitude) in (("city", one), ("partner", other)):
            term = row[name]
            label, weight = reader.label(term)[0], links[term.value]
            points.setdefault(
                term.value, Point(longitude, latitude, label, href(term.value), kind, weight)
            )
        agreement = row["agreement"]
        if (iri := agreement.value) not in lines:
            lines[iri] = Line(*one, *other, reader.label(agreement)[0], href(iri), kind)
    return svg_map(list(points.values()), list(lines.values()), title=title)
