"""What takes long to make, made while whoever asks for it is told how far it is."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

from flask import copy_current_request_context, g

from peyvand.errors import Overloaded, QueryTimeout
from peyvand.wording import say

T = TypeVar("T")
# How long a page is waited for before it tells how far its matter is, and how long a file, which
# can tell nothing; in seconds. What stands between people and a server gives up after 30 or more.
PATIENCE_S, PATIENCE_OF_FILES_S = 10.0, 25.0
# How often a question is asked where the server is too busy to answer it in time.
TRIES = 3
# Is called with the number of each step that begins.
Begin = Callable[[int], None]


@dataclass(frozen=True)
class Progress:
    """How far something is.

    Attributes:
        step: the number of the step that is under way, from 1.
        steps: how many there are.
        share: of this step, how much is done, from 0 to 1.
    """

    step: int
    steps: int
    share: float = 0.0

    @property
    def done(self) -> float:
        """How many steps are done, with what is done of the one under way."""
        return round(self.step - 1 + self.share, 2)


class BeingMade(Overloaded):
    """What is asked for is being made, and is there in a moment; ``progress`` tells how far it is.

    Args:
        progress: how far.
    """

    def __init__(self, progress: Progress) -> None:
        super().__init__(**say("being-made", step=progress.step, steps=progress.steps))
        self.progress, self.members = progress, asdict(progress)


class Making(Generic[T]):
    """Something that is made in a thread of its own, for a request and those that come meanwhile.

    Args:
        make: makes it of the version that is given, with the request that asks first.
        version: that it is made of.
        steps: how many there are.
    """

    def __init__(self, make: Callable[[Begin], T], version: int, steps: int) -> None:
        self._began, self._progress = time.monotonic(), Progress(1, steps)
        self._result: Future[T] = Future()

        @copy_current_request_context
        def run() -> None:
            g.peyvand_version = version
            try:
                self._result.set_result(make(self._begin))
            except BaseException as error:
                self._result.set_exception(error)

        # It has the priority of the thread that begins it.
        threading.Thread(target=run, name="making", daemon=True).start()

    def result(self, patience_s: float) -> T:
        """What is made.

        Args:
            patience_s: how long it is waited for from its beginning on, so that who comes again
                and again to look is answered at once.

        Raises:
            BeingMade: it takes longer.
            Exception: what its making has raised.
        """
        left = self._began + patience_s - time.monotonic()
        try:
            return self._result.result(max(0.0, left))
        except TimeoutError:
            # It may have raised this itself, or be there just now.
            if self._result.done():
                return self._result.result()
            raise BeingMade(self._progress) from None

    def _begin(self, step: int) -> None:
        self._progress = Progress(step, self._progress.steps)


class Made(Generic[T]):
    """What was asked for lately, each made where it is asked for first.

    Args:
        kept: how many.
    """

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()
        self._making: dict[Hashable, Making[T]] = {}

    def of(
        self,
        key: Hashable,
        make: Callable[[Begin], T],
        version: int,
        steps: int,
        patience_s: float,
    ) -> T:
        """One of them; see ``Making`` for what it is made by.

        Args:
            key: what it is.
            make: makes it.
            version: that it is made of.
            steps: in how many steps.
            patience_s: how long it is waited for.

        Raises:
            BeingMade: it takes longer.
            Exception: what its making has raised. It is told once; who comes next begins anew.
        """
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key]
            making = self._making.get(key)
            if making is None:
                making = self._making[key] = Making(make, version, steps)
        try:
            made = making.result(patience_s)
        except BeingMade:
            raise
        except BaseException:
            self._over(key, making)
            raise
        with self._lock:
            self._held[key] = made
            while len(self._held) > self._kept:
                self._held.popitem(last=False)
        self._over(key, making)
        return made

    def _over(self, key: Hashable, making: Making[T]) -> None:
        with self._lock:
            if self._making.get(key) is making:
                del self._making[key]


def patiently(ask: Callable[[], T]) -> T:
    """What a question is answered, which is asked again where the server is too busy for it."""
    for _ in range(TRIES - 1):
        try:
            return ask()
        except (QueryTimeout, Overloaded):
            continue
    return ask()
