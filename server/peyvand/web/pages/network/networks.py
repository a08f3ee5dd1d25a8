"""The page ``/map``: the members of a network on a map, and what is told of it; JSON and CSV."""

from __future__ import annotations

import csv
import difflib
import io
from typing import Any

from flask import Response, make_response, url_for
from pyoxigraph import NamedNode

from peyvand.errors import NotFound
from peyvand.features.folding import fold
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.components.collation import collated
from peyvand.web.pages.components.data_answers import asked_format, data_answer
from peyvand.web.pages.components.entries import degrees, entries
from peyvand.web.pages.components.maps import Line, Point, svg_map
from peyvand.web.pages.components.site import Site, href, text
from peyvand.wording import say

_PATH = "/map"
_LONGEST = 200
_NETWORKS, _MEMBERS = own("web/networks"), own("web/members")
_LINKS, _EDITIONS = own("web/links-of-network"), own("web/editions")
_COLUMNS = ("iri", "name", "country", "latitude", "longitude", "links")
_OF_NETWORKS = ("iri", "name", "members", "placed")


def routes(site: Site) -> list[Route[View]]:
    """``/map``."""

    def network_map() -> Response:
        asked = current_request()
        form = asked_format(asked, page=True)
        wanted = (asked.parameters.one("network") or "").strip()[:_LONGEST]
        networks = _networks(site)
        told, problem, status = None, "", 200
        try:
            told = _told(site, _named(networks, wanted)) if wanted else None
        except NotFound as error:
            if form != "html":
                raise
            problem, status = " ".join(error.texts(site.language)).strip(), 404
        if form != "html":
            body: dict[str, Any] = {"version": site.version, "lang": asked.language}
            body |= told or {"networks": networks}
            rows = told["members"] if told else networks
            table = _table(rows, _COLUMNS if told else _OF_NETWORKS)
            return data_answer(form, asked, site.version, body, table)
        page = site.render(
            "map.html",
            networks=networks,
            told=told,
            drawn=told and _map(told, site.language),
            wanted=wanted,
            problem=problem,
            here=href,
            query=_MEMBERS.bound(network=NamedNode(told["iri"])) if told else _NETWORKS.text,
            data=lambda end: url_for(
                "networks.network_map", network=wanted or None, format=end, lang=site.language
            ),
            short=lambda iri: iri.removeprefix(str(ID)),
        )
        return make_response(page, status)

    return [Route("networks.network_map", _PATH, READ, network_map)]


def _networks(site: Site) -> list[dict[str, Any]]:
    """Every body that has members, those with most first."""
    found = entries(site.select(_NETWORKS.text), "network", site.language).values()
    every = [
        {
            "iri": row["network"],
            "name": row["label"],
            "members": int(row["members"]),
            "placed": int(row["placed"]),
        }
        for row in found
    ]
    order = collated((one["name"] for one in every), site.language)
    return sorted(every, key=lambda one: (-one["members"], order(one["name"])))


def _named(networks: list[dict[str, Any]], wanted: str) -> dict[str, Any]:
    """The network that a text names: by its IRI, the end of it, or its name on the page.

    Raises:
        NotFound: there is none; the hint has near names.
    """
    names: dict[str, dict[str, Any]] = {}
    for one in networks:
        short = one["iri"].removeprefix(str(ID))
        for name in (short, short.rpartition("/")[2], one["name"]):
            names.setdefault(fold(name, whole=True), one)
    sought = fold(wanted.removeprefix(str(ID)), whole=True)
    if sought in names:
        return names[sought]
    near = difflib.get_close_matches(sought, names, n=3, cutoff=0.4)
    told = dict.fromkeys(names[one]["iri"].removeprefix(str(ID)) for one in near)
    raise NotFound(**say("no-network", name=wanted[:100], near=", ".join(told) or "–"))


def _told(site: Site, network: dict[str, Any]) -> dict[str, Any]:
    """The members of a network, the agreements between them, and the editions of its meetings."""
    node = NamedNode(network["iri"])
    members = entries(site.select(_MEMBERS.bound(network=node)), "city", site.language)
    links = [
        {name: row[name].value for name in ("agreement", "one", "other")}
        for row in site.select(_LINKS.bound(network=node))
    ]
    editions = entries(site.select(_EDITIONS.bound(network=node)), "event", site.language)
    order = collated((row["label"] for row in members.values()), site.language)
    told = sorted(
        (_member(iri, row, links) for iri, row in members.items()),
        key=lambda one: order(one["name"]),
    )
    return {
        **network,
        "members": told,
        "links": links,
        "editions": [_edition(iri, row) for iri, row in editions.items()],
    }


def _member(iri: str, row: dict[str, Any], links: list[dict[str, str]]) -> dict[str, Any]:
    place = degrees(row)
    return {
        "iri": iri,
        "name": row["label"],
        "country": row.get("countryLabel", ""),
        "latitude": place[1] if place else None,
        "longitude": place[0] if place else None,
        "links": sum(iri in (link["one"], link["other"]) for link in links),
    }


def _edition(iri: str, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "iri": iri,
        "name": row["label"],
        "ordinal": row.get("ordinal", ""),
        "date": row.get("date", ""),
        "place": row.get("placeLabel", ""),
        "status": row.get("statusLabel", ""),
    }


def _map(told: dict[str, Any], language: str) -> Any:
    """The members, and lines for the agreements between them; nothing if none has a place."""
    places = {
        one["iri"]: (one["longitude"], one["latitude"])
        for one in told["members"]
        if one["latitude"] is not None
    }
    names = {one["iri"]: one["name"] for one in told["members"]}
    links = {one["iri"]: one["links"] for one in told["members"]}
    lines = [
        Line(
            *places[link["one"]],
            *places[link["other"]],
            f"{names[link['one']]} – {names[link['other']]}",
            href(link["agreement"]),
            "ours",
        )
        for link in told["links"]
        if link["one"] in places and link["other"] in places
    ]
    points = [
        Point(*place, names[iri], href(iri), "ours", links[iri]) for iri, place in places.items()
    ]
    return svg_map(points, lines, title=text("map-of-members", language)) if points else None


def _table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> str:
    file = io.StringIO()
    writer = csv.DictWriter(file, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()
