"""The page ``/recognition``: which agreements a body counts by its own rule; also JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Response, make_response
from pyoxigraph import NamedNode

from peyvand.graph.profiles import Profile, shipped
from peyvand.model import Answer
from peyvand.recognition import SCOPES, names, tally
from peyvand.recognition.deciding import completed
from peyvand.recognition.output import (
    json_of,
    looked_at,
    profile_json,
    rows_of,
    summary,
)
from peyvand.sources.catalogue import own
from peyvand.sources.labels import names_of
from peyvand.vocabulary.iris import ID
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import Request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.checks.recognised import Recognised, asked_of
from peyvand.web.pages.components.as_of import as_of
from peyvand.web.pages.components.choice import choice
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.lists.asked_lists import shown

_PATH = "/recognition"
# How many agreements an answer in JSON has.
_AT_ONCE = 1_000
_VERDICTS = tuple(map(str, Answer))
_COLUMNS = (
    *("agreement", "en", "fa", "answer", "field", "kinds", "deciding"),
    *("message_en", "message_fa", "findings"),
)


def routes(site: Site) -> list[Route[View]]:
    """``/recognition``."""
    recognised = Recognised(site)
    page = site.lasting(lambda: _page(site, recognised))

    def recognition() -> Response:
        asked = current_request()
        form = _format(asked)
        if form == "html":
            return make_response(page())
        return _data(form, asked, site, recognised)

    return [Route("recognition.recognition", _PATH, READ, recognition)]


def _page(site: Site, recognised: Recognised) -> str:
    asked = current_request()
    wanted, language = _wanted(asked), site.language
    scope, place, criteria_only = asked_of(asked, site)
    given: dict[str, Any] = {
        "profiles": shipped().values(),
        "linked": lambda source: _is_here(site, source),
        "scopes": SCOPES,
        "scope": scope,
        "city": (asked.parameters.one("city") or "")[:200],
        "criteria_only": criteria_only,
    }
    if wanted is None:
        return site.render("recognition.html", **given, profile=None)
    verdict = choice(asked, "verdict", _VERDICTS)
    choice(asked, "deciding", (*wanted.field, *wanted.rules))
    days = as_of(site)
    found = recognised.found(asked, wanted, days)
    by_name = {one.agreement: one for one in found.verdicts}
    listed = shown(site, recognised.listing(found, verdict), "agreement", told=False)
    entries = listed.table.entries if listed.table else []
    verdicts = completed(
        site.select, [by_name[term.value] for entry in entries for term in entry["agreement"]]
    )
    statements = {one.agreement: looked_at(wanted, one) for one in verdicts}
    reader = Reader(site, language)
    reader.learn(NamedNode(one.agreement) for one in verdicts)
    reader.learn(
        term
        for some in statements.values()
        for subject, prop, value in some
        for term in (NamedNode(subject), NamedNode(prop), value)
        if not subject.startswith("_")
    )
    called = names_of(site.select, [place.value] if place else [])
    return site.render(
        "recognition.html",
        **given,
        profile=wanted,
        found=found,
        as_of=days,
        listed=listed,
        asked=_asked(asked),
        summary=summary(found, called, language),
        counts=tally(found.verdicts),
        verdicts=verdicts,
        statements=statements,
        shown=lambda iri: reader.shown([NamedNode(iri)]),
        shown_value=lambda value: reader.shown([value]),
        kinds=lambda one: names.kinds_of(wanted, one.kinds, language),
    )


def _is_here(site: Site, source: str) -> bool:
    """Whether a source leads anywhere: a claim does where the documents are in the graph."""
    if not source.startswith(str(ID)):
        return True
    return bool(site.select(own("web/standing").bound(thing=NamedNode(source))))


def _asked(asked: Request) -> dict[str, str]:
    """What is asked for of which agreements, for other addresses of the list."""
    given = {name: asked.parameters.one(name) for name in ("profile", "scope", "criteria", "city")}
    return {name: value for name, value in given.items() if value}


def _wanted(asked: Request) -> Profile | None:
    """The profile that is asked for.

    Raises:
        NotFound: there is none of the name.
    """
    name = (asked.parameters.one("profile") or "").strip()
    return names.profile_named(shipped(), name) if name else None


def _format(asked: Request) -> str:
    """What is asked for: html, json or csv."""
    named = [name.lower() for name in asked.parameters.all("format")]
    if {"csv", "text/csv"} & {*named}:
        return "csv"
    if not named and "text/csv" in asked.headers.get("accept", ""):
        return "csv"
    return "html" if asked.wants_page else "json"


def _data(form: str, asked: Request, site: Site, recognised: Recognised) -> Response:
    """The verdicts of a profile, as JSON a part of them; without one, the profiles."""
    profile = _wanted(asked)
    if profile is None:
        every = [profile_json(one) for one in shipped().values()]
        return _answer(form, asked, site, {"profiles": every}, map(_flat, every))
    verdict = choice(asked, "verdict", _VERDICTS)
    days = as_of(site)
    found = recognised.found(asked, profile, days)
    told = [one for one in found.verdicts if verdict in ("", one.answer)]
    if form == "csv":
        return _answer(form, asked, site, {}, rows_of(told, recognised.names(told)))
    page, pages = asked.parameters.number("page") or 1, max(1, -(-len(told) // _AT_ONCE))
    part = completed(site.select, told[(page - 1) * _AT_ONCE : page * _AT_ONCE])
    follows = None
    if page < pages:
        given = [(name, asked.parameters.one(name)) for name in asked.parameters.names]
        more = {**dict(given), "page": page + 1, "version": site.version, "format": "json"}
        follows = f"{asked.address}?{urlencode(more)}"
    body = {
        **json_of(found, recognised.names(part), part),
        "in_force": days.clocks.on and str(days.clocks.on),
        "said_by": days.clocks.said and str(days.clocks.said),
        "candidates": days.clocks.candidates,
        "total": len(told),
        "page": page,
        "pages": pages,
        "next": follows,
    }
    return _answer(form, asked, site, body, ())


def _flat(profile: Mapping[str, Any]) -> dict[str, str]:
    return {
        "name": profile["name"],
        **{tag: profile["title"][tag] for tag in ("en", "fa")},
        "sources": " ".join(profile["sources"]),
        "date": profile["date"],
    }


def _answer(form: str, asked: Request, site: Site, told: Any, rows: Any) -> Response:
    if form == "csv":
        file = io.StringIO()
        every = list(rows)
        columns = list(every[0]) if every else _COLUMNS
        writer = csv.DictWriter(file, columns, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(every)
        response = Response(file.getvalue(), content_type="text/csv; charset=utf-8; header=present")
    else:
        text = json.dumps(told, ensure_ascii=False) + "\n"
        response = Response(text, content_type="application/json")
    response.headers["Content-Language"] = asked.language
    response.headers["Peyvand-Version"] = str(site.version)
    return conditional(response)
