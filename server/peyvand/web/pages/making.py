"""What takes long to make, made while whoever asks for it is told how far it is."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict, dataclass
from typing import Generic, TypeVar

from flask import copy_current_request_context, g

from peyvand.errors import Overloaded
from peyvand.wording import say

T = TypeVar("T")


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
        make: makes it of the version that is given, with the request that asks first; is given
            what it is to call with the number of each step that it begins.
        version: that it is made of.
        steps: how many there are.
    """

    def __init__(
        self, make: Callable[[Callable[[int], None]], T], version: int, steps: int
    ) -> None:
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

    @property
    def is_over(self) -> bool:
        """Whether it is made, or has failed."""
        return self._result.done()

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
            if self.is_over:
                return self._result.result()
            raise BeingMade(self._progress) from None

    def _begin(self, step: int) -> None:
        self._progress = Progress(step, self._progress.steps)
