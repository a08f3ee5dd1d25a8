"""Lists of what there is of each kind of thing, for who does not know a name to search for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from flask import abort
from pyoxigraph import Literal

from peyvand.clocks import InForce
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import iri
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components.as_of import AsOf, as_of
from peyvand.web.pages.components.kinds import section
from peyvand.web.pages.components.sections import Section
from peyvand.web.pages.components.site import Row, Site, text
from peyvand.web.pages.lists import claim_lists
from peyvand.web.pages.lists.asked_lists import shown
from peyvand.web.pages.lists.listing import Facet
from peyvand.web.pages.lists.made_lists import Lists

KINDS = (
    *("cities", "places", "agreements", "countries", "organisations", "persons", "documents"),
    *("events", "schemes", "claims"),
)
_COUNTS = own("web/browse-counts")
# By what the rows of a list are told apart.
FACETS = {
    "cities": (Facet("country", ("country",)),),
    "places": (Facet("kind", ("kind",)), Facet("country", ("country",))),
    "agreements": (
        Facet("country", ("country",)),
        Facet("kind", ("kind",)),
        Facet("stage", ("stage",)),
        Facet("statedIn", ("statedIn",)),
        Facet("scope", ("scope",)),
        Facet("decade", ("date",), 3),
        Facet("lastStated", ("lastStated",), 4),
    ),
    "organisations": (Facet("kind", ("kind",)),),
    "persons": (Facet("office", ("office",)),),
    "documents": (Facet("decade", ("date", "inferred"), 3),),
    "claims": claim_lists.FACETS,
    "events": (Facet("city", ("city",)), Facet("decade", ("date",), 3)),
}
# The order of a list if nobody asks for one; else it is that of the first column.
_ORDERS = {
    "cities": "-agreements",
    "places": "-agreements",
    "countries": "-places",
    "documents": "-claims",
    # As they stand in the sources.
    "claims": "",
}


def routes(site: Site) -> list[Route[View]]:
    """The page ``/browse`` of all kinds, and ``/browse/KIND``, a part of the things on each."""

    lists = Lists(site)

    def index() -> str:
        claims = claim_lists.claims(site)
        counted = {row["kind"].value: int(row["things"].value) for row in site.select(_COUNTS.text)}
        counts = {"claims": claims.count} | counted
        return site.render("browse.html", kinds=KINDS, asked=None, counts=counts, claims=claims)

    def things(kind: str) -> str:
        if kind not in KINDS:
            abort(404)
        days, part, claims, rows = as_of(site), section(f"browse-{kind}"), None, None
        if kind == "claims":
            claims = claim_lists.claims(site)
            part = claims.section
        if days.clocks and kind in _SEEN:
            part, rows = _SEEN[kind](site, days, part)
        listing = lists.of(part, FACETS.get(kind, ()), rows, claims.parts if claims else ())
        return site.render(
            "browse.html",
            kinds=KINDS,
            asked=kind,
            claims=claims,
            as_of=days if kind in _SEEN else None,
            found=shown(site, listing, _ORDERS.get(kind, part.columns[0]), told=rows is None),
        )

    return [
        Route("browse.index", "/browse", GET, index),
        Route("browse.things", "/browse/<kind>", GET, things),
    ]


def _agreements(site: Site, days: AsOf, part: Section) -> tuple[Section, list[Row]]:
    """The agreements that stand on the days, with whether they were in force."""
    rows = site.select(part.query(""))
    kept = days.agreements({row["agreement"].value: {} for row in rows})
    stand = []
    for row in rows:
        told = kept.get(row["agreement"].value)
        if told is not None:
            word = told["in_force"]
            named = {"inForce": Literal(text(f"told-{word}", site.language))} if word else {}
            stand.append({**row, **named})
    return replace(part, columns=(*part.columns, "inForce")), stand


def _places(site: Site, days: AsOf, part: Section, place: str) -> tuple[Section, list[Row]]:
    """The places with how many agreements they had for certain, and how many perhaps."""
    pairs = site.select(own("clocks/pairs").text)
    kept = days.agreements({row["agreement"].value: {} for row in pairs})
    certain, perhaps = Counter[str](), Counter[str]()
    for row in pairs:
        told = kept.get(row["agreement"].value)
        if told is not None:
            is_certain = told["in_force"] in (None, InForce.CERTAIN)
            (certain if is_certain else perhaps)[row["place"].value] += 1
    rows = [
        {
            **row,
            "agreements": _number(certain[row[place].value]),
            "perhaps": _number(perhaps[row[place].value]),
        }
        for row in site.select(part.query(""))
    ]
    rows.sort(key=lambda row: (-int(row["agreements"].value), -int(row["perhaps"].value)))
    return replace(part, columns=(*part.columns, "perhaps")), rows


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=iri("xsd:integer"))


# What a list has as of a day, by its kind.
_SEEN: dict[str, Callable[[Site, AsOf, Section], tuple[Section, list[Row]]]] = {
    "agreements": _agreements,
    "cities": partial(_places, place="city"),
    "places": partial(_places, place="place"),
}
