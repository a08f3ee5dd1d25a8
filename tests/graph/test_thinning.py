"""Of every version enough is kept that it can be made again, and no more than that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from peyvand.graph.thinning import thin


class Folder:
    """A folder of versions, each with empty files and stores."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, number: int, *names: str, kind: str = "update") -> None:
        folder = self.path / f"{number:06d}"
        folder.mkdir()
        (folder / "manifest.json").write_text(json.dumps({"kind": kind}))
        for name in names:
            (folder / name).mkdir() if name == "store" else (folder / name).write_text("")

    def left(self) -> list[str]:
        """What stands beside the manifests and changes."""
        skipped = ("manifest.json", "patch.rdfp")
        return sorted(
            f"{int(path.parent.name)}/{path.name}"
            for path in self.path.glob("*/*")
            if path.name not in skipped
        )


@pytest.fixture
def versions(tmp_path: Path) -> Folder:
    """A build and five writes."""
    made = Folder(tmp_path)
    made.add(1, "graph.nq", "store", "writes.rdfp", "search.sqlite", kind="build")
    for number in range(2, 7):
        made.add(number, "store", "patch.rdfp")
    return made


def test_the_last_dump_stays_for_those_that_have_none(versions: Folder) -> None:
    thin(versions.path, 6, 2)
    kept = ["1/graph.nq", "1/search.sqlite", "1/writes.rdfp"]
    assert versions.left() == [*kept, "5/store", "6/store"]
    # There is nothing more to give up.
    thin(versions.path, 6, 2)
    assert versions.left() == [*kept, "5/store", "6/store"]


def test_a_newer_dump_and_a_newer_index_take_their_place(versions: Folder) -> None:
    thin(versions.path, 6, 2)
    for name in ("graph.nq", "graph.nq.sha256", "search.sqlite"):
        (versions.path / "000006" / name).write_text("")
    versions.add(7, "store", "patch.rdfp")
    thin(versions.path, 7, 2)
    newest = ["6/graph.nq", "6/graph.nq.sha256", "6/search.sqlite", "6/store", "7/store"]
    assert versions.left() == ["1/writes.rdfp", *newest]
    versions.add(8, "store", "patch.rdfp")
    versions.add(9, "store", "patch.rdfp")
    thin(versions.path, 9, 1)
    kept = ["6/graph.nq", "6/graph.nq.sha256", "6/search.sqlite"]
    assert versions.left() == ["1/writes.rdfp", *kept, "9/store"]


def test_what_cannot_be_made_again_is_kept(versions: Folder) -> None:
    (versions.path / "000004" / "patch.rdfp").unlink()
    thin(versions.path, 6, 1)
    # To 4 and those after it nothing leads from the dump.
    assert [name for name in versions.left() if "store" in name] == [
        "1/store", "2/store", "3/store", "4/store", "5/store", "6/store",
    ]  # fmt: skip


def test_what_was_being_removed_is_removed(versions: Folder) -> None:
    thin(versions.path, 6, 2)
    (versions.path / "000004" / "store.gone").mkdir()
    (versions.path / "000004" / ".dump").write_text("half")
    thin(versions.path, 6, 2)
    assert versions.left()[3:] == ["5/store", "6/store"]


def test_a_manifest_that_cannot_be_read_costs_nothing(versions: Folder) -> None:
    (versions.path / "000001" / "manifest.json").write_text("{")
    thin(versions.path, 6, 2)
    assert "1/writes.rdfp" in versions.left()
