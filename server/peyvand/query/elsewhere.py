"""Asking the engines of others that hold the graph, before or after our own workers.

Whoever answers, the guard stands before it, and the answer is whole and of the version that was
asked for: it is read and written anew here, and the engine is asked after it which version it
holds. Whatever an engine does otherwise, it is passed over, and the embedded store answers.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Collection, Coroutine, MutableMapping
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyoxigraph import QueryBoolean

from peyvand.engines.answers import NotOurs, NotWhole, Refused, TooLong, answer
from peyvand.engines.model import Held
from peyvand.errors import NotHeld, PeyvandError, QueryCancelled, QueryTimeout
from peyvand.graph.versions import Version
from peyvand.query.admission import Lane
from peyvand.query.asked import Asked
from peyvand.query.cache import Entry
from peyvand.query.engine_texts import computes, is_of_the_engine
from peyvand.query.frames import PACKERS
from peyvand.query.messages import Question
from peyvand.settings import Settings
from peyvand.wording import say

if TYPE_CHECKING:
    import httpx2 as httpx

    from peyvand.query.engine_nodes import Node, Nodes

log = logging.getLogger(__name__)
# How often engines are asked what they hold, in seconds.
_LOOK_S = 1.0
_FORMS = ("SELECT", "ASK", "CONSTRUCT")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# What an answer says of who gave it.
NAME = "elsewhere"


class Elsewhere:
    """The engines of a home, as the server asks them.

    It is made and used in one event loop.

    Args:
        home: the folder with their list.
        settings: the operator's.
        transport: what sends, for tests; httpx's own if not given.
    """

    def __init__(
        self, home: Path, settings: Settings, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._home, self._settings, self._transport = home, settings, transport
        places = settings.engine_queries
        self._lane = Lane(places, max(1, places - 1), settings.queue)
        self._looking: asyncio.Task[None] | None = None

    @cached_property
    def _nodes(self) -> Nodes:
        # Loaded where there are any: servers start without what sends.
        from peyvand.query.engine_nodes import Nodes

        told = self._settings
        return Nodes(self._home, told.query_timeout_s, told.engine_answer_mb, self._transport)

    def begin(self) -> None:
        """Look from now on what the engines hold, if any may be asked."""
        used = self._settings.embedded != "only" or self._settings.wait_for
        if used and (self._looking is None or self._looking.done()):
            self._looking = asyncio.get_running_loop().create_task(self._look())

    @property
    def is_asked_first(self) -> bool:
        """Whether every question goes to the engines before the store here."""
        return self._settings.embedded == "last"

    async def before(
        self, asked: Asked, name: str, runs: MutableMapping[str, Any], *, busy: bool
    ) -> Entry | None:
        """The answer of an engine, where the store here is to be asked after that or is busy.

        Args:
            asked: the question.
            name: the identifier to cancel it by.
            runs: what is cancelled by identifiers.
            busy: whether the question is known to run long, and has no place here.

        Returns:
            The answer; None if no engine may be asked, or none gives one that can be taken.
            Nothing found is no answer: the store here says so itself, and tells why.

        Raises:
            Overloaded: too many wait.
            QueryCancelled: it was cancelled by its name.
            QueryTimeout: the deadline came first.
        """
        turn = self._settings.embedded
        wanted = turn == "last" or (turn == "first" and busy)
        return await self._answer(asked, name, runs) if wanted else None

    async def instead(
        self, asked: Asked, name: str, runs: MutableMapping[str, Any]
    ) -> Entry | None:
        """The answer of an engine to what the store here refuses; see ``before``."""
        wanted = self._settings.embedded == "first"
        return await self._answer(asked, name, runs) if wanted else None

    async def wait_until_held(self, version: Version) -> None:
        """Wait until as many engines hold a version as the operator wants.

        Raises:
            NotHeld: they do not in time; the version is there all the same.
        """
        wanted, until = self._settings.wait_for, time.monotonic() + self._settings.write_timeout_s
        while (count := self._nodes.holding(_mark(version))) < wanted:
            if time.monotonic() >= until:
                words = say("not-held", number=version.number, count=count, wanted=wanted)
                raise NotHeld(**words)
            await asyncio.sleep(_LOOK_S / 10)
            await self._nodes.look()

    def counts(self, version: Version) -> dict[str, Any] | None:
        """How many engines there are, how many hold a version, and what some do otherwise, with how
        many; None if none is asked."""
        if self._looking is None:
            return None
        lacking = self._nodes.lacking()
        told = {"of": len(self._nodes), "holding": self._nodes.holding(_mark(version))}
        return {**told, "lacking": lacking} if lacking else told

    async def close(self) -> None:
        """Let go of the engines."""
        if self._looking is not None:
            self._looking.cancel()
            await self._nodes.close()

    async def _answer(
        self, asked: Asked, name: str, runs: MutableMapping[str, Any]
    ) -> Entry | None:
        if not self._may_answer(asked):
            return None
        runs[name] = errand = _Errand()
        try:
            return await errand.run(self._in_time(asked))
        finally:
            runs.pop(name, None)

    def _may_answer(self, asked: Asked) -> bool:
        """Whether an engine that can be asked holds the version, and is known to give the same.

        Whatever looks into every graph would see the engine's own mark there, and what makes
        texts of values would see how the engine writes them; what looks different each time, or
        has an address of its own, is asked here.
        """
        facts = asked.facts
        return (
            facts.form in _FORMS
            and not (facts.volatile or facts.relative or facts.doubtful)
            and self._chosen(asked) is not None
            and not is_of_the_engine(asked.question.text)
        )

    def _chosen(self, asked: Asked, beside: Collection[str] = ()) -> Node | None:
        computing = computes(asked.question.text)
        return self._nodes.chosen(_mark(asked.version), computing=computing, beside=beside)

    async def _in_time(self, asked: Asked) -> Entry | None:
        limit = asked.deadline_s
        try:
            async with asyncio.timeout(limit):
                await self._lane.enter(asked.client, limit)
                try:
                    return await self._asked(asked)
                finally:
                    self._lane.leave(asked.client)
        except TimeoutError as error:
            raise QueryTimeout(**say("timeout", seconds=float(limit))) from error

    async def _look(self) -> None:
        while True:
            try:
                await self._nodes.look()
            except (OSError, PeyvandError):
                log.exception("the list of engines cannot be read")
            await asyncio.sleep(_LOOK_S)

    async def _asked(self, asked: Asked) -> Entry | None:
        question, form, wanted = asked.question, asked.facts.form or "", _mark(asked.version)
        refused: set[str] = set()
        while (node := self._chosen(asked, refused)) is not None:
            node.busy += 1
            try:
                got = await self._nodes.ask(node, question, form)
                entry = await asyncio.to_thread(_entry, question, form, *got, self._settings)
                # It may have gone over to another version before it answered.
                node.held = await self._nodes.which(node)
                if node.held == wanted:
                    return entry
            except (TooLong, NotOurs):
                # No fault of the engine's, and the store here gives it as it is.
                return None
            except Refused:
                refused.add(node.engine.name)
            except (NotWhole, TimeoutError) as error:
                self._nodes.pass_over(node, error, away=True)
            finally:
                node.busy -= 1
        return None


class _Errand:
    """A question that an engine is asked, which may be cancelled as a run of our own may."""

    def __init__(self) -> None:
        self._task: asyncio.Task[Entry | None] | None = None
        self.cancelled = False

    async def run(self, ask: Coroutine[Any, Any, Entry | None]) -> Entry | None:
        """Wait for the answer.

        Raises:
            QueryCancelled: it was cancelled by its name.
        """
        self._task = asyncio.get_running_loop().create_task(ask)
        try:
            return await self._task
        except asyncio.CancelledError:
            self._task.cancel()
            if self.cancelled:
                raise QueryCancelled(**say("cancelled")) from None
            raise

    def cancel(self) -> None:
        """Stop it."""
        self.cancelled = True
        if self._task is not None:
            self._task.cancel()


def _entry(
    question: Question,
    form: str,
    status: int,
    headers: dict[str, str],
    body: bytes,
    settings: Settings,
) -> Entry | None:
    """What an engine answered, written as the question wants it; None if nothing was found.

    Raises:
        NotWhole: it is no whole answer.
        PeyvandError: it cannot be given, or not be written so.
    """
    from peyvand.query.engine import chosen_format, within, write

    found = answer(form, status, headers, body)
    if isinstance(found, QueryBoolean):
        nothing = not found
    else:
        again = answer(form, status, headers, body)
        nothing = not isinstance(again, QueryBoolean) and next(iter(again), None) is None
    if nothing:
        return None
    if settings.max_rows:
        within(answer(form, status, headers, body), settings.max_rows)
    chosen, out = chosen_format(found, question.format), BytesIO()
    if question.byte_order_mark:
        out.write(_BYTE_ORDER_MARK)
    write(found, chosen, out, lambda: answer(form, status, headers, body))
    text = out.getvalue()
    if question.encoding:
        packer = PACKERS[question.encoding]()
        text = packer.feed(text) + packer.finish()
    return Entry(chosen.content_type, question.encoding, text, (), NAME)


def _mark(version: Version) -> Held:
    return Held(version.number, version.graph_sum)
