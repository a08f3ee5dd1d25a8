"""A query in its first moment: what was kept from the processor has not had it."""

from __future__ import annotations

import asyncio
import math
import os
import time
from types import SimpleNamespace
from typing import cast

import pytest

from peyvand.graph.version import Version
from peyvand.query.admission import LONGEST_MOMENT_S, SHORTEST_MOMENT_S, Admission
from peyvand.query.run import Run
from peyvand.query.spool import DiskQuota, Spool
from peyvand.query.worker_pool import Pool
from peyvand.query.worker_process import Handle, Reply


class Worker:
    """What answers after a while, and has had a share of the processor meanwhile."""

    def __init__(self, after_s: float, share: float) -> None:
        self._after_s, self._share = after_s, share
        self._began = time.monotonic()
        self.killed = False

    def ask(self, message: bytes) -> Reply:
        reply = Reply(Spool(DiskQuota(1000), lambda: None, lambda: None))
        asyncio.get_running_loop().call_later(self._after_s, self._answer, reply)
        return reply

    def _answer(self, reply: Reply) -> None:
        reply.header.set_result({})
        reply.spool.finish()
        reply.end()

    def processor_time(self) -> float:
        return (time.monotonic() - self._began) * self._share

    def slow_down(self) -> None:
        """As a worker does."""

    def kill(self) -> None:
        self.killed = True


@pytest.mark.parametrize(
    ("after_s", "share", "stays"),
    [
        pytest.param(0.0, 1.0, True, id="light"),
        pytest.param(2 * SHORTEST_MOMENT_S, 0.01, True, id="light and starved"),
        pytest.param(2 * LONGEST_MOMENT_S, 1.0, False, id="long"),
        pytest.param(2 * LONGEST_MOMENT_S, 0.01, False, id="starved for too long"),
    ],
)
def test_who_had_little_of_the_processor_stays_in_the_light_lane(
    monkeypatch: pytest.MonkeyPatch, after_s: float, share: float, stays: bool
) -> None:
    async def work() -> bool:
        worker, taken = Worker(after_s, share), []

        async def take(version: Version) -> Worker:
            return worker

        pool = cast(Pool, SimpleNamespace(take=take, rest=lambda handle: None))
        admission = Admission(light=1, long=1, queue=1)
        # As if many waited.
        monkeypatch.setattr(admission, "moment", lambda: SHORTEST_MOMENT_S)
        monkeypatch.setattr(admission.long, "take", taken.append)
        monkeypatch.setattr(admission.long, "leave", lambda client: None)
        run = Run(b"", cast(Version, None), "somebody", 60.0)
        await run.begin(admission, pool, heavy=False)
        return not taken

    assert asyncio.run(work()) is stays


@pytest.mark.parametrize(
    ("share", "light"), [pytest.param(0.1, True, id="light"), pytest.param(1.0, False, id="long")]
)
def test_who_was_known_to_run_long_and_took_little_is_told(share: float, light: bool) -> None:
    async def work() -> tuple[bool, bool]:
        async def take(version: Version) -> Worker:
            return Worker(LONGEST_MOMENT_S, share)

        pool = cast(Pool, SimpleNamespace(take=take, rest=lambda handle: None))
        run = Run(b"", cast(Version, None), "somebody", 60.0)
        await run.begin(Admission(light=1, long=1, queue=1), pool, heavy=True)
        return run.was_light, run.ran_long

    assert asyncio.run(work()) == (light, False)


def test_the_clock_of_another_process() -> None:
    async def work() -> tuple[float, float]:
        handle = Handle(1, 100, DiskQuota(1000), lambda handle: None, lambda handle: None)
        handle.process = os.getpid()
        found = handle.processor_time()
        handle.alive = False
        return found, handle.processor_time()

    found, gone = asyncio.run(work())
    assert 0 < found <= time.process_time()
    assert gone == math.inf
