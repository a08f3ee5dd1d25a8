"""The workers that wait for light queries."""

from __future__ import annotations

import asyncio
import socket
from types import SimpleNamespace
from typing import Any, cast

import pytest

from peyvand.query.fork_servers import WorkerFactory
from peyvand.query.messages import WorkerKind
from peyvand.query.worker_pool import Pool


class Unborn:
    """Makes workers that are never ready, and remembers them."""

    def __init__(self) -> None:
        self.made: list[Any] = []

    async def spawn(self, version: Any, *_: Any) -> Any:
        ready = asyncio.get_running_loop().create_future()
        handle = SimpleNamespace(number=version.number, ready=ready, alive=True, killed=False)
        handle.kill = lambda: setattr(handle, "killed", True)
        self.made.append(handle)
        return handle


@pytest.mark.parametrize("ended", ["by closing", "by its client"])
def test_a_worker_that_is_being_born_ends_with_whoever_wanted_it(ended: str) -> None:
    """Otherwise its process and its connection would stay, known to nobody."""

    async def use() -> list[Any]:
        factory = Unborn()
        pool = Pool(cast(Any, factory), 1)
        version = cast(Any, SimpleNamespace(number=1))
        if ended == "by closing":
            pool.renew(version)
        else:
            asked = asyncio.create_task(pool.take(version))
        while not factory.made:
            await asyncio.sleep(0)
        if ended == "by closing":
            pool.close()
        else:
            await asyncio.sleep(0)
            asked.cancel()
        for _ in range(5):
            await asyncio.sleep(0)
        return factory.made

    (handle,) = asyncio.run(use())
    assert handle.killed


def test_a_worker_that_nobody_wants_any_more_opens_no_sockets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[str] = []

    async def use() -> None:
        async def place(_: Any) -> None:
            await asyncio.Event().wait()

        factory = WorkerFactory.__new__(WorkerFactory)
        factory.in_memory, factory.on_disk = None, cast(Any, SimpleNamespace(alive=True))
        monkeypatch.setattr(factory, "_location", place)
        with monkeypatch.context() as patched:
            # The loop itself has its pair already.
            patched.setattr(socket, "socketpair", lambda: opened.append("a pair") or (1, 2))
            wanted = asyncio.create_task(
                factory.spawn(
                    cast(Any, SimpleNamespace(number=1)), WorkerKind.READER, lambda _: None
                )
            )
            for _ in range(5):
                await asyncio.sleep(0)
            wanted.cancel()
            with pytest.raises(asyncio.CancelledError):
                await wanted

    asyncio.run(use())
    assert opened == []
