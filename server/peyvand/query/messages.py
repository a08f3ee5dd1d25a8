"""What the server, the fork server and the workers tell each other, and its form between processes.

A message is a dataclass. Between processes it is one JSON object: its fields, and the name of its
class under ``is``, by which the receiver tells apart the messages that may come.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

_IS = "is"


class WorkerKind(StrEnum):
    """What a worker is forked for."""

    READER = "reader"
    WRITER = "writer"


@dataclass(frozen=True)
class Location:
    """Where a worker finds a version that nobody holds in memory.

    ``store`` is the folder of its on-disk store; without one, ``dump`` is a file of N-Quads, and
    ``empty`` the graphs that hold none.
    """

    number: int
    empty: tuple[str, ...] = ()
    store: str = ""
    dump: str = ""


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
    """To the fork server: load what writers need, so that they start at once."""


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
class Exited:
    """From the fork server: a worker ended."""

    process: int
    status: int


ToForkServer = Hold | Follow | Prepare | Fork
FromForkServer = Held | Lost | Exited


@dataclass(frozen=True)
class Question:
    """A query with everything that its answer depends on but the graph."""

    text: str
    format: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    encoding: str | None = None
    mark: bool = False
    # What relative IRIs are resolved against; empty where there are none.
    base: str = ""


@dataclass(frozen=True)
class Evaluation:
    """To a worker: a question, and how many rows its answer may have; 0 for any number."""

    question: Question
    max_rows: int = 0


def encode(message: object) -> bytes:
    """A message as another process reads it."""
    return json.dumps(message, default=_fields).encode()


def decode(text: bytes, kind: Any) -> Any:
    """The message that ``encode`` wrote.

    Args:
        text: the JSON.
        kind: its class, or the union of the classes that it may be of.
    """
    return _read(json.loads(text), kind)


def _fields(message: object) -> dict[str, Any]:
    return {_IS: type(message).__name__, **vars(message)}


def _read(value: Any, kind: Any) -> Any:
    """A value of JSON as what a field is declared to hold."""
    if get_origin(kind) in (Union, UnionType):
        kind = _member(value, get_args(kind))
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _read(one, hints[name]) for name, one in value.items() if name != _IS})
    if get_origin(kind) is tuple:
        return tuple(_read(one, get_args(kind)[0]) for one in value)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    return value


def _member(value: Any, kinds: tuple[Any, ...]) -> Any:
    """The member of a union that a value is of."""
    if value is None:
        return NoneType
    kinds = tuple(kind for kind in kinds if kind is not NoneType)
    if isinstance(value, Mapping) and _IS in value:
        return next(kind for kind in kinds if kind.__name__ == value[_IS])
    return kinds[0]


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
