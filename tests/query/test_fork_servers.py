"""The processes that workers are forked from: when each is started."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest

from peyvand.query import fork_servers
from peyvand.query.fork_servers import WorkerFactory
from peyvand.settings import Settings


class Handle:
    """A fork server that is only counted."""

    def __init__(self, *_: Any) -> None:
        self.alive = True
        self.said: list[Any] = []

    def say(self, message: Any) -> None:
        self.said.append(message)

    def close(self) -> None:
        self.alive = False


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Handle]:
    made: list[Handle] = []

    def make(*arguments: Any) -> Handle:
        made.append(Handle(*arguments))
        return made[-1]

    monkeypatch.setattr(fork_servers, "ForkServerHandle", make)
    return made


def test_what_writers_need_is_loaded_after_the_first_readers(
    started: list[Handle], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fork_servers, "_FIRST_WORKERS_S", 0)

    async def use() -> None:
        factory = WorkerFactory(cast(Any, None), Settings(), lambda number: None)
        assert len(started) == 1
        while len(started) == 1:
            await asyncio.sleep(0)
        assert started[1].said
        assert factory._writing() is started[1]
        # Whoever writes when it has ended gets another.
        started[1].alive = False
        assert factory._writing() is started[2]
        factory.close()

    asyncio.run(use())
    assert not any(handle.alive for handle in started)


def test_who_writes_at_once_does_not_wait_for_that(started: list[Handle]) -> None:
    async def use() -> None:
        factory = WorkerFactory(cast(Any, None), Settings(), lambda number: None)
        assert factory._writing() is started[1]
        factory.close()

    asyncio.run(use())
