"""Versions: numbered, immutable, switched atomically, never lost by a failed build."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from peyvand.errors import NoVersion, PeyvandError
from peyvand.graph.versions import Versions


def publish(versions: Versions, text: str, keep: int = 5) -> int:
    with versions.candidate() as folder:
        (folder / "graph.nq").write_text(text, encoding="utf-8")
        return versions.publish(folder, {"quads": len(text)}, keep).number


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
