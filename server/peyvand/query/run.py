"""One query on its way through the lanes, and everything it holds meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from peyvand.errors import QueryCancelled, QueryTimeout
from peyvand.graph.versions import Version
from peyvand.query.admission import LONGEST_MOMENT_S, SHORTEST_MOMENT_S, Admission, Lane
from peyvand.query.worker_pool import Pool
from peyvand.query.worker_process import Handle, Reply
from peyvand.wording import say

# A short answer of a long query is often whole at once; it is waited for so long, in seconds.
_BREATH_S = 0.005
# The share of a moment that a worker has to have had of the processor, for the moment to be over.
_LITTLE = 0.5


class Run:
    """A query under way: a place in a lane, a worker, a deadline.

    Args:
        message: the query as a worker reads it.
        version: the version it is asked of.
        client: who asks.
        deadline_s: how long it may run, in seconds, once it has begun to.
    """

    def __init__(self, message: bytes, version: Version, client: str, deadline_s: float) -> None:
        self._message, self._version, self._client = message, version, client
        self._deadline_s = deadline_s
        self._lane: Lane | None = None
        self._handle: Handle | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._entering: asyncio.Task[None] | None = None
        self._pool: Pool | None = None
        self.reply: Reply | None = None
        self._asked_at = self._spent = 0.0
        self.cancelled = False
        # Whether it was still at work after its first moment; whether one that was known to run
        # long took no more than such a moment.
        self.ran_long = self.was_light = False

    async def begin(self, admission: Admission, pool: Pool, *, heavy: bool) -> Reply:
        """Run until the answer is whole, or until it has begun and may run long.

        Args:
            admission: the lanes.
            pool: where workers come from.
            heavy: whether it is known to run long, and need not be tried in the light lane.

        Raises:
            PeyvandError: it is refused, fails or is stopped before its answer begins.
        """
        self._pool = pool
        try:
            if not heavy and await self._light(admission):
                return self.whole()
            if self._lane is None:
                await self._enter(admission.long)
                await self._start()
                self._limit()
            assert self._handle is not None
            assert self.reply is not None
            self._handle.slow_down()
            await asyncio.shield(self.reply.header)
            await _settled(self.reply, _BREATH_S)
        except asyncio.CancelledError:
            self.finish()
            if self.cancelled:
                raise QueryCancelled(**say("cancelled")) from None
            raise
        except BaseException:
            self.finish()
            raise
        if self.reply.done.done():
            spent = self._handle.processor_time() - self._spent
            self.was_light = heavy and spent < LONGEST_MOMENT_S * _LITTLE
            return self.whole()
        self.reply.done.add_done_callback(lambda done: self.finish())
        return self.reply

    def at_once(self, admission: Admission, pool: Pool, come: Callable[[], None]) -> bool:
        """Begin in the light lane, if nobody waits there and a worker is idle.

        Args:
            admission: the lanes.
            pool: where workers come from.
            come: called when the answer is done, unless ``begin`` is awaited before that.

        Returns:
            Whether it has begun; else nothing has happened.
        """
        lane = admission.light
        if lane.waiting or not lane.free(self._client):
            return False
        handle = pool.take_idle(self._version)
        if handle is None:
            return False
        lane.take(self._client)
        self._lane, self._pool, self._handle = lane, pool, handle
        self._ask(handle).when_done = come
        return True

    async def pieces(self) -> AsyncIterator[bytes]:
        """The answer piece by piece.

        Raises:
            PeyvandError: it cannot be completed.
        """
        assert self.reply is not None
        while piece := await self.reply.spool.read():
            yield piece

    def whole(self) -> Reply:
        """The answer, which is done.

        Raises:
            PeyvandError: it failed.
        """
        assert self.reply is not None
        self.finish()
        self.reply.header.result()
        return self.reply

    def close(self) -> None:
        """End it, and let go of what was not read."""
        if self.reply is not None:
            self.reply.spool.close()
        self.finish()

    def cancel(self) -> None:
        """Stop it, wherever it is."""
        self.cancelled = True
        if self._handle is not None:
            self._handle.kill(QueryCancelled(**say("cancelled")))
        if self._entering is not None:
            self._entering.cancel()

    def finish(self) -> None:
        """Give everything back; what still runs is ended."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._handle is not None and self._pool is not None:
            handle, self._handle = self._handle, None
            self._pool.rest(handle)
        if self._lane is not None:
            lane, self._lane = self._lane, None
            lane.leave(self._client)

    async def _light(self, admission: Admission) -> bool:
        """Try the query in the light lane; whether its answer is whole."""
        if (reply := self.reply) is None:
            await self._enter(admission.light)
            reply = await self._start()
        moment = admission.moment()
        if self._deadline_s <= moment:
            self._limit()
        await _settled(reply, self._asked_at + moment - asyncio.get_running_loop().time())
        # What was kept from the processor by others has not had its moment.
        while not reply.done.done() and self._is_starved(moment):
            await _settled(reply, SHORTEST_MOMENT_S)
        if reply.done.done():
            return True
        if self._timer is None:
            # Most answers are there before it would be of use.
            self._limit()
        # What had less than a whole moment, among many, may be light another time.
        self.ran_long = moment >= LONGEST_MOMENT_S
        if admission.long.free(self._client) and not admission.long.waiting:
            admission.long.take(self._client)
            admission.light.leave(self._client)
            self._lane = admission.long
            return False
        reply.spool.close()
        assert self._handle is not None
        self._handle.kill()
        self.finish()
        return False

    def _is_starved(self, moment: float) -> bool:
        """Whether the worker had little of the processor in a moment, which still may last."""
        assert self._handle is not None
        if asyncio.get_running_loop().time() - self._asked_at >= LONGEST_MOMENT_S:
            return False
        return self._handle.processor_time() - self._spent < moment * _LITTLE

    def _time_is_up(self) -> None:
        if self._handle is not None:
            self._handle.kill(QueryTimeout(**say("timeout", seconds=float(self._deadline_s))))

    async def _enter(self, lane: Lane) -> None:
        if not lane.waiting and lane.free(self._client):
            lane.take(self._client)
            self._lane = lane
            return
        entering = asyncio.get_running_loop().create_task(
            lane.enter(self._client, self._deadline_s)
        )
        self._entering = entering
        try:
            await entering
        except asyncio.CancelledError:
            if not entering.cancel() and not entering.cancelled() and not entering.exception():
                # It got its place in the same turn of the loop.
                lane.leave(self._client)
            raise
        finally:
            self._entering = None
        self._lane = lane

    async def _start(self) -> Reply:
        if self.cancelled:
            raise QueryCancelled(**say("cancelled"))
        assert self._pool is not None
        self._handle = await self._pool.take(self._version)
        if self.cancelled:
            # There was nothing to stop while the worker was forked.
            raise QueryCancelled(**say("cancelled"))
        return self._ask(self._handle)

    def _ask(self, handle: Handle) -> Reply:
        self._asked_at = asyncio.get_running_loop().time()
        self._spent = handle.processor_time()
        self.reply = handle.ask(self._message)
        return self.reply

    def _limit(self) -> None:
        """End it at its deadline."""
        loop = asyncio.get_running_loop()
        self._timer = loop.call_at(self._asked_at + self._deadline_s, self._time_is_up)


async def _settled(reply: Reply, moment: float) -> None:
    """Wait until an answer is done, but no longer than a moment."""
    if reply.done.done():
        return
    # What asyncio.wait does, without its cost: this is on the way of every query.
    loop = asyncio.get_running_loop()
    gate = loop.create_future()

    def lift() -> None:
        if not gate.done():
            gate.set_result(None)

    reply.when_done = lift
    timer = loop.call_later(moment, lift)
    try:
        await gate
    finally:
        timer.cancel()
        reply.when_done = None
