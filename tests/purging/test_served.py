"""Nothing is answered from what was kept before a ruling, and what is made of versions goes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pyoxigraph import Store

from peyvand.errors import Withheld
from peyvand.graph import layout
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines, quads
from peyvand.graph.versions import Versions
from peyvand.monitor.kept import FOLDER as COUNTED
from peyvand.purging.applying import apply
from peyvand.purging.home import clear, forget_refusals
from peyvand.query.executor import Executor
from peyvand.query.refusals import Refusal, Refusals
from peyvand.search.following import NAME as NAMES
from peyvand.settings import Settings
from purging.homes import grant


@pytest.fixture
def home(tmp_path: Path) -> Path:
    store = Store()
    store.bulk_extend(quads([b'<x:a> <x:p> "one" .\n']))
    versions = Versions(tmp_path / "home")
    publish_lines(versions, store, dump_lines(store), "copy", keep=1)
    return versions.home


def test_what_was_made_before_a_ruling_answers_no_more(home: Path) -> None:
    async def ask() -> None:
        versions = Versions(home)
        executor = Executor(versions, Settings(home=home))
        try:
            assert executor.current().number == 1
            grant(home, "claim/X-1")
            executor.doubt()
            with pytest.raises(Withheld):
                executor.current()
            apply(versions)
            assert executor.is_outdated
            # The version is there again, and what this one keeps is of the former.
            with pytest.raises(Withheld):
                executor.current()
        finally:
            await executor.close()
        another = Executor(versions, Settings(home=home))
        try:
            assert another.current().tag != "v1"
        finally:
            await another.close()

    asyncio.run(ask())


def test_what_is_made_of_versions_goes(home: Path) -> None:
    assert {COUNTED, NAMES} <= {*layout.MADE_OF_VERSIONS}
    for name in ("dumps", "network", COUNTED, "damaged"):
        (home / name).mkdir()
        (home / name / "file").write_text("text")
    (home / NAMES).write_text("text")
    # What is being made beside a version.
    (unfinished := home / "versions" / "000001" / ".columns-new").mkdir()
    clear(home)
    assert not unfinished.exists()
    assert {path.name for path in home.iterdir()} == {".lock", "current", "versions"}


def test_refused_entries_about_what_went_are_forgotten(home: Path) -> None:
    refusals = Refusals(home)
    for thing in ("x:gone", "x:kept"):
        refusals.add(Refusal("arak", "agreement", "2026-11-30T09:00:00Z", (thing,), (), 1))
    forget_refusals(home, {"x:gone"})
    assert [one.about for one in refusals.all()] == [("x:kept",)]
