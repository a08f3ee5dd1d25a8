"""The page ``/world``: all pairs of cities on a map that is asked by country, source and kind.

Scripts draw the map when somebody asks for it, from ``/world/pairs.json``; without them there is
the picture, and the list of the cities with most partners.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from flask import Response, url_for

from peyvand.digits import percent
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID, iri
from peyvand.vocabulary.labels import pick
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components import sheets
from peyvand.web.pages.components.choice import choice
from peyvand.web.pages.components.collation import collated
from peyvand.web.pages.components.maps import world_svg
from peyvand.web.pages.components.script_data import script_data
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site, built, href, text
from peyvand.web.pages.network.network_files import SCOPES
from peyvand.web.pages.network.world_pairs import (
    ALL,
    DOCUMENTS,
    Asked,
    Tie,
    World,
    name_of,
    partners,
    world,
    written,
)
from peyvand.web.pages.things import drawings

_PARTIES, _COUNTRIES = own("web/geojson/parties"), own("web/geojson/countries")
_PAIRS, _DATASETS = own("web/geojson/pairs"), own("web/geojson/datasets")
_KINDS = own("web/geojson/kinds")
# What the IRIs of kinds begin with.
_TERMS = iri("pv:Agreement").value.removesuffix("Agreement")
# How many cities the page lists, and the name of the file of all that are asked for.
_LISTED, _TABLE = 40, "cities"
# What the names of the texts of the scripts begin with.
_SCRIPTS = ("world-", "zoom-")


def routes(site: Site) -> list[Route[View]]:
    """``/world``, its picture and its data."""

    @lru_cache(maxsize=2)
    def known(version: int) -> World:
        def select(query: str) -> list[Any]:
            return site.bridge.select(query, version)

        kinds: dict[str, set[str]] = {}
        for row in select(_KINDS.text):
            kind = row["kind"]["value"].removeprefix(_TERMS)
            kinds.setdefault(row["agreement"]["value"], set()).add(kind)
        return world(
            select(_PARTIES.text),
            select(_COUNTRIES.text),
            select(_PAIRS.text),
            {row["agreement"]["value"] for row in select(_DATASETS.text)},
            kinds,
        )

    @lru_cache(maxsize=4)
    def data(version: int, language: str) -> bytes:
        called = _called(site, known(version))
        return written(known(version), version, language, called)

    @lru_cache(maxsize=16)
    def picture(version: int, asked: Asked, language: str) -> str:
        there = known(version)
        ties = there.asked(asked)
        ours = [tie for tie in ties if DOCUMENTS in tie.sources]
        others = [tie for tie in ties if DOCUMENTS not in tie.sources]
        title = text("world-map", language)
        return world_svg(_lines(there, ours), title, _lines(there, others))

    def page() -> str:
        there, language = known(site.version), site.language
        asked = _asked(there)
        ties = there.asked(asked)
        placed = sum(map(there.is_placed, ties))
        counts = partners(ties)
        order = collated((name_of(there.spots[at], language) for at in counts), language)
        rows = sorted(
            counts, key=lambda at: (-counts[at], order(name_of(there.spots[at], language)))
        )
        if sheets.asked_table() == _TABLE:
            sheets.give(
                sheets.answer(_sheet(there, rows, counts, language), _TABLE, language, site.version)
            )
        named = {path: pick(names, language)[0] for path, names in there.countries.items()}
        in_order = collated(named.values(), language)
        chosen = {name: value for name, value in vars(asked).items() if value not in ("", ALL)}
        return site.render(
            "world.html",
            asked=asked,
            countries=sorted(named.items(), key=lambda one: in_order(one[1])),
            kinds=_called(site, there),
            sources=SCOPES,
            counts={
                "pairs": len(ties),
                "drawn": placed,
                "left": len(ties) - placed,
                "cities": len(counts),
            },
            share=percent(placed / len(ties), language) if ties else "",
            rows=[
                {
                    "name": name_of(there.spots[at], language),
                    "href": href(f"{ID}{there.spots[at].path}"),
                    "country": named.get(there.spots[at].country or "", ""),
                    "partners": counts[at],
                }
                for at in rows[:_LISTED]
            ],
            csv=sheets.address(_TABLE, language, site.version),
            chosen=chosen,
            script=built("world.js"),
            data=script_data(
                language,
                _SCRIPTS,
                pairs=url_for("world.pairs", lang=language, version=site.version),
                coast=[url_for("static", filename=f"built/land-{one}m.json") for one in (110, 50)],
                built=url_for("static", filename="built/"),
            ),
        )

    def drawing(end: str) -> Response:
        svg = picture(site.version, _asked(known(site.version)), site.language)
        return conditional(drawings.served(svg, end))

    def pairs() -> Response:
        response = Response(data(site.version, site.language), content_type="application/json")
        response.headers["Peyvand-Version"] = str(site.version)
        response.headers["Content-Language"] = site.language
        return conditional(response)

    return [
        Route("world.page", "/world", GET, page),
        Route("world.drawing", "/world/map.<any(svg, png):end>", GET, drawing),
        Route("world.pairs", "/world/pairs.json", GET, pairs),
    ]


def _asked(there: World) -> Asked:
    """What the address of the page asks for.

    Raises:
        BadRequest: a country, a source or a kind that there is none of.
    """
    given = current_request()
    kinds = sorted({kind for tie in there.ties for kind in tie.kinds})
    return Asked(
        choice(given, "country", there.countries),
        choice(given, "source", SCOPES, ALL),
        choice(given, "kind", kinds),
    )


def _called(site: Site, there: World) -> dict[str, str]:
    """What each kind of agreements is called in the language of the page, in order."""
    kinds = sorted({kind for tie in there.ties for kind in tie.kinds})
    nodes = {kind: iri(f"pv:{kind}") for kind in kinds}
    reader = Reader(site, site.language)
    reader.learn(nodes.values())
    return {kind: reader.label(node)[0] for kind, node in nodes.items()}


def _lines(there: World, ties: list[Tie]) -> Iterator[tuple[float, float, float, float]]:
    """Where both ends of each pair are, as far as that is known."""
    for tie in ties:
        one, other = there.spots[tie.one].position, there.spots[tie.other].position
        if one and other:
            yield (*one, *other)


def _sheet(there: World, rows: list[int], counts: Any, language: str) -> str:
    """The cities that are asked for as CSV."""
    told = [
        {
            "sheet-en": there.spots[at].names.get("en", ""),
            "sheet-fa": there.spots[at].names.get("fa", ""),
            "sheet-address": f"{ID}{there.spots[at].path}",
            "country": pick(there.countries.get(there.spots[at].country or "", {}), language)[0],
            "partners": counts[at],
        }
        for at in rows
    ]
    names = ("sheet-en", "sheet-fa", "sheet-address", "country", "partners")
    return sheets.plain({name: text(name, language) for name in names}, told)
