"""The pages ``/affinity`` and ``/like``: what two cities have in common, and which are like one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response, url_for

from peyvand.affinity.criteria import CRITERIA, THRESHOLDS, Criterion, Ground, chosen, thresholds_of
from peyvand.affinity.likeness import Alike, alike
from peyvand.affinity.looking import look, of
from peyvand.affinity.model import Finding
from peyvand.affinity.output import (
    Asked,
    Names,
    counts_text,
    evidence_text,
    finding_text,
    is_disputed,
    likeness_json,
    links_text,
    met_by,
    met_first,
    name_of,
    pair_json,
    things_of,
)
from peyvand.affinity.tables import likeness_table, pair_table
from peyvand.errors import BadRequest, NotFound
from peyvand.register.fields import EntryKind
from peyvand.sources.labels import names_of
from peyvand.vocabulary.iris import ID
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import Request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.components.cities import city_named
from peyvand.web.pages.components.data_answers import asked_format, data_answer
from peyvand.web.pages.components.site import Site, href
from peyvand.wording import say

_FORM = EntryKind.PARTNERSHIP
_TOP, _MOST = 10, 50
# What was written for a city or for criteria is not looked at beyond this.
_LONGEST = 1000


def routes(site: Site) -> list[Route[View]]:
    """``/affinity`` and ``/like``."""
    return [
        Route("affinity.affinity", "/affinity", READ, lambda: _affinity(site)),
        Route("affinity.like", "/like", READ, lambda: _like(site)),
    ]


def _affinity(site: Site) -> Response:
    request = current_request()
    form = asked_format(request, page=True)
    written = {name: _written(request, name) for name in ("one", "other")}
    asked, problem, status = None, "", 200
    if all(written.values()):
        try:
            asked = _asked(site, request, **written)
        except NotFound as error:
            if form != "html":
                raise
            problem, status = " ".join(error.texts(site.language)).strip(), 404
    elif form != "html":
        raise BadRequest(**say("no-cities-asked"))
    findings: Mapping[str, Finding] = {}
    names: Names = {}
    if asked:
        facts = site.cities.facts(site.version)
        looked = look(
            site.select, asked.criteria, asked.one, [asked.other], asked.thresholds, facts
        )
        findings = looked[asked.other]
        names = names_of(site.select, {asked.one, asked.other} | things_of(findings.values()))
        if form != "html":
            body = pair_json(asked, findings, names)
            return data_answer(form, request, site.version, body, pair_table(body))
    page = site.render(
        "affinity.html",
        asked=asked,
        problem=problem,
        written=written,
        grounds=tuple(Ground),
        rows=lambda ground: _rows(asked, findings, names, ground, site.language) if asked else (),
        proposing=asked and _proposing(asked, site.language),
        **_shared(site, request, asked, names, "affinity.affinity", written),
    )
    return make_response(page, status)


def _like(site: Site) -> Response:
    request = current_request()
    form = asked_format(request, page=True)
    wanted, top = _written(request, "city"), min(request.parameters.number("top") or _TOP, _MOST)
    asked, problem, status = None, "", 200
    if wanted:
        try:
            asked = _asked(site, request, wanted)
        except NotFound as error:
            if form != "html":
                raise
            problem, status = " ".join(error.texts(site.language)).strip(), 404
    elif form != "html":
        raise BadRequest(**say("no-city-asked", name="city"))
    found, names = None, {}
    if asked:
        facts = site.cities.facts(site.version)
        found = alike(site.select, asked.criteria, asked.one, top, asked.thresholds, facts)
        told = things_of(finding for one in found.cities for finding in one.findings.values())
        names = names_of(site.select, {asked.one} | {one.city for one in found.cities} | told)
        if form != "html":
            body = likeness_json(asked, found, names)
            return data_answer(form, request, site.version, body, likeness_table(body))
    page = site.render(
        "like.html",
        asked=asked,
        found=found,
        problem=problem,
        wanted=wanted,
        top=top,
        most=_MOST,
        told=lambda one: _told(asked, one, site.language) if asked else {},
        **_shared(site, request, asked, names, "affinity.like", {"city": wanted, "top": str(top)}),
    )
    return make_response(page, status)


def _shared(
    site: Site,
    request: Request,
    asked: Asked | None,
    names: Names,
    route: str,
    written: Mapping[str, str],
) -> dict[str, Any]:
    """What the templates of both pages are given."""
    language = site.language
    given: dict[str, Any] = {name: text for name, text in _limits(request).items() if text}
    criteria = ",".join(_names(request)) or None
    return {
        "every": [(name, criterion.label(language)) for name, criterion in CRITERIA.items()],
        "criteria": _names(request),
        "limits": [
            (
                name,
                CRITERIA[name].label(language),
                given.get(name) or f"{usual:g}",
                CRITERIA[name].is_least,
            )
            for name, usual in THRESHOLDS.items()
        ],
        "name": lambda iri: name_of(iri, names, language),
        "here": href,
        "compared": lambda other: (
            url_for(
                "affinity.affinity",
                one=_short(asked.one),
                other=_short(other),
                lang=language,
                **given,
            )
            if asked
            else ""
        ),
        "data": lambda form: url_for(
            route, **{**written, **given, "criteria": criteria, "format": form, "lang": language}
        ),
    }


def _rows(
    asked: Asked, findings: Mapping[str, Finding], names: Names, ground: Ground, language: str
) -> Iterator[dict[str, Any]]:
    """The criteria of one ground, as the page shows them."""
    for criterion, told in zip(
        asked.criteria, pair_json(asked, findings, names)["criteria"], strict=True
    ):
        if criterion.ground is not ground:
            continue
        found = of(findings, criterion.name)
        yield {
            "label": criterion.label(language),
            "concept": criterion.iri,
            "answer": str(found.answer),
            "said": finding_text(criterion, found, asked, language),
            "evidence": [
                (_address(one.iri), evidence_text(one, names, language)) for one in met_first(found)
            ],
            "query": url_for("editor.query", query=told["query"], lang=language),
        }


def _told(asked: Asked, one: Alike, language: str) -> dict[str, Any]:
    """A city that is alike, as the page shows it."""
    return {
        "counts": counts_text(one, asked, language),
        "met": [criterion.label(language) for criterion in met_by(one, asked)],
        "disputed": is_disputed(one),
        "linked": asked.one in one.links.partners,
        "links": links_text(one.links, language),
    }


def _proposing(asked: Asked, language: str) -> str:
    """The form in which somebody proposes that the two become partners."""
    cities = [("cities", _short(iri)) for iri in (asked.one, asked.other)]
    return f"{url_for('register.entry', kind=_FORM)}?{urlencode([*cities, ('lang', language)])}"


def _asked(site: Site, request: Request, one: str, other: str = "") -> Asked:
    """What is asked for.

    Raises:
        NotFound: no city is called so, or several are.
        BadRequest: there is no such criterion, or a threshold is none.
    """
    criteria: tuple[Criterion, ...] = chosen(_names(request))
    written = [f"{name}={value}" for name, value in _limits(request).items() if value]
    cities = [city_named(site, name) for name in (one, other) if name]
    return Asked(site.version, criteria, thresholds_of(written), *cities)


def _written(request: Request, name: str) -> str:
    return (request.parameters.one(name) or "").strip()[:_LONGEST]


def _names(request: Request) -> list[str]:
    """The criteria that are asked for; the form writes brackets behind the name."""
    given = (text for name in ("criteria", "criteria[]") for text in request.parameters.all(name))
    return [name for text in given for name in text[:_LONGEST].split(",") if name]


def _limits(request: Request) -> dict[str, str]:
    """The thresholds that are given, each under the name of its criterion."""
    return {name: _written(request, name) for name in THRESHOLDS}


def _short(iri: str) -> str:
    return iri.removeprefix(str(ID))


def _address(iri: str) -> str:
    return href(iri) if iri.startswith(str(ID)) else ""
