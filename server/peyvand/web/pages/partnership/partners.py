"""The page ``/partners``: cities that might become partners of a city, as a page, JSON and CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Response, make_response, url_for

from peyvand.errors import BadRequest, NotFound
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.components.cities import city_named
from peyvand.web.pages.components.data_answers import asked_format, data_answer
from peyvand.web.pages.components.maps import Line, Point, svg_map
from peyvand.web.pages.components.site import Site, href, text
from peyvand.wording import say

if TYPE_CHECKING:
    from peyvand.partners.reading import Known
    from peyvand.partners.weighting import Weighting
    from peyvand.web.http.messages import Parameters

_PATH = "/partners"
_TOP, _MOST = 10, 50
# What was written for a city or for criteria is not looked at beyond this.
_LONGEST = 1000
_COLUMNS = (
    *("rank", "iri", "en", "fa", "country", "score"),
    *("criterion", "value", "weight", "points", "disputes"),
)
# What a criterion counts, as the form has it, stands in the field of this name with that of the
# criterion; in addresses all that were given stand in one, as ``same-name:2,population:0``.
_WEIGHT, _WEIGHTS = "weight-", "weights"
_LEAVE_OUT = "leave-out"


@dataclass(frozen=True)
class _Asked:
    """What the page is asked for.

    Attributes:
        city: as somebody named it.
        criteria: those that count; all if there is none.
        top: how many cities to tell.
        weighting: how many times criteria count.
        leave_out: leave those out that a dispute is stated with.
    """

    city: str
    criteria: list[str]
    top: int
    weighting: Weighting
    leave_out: bool

    @property
    def parameters(self) -> dict[str, Any]:
        """It as an address has it."""
        weights = (f"{name}:{weight:g}" for name, weight in self.weighting.weights.items())
        return {
            "for": self.city,
            "top": self.top,
            "criteria": ",".join(self.criteria) or None,
            _WEIGHTS: ",".join(weights) or None,
            "weighting": self.weighting.name or None,
            "disputes": _LEAVE_OUT if self.leave_out else None,
        }


def routes(site: Site) -> list[Route[View]]:
    """``/partners``."""

    def partners() -> Response:
        from peyvand.partners.measures import CRITERIA

        request = current_request()
        asked = _asked(request.parameters)
        told, problem, status = None, "", 200
        form = asked_format(request, page=True)
        if not asked.city and form != "html":
            raise BadRequest(**say("no-city-asked", name="for"))
        if asked.city:
            try:
                told = _told(site, site.cities.known(site.version), asked)
            except NotFound as error:
                if form != "html":
                    raise
                problem, status = " ".join(error.texts(site.language)).strip(), 404
        if told is not None and form != "html":
            body = {"version": site.version, **told}
            return data_answer(form, request, site.version, body, _table(told))
        page = site.render(
            "partners.html",
            told=told,
            problem=problem,
            asked=asked,
            every=tuple(CRITERIA),
            most=_MOST,
            shown=lambda part: _shown(part, told, site.cities.known(site.version), site.language),
            name=lambda iri: site.cities.known(site.version).cities.name(iri, site.language),
            notes=told and _notes(told, site.language),
            disputes=_disputes_query(told, site.language) if told else "",
            drawn=told and _map(told, site.language),
            here=href,
            data=lambda form: url_for(
                "partners.partners", **asked.parameters, format=form, lang=site.language
            ),
        )
        return make_response(page, status)

    return [Route("partners.partners", _PATH, READ, partners)]


def _asked(given: Parameters) -> _Asked:
    """What is asked for.

    Raises:
        BadRequest: a weight is none, or negative, or of no criterion.
    """
    from peyvand.partners.measures import CRITERIA
    from peyvand.partners.weighting import of_pairs

    criteria = [
        name
        # The form writes brackets behind the name of what may be given several times.
        for field in ("criteria", "criteria[]")
        for given_names in given.all(field)
        for name in given_names[:_LONGEST].split(",")
        if name
    ]
    pairs = {name: given.one(f"{_WEIGHT}{name}") or "" for name in CRITERIA}
    for part in (given.one(_WEIGHTS) or "")[:_LONGEST].split(","):
        name, colon, weight = part.partition(":")
        if part.strip():
            pairs[name.strip()] = weight if colon else "?"
    return _Asked(
        city=(given.one("for") or "").strip()[:_LONGEST],
        criteria=criteria,
        top=min(given.number("top") or _TOP, _MOST),
        weighting=of_pairs(pairs, given.one("weighting") or ""),
        leave_out=given.one("disputes") == _LEAVE_OUT,
    )


def _told(site: Site, known: Known, asked: _Asked) -> dict[str, Any]:
    from peyvand.partners import curves
    from peyvand.partners.asked import chosen, number_of
    from peyvand.partners.choosing import choose
    from peyvand.partners.disputes import disputes_of
    from peyvand.partners.report import json_of

    counted = chosen(curves.kept(), asked.criteria)
    city = number_of(known.cities, city_named(site, asked.city), asked.city)
    choices = choose(
        known.cities,
        known.pairs,
        counted,
        city,
        asked.top,
        asked.weighting,
        disputes=disputes_of(site.select, known.cities.iris[city]),
        leave_out=asked.leave_out,
    )
    return json_of(known.cities, choices, site.select)


def _notes(told: dict[str, Any], language: str) -> list[str]:
    from peyvand.partners.report import notes_of

    return notes_of(told, language)


def _disputes_query(told: dict[str, Any], language: str) -> str:
    """The address of the query that tells the disputes of the city."""
    from peyvand.partners.disputes import query_of

    return url_for("editor.query", query=query_of(told["city"]["iri"]), lang=language)


def _shown(part: dict[str, Any], told: Any, known: Known, language: str) -> dict[str, Any]:
    """A criterion as the page shows it: its value, the evidence, and the query that tells it."""
    from peyvand.partners.evidence import TOLD, query_of
    from peyvand.partners.report import met_of, points_of, value_of

    query = ""
    if part["criterion"] in TOLD:
        query = query_of(part["criterion"], told["city"]["iri"], part["of"])
    met = met_of(part, language, known.cities)
    return {
        "value": value_of(part["criterion"], part["value"], language),
        "points": points_of(part["points"], language),
        "evidence": [(href(iri) if iri else "", name) for iri, name in met],
        "query": url_for("editor.query", query=query, lang=language) if query else "",
    }


def _map(told: dict[str, Any], language: str) -> Any:
    """The city and those that are named to it, with lines between them, if their places are known.

    Returns:
        Nothing where the place of none is.
    """
    city, points, lines = told["city"], [], []
    is_placed = city["latitude"] is not None
    for choice in told["choices"]:
        if choice["latitude"] is None:
            continue
        there = choice["longitude"], choice["latitude"]
        address = href(choice["iri"])
        points.append(Point(*there, choice[language], address, "ours"))
        if is_placed:
            here = city["longitude"], city["latitude"]
            lines.append(Line(*here, *there, choice[language], address, "ours"))
    if is_placed:
        points.append(Point(city["longitude"], city["latitude"], city[language], kind="self"))
    return points and svg_map(points, lines, title=text("partners-map", language))


def _table(told: dict[str, Any]) -> str:
    """The choices as CSV, a row for each criterion of each."""
    file = io.StringIO()
    writer = csv.DictWriter(file, _COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    weights = (told["weighting"] or {}).get("weights", {})
    for choice in told["choices"]:
        claims = (one["claim"] for two in choice["disputes"] for one in two["statements"])
        disputes = " ".join(claims)
        writer.writerows(
            {
                **choice,
                **part,
                "weight": weights.get(part["criterion"], 1.0),
                "disputes": disputes,
            }
            for part in choice["criteria"]
        )
    return file.getvalue()
