"""Stopped at any call that changes the disk, a home has the old version or the new one, whole.

The calls of Python that change names, and those that force to the disk what was written, are
counted in a forked child, which ends before one of them as if it had been killed there. Each of
them is tried, so that a wrong order of two of them is found whatever the clock says.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from peyvand.errors import NotFound, NoVersion
from peyvand.graph.archives import backup
from peyvand.graph.care import verify
from peyvand.graph.history import lines_of
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import CHECKSUMS, MANIFEST, Versions

pytestmark = pytest.mark.slow

NEW = b'<http://x.example/100> <http://p.example/> "100" .\n'
NEXT = b'<http://x.example/200> <http://p.example/> "200" .\n'


class Mother:
    """The process that forks the steps."""

    def __init__(self) -> None:
        path = Path(__file__).with_name("failpoint_mother.py")
        self._process = subprocess.Popen(
            [sys.executable, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def ask(self, stop: int | None, step: str, *arguments: Any) -> dict[str, Any]:
        """Take a step until a call, or to its end; what came of it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = json.dumps([step, [a if isinstance(a, int) else str(a) for a in arguments], stop])
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer
        return answer

    def do(self, step: str, *arguments: Any) -> int:
        """Take a step to its end; the version that it gives."""
        number: int = self.ask(None, step, *arguments)["number"]
        return number

    def every_stop(
        self, home: Path, folder: Path, step: str, *arguments: Any
    ) -> Iterator[tuple[Path, bool]]:
        """A copy of a home after each stop of a step, and at last where the step was not stopped.

        Gives with it whether the step came to its end.
        """
        for number in range(1000):
            at = folder / str(number)
            # As in a home, tables of stores are shared between versions, and nothing changes them.
            shutil.copytree(
                home, at, symlinks=True,
                copy_function=lambda a, b: (os.link if a.endswith(".sst") else shutil.copy2)(a, b),
            )  # fmt: skip
            stopped = self.ask(number, step, at, *arguments)["stopped"]
            yield at, not stopped
            shutil.rmtree(at)
            if not stopped:
                assert number > 5, "the calls are not seen"
                return
        pytest.fail("it never ends")

    def end(self) -> None:
        """End it."""
        self._process.communicate(timeout=10)


@pytest.fixture(scope="module")
def mother() -> Iterator[Mother]:
    made = Mother()
    yield made
    made.end()


@pytest.fixture
def home(tmp_path: Path, mother: Mother) -> Path:
    """Three versions, of which the second loses its bulk when the fourth comes."""
    made = tmp_path / "home"
    made.mkdir()
    for count in (2, 5, 3):
        mother.do("publish", made, count)
    return made


def current(home: Path) -> tuple[int, list[bytes]]:
    """The current version and its graph, which its store has too; 0 if there is none."""
    versions = Versions(home)
    try:
        version = versions.current()
    except NoVersion:
        return 0, []
    lines = lines_of(versions, version)
    assert dump_lines(Store.read_only(str(version.store))) == lines
    return version.number, lines


def test_a_write_that_is_stopped_anywhere_is_whole_or_absent(
    home: Path, tmp_path: Path, mother: Mother
) -> None:
    graphs = {v.number: lines_of(Versions(home), v) for v in Versions(home).all()}
    graphs[4] = sorted([*graphs[3], NEW])
    seen = []
    for at, finished in mother.every_stop(home, tmp_path / "stops", "write", 100):
        versions = Versions(at)
        number, lines = current(at)
        seen.append(number)
        assert number in (3, 4)
        assert lines == graphs[number]
        # What was never acknowledged is in no list, and has no number.
        assert [v.number for v in versions.all()] == list(range(1, number + 1))
        if (versions.folder / "000004").exists() and number == 3:
            with pytest.raises(NotFound):
                versions.get(4)
        assert verify(versions) == []
        # The next write takes the next number, and holds only its own change and what was there.
        assert mother.do("write", at, 200) == number + 1
        assert current(at) == (number + 1, sorted([*lines, NEXT]))
        assert verify(versions) == []
        for version in range(1, number + 1):
            assert lines_of(versions, versions.get(version)) == graphs[version]
        assert not list(versions.folder.glob(".*"))
        assert not finished or number == 4
    # There are stops on both sides of the one call that makes it the new one.
    assert seen == sorted(seen)
    assert set(seen[:-1]) == {3, 4}


def test_a_first_version_that_is_stopped_anywhere_does_not_hinder(
    tmp_path: Path, mother: Mother
) -> None:
    empty = tmp_path / "home"
    empty.mkdir()
    for at, finished in mother.every_stop(empty, tmp_path / "stops", "publish", 3):
        number, lines = current(at)
        assert (number, len(lines)) in ((0, 0), (1, 3))
        assert not finished or number == 1
        mother.do("publish", at, 4)
        assert len(current(at)[1]) == 4
        assert verify(Versions(at)) == []


def test_a_restore_that_is_stopped_anywhere_can_be_repeated(
    home: Path, tmp_path: Path, mother: Mother
) -> None:
    mother.do("write", home, 100)
    first = lines_of(Versions(home), Versions(home).get(1))
    file = backup(Versions(home), tmp_path / "b.tar.gz")
    wanted = current(home)
    empty = tmp_path / "empty"
    empty.mkdir()
    for at, finished in mother.every_stop(empty, tmp_path / "stops", "restore", file):
        found = current(at)
        assert found == wanted if finished else found in ((0, []), wanted)
        mother.do("restore", at, file)
        assert current(at)[1] == wanted[1]
        versions = Versions(at)
        assert verify(versions) == []
        assert lines_of(versions, versions.get(1)) == first


def test_a_repair_that_is_stopped_anywhere_can_be_repeated(
    home: Path, tmp_path: Path, mother: Mother
) -> None:
    versions = Versions(home)
    spoilt, whole = versions.get(3), versions.get(2)
    good = lines_of(versions, whole)
    spoilt.dump.write_bytes(spoilt.dump.read_bytes()[:-9])
    shutil.rmtree(whole.store)
    for at, _ in mother.every_stop(home, tmp_path / "stops", "repair"):
        mother.do("repair", at)
        assert current(at) == (2, good)
        assert verify(Versions(at)) == []
        assert (at / "damaged" / "000003" / "graph.nq").is_file()


def test_what_is_acknowledged_is_on_the_disk(home: Path, mother: Mother) -> None:
    told = mother.ask(None, "write", home, 100)
    calls = told["calls"]
    place, link = str(home / "versions" / "000004"), str(home / "current")
    # All that the folder holds, and what its folders list, is on the disk when it gets its name.
    assert dict(told["unsafe"])[place] == []
    moved, pointed = calls.index(["rename", place]), calls.index(["replace", link])
    assert moved < pointed
    # The name is there before anything leads to it, and the link before the write is acknowledged.
    assert ["fsync", str(home / "versions")] in calls[moved:pointed]
    assert ["fsync", str(home)] in calls[pointed:]
    # Nothing of an older version is given up before.
    given_up = [n for n, (_, at) in enumerate(calls) if at.endswith(".gone")]
    assert min(given_up) > calls.index(["fsync", str(home)], pointed)
    forced = {Path(at).name for name, at in calls[:moved] if name == "fsync"}
    assert {MANIFEST, CHECKSUMS, "graph.nq", "patch.rdfp", "writes.rdfp", "CURRENT"} <= forced
