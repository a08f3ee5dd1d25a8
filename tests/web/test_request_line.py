"""Which first lines of requests are taken as they are."""

from __future__ import annotations

import pytest

from peyvand.web.http.request_line import LINE, MOST_LINE, is_plain


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "CONNECT"])
@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_what_is_written_as_it_should_be_is_plain(method: str, version: str) -> None:
    assert is_plain(f"{method} /sparql?query=a%20b HTTP/{version}\r\n".encode())


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"GET",
        b"BREW /pot HTTP/1.1\r\n",
        b"get / HTTP/1.1\r\n",
        "GET /پیوند HTTP/1.1\r\n".encode(),
        b"GET /a b HTTP/1.1\r\n",
        b"GET /a\tb HTTP/1.1\r\n",
        b"GET / HTTP/2.0\r\n",
        b"GET / HTTP/1.1\n",
        b"\r\nGET / HTTP/1.1\r\n",
        b"\xff /a HTTP/1.1\r\n",
        b"GET /%b HTTP/1.1\r\n" % (b"a" * MOST_LINE),
    ],
    ids=lambda line: line[:12],
)
def test_all_else_is_looked_at(line: bytes) -> None:
    assert not is_plain(line)


def test_the_long_look_finds_method_and_address() -> None:
    match = LINE.match("\r\nBREW /چای کن HTTP/1.1\r\nHost: a\r\n".encode())
    assert match is not None
    assert match[1] == b"BREW"
    assert match[2] == "/چای کن".encode()
