"""Pages that are made of the whole graph: after a write the one before stands for a moment.

Such a page takes seconds on a large graph. Who asks for it just after a write gets the whole page
of the version before, which says what version it is of, while that of the new one is being made.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from flask import copy_current_request_context, g

from peyvand.web.http.messages import Request

T = TypeVar("T")
log = logging.getLogger(__name__)
# How many pages are kept, how many are made at a time, and how long one is waited for if there
# is another to show.
_KEPT, _MAKERS, _WAIT_S = 64, 8, 0.5
Key = tuple[str, ...]


@dataclass(frozen=True)
class _Made:
    """What was made of a page, and the version that it is of.

    ``requests`` are what was read of requests: whether an answer depends on the Host header.
    """

    version: int
    value: Any
    requests: tuple[Request, ...]


class Lasting:
    """Pages that are kept until those of the next version are made.

    Args:
        at_end: is told how their making is ended.
    """

    def __init__(self, at_end: Callable[[Callable[[], None]], None]) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[Key, _Made] = OrderedDict()
        self._making: dict[tuple[Key, int], Future[_Made]] = {}
        self._makers = ThreadPoolExecutor(_MAKERS, "pages")
        at_end(self.close)

    def of(self, key: Key, number: int, make: Callable[[], T]) -> T:
        """What is made of a version for the present request, or was made of one before.

        Args:
            key: what it is, and all that it depends on beside the version.
            number: of the version.
            make: makes it, in a thread of its own.
        """
        with self._lock:
            held = self._held.get(key)
            making = self._making.get((key, number))
            if making is None and (held is None or held.version != number):
                task = copy_current_request_context(partial(_made, number, make))
                making = self._makers.submit(self._make, key, number, task)
                self._making[key, number] = making
        if making is not None:
            held = _finished(making, held)
        assert held is not None
        g.setdefault("peyvand_requests", []).extend(held.requests)
        value: T = held.value
        return value

    def close(self) -> None:
        """Make no more pages."""
        self._makers.shutdown(wait=False, cancel_futures=True)

    def _make(self, key: Key, number: int, task: Callable[[], _Made]) -> _Made:
        try:
            made = task()
            with self._lock:
                self._held[key] = made
                self._held.move_to_end(key)
                while len(self._held) > _KEPT:
                    self._held.popitem(last=False)
            return made
        finally:
            with self._lock:
                self._making.pop((key, number), None)


def _made(number: int, make: Callable[[], object]) -> _Made:
    """Make something of a version, in a thread of its own with the request that asks for it."""
    g.peyvand_version = number
    value = make()
    return _Made(number, value, tuple(g.get("peyvand_requests", ())))


def _finished(making: Future[_Made], held: _Made | None) -> _Made:
    """What is being made, or what is held if there is something and the other takes long."""
    try:
        return making.result(None if held is None else _WAIT_S)
    except Exception as error:
        if held is None:
            raise
        if not isinstance(error, TimeoutError):
            log.exception("a page could not be made again")
        return held
