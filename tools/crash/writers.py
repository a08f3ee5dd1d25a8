"""Processes that write, one write after another, and are killed at a random moment."""

from __future__ import annotations

import os
import random
import signal
import time

from peyvand.query import writer
from tools.crash.home import Home

# A kill comes within so many writes.
_WRITES = 3


class Writers:
    """Writers of a home that are forked here, so that none has to load anything.

    Args:
        home: what they write to.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        writer.prepare()
        begun = time.monotonic()
        for _ in range(_WRITES):
            home.begun += 1
            done = writer.write(home.job(home.begun))
            home.acknowledge(home.begun, done.version)
        self._pace = (time.monotonic() - begun) / _WRITES

    def kill_one(self, chance: random.Random) -> None:
        """Have a writer write, end it, and look what is there."""
        home = self._home
        reading, writing = os.pipe()
        first = home.begun
        child = os.fork()
        if not child:
            os.close(reading)
            for number in range(first + 1, first + 1000):
                done = writer.write(home.job(number))
                os.write(writing, f"{number} {done.version}\n".encode())
            os._exit(0)
        os.close(writing)
        time.sleep(chance.random() * _WRITES * self._pace)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with open(reading, "rb") as told:
            for line in told.read().decode().splitlines():
                number, version = map(int, line.split())
                home.acknowledge(number, version)
        home.begun = max(home.acknowledged) + 1
        home.look()

    def close(self) -> None:
        """Make one more write: whatever was left behind is no hindrance."""
        self._home.begun += 1
        done = writer.write(self._home.job(self._home.begun))
        self._home.acknowledge(self._home.begun, done.version)
