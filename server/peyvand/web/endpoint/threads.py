"""From threads to the event loop that the endpoint lives in, and back."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from typing import Any, TypeVar

from peyvand.graph.versions import Version, Versions
from peyvand.query.messages import Question
from peyvand.query.writes import Write, WriteAnswer
from peyvand.settings import Settings
from peyvand.tokens import Token
from peyvand.web.endpoint.routes import Endpoint
from peyvand.web.http.messages import Reply, Request
from peyvand.web.http.routing import Handler, Route, Routes
from peyvand.web.linked_data.addresses import Name
from peyvand.web.linked_data.description.thing import Description, Standing

T = TypeVar("T")
Binding = dict[str, dict[str, str]]
# Nothing that a page asks takes longer than the endpoint's own deadlines.
_PATIENCE_S = 300


class Bridge:
    """The endpoint, for callers in threads.

    Args:
        make: makes the endpoint, in the loop.
        loop: the loop; without one a loop of its own runs in a thread.
    """

    def __init__(
        self, make: Callable[[], Endpoint], loop: asyncio.AbstractEventLoop | None = None
    ) -> None:
        self._own = loop is None
        self._endings: list[Callable[[], None]] = []
        self._loop = loop or asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True, name="endpoint")
        if self._own:
            self._thread.start()
            self.endpoint = self.call(_made(make))
        else:
            self.endpoint = make()

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of a coroutine that runs in the loop; not to be called from the loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_PATIENCE_S)

    def ask(self, text: str, format: str = "json", version: int | None = None) -> bytes:
        """The whole answer to a query of our own, on a version or on the current one."""
        return self.call(self.endpoint.ask(Question(text, format, hints=False), version))

    def select(self, text: str, version: int | None = None) -> list[Binding]:
        """The rows that answer a SELECT query of our own, as the JSON format writes terms."""
        found: list[Binding] = json.loads(self.ask(text, version=version))["results"]["bindings"]
        return found

    def select_all(self, texts: Sequence[str], version: int | None = None) -> list[list[Binding]]:
        """The rows of several queries of our own, asked at the same time; see ``select``.

        Half of the workers for light queries are left to others.

        Raises:
            PeyvandError: a query fails; what others were asked meanwhile is given up.
        """
        if len(texts) == 1:
            return [self.select(texts[0], version)]
        answers = self.call(self._together(texts, version)) if texts else []
        return [json.loads(answer)["results"]["bindings"] for answer in answers]

    async def _together(self, texts: Sequence[str], version: int | None) -> list[bytes]:
        places = asyncio.Semaphore(max(1, self.settings.light_workers // 2))

        async def ask(text: str) -> bytes:
            async with places:
                return await self.endpoint.ask(Question(text, "json", hints=False), version)

        tasks = [asyncio.ensure_future(ask(text)) for text in texts]
        try:
            return await asyncio.gather(*tasks)
        except BaseException:
            for task in tasks:
                task.cancel()
            raise

    def describe(
        self, name: Name, version: int | None = None, page: int = 1, client: str = ""
    ) -> Description | Standing:
        """What is known of a thing; see ``Things.description``."""
        return self.call(self.endpoint.describe(name, version, page, client))

    def standing(self, name: Name, version: int | None = None, client: str = "") -> Standing:
        """Whether a thing stands; see ``Things.standing``."""
        return self.call(self.endpoint.standing(name, version, client))

    def may_write(self) -> None:
        """Refuse to write where nobody may; see ``Rights.may_write``."""
        self.endpoint.rights.may_write()

    def holder(self, secret: str) -> Token:
        """The token with a secret; see ``Rights.holder``."""
        return self.endpoint.rights.holder(secret)

    def take(self, request: Request) -> dict[str, str]:
        """Count a request; see ``Limits.take``."""
        return self.endpoint.limits.take(request)

    def write(self, request: Write) -> WriteAnswer:
        """Make a write; see ``Executor.write`` for what it raises."""
        return self.call(self.endpoint.write(request))

    def doubt(self) -> None:
        """Look again at what is served, before the next answer; see ``Endpoint.doubt``."""
        self._loop.call_soon_threadsafe(self.endpoint.doubt)

    @property
    def settings(self) -> Settings:
        """The operator's limits."""
        return self.endpoint.settings

    @property
    def versions(self) -> Versions:
        """The home of the versions, which any thread may look into."""
        return self.endpoint.versions

    def check_list(self) -> None:
        """See ``Executor.check_list``."""
        self.endpoint.check_list()

    def current(self) -> Version:
        """The version that is the current one now.

        Raises:
            NoVersion: there is none.
        """
        return self.versions.current()

    @property
    def routes(self) -> Routes:
        """What the endpoint answers."""
        return self.endpoint.routes

    def answer(self, request: Request, route: Route[Handler] | None = None) -> Reply:
        """The endpoint's answer, its pieces to be taken by ``pieces``."""
        return self.call(self.endpoint.answer(request, route))

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
            self.call(self.endpoint.close())
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
            self._loop.close()

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


async def _made(make: Callable[[], Endpoint]) -> Endpoint:
    return make()
