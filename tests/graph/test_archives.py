"""A backup is unpacked to plain files in their places, and to nothing else."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.cli import main
from peyvand.errors import MalformedData, PeyvandError
from peyvand.graph import archives
from peyvand.graph.archives import backup
from peyvand.graph.care import restore
from peyvand.graph.history import publish_lines
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
