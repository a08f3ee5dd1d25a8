"""Queries on their way through the lanes, and their answers that are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from peyvand.errors import Overloaded, QueryTimeout, TooComplex
from peyvand.query.admission import Admission
from peyvand.query.answer import Answer
from peyvand.query.asked import Asked
from peyvand.query.cache import Entry, ResultCache
from peyvand.query.elsewhere import Elsewhere
from peyvand.query.hints import relieved
from peyvand.query.messages import Evaluation, Question, encode
from peyvand.query.run import Run
from peyvand.query.runs import Runs
from peyvand.query.worker_pool import Pool
from peyvand.query.worker_process import Reply
from peyvand.settings import Settings

# How many queries are remembered to run long.
_REMEMBERED = 1024
# What begins at once has no deadline before it is looked at again, in seconds.
_SHORTEST_S = 1.0


@dataclass(frozen=True)
class Begun:
    """A query under way, and the name to cancel it by."""

    asked: Asked
    name: str
    run: Run


class Queries:
    """Those of one executor.

    Args:
        settings: the operator's limits.
        elsewhere: the engines that are asked before or after the workers here.
    """

    def __init__(self, settings: Settings, elsewhere: Elsewhere) -> None:
        self.runs = Runs()
        self.elsewhere, self._most_rows = elsewhere, settings.max_rows
        self._admission = Admission(settings.light_workers, settings.workers, settings.queue)
        self._cache = ResultCache(settings.cache_mb * 1024 * 1024)
        self._pool: Pool | None = None
        self._heavy: OrderedDict[tuple[int, Question], None] = OrderedDict()

    def renew(self, pool: Pool) -> None:
        """Go over to another version: no answer is kept any more.

        Args:
            pool: where workers come from.
        """
        self._pool = pool
        self._cache.clear()

    def close(self) -> None:
        """Cancel every query."""
        for run in list(self.runs.values()):
            run.cancel()

    async def answer(self, asked: Asked, name: str | None) -> Answer:
        """Answer a query.

        Args:
            asked: the query.
            name: an identifier to cancel it by, chosen by the client.

        Raises:
            PeyvandError: see ``Executor.query``.
        """
        name = self.runs.name(name)
        if not asked.facts.volatile and (held := self._cache.get(asked.key)):
            return _whole(held, asked, name)
        busy = asked.key in self._heavy and not self._admission.long.free(asked.client)
        if entry := await self.elsewhere.before(asked, name, self.runs, busy=busy):
            return self._keep(entry, asked, name)
        run = self._run(asked)
        self.runs[name] = run
        return await self.go_on(Begun(asked, name, run))

    def at_once(self, asked: Asked, come: Callable[[], None]) -> Entry | Begun | None:
        """Begin a query, if nothing has to be waited for.

        Args:
            asked: the query.
            come: called once, in the loop, when the answer is whole or has failed; not if
                ``go_on`` is awaited before that.

        Returns:
            A kept answer; what ``taken`` gives the answer of, ``go_on`` waits for, and
            ``give_up`` ends; None if the query has to go the way of ``answer``.
        """
        if not asked.facts.volatile and (held := self._cache.get(asked.key)):
            return held
        early = asked.deadline_s < _SHORTEST_S or self.elsewhere.is_asked_first
        if early or asked.key in self._heavy or self._pool is None:
            return None
        run = self._run(asked)
        if not run.at_once(self._admission, self._pool, come):
            return None
        name = self.runs.name(None)
        self.runs[name] = run
        return Begun(asked, name, run)

    def taken(self, begun: Begun) -> Entry | None:
        """The answer of what has begun at once and is done, and is over then.

        Returns:
            None if it is not whole, or something is to be told beside it: ``go_on`` gives it.
        """
        reply = begun.run.reply
        if reply is None or reply.spool.whole is None or reply.header.result().get("unknown"):
            return None
        begun.run.finish()
        entry = self._entry(begun, reply)
        if not begun.asked.facts.volatile:
            self._cache.put(begun.asked.key, entry)
        return entry

    def give_up(self, begun: Begun) -> None:
        """End what nobody wants any more, if it is not over."""
        self.runs.pop(begun.name, None)
        begun.run.close()

    async def go_on(self, begun: Begun) -> Answer:
        """The answer of what has begun, or is to; see ``answer``."""
        asked, name, run = begun.asked, begun.name, begun.run
        assert self._pool is not None
        try:
            heavy = asked.key in self._heavy
            reply = await run.begin(self._admission, self._pool, heavy=heavy)
        except (QueryTimeout, TooComplex) as error:
            self.runs.pop(name, None)
            raise relieved(error, asked.question.text) from None
        except Overloaded:
            self.runs.pop(name, None)
            if (entry := await self.elsewhere.instead(asked, name, self.runs)) is None:
                raise
            return self._keep(entry, asked, name)
        except BaseException:
            self.runs.pop(name, None)
            raise
        finally:
            if run.ran_long:
                self._remember(asked.key)
            elif run.was_light:
                # Such as one that columns answer which were being opened when it came first.
                self._heavy.pop(asked.key, None)
        if reply.spool.whole is not None:
            return self._keep(self._entry(begun, reply), asked, name)
        header = reply.header.result()

        def close() -> None:
            self.runs.pop(name, None)
            run.close()

        return Answer(
            header["content_type"],
            header.get("encoding"),
            asked.version.number,
            name,
            None,
            run.pieces(),
            close,
            engine=header["engine"],
        )

    def _run(self, asked: Asked) -> Run:
        message = encode(Evaluation(asked.question, self._most_rows))
        return Run(message, asked.version, asked.client, asked.deadline_s)

    def _entry(self, begun: Begun, reply: Reply) -> Entry:
        """A whole answer, after which nothing is under way."""
        body = reply.spool.whole
        assert body is not None
        self.runs.pop(begun.name, None)
        reply.spool.close()
        header = reply.header.result()
        kind, encoding, engine = header["content_type"], header.get("encoding"), header["engine"]
        return Entry(kind, encoding, body, tuple(header.get("unknown", ())), engine)

    def _keep(self, entry: Entry, asked: Asked, name: str) -> Answer:
        """A whole answer, which is kept unless another evaluation may give another."""
        if not asked.facts.volatile:
            self._cache.put(asked.key, entry)
        return _whole(entry, asked, name)

    def _remember(self, key: tuple[int, Question]) -> None:
        """Remember that a query runs long: the next time it need not be tried first."""
        self._heavy[key] = None
        if len(self._heavy) > _REMEMBERED:
            self._heavy.popitem(last=False)


def _whole(entry: Entry, asked: Asked, name: str) -> Answer:
    begun = (entry.content_type, entry.encoding, asked.version.number, name, entry.body)
    return Answer(*begun, unknown=entry.unknown, engine=entry.engine)
