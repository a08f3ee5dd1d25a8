"""The page ``/partners``: cities that might become partners of a city, as a page, JSON and CSV."""

from __future__ import annotations

import csv
import io
import threading
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask import Response, make_response, url_for

from peyvand.errors import BadRequest, NotFound
from peyvand.vocabulary.iris import ID
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.data_answers import asked_format, data_answer
from peyvand.web.pages.maps import Line, Point, svg_map
from peyvand.web.pages.site import Row, Site, href, term, text
from peyvand.wording import say

if TYPE_CHECKING:
    from peyvand.partners.reading import Known

_PATH = "/partners"
_TOP, _MOST = 10, 50
# What was written for a city or for criteria is not looked at beyond this.
_LONGEST = 1000
# How many versions' cities are kept: some thousands each.
_KEPT = 2
_COLUMNS = ("rank", "iri", "en", "fa", "country", "score", "criterion", "value", "points")


class _Versions:
    """The cities and links of the versions that were asked about lately."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._known: dict[int, Known] = {}
        self._lock = threading.Lock()

    def of(self, version: int) -> Known:
        """Those of a version, read when it is first asked about."""
        # The numerical libraries are loaded by whoever asks first, not by every server.
        from peyvand.partners.kept import facts_of
        from peyvand.partners.reading import known_of, read

        def ask(query: str) -> Iterable[Row]:
            for row in self._site.bridge.select(query, version):
                yield {name: term(value) for name, value in row.items()}

        with self._lock:
            if version not in self._known:
                versions = self._site.bridge.versions
                there = versions.get(version)
                # An old version is made again by those who answer its queries.
                is_whole = there.store.is_dir()
                self._known[version] = (
                    known_of(facts_of(versions, there)) if is_whole else read(ask)
                )
                while len(self._known) > _KEPT:
                    del self._known[next(iter(self._known))]
            return self._known[version]


def routes(site: Site) -> list[Route[View]]:
    """``/partners``."""
    versions = _Versions(site)

    def partners() -> Response:
        from peyvand.partners.measures import CRITERIA

        asked = current_request()
        wanted = (asked.parameters.one("for") or "").strip()[:_LONGEST]
        criteria = [
            name
            # The form writes brackets behind the name of what may be given several times.
            for field in ("criteria", "criteria[]")
            for given in asked.parameters.all(field)
            for name in given[:_LONGEST].split(",")
            if name
        ]
        top = min(asked.parameters.number("top") or _TOP, _MOST)
        told, problem, status = None, "", 200
        form = asked_format(asked, page=True)
        if not wanted and form != "html":
            raise BadRequest(**say("no-city-asked"))
        if wanted:
            try:
                told = _told(site, versions.of(site.version), wanted, criteria, top)
            except NotFound as error:
                if form != "html":
                    raise
                problem, status = " ".join(error.texts(site.language)).strip(), 404
        if told is not None and form != "html":
            body = {"version": site.version, **told}
            return data_answer(form, asked, site.version, body, _table(told))
        page = site.render(
            "partners.html",
            told=told,
            problem=problem,
            wanted=wanted,
            criteria=criteria,
            every=tuple(CRITERIA),
            top=top,
            most=_MOST,
            shown=lambda part: _shown(part, told, versions.of(site.version), site.language),
            name=lambda iri: versions.of(site.version).cities.name(iri, site.language),
            drawn=told and _map(told, site.language),
            here=href,
            data=lambda form: url_for(
                "partners.partners",
                **{"for": wanted, "top": top, "format": form, "lang": site.language},
                criteria=",".join(criteria) or None,
            ),
        )
        return make_response(page, status)

    return [Route("partners.partners", _PATH, READ, partners)]


def _told(site: Site, known: Known, wanted: str, criteria: list[str], top: int) -> dict[str, Any]:
    from peyvand.partners import curves
    from peyvand.partners.asked import chosen, city_of
    from peyvand.partners.choosing import choose
    from peyvand.partners.report import json_of

    counted = chosen(curves.kept(), criteria)
    city = city_of(known.cities, wanted)
    choices = choose(known.cities, known.pairs, counted, city, top)
    return json_of(known.cities, choices, site.select)


def _shown(part: dict[str, Any], told: Any, known: Known, language: str) -> dict[str, Any]:
    """A criterion as the page shows it: its value, the evidence, and the query that tells it."""
    from peyvand.partners.evidence import TOLD, query_of
    from peyvand.partners.report import points_of, value_of

    query = ""
    if part["criterion"] in TOLD:
        query = query_of(part["criterion"], told["city"]["iri"], part["of"])
    met = [iri for iri in part["evidence"].get("met", ()) if iri.startswith(str(ID))]
    return {
        "value": value_of(part["criterion"], part["value"], language),
        "points": points_of(part["points"], language),
        "evidence": [(href(iri), known.cities.name(iri, language)) for iri in met],
        "query": url_for("editor.query", query=query, lang=language) if query else "",
    }


def _map(told: dict[str, Any], language: str) -> Any:
    """The city, those that are named to it, and lines between them; nothing if it has no place."""
    city = told["city"]
    if city["latitude"] is None:
        return None
    points, lines = [], []
    for choice in told["choices"]:
        if choice["latitude"] is None:
            continue
        there = choice["longitude"], choice["latitude"]
        address = href(choice["iri"])
        lines.append(
            Line(city["longitude"], city["latitude"], *there, choice[language], address, "ours")
        )
        points.append(Point(*there, choice[language], address, "ours"))
    points.append(Point(city["longitude"], city["latitude"], city[language], kind="self"))
    return svg_map(points, lines, title=text("partners-map", language))


def _table(told: dict[str, Any]) -> str:
    """The choices as CSV, a row for each criterion of each."""
    file = io.StringIO()
    writer = csv.DictWriter(file, _COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    for choice in told["choices"]:
        writer.writerows({**choice, **part} for part in choice["criteria"])
    return file.getvalue()
