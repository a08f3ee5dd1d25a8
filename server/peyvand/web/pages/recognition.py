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
from peyvand.recognition import SCOPES, deciding, names, tally
from peyvand.recognition.output import (
    Recognition,
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
from peyvand.web.pages.choice import choice
from peyvand.web.pages.cities import place_named
from peyvand.web.pages.sections import Reader
from peyvand.web.pages.site import Site

_PATH = "/recognition"
# How many agreements a page lists.
_A_PAGE = 100
# What leaves the field of a rule out.
_ONLY = "only"
_COLUMNS = (
    *("agreement", "en", "fa", "answer", "field", "kinds", "deciding"),
    *("message_en", "message_fa", "findings"),
)


def routes(site: Site) -> list[Route[View]]:
    """``/recognition``."""
    page = site.lasting(lambda: _page(site))

    def recognition() -> Response:
        asked = current_request()
        form = _format(asked)
        if form == "html":
            return make_response(page())
        return _data(form, asked, site)

    return [Route("recognition.recognition", _PATH, READ, recognition)]


def _page(site: Site) -> str:
    asked = current_request()
    wanted, language = _wanted(asked), site.language
    place = _place(asked, site)
    found = None if wanted is None else _recognition(site, asked, wanted, place)
    reader = Reader(site, language)
    listed = found.listed if found else []
    page = asked.parameters.number("page") or 1
    pages = max(1, -(-len(listed) // _A_PAGE))
    shown = listed[(page - 1) * _A_PAGE : page * _A_PAGE]
    statements = {one.agreement: looked_at(found.profile, one) for one in shown if found}
    reader.learn(NamedNode(one.agreement) for one in shown)
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
        profiles=shipped().values(),
        linked=lambda source: _is_here(site, source),
        profile=found and found.profile,
        found=found,
        summary=summary(found, called, language) if found else "",
        counts=tally(found.verdicts) if found else {},
        verdicts=shown,
        statements=statements,
        shown=lambda iri: reader.shown([NamedNode(iri)]),
        shown_value=lambda value: reader.shown([value]),
        kinds=lambda one: names.kinds_of(found.profile, one.kinds, language) if found else "",
        page=page,
        kept=f"&{urlencode(_kept(asked))}" if found else "",
        pages=pages,
        scopes=SCOPES,
        scope=_scope(asked),
        city=(asked.parameters.one("city") or "")[:200],
        criteria_only=_criteria_only(asked),
    )


def _is_here(site: Site, source: str) -> bool:
    """Whether a source leads anywhere: a claim does where the documents are in the graph."""
    if not source.startswith(str(ID)):
        return True
    return bool(site.select(own("web/standing").bound(thing=NamedNode(source))))


def _kept(asked: Request) -> dict[str, str]:
    """What is asked for, for the other parts of a long list."""
    given = {name: asked.parameters.one(name) for name in ("profile", "scope", "criteria", "city")}
    return {name: value for name, value in given.items() if value}


def _recognition(
    site: Site, asked: Request, profile: Profile, place: NamedNode | None
) -> Recognition:
    scope, criteria_only = _scope(asked), _criteria_only(asked)
    slices = deciding.read_slices(site.select, scope, place)
    return Recognition(
        profile,
        site.version,
        scope,
        place.value if place else "",
        criteria_only,
        deciding.decide(profile, slices, criteria_only),
        deciding.STATEMENTS.text.strip(),
    )


def _wanted(asked: Request) -> Profile | None:
    """The profile that is asked for.

    Raises:
        NotFound: there is none of the name.
    """
    name = (asked.parameters.one("profile") or "").strip()
    return names.profile_named(shipped(), name) if name else None


def _scope(asked: Request) -> str:
    return choice(asked, "scope", SCOPES, SCOPES[0])


def _criteria_only(asked: Request) -> bool:
    """Whether the field of the rule is left out.

    Raises:
        BadRequest: something else is asked for.
    """
    return bool(choice(asked, "criteria", (_ONLY,)))


def _place(asked: Request, site: Site) -> NamedNode | None:
    """The place whose agreements are asked for.

    Raises:
        NotFound: there is no such place, or several; the error names those that may be meant.
    """
    text = (asked.parameters.one("city") or "").strip()[:200]
    return NamedNode(place_named(site, text)) if text else None


def _format(asked: Request) -> str:
    """What is asked for: html, json or csv."""
    named = [name.lower() for name in asked.parameters.all("format")]
    if {"csv", "text/csv"} & {*named}:
        return "csv"
    if not named and "text/csv" in asked.headers.get("accept", ""):
        return "csv"
    return "html" if asked.wants_page else "json"


def _data(form: str, asked: Request, site: Site) -> Response:
    """The verdicts of a profile; without one, the profiles."""
    profile = _wanted(asked)
    if profile is None:
        every = [profile_json(one) for one in shipped().values()]
        return _answer(form, asked, site, {"profiles": every}, map(_flat, every))
    found = _recognition(site, asked, profile, _place(asked, site))
    called = names_of(site.select, [one.agreement for one in found.verdicts])
    return _answer(form, asked, site, json_of(found, called), rows_of(found, called))


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
