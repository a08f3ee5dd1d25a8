"""Engines of others as they are: each holds what it is given, and gives what the store gives."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store
from tools.engines.processes import Fuseki, free_port

from needs import FUSEKI, needs
from peyvand.engines.feeding import check, sync
from peyvand.engines.model import Engine, Kind, engines, keep
from peyvand.engines.speaking import EngineFailed
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.query.elsewhere import NAME
from peyvand.query.executor import Executor
from peyvand.query.messages import Question
from peyvand.settings import Settings
from waiting import come, wait_until

X = "http://x.example/"
XSD = "http://www.w3.org/2001/XMLSchema#"
ASKED = (
    # The order of values of several kinds is an engine's own.
    'SELECT ?s ?o { ?s ?p ?o FILTER(LANG(?o) = "en") } ORDER BY ?s',
    f"SELECT ?o {{ <{X}value> <{X}p> ?o }}",
    f"SELECT ?o {{ GRAPH <{X}g> {{ ?s ?p ?o }} }}",
    f"SELECT ?o FROM <{X}g> {{ ?s ?p ?o }}",
    "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p ORDER BY ?p",
    f"SELECT ?yes {{ ?s <{X}yes> ?yes }}",
    f"SELECT ?x ?y {{ ?b <{X}of> ?x . GRAPH <{X}g> {{ ?b <{X}of> ?y }} }}",
    f'ASK {{ ?s <{X}p> "نیم‌فاصله"@fa }}',
    f"CONSTRUCT {{ ?s <{X}q> ?o }} {{ ?s <{X}p> ?o }}",
)
pytestmark = pytest.mark.slow


def publish(home: Path, count: int) -> None:
    node, of = BlankNode("b"), NamedNode(f"{X}of")
    store = Store()
    for number in range(count):
        said = Literal(f'{number}: "quoted" \\ \n', language="en")
        store.add(Quad(NamedNode(f"{X}{number}"), NamedNode(f"{X}p"), said))
    for name, value, kind in (
        ("p", "7", "decimal"),
        ("p", "7.25", "decimal"),
        ("p", "1382-05-12", "date"),
        ("yes", "true", "boolean"),
        ("long", "P1D", "duration"),
    ):
        said = Literal(value, datatype=NamedNode(XSD + kind))
        store.add(Quad(NamedNode(f"{X}value"), NamedNode(X + name), said))
    store.add(Quad(NamedNode(f"{X}a"), NamedNode(f"{X}p"), Literal("نیم‌فاصله", language="fa")))
    for graph in ((), (NamedNode(f"{X}g"),)):
        store.add(Quad(node, of, NamedNode(f"{X}a"), *graph))
    publish_lines(Versions(home), store, dump_lines(store), "copy", keep=5)


@contextmanager
def fuseki(folder: Path) -> Iterator[Engine]:
    """A Fuseki of its own, in its folder."""
    assert FUSEKI is not None
    made = Fuseki("one", folder / "one", FUSEKI)
    try:
        made.start()
        yield made.engine
    finally:
        made.end()


@contextmanager
def virtuoso(folder: Path) -> Iterator[Engine]:
    """A Virtuoso of its own, in its folder."""
    port, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(
        "[Database]\nDatabaseFile = v.db\nTransactionFile = v.trx\nErrorLogFile = v.log\n"
        "xa_persistent_file = v.pxa\n[TempDatabase]\nDatabaseFile = t.db\nTransactionFile = t.trx\n"
        f"[Parameters]\nServerPort = 127.0.0.1:{sql}\nNumberOfBuffers = 2000\n"
        f"[HTTPServer]\nServerPort = 127.0.0.1:{port}\nServerThreads = 5\n"
        "[SPARQL]\nResultSetMaxRows = 1000000\n"
    )
    at = f"http://127.0.0.1:{port}/sparql"
    command = ["virtuoso-t", "-f", "+configfile", str(folder / "virtuoso.ini")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
        try:
            yield Engine("one", at, Kind.VIRTUOSO, f"{at}-graph-crud-auth")
        finally:
            process.kill()
            process.wait()


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(fuseki, marks=needs("fuseki"), id="fuseki"),
        pytest.param(virtuoso, marks=needs("virtuoso"), id="virtuoso"),
    ],
)
def test_an_engine_holds_what_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: object
) -> None:
    monkeypatch.setitem(os.environ, "PEYVAND_ENGINE_ONE_USER", "dba")
    monkeypatch.setitem(os.environ, "PEYVAND_ENGINE_ONE_PASSWORD", "dba")
    home = tmp_path / "home"
    publish(home, 20)
    versions = Versions(home)
    with kind(tmp_path) as engine:  # type: ignore[operator]
        keep(home, [engine])

        def fed() -> bool:
            try:
                return bool(sync(versions, engines(home)[0]))
            except EngineFailed:
                return False

        wait_until(fed, "the engine is there and fed")
        assert check(versions, engines(home)[0]) == ""
        publish(home, 30)
        sync(versions, engines(home)[0])
        assert check(versions, engines(home)[0]) == ""
        by, bodies = asyncio.run(asked(home, "last"))
        _, wanted = asyncio.run(asked(home, "only"))
    assert bodies == wanted
    assert by == [NAME] * len(ASKED)


async def asked(home: Path, embedded: str) -> tuple[list[str], list[object]]:
    """By whom each question is answered, and how; rows of no order in one."""
    executor = Executor(Versions(home), Settings(home=home, embedded=embedded, cache_mb=0))
    try:
        version = executor.current()
        if embedded == "last":
            counts = executor.elsewhere.counts
            await come(lambda: (counts(version) or {}).get("holding"), "it is known what it holds")
        by: list[str] = []
        bodies: list[object] = []
        for text in ASKED:
            form = {"CONSTRUCT": "nt", "ASK": "json"}.get(text.split()[0], "csv")
            answer = await executor.query(Question(text, form))
            by.append(answer.engine)
            lines = (await answer.whole()).decode().splitlines()
            bodies.append(lines if "ORDER" in text else sorted(lines))
        return by, bodies
    finally:
        await executor.close()
