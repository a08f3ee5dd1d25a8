"""What the types of problems mean: a page for each at the path that its IRI has on this host."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import Any

from flask import Response, make_response, render_template
from rapidfuzz import fuzz, process

from peyvand import errors
from peyvand.errors import NotFound, PeyvandError, Withdrawn
from peyvand.texts import title
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.web.http.conditional import conditional
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.problem import type_of
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components.making import BeingMade
from peyvand.web.pages.components.site import Site, text, words
from peyvand.wording import say

PATH = "/problem"
_ALIKE, _TOLD = 50, 5


@dataclass(frozen=True)
class Problem:
    """A type of problem."""

    slug: str
    statuses: tuple[HTTPStatus, ...]

    @property
    def iri(self) -> str:
        """The ``type`` of its problem details."""
        return type_of(self.slug)

    def to_json(self, language: str) -> dict[str, Any]:
        """It as plain values, in a language."""
        return {
            "type": self.iri,
            "title": title(self.slug, language),
            "statuses": [int(status) for status in self.statuses],
            "meaning": text(f"problem-{self.slug}-means", language),
            "next": text(f"problem-{self.slug}-next", language),
            "lang": language,
        }


@cache
def problems() -> dict[str, Problem]:
    """All types of problems by their slugs, in the order of their statuses."""
    statuses_of: dict[str, set[int]] = {}
    for kind in vars(errors).values():
        if isinstance(kind, type) and issubclass(kind, PeyvandError):
            statuses_of.setdefault(kind.slug, set()).add(kind.status)
    rows = sorted((sorted(statuses), slug) for slug, statuses in statuses_of.items())
    return {slug: Problem(slug, tuple(map(HTTPStatus, statuses))) for statuses, slug in rows}


def as_page(answer: Response, error: PeyvandError, site: Site) -> Response:
    """An error as a page, with the status and the headers of its answer to programs."""
    tag = current_request().language
    detail, hint = error.texts(tag)
    current = site.bridge.current().number
    known = problems().get(error.slug)
    progress = error.progress if isinstance(error, BeingMade) else None
    answer.set_data(
        render_template(
            "absent.html",
            **words(tag, current),
            title=text("being-made", tag) if progress else title(error.slug, tag),
            detail=detail,
            hint=hint,
            progress=progress,
            type=known and known.iri,
            near=(error.members or {}).get("near", ()),
            withdrawal=error.members if isinstance(error, Withdrawn) else None,
        )
    )
    answer.headers["Content-Type"] = "text/html; charset=utf-8"
    answer.headers["Content-Language"] = tag
    return answer


def routes(site: Site) -> list[Route[View]]:
    """``/problem`` with all types, and ``/problem/SLUG`` for each."""

    def answer(template: str, body: dict[str, Any], **values: Any) -> Response:
        if _wants_page():
            response = make_response(site.render(template, title_of=title, **values))
        else:
            written = json.dumps(body, ensure_ascii=False) + "\n"
            response = Response(written, content_type="application/json")
        response.headers["Content-Language"] = site.language
        response.headers["Cache-Control"] = "public, no-cache"
        return conditional(response)

    def index() -> Response:
        tag = site.language
        shown = list(problems().values())
        body = {"problems": [problem.to_json(tag) for problem in shown]}
        return answer("problems.html", body, problems=shown)

    def problem(slug: str) -> Response:
        if slug in problems():
            meaning = problems()[slug]
            return answer("problem.html", meaning.to_json(site.language), problem=meaning)
        error = NotFound(**say("no-problem", slug=slug[:200]))
        near = [
            {
                "iri": type_of(like),
                "href": f"{PATH}/{like}",
                "labels": {tag: title(like, tag) for tag in LANGUAGES},
            }
            for like in _near(slug)
        ]
        if not _wants_page():
            error.members = {"near": near}
            raise error
        detail, hint = error.texts(site.language)
        shown = {"title": title(error.slug, site.language), "detail": detail, "hint": hint}
        response = make_response(site.render("absent.html", **shown, near=near), error.status)
        response.headers["Content-Language"] = site.language
        return response

    return [
        Route("problems.index", PATH, GET, index, strict_slashes=False),
        Route("problems.problem", f"{PATH}/<path:slug>", GET, problem),
    ]


def _near(slug: str) -> list[str]:
    similar = process.extract(
        slug[:200].casefold(),
        list(problems()),
        scorer=fuzz.WRatio,
        limit=_TOLD,
        score_cutoff=_ALIKE,
    )
    return [name for name, _, _ in similar]


def _wants_page() -> bool:
    return current_request().wants_page
