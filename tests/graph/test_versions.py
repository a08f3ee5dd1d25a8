"""Versions: numbered, immutable, switched atomically, never lost by a failed build."""

from __future__ import annotations

import calendar
import hashlib
import json
import os
import re
import stat
import subprocess
import threading
import time
from pathlib import Path

import pytest

from peyvand.errors import NotFound, NoVersion, Overloaded, PeyvandError
from peyvand.graph.versions import INDEXES, Version, Versions, now


def publish(versions: Versions, text: str, keep: int = 5) -> int:
    with versions.candidate() as folder:
        (folder / "graph.nq").write_text(text, encoding="utf-8")
        return versions.publish(folder, {"quads": len(text)}, keep).number


def whole(versions: Versions, kind: str = "update", keep: int = 2) -> Version:
    """Publish a version that has all the files that a version may have."""
    with versions.candidate() as folder:
        for name in ("graph.nq", "patch.rdfp", "writes.rdfp", "search.sqlite", "void.ttl"):
            (folder / name).write_text(name, encoding="utf-8")
        (folder / "store").mkdir()
        (folder / "store" / "table").write_text("x", encoding="utf-8")
        return versions.publish(folder, {"kind": kind}, keep)


def bulk(version: Version) -> set[str]:
    every = {"graph.nq", "patch.rdfp", "writes.rdfp", "search.sqlite", "store", "void.ttl"}
    return every & {path.name for path in version.path.iterdir()}


def test_without_a_build_there_is_no_version(tmp_path: Path) -> None:
    with pytest.raises(NoVersion, match="no current graph") as caught:
        Versions(tmp_path).current()
    assert "peyvand build" in caught.value.hint


def test_versions_count_from_one_and_the_last_is_current(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "home")
    assert [publish(versions, "a"), publish(versions, "b")] == [1, 2]
    current = versions.current()
    assert current.number == 2
    assert current.dump.read_text(encoding="utf-8") == "b"
    assert current.manifest["version"] == 2


def test_a_home_that_another_makes_meanwhile_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, seen = tmp_path / "home", Path.is_dir

    def is_dir(path: Path) -> bool:
        found = seen(path)
        if path == home and not found:
            home.mkdir()
        return found

    monkeypatch.setattr(Path, "is_dir", is_dir)
    assert publish(Versions(home), "a") == 1


