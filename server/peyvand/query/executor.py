"""Evaluating queries and updates in processes that can be killed: the seam before the engine.

Everything here runs in one event loop and never blocks it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from peyvand.errors import QueryTimeout, Withheld
from peyvand.graph.versions import Version, Versions
from peyvand.query.answer import Answer
from peyvand.query.asked import Asked
from peyvand.query.cache import Entry
from peyvand.query.elsewhere import Elsewhere
from peyvand.query.fork_servers import WorkerFactory
from peyvand.query.guard import Facts, Limits, check
from peyvand.query.messages import Question, WorkerKind, decode, encode
from peyvand.query.queries import Begun, Queries
from peyvand.query.worker_pool import Pool
from peyvand.query.writes import Write, WriteAnswer, WriteJob, WriteLimits
from peyvand.settings import Settings
from peyvand.wording import say

# How long the current version is believed without looking, in seconds.
_BELIEF_S = 0.2
# How many queries are remembered to run long.
_REMEMBERED = 1024


class Executor:
    """Answers queries from the current version or another, and makes writes.

    It is made and used in one event loop.

    Args:
        versions: where the graph is.
        settings: the operator's limits.
    """

    def __init__(self, versions: Versions, settings: Settings) -> None:
        self.versions, self.settings = versions, settings
        self._factory: WorkerFactory | None = None
        self._pool: Pool | None = None
        self._limits = Limits.of_queries(settings)
        self.elsewhere = Elsewhere(versions.home, settings)
        self.queries = Queries(settings, self.elsewhere)
        self._writing = asyncio.Lock()
        self._current: Version | None = None
        self._looked_at = 0.0
        self._under = versions.list.withdrawals.digest

    def current(self) -> Version:
        """The version that is served now.

        Raises:
            NoVersion: there is none.
            Withheld: it is being made anew, or something was withdrawn since the executor was
                made: what it keeps may hold that.
        """
        now = time.monotonic()
        if self._current is None or now - self._looked_at > _BELIEF_S:
            version = self.versions.current()
            self.check_list()
            self._looked_at = now
            if self._current is None or version.path != self._current.path:
                self._take_up(version)
        assert self._current is not None
        return self._current

    @property
    def is_outdated(self) -> bool:
        """Whether something was withdrawn since it was made: then another takes its place."""
        return self.versions.list.withdrawals.digest != self._under

    def doubt(self) -> None:
        """Look again before the next answer, since something has just been withdrawn."""
        self._looked_at = 0.0

    def check_list(self) -> None:
        """Refuse to answer of what was kept before something was withdrawn.

        Raises:
            Withheld: something was.
        """
        if self.is_outdated:
            raise Withheld(**say("withheld", number=self.versions.current().number))

    def version(self, number: int | None) -> Version:
        """The version with a number; the current one for None.

        Raises:
            NotFound: there is none.
        """
        current = self.current()
        if number is None or number == current.number:
            return current
        return self.versions.get(number)

    def has_columns(self, version: Version) -> bool:
        """Whether columns answer what is large in a version."""
        assert self._factory is not None
        return self._factory.columns(version) is not None

    def check(self, text: str) -> Facts:
        """What the text of a query tells; see ``guard.check`` for what it raises."""
        return check(text, self._limits)

    async def query(
        self,
        question: Question,
        *,
        client: str = "",
        version: int | None = None,
        timeout_s: float | None = None,
        name: str | None = None,
        facts: Facts | None = None,
    ) -> Answer:
        """Answer a query.

        Args:
            question: the query.
            client: who asks, for fair shares.
            version: the number of the version to ask; the current one if not given.
            timeout_s: the deadline, at most the operator's.
            name: an identifier to cancel it by, chosen by the client.
            facts: what ``check`` told, if it was asked already.

        Raises:
            PeyvandError: the query is refused, malformed, too slow, or fails at its beginning.
                If it fails later, ``pieces`` raises.
        """
        facts = facts or self.check(question.text)
        asked = Asked(question, facts, self.version(version), client, self._deadline(timeout_s))
        return await self.queries.answer(asked, name)

    def at_once(
        self, question: Question, facts: Facts, client: str, come: Callable[[], None]
    ) -> Entry | Begun | None:
        """Begin a query of the current version, if nothing has to be waited for.

        Args:
            question: the query.
            facts: what ``check`` told.
            client: who asks, for fair shares.
            come: called once, in the loop, when the answer is done.

        Returns:
            See ``Queries.at_once``.

        Raises:
            PeyvandError: no version is served.
        """
        asked = Asked(question, facts, self.current(), client, self._deadline(None))
        return self.queries.at_once(asked, come)

    def _deadline(self, wanted_s: float | None) -> float:
        most = self.settings.query_timeout_s
        return min(wanted_s or most, most)

    async def write(self, request: Write) -> WriteAnswer:
        """Make a write.

        A client that goes away does not undo what it has asked for.

        Raises:
            NotHeld: it is made, and not held by as many engines as the operator wants.
            PeyvandError: it is refused; the graph is as it was.
        """
        answer = await asyncio.shield(asyncio.create_task(self._write(request)))
        if self.settings.wait_for:
            await self.elsewhere.wait_until_held(self.version(answer.version))
        return answer

    async def _write(self, request: Write) -> WriteAnswer:
        limit = self.settings.write_timeout_s
        async with self._writing:
            before = self.current()
            assert self._factory is not None
            limits = WriteLimits.of(self.settings)
            handle = await self._factory.spawn(before, WorkerKind.WRITER, lambda gone: None)
            handle.limit_s = limits.update_timeout_s
            reply = handle.ask(encode(WriteJob(str(self.versions.home), limits, request)))
            verdict = QueryTimeout(**say("write-timeout", seconds=limit))
            timer = asyncio.get_running_loop().call_later(limit, handle.kill, verdict)
            await reply.done
            timer.cancel()
            handle.kill()
            self._looked_at = 0.0
            after = self.current()
            try:
                reply.header.result()
            except QueryTimeout:
                # It may have been killed after the last rename.
                if after.number > before.number and after.manifest.get("by") == request.by:
                    return WriteAnswer(after.number)
                raise
            body = b""
            while piece := await reply.spool.read():
                body += piece
            return decode(body, WriteAnswer)  # type: ignore[no-any-return]

    def cancel(self, name: str) -> None:
        """Cancel a running query.

        Raises:
            NotFound: none has this identifier.
        """
        self.queries.runs.cancel(name)

    async def close(self) -> None:
        """End every process, and every query with it."""
        self.queries.close()
        if self._pool is not None:
            self._pool.close()
        if self._factory is not None:
            self._factory.close()
        await self.elsewhere.close()
        # The connections are closed in the loop's next turns.
        await asyncio.sleep(0.01)

    def _take_up(self, version: Version) -> None:
        if self._factory is None:
            self._factory = WorkerFactory(self.versions, self.settings, self._at_home)
            self._pool = Pool(self._factory, self.settings.light_workers)
        assert self._pool is not None
        self.elsewhere.begin()
        self._current = version
        self.queries.renew(self._pool)
        self._factory.follow(version)
        self._pool.renew(version)

    def _at_home(self, number: int) -> None:
        """A version is in memory: its workers are faster than those that read the disk."""
        if self._current is not None and self._current.number == number:
            assert self._pool is not None
            self._pool.renew(self._current)
