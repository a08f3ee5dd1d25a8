"""Processes that write, one write after another, and are killed at a random moment."""

from __future__ import annotations

import os
import random
import signal
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path

from tools.crash.home import Home

# A kill comes within so many writes.
_WRITES = 3
_PACED = 3


class Writers:
    """Writers of a home, forked by a process that has loaded what they need.

    Args:
        home: what they write to.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._mother = subprocess.Popen(
            [sys.executable, "-m", "tools.crash.mother", str(home.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).resolve().parents[2],
        )
        self._begun_and_ended()
        # How long a process takes that makes so many writes, the first of which is slower.
        self._span = statistics.median(self._begun_and_ended() for _ in range(_PACED))

    def _begun_and_ended(self) -> float:
        begun, child = time.monotonic(), self._begun()
        for _ in range(_WRITES):
            self._heard()
        took = time.monotonic() - begun
        os.kill(child, signal.SIGKILL)
        self._wait()
        return took

    def kill_one(self, chance: random.Random) -> None:
        """Have a writer write, end it, and look what is there."""
        timer = threading.Timer(
            chance.random() * self._span, os.kill, (self._begun(), signal.SIGKILL)
        )
        timer.start()
        self._wait()
        timer.join()
        self._home.look()

    def close(self) -> None:
        """Have one more write made: whatever was left behind is no hindrance."""
        child = self._begun()
        if not self._heard():
            self._home.counts.half_made += 1
        os.kill(child, signal.SIGKILL)
        self._wait()
        assert self._mother.stdin is not None
        assert self._mother.stdout is not None
        self._mother.stdin.close()
        self._mother.wait()
        self._mother.stdout.close()

    def _begun(self) -> int:
        """The number of a process that has begun to write."""
        assert self._mother.stdin is not None
        assert self._mother.stdout is not None
        self._mother.stdin.write(f"{self._home.begun + 1}\n")
        self._mother.stdin.flush()
        return int(self._mother.stdout.readline().split()[1])

    def _heard(self) -> bool:
        """Whether one more write was acknowledged, and no process ended."""
        assert self._mother.stdout is not None
        kind, *told = self._mother.stdout.readline().split()
        if kind == "dead":
            return False
        number, version = map(int, told)
        self._home.acknowledge(number, version)
        self._home.begun = number
        return True

    def _wait(self) -> None:
        while self._heard():
            pass
