"""What engines answer in place of the store: the same, of the same version, or nothing."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from engines.fake import QUERY, UPDATE, Fake, FakeVirtuoso, Lie
from peyvand.engines.feeding import sync
from peyvand.engines.kinds import connect
from peyvand.engines.model import HELD, VERSION, Engine, Held, Kind, engines, keep
from peyvand.engines.statements import marking
from peyvand.errors import NotHeld, QueryCancelled, QueryTimeout
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.query import engine_nodes
from peyvand.query.elsewhere import NAME, Elsewhere, _mark
from peyvand.query.executor import Executor
from peyvand.query.messages import Question
from peyvand.settings import Settings
from waiting import come

X = "http://x.example/"
ALL = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s"
Use = Callable[[Executor], Awaitable[None]]


def publish(home: Path, count: int) -> None:
    store = Store()
    for number in range(count):
        store.add(Quad(NamedNode(f"{X}{number}"), NamedNode(f"{X}p"), Literal(f"a, {number}")))
    store.add(Quad(NamedNode(f"{X}g"), NamedNode(f"{X}p"), Literal("in g"), NamedNode(f"{X}g")))
    publish_lines(Versions(home), store, dump_lines(store), "copy", keep=5)


@pytest.fixture(scope="module")
def fed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """A home with an engine that holds its version, and what that holds."""
    home, fake = tmp_path_factory.mktemp("fed") / "home", Fake()
    publish(home, 5)
    keep(home, [Engine("one", QUERY, Kind.SPARQL, UPDATE)])
    feed(home, fake)
    return home, b"".join(dump_lines(fake.store))


def feed(home: Path, fake: Fake) -> None:
    (engine,) = engines(home)
    sync(Versions(home), engine, lambda one: connect(one, fake))


@pytest.fixture
def home(tmp_path: Path, fed: tuple[Path, bytes]) -> Path:
    shutil.copytree(fed[0], tmp_path / "home", symlinks=True)
    return tmp_path / "home"


@pytest.fixture
def fake(fed: tuple[Path, bytes]) -> Fake:
    made = Fake()
    made.store.load(fed[1], format=RdfFormat.N_QUADS)
    return made


def run(home: Path, fake: Fake, use: Use, number: int = 1, **settings: Any) -> None:
    held = Held(number, Versions(home).get(number).graph_sum)

    async def work() -> None:
        given = {"cache_mb": 0, "light_workers": 1, "embedded": "last", **settings}
        made = Executor(Versions(home), Settings(home=home, **given))
        made.elsewhere = made.queries.elsewhere = Elsewhere(home, made.settings, fake)
        try:
            made.current()
            nodes = made.elsewhere._nodes
            only = given["embedded"] == "only"
            await come(lambda: only or nodes.holding(held), "it is known what the engine holds")
            await use(made)
        finally:
            await made.close()

    asyncio.run(work())


async def ask(made: Executor, text: str, kind: str = "json", **more: Any) -> tuple[str, str]:
    options = {name: more.pop(name) for name in ("default_graphs", "encoding") if name in more}
    answer = await made.query(Question(text, kind, **options), **more)
    body = await answer.whole()
    return answer.engine, body.decode()


SAME = (
    (ALL, "json"),
    (ALL, "csv"),
    (ALL, "tsv"),
    (ALL, "xml"),
    ("ASK { ?s ?p 'a, 1' }", "json"),
    ("ASK { ?s ?p 'a, 1' }", "xml"),
    (f"CONSTRUCT {{ <{X}x> ?p ?o }} WHERE {{ <{X}1> ?p ?o }}", "nt"),
    (f"CONSTRUCT {{ <{X}x> ?p ?o }} WHERE {{ <{X}1> ?p ?o }}", "turtle"),
    (f"SELECT ?o {{ GRAPH <{X}g> {{ ?s ?p ?o }} }}", "json"),
)


def test_the_same_is_answered_in_every_form(home: Path, fake: Fake) -> None:
    async def use(made: Executor) -> None:
        found = [await ask(made, text, kind) for text, kind in SAME]
        assert {engine for engine, _ in found} == {NAME}
        object.__setattr__(made.settings, "embedded", "only")
        here = [await ask(made, text, kind) for text, kind in SAME]
        assert NAME not in {engine for engine, _ in here}
        assert [body for _, body in here] == [body for _, body in found]

    run(home, fake, use)


OTHERWISE = (
    ("SELECT ?g { GRAPH ?g { ?s ?p ?o } }", "json"),
    ("SELECT ?g { GRAPH # in which\n $g { ?s ?p ?o } }", "json"),
    ("SELECT (NOW() AS ?now) { }", "json"),
    ("SELECT (STR(?o) AS ?text) { ?s ?p ?o }", "json"),
    ("SELECT (group_concat(?o) AS ?text) { ?s ?p ?o }", "json"),
    ("SELECT (<http://www.w3.org/2001/XMLSchema#string>(?o) AS ?text) { ?s ?p ?o }", "json"),
    ("SELECT ?s { ?s ?p <x> }", "json"),
    (f"DESCRIBE <{X}1>", "nt"),
    ("SELECT ?s { ?s ?p 'nothing of the kind' }", "json"),
    ("ASK { ?s ?p 'nothing of the kind' }", "json"),
)


def test_what_an_engine_would_tell_otherwise_is_told_here(home: Path, fake: Fake) -> None:
    async def use(made: Executor) -> None:
        for text, kind in OTHERWISE:
            answer = await made.query(Question(text, kind, base=X if "<x>" in text else ""))
            assert b"urn:peyvand" not in await answer.whole()
            assert answer.engine != NAME, text

    run(home, fake, use)


def test_one_that_does_otherwise_is_never_asked(home: Path) -> None:
    fake = Fake()
    held = Held(1, Versions(home).get(1).graph_sum)
    fake.store.update(marking(held))
    # As of an engine whose default graph is that of all graphs.
    fake.store.update(f"INSERT DATA {{ <{HELD}> <{VERSION}> 'seen' }}")
    other = "default graph without the named graphs"

    async def look() -> None:
        nodes = engine_nodes.Nodes(home, 5, 16, fake)
        await nodes.look()
        assert nodes.chosen(held, computing=True) is None
        assert nodes.lacking() == {other: 1}
        fake.asked.clear()
        await nodes.look()
        # What it does otherwise was asked once.
        assert len(fake.asked) == 1
        assert nodes.chosen(held, computing=True) is None
        await nodes.close()

    asyncio.run(look())


def test_one_that_answers_at_length_is_asked_again(home: Path, fake: Fake) -> None:
    async def use(made: Executor) -> None:
        made.elsewhere._nodes._most = 400
        engine, body = await ask(made, ALL)
        assert engine != NAME
        assert "a, 4" in body
        # It did nothing wrong.
        assert (await ask(made, f"SELECT ?o {{ <{X}1> ?p ?o }}"))[0] == NAME

    run(home, fake, use)


LIES: dict[str, Lie] = {
    "overloaded": lambda request, got: httpx.Response(503),
    "empty": lambda request, got: httpx.Response(200, headers=got.headers),
    "cut": lambda request, got: httpx.Response(200, headers=got.headers, content=got.content[:-9]),
    "page": lambda request, got: httpx.Response(200, html="<p>Welcome!</p>"),
    "elsewhere": lambda request, got: httpx.Response(302, headers={"Location": QUERY}),
}


def test_one_that_lies_is_passed_over_and_told_of(
    home: Path, fake: Fake, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_nodes, "_AWAY_S", 1e9)

    async def use(made: Executor) -> None:
        _, right = await ask(made, f"{ALL} # here", "csv")
        nodes = made.elsewhere._nodes
        for name, lie in LIES.items():
            (node,) = nodes._nodes.values()
            node.not_before = 0.0
            await nodes.look()

            def lies(request: httpx.Request, got: httpx.Response, lie: Lie = lie) -> httpx.Response:
                return lie(request, got) if fake.asked[-1] == ALL else got

            fake.lie = lies
            engine, found = await ask(made, ALL, "csv")
            assert engine != NAME, name
            assert found == right
            assert caplog.text.count("the engine one is passed over") == 1
            caplog.clear()
            await nodes.look()
            # What it says of itself is not enough.
            assert (node.held, nodes.chosen(_mark(made.current()), computing=True)) == (
                _mark(made.current()),
                None,
            )

    run(home, fake, use)


def test_one_that_refuses_a_query_is_asked_others(home: Path, fake: Fake) -> None:
    async def use(made: Executor) -> None:
        fake.lie = lambda request, got: httpx.Response(400) if fake.asked[-1] == ALL else got
        assert (await ask(made, ALL))[0] != NAME
        assert fake.asked.count(ALL) == 1
        assert (await ask(made, f"{ALL} # another"))[0] == NAME

    run(home, fake, use)


def test_another_is_asked_what_one_refuses(home: Path, fake: Fake) -> None:
    """Both are answered for by one fake, which refuses who asks first."""
    (engine,) = engines(home)
    keep(home, [engine, replace(engine, name="two")])

    def once(request: httpx.Request, got: httpx.Response) -> httpx.Response:
        refuses = fake.asked[-1] == ALL and fake.asked.count(ALL) == 1
        return httpx.Response(400) if refuses else got

    async def use(made: Executor) -> None:
        held = _mark(made.current())
        await come(lambda: made.elsewhere._nodes.holding(held) == 2, "both are known")
        fake.lie = once
        assert (await ask(made, ALL))[0] == NAME
        assert fake.asked.count(ALL) == 2

    run(home, fake, use)


OF_VIRTUOSO = (
    ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", True),
    (f"SELECT ?o {{ ?s <{X}p> ?o }} ORDER BY ?o", True),
    (f"SELECT ?o {{ GRAPH <{X}g> {{ ?s ?p ?o }} }}", True),
    (f"SELECT ?o FROM <{X}g> {{ ?s ?p ?o }}", True),
    (f"ASK {{ GRAPH <{X}g> {{ ?s ?p ?o }} }}", True),
    (f"SELECT ?yes {{ ?s <{X}yes> ?yes }}", True),
    # What it makes, or does not keep, is not asked of it, or not believed.
    ("SELECT (STRLEN(?o) AS ?n) { ?s ?p ?o }", False),
    (f"SELECT ?x {{ ?s <{X}p>+ ?x }}", False),
    (f"SELECT ?long {{ ?s <{X}long> ?long }}", False),
)


def test_virtuoso_is_asked_for_what_it_gives_as_it_is(home: Path) -> None:
    store = Store()
    for name, text in (("yes", "true"), ("yes", "false"), ("long", "P1D")):
        kind = "duration" if name == "long" else "boolean"
        said = Literal(text, datatype=NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}"))
        store.add(Quad(NamedNode(f"{X}{text}"), NamedNode(X + name), said))
    store.add(Quad(NamedNode(X + "a"), NamedNode(X + "p"), Literal("in g"), NamedNode(X + "g")))
    store.add(Quad(NamedNode(X + "a"), NamedNode(X + "p"), NamedNode(X + "b")))
    publish_lines(Versions(home), store, dump_lines(store), "copy", keep=5)
    keep(home, [Engine("one", QUERY, Kind.VIRTUOSO, FakeVirtuoso.GRAPHS)])
    fake = FakeVirtuoso()
    feed(home, fake)

    async def use(made: Executor) -> None:
        found = [await ask(made, text) for text, _ in OF_VIRTUOSO]
        assert [engine == NAME for engine, _ in found] == [there for _, there in OF_VIRTUOSO]
        object.__setattr__(made.settings, "embedded", "only")
        here = [json.loads((await ask(made, text))[1]) for text, _ in OF_VIRTUOSO]
        assert [json.loads(body) for _, body in found] == here

    run(home, fake, use, number=2)


def test_one_that_goes_over_while_it_answers_is_not_believed(home: Path, fake: Fake) -> None:
    def moves(request: httpx.Request, got: httpx.Response) -> httpx.Response:
        if fake.asked[-1] == ALL:
            fake.lie = lambda request, got: got
            with connect(engines(home)[0], fake) as node:
                node.mark(Held(2, "0" * 64))
        return got

    async def use(made: Executor) -> None:
        fake.lie = moves
        assert (await ask(made, ALL))[0] != NAME

    run(home, fake, use)


def test_each_version_is_asked_of_one_that_holds_it(home: Path, fake: Fake) -> None:
    publish(home, 7)

    async def use(made: Executor) -> None:
        # The engine holds the first one still: whoever asks for the current one is answered here.
        engine, found = await ask(made, ALL)
        assert engine != NAME
        assert len(json.loads(found)["results"]["bindings"]) == 7
        engine, found = await ask(made, ALL, version=1)
        assert engine == NAME
        assert len(json.loads(found)["results"]["bindings"]) == 5

    run(home, fake, use)


def test_a_deadline_and_a_cancellation_hold_there_too(home: Path, fake: Fake) -> None:
    hang = asyncio.Event()

    class Slow(Fake):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if b"ORDER+BY+%3Fs" in await request.aread():
                await hang.wait()
            return await super().handle_async_request(request)

    slow = Slow()
    slow.store = fake.store

    async def use(made: Executor) -> None:
        with pytest.raises(QueryTimeout):
            await ask(made, ALL, timeout_s=0.05)
        name = "a-name-that-is-long-enough"
        asking = asyncio.create_task(ask(made, ALL, name=name))
        await come(lambda: name in made.queries.runs, "it is asked")
        made.cancel(name)
        with pytest.raises(QueryCancelled):
            await asking
        assert name not in made.queries.runs

    run(home, slow, use)


def test_a_write_waits_for_as_many_as_are_wanted(home: Path, fake: Fake) -> None:
    async def use(made: Executor) -> None:
        current = made.current()
        await made.elsewhere.wait_until_held(current)
        publish(home, 9)
        newest = Versions(home).current()
        with pytest.raises(NotHeld, match="Version 2 was written, and 0 of 1 engines"):
            await made.elsewhere.wait_until_held(newest)
        feed(home, fake)
        await made.elsewhere.wait_until_held(newest)

    run(home, fake, use, embedded="only", wait_for=1, write_timeout_s=0.3)


def test_none_is_asked_where_the_operator_says_so(home: Path, fake: Fake) -> None:
    async def use(made: Executor) -> None:
        assert (await ask(made, ALL))[0] != NAME
        assert made.elsewhere.counts(made.current()) is None

    run(home, fake, use, embedded="only")
    assert fake.asked == []
