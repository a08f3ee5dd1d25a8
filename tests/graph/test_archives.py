"""A backup is unpacked to plain files in their places, and to nothing else."""

from __future__ import annotations

import errno
import gzip
import io
import os
import tarfile
from pathlib import Path
from typing import IO, Any, cast

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.cli import main
from peyvand.errors import Damaged, MalformedData, PeyvandError
from peyvand.graph import archives
from peyvand.graph.archives import backup
from peyvand.graph.history import lines_of, publish_lines
from peyvand.graph.maintenance import restore, verify
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    store = Store()
    store.add(Quad(NamedNode("http://x/"), NamedNode("http://p/"), Literal("1")))
    versions = Versions(tmp_path / "sound")
    publish_lines(versions, store, dump_lines(store), "copy", keep=3)
    return backup(versions, tmp_path / "sound.tar.gz")


def member(name: str, content: bytes = b"", **more: Any) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for key, value in more.items():
        setattr(info, key, value)
    return info, content


def with_member(sound: Path, target: Path, *added: tuple[tarfile.TarInfo, bytes]) -> Path:
    with tarfile.open(sound) as old, tarfile.open(target, "w:gz") as new:
        for info in old:
            new.addfile(info, old.extractfile(info))
        for info, content in added:
            new.addfile(info, io.BytesIO(content))
    return target


def test_a_backup_holds_what_versions_are_remade_from_and_no_more(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "home")
    for value in "12":
        store = Store()
        store.add(Quad(NamedNode("http://x/"), NamedNode("http://p/"), Literal(value)))
        publish_lines(versions, store, dump_lines(store), "copy", keep=1)
    current = versions.current().path
    for name in ("search.sqlite", ".hidden"):
        (current / name).write_bytes(b"x")
    (versions.home / "tokens.json").write_bytes(b"[]")
    # What lies beyond the current version was never published.
    stray = versions.folder / "000003"
    stray.mkdir()
    (stray / "graph.nq").write_bytes(b"x")
    made = backup(versions, tmp_path / "b.tar.gz")
    assert made == tmp_path / "b.tar.gz"
    with tarfile.open(made, "r:gz") as tar:
        names = {info.name for info in tar}
        note = tar.extractfile("current")
        assert note is not None
        assert note.read() == b"2\n"
    assert names == {
        "current", "versions/000001/SHA256SUMS", "versions/000001/manifest.json",
        "versions/000001/void.ttl",
        *(f"versions/000002/{name}" for name in
          ("SHA256SUMS", "manifest.json", "graph.nq", "patch.rdfp", "void.ttl", "writes.rdfp")),
    }  # fmt: skip


