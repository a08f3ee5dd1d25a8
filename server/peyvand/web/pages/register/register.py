"""Entering by forms: what can be entered, how an entry is checked, and how it is written.

The browser remembers nothing: the token comes with each request in a field, and is never sent back;
what was entered stands in the page itself between the two steps. So no other site's page can write
for anybody.
"""

from __future__ import annotations

import threading
from typing import Any

from flask import Response, redirect, request, url_for
from pyoxigraph import NamedNode

from peyvand.errors import (
    NotFound,
    Overloaded,
    PeyvandError,
    PreconditionFailed,
    TooLarge,
    UnsupportedMediaType,
)
from peyvand.query.writes import Registration, WriteAnswer
from peyvand.register.fields import EntryKind
from peyvand.sources.catalogue import own
from peyvand.tokens import Token
from peyvand.vocabulary.iris import ID
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.messages import FORM, Parameters
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.linked_data.addresses import local
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Site, text
from peyvand.web.pages.components.unkept import unkept, words_of
from peyvand.web.pages.register.entry_fields import Given, form_of
from peyvand.web.pages.register.entry_results import Outcome, Told, broken, told
from peyvand.wording import say

PATH = "/register"
_KINDS = ", ".join(f'"{kind}"' for kind in EntryKind)
# A form may hold what is written in up to three bytes for one, as the endpoint's forms may.
_ESCAPED, _OTHER_FIELDS = 3, 16 * 1024
_SETTING = "PEYVAND_MAX_QUERY_BYTES"
# How long a form waits for its turn to write.
_PATIENCE_S = 2.0
# What the browser on this machine calls it.
_OWN = ("localhost", "127.0.0.1", "[::1]")


def routes(site: Site) -> list[Route[View]]:
    """``/register``, a form for each kind of entry, and the page that tells what was written."""
    entries = _Entries(site)
    posted = (*GET, "POST")
    return [
        Route("register.index", PATH, GET, entries.index),
        Route("register.entry", f"{PATH}/<any({_KINDS}):kind>", posted, entries.entry),
        Route("register.written", f"{PATH}/written", GET, entries.written),
    ]


