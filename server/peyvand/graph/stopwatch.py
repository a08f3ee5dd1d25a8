"""How long each step of something took."""

from __future__ import annotations

import time
from collections.abc import Callable


class Stopwatch:
    """Times steps that follow each other.

    Args:
        step: is called with the name of each step as it begins.
    """

    def __init__(self, step: Callable[[str], None]) -> None:
        self._step = step
        self._name, self._start = "", 0.0
        self.seconds: dict[str, float] = {}

    def begin(self, name: str) -> None:
        """End the step before, and begin another."""
        self.end()
        self._name, self._start = name, time.monotonic()
        self._step(name)

    def end(self) -> None:
        """End the last step."""
        if self._name:
            self.seconds[self._name] = round(time.monotonic() - self._start, 2)
            self._name = ""