def test_a_backup_is_there_whole_and_on_the_disk_or_not_at_all(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    sync, replace = os.fsync, os.replace

    def synced(descriptor: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        calls.append(f"fsync {path.name} {path.stat().st_size if path.is_file() else 0}")
        sync(descriptor)

    def replaced(source: Path, target: Path) -> None:
        calls.append(f"{Path(source).name} to {Path(target).name}")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", replaced)
    versions, target = Versions(tmp_path / "sound"), tmp_path / "again.tar.gz"
    target.write_bytes(b"an older one")
    monkeypatch.chdir(tmp_path)
    backup(versions, Path(target.name))
    size = target.stat().st_size
    assert calls == [
        f"fsync again.tar.gz.part {size}", "again.tar.gz.part to again.tar.gz",
        f"fsync {tmp_path.name} 0",
    ]  # fmt: skip

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PeyvandError, match=r"again\.tar\.gz cannot be written: No space") as caught:
        backup(versions, target)
    assert "another folder" in caught.value.hint
    assert target.stat().st_size == size
    assert not list(tmp_path.glob("*.part"))


HOSTILE = {
    "upwards": member("versions/000001/../../../escaped", b"x"),
    "absolute": member("/tmp/peyvand-escaped", b"x"),
    "a link": member("versions/000001/link", type=tarfile.SYMTYPE, linkname="/etc/passwd"),
    "a hard link": member("versions/000001/hard", type=tarfile.LNKTYPE, linkname="current"),
    "a device": member("versions/000001/device", type=tarfile.CHRTYPE),
    "a pipe": member("versions/000001/pipe", type=tarfile.FIFOTYPE),
    "hidden": member("versions/000001/.store", b"x"),
    "elsewhere": member("tokens.json", b"{}"),
    "twice": member("current", b"1"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_no_backup_holds_is_not_unpacked(sound: Path, tmp_path: Path, name: str) -> None:
    path = with_member(sound, tmp_path / "bad.tar.gz", HOSTILE[name])
    home = tmp_path / "deep" / "home"
    with pytest.raises(PeyvandError, match=r"backup|far more"):
        restore(Versions(home), path, keep=3)
    assert not home.exists()
    assert {p.name for p in tmp_path.iterdir()} == {"sound", "sound.tar.gz", "bad.tar.gz"}


@pytest.mark.parametrize("in_use", [False, True])
@pytest.mark.parametrize("spoilt", ["graph.nq", "manifest.json", "void.ttl"])
def test_a_backup_in_which_a_file_was_changed_is_refused(
    sound: Path, tmp_path: Path, spoilt: str, in_use: bool
) -> None:
    """A file that is not packed has no checksum of its own."""
    path, home = tmp_path / "changed.tar", Versions(tmp_path / "home")
    with tarfile.open(sound) as old, tarfile.open(path, "w") as new:
        for info in old:
            content = cast(IO[bytes], old.extractfile(info)).read()
            if info.name.endswith(f"/{spoilt}"):
                content = content.replace(b"1", b"2")
            new.addfile(info, io.BytesIO(content))
    if in_use:
        restore(home, sound, keep=3)
    with pytest.raises(Damaged, match="not what was written"):
        restore(home, path, keep=3)
    assert len(home.all()) == in_use


def test_a_damaged_graph_is_not_backed_up(sound: Path, tmp_path: Path) -> None:
    versions, before = Versions(tmp_path / "sound"), sound.read_bytes()
    versions.current().dump.write_bytes(b"")
    with pytest.raises(Damaged):
        backup(versions, sound)
    assert sound.read_bytes() == before


def test_a_backup_beside_writes_has_what_was_there(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between any two of its files come versions that make those in it give up what they can."""
    versions = Versions(tmp_path / "sound")

    def publish() -> None:
        number = len(versions.all()) + 1
        store = Store()
        store.add(Quad(NamedNode("http://x/"), NamedNode("http://p/"), Literal(str(number))))
        publish_lines(versions, store, dump_lines(store), "write", keep=2)

    for _ in range(4):
        publish()
    graphs = [lines_of(versions, version) for version in versions.all()]
    real = tarfile.TarFile.gettarinfo

    def gettarinfo(self: tarfile.TarFile, *arguments: Any, **more: Any) -> tarfile.TarInfo:
        publish()
        return real(self, *arguments, **more)

    monkeypatch.setattr(tarfile.TarFile, "gettarinfo", gettarinfo)
    file = backup(versions, tmp_path / "b.tar.gz")
    monkeypatch.undo()
    other = Versions(tmp_path / "other")
    assert restore(other, file, keep=2).number == 5
    assert [lines_of(other, version) for version in other.all()] == graphs
    assert verify(other) == []
    assert not any(version.dump.is_file() for version in other.all()[:-1])


def test_a_file_of_holes_is_refused(sound: Path, tmp_path: Path) -> None:
    """A sparse file of a terabyte takes a few bytes in an archive."""
    headers = {
        "GNU.sparse.major": "1", "GNU.sparse.minor": "0", "GNU.sparse.name": "versions/000001/big",
        "GNU.sparse.realsize": str(10**12),
    }  # fmt: skip
    hole = member("versions/000001/big", b"0\n".ljust(512, b"\0"), pax_headers=headers)
    path = with_member(sound, tmp_path / "holes.tar.gz", hole)
    with pytest.raises(PeyvandError, match="no backup holds"):
        restore(Versions(tmp_path / "home"), path, keep=3)


def test_what_unpacks_without_end_is_refused(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "_SMALL", 1024 * 1024)
    bomb = member("versions/000001/zeros", bytes(20 * 1024 * 1024))
    path = with_member(sound, tmp_path / "bomb.tar.gz", bomb)
    with pytest.raises(PeyvandError, match="far more"):
        restore(Versions(tmp_path / "home"), path, keep=3)


def test_so_much_may_be_unpacked_and_no_more() -> None:
    given = bytes(range(100))
    bounded = archives._Bounded(io.BytesIO(given), 100)
    assert bounded.read(60) + bounded.read(60) + bounded.read(60) == given
    bounded = archives._Bounded(io.BytesIO(given), 99)
    assert len(bounded.read(60)) == 60
    with pytest.raises(PeyvandError, match="far more") as caught:
        bounded.read(60)
    assert "comes from" in caught.value.hint


@pytest.mark.parametrize(("size", "most"), [(1_000, 67_308_864), (400_000, 147_108_864)])
def test_a_small_file_does_not_unpack_to_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, most: int
) -> None:
    """It may unpack to 64 MiB and two hundred times its size, about."""
    bounds: list[int] = []

    def stop(packed: object, most: int) -> tarfile.TarFile:
        bounds.append(most)
        raise tarfile.TarError("enough")

    monkeypatch.setattr(archives, "_tar", stop)
    path = tmp_path / "b.tar"
    path.write_bytes(bytes(size))
    with pytest.raises(ValueError, match="enough"):
        archives.unpack(path, tmp_path / "target")
    assert 0.98 * most < bounds[0] < 1.02 * most


def test_what_packs_well_is_no_attack(sound: Path, tmp_path: Path) -> None:
    """A small file may unpack to some megabytes: 64 of them, and two hundred times its size."""
    zeros = member("versions/000001/zeros", bytes(60 * 1024 * 1024))
    path = with_member(sound, tmp_path / "large.tar.gz", zeros)
    assert path.stat().st_size * 300 < 60 * 1024 * 1024
    assert restore(Versions(tmp_path / "home"), path, keep=3).number == 1


@pytest.mark.parametrize(
    ("left_out", "note", "words"),
    [
        ("current", None, "does not say which version was current"),
        ("current", b"2", "lacks graph.nq of version 2"),
        ("current", b"x", "invalid literal"),
        ("versions/000001/graph.nq", None, "lacks graph.nq of version 1"),
    ],
)
def test_an_archive_that_lacks_something_is_no_backup(
    sound: Path, tmp_path: Path, left_out: str, note: bytes | None, words: str
) -> None:
    path = tmp_path / "less.tar.gz"
    with tarfile.open(sound) as old, tarfile.open(path, "w:gz") as new:
        new.addfile(member("versions/000001/", type=tarfile.DIRTYPE)[0])
        for info in old:
            if info.name != left_out:
                new.addfile(info, old.extractfile(info))
        if note is not None:
            info, content = member("current", note)
            new.addfile(info, io.BytesIO(content))
    with pytest.raises(PeyvandError, match=words):
        restore(Versions(tmp_path / "home"), path, keep=3)


def test_half_an_archive_is_refused(sound: Path, tmp_path: Path) -> None:
    path, data = tmp_path / "broken.tar", gzip.decompress(sound.read_bytes())
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(PeyvandError, match="neither a backup"):
        restore(Versions(tmp_path / "home"), path, keep=3)


def test_what_stands_after_an_archive_is_not_read(sound: Path, tmp_path: Path) -> None:
    path, data = tmp_path / "twice.tar", gzip.decompress(sound.read_bytes())
    path.write_bytes(data + data)
    assert restore(Versions(tmp_path / "home"), path, keep=3).number == 1


def test_the_oldest_python_will_do(
    sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python 3.11.2, which Debian 12 has, knows no filters of members."""
    monkeypatch.delattr(tarfile, "data_filter", raising=False)

    def extract(self: tarfile.TarFile, path: str = ".", members: Any = None) -> None:
        raise AssertionError("without a filter this follows links and names")

    monkeypatch.setattr(tarfile.TarFile, "extractall", extract)
    monkeypatch.setattr(tarfile.TarFile, "extract", extract)
    home = Versions(tmp_path / "home")
    assert restore(home, sound, keep=3).number == 1
    assert restore(home, sound, keep=3).number == 2


@pytest.mark.parametrize("packed", [False, True])
def test_a_mark_at_the_start_of_a_dump_is_passed_over(tmp_path: Path, packed: bool) -> None:
    text = b"\xef\xbb\xbf<http://x/> <http://p/> <http://o/> .\n"
    # What it is told by, is its content.
    path = tmp_path / "dump"
    path.write_bytes(gzip.compress(text) if packed else text)
    assert restore(Versions(tmp_path / "home"), path, keep=3).manifest["quads"] == 1


@pytest.mark.parametrize(
    ("term", "instead"),
    [('"x"@fa--rtl', '"x"@fa'), ("<<( <http://a> <http://b> <http://c> )>>", "rdf:subject")],
)
def test_a_dump_of_rdf_of_tomorrow_is_refused(tmp_path: Path, term: str, instead: str) -> None:
    path = tmp_path / "d.nq"
    path.write_text(f"<http://x/> <http://p/> {term} .\n")
    with pytest.raises(MalformedData) as caught:
        restore(Versions(tmp_path / "home"), path, keep=3)
    assert term in caught.value.message
    assert instead in caught.value.hint


def test_a_graph_that_no_query_can_name_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "d.nq"
    path.write_text("<http://x/> <http://p/> <http://o/> _:g .\n")
    with pytest.raises(MalformedData, match="_:g"):
        restore(Versions(tmp_path / "home"), path, keep=3)


def test_literals_that_a_dump_has_in_another_form_are_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "d.nq"
    path.write_text(
        '<http://x/> <http://p/> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n'
    )
    assert main(["restore", str(path), "--home", str(tmp_path / "home")]) == 0
    assert '1 literals are kept in another form, such as "1.50"' in capsys.readouterr().out
