"""A home that is written to while its engines are killed, cut off and out of room."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from peyvand.engines.feeding import check
from peyvand.engines.kinds import connect
from peyvand.engines.model import engines, keep
from peyvand.engines.together import Feeder
from peyvand.errors import PeyvandError
from peyvand.graph.versions import Versions
from tools.engines.processes import Process

_FILL = "filled"


@dataclass
class Counts:
    """What came of a trial; from the failed reads on, all should be 0."""

    killed: int = 0
    cut: int = 0
    filled: int = 0
    fed: int = 0
    loaded: int = 0
    acknowledged: int = 0
    reads: int = 0
    read_elsewhere: int = 0
    failed_reads: int = 0
    wrong_reads: int = 0
    stale_reads: int = 0
    lost: int = 0
    different: int = 0

    @property
    def wrong(self) -> int:
        """How much is not as it should be."""
        reads = self.failed_reads + self.wrong_reads + self.stale_reads
        return reads + self.lost + self.different


class Trial:
    """Engines of a home, and what happens to them.

    Args:
        home: with a version.
        processes: the engines, which are started.
        chance: where and when they are hit.
    """

    def __init__(self, home: Path, processes: Sequence[Process], chance: random.Random) -> None:
        self.versions, self.processes, self.chance = Versions(home), processes, chance
        self.counts = Counts()
        keep(home, [process.engine for process in processes])
        for process in processes:
            process.start()

    def feed(self, limit_s: float | None = None) -> list[str]:
        """Have the engines hold the current version, and tell what was done or was wrong.

        Args:
            limit_s: try again for so long, in seconds, until nothing is wrong; once if not given.
        """
        until = time.monotonic() + (limit_s or 0)
        while True:
            told, failed = [], False
            with Feeder(self.versions) as feeder:
                feeder.begin(engines(self.versions.home))
                for _, done in feeder.done(None):
                    failed |= isinstance(done, Exception)
                    told.append(str(done) if isinstance(done, Exception) else done.how)
            self.counts.fed += sum(how.startswith("changes") for how in told)
            self.counts.loaded += sum(how.startswith("loaded") for how in told)
            if not failed or time.monotonic() >= until:
                return told
            time.sleep(0.2)

    def kill(self, work: Callable[[], None], longest_s: float) -> None:
        """Kill one engine after a while of some work, and start it again.

        Args:
            work: what goes on meanwhile, again and again.
            longest_s: the longest that passes before, and that it is down, in seconds.
        """
        process = self.chance.choice(self.processes)
        self._go_on(work, longest_s)
        process.kill()
        self._go_on(work, longest_s)
        process.start()
        self.counts.killed += 1

    def cut(self, work: Callable[[], None], most: int) -> None:
        """Cut what an engine is sent after some bytes."""
        process = self.chance.choice(self.processes)
        before = process.way.cuts
        process.way.cut_after(self.chance.randrange(1, most))
        until = time.monotonic() + 30
        while process.way.cuts == before and time.monotonic() < until:
            work()
        self.counts.cut += process.way.cuts - before

    def fill(self, process: Process, work: Callable[[], None], longest_s: float) -> None:
        """Let the disk of an engine, which has one of its own, have no room for a while."""
        path = process.folder / _FILL
        with suppress(OSError), path.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(65_536))
        self._go_on(work, longest_s)
        path.unlink()
        self.counts.filled += 1

    def finish(self, limit_s: float) -> None:
        """Feed them a last time, and compare what they hold with what was written."""
        self.feed(limit_s)
        for engine in engines(self.versions.home):
            held = None
            try:
                with connect(engine) as node:
                    held = node.held()
                wrong = check(self.versions, engine)
            except PeyvandError as error:
                wrong = str(error)
            behind = held is None or held.number != self.versions.current().number
            self.counts.different += bool(wrong or behind)
            if wrong:
                print(f"{engine.name}: {wrong}", flush=True)

    def end(self) -> None:
        """End the engines."""
        for process in self.processes:
            process.end()

    def _go_on(self, work: Callable[[], None], longest_s: float) -> None:
        until = time.monotonic() + self.chance.random() * longest_s
        while time.monotonic() < until:
            work()


def jar() -> Path | None:
    """The jar of Fuseki: ``PEYVAND_FUSEKI_JAR``, or where Maven keeps it; None without it."""
    if named := os.environ.get("PEYVAND_FUSEKI_JAR"):
        return Path(named)
    kept = Path.home() / ".m2/repository/org/apache/jena/jena-fuseki-server"
    return max(kept.glob("*/*.jar"), default=None)
