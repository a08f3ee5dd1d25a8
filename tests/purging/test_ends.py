"""Ended at any call that changes the disk, it serves nothing withdrawn, and the next goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from graph.disk import every_end, put
from graph.reading import read_once
from peyvand.errors import PeyvandError
from peyvand.graph.history import opened
from peyvand.graph.maintenance import verify
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.purging.applying import apply
from peyvand.purging.due import is_due
from purging.small import SECRET, small_history, take_back, text_of, without_shapes

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A disk with a small home from which something is withdrawn."""
    without_shapes(monkeypatch)
    read_once(monkeypatch)
    small_history(tmp_path / "disk" / "home")
    take_back(tmp_path / "disk" / "home")
    return tmp_path / "disk"


def test_it_ends_anywhere(folder: Path, tmp_path: Path) -> None:
    home = folder / "home"
    expected = tmp_path / "expected"
    shutil.copytree(home, expected, symlinks=True)
    apply(Versions(expected))
    sums = [version.graph_sum for version in Versions(expected).all()]
    ends = every_end(folder, lambda: apply(Versions(home)))
    assert len(ends) > 50, "the calls are not seen"
    for end in ends:
        put(end.tree, folder)
        versions = Versions(home)
        try:
            for version in versions.all():
                assert SECRET.encode() not in b"".join(dump_lines(opened(versions, version)))
            versions.current()
        except PeyvandError:
            assert not end.acknowledged
        apply(versions)
        assert not is_due(versions), (end.call, end.how)
        assert [version.graph_sum for version in versions.all()] == sums, (end.call, end.how)
        assert verify(versions) == [], (end.call, end.how)
        assert text_of(folder) == [], (end.call, end.how)
        assert {path.name for path in home.iterdir()} == {
            ".lock",
            "current",
            "requests",
            "versions",
        }
