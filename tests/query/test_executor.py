"""Workers on disk and in memory, versions that change under them, and deaths of every kind."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.errors import Damaged, MalformedQuery, NotFound, NoVersion, QueryFailed, TooLarge
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.query.executor import Answer, Executor, Question
from peyvand.query.handle import Handle
from peyvand.settings import Settings

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
        brood = made._brood
        assert brood is not None
        for _ in range(100):
            if brood.in_memory is not None and brood.in_memory.held == 1:
                break
            await asyncio.sleep(0.02)
        assert (brood.in_memory is not None) is (memory_quads > 0)
        assert await count(made) == 60
        with pytest.raises(MalformedQuery):
            await made.query(Question("SELECT {", "json"))

    run(versions.home, use, memory_quads=memory_quads)


@pytest.mark.parametrize("memory_quads", [0, 1000])
def test_a_new_version_is_taken_up_and_old_ones_can_be_asked(
    versions: Versions, memory_quads: int
) -> None:
    async def use(made: Executor) -> None:
        for size in (61, 70, 5):
            assert await count(made)
            publish(versions, size)
            await asyncio.sleep(0.25)
            assert await count(made) == size
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
        import gzip

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
    for handle in list(handles):
        # Until a worker has said its number it is 0, which would be this whole group.
        while not handle.process:
            await asyncio.sleep(0.01)
        os.kill(handle.process, signal.SIGKILL)


def test_a_killed_worker_is_replaced(versions: Versions) -> None:
    async def use(made: Executor) -> None:
        assert await count(made) == 60
        await asyncio.sleep(0.3)
        assert made._pool is not None
        await kill(made._pool._idle)
        await asyncio.sleep(0.1)
        assert await count(made) == 60
        # One that is killed at work ends its query with an error, and only that.
        text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
        query = asyncio.create_task(made.query(Question(text.replace("?n)", "?z)"), "json")))
        await asyncio.sleep(0.2)
        await kill(made._pool._out)
        with pytest.raises(QueryFailed, match="unexpectedly"):
            await query
        assert await count(made) == 60

    run(versions.home, use)


@pytest.mark.parametrize("which", ["on_disk", "in_memory"])
def test_a_killed_nursery_is_replaced(versions: Versions, which: str) -> None:
    async def use(made: Executor) -> None:
        assert await count(made) == 60
        brood = made._brood
        assert brood is not None
        await asyncio.sleep(0.5)
        os.kill(getattr(brood, which)._process.pid, signal.SIGKILL)
        await asyncio.sleep(0.2)
        for _ in range(5):
            assert await count(made) == 60
        publish(versions, 61)
        await asyncio.sleep(0.3)
        assert await count(made) == 61

    run(versions.home, use)


def test_a_damaged_store_is_said_so_with_a_way_back(versions: Versions) -> None:
    store = versions.current().store
    for path in store.iterdir():
        path.write_bytes(b"nonsense")

    async def use(made: Executor) -> None:
        with pytest.raises(Damaged) as caught:
            await count(made)
        assert "peyvand restore" in caught.value.hint

    run(versions.home, use, memory_quads=0)


def test_a_damaged_dump_leaves_the_store(versions: Versions) -> None:
    versions.current().dump.write_bytes(b"nonsense")

    async def use(made: Executor) -> None:
        await asyncio.sleep(0.3)
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
