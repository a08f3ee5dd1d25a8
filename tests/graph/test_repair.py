"""What verifying finds, what repairing makes of it, and what a backup or a dump is told to be."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Store

from graph.copies import copied
from peyvand.errors import Overloaded, PeyvandError
from peyvand.graph import maintenance
from peyvand.graph.archives import backup
from peyvand.graph.history import lines_of, publish_lines
from peyvand.graph.maintenance import repair, restore, verify
from peyvand.graph.patch import dump_lines, quads
from peyvand.graph.versions import Version, Versions, write_checksums


def lines(*names: str) -> list[bytes]:
    return sorted(f'<http://x/{name}> <http://p/> "{name}" .\n'.encode() for name in names)


def publish(versions: Versions, found: list[bytes], keep: int = 2) -> Version:
    store = Store()
    store.extend(quads(found))
    store.add_graph(NamedNode("http://g/empty"))
    return publish_lines(versions, store, found, "copy", keep)


@pytest.fixture(scope="module")
def four_versions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with four versions, the newest two whole; to be copied."""
    made = Versions(tmp_path_factory.mktemp("four") / "home")
    for names in ("a", "ab", "abc", "abcd"):
        publish(made, lines(*names))
    return made.home


@pytest.fixture
def versions(four_versions: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Versions:
    """Four versions, the newest two whole; a value that is an IRI violates the shapes."""
    shape = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . <http://s/> sh:targetSubjectsOf <http://p/> ; "
        "sh:property [ sh:path <http://p/> ; sh:nodeKind sh:Literal ] ."
    )
    monkeypatch.setattr(
        maintenance, "read_shapes", lambda files: rdflib.Graph().parse(data=shape, format="turtle")
    )
    return Versions(copied(four_versions, tmp_path / "home"))


