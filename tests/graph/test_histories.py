"""Whatever is done to homes, in whatever order, and wherever it is stopped: nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from graph.disk import ENDS
from graph.histories import Operation, Quad
from graph.homes import DAMAGES, Homes, Stop

GRAPHS = ("", "http://g0/", "http://g1/")
NAMES = ("s0", "s1", "w0", "w1")
# What sources and dumps have, but no update can name.
NAMELESS = "_:b"

ALL = some.sampled_from("ab")
KEEP = some.integers(1, 3)
FILES = some.sampled_from(["1.tar.gz", "2.tar.gz"])
STOPS = some.none() | some.tuples(some.integers(0, 30), some.sampled_from(ENDS))


def some_quads(*names: str) -> Any:
    """A few quads about the names."""
    quads = some.tuples(some.sampled_from(names), some.sampled_from(GRAPHS))
    return some.frozensets(quads, min_size=1, max_size=3)


OPERATIONS = some.one_of(
    some.builds(Operation, some.sampled_from(["insert", "delete"]), some_quads(*NAMES)),
    some.builds(Operation, some.just("forget"), name=some.sampled_from([*NAMES, NAMELESS])),
    some.builds(
        Operation,
        some.sampled_from(["spread", "clear", "create", "drop"]),
        graph=some.sampled_from(GRAPHS[1:]),
    ),
)


class Histories(RuleBasedStateMachine):
    """Steps with two homes, of which one is used from the beginning."""

    homes: Homes

    @initialize()
    def begin(self) -> None:
        self.homes.build("a")

    def _used(self, home: str) -> str:
        return home if self.homes.homes[home].versions else "a"

    @rule(
        home=ALL,
        operations=some.lists(OPERATIONS, min_size=1, max_size=2),
        keep=KEEP,
        stop=STOPS,
    )
    def update(self, home: str, operations: list[Operation], keep: int, stop: Stop) -> None:
        self.homes.update(self._used(home), *operations, keep=keep, stop=stop)

    @rule(
        home=ALL,
        do=some.sampled_from(["put", "post", "delete"]),
        graph=some.sampled_from(GRAPHS),
        given=some_quads(*NAMES),
        keep=KEEP,
        stop=STOPS,
    )
    def graph_store(
        self, home: str, do: str, graph: str, given: frozenset[Quad], keep: int, stop: Stop
    ) -> None:
        self.homes.graph_store(self._used(home), do, graph, given, keep=keep, stop=stop)

    @rule(home=ALL, number=some.integers(0, 20), keep=KEEP, stop=STOPS)
    def rollback(self, home: str, number: int, keep: int, stop: Stop) -> None:
        home = self._used(home)
        number = number % len(self.homes.homes[home].versions) + 1
        self.homes.rollback(home, number, keep=keep, stop=stop)

    @rule(
        home=ALL,
        change=some.just(frozenset()) | some_quads(*NAMES, NAMELESS),
        keep=KEEP,
        force=some.booleans(),
        stop=STOPS,
    )
    def build(self, home: str, change: frozenset[Quad], keep: int, force: bool, stop: Stop) -> None:
        self.homes.sources ^= change
        self.homes.build(home, keep, force=force, stop=stop)

    @rule(home=ALL, keep=KEEP, stop=STOPS)
    def build_without_what_was_written(self, home: str, keep: int, stop: Stop) -> None:
        self.homes.build(home, keep, discard=True, stop=stop)

    @rule(home=ALL, number=some.integers(0, 20), stop=STOPS)
    def ask_for_dump(self, home: str, number: int, stop: Stop) -> None:
        home = self._used(home)
        number = number % len(self.homes.homes[home].versions) + 1
        self.homes.ask_for_dump(home, number, stop)

    @rule(home=ALL, file=FILES, stop=STOPS)
    def back_up(self, home: str, file: str, stop: Stop) -> None:
        self.homes.back_up(self._used(home), file, stop=stop)

    @rule(home=ALL, file=FILES, keep=KEEP, stop=STOPS)
    def restore(self, home: str, file: str, keep: int, stop: Stop) -> None:
        if file in self.homes.backups:
            self.homes.restore(home, file, keep, stop=stop)

    @rule(home=ALL, given=some_quads(*NAMES, NAMELESS), keep=KEEP, stop=STOPS)
    def restore_dump(self, home: str, given: frozenset[Quad], keep: int, stop: Stop) -> None:
        self.homes.restore_dump(home, given, keep, stop=stop)

    @rule(home=ALL, how=some.sampled_from(sorted(DAMAGES)), stop=STOPS)
    def repair(self, home: str, how: str, stop: Stop) -> None:
        self.homes.repair(self._used(home), how, stop)

    def teardown(self) -> None:
        self.homes.finish()
        shutil.rmtree(self.homes.folder.parent)


def pairs(count: int) -> list[int]:
    """An order of numbers in which each follows each, itself too."""
    order, seen = [0], set()
    while True:
        rest = [number for number in range(count) if (order[-1], number) not in seen]
        if not rest:
            return order
        seen.add((order[-1], rest[-1]))
        order.append(rest[-1])


@pytest.mark.slow
def test_each_step_after_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that is done is kept by whatever comes next, and by what comes after that."""
    homes = Homes(tmp_path, monkeypatch)
    homes.restore_dump("a", frozenset({("s0", ""), ("d", ""), (NAMELESS, "http://g0/")}))
    homes.back_up("a", "1.tar.gz")
    steps = ("build", "dump", "restore", "backup", "rollback", "delete", "insert")
    order = pairs(len(steps))
    assert len(order) == len(steps) ** 2 + 1
    for turn, number in enumerate(order):
        keep, graph = turn % 3 + 1, GRAPHS[turn % 3]
        present = sorted(homes.homes["a"].versions[-1].quads)
        match steps[number]:
            case "build":
                homes.sources ^= {(f"s{turn % 5}", graph)}
                homes.build("a", keep)
            case "dump":
                homes.restore_dump(
                    "a", frozenset({*present[turn % 2 :], (f"d{turn}", graph)}), keep
                )
            case "restore":
                homes.restore("a", "1.tar.gz", keep)
            case "backup":
                homes.back_up("a", "1.tar.gz")
            case "rollback":
                homes.rollback("a", turn * 7 % len(homes.homes["a"].versions) + 1, keep=keep)
            case "delete":
                named = [quad for quad in present if quad[0] != NAMELESS]
                gone = frozenset(named[:: turn % 3 + 1])
                homes.update("a", Operation("delete", gone), keep=keep)
            case "insert":
                new = frozenset({(f"w{turn}", graph), (f"s{turn % 5}", graph)})
                homes.update("a", Operation("insert", new), keep=keep)
    homes.restore("b", "1.tar.gz")
    homes.finish()


@pytest.mark.slow
def test_any_steps_with_any_stops(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Machine(Histories):
        def __init__(self) -> None:
            super().__init__()
            self.homes = Homes(tmp_path_factory.mktemp("homes"), monkeypatch)

    examples = settings.default.max_examples // 8
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=15,
            phases=[Phase.generate],
            report_multiple_bugs=False,
        ),
    )