class _Entries:
    """The views."""

    def __init__(self, site: Site) -> None:
        self._site = site
        # A write takes the thread of a page for as long as it lasts: others are left to readers.
        most = max(1, site.bridge.settings.threads // 2)
        self._turns = threading.BoundedSemaphore(most)

    def index(self) -> str:
        """What can be entered, by whom and how, and the registers there are."""
        site, tag = self._site, self._site.language
        rows = site.select(own("web/registers").text)
        reader = Reader(site, tag)
        reader.learn(row["register"] for row in rows)
        names = ("register", "claims", "entered")
        registers = [[reader.shown([row[name]]) for name in names] for row in rows]
        return site.render("register.html", kinds=list(EntryKind), registers=registers)

    def entry(self, kind: str) -> Any:
        """A form; what it would write; and, the second time it is sent, the writing."""
        wanted = EntryKind(kind)
        if request.method != "POST":
            return self._form(Given.of(wanted, current_request().parameters))
        sent = self._sent()
        given = Given.of(wanted, sent)
        if sent.one("step") == "edit":
            return self._form(given)
        try:
            self._site.bridge.may_write()
            token = self._site.bridge.holder(sent.one("token") or "")
            version = sent.number("version") if sent.one("step") == "write" else None
            return self._taken(given, token, version)
        except PeyvandError as error:
            return self._form(given, broken(error, self._site.language), error)

    def written(self) -> str:
        """What was written, with the pages that show it.

        Raises:
            NotFound: there is no such thing.
        """
        site, name = self._site, current_request().parameters.one("thing") or ""
        reader = Reader(site, site.language)
        try:
            thing = NamedNode(f"{ID}{name}")
            rows = site.select(own("web/entry").bound(thing=thing))
        except ValueError:  # what stands there cannot be in an IRI
            rows = []
        if not rows:
            raise NotFound(**say("no-thing", id=name[:200]))
        parties = [row["party"] for row in rows if "party" in row]
        reader.learn([thing, *parties])
        shown = [reader.shown([party]) for party in parties]
        return site.render("entry-written.html", thing=reader.shown([thing]), parties=shown)

    def _sent(self) -> Parameters:
        """The fields of a form.

        Raises:
            TooLarge: it is longer than any form of this server may be.
            UnsupportedMediaType: it is none.
            BadRequest: it cannot be read.
        """
        asked = current_request()
        if asked.media_type != FORM:
            kind = asked.media_type[:60] or "none"
            raise UnsupportedMediaType(**say("body-type", kind=kind, allowed=FORM))
        limit = _ESCAPED * self._site.bridge.settings.max_query_bytes + _OTHER_FIELDS
        body = request.stream.read(limit + 1)
        if len(body) > limit:
            raise TooLarge(**say("body-size", limit=limit, setting=_SETTING))
        return Parameters.parse(body)

    def _taken(self, given: Given, token: Token, version: int | None) -> Any:
        """What becomes of an entry: written if it was seen on this version, else checked."""
        moved = None
        if version is not None:
            try:
                done = self._write(given, token, if_match=(version,))
                if done.entered:
                    return self._seen(done)
            except PreconditionFailed as error:
                moved = error
        checked = self._write(given, token, dry_run=True)
        problems = told(given.kind, checked.rows, self._site.language)
        if checked.refused:
            return self._form(given, problems)
        return self._check(given, checked, problems, moved)

    def _write(self, given: Given, token: Token, **more: Any) -> WriteAnswer:
        if not self._turns.acquire(timeout=_PATIENCE_S):
            raise Overloaded(**say("entries-waiting"))
        try:
            return self._site.bridge.write(
                Registration(
                    entry=given.kind,
                    rows=(given.row(),),
                    **token.facts,
                    **more,
                )
            )
        finally:
            self._turns.release()

    def _seen(self, done: WriteAnswer) -> Any:
        thing = local(done.entered[0].about).removeprefix("/id/")
        address = url_for("register.written", thing=thing, lang=self._site.language)
        response = redirect(address, 303)
        response.headers["Peyvand-Version"] = str(done.version)
        return response

    def _form(
        self, given: Given, problems: list[Told] | None = None, error: PeyvandError | None = None
    ) -> Response:
        """The form as it was filled in, with what is wrong."""
        tag = self._site.language
        page = self._site.render(
            "entry.html",
            kind=given.kind,
            groups=form_of(given, tag, problems or ()),
            problems=problems or [],
            error=error and words_of(error, tag),
            plain=_is_plain(),
        )
        status = error.status if error else 422 if problems else 200
        return unkept(page, status, error)

    def _check(
        self,
        given: Given,
        checked: WriteAnswer,
        warnings: list[Told],
        moved: PreconditionFailed | None,
    ) -> Response:
        """What an entry would write, with the button that writes it."""
        site, tag = self._site, self._site.language
        outcome = Outcome(site, checked, tag)
        page = site.render(
            "entry-check.html",
            kind=given.kind,
            things=outcome.things(),
            follows=outcome.follows(),
            warnings=warnings,
            error=moved and _moved(tag),
            hidden=[*given.inputs(), ("version", str(checked.version))],
            plain=_is_plain(),
        )
        return unkept(page, moved.status if moved else 200)


def _moved(language: str) -> dict[str, Any]:
    """That somebody else has written meanwhile, as a page tells it."""
    told = {"title": text("entry-moved", language), "detail": text("entry-moved-about", language)}
    return {**told, "status": PreconditionFailed.status}


def _is_plain() -> bool:
    """Whether a token would travel unencrypted, and further than to this machine."""
    asked = current_request()
    host = request.host.partition(":")[0]
    return not asked.place.startswith("https:") and host not in _OWN
