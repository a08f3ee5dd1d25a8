"""What the server, the fork server and the workers tell each other, and its form between processes.

A message is a dataclass. Between processes it is one JSON object: its fields, and the name of its
class under ``is``, by which the receiver tells apart the messages that may come.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

_IS = "is"
_Reader = Callable[[Any], Any]


class WorkerKind(StrEnum):
    """What a worker is forked for."""

    READER = "reader"
    WRITER = "writer"


@dataclass(frozen=True)
class BesideStore:
    """The columns of a version: their folder, and the memory that they may take, in megabytes.

    ``always`` has them asked every question, and not only those that take the store long.
    """

    folder: str
    memory_mb: int
    always: bool = False


@dataclass(frozen=True)
class Location:
    """Where a worker finds a version that nobody holds in memory.

    ``store`` is the folder of its on-disk store; without one, ``dump`` is a file of N-Quads, and
    ``empty`` the graphs that hold none. ``columns`` may be beside either.
    """

    number: int
    empty: tuple[str, ...] = ()
    store: str = ""
    dump: str = ""
    columns: BesideStore | None = None


@dataclass(frozen=True)
class Hold:
    """To the fork server: load the version in a folder into memory."""

    folder: str


@dataclass(frozen=True)
class Follow:
    """To the fork server: go over to the next version, which is in a folder."""

    folder: str


@dataclass(frozen=True)
class Prepare:
    """To the fork server: load what workers of a kind need, so that they start at once."""

    kind: WorkerKind


@dataclass(frozen=True)
class Fork:
    """To the fork server: fork a worker that speaks on the descriptor sent with the message."""

    kind: WorkerKind
    location: Location
    memory_mb: int


@dataclass(frozen=True)
class Held:
    """From the fork server: a version is in memory."""

    number: int


@dataclass(frozen=True)
class Lost:
    """From the fork server: no version is in memory, and why; for the log."""

    reason: str


@dataclass(frozen=True)
class Prepared:
    """From the fork server: what it was to load is there."""


@dataclass(frozen=True)
class Exited:
    """From the fork server: a worker ended."""

    process: int
    status: int


ToForkServer = Hold | Follow | Prepare | Fork
FromForkServer = Held | Lost | Prepared | Exited


@dataclass(frozen=True)
class Question:
    """A query with everything that its answer depends on but the graph."""

    text: str
    format: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    encoding: str | None = None
    byte_order_mark: bool = False
    # What relative IRIs are resolved against; empty where there are none.
    base: str = ""
    # Whether to look, beside an empty answer, for what the graph does not have.
    hints: bool = True


@dataclass(frozen=True)
class Evaluation:
    """To a worker: a question, and how many rows its answer may have; 0 for any number."""

    question: Question
    max_rows: int = 0


def encode(message: object) -> bytes:
    """A message as another process reads it."""
    return _ENCODER.encode(message).encode()


def decode(text: bytes, kind: Any) -> Any:
    """The message that ``encode`` wrote.

    Args:
        text: the JSON.
        kind: its class, or the union of the classes that it may be of.
    """
    return _reader(kind)(json.loads(text.decode()))


def _fields(message: object) -> dict[str, Any]:
    return {_IS: type(message).__name__, **vars(message)}


# Made once: it is on the way of every query.
_ENCODER = json.JSONEncoder(default=_fields)


@cache
def _reader(kind: Any) -> _Reader:
    """What makes of a value of JSON what a field is declared to hold."""
    if get_origin(kind) in (Union, UnionType):
        return _of_union([member for member in get_args(kind) if member is not NoneType])
    if is_dataclass(kind) and isinstance(kind, type):
        return _of_class(kind)
    if get_origin(kind) is tuple:
        return _of_tuple(_reader(get_args(kind)[0]))
    return kind if isinstance(kind, type) and issubclass(kind, StrEnum) else _same


def _of_tuple(read: _Reader) -> _Reader:
    return tuple if read is _same else lambda value: tuple(read(member) for member in value)


def _of_class(kind: type) -> _Reader:
    hints = get_type_hints(kind).items()
    readers = [(name, reader) for name, hint in hints if (reader := _reader(hint)) is not _same]

    def read(value: dict[str, Any]) -> Any:
        del value[_IS]
        for name, reader in readers:
            if name in value:
                value[name] = reader(value[name])
        return kind(**value)

    return read


def _of_union(kinds: list[Any]) -> _Reader:
    readers = [_reader(kind) for kind in kinds]
    if readers == [_same]:
        return _same
    by_name = {kind.__name__: reader for kind, reader in zip(kinds, readers, strict=True)}

    def read(value: Any) -> Any:
        if value is None:
            return None
        return (by_name[value[_IS]] if isinstance(value, dict) else readers[0])(value)

    return read


def _same(value: Any) -> Any:
    return value
