"""From threads to the event loop that the endpoint lives in, and back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

from peyvand.query.messages import Question
from peyvand.web.endpoint.routes import Core
from peyvand.web.http.messages import Reply, Request

T = TypeVar("T")
# Nothing that a page asks takes longer than the endpoint's own deadlines.
_PATIENCE_S = 300


class Bridge:
    """The endpoint, for callers in threads.

    Args:
        make: makes the endpoint, in the loop.
        loop: the loop; without one a loop of its own runs in a thread.
    """

    def __init__(
        self, make: Callable[[], Core], loop: asyncio.AbstractEventLoop | None = None
    ) -> None:
        self._own = loop is None
        self._endings: list[Callable[[], None]] = []
        self._loop = loop or asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True, name="endpoint")
        if self._own:
            self._thread.start()
            self.core = self.call(_made(make))
        else:
            self.core = make()

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of a coroutine that runs in the loop; not to be called from the loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_S)

    def ask(self, text: str, format: str = "json", version: int | None = None) -> bytes:
        """The whole answer to a query of our own, on a version or on the current one."""
        return self.call(self._ask(Question(text, format), version))

    def answer(self, request: Request) -> Reply:
        """The endpoint's answer, its pieces to be taken by ``pieces``."""
        return self.call(self.core.answer(request))

    def pieces(self, reply: Reply) -> Iterator[bytes]:
        """The pieces of an answer."""
        assert reply.pieces is not None
        while True:
            try:
                yield self.call(_next(reply))
            except _Finished:
                return

    def release(self, reply: Reply) -> None:
        """End what an answer still holds."""
        self._loop.call_soon_threadsafe(reply.close)

    def at_end(self, ending: Callable[[], None]) -> None:
        """Have something of the pages ended with the endpoint."""
        self._endings.append(ending)

    def close(self) -> None:
        """End what pages began, and the endpoint itself if the loop is our own."""
        while self._endings:
            self._endings.pop()()
        if self._own and self._loop.is_running():
            self.call(self.core.executor.close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

    async def _ask(self, question: Question, version: int | None) -> bytes:
        answer = await self.core.executor.query(question, version=version)
        try:
            if answer.body is not None:
                return answer.body
            assert answer.pieces is not None
            return b"".join([piece async for piece in answer.pieces])
        finally:
            answer.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()


class _Finished(Exception):
    """There are no more pieces; StopIteration cannot leave a coroutine."""


async def _next(reply: Reply) -> bytes:
    assert reply.pieces is not None
    try:
        return await anext(reply.pieces)
    except StopAsyncIteration:
        raise _Finished from None


async def _made(make: Callable[[], Core]) -> Core:
    return make()
