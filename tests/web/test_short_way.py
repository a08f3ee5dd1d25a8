"""The short way of a light query: which requests go it, and what becomes of those that leave it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from peyvand.web.http.messages import Request
from peyvand.web.http.short_way import BEGUN, LEARN, ShortWay

HEADERS = b"Host: x.example\r\nAccept: text/csv\r\n\r\n"
QUERY = b"query=ASK%7B%7D"


def head(query: bytes = QUERY, headers: bytes = HEADERS, version: bytes = b"HTTP/1.1") -> bytes:
    return b"GET /sparql?%b %b\r\n%b" % (query, version, headers)


class Begun:
    """What is under way; it is answered when a test says so."""

    def __init__(self, answer: bytes | None, *, under_way: bool = True) -> None:
        self._answer, self.is_under_way = answer, under_way
        self.given_up = 0

    def answer(self) -> bytes | None:
        return self._answer

    def give_up(self) -> None:
        self.given_up += 1


class Connection:
    """As much of a connection as the short way sees; the long way notes what it is given."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.flow = SimpleNamespace(
            write_paused=False, pause_reading=lambda: None, resume_reading=lambda: None
        )
        self.closing = False
        self.transport = SimpleNamespace(
            write=lambda data: self.written.append(data), is_closing=lambda: self.closing
        )
        self.written: list[bytes] = []
        self.long: list[bytes] = []
        self.scopes: list[dict[str, Any]] = []
        self.asked: list[Request] = []
        self.come: Callable[[], None] = lambda: None
        self.found: Any = b"answer"
        self.short = ShortWay(self, self._begin)  # type: ignore[arg-type]

    def _begin(self, request: Request, come: Callable[[], None]) -> Any:
        self.asked.append(request)
        self.come = come
        return self.found

    def on_response_complete(self) -> None:
        """As uvicorn's."""

    def data_received(self, data: bytes, headers: dict[bytes, bytes] | None = None) -> None:
        if self.short.takes(data, fresh=True):
            return
        self.long.append(data)
        scope: dict[str, Any] = {}
        self.short.offer(scope, list((headers or {b"host": b"x.example"}).items()))
        self.scopes.append(scope)

    def learn(self, headers: bytes = HEADERS) -> None:
        """Have a request go the long way, and its headers be known."""
        self.data_received(head(headers=headers))
        self.scopes[-1][LEARN](Request("GET", "/sparql", QUERY, {"accept": "text/csv"}, "client"))
        self.long.clear()


def within(use: Callable[[Connection], None]) -> None:
    async def run() -> None:
        use(Connection())

    asyncio.run(run())


def test_a_request_with_headers_that_are_known_goes_it() -> None:
    def use(it: Connection) -> None:
        it.learn()
        it.data_received(head(b"query=ASK%7B1%7D"))
        assert (it.written, it.long) == ([b"answer"], [])
        (asked,) = it.asked
        assert (asked.path, asked.query_string) == ("/sparql", b"query=ASK%7B1%7D")
        assert (asked.headers, asked.client) == ({"accept": "text/csv"}, "client")

    within(use)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(head(headers=b"Host: y.example\r\n\r\n"), id="other headers"),
        pytest.param(head(version=b"HTTP/1.0"), id="another version"),
        pytest.param(head(b"query=ASK{}"), id="a letter that is not encoded"),
        pytest.param(head(b"query=a#b"), id="a fragment"),
        pytest.param(head(b"query=a b"), id="a space"),
        pytest.param(head(b"query=\xd8\xa7"), id="beyond ASCII"),
        pytest.param(head(b"query=" + b"a" * 70_000), id="too long"),
        pytest.param(head().replace(b"GET", b"PUT"), id="another method"),
        pytest.param(head().replace(b"/sparql", b"/version"), id="another path"),
        pytest.param(head() + head(), id="two in one piece"),
        pytest.param(head()[:-4], id="a part"),
        pytest.param(head() + b"body", id="more than a head"),
    ],
)
def test_any_other_goes_the_long_way(data: bytes) -> None:
    def use(it: Connection) -> None:
        it.learn()
        it.data_received(data)
        assert (it.written, it.long, it.asked) == ([], [data], [])

    within(use)


@pytest.mark.parametrize(
    ("name", "value", "learnt"),
    [
        (b"connection", b"Keep-Alive", True),
        (b"connection", b"close", False),
        (b"connection", b"keep-alive, upgrade", False),
        (b"content-length", b"3", False),
        (b"transfer-encoding", b"chunked", False),
        (b"expect", b"100-continue", False),
        (b"upgrade", b"h2c", False),
    ],
)
def test_headers_by_which_there_is_more_are_not_learnt(
    name: bytes, value: bytes, learnt: bool
) -> None:
    def use(it: Connection) -> None:
        it.data_received(head(), {name: value})
        assert (LEARN in it.scopes[-1]) is learnt

    within(use)


def test_long_headers_are_not_learnt() -> None:
    def use(it: Connection) -> None:
        it.data_received(head(headers=b"A: " + b"a" * 9000 + b"\r\n\r\n"))
        assert it.scopes == [{}]

    within(use)


def test_what_comes_meanwhile_is_answered_after_it() -> None:
    def use(it: Connection) -> None:
        it.learn()
        it.found = Begun(b"first")
        it.data_received(head())
        it.found = b"second"
        it.data_received(head())
        assert it.written == []
        it.come()
        assert it.written == [b"first", b"second"]

    within(use)


@pytest.mark.parametrize("late", [False, True])
def test_what_is_not_a_whole_answer_in_time_goes_the_long_way(late: bool) -> None:
    def use(it: Connection) -> None:
        it.learn()
        it.found = begun = Begun(b"late" if late else None)
        it.data_received(head())
        it.data_received(head(b"query=2"))
        it.found = b"never"
        if late:
            it.short.leave()
        it.come()
        assert it.long[0] == head()
        assert it.scopes[1] == {BEGUN: begun}
        # It is on its way, and the next is for whoever reads the connection now.
        assert begun.given_up == 0
        assert not it.short.is_taken

    within(use)


def test_what_was_counted_and_could_not_begin_is_handed_on() -> None:
    def use(it: Connection) -> None:
        it.learn()
        it.found = begun = Begun(None, under_way=False)
        it.data_received(head())
        assert (it.long, it.scopes[-1]) == ([head()], {BEGUN: begun})

    within(use)


@pytest.mark.parametrize("late", [False, True])
def test_nothing_is_written_to_who_has_gone_away(late: bool) -> None:
    def use(it: Connection) -> None:
        it.learn()
        it.found = begun = Begun(b"answer")
        it.data_received(head())
        it.closing = True
        if late:
            it.short.leave()
        else:
            it.come()
        assert (it.written, it.long, begun.given_up) == ([], [], 1)

    within(use)


def test_a_client_that_does_not_read_waits_on_the_long_way() -> None:
    def use(it: Connection) -> None:
        it.learn()
        it.flow.write_paused = True
        it.data_received(head())
        assert (it.long, it.asked) == ([head()], [])

    within(use)
