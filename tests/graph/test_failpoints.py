"""Ended at any call that changes the disk, a step was never taken, or it is whole.

Each step is taken once. Before each of its calls is read what would be found if it were killed
there, or if the power went; whatever is found is put in place of the disk, compared with what
must be there, and gone on from.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.histories import Operation
from graph.homes import DAMAGES, Homes, Stop
from peyvand.graph.maintenance import verify

pytestmark = pytest.mark.slow

FILE = "1.tar.gz"


def insert(*names: str) -> Operation:
    return Operation("insert", frozenset((name, "http://g1/") for name in names))


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Homes:
    """One home with four versions, of which the newest two are whole, and one that is empty."""
    made = Homes(tmp_path, monkeypatch)
    made.build("a")
    made.update("a", insert("w0"), Operation("create", graph="http://g2/"))
    made.back_up("a", FILE)
    made.update("a", Operation("forget", name="s0"))
    made.update("a", insert("w1"))
    return made


def build(homes: Homes, home: str, stop: Stop) -> None:
    homes.sources ^= {("s2", "")}
    homes.build(home, keep=1, stop=stop)


# The home that each step is taken in, and the step.
STEPS: dict[str, tuple[str, Callable[[Homes, Stop], None]]] = {
    "update": ("a", lambda homes, stop: homes.update("a", insert("w2"), keep=2, stop=stop)),
    "first build": ("b", lambda homes, stop: build(homes, "b", stop)),
    "build": ("a", lambda homes, stop: build(homes, "a", stop)),
    "rollback": ("a", lambda homes, stop: homes.rollback("a", 1, keep=1, stop=stop)),
    "restore": ("a", lambda homes, stop: homes.restore("a", FILE, keep=1, stop=stop)),
    "first restore": ("b", lambda homes, stop: homes.restore("b", FILE, stop=stop)),
    "put": (
        "a",
        lambda homes, stop: homes.graph_store(
            "a", "put", "http://g1/", frozenset({("w9", "")}), stop=stop
        ),
    ),
    "dump": ("a", lambda homes, stop: homes.ask_for_dump("a", 4, stop=stop)),
    "backup": ("a", lambda homes, stop: homes.back_up("a", FILE, stop=stop)),
    **{
        f"repair: {how}": ("a", lambda homes, stop, how=how: homes.repair("a", how, stop=stop))
        for how in DAMAGES
    },
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_that_ends_anywhere_is_whole_or_absent(homes: Homes, name: str) -> None:
    home, step = STEPS[name]
    ends = 0

    def go_on() -> None:
        nonlocal ends
        ends += 1
        if homes.homes[home].versions:
            assert verify(homes.versions(home)) == []
        if home == "b":
            # What was stopped can be repeated.
            homes.restore(home, FILE)
        else:
            homes.update(home, insert("w3"))
        assert verify(homes.versions(home)) == []

    step(homes, go_on)
    assert ends > 3, "the calls are not seen"
