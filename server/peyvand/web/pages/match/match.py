"""The page ``/match``: which things of the graph, and which items, the names of a list mean.

Nothing that is sent is kept: the page has the list in its form, and each answer is made of what the
form sends. Only who asks for it has a list kept, for a day (``kept_lists``).
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from flask import Response, make_response, redirect, request, url_for

from peyvand.errors import Overloaded, PeyvandError, TooLarge
from peyvand.linkage.batch.copies import copied, question
from peyvand.linkage.beside import unknown_countries
from peyvand.linkage.interactive.listing import matched
from peyvand.linkage.interactive.pasted import MEANINGS, Pasted
from peyvand.linkage.outcomes import Outcome
from peyvand.model import City
from peyvand.search.index import Index
from peyvand.web.http.flask_requests import current_request
from peyvand.web.http.routing import GET, Route, View
from peyvand.web.pages.components.current_index import current_index
from peyvand.web.pages.components.maps import shared_land
from peyvand.web.pages.components.site import Site
from peyvand.web.pages.components.turns import Turns
from peyvand.web.pages.components.unkept import unkept, words_of
from peyvand.web.pages.match import match_files as files
from peyvand.web.pages.match.kept_lists import KeptList, KeptLists
from peyvand.web.pages.match.match_choices import Decided, decide
from peyvand.web.pages.match.match_rows import LAND, lines
from peyvand.web.pages.match.match_sent import (
    MOST_BYTES,
    MOST_ROWS,
    Sent,
    check_reference,
    read_sent,
    sent_list,
)
from peyvand.wording import say

PATH = "/match"
# How many lists an address may send in an hour, counting each form and file.
MOST_AN_HOUR = 240
# How many lists are matched at the same time, so that threads are left for the other pages, how
# long one waits for its turn, and how long it may take.
_AT_ONCE, _WAIT_S, _LONGEST_S = 2, 10.0, 20.0
# How many countries that are not known are named.
_MOST_NAMED = 10


def routes(site: Site) -> list[Route[View]]:
    """``/match``, and ``/match/kept/TOKEN`` for a list that is kept."""
    pages = _Match(site)
    return [
        Route("match.match", PATH, (*GET, "POST"), pages.match),
        Route("match.kept", f"{PATH}/kept/<token>", (*GET, "POST"), pages.kept),
    ]


class _Match:
    """The views."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._lists = KeptLists(site.bridge.versions.home)
        site.bridge.at_end(self._lists.close)
        self._turns = Turns(MOST_AN_HOUR, lambda: say("lists-often", limit=MOST_AN_HOUR))
        self._room = threading.BoundedSemaphore(_AT_ONCE)

    def match(self) -> Response:
        """The form; or, of what is sent, the page or a file of what the rows mean."""
        if request.method != "POST":
            return unkept(self._page(), 200)
        try:
            self._turns.take(request.remote_addr or "")
            return self._answer(sent_list())
        except PeyvandError as error:
            if not current_request().wants_page:
                raise
            return unkept(
                self._page(error=words_of(error, self._site.language)), error.status, error
            )

    def kept(self, token: str) -> Response:
        """A list that is kept; or, of a form, its end.

        Raises:
            NotFound: none is kept under this address, or no more.
        """
        if request.method == "POST":
            self._lists.forget(token)
            return _to(url_for("match.match", lang=self._site.language))
        kept, until = self._lists.read(token)
        self._turns.take(request.remote_addr or "")
        sent = Sent(kept.text.encode(), kept.meanings, kept.choices, kept=token)
        return self._answer(sent, until=f"{until:%Y-%m-%d %H:%M} UTC")

    def _answer(self, sent: Sent, **more: Any) -> Response:
        pasted = read_sent(sent)
        index = current_index()
        with self._turn() as go_on:
            found = matched(index, pasted.read.cities, go_on)
        rows = decide(found, sent.choices or {})
        if sent.form != "html":
            return self._file(sent, pasted, rows, index, more)
        if sent.keep:
            kept = KeptList(pasted.text, pasted.fields, sent.choices or {})
            token = self._lists.keep(kept, sent.kept)
            return _to(url_for("match.kept", token=token, lang=self._site.language))
        return unkept(self._page(pasted=pasted, rows=rows, sent=sent, **more), 200)

    def _file(
        self, sent: Sent, pasted: Pasted, rows: list[Decided], index: Index, more: dict[str, Any]
    ) -> Response:
        if sent.form == "quickstatements":
            check_reference(sent.reference)
            planned = files.edits(rows, self._copies(rows), sent.reference)
            if not any(map(files.is_sendable, planned)) and current_request().wants_page:
                nothing = [edit.line().replace("\t", " — ") for edit in planned]
                shown = self._page(pasted=pasted, rows=rows, sent=sent, refused=nothing, **more)
                return unkept(shown, 200)
            file = files.statements_file(planned)
        elif sent.form == "csv":
            file = files.table_file(pasted, rows)
        elif sent.form == "sssom":
            file = files.mapping_file(rows)
        else:
            file = files.data_file(pasted, rows, index.version)
        response = Response(file.text, content_type=file.content_type)
        if sent.form != "json":
            response.headers["Content-Disposition"] = f'attachment; filename="{file.name}"'
        response.headers["Peyvand-Version"] = str(index.version)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _copies(self, rows: list[Decided]) -> list[City]:
        """What copies of Wikidata say of the items of a list."""
        items = files.items(rows)
        return copied(self._site.select_apart(question(items))) if items else []

    def _page(
        self,
        *,
        pasted: Pasted | None = None,
        rows: list[Decided] | None = None,
        sent: Sent | None = None,
        **more: Any,
    ) -> str:
        language = self._site.language
        shown = lines(pasted, rows or [], language) if pasted else []
        return self._site.render(
            "match.html",
            most={"rows": MOST_ROWS, "kilobytes": MOST_BYTES // 1024, "hour": MOST_AN_HOUR},
            pasted=pasted,
            meanings=MEANINGS,
            lines=shown,
            counts=Counter(str(row.outcome) for row in rows or ()),
            outcomes=[str(one) for one in Outcome],
            broken=pasted.read.report.problem_counts if pasted else {},
            unknown=unknown_countries(pasted.read.cities)[:_MOST_NAMED] if pasted else [],
            sent=sent and replace(sent, content=b""),
            land=shared_land(LAND) if any(line.map for line in shown) else "",
            reconcile=f"{current_request().origin}/reconcile/{language}",
            **more,
        )

    @contextmanager
    def _turn(self) -> Iterator[Callable[[], None]]:
        """A turn of matching; what it gives is called now and then, and ends what takes too long.

        Raises:
            Overloaded: other lists take all turns.
        """
        if not self._room.acquire(timeout=_WAIT_S):
            raise Overloaded(**say("lists-busy"))
        end = time.monotonic() + _LONGEST_S

        def go_on() -> None:
            if time.monotonic() > end:
                raise TooLarge(**say("list-slow", seconds=int(_LONGEST_S)))

        try:
            yield go_on
        finally:
            self._room.release()


def _to(address: str) -> Response:
    response = make_response(redirect(address, 303))
    response.headers["Cache-Control"] = "no-store"
    return response
