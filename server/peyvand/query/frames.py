"""What a worker process and the server say to each other over a pair of sockets.

A request is a 4-byte big-endian length and a JSON object. An answer is frames: a kind (one byte),
a 4-byte length, and that many bytes. H holds the answer's header as JSON, D a piece of its body,
E ends it; X is an error as JSON, at any place; W opens a worker's life with its process number.
"""

from __future__ import annotations

import json
import socket
import struct
import time
import zlib
from collections.abc import Iterator
from typing import Any, Protocol

import brotli

from peyvand.query.contest import Gate

HELLO, HEADER, DATA, END, ERROR = b"W", b"H", b"D", b"E", b"X"
LENGTH = struct.Struct(">I")
HEAD = 1 + LENGTH.size
CHUNK = 64 * 1024
# A body shorter than this is not worth packing.
_WORTH_PACKING = 1024
# A trickle of rows is sent on after this many seconds.
_PATIENCE_S = 0.25


def frame(kind: bytes, payload: bytes = b"") -> bytes:
    """One frame."""
    return kind + LENGTH.pack(len(payload)) + payload


class Packer(Protocol):
    """A compressor of a stream of bytes."""

    def feed(self, data: bytes) -> bytes:
        """Take some bytes and give what is ready."""
        ...

    def finish(self) -> bytes:
        """Give the rest."""
        ...


class _Plain:
    def feed(self, data: bytes) -> bytes:
        return data

    def finish(self) -> bytes:
        return b""


class _Gzip:
    def __init__(self) -> None:
        self._packer = zlib.compressobj(4, zlib.DEFLATED, 31)

    def feed(self, data: bytes) -> bytes:
        return self._packer.compress(data)

    def finish(self) -> bytes:
        return self._packer.flush()


class _Brotli:
    def __init__(self) -> None:
        self._packer = brotli.Compressor(quality=4)

    def feed(self, data: bytes) -> bytes:
        return bytes(self._packer.process(data))

    def finish(self) -> bytes:
        return bytes(self._packer.finish())


PACKERS: dict[str, type[_Gzip] | type[_Brotli]] = {"br": _Brotli, "gzip": _Gzip}


class AnswerWriter:
    """A file-like writer that sends what it is given as frames of bounded size.

    The header is sent with the first piece, so that an answer that fails at once is an error and
    nothing else, and a short answer is one message.

    Args:
        out: the socket.
        header: what is told of the answer.
        encoding: how its body is packed, if it is worth it.
        gate: asked before anything is sent, if another engine may be the one that answers.
    """

    def __init__(
        self,
        out: socket.socket,
        header: dict[str, Any],
        encoding: str | None,
        gate: Gate | None = None,
    ) -> None:
        self._out, self._header, self._encoding, self._gate = out, header, encoding, gate
        self._packer: Packer | None = None
        self._raw = bytearray()
        self._ready = bytearray()
        self._sent_at = time.monotonic()

    def write(self, data: bytes) -> int:
        """Take some bytes; whole chunks are sent at once.

        Raises:
            Beaten: another engine answers.
        """
        self._raw += data
        if len(self._raw) >= CHUNK or (
            len(self._raw) >= _WORTH_PACKING and time.monotonic() - self._sent_at > _PATIENCE_S
        ):
            if self._gate is not None:
                if not self._gate.passes(len(self._raw)):
                    return len(data)
                self._gate = None
            self._pack()
            self._send()
        return len(data)

    @property
    def begun(self) -> bool:
        """Whether anything was sent."""
        return not self._header

    @property
    def unsent(self) -> bytes | None:
        """All that was written, if that is short and nothing of it is sent."""
        whole = self._header and self._packer is None and len(self._raw) < CHUNK
        return bytes(self._raw) if whole else None

    def tell(self, **more: Any) -> None:
        """Add to the header, which is not sent yet; what is written is left plain."""
        self._header |= more
        self._encoding = None

    def flush(self) -> None:
        """Nothing: frames are sent when they are full, and at the end."""

    def finish(self) -> None:
        """Send what is left, and the end mark.

        Raises:
            Beaten: another engine answers.
        """
        if self._gate is not None:
            self._gate.claim()
        self._pack()
        assert self._packer is not None
        self._ready += self._packer.finish()
        self._send(frame(END))

    def _pack(self) -> None:
        if self._packer is None:
            if len(self._raw) < _WORTH_PACKING:
                self._encoding = None
            self._packer = PACKERS[self._encoding]() if self._encoding else _Plain()
            self._header["encoding"] = self._encoding
        self._ready += self._packer.feed(bytes(self._raw))
        self._raw.clear()

    def _send(self, last: bytes = b"") -> None:
        message = b""
        if self._header:
            message = frame(HEADER, json.dumps(self._header).encode())
            self._header = {}
        if self._ready:
            message += frame(DATA, bytes(self._ready))
            self._ready.clear()
        self._out.sendall(message + last)
        self._sent_at = time.monotonic()


def requests(connection: socket.socket) -> Iterator[bytes]:
    """The requests that come, until the other side closes; most come in one piece."""
    room, held = bytearray(CHUNK), bytearray()
    view = memoryview(room)
    while count := connection.recv_into(room):
        held += view[:count]
        while len(held) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(held)[0]
            if len(held) < end:
                break
            request = bytes(held[LENGTH.size : end])
            del held[:end]
            yield request


def receive(connection: socket.socket, size: int) -> bytes:
    """Exactly so many bytes, or fewer at the end of the stream."""
    parts = bytearray()
    while len(parts) < size:
        piece = connection.recv(size - len(parts))
        if not piece:
            break
        parts += piece
    return bytes(parts)
