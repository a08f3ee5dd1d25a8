"""Feeding all engines of a home at once, so that none waits for one that is slow or not there."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from peyvand.disk import alone
from peyvand.engines.feeding import Connect, Done, sync
from peyvand.engines.kinds import connect as connected
from peyvand.engines.model import Engine
from peyvand.errors import PeyvandError
from peyvand.graph.versions import Versions

_LOCK = ".engines"
# As often, in seconds, the statements are counted of one that says it holds the version; what
# somebody else wrote to it is found then at the latest.
_COUNTED_EVERY_S = 60.0
_MOST = 32


@dataclass
class _Fed:
    """An engine as it is fed: when its statements were counted last, and what is under way."""

    counted: float = float("-inf")
    now: Future[Done] | None = None


@dataclass
class Feeder:
    """What feeds the engines of a home, in a thread for each; no other process does meanwhile.

    Args:
        versions: the home.
        connect: makes what speaks with an engine.
    """

    versions: Versions
    connect: Connect = connected
    _fed: dict[str, _Fed] = field(default_factory=dict)

    def __enter__(self) -> Self:
        home = self.versions.home
        self._alone = alone(home / _LOCK, f"feeds the engines of {home}")
        self._alone.__enter__()
        self._pool = ThreadPoolExecutor(_MOST)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(cancel_futures=True)
        self._alone.__exit__(kind, error, trace)

    def begin(self, engines: Sequence[Engine]) -> None:
        """Feed those that are not being fed."""
        for engine in engines:
            fed = self._fed.setdefault(engine.name, _Fed())
            if fed.now is None:
                closely = time.monotonic() - fed.counted >= _COUNTED_EVERY_S
                if closely:
                    fed.counted = time.monotonic()
                fed.now = self._pool.submit(
                    sync, self.versions, engine, self.connect, closely=closely
                )

    def done(self, timeout_s: float | None) -> Iterator[tuple[str, Done | Exception]]:
        """What comes to its end, as it does.

        Args:
            timeout_s: how long to wait, in seconds; until all has, if not given.

        Yields:
            The name of an engine, and what was done, or why it was not.
        """
        until = None if timeout_s is None else time.monotonic() + timeout_s
        while under_way := {
            fed.now: name for name, fed in self._fed.items() if fed.now is not None
        }:
            left = None if until is None else max(until - time.monotonic(), 0)
            ended, _ = wait(under_way, left, FIRST_COMPLETED)
            if not ended:
                return
            for one in ended:
                name = under_way[one]
                self._fed[name].now = None
                try:
                    yield name, one.result()
                except (PeyvandError, OSError) as error:
                    self._fed[name].counted = float("-inf")
                    yield name, error
