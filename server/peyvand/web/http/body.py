"""Reading request bodies: bounded in size, in time, and in what they unpack to."""

from __future__ import annotations

import asyncio
import codecs
import re
import tempfile
import zlib
from collections.abc import AsyncIterator, Iterator
from typing import IO

from peyvand.errors import BadRequest, TooLarge, Unfinished, UnsupportedMediaType
from peyvand.web.http.messages import Request
from peyvand.wording import say

_PIECE = 64 * 1024
# What some editors put before a text in UTF-8.
BOM = "\ufeff"
# The character sets that texts are read in. Python has more codecs, but not all of them are
# character sets, and some take far more memory than they are given. All of these have ASCII in
# them: the protocol has texts in UTF-8, and UTF-16 is refused by its tests.
_CHARSETS = re.compile(
    r"(?:us-)?ascii|utf-?8|iso-?8859-(?:1[0-13-6]|[1-9])|latin-?1|(?:windows-|cp)125[0-8]|koi8-[ru]|gb18030|gbk|gb2312"
    r"|big5|shift[_-]jis|euc-(?:jp|kr)|iso_8859-1"
)


def codec(charset: str) -> str | None:
    """The name of Python's codec of a character set; None if texts in it are not read."""
    name = charset.lower()
    return codecs.lookup(name).name if _CHARSETS.fullmatch(name) else None


async def text(request: Request, limit: int, pause_s: float, setting: str) -> str:
    """A body as text.

    Raises:
        BadRequest: it is not in the character set that it claims.
        PeyvandError: see ``pieces``.
    """
    parts = bytearray()
    async for piece in pieces(request, limit, pause_s, setting):
        parts += piece
    try:
        decoded = parts.decode(codec(request.charset) or "utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(**say("not-charset", charset=request.charset)) from error
    if "\0" in decoded:
        raise BadRequest(**say("nul"))
    return decoded.removeprefix(BOM)


async def file(request: Request, limit: int, pause_s: float, setting: str) -> IO[bytes]:
    """A body in a temporary file, which vanishes when it is closed.

    Raises:
        PeyvandError: see ``pieces``.
    """
    held = tempfile.NamedTemporaryFile(prefix="peyvand-")  # noqa: SIM115
    try:
        async for piece in pieces(request, limit, pause_s, setting):
            held.write(piece)
    except BaseException:
        held.close()
        raise
    held.flush()
    return held


async def pieces(
    request: Request, limit: int, pause_s: float, setting: str
) -> AsyncIterator[bytes]:
    """A body piece by piece, unpacked.

    Args:
        request: whose body.
        limit: the most bytes, unpacked.
        pause_s: the longest pause between pieces, in seconds; the whole may take ten times that.
        setting: the name of the setting behind the limit.

    Raises:
        TooLarge: it is longer.
        Unfinished: it is too slow, or breaks off.
        UnsupportedMediaType: it is packed in another way than gzip.
    """
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip", ""):
        raise UnsupportedMediaType(**say("body-encoding", kind=coding[:40]))
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length) > limit:
        raise _too_large(limit, setting)
    unpack = zlib.decompressobj(31) if "gzip" in coding else None
    size, begun = 0, False
    async for raw in _patiently(request.body, pause_s):
        begun = True
        for piece in _unpacked(raw, unpack):
            size += len(piece)
            if size > limit:
                raise _too_large(limit, setting)
            yield piece
    # What breaks off before it unpacks to anything is not an empty body.
    if unpack is not None and begun and not unpack.eof:
        raise BadRequest(**say("body-broken", reason="gzip"))


def _unpacked(raw: bytes, unpack: zlib._Decompress | None) -> Iterator[bytes]:
    """What a piece unpacks to, bit by bit, so that the limit is met on the way."""
    if unpack is None:
        yield raw
        return
    try:
        while raw:
            yield unpack.decompress(raw, _PIECE)
            raw = unpack.unconsumed_tail
    except zlib.error as error:
        raise BadRequest(**say("body-broken", reason="gzip")) from error
    # What follows the end would be kept in memory without a limit, and not be read.
    if unpack.unused_data:
        raise BadRequest(**say("body-broken", reason="gzip"))


async def _patiently(body: AsyncIterator[bytes], pause_s: float) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    until = loop.time() + 10 * pause_s
    iterator = aiter(body)
    while True:
        try:
            async with asyncio.timeout(max(0.0, min(pause_s, until - loop.time()))):
                piece = await anext(iterator)
        except StopAsyncIteration:
            return
        except TimeoutError as error:
            raise Unfinished(**say("body-slow", seconds=float(pause_s))) from error
        if piece:
            yield piece


def _too_large(limit: int, setting: str) -> TooLarge:
    return TooLarge(**say("body-size", limit=limit, setting=setting))
