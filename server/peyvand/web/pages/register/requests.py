"""Requests for removal or correction: the form, the list, and each with the rulings on it.

What an asker writes is kept in the journal of the home, and no page shows it.
"""

from __future__ import annotations

from typing import Any

from flask import Response, make_response, redirect, request, url_for

from peyvand.errors import NotFound, Overloaded, PeyvandError
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import Parameters
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components.data_answers import asked_format, data_answer
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.sent import sent
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.components.turns import Turns
from peyvand.web.pages.components.unkept import unkept, words_of
from peyvand.web.pages.register.asked_about import asked_about
from peyvand.web.pages.register.request_rows import OPEN, lines, state, table, told
from peyvand.web.pages.register.rulings import Rulings
from peyvand.withdrawal.deciding import check_words, kind_of
from peyvand.withdrawal.finding import found
from peyvand.withdrawal.journal import Journal
from peyvand.withdrawal.model import MOST_CONTACT, MOST_GROUND, Kind, Outcome
from peyvand.wording import say

PATH = "/requests"
# How many requests may wait for a ruling, and how many may come from one address in an hour.
MOST_OPEN, MOST_AN_HOUR = 1000, 60
# How many lines a page shows.
_SHOWN = 500


def routes(site: Site) -> list[Route[View]]:
    """``/requests``, the form ``/requests/new``, ``/requests/N``, and the ruling on it."""
    pages = _Requests(site)
    rulings = Rulings(site, pages.journal, pages.shown)
    return [
        Route("requests.index", PATH, (*GET, "POST"), pages.index),
        Route("requests.new", f"{PATH}/new", GET, pages.new),
        Route("requests.one", f"{PATH}/<int:number>", GET, pages.one),
        Route("requests.ruling", f"{PATH}/<int:number>/ruling", ("POST",), rulings.answer),
    ]


class _Requests:
    """The views."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self.journal = Journal(site.bridge.versions.home)
        self._turns = Turns(MOST_AN_HOUR, lambda: say("requests-often", limit=MOST_AN_HOUR))

    def index(self) -> Any:
        """The list of all requests; or, of what is sent, a new one."""
        if request.method == "POST":
            return self._asked()
        site, docket = self._site, self.journal.docket()
        wanted = current_request().parameters.one("state") or ""
        if wanted and wanted not in (OPEN, *Outcome):
            raise NotFound(**say("no-state", state=wanted[:40], known=", ".join((OPEN, *Outcome))))
        chosen = [r for r in reversed(docket.requests) if wanted in ("", state(docket, r))]
        form = asked_format(current_request())
        if form != "html":
            body = {"requests": [told(docket, one) for one in chosen]}
            rows = table(docket, chosen)
            return data_answer(form, current_request(), site.version, body, rows)
        reader = Reader(site, site.language)
        return site.render(
            "requests.html",
            requests=lines(docket, chosen[:_SHOWN], reader),
            left_out=max(0, len(chosen) - _SHOWN),
            wanted=wanted,
            states=(OPEN, *map(str, Outcome)),
        )

    def new(self) -> Response:
        """The form; what it is about may stand in the address."""
        about = current_request().parameters.one("about") or ""
        fields = Parameters([("about", about)])
        try:
            if about:
                asked_about(self._site, about)
        except PeyvandError as error:
            return self._form(fields, error)
        return self._form(fields)

    def one(self, number: int) -> Any:
        """A request with the rulings on it.

        Raises:
            NotFound: there is none with this number.
        """
        docket = self.journal.docket()
        found(docket, number)
        return self.shown(number)

    def shown(self, number: int, error: PeyvandError | None = None) -> Response:
        """The page or the data of a request, with what is wrong with a ruling on it."""
        site, docket = self._site, self.journal.docket()
        chosen = [found(docket, number)]
        form = asked_format(current_request())
        if form != "html" and error is None:
            body, rows = told(docket, chosen[0]), table(docket, chosen)
            return data_answer(form, current_request(), site.version, body, rows)
        page = site.render(
            "request.html",
            one=lines(docket, chosen, Reader(site, site.language))[0],
            again=current_request().parameters.flag("again"),
            may_rule=docket.outcome(number) in (None, Outcome.REFUSED),
            outcomes=list(Outcome),
            error=error and words_of(error, site.language),
            sent=request.form if error else {},
        )
        return unkept(page, error.status if error else 200, error)

    def _asked(self) -> Response:
        """What becomes of a request: entered, or the first of its like told."""
        fields, as_data = sent()
        try:
            self._site.bridge.may_write()
            name = asked_about(self._site, fields.one("about") or "")
            kind = kind_of(fields.one("kind") or "")
            ground, contact = fields.one("ground") or "", fields.one("contact") or ""
            check_words(ground, contact)
            docket = self.journal.docket()
            first = docket.same(name.iri, kind)
            if first is None:
                if len(docket.open) >= MOST_OPEN:
                    raise Overloaded(**say("requests-many", limit=MOST_OPEN))
                self._turns.take(request.remote_addr or "")
            entered = first or self.journal.ask(name.iri, kind, ground, contact)
        except PeyvandError as error:
            if as_data:
                raise
            return self._form(fields, error)
        again = "true" if first else None
        here = url_for("requests.one", number=entered.number)
        if not as_data:
            tag = self._site.language
            return _redirect(url_for("requests.one", number=entered.number, lang=tag, again=again))
        body = told(self.journal.docket(), entered) | {"first": first is not None}
        answer = data_answer("json", current_request(), self._site.version, body, "")
        answer.status_code = 200 if first else 201
        answer.headers["Location"] = here
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _form(self, fields: Parameters, error: PeyvandError | None = None) -> Response:
        """The form as it was filled in, with what is wrong."""
        tag = self._site.language
        page = self._site.render(
            "request-new.html",
            sent={n: (fields.all(n) or [""])[0] for n in ("about", "kind", "ground", "contact")},
            kinds=list(Kind),
            most={"ground": MOST_GROUND, "contact": MOST_CONTACT},
            error=error and words_of(error, tag),
            near=(error.members or {}).get("near", ()) if error else (),
        )
        return unkept(page, error.status if error else 200, error)


def _redirect(address: str) -> Response:
    response = make_response(redirect(address, 303))
    response.headers["Cache-Control"] = "no-store"
    return response
