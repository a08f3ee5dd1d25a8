"""Engines that are killed and cut off in the middle end with what was written, or are told of."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tools.engines.processes import Process
from tools.engines.trial import Trial

from peyvand.engines.kinds import connect
from peyvand.engines.model import engines
from peyvand.graph.history import publish_lines
from peyvand.graph.patch import dump_lines
from peyvand.graph.versions import Versions
from waiting import LIMIT_S

X = "http://x.example/"


class Work:
    """Versions that are published and fed, one after another."""

    def __init__(self, home: Path) -> None:
        self.versions, self.store, self.done = Versions(home), Store(), 0
        self.trial: Trial | None = None
        for number in range(300):
            self.add(f"n{number}")
        self.publish()

    def add(self, name: str) -> None:
        self.store.add(Quad(NamedNode(X + name), NamedNode(X + "p"), Literal("متن " * 40)))

    def publish(self) -> None:
        publish_lines(self.versions, self.store, dump_lines(self.store), "copy", keep=3)

    def __call__(self) -> None:
        self.done += 1
        for number in range(5):
            self.add(f"w{self.done}-{number}")
        self.publish()
        assert self.trial is not None
        self.trial.feed()


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Work]:
    made = Work(tmp_path / "home")
    stand_ins = [Process(name, tmp_path / name) for name in ("one", "two")]
    made.trial = Trial(tmp_path / "home", stand_ins, random.Random(7))
    yield made
    made.trial.end()


def test_engines_that_are_killed_and_cut_off_hold_what_was_written(work: Work) -> None:
    trial = work.trial
    assert trial is not None
    trial.feed(LIMIT_S)
    for _ in range(3):
        trial.kill(work, 0.3)
        trial.cut(work, 3000)
    trial.finish(LIMIT_S)
    assert (trial.counts.killed, trial.counts.cut, trial.counts.different) == (3, 3, 0)
    # Both were fed by changes, and not only loaded at the end.
    assert trial.counts.fed > 2
    # The trial tells what is wrong, when something is.
    with connect(engines(trial.versions.home)[0]) as node:
        node.update(f"INSERT DATA {{ <{X}theirs> <{X}p> 1 }}")
    work.publish()
    trial.processes[1].kill()
    trial.finish(0)
    assert trial.counts.different == 1
