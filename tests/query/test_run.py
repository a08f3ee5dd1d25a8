"""One query on its way through the lanes."""

from __future__ import annotations

import asyncio
import socket
from types import SimpleNamespace
from typing import Any, cast

import pytest

from peyvand.errors import QueryCancelled
from peyvand.query.admission import Admission
from peyvand.query.run import Run
from peyvand.query.spool import DiskQuota
from peyvand.query.worker_process import Handle


class Slow:
    """Gives a worker when it is told to, and takes it back."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.go = asyncio.Event()
        self.rested: list[Any] = []
        self.handle = SimpleNamespace(ask=self._ask)

    async def take(self, version: Any) -> Any:
        self.asked.set()
        await self.go.wait()
        return self.handle

    def rest(self, handle: Any) -> None:
        self.rested.append(handle)

    def _ask(self, message: Any) -> Any:
        raise AssertionError("a query that was cancelled runs")


@pytest.mark.parametrize("heavy", [False, True])
def test_a_query_that_is_cancelled_while_its_worker_is_forked_does_not_run(heavy: bool) -> None:
    async def use() -> None:
        pool, admission = Slow(), Admission(light=1, long=1, queue=1)
        run = Run(b"", cast(Any, SimpleNamespace(number=1)), "client", 1000)
        began = asyncio.create_task(run.begin(admission, cast(Any, pool), heavy=heavy))
        await pool.asked.wait()
        run.cancel()
        pool.go.set()
        with pytest.raises(QueryCancelled):
            await began
        assert pool.rested == [pool.handle]
        assert admission.light.free("client")
        assert admission.long.free("client")

    asyncio.run(use())


@pytest.mark.parametrize("turns", range(8))
def test_a_place_is_given_back_by_whoever_leaves_when_it_comes_free(turns: int) -> None:
    async def use() -> None:
        pool, admission = Slow(), Admission(light=1, long=1, queue=1)
        admission.light.take("first")
        run = Run(b"", cast(Any, SimpleNamespace(number=1)), "client", 1000)
        began = asyncio.create_task(run.begin(admission, cast(Any, pool), heavy=False))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert admission.light.waiting == 1
        admission.light.leave("first")
        for _ in range(turns):
            await asyncio.sleep(0)
        # What happens when a client goes away.
        began.cancel()
        with pytest.raises(asyncio.CancelledError):
            await began
        assert admission.light.free("client")

    asyncio.run(use())


def test_a_worker_that_was_killed_is_asked_nothing_more() -> None:
    async def use() -> None:
        handle = Handle(1, 1, DiskQuota(1), lambda gone: None, lambda born: None)
        near, far = socket.socketpair()
        with far:
            await asyncio.get_running_loop().create_connection(lambda: handle, sock=near)
            assert handle.fresh
            handle.kill()
            # Its connection has not ended yet.
            assert handle.alive
            assert not handle.fresh
            await handle.ready

    asyncio.run(use())
