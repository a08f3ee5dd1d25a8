"""The page ``/plans``: plans, their articles and goals, what serves each, and proposals with their
state; also JSON and CSV.
"""

from __future__ import annotations

from flask import Response, make_response, url_for
from pyoxigraph import NamedNode

from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.components.cities import place_named
from peyvand.web.pages.components.data_answers import asked_format, data_answer
from peyvand.web.pages.components.ordering import rows_in_order
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Row, Site
from peyvand.web.pages.partnership.aims import (
    STATED,
    Goal,
    aims_of,
    json_of,
    mentioned,
    proposals_of,
    table_of,
)

# What was written for a city is not looked at beyond this.
_LONGEST = 200
_PLAN = f"{ID}plan/"


def routes(site: Site) -> list[Route[View]]:
    """``/plans``."""
    return [Route("plans.plans", "/plans", READ, lambda: _plans(site))]


def _plans(site: Site) -> Response:
    asked = current_request()
    form = asked_format(asked, page=True)
    wanted = (asked.parameters.one("city") or "").strip()[:_LONGEST]
    city = place_named(site, wanted) if wanted else ""
    reader = Reader(site, site.language)

    def asked_of(name: str) -> list[Row]:
        query = own(name).bound()
        return rows_in_order(query, site.select(query), reader)

    aims = aims_of(asked_of("web/plans/goals"), city)
    proposals = proposals_of(asked_of("web/plans/proposals"), city)
    reader.learn(map(NamedNode, mentioned(aims, proposals)))
    if form != "html":
        told = {"version": site.version, "city": wanted or None}
        body = told | json_of(reader, aims, proposals)
        return data_answer(form, asked, site.version, body, table_of(reader, aims, proposals))
    goals = {goal.iri: goal for one in aims for goal in one.goals.values()}
    page = site.render(
        "plans.html",
        city=wanted,
        plans=[one for one in aims if one.iri.startswith(_PLAN)],
        others=[one for one in aims if not one.iri.startswith(_PLAN)],
        proposals=proposals,
        lacking=sum(not _stated(goal) for goal in goals.values()),
        goals=len(goals),
        shown=lambda iris: reader.shown([NamedNode(iri) for iri in iris]),
        serving=lambda one: reader.shown(
            [NamedNode(iri) for iri in ((one.member, one.body) if one.member else (one.thing,))]
        ),
        data=lambda wished: url_for(
            "plans.plans", city=wanted or None, format=wished, lang=site.language
        ),
        query=site.catalogue.get("goals-of-plans").bound(),
    )
    return make_response(page)


def _stated(goal: Goal) -> bool:
    return any(one.how == STATED for one in goal.served.values())
