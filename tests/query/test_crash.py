"""Killed at any moment, a writer loses nothing that it acknowledged, and breaks nothing.

What Python does to the disk is stopped at every call in ``tests/graph/test_failpoints.py``. Here
real processes are killed, a few of them, which may be anywhere: in the engine, too.
"""

from __future__ import annotations

import http.client
import itertools
import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pyoxigraph import Store

from peyvand.graph.history import lines_of
from peyvand.graph.maintenance import verify
from peyvand.graph.patch import dump_lines
from peyvand.graph.tally import Tally
from peyvand.graph.versions import Versions
from waiting import LIMIT_S
from web.live import publish, running, small_store

ROUNDS = 20
# Kills come within so many writes.
WRITES = 3


def pace(mother: subprocess.Popen[str]) -> float:
    """How long one write takes, in seconds: the median of a few."""
    assert mother.stdin is not None
    assert mother.stdout is not None
    mother.stdin.write("1000000\n")
    mother.stdin.flush()
    child = int(mother.stdout.readline().partition(" ")[2])
    times = []
    for _ in range(8):
        mother.stdout.readline()
        times.append(time.monotonic())
    os.kill(child, signal.SIGKILL)
    while mother.stdout.readline() != "dead\n":
        pass
    return statistics.median(b - a for a, b in itertools.pairwise(times))


@pytest.mark.slow
def test_a_writer_that_is_killed_at_any_point_loses_nothing(tmp_path: Path) -> None:
    publish(tmp_path, small_store())
    mother = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("crash_mother.py")), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert mother.stdin is not None
    assert mother.stdout is not None
    versions = Versions(tmp_path)
    acknowledged: dict[int, int] = {}
    in_the_middle = 0
    try:
        one = pace(mother)
        # The moments, in writes, are spread evenly, and in a fixed order. Whole writes are waited
        # for, however long they take, and only the rest is a time.
        moments = [divmod(WRITES * n / ROUNDS, 1) for n in range(ROUNDS)]
        random.Random(1).shuffle(moments)
        for turn, (whole, part) in enumerate(moments):
            mother.stdin.write(f"{turn * 1000}\n")
            mother.stdin.flush()
            _, _, child = mother.stdout.readline().partition(" ")
            timer = threading.Timer(part * one, os.kill, (int(child), signal.SIGKILL))
            told = 0
            if not whole:
                timer.start()
            while (line := mother.stdout.readline()) != "dead\n":
                _, number, version = line.split()
                acknowledged[int(number)] = int(version)
                told += 1
                if told == whole:
                    timer.start()
            timer.join()
            in_the_middle += (tmp_path / "versions" / ".candidate").exists()
            current = versions.current()
            if acknowledged:
                assert current.number >= max(acknowledged.values())
            lines = lines_of(versions, current)
            present = b"".join(lines)
            for number in acknowledged:
                assert f"<http://x.example/{number}>".encode() in present
            assert Tally.of(lines) == current.tally
            assert dump_lines(Store.read_only(str(current.store))) == lines
    finally:
        mother.stdin.close()
        mother.wait(LIMIT_S)
        mother.stdout.close()
    # Those that were waited for; what more comes before a kill is the machine's matter.
    assert len(acknowledged) >= sum(int(whole) for whole, _ in moments) > 0
    # The kills did hit writes under way.
    assert in_the_middle > ROUNDS / 4
    assert verify(versions) == []
    first = lines_of(versions, versions.get(1))
    assert first == dump_lines(small_store())


@pytest.mark.slow
def test_a_server_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    publish(tmp_path, small_store())
    kept: list[str] = []
    for turn in range(2):
        with running(tmp_path) as server:
            for name in kept:
                assert server.select(f"SELECT ?o {{ <{name}> ?p ?o }}") == ["1"]

            # The first write is slower; it is not the one to be killed.
            first = f"http://x.example/first/{turn}"
            assert server.update(f"INSERT DATA {{ <{first}> <http://p/> 1 }}").status == 200
            kept.append(first)

            def kill(process: int = server.process.pid, moment: float = 0.2 + turn / 10) -> None:
                time.sleep(moment)
                os.kill(process, signal.SIGKILL)

            thread = threading.Thread(target=kill)
            thread.start()
            number = 0
            try:
                while True:
                    name = f"http://x.example/{turn}/{number}"
                    got = server.update(f"INSERT DATA {{ <{name}> <http://p/> 1 }}")
                    assert got.status == 200
                    kept.append(name)
                    number += 1
            except (OSError, http.client.HTTPException):
                pass
            thread.join()
            children = server.processes()[1:]
            deadline = time.monotonic() + 5
            while any(Path(f"/proc/{p}").exists() for p in children):
                assert time.monotonic() < deadline, "the processes outlive the server"
                time.sleep(0.05)
    assert kept
    versions = Versions(tmp_path)
    assert verify(versions) == []
    present = b"".join(lines_of(versions, versions.current()))
    assert [name for name in kept if f"<{name}>".encode() not in present] == []
