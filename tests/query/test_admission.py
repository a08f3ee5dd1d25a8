"""Lanes and queues: clients take turns, and nobody is refused while there is room."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from peyvand.errors import BadRequest, Overloaded, QueryFailed
from peyvand.query.admission import Admission, FairQueue, Lane
from peyvand.query.cache import Entry, ResultCache
from peyvand.query.dataset import with_dataset
from peyvand.query.spool import MEMORY, DiskQuota, Spool


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def test_clients_take_turns() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        queue = FairQueue(10)
        for client in "aaabbc":
            queue.push(client, loop.create_future())
        order = []
        while found := queue.pop():
            order.append(found[0])
        assert order == ["a", "b", "c", "a", "b", "a"]
        assert len(queue) == 0

    run(work())


def test_in_a_rush_the_newest_is_first() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        queue = FairQueue(10, calm=3)
        waiters = [loop.create_future() for _ in range(5)]
        for waiter in waiters:
            queue.push("a", waiter)
        order = [waiters.index(found[1]) for found in iter(queue.pop, None)]
        assert order == [4, 3, 0, 1, 2]

    run(work())


@pytest.mark.parametrize(("queue", "most"), [(0, 256), (40, 320)])
def test_many_more_may_wait_for_a_first_moment_than_for_a_long_place(queue: int, most: int) -> None:
    async def work() -> None:
        lane = Admission(1, 1, queue).light
        await lane.enter("a", 1)
        waiting = [asyncio.ensure_future(lane.enter("a", 60)) for _ in range(most)]
        await asyncio.sleep(0)
        assert lane.waiting == most
        with pytest.raises(Overloaded, match=f"{most} queries wait"):
            await lane.enter("a", 60)
        for task in waiting:
            task.cancel()

    run(work())


def test_in_a_full_queue_the_greedy_client_gives_way() -> None:
    async def work() -> None:
        loop = asyncio.get_running_loop()
        queue = FairQueue(4)
        greedy = [loop.create_future() for _ in range(4)]
        for waiter in greedy:
            queue.push("greedy", waiter)
        with pytest.raises(Overloaded, match="4 queries wait"):
            queue.push("greedy", loop.create_future())
        queue.push("modest", loop.create_future())
        assert [waiter.done() for waiter in greedy] == [False, False, False, True]
        assert isinstance(greedy[3].exception(), Overloaded)
        order = [found[0] for found in iter(queue.pop, None)]
        assert order == ["greedy", "modest", "greedy", "greedy"]

    run(work())


def test_one_client_cannot_hold_every_place() -> None:
    async def work() -> None:
        lane = Lane(places=3, share=2, queue=5)
        await lane.enter("a", 1)
        await lane.enter("a", 1)
        with pytest.raises(Overloaded):
            await lane.enter("a", 0.01)
        await lane.enter("b", 0.01)
        assert lane.waiting == 0
        later = asyncio.create_task(lane.enter("c", 1))
        await asyncio.sleep(0)
        assert lane.waiting == 1
        lane.leave("a")
        await later

    run(work())


@pytest.mark.parametrize(("places", "share"), [(1, 1), (2, 1), (3, 2), (16, 15)])
def test_of_several_long_places_one_is_left_to_others(places: int, share: int) -> None:
    lane = Admission(light=4, long=places, queue=8).long
    taken = 0
    while lane.free("greedy"):
        lane.take("greedy")
        taken += 1
    assert taken == share
    assert lane.free("modest") == (places > 1)
    # In the first moments, which are short, every place is anybody's.
    light = Admission(light=4, long=places, queue=8).light
    for _ in range(4):
        assert light.free("greedy")
        light.take("greedy")


def test_who_gives_up_loses_no_place() -> None:
    async def work() -> None:
        lane = Lane(places=1, share=1, queue=5)
        await lane.enter("a", 1)
        gone = asyncio.create_task(lane.enter("b", 10))
        stays = asyncio.create_task(lane.enter("c", 10))
        await asyncio.sleep(0)
        gone.cancel()
        await asyncio.sleep(0)
        lane.leave("a")
        await stays
        lane.leave("c")
        await lane.enter("b", 0.01)

    run(work())


def test_who_is_let_in_and_gives_up_at_once_gives_the_place_back() -> None:
    async def work() -> None:
        lane = Lane(places=1, share=1, queue=5)
        await lane.enter("a", 1)
        both = asyncio.create_task(lane.enter("b", 10))
        await asyncio.sleep(0)
        lane.leave("a")
        both.cancel()
        await asyncio.sleep(0.01)
        await lane.enter("c", 0.01)

    run(work())


def test_the_first_moment_is_shorter_when_many_wait() -> None:
    async def work() -> None:
        admission = Admission(light=4, long=2, queue=8)
        assert admission.moment() == 0.4
        for _ in range(4):
            await admission.light.enter("a", 1)
        waiting = [asyncio.create_task(admission.light.enter("a", 5)) for _ in range(60)]
        await asyncio.sleep(0)
        assert admission.moment() == 0.05
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    run(work())


def test_the_cache_is_bounded() -> None:
    cache = ResultCache(100_000)
    for number in range(100):
        cache.put(number, Entry("text/csv", None, b"x" * 3000))
    held = [number for number in range(100) if cache.get(number)]
    assert held == list(range(100 - len(held), 100))
    assert 20 < len(held) < 34
    cache.put("large", Entry("text/csv", None, b"x" * 50_000))
    assert cache.get("large") is None
    cache.get(held[0])
    cache.put("new", Entry("text/csv", None, b"x" * 3000))
    assert cache.get(held[0])
    assert cache.get(held[1]) is None


def test_a_spool_keeps_little_in_memory_and_gives_back_the_disk() -> None:
    async def work() -> None:
        quota = DiskQuota(10 * MEMORY)
        calls: list[str] = []
        spool = Spool(quota, lambda: calls.append("pause"), lambda: calls.append("resume"))
        piece = bytes(range(256)) * 1024
        for _ in range(56):
            spool.feed(piece)
        assert calls == ["pause"]
        read = b""
        for _ in range(30):
            read += await spool.read()
        spool.feed(piece)
        spool.finish()
        while data := await spool.read():
            read += data
        assert read == piece * 57
        assert quota.left == 10 * MEMORY
        assert calls[0] == "pause"

    run(work())


def test_a_spool_that_fails_says_so_after_what_came() -> None:
    async def work() -> None:
        spool = Spool(DiskQuota(100), lambda: None, lambda: None)
        spool.feed(b"some")
        spool.fail(QueryFailed("no"))
        assert spool.whole is None
        assert await spool.read() == b"some"
        with pytest.raises(QueryFailed):
            await spool.read()

    run(work())


def test_a_spool_wakes_its_reader() -> None:
    async def work() -> None:
        spool = Spool(DiskQuota(100), lambda: None, lambda: None)
        reader = asyncio.create_task(spool.read())
        await asyncio.sleep(0)
        spool.feed(b"late")
        assert await reader == b"late"
        spool.finish()
        assert await spool.read() == b""

    run(work())


G = "http://g.example/"
USING = f"USING <{G}> "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }",
         f"INSERT {{ ?s ?p 1 }} {USING}WHERE {{ ?s ?p ?o }}"),
        ("DELETE WHERE { ?s ?p ?o }", f"DELETE {{ ?s ?p ?o }} {USING}WHERE {{ ?s ?p ?o }}"),
        ("INSERT DATA { <a:a> <a:b> 'WHERE' }", "INSERT DATA { <a:a> <a:b> 'WHERE' }"),
        ("DELETE { ?s ?p 1 } WHERE { ?s ?p ?o { SELECT ?s WHERE { ?s ?p 2 } } }",
         f"DELETE {{ ?s ?p 1 }} {USING}WHERE {{ ?s ?p ?o {{ SELECT ?s WHERE {{ ?s ?p 2 }} }} }}"),
        ("delete where { ?s ?p ?o } # WHERE\n; CLEAR ALL",
         f"delete {{ ?s ?p ?o }} {USING}where {{ ?s ?p ?o }} # WHERE\n; CLEAR ALL"),
        ("DELETE WHERE { GRAPH ?g { ?s ?p '}' } } ; DELETE WHERE { ?s ?p 1 }",
         f"DELETE {{ GRAPH ?g {{ ?s ?p '}}' }} }} {USING}WHERE {{ GRAPH ?g {{ ?s ?p '}}' }} }} ; "
         f"DELETE {{ ?s ?p 1 }} {USING}WHERE {{ ?s ?p 1 }}"),
    ],
)  # fmt: skip
def test_a_dataset_is_written_into_an_update(text: str, expected: str) -> None:
    assert " ".join(with_dataset(text, [G], []).split()) == " ".join(expected.split())
    assert with_dataset(text, [], []) == text


@pytest.mark.parametrize(
    "text", ["WITH <a:a> DELETE { ?s ?p 1 } WHERE { ?s ?p 1 }",
             "DELETE { ?s ?p 1 } using <a:a> WHERE { ?s ?p 1 }",
             "DELETE { ?s ?p 1 } USING NAMED <a:a> WHERE { ?s ?p 1 }"],
)  # fmt: skip
def test_a_dataset_is_not_named_twice(text: str) -> None:
    with pytest.raises(BadRequest, match="USING or WITH") as caught:
        with_dataset(text, [G], [])
    assert caught.value.line == 1
