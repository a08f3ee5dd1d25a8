"""What the server and its workers say to each other, in pieces of any size."""

from __future__ import annotations

import socket
import threading

import pytest

from peyvand.query.frames import CHUNK, LENGTH, requests

REQUESTS = [b"{}", b"", b"x" * (3 * CHUNK), "پیوند".encode(), b"y" * (CHUNK - LENGTH.size)]


@pytest.mark.parametrize("size", [1 << 20, CHUNK, 4097, 3])
def test_requests_come_out_whole_however_they_are_cut(size: int) -> None:
    ours, theirs = socket.socketpair()
    sent = b"".join(LENGTH.pack(len(request)) + request for request in REQUESTS)

    def send() -> None:
        with theirs:
            for start in range(0, len(sent), size):
                theirs.sendall(sent[start : start + size])

    sender = threading.Thread(target=send)
    sender.start()
    with ours:
        assert list(requests(ours)) == REQUESTS
    sender.join()


def test_a_request_that_is_broken_off_is_none() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        with theirs:
            theirs.sendall(LENGTH.pack(2) + b"ab" + LENGTH.pack(9) + b"half")
        assert list(requests(ours)) == [b"ab"]
