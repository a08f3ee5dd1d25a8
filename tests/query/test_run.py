"""One query on its way through the lanes."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from peyvand.errors import QueryCancelled
from peyvand.query.admission import Admission
from peyvand.query.run import Run


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
        run = Run({}, cast(Any, SimpleNamespace(number=1)), "client", 1000)
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
