"""Files opened within bounds: plain, gzip or bzip2, line by line, however large or broken."""

from __future__ import annotations

import bz2
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from peyvand.errors import SourceError

GZIP, BZIP2 = b"\x1f\x8b", b"BZh"
# What a decompressor raises on a damaged or cut file.
DAMAGE = (EOFError, OSError, zlib.error)


@dataclass(frozen=True)
class Limits:
    """How much one file may ask of the memory.

    The largest entities of Wikidata take about five megabytes of JSON; its dumps shrink to a
    tenth (gzip) or a fifteenth (bzip2) of their size.
    """

    line: int = 64 * 2**20
    document: int = 512 * 2**20
    expansion: int = 250
    # Small files may shrink more than large ones.
    grace: int = 64 * 2**20


class Bomb(ValueError):
    """A compressed file grows beyond what any dump does."""


class Expanding(io.RawIOBase):
    """The decompressed bytes of a file; knows how far the compressed ones are read."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._limits, self.grown = limits, 0
        # Made first, for what could not be opened is closed too when it is collected.
        self._opened = ExitStack()
        try:
            self._file = self._opened.enter_context(path.open("rb"))
        except OSError as error:
            message = f"{error.strerror or error}."
            hint = "exists" if isinstance(error, FileNotFoundError) else "can be read"
            raise SourceError(path, None, message, f"Give a file that {hint}.") from error
        start = self._file.read(3)
        self._file.seek(0)
        self.packed = start.startswith((GZIP, BZIP2))
        self._stream: Any = self._file
        if start.startswith(GZIP):
            self._stream = self._opened.enter_context(gzip.GzipFile(fileobj=self._file))
        elif start.startswith(BZIP2):
            self._stream = self._opened.enter_context(bz2.BZ2File(self._file))

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read decompressed bytes.

        Raises:
            Bomb: there are far more of them than of compressed ones.
        """
        # One read at a time: of a file that is cut, what came before the cut is not lost.
        content = self._stream.read1(len(buffer))
        count = len(content)
        buffer[:count] = content
        self.grown += count
        if self.packed and self.grown > self._limits.grace:
            ratio = self.grown / max(self.position(), 1)
            if ratio > self._limits.expansion:
                raise Bomb(f"it grows more than {self._limits.expansion} times when unpacked")
        return count

    def position(self) -> int:
        """How many bytes of the file itself are read."""
        return self._file.tell()

    def go_to(self, offset: int) -> None:
        """Go to a place among the decompressed bytes; packed files are unpacked up to there."""
        if not self.packed:
            self._file.seek(offset)
            self.grown = offset
            return
        spare = bytearray(2**20)
        while self.grown < offset:
            view = memoryview(spare)[: min(len(spare), offset - self.grown)]
            if not self.readinto(view):
                return

    def close(self) -> None:
        """Close the file."""
        if not self.closed:
            self._opened.close()
        super().close()


def open_packed(path: Path, limits: Limits) -> tuple[io.BufferedReader, Expanding]:
    """A buffered stream of the decompressed bytes, and what lies below it."""
    raw = Expanding(path, limits)
    return io.BufferedReader(raw, 2**20), raw


def pass_mark(stream: io.BufferedReader) -> None:
    """Go on after a byte order mark at the start of UTF-8, if there is one."""
    if stream.peek(3)[:3] == b"\xef\xbb\xbf":
        stream.read(3)


@dataclass(frozen=True)
class Line:
    """A line: its number from 1, the offset after it, and its bytes (None if it is too long)."""

    number: int
    end: int
    content: bytes | None


def lines(stream: BinaryIO, limits: Limits, number: int = 0, offset: int = 0) -> Iterator[Line]:
    """The lines of a stream, none of which is held in memory beyond the limit."""
    while chunk := stream.readline(limits.line):
        number += 1
        offset += len(chunk)
        whole = chunk.endswith(b"\n") or len(chunk) < limits.line
        while not whole:
            rest = stream.readline(2**20)
            offset += len(rest)
            whole = rest.endswith(b"\n") or not rest
            chunk = b""
        yield Line(number, offset, chunk or None)


def read_document(path: Path, limits: Limits) -> bytes:
    """A whole small file.

    Raises:
        ValueError: it is larger than a document may be, damaged, or a bomb.
    """
    stream, raw = open_packed(path, limits)
    with stream, raw:
        try:
            content = stream.read(limits.document + 1)
        except DAMAGE as error:
            raise ValueError(f"the packed file is damaged or cut: {error}") from error
    if len(content) > limits.document:
        raise ValueError(f"longer than {limits.document:,} bytes")
    return content
