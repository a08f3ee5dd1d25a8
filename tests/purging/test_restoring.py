"""A backup of before a withdrawal brings nothing back, whatever home it is restored in."""

from __future__ import annotations

from pathlib import Path

import pytest

from peyvand.errors import Withheld
from peyvand.graph.archives import backup
from peyvand.graph.history import opened
from peyvand.graph.maintenance import restore, verify
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from peyvand.purging.applying import apply
from peyvand.purging.due import is_due
from purging.small import ID, SECRET, small_history, take_back, text_of, without_shapes


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small home, and a backup of it beside it."""
    without_shapes(monkeypatch)
    small_history(tmp_path / "home")
    backup(Versions(tmp_path / "home"), tmp_path / "backup.tar.gz")
    return tmp_path / "home"


def without_secret(home: Path) -> list[bytes]:
    """The statements of the newest version, once it is seen that nothing tells the secret."""
    versions = Versions(home)
    assert not is_due(versions)
    assert verify(versions) == []
    assert text_of(home) == []
    lines = dump_lines(opened(versions, versions.current()))
    assert SECRET.encode() not in b"".join(lines)
    return lines


def test_where_it_is_withdrawn_already(home: Path) -> None:
    assert text_of(home) != []
    take_back(home)
    versions = Versions(home)
    apply(versions)
    left = without_secret(home)
    restore(versions, home.parent / "backup.tar.gz", keep=3)
    assert without_secret(home) == left
    assert len(versions.all()) == 5


def test_in_an_empty_home_it_is_served_to_nobody(home: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    take_back(empty)
    versions = Versions(empty)
    restore(versions, home.parent / "backup.tar.gz", keep=3)
    with pytest.raises(Withheld):
        versions.current()
    with pytest.raises(Withheld):
        versions.get(1)
    assert versions.all() == []
    assert apply(versions) == [1, 2, 3, 4]
    without_secret(empty)
    assert f"{ID}/claim/F9-1" in (empty / "requests" / "journal.jsonl").read_text()
