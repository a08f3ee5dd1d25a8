"""Versions without columns get them in the background, the last of several that come at once."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from peyvand.columns.facts import BASE
from peyvand.graph.history import publish_lines
from peyvand.graph.layout import COLUMNS
from peyvand.graph.patch import dump_lines
from peyvand.graph.version_columns import columns_of, make_columns
from peyvand.graph.versions import Version, Versions
from peyvand.query import column_maker
from peyvand.query.column_maker import ColumnMaker
from peyvand.query.executor import Executor
from peyvand.settings import Settings
from waiting import come


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Versions:
    monkeypatch.setattr(column_maker, "_QUIET_S", 0.01)
    versions = Versions(tmp_path)
    publish(versions, 1)
    return versions


def publish(versions: Versions, count: int) -> Version:
    store, node = Store(), NamedNode("urn:p")
    store.extend(Quad(NamedNode(f"urn:{number}"), node, node) for number in range(count))
    return publish_lines(versions, store, dump_lines(store), "copy", 9)


def maker(versions: Versions, use: str, made: list[int]) -> ColumnMaker:
    settings = Settings(home=versions.home, columns=use)
    return ColumnMaker(versions, settings, lambda version: made.append(version.number))


def test_the_last_of_several_versions_gets_columns(home: Versions) -> None:
    async def run() -> None:
        made: list[int] = []
        at_work = maker(home, "always", made)
        make_columns(home, home.current())
        versions = [publish(home, count) for count in (2, 3, 4)]
        for version in versions:
            at_work.want(version)
        await come(lambda: made, "they are made")
        assert made == [4]
        assert [columns_of(version) is not None for version in versions] == [False, False, True]
        assert (versions[-1].path / COLUMNS / BASE).samefile(home.get(1).path / COLUMNS / BASE)
        # What has columns gets no others.
        at_work.want(versions[-1])
        assert at_work._timer is None
        at_work.close()

    asyncio.run(run())


def test_one_that_comes_while_others_are_made_is_next(home: Versions) -> None:
    async def run() -> None:
        made: list[int] = []
        at_work = maker(home, "always", made)
        at_work._begin(home.current())
        at_work.want(publish(home, 2))
        await come(lambda: made == [1, 2], "both are made")
        at_work.close()

    asyncio.run(run())


def test_none_are_made_of_small_graphs_or_where_there_are_to_be_none(home: Versions) -> None:
    async def run() -> None:
        for use in ("auto", "off"):
            at_work = maker(home, use, [])
            assert not at_work.is_wanted(home.current())
            at_work.want(home.current())
            assert at_work._timer is None
            at_work.close()

    asyncio.run(run())


def test_a_large_graph_is_to_have_some(home: Versions, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        monkeypatch.setattr(column_maker, "SMALL", 1)
        at_work = maker(home, "auto", [])
        assert at_work.is_wanted(home.current())
        at_work.want(home.current())
        assert at_work._timer is not None
        at_work.close()

    asyncio.run(run())


def test_nothing_is_told_of_columns_that_could_not_be_made(home: Versions) -> None:
    async def run() -> None:
        made: list[int] = []
        at_work = maker(home, "always", made)
        (home.current().path / "manifest.json").write_text("{}")
        await at_work._make(home.current())
        assert made == []
        at_work.close()

    asyncio.run(run())


def test_an_end_of_the_server_ends_the_making(home: Versions) -> None:
    async def run() -> None:
        at_work = maker(home, "always", [])
        at_work._begin(home.current())
        await come(lambda: at_work._process, "the process begins")
        at_work.close()
        assert at_work._process is not None
        assert at_work._process.returncode == -signal.SIGKILL

    asyncio.run(run())


def test_a_server_has_the_columns_of_its_version_made_and_uses_them(home: Versions) -> None:
    async def run() -> None:
        executor = Executor(home, Settings(home=home.home, columns="always"))
        version = executor.current()
        assert not executor.has_columns(version)
        await come(lambda: executor.has_columns(version), "there are columns")
        await executor.close()

    asyncio.run(run())
