"""Questions with the beginning of their answers, as the start page shows them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass

from flask import url_for
from markupsafe import Markup

from peyvand.sources.catalogue import NamedQuery
from peyvand.web.endpoint.threads import Bridge
from peyvand.web.pages.components import rows
from peyvand.web.pages.components.answers import read
from peyvand.web.pages.components.ordering import in_order
from peyvand.web.pages.components.sections import Reader
from peyvand.web.pages.components.site import Row, Site, href
from peyvand.web.pages.components.values import Shown
from peyvand.web.pages.questions.questions import caveat_of, chart, told

# How many rows and columns of an answer a card has.
_ROWS, _COLUMNS = 3, 3
# How long a page waits for the answers, and of how many versions they are kept.
_PATIENCE_S, _KEPT = 2.0, 2


@dataclass(frozen=True)
class Card:
    """A question with the beginning of its answer.

    Attributes:
        question: it.
        address: of the page that has the whole answer.
        count: how many rows that has; None where the answer is not there.
        caveat: what the answer leaves out, in words.
        columns: the first columns that say something.
        cells: of the first rows.
        chart: the answer as bars, in place of rows, where the question has a chart.
    """

    question: NamedQuery
    address: str
    count: int | None = None
    caveat: str = ""
    columns: Sequence[rows.Column] = ()
    cells: Sequence[Sequence[Sequence[Shown]]] = ()
    chart: Markup | None = None


class Answers:
    """The answers to some questions on the versions that are asked for lately.

    They are asked in a thread of its own, one after the other, so that nobody waits for them long.

    Args:
        bridge: of the versions.
        questions: asked with the values that their parameters have by default.
    """

    def __init__(self, bridge: Bridge, questions: Sequence[NamedQuery]) -> None:
        self._bridge, self.questions = bridge, questions
        self._lock = threading.Lock()
        self._asking: dict[int, dict[str, Future[list[Row]]]] = {}
        self._pool = ThreadPoolExecutor(1, "cards")
        bridge.at_end(lambda: self._pool.shutdown(wait=False, cancel_futures=True))

    def of(self, version: int) -> list[list[Row] | None]:
        """The answers in the order of the questions; None for one that is not there yet, or failed.

        Args:
            version: that is asked.
        """
        with self._lock:
            asking = self._asking.setdefault(version, {})
            for one in self.questions:
                known = asking.get(one.name)
                if known is None or (known.done() and known.exception()):
                    asking[one.name] = self._pool.submit(self._ask, one.bound(), version)
            for old in [*self._asking][:-_KEPT]:
                del self._asking[old]
            asked = [asking[one.name] for one in self.questions]
        wait(asked, _PATIENCE_S)
        return [one.result() if one.done() and not one.exception() else None for one in asked]

    def _ask(self, query: str, version: int) -> list[Row]:
        return read(self._bridge.select(query, version))


def cards(
    site: Site, questions: Sequence[NamedQuery], answers: Sequence[Sequence[Row] | None]
) -> list[Card]:
    """The cards of some questions.

    Args:
        site: in whose language they are.
        questions: in their order.
        answers: those to them; None for one that is not there.
    """
    reader = Reader(site, site.language)
    return [
        _card(one, url_for("editor.ask", name=one.name, run=1, lang=site.language), answer, reader)
        for one, answer in zip(questions, answers, strict=True)
    ]


def _card(question: NamedQuery, address: str, answer: Sequence[Row] | None, reader: Reader) -> Card:
    if answer is None:
        return Card(question, address)
    language, numbers = reader.language, told(question)
    bindings = [{name: rows.binding(value) for name, value in row.items()} for row in answer]
    caveat = caveat_of(question.caveat(language), bindings, language)
    left_out = numbers | question.parameters.keys()
    # Where nothing else is found, a row has the numbers alone.
    bindings = [row for row in bindings if row.keys() - left_out]
    found = in_order(question.text, bindings, reader)
    if drawn := chart(question, found, language):
        return Card(question, address, len(bindings), caveat, chart=drawn)
    first = found[:_ROWS]
    reader.learn(one for row in first for one in rows.terms(row))
    names = list(dict.fromkeys(name for row in answer for name in row))
    shown = [
        column
        for column in rows.columns(names, language, left_out)
        if any(name in row for row in first for name in (column.link, *column.texts))
    ][:_COLUMNS]
    cells = [rows.cells(row, shown, language, href, reader.label) for row in first]
    return Card(question, address, len(bindings), caveat, shown, cells)
