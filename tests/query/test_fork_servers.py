"""The processes that workers are forked from: when each is started."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from peyvand.graph.versions import Versions
from peyvand.query import fork_servers
from peyvand.query.fork_servers import WorkerFactory
from peyvand.settings import Settings
from peyvand.tokens import FILE, Tokens
from waiting import LIMIT_S, come


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
    started: list[Handle], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fork_servers, "_FIRST_WORKERS_S", 0)
    Tokens(tmp_path).add("somebody")

    async def use() -> None:
        factory = WorkerFactory(Versions(tmp_path), Settings(), lambda number: None)
        assert len(started) == 1
        await come(lambda: len(started) == 2, "the second is there")
        assert started[1].said
        assert factory._writing() is started[1]
        # Whoever writes when it has ended gets another.
        started[1].alive = False
        assert factory._writing() is started[2]
        factory.close()

    asyncio.run(use())
    assert not any(handle.alive for handle in started)


@pytest.mark.parametrize("tokens", [None, "[]", "no list of tokens"])
def test_where_nobody_may_write_it_waits_for_the_first_write(
    started: list[Handle], monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tokens: str | None
) -> None:
    monkeypatch.setattr(fork_servers, "_FIRST_WORKERS_S", 0)
    if tokens is not None:
        (tmp_path / FILE).write_text(tokens, encoding="utf-8")

    async def use() -> None:
        looked = asyncio.Event()
        expect = WorkerFactory._expect

        def told(factory: WorkerFactory) -> None:
            expect(factory)
            looked.set()

        monkeypatch.setattr(WorkerFactory, "_expect", told)
        factory = WorkerFactory(Versions(tmp_path), Settings(), lambda number: None)
        await asyncio.wait_for(looked.wait(), LIMIT_S)
        assert len(started) == 1
        assert factory._writing() is started[1]
        factory.close()

    asyncio.run(use())


def test_who_writes_at_once_does_not_wait_for_that(started: list[Handle], tmp_path: Path) -> None:
    async def use() -> None:
        factory = WorkerFactory(Versions(tmp_path), Settings(), lambda number: None)
        assert factory._writing() is started[1]
        factory.close()

    asyncio.run(use())