def shorten(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


Damage = Callable[[Versions], object]
DAMAGES: dict[str, tuple[Damage, list[tuple[int, str, bool]]]] = {
    "nothing": (lambda v: None, []),
    "a missing description": (
        lambda v: (v.get(4).path / "void.ttl").unlink(),
        [(4, "void.ttl is missing", True)],
    ),
    "a description": (
        lambda v: shorten(v.get(4).path / "void.ttl"),
        [(4, "void.ttl is not what was written", True)],
    ),
    "a manifest that is not there": (
        lambda v: (v.get(2).path / "manifest.json").unlink(),
        [(1, "is damaged", False), (2, "its manifest or checksums cannot be read", False)],
    ),
    "a manifest that is no JSON": (
        lambda v: (v.get(3).path / "manifest.json").write_text("{"),
        [(3, "its manifest or checksums cannot be read", False)],
    ),
    "no checksums": (
        lambda v: (v.get(4).path / "SHA256SUMS").unlink(),
        [(4, "its manifest or checksums cannot be read", False)],
    ),
    "a dump": (
        lambda v: v.get(4).dump.write_bytes(b"".join(lines("a", "b", "c", "e"))),
        [(4, "graph.nq is not what was written", True)],
    ),
    "a dump without a line": (
        lambda v: v.get(4).dump.write_bytes(b"".join(lines("a", "b", "c"))),
        [(4, "graph.nq is not what was written", True)],
    ),
    "a patch": (
        lambda v: shorten(v.get(4).patch),
        [(4, "patch.rdfp is not what was written", True)],
    ),
    "a patch that others need": (
        lambda v: (v.get(2).patch.unlink(), v.get(3).patch.unlink()),
        [
            (1, "is damaged", False),
            (2, "patch.rdfp is missing", True),
            (2, "is damaged", False),
            (3, "patch.rdfp is missing", True),
        ],
    ),
    "no store": (lambda v: shutil.rmtree(v.get(4).store), [(4, "its store is missing", True)]),
    "no store of an older version": (lambda v: shutil.rmtree(v.get(3).store), []),
    "a store that does not open": (
        lambda v: (v.get(4).store / "CURRENT").write_text("nonsense"),
        [(4, "its store cannot be opened", True)],
    ),
    "a dump that is gone beside a store": (lambda v: v.get(4).dump.unlink(), []),
    "all that tells of a graph": (
        lambda v: (shorten(v.get(4).dump), shorten(v.get(4).patch), shutil.rmtree(v.get(4).store)),
        [
            (4, "graph.nq is not what was written", False),
            (4, "patch.rdfp is not what was written", True),
        ],
    ),
    "the link": (lambda v: v.link.unlink(), [(0, "There is no current graph", False)]),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_damage_is_found_and_said_to_be_readable_or_not(
    versions: Versions, damage: str
) -> None:
    make, expected = DAMAGES[damage]
    make(versions)
    found = verify(versions)
    for finding, (number, words, readable) in zip(found, expected, strict=True):
        assert (finding.number, finding.readable) == (number, readable), finding
        assert words in finding.message


def test_a_manifest_with_another_sum_is_not_believed(versions: Versions) -> None:
    path = versions.get(4).path / "manifest.json"
    path.write_text(path.read_text() + "\n")
    found = verify(versions)
    assert [(f.number, f.readable) for f in found] == [(4, True)]
    assert "manifest.json is not what was written" in found[0].message
    path.unlink()
    assert [(f.number, f.readable) for f in verify(versions)] == [(4, False), (0, False)]


@pytest.mark.parametrize(
    ("damage", "number"),
    [
        ("nothing", 4),
        ("a description", 4),
        ("a patch", 4),
        ("no store", 4),
        ("a store that does not open", 4),
        ("a dump", 4),
        ("a dump without a line", 4),
        ("all that tells of a graph", 3),
        ("no checksums", 3),
        ("a manifest that is no JSON", 4),
        ("a dump that is gone beside a store", 4),
        ("the link", 4),
        ("no store of an older version", 4),
    ],
)
def test_the_newest_whole_version_is_current_after_a_repair(
    versions: Versions, damage: str, number: int
) -> None:
    DAMAGES[damage][0](versions)
    assert repair(versions) == Version(versions.get(number).path)
    current = versions.current()
    assert current.number == number
    wanted = lines(*"abcd"[:number])
    assert lines_of(versions, current) == wanted
    store = Store.read_only(str(current.store))
    assert dump_lines(store) == wanted
    assert [str(g.value) for g in store.named_graphs()] == ["http://g/empty"]
    # Nothing is thrown away.
    aside = versions.home / "damaged"
    assert aside.is_dir() == (number == 3)
    if number == 3:
        assert [path.name for path in aside.iterdir()] == ["000004"]
        assert not (versions.folder / "000004").exists()


def test_a_version_behind_a_damaged_one_is_repaired_with_a_new_store(versions: Versions) -> None:
    DAMAGES["all that tells of a graph"][0](versions)
    shutil.rmtree(versions.get(3).store)
    for turn in range(2):
        assert repair(versions).number == 3
        assert dump_lines(Store.read_only(str(versions.current().store))) == lines(*"abc")
        assert publish(versions, lines(*f"abc{turn}")).number == 4
        # A second damaged version of the same number is kept beside the first.
        DAMAGES["all that tells of a graph"][0](versions)
    assert repair(versions).number == 3
    aside = sorted(path.name for path in (versions.home / "damaged").iterdir())
    assert aside == ["000004", "000004-2", "000004-3"]


def recorded(monkeypatch: pytest.MonkeyPatch, home: Path) -> list[str]:
    """What is forced to the disk below a home and moved there from now on, in order."""
    calls: list[str] = []
    real = {name: getattr(os, name) for name in ("fsync", "rename", "replace")}

    def synced(descriptor: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        calls.append(f"fsync {path.relative_to(home)}")
        real["fsync"](descriptor)

    def moved(source: Path, target: Path) -> None:
        calls.append(f"to {Path(target).relative_to(home)}")
        real["rename"](source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", moved)
    monkeypatch.setattr(os, "replace", moved)
    return calls


def test_a_repair_is_on_the_disk_before_the_link_leads_to_it(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    DAMAGES["all that tells of a graph"][0](versions)
    shutil.rmtree(versions.get(3).store)
    calls = recorded(monkeypatch, versions.home)
    repair(versions)
    in_place = calls.index("to versions/000003/store")
    pointed = calls.index("to current")
    assert "fsync versions/000003/.store" in calls[:in_place]
    assert "fsync versions/000003/.store/CURRENT" in calls[:in_place]
    assert "fsync versions/000003" in calls[in_place:pointed]
    aside = calls.index("to damaged/000004")
    assert "fsync damaged" in calls[aside:pointed]
    assert calls[pointed + 1 :] == ["fsync ."]


def test_a_restore_is_on_the_disk_before_anything_leads_to_it(
    versions: Versions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = backup(versions, tmp_path / "b.tar.gz")
    other = Versions(tmp_path / "other")
    calls = recorded(monkeypatch, other.home)
    # What an interrupted run left behind is no hindrance.
    for left in (".restored", "versions/.candidate"):
        (other.home / left).mkdir(parents=True)
        (other.home / left / "half").write_text("x")
    assert restore(other, file, keep=2).number == 4
    place, pointed = calls.index("to versions"), calls.index("to current")
    # The link leads nowhere until one rename brings the whole history.
    assert pointed < place
    forced = {call.removeprefix("fsync ") for call in calls[:pointed]}
    whole = {".restored/" + str(path.relative_to(other.folder)) for path in other.folder.rglob("*")}
    assert whole | {".restored"} <= forced
    assert "fsync ." in calls[place:]
    assert verify(other) == []
    assert sorted(p.name for p in other.home.iterdir()) == [".lock", "current", "versions"]


def test_a_restore_into_an_empty_home_waits_for_no_other_write(
    versions: Versions, tmp_path: Path
) -> None:
    file = backup(versions, tmp_path / "b.tar.gz")
    other = Versions(tmp_path / "other")
    with other.locked(), pytest.raises(Overloaded):
        restore(other, file, keep=2)
    assert other.all() == []


def test_what_comes_back_says_who_brought_it_and_from_where(
    versions: Versions, tmp_path: Path
) -> None:
    file = backup(versions, tmp_path / "b.tar.gz")
    publish(versions, lines("z"))
    made = restore(versions, file, keep=2, by="me")
    assert (made.number, made.manifest["kind"], made.manifest["by"]) == (6, "restore", "me")
    assert made.empty_graphs == ["http://g/empty"]
    assert (made.manifest["added"], made.manifest["removed"]) == (4, 1)
    assert (made.manifest["normalised"], made.manifest["normalised_count"]) == ([], 0)
    assert [v.dump.is_file() for v in versions.all()] == [False] * 4 + [True] * 2
    integer = "<http://www.w3.org/2001/XMLSchema#integer>"
    dump = tmp_path / "d.nq"
    dump.write_text("".join(f'<http://x/{n}> <http://q/> "0{n}"^^{integer} .\n' for n in range(25)))
    made = restore(versions, dump, keep=2)
    assert (len(made.manifest["normalised"]), made.manifest["normalised_count"]) == (20, 25)
    assert made.manifest["by"] == ""


def test_what_violates_the_shapes_does_not_come_back(versions: Versions, tmp_path: Path) -> None:
    dump = tmp_path / "d.nq"
    dump.write_text("".join(f"<http://x/{n}> <http://p/> <http://x/> .\n" for n in range(25)))
    with pytest.raises(PeyvandError, match=r"has 25 violation") as caught:
        restore(versions, dump, keep=2)
    assert caught.value.message.count("\n") == 20
    assert caught.value.hint == "Correct it; nothing was written."
    assert versions.current().number == 4
    # So does a backup whose graph does.
    other = Versions(tmp_path / "other")
    store = Store()
    store.extend(quads([b"<http://x/> <http://p/> <http://x/> .\n"]))
    publish_lines(other, store, dump_lines(store), "copy", 2)
    with pytest.raises(PeyvandError, match="violation"):
        restore(versions, backup(other, tmp_path / "b.tar.gz"), keep=2)


def test_an_archive_with_a_spoilt_dump_is_refused(versions: Versions, tmp_path: Path) -> None:
    versions.current().dump.write_bytes(b"no quads\n")
    write_checksums(versions.current().path)
    file = backup(versions, tmp_path / "b.tar.gz")
    for home in (versions, Versions(tmp_path / "other")):
        with pytest.raises(PeyvandError, match="neither a backup nor N-Quads") as caught:
            restore(home, file, keep=2)
        assert "peyvand backup" in caught.value.hint
    assert Versions(tmp_path / "other").all() == []


def test_without_any_version_there_is_nothing_to_repair(tmp_path: Path) -> None:
    with pytest.raises(PeyvandError, match="no version") as caught:
        repair(Versions(tmp_path))
    assert "backup" in caught.value.hint