def test_a_candidate_that_fails_leaves_the_current_version(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    publish(versions, "a")

    def fail() -> None:
        with versions.candidate() as folder:
            (folder / "graph.nq").write_text("b", encoding="utf-8")
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        fail()
    assert versions.current().number == 1
    assert [p.name for p in (tmp_path / "versions").iterdir()] == ["000001"]


def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    publish(versions, "a")
    left = tmp_path / "versions" / ".candidate"
    left.mkdir()
    (left / "half").write_text("x", encoding="utf-8")
    assert versions.current().number == 1
    assert publish(versions, "b") == 2
    assert not (versions.current().path / "half").exists()


def test_a_first_version_that_never_became_current_is_none(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    publish(versions, "a")
    versions.link.unlink()
    assert versions.all() == []
    with pytest.raises(NotFound):
        versions.get(1)
    assert publish(versions, "b") == 1
    assert versions.current().dump.read_text(encoding="utf-8") == "b"


def test_where_it_is_not_known_what_was_published_nothing_is_removed(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    for text in "ab":
        publish(versions, text)
    versions.link.unlink()
    with pytest.raises(NoVersion, match="no current graph") as caught:
        publish(versions, "c")
    assert "peyvand restore" in caught.value.hint
    assert sorted(p.name for p in versions.folder.iterdir()) == ["000001", "000002"]


def test_one_build_at_a_time(tmp_path: Path) -> None:
    versions = Versions(tmp_path)

    def second() -> None:
        with versions.candidate():
            pass

    with versions.candidate(), pytest.raises(PeyvandError, match="Another write"):
        second()


def test_versions_that_cannot_be_remade_are_kept_whole(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    for text in "abcd":
        publish(versions, text, keep=2)
    # There are no patches here: nothing may be given up.
    assert [version.number for version in versions.all()] == [1, 2, 3, 4]
    assert all(version.dump.is_file() for version in versions.all())
    assert publish(versions, "e", keep=2) == 5


def test_checksums_are_those_that_sha256sum_checks(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    publish(versions, "a")
    path = versions.current().path
    done = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=path, check=False)
    assert done.returncode == 0
    (path / "graph.nq").write_text("changed", encoding="utf-8")
    done = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd=path, check=False)
    assert done.returncode != 0


def test_a_version_without_its_manifest_is_named_as_incomplete(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    publish(versions, "a")
    (versions.current().path / "manifest.json").unlink()
    with pytest.raises(NoVersion, match="incomplete"):
        versions.current()


def test_a_home_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    def begin() -> None:
        with Versions(tmp_path / "file" / "home").candidate():
            pass

    with pytest.raises(PeyvandError, match="cannot be written"):
        begin()


def test_a_manifest_begins_with_its_number_and_is_read_as_it_stands(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    with versions.candidate() as folder:
        made = versions.publish(folder, {"by": "شهر", "empty_graphs": ["http://g/"]}, 5)
    text = (made.path / "manifest.json").read_text(encoding="utf-8")
    assert text.startswith('{\n  "version": 1,')
    assert "شهر" in text
    assert text.endswith("}\n")
    assert made.manifest == json.loads(text) == {
        "version": 1, "by": "شهر", "empty_graphs": ["http://g/"]
    }  # fmt: skip
    assert made.empty_graphs == ["http://g/"]
    assert Version(versions.get(1).path).empty_graphs == ["http://g/"]
    publish(versions, "x")
    assert versions.current().empty_graphs == []


def test_the_checksums_are_of_every_file_but_their_own_and_of_what_is_made_again(
    tmp_path: Path,
) -> None:
    made = whole(Versions(tmp_path))
    lines = (made.path / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    without = ("SHA256SUMS", *INDEXES)
    names = sorted(p.name for p in made.path.iterdir() if p.is_file() and p.name not in without)
    assert lines == [
        f"{hashlib.sha256((made.path / name).read_bytes()).hexdigest()}  {name}" for name in names
    ]
    assert "manifest.json" in names


def test_the_link_is_relative_so_that_a_home_can_be_moved(tmp_path: Path) -> None:
    versions = Versions(tmp_path / "home")
    publish(versions, "a")
    publish(versions, "b")
    assert os.readlink(versions.link) == "versions/000002"
    (tmp_path / "home").rename(tmp_path / "moved")
    assert Versions(tmp_path / "moved").current().number == 2


def test_a_home_is_the_same_wherever_the_process_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    versions = Versions(Path("home"))
    publish(versions, "a")
    monkeypatch.chdir("/")
    assert versions.current().number == 1


def test_what_lies_beyond_the_current_version_was_never_published(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    for text in "abc":
        publish(versions, text)
    versions.point(versions.get(2))
    assert [version.number for version in versions.all()] == [1, 2]
    assert versions.get(2).dump.read_text(encoding="utf-8") == "b"
    with pytest.raises(NotFound, match="3"):
        versions.get(3)
    with pytest.raises(NotFound, match="9"):
        versions.get(9)
    (versions.get(1).path / "manifest.json").unlink()
    with pytest.raises(NotFound, match="1"):
        versions.get(1)
    # The next takes its number and leaves nothing of it.
    assert publish(versions, "d") == 3
    assert versions.get(3).dump.read_text(encoding="utf-8") == "d"


def test_without_a_link_no_version_is_known_and_nothing_is_removed(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    for text in "ab":
        publish(versions, text)
    (versions.folder / "notes").mkdir()
    for target in (None, "elsewhere"):
        versions.link.unlink()
        if target:
            versions.link.symlink_to(target)
        # Nobody can tell which of them were published.
        assert versions.all() == []
        with pytest.raises(NotFound, match="2"):
            versions.get(2)
        with pytest.raises(NoVersion) as caught:
            versions.current()
        assert "peyvand restore" in caught.value.hint
        with pytest.raises(NoVersion), versions.candidate():
            pass
        if target:
            versions.link.unlink()
        versions.point(Version(versions.folder / "000002"))
        assert [version.number for version in versions.all()] == [1, 2]
    assert publish(versions, "c") == 3
    assert (versions.folder / "notes").is_dir()
    assert Versions(tmp_path / "nothing").all() == []


def test_an_incomplete_version_is_told_by_its_number_and_has_a_way_back(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    publish(versions, "a")
    (versions.current().path / "manifest.json").unlink()
    with pytest.raises(NoVersion, match="Version 000001") as caught:
        versions.current()
    assert "peyvand restore" in caught.value.hint


@pytest.mark.parametrize(
    ("kind", "kept"),
    [
        ("update", {"patch.rdfp", "void.ttl"}),
        ("rollback", {"patch.rdfp", "void.ttl"}),
        # What a build kept, and what came with a backup, no patch tells.
        ("build", {"patch.rdfp", "void.ttl", "writes.rdfp"}),
        ("restore", {"patch.rdfp", "void.ttl", "writes.rdfp"}),
    ],
)
def test_older_versions_keep_what_they_are_remade_from(
    tmp_path: Path, kind: str, kept: set[str]
) -> None:
    versions = Versions(tmp_path)
    first = whole(versions, kind)
    assert first.patch.read_text(encoding="utf-8") == "patch.rdfp"
    every = bulk(first)
    assert len(every) == 6
    for _ in range(3):
        whole(versions, kind)
    assert [bulk(version) for version in versions.all()] == [kept, kept, every, every]
    # Nothing is left of what was given up, and what stays can be checked.
    assert not list(versions.folder.rglob("*.gone"))
    sums = (versions.get(1).path / "SHA256SUMS").read_text(encoding="utf-8")
    assert hashlib.sha256(b"patch.rdfp").hexdigest() in sums


def test_a_version_whose_successor_has_no_patch_stays_whole(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    whole(versions)
    publish(versions, "no patch")
    for _ in range(3):
        whole(versions)
    assert len(bulk(versions.get(1))) == 6
    assert bulk(versions.get(2)) == set()
    assert bulk(versions.get(3)) == {"patch.rdfp", "void.ttl"}


@pytest.mark.parametrize(("keep", "wholes"), [(0, 4), (-1, 4), (1, 1), (3, 3), (9, 4)])
def test_so_many_versions_are_kept_whole(tmp_path: Path, keep: int, wholes: int) -> None:
    versions = Versions(tmp_path)
    for _ in range(4):
        whole(versions, keep=keep)
    found = [version.number for version in versions.all() if version.dump.is_file()]
    assert found == list(range(5 - wholes, 5))
    assert [version.store.is_dir() for version in versions.all()] == [
        n in found for n in range(1, 5)
    ]


def test_what_was_left_while_giving_up_is_no_hindrance(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    made = whole(versions)
    left = made.path / "store.gone"
    left.mkdir()
    (left / "half").write_text("x", encoding="utf-8")
    for _ in range(2):
        whole(versions)
    assert bulk(made) == {"patch.rdfp", "void.ttl"}
    assert not left.exists()


def test_a_write_does_not_fail_because_of_what_cannot_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.rmdir

    def refuse(path: str, **more: int) -> None:
        if str(path).endswith(".gone"):
            raise PermissionError(path)
        real(path, **more)

    versions = Versions(tmp_path)
    for _ in range(2):
        whole(versions)
    monkeypatch.setattr(os, "rmdir", refuse)
    assert whole(versions).number == 3
    # It is not found under its name, whole or in part.
    assert bulk(versions.get(1)) == {"patch.rdfp", "void.ttl"}


def test_a_lock_is_waited_for_as_long_as_is_said(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    held, free = threading.Event(), threading.Event()

    def hold() -> None:
        with versions.locked():
            held.set()
            free.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(60)
    try:
        for wait_s in (0.0, 0.1):
            began = time.monotonic()
            with pytest.raises(Overloaded, match="Another write"), versions.candidate(wait_s):
                pass
            assert time.monotonic() - began >= wait_s
        # Who waits long enough gets it when it is free.
        threading.Timer(0.1, free.set).start()
        with versions.candidate(60) as folder:
            assert folder.is_dir()
            assert free.is_set()
    finally:
        free.set()
        thread.join()
    with versions.locked():
        pass


def test_all_that_is_published_is_forced_to_the_disk_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a loss of power must not take, is on the disk before anything leads to it."""
    calls: list[str] = []
    real = {name: getattr(os, name) for name in ("fsync", "rename", "replace")}

    def synced(descriptor: int) -> None:
        fact = os.fstat(descriptor)
        size = "" if stat.S_ISDIR(fact.st_mode) else f" {fact.st_size}"
        path = Path(os.readlink(f"/proc/self/fd/{descriptor}"))
        calls.append(f"fsync {path.relative_to(tmp_path)}{size}")
        real["fsync"](descriptor)

    def moved(source: Path, target: Path) -> None:
        calls.append(
            f"{Path(source).relative_to(tmp_path)} to {Path(target).relative_to(tmp_path)}"
        )
        real["rename"](source, target)

    versions = Versions(tmp_path)
    whole(versions)
    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", moved)
    monkeypatch.setattr(os, "replace", moved)
    held = len(os.listdir("/proc/self/fd"))
    made = whole(versions)
    assert len(os.listdir("/proc/self/fd")) == held
    place = calls.index("versions/.candidate to versions/000002")
    pointed = calls.index(".current to current")
    assert {*calls[:place]} == {
        "fsync versions/.candidate",
        "fsync versions/.candidate/store",
        *(
            f"fsync versions/.candidate/{path.relative_to(made.path)} {path.stat().st_size}"
            for path in made.path.rglob("*")
            if path.is_file()
        ),
    }
    assert calls[place - 1] == "fsync versions/.candidate"
    assert calls[place + 1 : pointed] == ["fsync versions"]
    assert calls[pointed + 1 :] == ["fsync ."]


def test_the_moment_of_a_version_is_in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tehran")
    time.tzset()
    try:
        told = now()
    finally:
        monkeypatch.undo()
        time.tzset()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told)
    moment = calendar.timegm(time.strptime(told, "%Y-%m-%dT%H:%M:%SZ"))
    assert abs(moment - time.time()) < 60
