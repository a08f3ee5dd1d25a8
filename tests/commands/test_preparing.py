"""What is made of a version before anybody asks it, by whom, and what becomes of it."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from peyvand.commands import preparing
from peyvand.commands.preparing import Preparations
from peyvand.graph.bulk import LARGE

VERSIONS: Any = SimpleNamespace(home="/nowhere")


class Fakes:
    """What is made, and by which processes."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.asked: list[list[str]] = []
        self.codes = {"search": 0, "audit": 0, "monitor": 0}
        self.killed: list[str] = []
        self.running: set[str] = set()

    def start(self, command: list[str], **options: Any) -> Any:
        self.asked.append(command)
        name = command[2]

        def wait() -> int:
            self.running.discard(name)
            return self.codes[name]

        self.running.add(name)
        return SimpleNamespace(
            wait=wait,
            poll=lambda: None if name in self.running else self.codes[name],
            kill=lambda: self.killed.append(name),
            communicate=lambda: None,
        )

    def here(self, name: str) -> Any:
        return lambda versions, version: self.made.append(name)


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> Fakes:
    made = Fakes()
    monkeypatch.setattr("peyvand.commands.preparing.subprocess.Popen", made.start)
    monkeypatch.setattr(preparing, "_APART", {name: made.here(name) for name in made.codes})
    monkeypatch.setattr(preparing, "_PROVEN", ("monitor",))
    monkeypatch.setattr("peyvand.commands.preparing.partners.prepare", made.here("partners"))
    return made


def version(quads: int) -> Any:
    return SimpleNamespace(number=7, manifest={"quads": quads})


def test_of_a_small_version_all_is_made_here(fakes: Fakes) -> None:
    Preparations(VERSIONS).end(version(10))
    assert fakes.made == ["partners", "search", "audit", "monitor"]
    assert fakes.asked == []


def test_of_a_large_version_what_takes_longest_is_made_beside_the_proof(fakes: Fakes) -> None:
    large = version(LARGE)
    preparations = Preparations(VERSIONS)
    preparations.begin(large)
    assert [command[2] for command in fakes.asked] == ["search", "audit"]
    preparations.end(large)
    assert fakes.asked == [[sys.executable, "-m", name, "/nowhere", "7"] for name in fakes.codes]
    assert fakes.made == ["partners"]
    preparations.close()
    assert fakes.killed == []


def test_what_another_process_could_not_make_is_made_here(fakes: Fakes) -> None:
    fakes.codes["audit"] = 1
    Preparations(VERSIONS).end(version(LARGE))
    assert fakes.made == ["partners", "audit"]


def test_of_a_version_that_is_refused_nothing_is_made_any_longer(fakes: Fakes) -> None:
    preparations = Preparations(VERSIONS)
    preparations.begin(version(LARGE))
    preparations.close()
    assert fakes.killed == ["search", "audit"]
    late = Preparations(VERSIONS)
    late.close()
    late.begin(version(LARGE))
    assert len(fakes.asked) == 2
