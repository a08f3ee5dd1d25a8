"""Who runs next: a lane for the first moments of every query, a lane for those that run long.

Which query is light cannot be told from its text. So every query begins in the light lane, for a
moment that is the shorter the more wait there; one that is not done by then goes on in the long
lane if that has a place, or else is stopped and begun again when its turn comes. A light query
therefore never waits behind long ones. In both lanes clients take turns.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque

from peyvand.errors import Overloaded
from peyvand.wording import say

# The first moments of a query when nothing waits, and when much does, in seconds.
LONGEST_MOMENT_S = 0.4
SHORTEST_MOMENT_S = 0.05
# At least so many may wait for their first moment, which comes soon.
_FIRST_MOMENTS = 256

Waiter = asyncio.Future[None]


class FairQueue:
    """Waiters by client: each client's in order, the clients in turn.

    Args:
        size: most waiters of all clients together.
        calm: while no more wait than this, the oldest of a client is first, beyond it the newest.
            In a rush the old ones have waited in vain already, and a light query that comes after
            them is answered at once ("adaptive LIFO", as large services have it).
    """

    def __init__(self, size: int, calm: int | None = None) -> None:
        self._size = size
        self._calm = size if calm is None else calm
        self._lines: OrderedDict[str, deque[Waiter]] = OrderedDict()

    def __len__(self) -> int:
        return sum(len(line) for line in self._lines.values())

    def push(self, client: str, waiter: Waiter) -> None:
        """Take a place in the queue.

        When the queue is full, the client with the most waiters gives up its last one, unless
        that is the client that comes.

        Raises:
            Overloaded: there is no place.
        """
        if len(self) >= self._size:
            greedy = max(self._lines, key=lambda name: len(self._lines[name]), default=client)
            own = len(self._lines.get(client, ()))
            if self._size == 0 or len(self._lines[greedy]) <= own + 1:
                raise overloaded(len(self))
            self._lines[greedy].pop().set_exception(overloaded(len(self)))
        self._lines.setdefault(client, deque()).append(waiter)

    def pop(self, may: dict[str, int] | None = None, most: int = 0) -> tuple[str, Waiter] | None:
        """The next waiter, from the client whose turn it is.

        Args:
            may: how many places each client holds.
            most: the most that one client may hold, if ``may`` is given.
        """
        for client in list(self._lines):
            if may is not None and may.get(client, 0) >= most:
                continue
            line = self._lines[client]
            while line:
                waiter = line.popleft() if len(self) <= self._calm else line.pop()
                if not waiter.done():
                    # The client goes to the end of the round.
                    self._lines.move_to_end(client)
                    if not line:
                        del self._lines[client]
                    return client, waiter
            del self._lines[client]
        return None

    def drop(self, client: str, waiter: Waiter) -> None:
        """Give up a place."""
        line = self._lines.get(client)
        if line is not None and waiter in line:
            line.remove(waiter)
            if not line:
                del self._lines[client]


class Lane:
    """Places for queries, and the queue before them.

    Args:
        places: how many may run.
        share: how many of them one client may hold.
        queue: how many may wait.
        calm: see ``FairQueue``.
    """

    def __init__(self, places: int, share: int, queue: int, calm: int | None = None) -> None:
        self.places, self.share = places, share
        self._waiting = FairQueue(queue, calm)
        self._held: dict[str, int] = {}
        self._taken = 0

    @property
    def waiting(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def free(self, client: str) -> bool:
        """Whether the client could have a place at once."""
        return self._taken < self.places and self._held.get(client, 0) < self.share

    def take(self, client: str) -> None:
        """Hold a place; ``free`` was asked before."""
        self._taken += 1
        self._held[client] = self._held.get(client, 0) + 1

    async def enter(self, client: str, patience_s: float) -> None:
        """Wait for a place and hold it.

        Raises:
            Overloaded: the queue is full, or no place came free in time.
        """
        if not self.waiting and self.free(client):
            self.take(client)
            return
        waiter: Waiter = asyncio.get_running_loop().create_future()
        self._waiting.push(client, waiter)
        # A place may be free that only others may not have.
        self._next()
        try:
            # Unlike wait_for, this never takes a cancellation for an answer.
            await asyncio.wait([waiter], timeout=patience_s)
        except asyncio.CancelledError:
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self.leave(client)
            self._give_up(client, waiter)
            raise
        if not waiter.done():
            self._give_up(client, waiter)
            raise Overloaded(**say("queue-slow", seconds=patience_s))
        waiter.result()

    def _give_up(self, client: str, waiter: Waiter) -> None:
        self._waiting.drop(client, waiter)
        waiter.cancel()

    def leave(self, client: str) -> None:
        """Give a place back."""
        self._taken -= 1
        self._held[client] -= 1
        if not self._held[client]:
            del self._held[client]
        self._next()

    def _next(self) -> None:
        while self._taken < self.places:
            first = self._waiting.pop(self._held, self.share)
            if first is None:
                return
            client, waiter = first
            self.take(client)
            waiter.set_result(None)


class Admission:
    """The two lanes.

    Args:
        light: places in the light lane.
        long: places in the long lane.
        queue: how many long queries may wait; many more may wait for a first moment.
    """

    def __init__(self, light: int, long: int, queue: int) -> None:
        self.light = Lane(light, light, max(_FIRST_MOMENTS, queue * 8), calm=light)
        # No client takes the last long place of several, so that another's turn comes.
        self.long = Lane(long, max(1, long - 1), queue)

    def moment(self) -> float:
        """How long a query may stay in the light lane now, in seconds."""
        places = self.light.places
        share = places / (places + self.light.waiting)
        return max(SHORTEST_MOMENT_S, LONGEST_MOMENT_S * share)


def overloaded(waiting: int) -> Overloaded:
    """The refusal of one query too many."""
    return Overloaded(**say("queue-full", waiting=waiting, seconds=5))
