"""The file of an index: of which version, made by whom, and when anew."""

from __future__ import annotations

import fcntl
import shutil
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, Quad, Store

from peyvand.cli import main
from peyvand.commands import searching
from peyvand.errors import Overloaded, StorageFull
from peyvand.graph import steps
from peyvand.graph.archives import backup
from peyvand.graph.history import in_memory, publish_lines
from peyvand.graph.maintenance import restore, verify
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import SEARCH, Version, Versions
from peyvand.search import Index, Indexes, index_of, indexes, making, suggest
from peyvand.search.tables import FORMAT
from peyvand.vocabulary.iris import LABEL, iri, thing
from waiting import wait_until


def label(store: Store, slug: str, text: str) -> None:
    store.add(Quad(thing(slug), LABEL, Literal(text, language="en")))


def publish(versions: Versions, store: Store, keep: int = 5) -> Version:
    return publish_lines(versions, store, dump_lines(store), "copy", keep)


@pytest.fixture
def home(tmp_path: Path) -> Versions:
    store = Store()
    label(store, "city/old", "Oldtown")
    versions = Versions(tmp_path / "home")
    publish(versions, store)
    return versions


def found(versions: Versions, version: Version, text: str) -> list[str]:
    with closing(index_of(versions, version)) as index:
        return [hit.label_en for hit in suggest(index, text)]


def test_it_is_made_once_and_kept_beside_its_version(home: Versions) -> None:
    version = home.current()
    assert found(home, version, "old") == ["Oldtown"]
    written = (version.path / SEARCH).stat()
    assert found(home, version, "old") == ["Oldtown"]
    assert (version.path / SEARCH).stat().st_mtime_ns == written.st_mtime_ns
    assert not list(version.path.glob(".search-*"))


def test_two_of_one_graph_are_alike_byte_for_byte(home: Versions, tmp_path: Path) -> None:
    version = home.current()
    found(home, version, "old")
    shutil.move(version.path / SEARCH, tmp_path / "first")
    found(home, version, "old")
    assert (version.path / SEARCH).read_bytes() == (tmp_path / "first").read_bytes()


def test_every_version_answers_for_itself(home: Versions) -> None:
    first = home.current()
    store = Store()
    label(store, "city/new", "Newtown")
    second = publish(home, store)
    assert found(home, first, "town") == []
    assert found(home, first, "oldtown") == ["Oldtown"]
    assert found(home, second, "oldtown") == []
    assert found(home, second, "newtown") == ["Newtown"]
    opened = Indexes(home)
    assert [opened.of(v).version for v in (first, second, first)] == [1, 2, 1]
    opened.close()


def test_an_index_of_another_graph_is_not_believed(home: Versions) -> None:
    first = home.current()
    found(home, first, "old")
    store = Store()
    label(store, "city/new", "Newtown")
    second = publish(home, store)
    shutil.copy(first.path / SEARCH, second.path / SEARCH)
    assert found(home, second, "newtown") == ["Newtown"]


@pytest.mark.parametrize("damage", ["empty", "noise", "format"])
def test_a_broken_or_older_file_is_made_anew(home: Versions, damage: str) -> None:
    version = home.current()
    found(home, version, "old")
    path = version.path / SEARCH
    if damage == "format":
        with closing(sqlite3.connect(path)) as file:
            file.execute("UPDATE facts SET value = ? WHERE name = 'format'", (str(FORMAT - 1),))
            file.commit()
    else:
        path.write_bytes(b"" if damage == "empty" else b"noise" * 1000)
    with pytest.raises(sqlite3.Error):
        Index(path)
    assert found(home, version, "old") == ["Oldtown"]


def test_an_old_version_loses_it_to_a_later_one_and_has_it_again(home: Versions) -> None:
    first = home.current()
    found(home, first, "old")
    store = Store()
    label(store, "city/new", "Newtown")
    second = publish(home, store, keep=1)
    # That of the second is made of it.
    assert (first.path / SEARCH).exists()
    found(home, second, "new")
    label(store, "city/newer", "Newertown")
    publish(home, store, keep=1)
    assert not (first.path / SEARCH).exists()
    assert not first.store.exists()
    assert found(home, home.get(1), "old") == ["Oldtown"]


def test_it_is_no_part_of_backups_nor_of_what_is_verified(home: Versions, tmp_path: Path) -> None:
    found(home, home.current(), "old")
    assert verify(home) == []
    backup(home, tmp_path / "b.tar.gz")
    other = Versions(tmp_path / "other")
    restored = restore(other, tmp_path / "b.tar.gz", keep=5)
    assert not (restored.path / SEARCH).exists()
    assert found(other, restored, "old") == ["Oldtown"]


def test_a_server_has_it_made_by_another_process(home: Versions) -> None:
    opened = Indexes(home, patience_s=60)
    hits: list[str] = []

    def search() -> None:
        hits.extend(hit.label_en for hit in suggest(opened.of(home.current()), "old"))

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened.close()
    assert hits == ["Oldtown"] * 4
    assert (home.current().path / SEARCH).is_file()


def test_nobody_waits_longer_than_the_patience(home: Versions) -> None:
    opened = Indexes(home, patience_s=0.001)
    with pytest.raises(Overloaded) as error:
        opened.of(home.current())
    assert "نسخهٔ ۱" in error.value.fa
    opened.close()


def change(versions: Versions, text: str, keep: int = 5) -> Version:
    """A version that follows the current one, with one thing more."""
    store = in_memory(versions, versions.current())
    label(store, f"city/{text.lower()}", text)
    return publish(versions, store, keep)


