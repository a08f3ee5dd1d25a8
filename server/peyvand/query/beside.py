"""The columns of a version in a worker, beside its store: when they are asked, and by whom.

A question that is expected to be large is asked of them at once. Any other is begun on the store,
and if that takes a moment, a thread that waits meanwhile asks the columns too: the first to have
an answer gives it (``contest``). The store's engine cannot be stopped, so a worker that was at work
on both has to be ended after the columns' answer; it says so in the header.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache, partial
from itertools import islice
from typing import IO, Any, Protocol, cast

from pyoxigraph import QueryResultsFormat, RdfFormat, Store

from peyvand.errors import PeyvandError, QueryFailed, TooLarge
from peyvand.formats import BOOLEANS, GRAPHS, TABLES, GraphFormat, ResultsFormat, by_name
from peyvand.query.contest import Beaten, ColumnsGate, Contest
from peyvand.query.engine import problem
from peyvand.query.expectation import LONGEST, is_large
from peyvand.query.frames import ERROR, AnswerWriter, frame
from peyvand.query.messages import Evaluation, Question
from peyvand.query.sending import send
from peyvand.query.wellformed import XmlWriter
from peyvand.wording import say

log = logging.getLogger(__name__)
# How much processor time a question takes on the store before the columns are asked, in seconds:
# what the store answers sooner is only slowed down by them, and a process that they answered from
# is not used again.
MOMENT_S = 0.25
# Of how many questions it is kept whether they are large.
_KEPT = 256


class Unanswered(Exception):
    """The columns cannot answer a question exactly after all."""


class Unopened(Exception):
    """The columns cannot be opened."""


class Plan(Protocol):
    """How the columns answer a query."""

    @property
    def kind(self) -> str:
        """``select``, ``ask`` or ``construct``."""
        ...

    def rows(self, columns: Any) -> Iterator[Any]:
        """The rows or triples."""
        ...

    def write(self, columns: Any, format: GraphFormat | ResultsFormat, out: IO[bytes]) -> None:
        """Serialise the answer."""
        ...


class Columns(Protocol):
    """The columns of a version."""

    @property
    def counts(self) -> Mapping[str, int]:
        """How many quads each property has."""
        ...

    def interrupt(self) -> None:
        """Stop what is evaluated."""
        ...


class Beside:
    """The columns, and the thread that asks them.

    Args:
        store: the graph.
        open: opens the columns.
        plan: how the columns answer a question; None if they cannot.
        connection: where answers go.
        always: whether they are asked every question, before the store.
    """

    def __init__(
        self,
        store: Store,
        open: Callable[[], Columns],
        plan: Callable[[Question], Plan | None],
        connection: socket.socket,
        *,
        always: bool = False,
    ) -> None:
        self._store, self._open, self._plan = store, open, plan
        self._connection, self._always = connection, always
        self._columns: Columns | None = None
        self._is_large = lru_cache(_KEPT)(lambda text: is_large(text, store, self._counts))
        self._at_work = threading.Lock()
        self._task: tuple[Contest, Evaluation] | None = None
        self._inlet, self._outlet = os.pipe()
        os.set_blocking(self._outlet, False)
        # The kernel counts the time, and nobody is woken before a question takes long.
        signal.set_wakeup_fd(self._outlet, warn_on_full_buffer=False)
        signal.signal(signal.SIGPROF, lambda number, frame: None)
        signal.siginterrupt(signal.SIGPROF, False)
        threading.Thread(target=self._watch, daemon=True).start()

    def answers(self, request: Evaluation) -> bool:
        """Answer a question by the columns alone; whether they did.

        They do if it is expected to be large, or if they are asked every question.

        Raises:
            PeyvandError: it is refused, as the store would refuse it.
        """
        # What they still read for an earlier question, another may not wait for.
        if not self._at_work.acquire(blocking=self._always):
            return False
        try:
            text = request.question.text
            large = self._always or (len(text) <= LONGEST and self._is_large(text))
            return large and self._answer(self._opened(), request, None)
        except Unopened:
            return False
        finally:
            self._at_work.release()

    @contextmanager
    def contest(self, request: Evaluation) -> Iterator[Contest]:
        """A question that the store is asked: if it takes long, the columns are asked, too.

        What the store has after the columns have answered is not sent, be it an error.
        """
        contest = Contest(self._stop)
        if self._always:
            contest.retire()
        self._task = contest, request
        signal.setitimer(signal.ITIMER_PROF, MOMENT_S)
        try:
            yield contest
        except Beaten:
            pass
        except Exception:
            # What the columns have answered already is no failure.
            with suppress(Beaten):
                contest.claim()
                raise
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            self._task = None

    def _counts(self) -> Mapping[str, int]:
        return self._opened().counts

    def _opened(self) -> Columns:
        """The columns, which are opened when they are asked first: most workers never ask them.

        Raises:
            Unopened: they cannot be.
        """
        if self._columns is None:
            try:
                self._columns = self._open()
            except Unopened:
                raise
            except Exception as error:
                _report(error)
                self._open = _never
                raise Unopened from error
        return self._columns

    def _stop(self) -> None:
        if self._columns is not None:
            self._columns.interrupt()

    def _watch(self) -> None:
        while os.read(self._inlet, 64):
            task = self._task
            if task is not None and task[0].enter():
                with self._at_work:
                    self._compete(*task)

    def _compete(self, contest: Contest, request: Evaluation) -> None:
        try:
            if not self._answer(self._opened(), request, ColumnsGate(contest)):
                contest.retire()
        except Unopened:
            contest.retire()
        except Beaten:
            pass
        except BrokenPipeError:
            os._exit(0)
        except PeyvandError as error:
            with suppress(Beaten):
                contest.win()
                self._connection.sendall(frame(ERROR, json.dumps(problem(error)).encode()))

    def _answer(self, columns: Columns, request: Evaluation, gate: ColumnsGate | None) -> bool:
        """Send the answer of the columns; whether they have one.

        Raises:
            Beaten: the store answers.
            PeyvandError: it is refused, or breaks off.
        """
        question, out = request.question, None
        try:
            plan = self._plan(question)
            if plan is None:
                return False
            if gate is not None:
                gate.check()
            chosen = _format(question.format, plan.kind)
            if plan.kind != "ask":
                _within(plan.rows(columns), request.max_rows)
            header = {"content_type": chosen.content_type, "engine": "columns", "worn": bool(gate)}
            out = AnswerWriter(self._connection, header, question.encoding, gate)
            write = partial(_write, plan, columns, chosen)
            asked = plan.kind == "ask"
            send(out, question, chosen, write, self._store, yes_or_no=asked)
        except (Beaten, BrokenPipeError, PeyvandError):
            raise
        except Unanswered:
            return False
        except Exception as error:
            if gate is not None:
                # What is not wanted any more is interrupted.
                gate.check()
            _report(error)
            if out is None or not out.begun:
                return False
            raise QueryFailed(**say("died")) from error
        return True


def _format(name: str, kind: str) -> GraphFormat | ResultsFormat:
    if kind == "construct":
        return by_name(name, GRAPHS)
    return by_name(name, BOOLEANS if kind == "ask" else TABLES)


def _within(rows: Iterable[Any], most: int) -> None:
    if most and sum(1 for _ in islice(rows, most + 1)) > most:
        raise TooLarge(**say("rows", limit=most))


def _write(
    plan: Plan, columns: Columns, format: GraphFormat | ResultsFormat, out: IO[bytes]
) -> None:
    in_xml = format.engine in (QueryResultsFormat.XML, RdfFormat.RDF_XML)
    plan.write(columns, format, cast(Any, XmlWriter(out)) if in_xml else out)


def _never() -> Columns:
    raise Unopened


def _report(error: Exception) -> None:
    """Tell the operator that the store had to answer in the stead of the columns."""
    told = str(error).partition("\n")[0]
    log.warning("columns could not answer: %s: %s", type(error).__name__, told)
