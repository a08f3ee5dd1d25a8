"""Workers on disk and in memory, versions that change under them, and deaths of every kind."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.errors import (
    Damaged,
    MalformedQuery,
    NotFound,
    NoVersion,
    QueryCancelled,
    QueryFailed,
    TooLarge,
)
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.verification import verify
from peyvand.graph.versions import Versions
from peyvand.query.answer import Answer
from peyvand.query.executor import Executor
from peyvand.query.guard import Limits, check
from peyvand.query.messages import Question
from peyvand.query.queries import Begun
from peyvand.query.worker_process import Handle
from peyvand.query.writes import Update
from peyvand.settings import Settings
from waiting import LIMIT_S, come

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
Use = Callable[[Executor], Awaitable[None]]


def store_of(count: int) -> Store:
    store = Store()
    for number in range(count):
        name = NamedNode(f"http://x.example/{number}")
        store.add(Quad(name, NamedNode("http://x.example/p"), Literal(str(number))))
    return store


def publish(versions: Versions, count: int) -> None:
    store = store_of(count)
    publish_lines(versions, store, dump_lines(store), "copy", keep=2)


@asynccontextmanager
async def executor(home: Path, **settings: Any) -> AsyncIterator[Executor]:
    made = Executor(Versions(home), Settings(**settings))
    try:
        yield made
    finally:
        await made.close()


async def body(answer: Answer) -> bytes:
    try:
        if answer.body is not None:
            return answer.body
        assert answer.pieces is not None
        return b"".join([piece async for piece in answer.pieces])
    finally:
        answer.close()


async def count(made: Executor, version: int | None = None) -> int:
    answer = await made.query(Question(COUNT, "json"), version=version)
    return int(json.loads(await body(answer))["results"]["bindings"][0]["n"]["value"])


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    made = Versions(tmp_path)
    publish(made, 60)
    return made


def run(home: Path, use: Use, **settings: Any) -> None:
    async def work() -> None:
        async with executor(home, **{"cache_mb": 0, **settings}) as made:
            await use(made)

    asyncio.run(work())


@pytest.mark.parametrize("memory_quads", [0, 1000])
def test_from_disk_and_from_memory(versions: Versions, memory_quads: int) -> None:
    async def use(made: Executor) -> None:
        assert await count(made) == 60
        if memory_quads:
            await in_memory(made, 1)
        else:
            assert made._factory is not None
            assert made._factory._moving is made._factory.in_memory is None
        assert await count(made) == 60
        with pytest.raises(MalformedQuery):
            await made.query(Question("SELECT {", "json"))

    run(versions.home, use, memory_quads=memory_quads)


def test_a_query_that_once_ran_long_is_light_again_when_it_takes_little(
    versions: Versions,
) -> None:
    async def use(made: Executor) -> None:
        heavy = made.queries._heavy
        key = (1, Question(COUNT, "json"))
        made.queries._remember(key)
        assert await count(made) == 60
        assert key not in heavy

    run(versions.home, use)


def test_what_begins_at_once_is_answered_waited_for_or_given_up(versions: Versions) -> None:
    question, told = Question(COUNT, "json"), check(COUNT, Limits())

    async def use(made: Executor) -> None:
        assert await count(made) == 60
        done = asyncio.Event()

        def begin() -> Begun:
            begun = made.at_once(question, told, "client", done.set)
            assert isinstance(begun, Begun)
            assert begun.name in made.queries.runs
            # There is one worker, and nobody waits for it here.
            assert made.at_once(question, told, "other", done.set) is None
            return begun

        begun = begin()
        await asyncio.wait_for(done.wait(), LIMIT_S)
        entry = made.queries.taken(begun)
        assert entry is not None
        assert json.loads(entry.body)["results"]["bindings"][0]["n"]["value"] == "60"
        assert json.loads(await body(await made.queries.go_on(begin())))["results"] == {
            **json.loads(entry.body)["results"]
        }
        made.queries.give_up(begin())
        assert not made.queries.runs
        # Its worker is ended, and another takes its place.
        assert await count(made) == 60
        begun = begin()
        made.cancel(begun.name)
        with pytest.raises(QueryCancelled):
            await made.queries.go_on(begun)
        assert await count(made) == 60

    run(versions.home, use, light_workers=1, memory_quads=0)


@pytest.mark.parametrize("memory_quads", [0, 1000])
def test_a_new_version_is_taken_up_and_old_ones_can_be_asked(
    versions: Versions, memory_quads: int
) -> None:
    async def use(made: Executor) -> None:
        for size in (61, 70, 5):
            assert await count(made)
            publish(versions, size)
            await until_counted(made, size)
        # Version 1 is no longer whole, and is remade.
        assert not versions.get(1).dump.exists()
        assert [await count(made, n) for n in (1, 2, 3, 4)] == [60, 61, 70, 5]
        with pytest.raises(NotFound):
            await count(made, 5)

    run(versions.home, use, memory_quads=memory_quads)


def test_a_large_answer_is_streamed_whole(versions: Versions) -> None:
    async def use(made: Executor) -> None:
        # 60 times 60 times 60 rows, well over what is held in memory.
        text = "SELECT * { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }"
        answer = await made.query(Question(text, "csv"))
        assert len((await body(answer)).splitlines()) == 1 + 60**3
        packed = await made.query(Question(text, "csv", encoding="gzip"))
        assert packed.encoding == "gzip"
        assert len(gzip.decompress(await body(packed)).splitlines()) == 1 + 60**3

    run(versions.home, use)


def test_more_rows_than_the_operator_allows_are_refused(versions: Versions) -> None:
    async def use(made: Executor) -> None:
        with pytest.raises(TooLarge, match="more than 50 rows"):
            await made.query(Question("SELECT * { ?s ?p ?o }", "csv"))
        with pytest.raises(TooLarge):
            await made.query(Question("CONSTRUCT WHERE { ?s ?p ?o }", "turtle"))
        answer = await made.query(Question("SELECT * { ?s ?p ?o } LIMIT 50", "csv"))
        assert len((await body(answer)).splitlines()) == 51
        await made.query(Question("ASK {}", "json"))

    run(versions.home, use, max_rows=50)


async def kill(handles: Iterable[Handle]) -> None:
    """Kill workers, and wait until the executor has heard of it."""
    for handle in list(handles):
        # Until a worker has said its number it is 0, which would be this whole group.
        await come(lambda: handle.ready.done(), "a worker is there")  # noqa: B023
        os.kill(handle.process, signal.SIGKILL)
        await come(lambda: not handle.alive, "a worker is gone")  # noqa: B023


async def in_memory(made: Executor, number: int) -> None:
    """Wait until a version is in memory, and all workers that are ready share it."""
    pool, factory = made._pool, made._factory
    assert pool is not None
    assert factory is not None

    def there() -> bool:
        return factory.in_memory is not None and factory.in_memory.held == number

    await come(lambda: there() and at_rest(made), f"version {number} is in memory")
    # Some may have been on their way from the disk meanwhile.
    pool.renew(made.current())
    await come(lambda: at_rest(made), "all workers are ready")


def at_rest(made: Executor) -> bool:
    """Whether as many workers as there may be are ready."""
    pool = made._pool
    return pool is not None and len(pool._idle) == pool._size


async def until_counted(made: Executor, size: int) -> None:
    """Ask until the newest version answers; until then another does, and nothing fails."""
    counted = [await count(made)]
    until = time.monotonic() + LIMIT_S
    while counted[-1] != size:
        assert time.monotonic() < until
        await asyncio.sleep(0.01)
        counted.append(await count(made))
    assert len(set(counted[:-1])) <= 1


def test_a_killed_worker_is_replaced(versions: Versions) -> None:
    async def use(made: Executor) -> None:
        assert await count(made) == 60
        await in_memory(made, 1)
        assert made._pool is not None
        await kill(made._pool._idle)
        assert await count(made) == 60
        # One that is killed at work ends its query with an error, and only that.
        text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
        query = asyncio.create_task(made.query(Question(text.replace("?n)", "?z)"), "json")))
        pool = made._pool
        await come(lambda: any(handle.reply for handle in pool._out), "it is at work")
        await kill(pool._out)
        with pytest.raises(QueryFailed, match="unexpectedly"):
            await query
        assert await count(made) == 60

    run(versions.home, use)


def test_a_worker_that_nobody_waits_for_any_more_ends(versions: Versions) -> None:
    publish(versions, 61)

    async def use(made: Executor) -> None:
        await until_counted(made, 61)
        assert made._factory is not None
        born: list[Handle] = []
        spawn = made._factory.spawn

        async def spawned(*args: Any) -> Handle:
            handle = await spawn(*args)
            born.append(handle)
            asking.cancel()
            return handle

        made._factory.spawn = spawned  # type: ignore[method-assign]
        # There is no worker for the older version until it is asked.
        asking = asyncio.create_task(count(made, 1))
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert len(born) == 1
        await come(lambda: not born[0].alive, "the worker is gone")

    run(versions.home, use)


@pytest.mark.parametrize(("which", "memory_quads"), [("on_disk", 0), ("in_memory", 1000)])
def test_a_killed_fork_server_is_replaced(
    versions: Versions, which: str, memory_quads: int
) -> None:
    async def use(made: Executor) -> None:
        assert await count(made) == 60
        factory, pool = made._factory, made._pool
        assert factory is not None
        assert pool is not None
        if memory_quads:
            await in_memory(made, 1)
        await come(lambda: at_rest(made), "all workers are ready")
        fork_server = getattr(factory, which)
        # Its workers end with it.
        workers = [handle for handle in pool._idle if handle.process in fork_server.children]
        assert workers
        os.kill(fork_server._process.pid, signal.SIGKILL)
        await come(lambda: not fork_server.alive, "the fork server is gone")
        await come(lambda: not any(handle.alive for handle in workers), "its workers are gone")
        for _ in range(5):
            assert await count(made) == 60
        assert getattr(factory, which) is not fork_server
        if memory_quads:
            await in_memory(made, 1)
        publish(versions, 61)
        await until_counted(made, 61)

    run(versions.home, use, memory_quads=memory_quads)


def test_a_damaged_store_is_said_so_with_a_way_back(versions: Versions) -> None:
    store = versions.current().store
    for path in store.iterdir():
        path.write_bytes(b"nonsense")

    async def use(made: Executor) -> None:
        with pytest.raises(Damaged) as caught:
            await count(made)
        assert "peyvand restore" in caught.value.hint

    run(versions.home, use, memory_quads=0)


# The other is N-Quads, of another graph.
@pytest.mark.parametrize("text", [b"nonsense", b"<http://x/> <http://x/> <http://x/> .\n"])
def test_a_damaged_dump_leaves_the_store(versions: Versions, text: bytes) -> None:
    versions.current().dump.write_bytes(text)

    async def use(made: Executor) -> None:
        assert await count(made) == 60
        factory = made._factory
        assert factory is not None
        await come(lambda: factory._moving is not None and factory._moving.done(), "it was tried")
        assert factory.in_memory is not None
        assert factory.in_memory.held is None
        for _ in range(3):
            assert await count(made) == 60

    run(versions.home, use)


def test_without_a_graph_it_is_said_so(tmp_path: Path) -> None:
    async def use(made: Executor) -> None:
        with pytest.raises(NoVersion):
            await count(made)

    run(tmp_path, use)


def test_no_process_is_left(versions: Versions) -> None:
    def children() -> set[str]:
        path = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
        return set(path.read_text().split())

    before = children()

    async def use(made: Executor) -> None:
        await count(made)
        assert len(children()) > len(before)

    run(versions.home, use)
    assert children() == before


def insert(number: int, **more: Any) -> Update:
    text = f"INSERT DATA {{ <http://x.example/{number}> <http://x.example/p> '{number}' }}"
    return Update(text=text, by="x", rights=("*",), **more)


def test_a_dozen_writers_are_answered_in_turn(versions: Versions) -> None:
    async def use(made: Executor) -> None:
        order: list[int] = []

        async def write(number: int) -> int:
            done = await made.write(insert(100 + number))
            order.append(number)
            return done.version

        found = await asyncio.gather(*(write(number) for number in range(12)))
        # Each makes a version of its own, in the order in which they came.
        assert (found, order) == ([*range(2, 14)], [*range(12)])
        assert await count(made) == 72
        # Meanwhile the process with the graph in memory has taken every change.
        await in_memory(made, 13)
        assert await count(made) == 72
        assert await count(made, 1) == 60

    run(versions.home, use, write_timeout_s=60)
    assert verify(versions) == []
    assert [v.number for v in versions.all() if v.dump.is_file()] == [1]


def test_a_graph_too_large_for_memory_is_written_from_the_disk(versions: Versions) -> None:
    async def use(made: Executor) -> None:
        for number in (100, 101):
            await made.write(insert(number))
            assert await count(made) == number - 39
        factory = made._factory
        assert factory is not None
        assert factory.in_memory is None

    run(versions.home, use, memory_quads=10)


def test_a_version_without_a_dump_is_taken_into_memory(versions: Versions) -> None:
    async def write(made: Executor) -> None:
        await made.write(insert(100))

    async def use(made: Executor) -> None:
        assert await count(made) == 61
        await in_memory(made, 2)
        assert await count(made) == 61

    run(versions.home, write, memory_quads=10)
    assert not versions.current().dump.exists()
    run(versions.home, use)
