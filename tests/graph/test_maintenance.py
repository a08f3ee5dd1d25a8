"""Damage is found and named, and there is a way back from it."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.copies import copied
from peyvand.cli import main
from peyvand.errors import Damaged, NoVersion, PeyvandError, StorageFull, from_json
from peyvand.graph import bulk
from peyvand.graph.archives import backup
from peyvand.graph.history import lines_of, publish_lines
from peyvand.graph.maintenance import repair, restore, verify
from peyvand.graph.patch import Patch, difference, dump_lines, read_patch
from peyvand.graph.versions import Version, Versions
from peyvand.query import writer
from peyvand.query.engine import problem
from peyvand.query.messages import Location, encode
from peyvand.query.writes import WriteJob
from peyvand.tokens import Tokens
from writing import job


def store_of(count: int) -> Store:
    store = Store()
    for number in range(count):
        graph = NamedNode(f"http://g.example/{number % 2}")
        name = NamedNode(f"http://x.example/{number}")
        store.add(Quad(name, NamedNode("http://p.example/"), Literal(str(number)), graph))
    return store


@pytest.fixture(scope="module")
def six_versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with six versions, of which the newest three are whole; to be copied."""
    made = Versions(tmp_path_factory.mktemp("six") / "home")
    for count in range(1, 7):
        store = store_of(count)
        if count == 4:
            store.add_graph(NamedNode("http://g.example/empty"))
        publish_lines(made, store, dump_lines(store), "copy", keep=3)
    return made.home


@pytest.fixture
def versions(six_versions: Path, tmp_path: Path) -> Versions:
    """Six versions, of which the newest three are whole."""
    return Versions(copied(six_versions, tmp_path / "home"))


def lose(version: Version) -> None:
    """Have nothing tell of the graph of a version any longer."""
    for path in (version.dump, version.patch):
        spoil(path)
    shutil.rmtree(version.store)


