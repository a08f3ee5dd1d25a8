"""Bodies of requests: bounded in size, in time and in what they unpack to, before they are held."""

from __future__ import annotations

import asyncio
import gzip
import os
from collections.abc import AsyncIterator, Callable, Iterable

import pytest

from peyvand.errors import BadRequest, TooLarge, Unfinished, UnsupportedMediaType
from peyvand.web.http import body
from peyvand.web.http.messages import Request

LIMIT = 1000


class Sent:
    """A body as it comes, with a pause before each piece; how much of it was taken."""

    def __init__(self, pieces: Iterable[bytes], pause_s: float = 0) -> None:
        self._pieces, self._pause_s = pieces, pause_s
        self.taken = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            await asyncio.sleep(self._pause_s)
            self.taken += len(piece)
            yield piece


def text(sent: Sent, limit: int = LIMIT, pause_s: float = 30, **headers: str) -> str:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = Request("POST", "/sparql", headers=named, body=aiter(sent))
    return asyncio.run(body.text(request, limit, pause_s, "PEYVAND_SETTING"))


def test_a_body_may_be_as_long_as_the_limit_and_no_longer() -> None:
    assert text(Sent([b"x" * 600, b"", b"x" * 400])) == "x" * LIMIT
    sent = Sent([b"x" * 600] * 100)
    with pytest.raises(TooLarge, match="1,000") as caught:
        text(sent)
    assert "PEYVAND_SETTING" in caught.value.hint
    # No more of it is taken than is needed to know.
    assert sent.taken == 1200


def test_what_says_that_it_is_too_long_is_not_read_at_all() -> None:
    for length in ("1001", "99999999999999999999"):
        sent = Sent([b"x"])
        with pytest.raises(TooLarge):
            text(sent, content_length=length)
        assert sent.taken == 0
    for length in ("1000", "-1", "x", "٩٩٩٩", ""):
        assert text(Sent([b"x"]), content_length=length) == "x"


@pytest.mark.parametrize("coding", ["gzip", " GZIP", "x-gzip"])
def test_a_packed_body_is_bounded_by_what_it_unpacks_to(coding: str) -> None:
    assert text(Sent([gzip.compress(b"x" * LIMIT)]), content_encoding=coding) == "x" * LIMIT
    whole = gzip.compress(bytes(range(1, 65)) * 10)
    pieces = [whole[n : n + 7] for n in range(0, len(whole), 7)]
    assert text(Sent(pieces), content_encoding=coding) == bytes(range(1, 65)).decode() * 10
    with pytest.raises(TooLarge):
        text(Sent([gzip.compress(b"x" * (LIMIT + 1))]), content_encoding=coding)


