"""Whole answers that are written to their connection at once."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from peyvand.web.http.whole import WHOLE, WriteWhole, offer


class Transport:
    """What was written, piece by piece."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.closed = False

    def write(self, data: bytes) -> None:
        self.written.append(data)

    def close(self) -> None:
        self.closed = True


def cycle(**more: Any) -> Any:
    """A request under way, as uvicorn has it."""
    state: dict[str, Any] = {
        "scope": {},
        "transport": Transport(),
        "flow": SimpleNamespace(write_paused=False),
        "message_event": SimpleNamespace(set=lambda: None),
        "keep_alive": True,
        "disconnected": False,
        "response_started": False,
        "response_complete": False,
        "waiting_for_100_continue": True,
        "ended": [],
    }
    made = SimpleNamespace(**{**state, **more})
    made.on_response = lambda: made.ended.append(True)
    offer(made)
    return made


def write(to: Any, headers: dict[str, str], body: bytes = b"{}") -> bool:
    return cast(WriteWhole, to.scope[WHOLE])(200, headers, body)


def test_head_and_body_are_one_write() -> None:
    to = cycle()
    assert write(to, {"Content-Type": "text/plain", "Content-Length": "2"})
    (sent,) = to.transport.written
    head, _, body = sent.partition(b"\r\n\r\n")
    assert head.split(b"\r\n") == [
        b"HTTP/1.1 200 OK",
        b"content-type: text/plain",
        b"content-length: 2",
    ]
    assert body == b"{}"
    assert to.response_started
    assert to.response_complete
    assert not to.waiting_for_100_continue
    assert to.ended == [True]
    assert not to.transport.closed


def test_a_connection_that_is_not_kept_is_told_so_and_closed() -> None:
    to = cycle(keep_alive=False)
    assert write(to, {"Content-Length": "2"})
    assert b"\r\nconnection: close\r\n\r\n{}" in to.transport.written[0]
    assert to.transport.closed


@pytest.mark.parametrize(
    ("state", "headers"),
    [
        ({"flow": SimpleNamespace(write_paused=True)}, {}),
        ({"response_started": True}, {}),
        ({}, {"Connection": "close"}),
    ],
    ids=["slow reader", "begun", "own connection header"],
)
def test_what_cannot_be_written_at_once_goes_the_long_way(
    state: dict[str, Any], headers: dict[str, str]
) -> None:
    to = cycle(**state)
    assert not write(to, headers)
    assert not to.transport.written
    assert not to.ended


def test_nothing_is_written_to_a_client_that_has_gone() -> None:
    to = cycle(disconnected=True)
    assert write(to, {})
    assert not to.transport.written


@pytest.mark.parametrize("mark", ["\r", "\n", "\0", "\x7f"])
def test_no_header_can_end_the_head(mark: str) -> None:
    to = cycle()
    with pytest.raises(ValueError, match="control"):
        write(to, {"Location": f"/a{mark}Set-Cookie: b"})
    assert not to.transport.written