def spoil(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def test_what_is_whole_is_said_to_be(versions: Versions) -> None:
    assert verify(versions) == []
    assert [v.dump.is_file() for v in versions.all()] == [False] * 3 + [True] * 3


def test_stores_share_what_never_changes_and_nothing_else(versions: Versions) -> None:
    """Whoever opens a store to write it may change its log and its list of files in their place."""
    stores = [{p.stat().st_ino: p.name for p in v.store.iterdir()} for v in versions.all()[-2:]]
    shared = {stores[0][number] for number in stores[0].keys() & stores[1].keys()}
    assert shared
    assert {Path(name).suffix for name in shared} == {".sst"}


def test_old_versions_are_remade_from_what_changed(versions: Versions) -> None:
    for count in range(1, 7):
        assert lines_of(versions, versions.get(count)) == dump_lines(store_of(count))
    assert versions.get(4).empty_graphs == ["http://g.example/empty"]


@pytest.mark.parametrize(
    ("number", "name", "words"),
    [(6, "graph.nq", "not what was written"), (6, "manifest.json", "manifest"),
     (6, "void.ttl", "not what was written"), (3, "patch.rdfp", "not what was written")],
)  # fmt: skip
def test_a_changed_file_is_found(versions: Versions, number: int, name: str, words: str) -> None:
    path = versions.get(number).path / name
    path.write_bytes(path.read_bytes()[:-1])
    assert [f.number for f in verify(versions) if words in f.message] == [number]


def test_a_store_that_is_another_graph_is_found(versions: Versions) -> None:
    store = Store(str(versions.get(6).store))
    store.add(Quad(NamedNode("http://x/"), NamedNode("http://x/"), NamedNode("http://x/")))
    store.flush()
    del store
    assert [f.message for f in verify(versions)] == ["its store is not the graph of its lines"]
    repaired = repair(versions)
    assert repaired.number == 6
    assert verify(versions) == []


def test_a_spoilt_store_is_made_anew(versions: Versions) -> None:
    current = versions.current()
    shutil.rmtree(current.store)
    current.store.mkdir()
    (current.store / "CURRENT").write_text("nonsense")
    assert [(f.number, f.readable) for f in verify(versions)] == [(6, True)]
    assert repair(versions).number == 6
    assert dump_lines(Store.read_only(str(current.store))) == dump_lines(store_of(6))


def test_the_newest_version_that_is_whole_comes_back(versions: Versions) -> None:
    lose(versions.get(6))
    assert repair(versions).number == 5
    assert versions.current().number == 5
    # What is damaged is not thrown away.
    assert (versions.home / "damaged" / "000006").is_dir()
    assert verify(versions) == []


def test_what_is_damaged_again_is_kept_too(versions: Versions) -> None:
    for count in (6, 7):
        lose(versions.get(6))
        assert repair(versions).number == 5
        store = store_of(count)
        publish_lines(versions, store, dump_lines(store), "copy", keep=3)
    assert sorted(p.name for p in (versions.home / "damaged").iterdir()) == ["000006", "000006-2"]


def test_a_damaged_dump_is_passed_over_and_made_again(versions: Versions) -> None:
    """A write is made of the store, and the store tells what the dump did."""
    dump = versions.current().dump
    written = dump.read_bytes()
    spoil(dump)
    assert lines_of(versions, versions.current()) == written.splitlines(keepends=True)
    assert repair(versions).number == 6
    assert dump.read_bytes() == written
    assert verify(versions) == []
    spoil(dump)
    assert writer.write(request(versions.home)).version == 7
    assert len(lines_of(versions, versions.get(7))) == 7
    assert [(f.number, f.readable) for f in verify(versions)] == [(6, True)]


def test_nothing_is_written_over_a_graph_that_is_lost(versions: Versions) -> None:
    """A change of it would be kept as the history of what it was."""
    lose(versions.current())
    with pytest.raises(Damaged, match="does not have its checksum"):
        writer.write(request(versions.home))
    store = store_of(9)
    with pytest.raises(Damaged, match="does not have its checksum"):
        publish_lines(versions, store, dump_lines(store), "copy", keep=3)
    assert versions.current().number == 6


def test_a_missing_version_folder_has_a_way_back(versions: Versions) -> None:
    shutil.rmtree(versions.get(6).path)
    with pytest.raises(NoVersion) as caught:
        versions.current()
    assert "peyvand restore" in caught.value.hint
    assert repair(versions).number == 5
    store = store_of(9)
    assert publish_lines(versions, store, dump_lines(store), "copy", keep=3).number == 6


def test_nothing_whole_is_said_so(versions: Versions) -> None:
    for version in versions.all():
        version.dump.unlink(missing_ok=True)
        shutil.rmtree(version.store, ignore_errors=True)
    with pytest.raises(PeyvandError, match="whole") as caught:
        repair(versions)
    assert "backup" in caught.value.hint


def test_a_backup_brings_back_every_version(versions: Versions, tmp_path: Path) -> None:
    Tokens(versions.home).add("editor")
    made = backup(versions, tmp_path / "b.tar.gz")
    other = Versions(tmp_path / "other")
    assert restore(other, made, keep=3).number == 6
    assert verify(other) == []
    for count in range(1, 7):
        assert lines_of(other, other.get(count)) == dump_lines(store_of(count))
    assert Tokens(other.home).all() == []


def test_a_backup_into_a_home_in_use_becomes_its_next_version(
    versions: Versions, tmp_path: Path
) -> None:
    made = backup(versions, tmp_path / "b.tar.gz")
    store = store_of(20)
    publish_lines(versions, store, dump_lines(store), "copy", keep=3)
    assert restore(versions, made, keep=3).number == 8
    assert lines_of(versions, versions.current()) == dump_lines(store_of(6))
    assert lines_of(versions, versions.get(7)) == dump_lines(store)


@pytest.mark.parametrize("packed", [False, True])
def test_a_dump_becomes_a_version(tmp_path: Path, packed: bool) -> None:
    text = b"".join(dump_lines(store_of(3)))
    path = tmp_path / ("d.nq.gz" if packed else "d.nq")
    path.write_bytes(gzip.compress(text) if packed else text)
    versions = Versions(tmp_path / "home")
    made = restore(versions, path, keep=3)
    assert made.manifest["quads"] == 3
    assert lines_of(versions, made) == dump_lines(store_of(3))
    assert verify(versions) == []


@pytest.mark.parametrize("content", [b"no quads", b"\x1f\x8bnothing"])
def test_what_is_no_backup_is_refused(versions: Versions, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.nq"
    path.write_bytes(content)
    with pytest.raises(PeyvandError, match="neither a backup nor"):
        restore(versions, path, keep=3)
    assert versions.current().number == 6


def test_a_dump_that_violates_the_shapes_is_refused(versions: Versions, tmp_path: Path) -> None:
    path = tmp_path / "bad.nq"
    path.write_text(
        "<http://x/> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://w3id.org/peyvand/ns#Claim> .\n"
    )
    with pytest.raises(PeyvandError, match="violation"):
        restore(versions, path, keep=3)
    assert versions.current().number == 6


def request(home: Path) -> WriteJob:
    return job(home, text="INSERT DATA { <http://n/> <http://n/> 1 }", keep=3)


@pytest.mark.parametrize("place", ["working_store", "check"])
def test_a_full_disk_is_said_so_and_nothing_is_lost(
    versions: Versions, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    import json
    import socket
    import struct

    def full(*arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(writer if place == "working_store" else writer.rules, place, full)
    ours, theirs = socket.socketpair()
    text = encode(request(versions.home))
    ours.sendall(struct.pack(">I", len(text)) + text)
    writer.serve(None, Location(0), theirs)
    theirs.close()
    answer = b""
    while piece := ours.recv(65536):
        answer += piece
    ours.close()
    assert StorageFull.slug.encode() in answer
    assert "جایی نمانده" in json.loads(answer[answer.index(b"{") :])["fa"]
    assert versions.current().number == 6
    assert not (versions.folder / ".candidate").exists()
    assert verify(versions) == []


def test_a_disk_that_is_really_full(versions: Versions, tmp_path: Path) -> None:
    # A limit on the size of files stands for a disk without room: the system refuses to write.
    import resource
    import signal

    child = os.fork()
    if not child:
        code = 1
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))
            try:
                writer.write(request(versions.home))
            except OSError as error:
                code = 0 if error.errno == errno.EFBIG else 2
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert versions.current().number == 6
    assert verify(versions) == []
    assert writer.write(request(versions.home)).version == 7


@pytest.mark.parametrize("limit", [0, 4_000, 60_000])
def test_a_disk_that_is_full_inside_the_engine(tmp_path: Path, limit: int) -> None:
    """What the engine says of it has no number, and names files of the server."""
    import resource
    import signal

    store = store_of(3_000)
    if not limit:
        store = store_of(3)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        try:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            try:
                on_disk = Store(str(tmp_path / "store"))
                on_disk.bulk_extend(store)
                on_disk.flush()
            except Exception as error:
                told = from_json(problem(error))
                texts = [type(told).__name__, str(told.status), *told.texts("en")]
                os.write(writing, "|".join([*texts, *told.texts("fa")]).encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with open(reading, "rb") as file:
        text = file.read().decode()
    assert text.startswith("StorageFull|507|")
    assert str(tmp_path) not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("IO error: While opening {tmp}/h/store/LOG: gone", "IO error: While opening …: gone"),
        ("There is no current graph in {tmp}/var.", "There is no current graph in …."),
        ("at {python}:3", "at …:3"),
        ("no file '{tmp}/peyvand-abc/x' here", "no file '…' here"),
        # A temporary file that has vanished is known by its folder alone.
        ("cannot read {temporary}/peyvand-vanished: gone", "cannot read …: gone"),
        ("PUT or POST to /graphs, see /problem/not-found", None),
        ("<http://x.example{python}> and https://x.example{tmp}/a", None),
        ("1/2 and a/b/c and </usr/lib/python3>", None),
    ],
)
def test_clients_are_told_no_paths(tmp_path: Path, text: str, shown: str | None) -> None:
    import sys

    given = text.format(tmp=tmp_path, python=sys.executable, temporary=tempfile.gettempdir())
    error = PeyvandError(given, given, fa=given, hint_fa=given)
    expected = given if shown is None else shown
    assert {*error.texts("en"), *error.texts("fa")} == {expected}
    # Whoever keeps the server is told them.
    assert str(error) == f"{given} {given}"


def test_patches_lead_there_and_back() -> None:
    before, after = dump_lines(store_of(5)), dump_lines(store_of(9))[2:]
    patch = difference(before, after)
    assert patch.lines(before) == after
    assert patch.inverse.lines(after) == before
    store = store_of(5)
    patch.apply(store)
    assert dump_lines(store) == after
    assert patch.then(patch.inverse).lines(before) == before
    third = dump_lines(store_of(3))
    assert patch.then(difference(after, third)).lines(before) == third


def test_half_a_patch_is_damage(tmp_path: Path) -> None:
    (tmp_path / "000002").mkdir()
    path = tmp_path / "000002" / "patch.rdfp"
    path.write_bytes(Patch((b"<http://a/> <http://a/> <http://a/> .\n",)).text()[:-5])
    with pytest.raises(PeyvandError, match="not a whole patch"):
        read_patch(path)


def test_a_long_history_stays_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bulk, "_MOST_FILES", 12)
    versions = Versions(tmp_path)
    for count in range(1, 15):
        store = store_of(count)
        publish_lines(versions, store, dump_lines(store), "copy", keep=2)
        assert len(list(versions.current().store.glob("*.sst"))) <= 24
    assert verify(versions) == []