def test_a_bomb_is_refused_before_it_has_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundred megabytes in a hundred kilobytes: of it, hardly more than the limit is made."""
    unpacked: list[int] = []
    real = body._unpacked

    def watched(*arguments: object) -> Iterable[bytes]:
        for piece in real(*arguments):  # type: ignore[arg-type]
            unpacked.append(len(piece))
            yield piece

    monkeypatch.setattr(body, "_unpacked", watched)
    bomb = gzip.compress(bytes(100 * 1024 * 1024), compresslevel=1)
    with pytest.raises(TooLarge):
        text(Sent([bomb]), limit=200_000, content_encoding="gzip")
    assert sum(unpacked) <= 200_000 + 64 * 1024


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data[:-9],
        lambda data: data[:-1],
        lambda data: data[:100] + bytes([data[100] ^ 0xFF]) + data[101:],
        # Before anything is unpacked: this is not an empty body.
        lambda data: data[:12],
        lambda data: data[:1],
        lambda data: b"x",
    ],
)
def test_what_is_not_whole_when_unpacked_is_refused(spoil: Callable[[bytes], bytes]) -> None:
    data = gzip.compress(bytes(n * n % 89 + 33 for n in range(300)))
    assert len(text(Sent([data]), content_encoding="gzip")) == 300
    assert text(Sent([]), content_encoding="gzip") == ""
    with pytest.raises(BadRequest):
        text(Sent([spoil(data)]), content_encoding="gzip")


def test_nothing_follows_the_end_of_what_is_packed() -> None:
    """It would be held without a limit, and left out of what is written without a word."""
    packed = gzip.compress(b"x")
    for more in (b"y", packed, b"\0" * 100):
        for pieces in ([packed + more], [packed, more]):
            with pytest.raises(BadRequest):
                text(Sent(pieces), content_encoding="gzip")
    sent = Sent([packed, *[b"y" * 1000] * 100])
    with pytest.raises(BadRequest):
        text(sent, content_encoding="gzip")
    assert sent.taken <= len(packed) + 1000


def test_other_packings_are_refused() -> None:
    for coding in ("br", "deflate", "gzip, gzip", "zstd"):
        with pytest.raises(UnsupportedMediaType):
            text(Sent([b"x"]), content_encoding=coding)
    for coding in ("identity", ""):
        assert text(Sent([b"x"]), content_encoding=coding) == "x"


def test_a_body_that_does_not_come_on_is_given_up() -> None:
    assert text(Sent([b"x"] * 3, pause_s=0.001), pause_s=30) == "xxx"
    with pytest.raises(Unfinished):
        text(Sent([b"x"], pause_s=30), pause_s=0.05)
    # A trickle is given up too, when the whole has taken ten times as long.
    sent = Sent([b"x"] * 10_000, pause_s=0.02)
    with pytest.raises(Unfinished):
        text(sent, limit=100_000, pause_s=0.1)
    assert 2 <= sent.taken <= 60


def test_a_text_is_in_the_character_set_that_it_names() -> None:
    assert text(Sent(["شهر".encode()])) == "شهر"
    assert text(Sent(["\ufeffشهر".encode()])) == "شهر"
    assert text(Sent(["شهر".encode("cp1256")]), content_type="a/b; charset=windows-1256") == "شهر"
    for wrong, kind in ((b"\xff", "a/b"), (b"a\0b", "a/b"), (b"\xd8", "a/b; charset=ascii")):
        with pytest.raises(BadRequest):
            text(Sent([wrong]), content_type=kind)


def test_a_file_is_held_only_while_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    def held(sent: Sent) -> str:
        async def read() -> str:
            request = Request("POST", "/sparql", body=aiter(sent))
            file = await body.file(request, LIMIT, 30, "PEYVAND_SETTING")
            with file, open(file.name, "rb") as again:
                assert again.read() == b"xy"
                return file.name

        return asyncio.run(read())

    assert not os.path.exists(held(Sent([b"x", b"y"])))
    made: list[str] = []
    real = body.tempfile.NamedTemporaryFile

    def watched(**more: str) -> object:
        file = real(**more)  # type: ignore[call-overload]
        made.append(file.name)
        return file

    monkeypatch.setattr(body.tempfile, "NamedTemporaryFile", watched)
    with pytest.raises(TooLarge):
        held(Sent([b"x" * 2000]))
    assert len(made) == 1
    assert not os.path.exists(made[0])


@pytest.mark.parametrize(
    ("header", "kind", "charset"),
    [
        ("Text/Turtle", "text/turtle", "utf-8"),
        ("text/turtle ; Charset=ISO-8859-1", "text/turtle", "iso-8859-1"),
        ('text/turtle; charset="ISO-8859-1"', "text/turtle", "iso-8859-1"),
        ("text/turtle; charset='iso-8859-1'", "text/turtle", "iso-8859-1"),
        ('text/turtle; note="; charset=ascii"', "text/turtle", "utf-8"),
        ("text/turtle; xcharset=ascii", "text/turtle", "utf-8"),
        ("text/turtle; charset=", "text/turtle", "utf-8"),
        ("", "", "utf-8"),
    ],
)
def test_content_type_is_read_as_http_has_it(header: str, kind: str, charset: str) -> None:
    request = Request("POST", "/sparql", headers={"content-type": header} if header else {})
    assert (request.media_type, request.charset) == (kind, charset)