@pytest.fixture
def no_whole(home: Versions, monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on no index can be made of a whole graph."""
    index_of(home, home.current()).close()
    for module in (making, indexes):
        monkeypatch.setattr(module, "whole_index", None)
    monkeypatch.setattr(indexes.subprocess, "Popen", None)


@pytest.mark.usefixtures("no_whole")
def test_that_of_the_next_version_is_made_of_the_one_before(home: Versions) -> None:
    assert found(home, change(home, "Oldville"), "old") == ["Oldtown", "Oldville"]
    opened = Indexes(home, patience_s=60)
    for keep in (5, 1, 1, 1):
        version = change(home, f"Old{home.current().number}", keep)
    # Several versions later, and after those between are no longer whole.
    assert opened.of(version).version == 6
    assert len(suggest(opened.of(version), "old")) == 6
    opened.close()


@pytest.mark.usefixtures("no_whole")
def test_the_one_before_answers_while_it_is_made(
    home: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = home.current(), change(home, "Newtown")
    go_on = threading.Event()
    real = indexes.renewed_index

    def wait(*given: Any) -> Index | None:
        go_on.wait(60)
        return real(*given)

    monkeypatch.setattr(indexes, "renewed_index", wait)
    monkeypatch.setattr(indexes, "_WAIT_S", 0.01)
    opened = Indexes(home, patience_s=0.01)
    assert opened.of(second, exact=False).version == first.number
    with pytest.raises(Overloaded):
        opened.of(second)
    go_on.set()
    wait_until(lambda: opened.of(second, exact=False).version == 2, "the index was made")
    opened.close()


@pytest.mark.usefixtures("no_whole")
def test_the_one_before_answers_where_there_is_no_room_for_another(
    home: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    second = change(home, "Newtown")

    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(making, "renew", full)
    opened = Indexes(home, patience_s=60)
    assert opened.of(second, exact=False).version == 1
    with pytest.raises(StorageFull):
        opened.of(second)
    opened.close()


@pytest.mark.parametrize("reason", ["many", "unknown", "classes", "damaged"])
def test_it_is_made_of_the_whole_where_the_change_does_not_do(
    home: Versions, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    index_of(home, home.current()).close()
    store = in_memory(home, home.current())
    label(store, "city/oldville", "Oldville")
    if reason == "classes":
        store.add(Quad(thing("city/x"), iri("rdfs:subClassOf"), iri("pv:City")))
    second = publish(home, store)
    if reason == "many":
        monkeypatch.setattr(steps.change, "__defaults__", (10,))
    elif reason == "unknown":
        second.patch.unlink()
    elif reason == "damaged":
        path = home.get(1).path / SEARCH
        with closing(sqlite3.connect(path)) as file:
            file.executescript("DROP TABLE parties")
    assert found(home, second, "old") == ["Oldtown", "Oldville"]
    (second.path / SEARCH).unlink()
    opened = Indexes(home, patience_s=60)
    assert opened.of(second).version == 2
    opened.close()


def test_a_home_that_cannot_be_written_still_answers(
    home: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = making.tempfile.mkstemp

    def refuse(prefix: str, dir: Path | None = None) -> tuple[int, str]:
        if dir is not None:
            raise PermissionError
        return real(prefix=prefix)

    monkeypatch.setattr(making.tempfile, "mkstemp", refuse)
    assert found(home, home.current(), "old") == ["Oldtown"]
    assert not (home.current().path / SEARCH).exists()


def test_what_a_killed_process_left_is_removed_and_what_another_writes_is_not(
    home: Versions,
) -> None:
    folder = home.current().path
    left, written = folder / ".search-left", folder / ".search-written"
    left.touch()
    with written.open("wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        found(home, home.current(), "old")
        assert list(folder.glob(".search-*")) == [written]
    (folder / SEARCH).unlink()
    found(home, home.current(), "old")
    assert not list(folder.glob(".search-*"))


def test_a_full_disk_is_told_and_leaves_nothing_behind(
    home: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, *_: object) -> None:
        path.write_bytes(b"half")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(making, "write_index", full)
    with pytest.raises(StorageFull):
        index_of(home, home.current())
    assert not list(home.current().path.glob("*search*"))
    searching.prepare(home, home.current())


def test_the_command(home: Versions, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "oldtwon", "--home", str(home.home), "--json"]) == 0
    assert '"Oldtown"' in capsys.readouterr().out
    assert main(["search", "old", "--home", str(home.home), "--kind", "other"]) == 0
    out = capsys.readouterr().out
    assert "Oldtown" in out
    assert "https://w3id.org/peyvand/id/city/old" in out
    assert main(["search", "old", "--home", str(home.home), "--kind", "city"]) == 0
    assert "Nothing is called" in capsys.readouterr().err
    with pytest.raises(SystemExit) as caught:
        main(["search", "old", "--home", str(home.home), "--limit", "0"])
    assert caught.value.code == 2


@pytest.mark.parametrize(
    "words",
    [
        *(["old\u200ctown"], ["old", "town"], ["old-town"], ["city/old"], ["/page/city/old"]),
        ["https://w3id.org/peyvand/id/city/old"],
    ],
    ids=" ".join,
)
def test_the_command_reads_what_the_pages_read(
    home: Versions, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main(["search", *words, "--home", str(home.home)]) == 0
    assert "(exact: " in capsys.readouterr().out


def test_names_of_all_scripts_are_kept_as_they_are(tmp_path: Path) -> None:
    store = Store()
    label(store, "city/beijing", "北京")
    store.add(Quad(thing("city/beijing"), LABEL, Literal("Ⅳ ﷲ \u200f", language="ar")))
    versions = Versions(tmp_path)
    publish(versions, store)
    with closing(index_of(versions, versions.current())) as index:
        assert suggest(index, "beijing")[0].matched == "北京"
        assert index.rows("SELECT text FROM names WHERE language = 'ar'") == [("Ⅳ ﷲ \u200f",)]