def test_the_commands(
    versions: Versions, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    home = ["--home", str(versions.home)]
    assert main(["verify", *home]) == 0
    assert main(["versions", *home]) == 0
    assert main(["versions", "--rollback", "2", *home]) == 0
    assert lines_of(versions, versions.current()) == dump_lines(store_of(2))
    assert main(["backup", str(tmp_path / "b.tar.gz"), *home]) == 0
    assert main(["restore", str(tmp_path / "b.tar.gz"), "--home", str(tmp_path / "new")]) == 0
    assert main(["token", "add", "editor", "--graph", "default", *home]) == 0
    secret = capsys.readouterr().out.splitlines()[-1]
    found = Tokens(versions.home).find(secret)
    assert found is not None
    assert (found.name, found.graphs) == ("editor", ("default",))
    assert secret not in (versions.home / "tokens.json").read_text()
    assert (versions.home / "tokens.json").stat().st_mode & 0o077 == 0
    assert main(["token", "add", "editor", *home]) == 1
    assert main(["token", "revoke", "editor", *home]) == 0
    assert Tokens(versions.home).find(secret) is None
    assert main(["token", "revoke", "editor", *home]) == 1
    assert main(["token", "add", "isfahan", "--role", "enter", *home]) == 1
    about = ["--about", "city/isfahan", "--about", "county/isfahan"]
    assert main(["token", "add", "isfahan", "--role", "enter", *about, *home]) == 0
    capsys.readouterr()
    assert main(["token", "list", *home]) == 0
    assert capsys.readouterr().out.endswith("  enter: city/isfahan, county/isfahan\n")
    spoil(versions.current().dump)
    assert main(["verify", *home]) == 1
    assert "peyvand restore" in capsys.readouterr().out
    assert main(["restore", *home]) == 0
