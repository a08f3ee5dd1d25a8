"""What is made of a version before anybody asks it, by whom, and what becomes of it."""

from __future__ import annotations

import os
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from peyvand.commands import preparing
from peyvand.commands.preparing import Preparations
from peyvand.graph.bulk import LARGE

VERSIONS: Any = SimpleNamespace()
NAMES = ["search", "audit", "monitor"]


class Made:
    """What is made, by which processes: each leaves a file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.refusing: set[str] = set()
        self.endless: set[str] = set()

    def maker(self, name: str) -> Any:
        def make(versions: Any, version: Any) -> None:
            if os.getpid() != here:
                while name in self.endless:
                    time.sleep(1)
                if name in self.refusing:
                    os._exit(1)
            # What is asked of is what this process holds.
            text = f"{os.getpid() == here} {version.held['graph']}"
            (self.folder / name).write_text(text, encoding="utf-8")

        here = os.getpid()
        return make

    def told(self) -> dict[str, str]:
        """What was made, and whether by this process."""
        return {path.name: path.read_text(encoding="utf-8") for path in self.folder.iterdir()}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    made = Made(tmp_path)
    monkeypatch.setattr(preparing, "_APART", {name: made.maker(name) for name in NAMES})
    monkeypatch.setattr("peyvand.commands.preparing.partners.prepare", made.maker("partners"))
    return made


def version(quads: int) -> Any:
    return SimpleNamespace(number=7, manifest={"quads": quads}, held={"graph": "held"})


def test_of_a_small_version_all_is_made_here(made: Made) -> None:
    small = version(LARGE - 1)
    preparations = Preparations(VERSIONS)
    preparations.begin(small)
    assert made.told() == {}
    preparations.end(small)
    assert made.told() == dict.fromkeys(["partners", *NAMES], "True held")
    preparations.close()


def test_of_a_large_version_what_takes_longest_is_made_by_other_processes(made: Made) -> None:
    large = version(LARGE)
    preparations = Preparations(VERSIONS)
    preparations.begin(large)
    for process in preparations._running.values():
        process.join(30)
    # What must be of a proven version alone is not begun yet.
    assert made.told() == dict.fromkeys(["search", "audit"], "False held")
    preparations.end(large)
    assert made.told() == {**dict.fromkeys(NAMES, "False held"), "partners": "True held"}
    preparations.close()


def test_what_another_process_could_not_make_is_made_here(made: Made) -> None:
    made.refusing |= {"audit", "monitor"}
    preparations = Preparations(VERSIONS)
    preparations.begin(version(LARGE))
    preparations.end(version(LARGE))
    assert made.told() == {
        **dict.fromkeys(["partners", "audit", "monitor"], "True held"),
        "search": "False held",
    }


def test_of_a_version_that_is_refused_nothing_is_made_any_longer(made: Made) -> None:
    made.endless |= {"search", "audit"}
    preparations = Preparations(VERSIONS)
    preparations.begin(version(LARGE))
    running = list(preparations._running.values())
    assert len(running) == 2
    preparations.close()
    assert not any(process.is_alive() for process in running)
    assert made.told() == {}
