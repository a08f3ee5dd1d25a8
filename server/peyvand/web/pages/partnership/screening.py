"""The page ``/screening``: checklists, and what was decided by them; also JSON and CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from flask import Response, make_response, url_for
from pyoxigraph import NamedNode

from peyvand.errors import NotFound
from peyvand.screening import Checklist, Screened, chosen, read, states
from peyvand.screening.output import COLUMNS, json_of, rows_of
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import Request
from peyvand.web.http.routing import READ, Route, View
from peyvand.web.pages.components.data_answers import asked_format, data_answer
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.register.open_items import decision_form

_PATH = "/screening"
_LONGEST = 200


def routes(site: Site) -> list[Route[View]]:
    """``/screening``."""

    def screening() -> Response:
        asked, question = current_request(), site.catalogue.get("screening")
        form, wanted = asked_format(asked, page=True), _wanted(asked)
        checklists, every = read(site.select(question.bound()))
        found, problem, status = every, "", 200
        try:
            found = chosen(every, wanted, site.select) if wanted else every
        except NotFound as error:
            if form != "html":
                raise
            found, problem, status = [], " ".join(error.texts(site.language)).strip(), 404
        if only_open := asked.parameters.flag("open"):
            found = [one for one in found if one.open]
        shown = _checklists(checklists, found) if wanted else checklists
        if form != "html":
            body = {"version": site.version, **json_of(shown, found)}
            return data_answer(form, asked, site.version, body, _table(shown, found))
        reader = Reader(site, asked.language)
        reader.learn(_mentioned(checklists, found))
        page = site.render(
            "screening.html",
            checklists=checklists,
            screened=found,
            anything=bool(every),
            problem=problem,
            wanted=wanted,
            only_open=only_open,
            states=states,
            shown=lambda iri: reader.shown([NamedNode(iri)]),
            query=question.bound(),
            data=lambda end: url_for(
                "screening.screening",
                of=wanted or None,
                open="1" if only_open else None,
                format=end,
                lang=site.language,
            ),
            enter=lambda one, item: decision_form(one, item.iri, site.language),
        )
        return make_response(page, status)

    return [Route("screening.screening", _PATH, READ, screening)]


def _wanted(asked: Request) -> str:
    return (asked.parameters.one("of") or "").strip()[:_LONGEST]


def _checklists(every: Iterable[Checklist], found: Iterable[Screened]) -> list[Checklist]:
    """Those by which something is screened."""
    used = {one.checklist.iri for one in found}
    return [one for one in every if one.iri in used]


def _mentioned(checklists: Iterable[Checklist], found: Iterable[Screened]) -> list[NamedNode]:
    """What the page shows the labels of."""
    names = {one.iri for one in found}
    for checklist in checklists:
        names |= {checklist.iri, *(item.iri for item in checklist.items)}
        names |= {document for item in checklist.items for document, _ in item.places}
    names |= {it.iri for one in found for some in one.decisions.values() for it in some}
    return [NamedNode(name) for name in sorted(names)]


def _table(checklists: Iterable[Checklist], found: list[Screened]) -> str:
    file = io.StringIO()
    writer: Any = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows_of(checklists, found))
    return file.getvalue()
