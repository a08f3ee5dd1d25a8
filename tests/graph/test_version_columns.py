"""The columns of a version: its own or none, made of those before or of its whole graph."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from pyoxigraph import Literal, Quad, RdfFormat, Store

from peyvand.cli import main
from peyvand.columns import changes
from peyvand.columns.bases import is_of
from peyvand.columns.facts import BASE, CHANGE, FACTS
from peyvand.errors import Withheld
from peyvand.graph import version_columns
from peyvand.graph.archives import backup
from peyvand.graph.history import in_memory, lines_of, publish_lines
from peyvand.graph.layout import COLUMNS
from peyvand.graph.maintenance import repair, restore, verify
from peyvand.graph.patch import dump_lines
from peyvand.graph.version_columns import columns_of, facts, make_columns
from peyvand.graph.versions import Version, Versions
from peyvand.vocabulary.iris import LABEL, thing


def publish(versions: Versions, text: str, keep: int = 5) -> Version:
    """A version that says one thing more than the one before."""
    store = in_memory(versions, versions.current()) if versions.all() else Store()
    store.add(Quad(thing("city/one"), LABEL, Literal(text, language="en")))
    return publish_lines(versions, store, dump_lines(store), "copy", keep)


@pytest.fixture
def home(tmp_path: Path) -> Versions:
    versions = Versions(tmp_path / "home")
    publish(versions, "first")
    return versions


def holds(versions: Versions, version: Version) -> bool:
    """Whether the columns that a version has are of its graph."""
    folder = columns_of(version)
    lines = b"".join(lines_of(versions, version))
    return folder is not None and is_of(folder, np.frombuffer(lines, np.uint8))


def test_they_are_made_once_and_kept_beside_the_store(home: Versions) -> None:
    version = home.current()
    assert columns_of(version) is None
    made = make_columns(home, version)
    assert made == facts(version)
    assert holds(home, version)
    assert make_columns(home, version) == made
    assert not list(version.path.glob(".columns*"))


def test_a_later_version_shares_the_base_until_too_much_has_changed(
    home: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "FEW", 2)
    every = [home.current()]
    make_columns(home, every[0])
    for number in range(4):
        every.append(publish(home, f"text {number}"))
        make_columns(home, every[-1])
    assert all(holds(home, version) for version in every)
    bases = [(version.path / COLUMNS / BASE).stat().st_ino for version in every]
    assert bases[0] == bases[1] == bases[2] != bases[3] == bases[4]
    assert [(version.path / COLUMNS / CHANGE).exists() for version in every] == [
        *(False, True, True, False, True)
    ]


def test_what_lies_between_is_taken_together(home: Versions) -> None:
    make_columns(home, home.current())
    publish(home, "second")
    third = publish(home, "third")
    made = make_columns(home, third)
    assert made is not None
    assert made.changed == 2
    assert holds(home, third)


def test_a_version_of_which_only_the_change_is_kept_has_them_made_too(home: Versions) -> None:
    for number in range(3):
        publish(home, f"text {number}", keep=1)
    first = home.get(1)
    assert not first.store.exists()
    make_columns(home, first)
    assert holds(home, first)


def test_thinned_versions_lose_them_and_others_keep_the_base(home: Versions) -> None:
    first = home.current()
    make_columns(home, first)
    make_columns(home, second := publish(home, "second", keep=1))
    third = publish(home, "third", keep=1)
    assert columns_of(first) is None
    make_columns(home, third)
    fourth = publish(home, "fourth", keep=1)
    assert columns_of(second) is None
    assert holds(home, third)
    make_columns(home, fourth)
    assert holds(home, fourth)
    assert (fourth.path / COLUMNS / CHANGE).exists()


@pytest.mark.parametrize("broken", ["no facts", "other graph", "no base", "noise", "a file"])
def test_columns_that_are_not_its_own_are_none_and_are_made_anew(
    home: Versions, broken: str
) -> None:
    version = home.current()
    make_columns(home, version)
    folder = version.path / COLUMNS
    told = json.loads((folder / FACTS).read_text())
    if broken == "no facts":
        (folder / FACTS).unlink()
    elif broken == "other graph":
        (folder / FACTS).write_text(json.dumps({**told, "graph_sum": "other"}))
    elif broken == "no base":
        (folder / BASE).unlink()
    elif broken == "noise":
        (folder / FACTS).write_bytes(b"noise")
    else:
        shutil.rmtree(folder)
        folder.write_text("noise")
    assert columns_of(version) is None
    make_columns(home, version)
    assert holds(home, version)


def test_a_damaged_base_is_no_base_of_others(home: Versions) -> None:
    make_columns(home, home.current())
    (home.current().path / COLUMNS / BASE).write_bytes(b"noise" * 9999)
    second = publish(home, "second")
    make_columns(home, second)
    assert holds(home, second)


def test_a_home_that_cannot_be_written_goes_without(
    home: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr(version_columns, "sync", refuse)
    assert make_columns(home, home.current()) is None
    assert [path.name for path in home.current().path.glob("*columns*")] == []
    assert [path.name for path in home.current().path.glob(".*")] == []


def test_nothing_is_made_where_nothing_can_be_written(
    home: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert make_columns(home, home.current()) is None
    assert columns_of(home.current()) is None


def test_a_graph_with_a_term_of_rdf_1_2_goes_without(tmp_path: Path) -> None:
    versions, store = Versions(tmp_path), Store()
    store.load(b'<urn:a> <urn:b> <<( <urn:a> <urn:b> "c" )>> .', RdfFormat.N_TRIPLES)
    publish_lines(versions, store, dump_lines(store), "copy", 5)
    assert make_columns(versions, versions.current()) is None
    assert columns_of(versions.current()) is None


def test_a_version_that_is_made_anew_meanwhile_gets_none_of_what_it_was(
    home: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = home.current()
    path = version.path / "manifest.json"
    told = version.manifest

    def withdraw(folder: Path) -> None:
        path.write_text(json.dumps({**told, "graph_sum": "another"}))

    monkeypatch.setattr(version_columns, "sync_folder", withdraw)
    with pytest.raises(Withheld):
        make_columns(home, version)
    assert not (version.path / COLUMNS).exists()


def test_too_much_between_is_made_of_the_whole(
    home: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_columns(home, home.current())
    second = publish(home, "second")
    monkeypatch.setattr(version_columns, "change", lambda *_: None)
    make_columns(home, second)
    assert holds(home, second)
    assert not (second.path / COLUMNS / CHANGE).exists()


def test_backups_go_without_and_what_is_restored_has_them_made(
    home: Versions, tmp_path: Path
) -> None:
    make_columns(home, home.current())
    assert verify(home) == []
    backup(home, tmp_path / "b.tar.gz")
    other = Versions(tmp_path / "other")
    restored = restore(other, tmp_path / "b.tar.gz", keep=5)
    assert columns_of(restored) is None
    make_columns(other, restored)
    assert holds(other, restored)


@pytest.mark.parametrize("damage", ["other graph", "noise", "no facts", "one quad less"])
def test_columns_that_are_not_of_the_graph_are_told_and_go(home: Versions, damage: str) -> None:
    version = home.current()
    make_columns(home, version)
    folder = version.path / COLUMNS
    if damage == "noise":
        (folder / BASE).write_bytes(b"noise" * 9999)
    elif damage == "no facts":
        (folder / FACTS).unlink()
    elif damage == "one quad less":
        with closing(duckdb.connect(str(folder / BASE))) as file:
            file.execute("DELETE FROM quads WHERE rowid = 0")
    else:
        told = json.loads((folder / FACTS).read_text())
        (folder / FACTS).write_text(json.dumps({**told, "graph_sum": "other"}))
    (finding,) = verify(home)
    assert finding.readable
    assert "columns" in finding.message
    assert repair(home) == version
    assert verify(home) == []
    assert not folder.exists()


def test_a_process_of_its_own_makes_them(home: Versions) -> None:
    words = [sys.executable, "-m", "peyvand.graph.version_columns", str(home.home), "1"]
    subprocess.run(words, check=True, env=os.environ)
    assert holds(home, home.current())


def test_the_list_of_versions_tells_of_them(
    home: Versions, capsys: pytest.CaptureFixture[str]
) -> None:
    made = make_columns(home, home.current())
    assert made is not None
    publish(home, "second")
    where = ["--home", str(home.home)]
    assert main(["versions", "--json", *where]) == 0
    first, second = json.loads(capsys.readouterr().out)
    told = {"bytes": made.bytes, "seconds": made.seconds, "changed": 0}
    assert (first["columns"], second["columns"]) == (told, None)
    assert main(["versions", *where]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [f"columns {made.bytes / 1e6:.1f} MB" in line for line in lines] == [True, False]
