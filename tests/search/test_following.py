"""The index for writers follows the graph in place, and is made anew where it cannot."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Quad, Store

from peyvand.errors import StorageFull
from peyvand.graph.history import in_memory, publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import SEARCH, Versions
from peyvand.search import following, index_of, suggest
from peyvand.search.following import NAME, following_index
from peyvand.search.index import Index
from peyvand.vocabulary.iris import LABEL, thing


@pytest.fixture
def home(tmp_path: Path) -> Versions:
    versions = Versions(tmp_path / "home")
    write(versions, "One")
    return versions


def write(versions: Versions, *names: str) -> None:
    """A version with these names more."""
    store = in_memory(versions, versions.current()) if versions.all() else Store()
    for name in names:
        label = Literal(name, language="en")
        store.add(Quad(thing(f"city/{name.lower()}"), LABEL, label))
    publish_lines(versions, store, dump_lines(store), "copy", keep=5)


def names(versions: Versions) -> list[str]:
    """The names that writers find, which are those of the graph."""
    version = versions.current()
    store = in_memory(versions, version)
    with closing(following_index(versions, version, store)) as index:
        assert index.version == version.number
        found = [name for (name,) in index.rows("SELECT label_en FROM things ORDER BY iri")]
        for name in found:
            assert suggest(index, name)[0].label_en == name
    assert found == sorted(quad.object.value for quad in store)  # type: ignore[union-attr]
    return found


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The versions of which a whole index was asked for."""
    asked: list[int] = []

    def watched(versions: Versions, version: Any) -> Index:
        asked.append(version.number)
        return index_of(versions, version)

    monkeypatch.setattr(following, "index_of", watched)
    return asked


def test_it_is_copied_once_and_follows(home: Versions, made: list[int]) -> None:
    assert names(home) == ["One"]
    write(home, "Three", "Two")
    assert names(home) == names(home) == ["One", "Three", "Two"]
    for number in range(4, 8):
        write(home, f"Z{number}")
    assert names(home)[-1] == "Z7"
    assert made == [1]
    # That of a version is another file.
    assert not (home.current().path / SEARCH).exists()


@pytest.mark.parametrize("reason", ["noise", "format", "graph", "number", "step"])
def test_it_is_made_anew_where_it_cannot_follow(
    home: Versions, made: list[int], reason: str
) -> None:
    names(home)
    write(home, "Two")
    path = home.home / NAME
    facts = {"format": ("format", "0"), "graph": ("graph_sum", "x"), "number": ("version", "9")}
    if reason == "noise":
        path.write_bytes(b"noise" * 999)
    elif reason == "step":
        home.current().patch.unlink()
    else:
        name, value = facts[reason]
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("UPDATE facts SET value = ? WHERE name = ?", (value, name))
    assert names(home) == ["One", "Two"]
    assert made == [1, 2]


def test_what_was_broken_off_is_undone(home: Versions, made: list[int], tmp_path: Path) -> None:
    names(home)
    path, journal = home.home / NAME, home.home / f"{NAME}-journal"
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        file.executescript("PRAGMA cache_size=1; BEGIN; PRAGMA cache_spill=1;")
        file.executemany(
            "INSERT INTO typos VALUES (?, ?)", ((f"f{n}", "w" * 500) for n in range(999))
        )
        # As a process leaves it that is killed here: half of it is in the file.
        half = path.read_bytes(), journal.read_bytes()
    path.write_bytes(half[0])
    journal.write_bytes(half[1])
    write(home, "Two")
    assert names(home) == ["One", "Two"]
    assert made == [1]
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT COUNT(*) FROM typos WHERE form = 'f1'").fetchone() == (0,)
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_full_disk_is_told(home: Versions, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Index, "copy", full)
    with pytest.raises(StorageFull):
        names(home)
