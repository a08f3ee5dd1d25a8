"""How often an address may send something that costs us work or room, whatever the operator set."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from peyvand.errors import TooMany
from peyvand.wording import Words

# How many addresses are remembered; whoever was longest not seen is forgotten first.
_ADDRESSES = 4096
_HOUR_S = 3600.0


class Turns:
    """How often each address has sent one kind of things within the last hour.

    Args:
        most: how often it may.
        refusal: gives the texts of the refusal.
    """

    def __init__(self, most: int, refusal: Callable[[], Words]) -> None:
        self._most, self._refusal = most, refusal
        self._lock = threading.Lock()
        self._times: OrderedDict[str, deque[float]] = OrderedDict()

    def take(self, client: str) -> None:
        """Count one more.

        Args:
            client: the address.

        Raises:
            TooMany: the address has sent too many; this one is not counted.
        """
        now = time.monotonic()
        with self._lock:
            times = self._times.pop(client, deque())
            while times and now - times[0] > _HOUR_S:
                times.popleft()
            self._times[client] = times
            while len(self._times) > _ADDRESSES:
                self._times.popitem(last=False)
            if len(times) >= self._most:
                raise TooMany(**self._refusal())
            times.append(now)
