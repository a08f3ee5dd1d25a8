"""Rulings on requests, by whoever has a token for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, redirect, request, url_for

from peyvand.errors import Forbidden, PeyvandError, Unauthorised
from peyvand.query.ruling import rule
from peyvand.query.writes import WriteAnswer
from peyvand.tokens import Token
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import Parameters
from peyvand.web.pages.components.data_answers import data_answer
from peyvand.web.pages.components.sent import sent
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.register.asked_about import asked_about
from peyvand.web.pages.register.request_rows import told
from peyvand.withdrawal.deciding import outcome_of, ruling_of
from peyvand.withdrawal.finding import found
from peyvand.withdrawal.journal import Journal
from peyvand.wording import say


class Rulings:
    """The view.

    Args:
        site: where the graph is.
        journal: of the home.
        shown: answers with a request, and with what is wrong with a ruling on it.
    """

    def __init__(
        self,
        site: Site,
        journal: Journal,
        shown: Callable[[int, PeyvandError | None], Response],
    ) -> None:
        self._site, self._journal, self._shown = site, journal, shown

    def answer(self, number: int) -> Any:
        """Enter a ruling; by JSON with the token in the header, by the form with it in a field.

        Raises:
            NotFound: there is no such request.
            PeyvandError: the ruling is refused; a form is shown again.
        """
        found(self._journal.docket(), number)
        fields, as_data = sent()
        try:
            done, withdraws = self._rule(number, fields, self._holder(fields))
        except PeyvandError as error:
            if as_data:
                raise
            return self._shown(number, error)
        if not as_data:
            address = url_for("requests.one", number=number, lang=self._site.language)
            return redirect(address, 303)
        docket = self._journal.docket()
        body = told(docket, found(docket, number))
        answer = data_answer("json", current_request(), done.version, body, "")
        # What is withdrawn goes from the versions one after the other.
        answer.status_code = 202 if withdraws else 200
        answer.headers["Cache-Control"] = "no-store"
        return answer

    def _holder(self, fields: Parameters) -> Token:
        """Whoever rules.

        Raises:
            Unauthorised: no token came, or one that is not known.
            Forbidden: it gives no right to rule.
        """
        self._site.bridge.may_write()
        scheme, _, header = request.headers.get("Authorization", "").partition(" ")
        secret = header if scheme.lower() == "bearer" else fields.one("token") or ""
        if not secret.strip():
            raise Unauthorised(**say("no-token"))
        token = self._site.bridge.holder(secret)
        if not token.may_rule:
            raise Forbidden(**say("no-ruling-right", name=token.name))
        return token

    def _rule(self, number: int, fields: Parameters, token: Token) -> tuple[WriteAnswer, bool]:
        """What was written, and whether anything is withdrawn by it."""
        what = [one for text in fields.all("what") for one in text.split()]
        correcting = (fields.one("corrected-by") or "").strip()
        ruling = ruling_of(
            self._journal.docket(),
            number,
            outcome_of(fields.one("outcome") or ""),
            fields.one("by") or token.name,
            fields.one("reason") or "",
            [asked_about(self._site, one).iri for one in what],
            asked_about(self._site, correcting).iri if correcting else "",
        )
        home, write = self._site.bridge.versions.home, self._site.bridge.write
        done = rule(home, ruling, token.name, write)
        self._site.bridge.doubt()
        return done, bool(ruling.withdraws)
