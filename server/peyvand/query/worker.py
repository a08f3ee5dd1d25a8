"""A process that evaluates queries, one at a time, and may be killed at any moment.

It opens one version's store read-only, reads requests from standard input and writes frames to
standard output. Nothing else in Peyvand evaluates a user's query: the engine cannot be
interrupted, and a query can crash it.

A request is a 4-byte big-endian length and a JSON object. A frame is a kind (one byte: H header,
D data, E end, X error), a 4-byte length and that many bytes.
"""

from __future__ import annotations

import json
import re
import resource
import struct
import sys
from typing import Any, BinaryIO

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, Store, serialize

from peyvand.errors import BadRequest, MalformedQuery, PeyvandError, QueryFailed
from peyvand.query.formats import GRAPHS, TABLES, by_name, negotiate
from peyvand.vocab import PREFIXES

HEADER, DATA, END, ERROR = b"H", b"D", b"E", b"X"
LENGTH = struct.Struct(">I")
_AT = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)
_CHUNK = 64 * 1024


class Frames:
    """A file-like writer that sends what it is given as data frames of bounded size."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._buffer = bytearray()

    def write(self, data: bytes) -> int:
        """Take some bytes; whole chunks are sent at once."""
        self._buffer += data
        while len(self._buffer) >= _CHUNK:
            self.send(DATA, bytes(self._buffer[:_CHUNK]))
            del self._buffer[:_CHUNK]
        return len(data)

    def flush(self) -> None:
        """Nothing: frames are sent when they are full, and at the end."""

    def finish(self) -> None:
        """Send what is left, and the end mark."""
        if self._buffer:
            self.send(DATA, bytes(self._buffer))
        self.send(END, b"")

    def send(self, kind: bytes, payload: bytes) -> None:
        """Send one frame."""
        self._out.write(kind + LENGTH.pack(len(payload)) + payload)
        self._out.flush()


def malformed(error: SyntaxError, text: str) -> MalformedQuery:
    """The engine's syntax error with its line and column."""
    match = _AT.search(str(error))
    if not match:
        return MalformedQuery(f"Not SPARQL: {error}.", hint="Correct the query.")
    line, column = int(match[1]), int(match[2])
    # Of the long lists of what the parser expected, character ranges help nobody.
    reason = re.sub(r",? ?\[[^\]]*\](?=,|$)", "", match[3].replace("\n", " ")).strip()
    if "Prefix not found" in reason:
        reason = "a prefix is used that is not declared"
    lines = text.splitlines()
    near = lines[line - 1].strip()[:80] if 0 < line <= len(lines) else ""
    return MalformedQuery(
        f"Syntax error at line {line}, column {column}: {reason}.",
        line,
        column,
        hint=f"Look at: {near}" if near else "The query ends too early.",
    )


def _dataset(request: dict[str, Any]) -> dict[str, Any]:
    """The RDF dataset that the protocol's graph parameters name (section 2.1.4), if any."""
    default, named = request.get("default_graphs"), request.get("named_graphs")
    if not default and not named:
        return {}
    try:
        return {
            "default_graph": [NamedNode(name) for name in default or ()],
            "named_graphs": [NamedNode(name) for name in named or ()],
        }
    except ValueError as error:
        raise BadRequest(f"A graph parameter is not an IRI: {error}.", "Give an IRI.") from error


def evaluate(store: Store, request: dict[str, Any], frames: Frames) -> None:
    """Evaluate one request and send its header and its data."""
    text = request["query"]
    try:
        result = store.query(text, **_dataset(request))
    except SyntaxError as error:
        raise malformed(error, text) from error
    table = isinstance(result, QuerySolutions | QueryBoolean)
    offered = TABLES if table else GRAPHS
    name, accept = request.get("format"), request.get("accept")
    chosen = by_name(name, offered) if name else negotiate(accept, offered)
    header = {"content_type": chosen.content_type, "format": chosen.name, "table": table}
    frames.send(HEADER, json.dumps(header).encode())
    if table:
        result.serialize(frames, format=chosen.engine)  # type: ignore[arg-type]
    else:
        prefixes = PREFIXES if chosen.name in ("turtle", "rdfxml") else None
        serialize(result, frames, format=chosen.engine, prefixes=prefixes)  # type: ignore[arg-type]
    frames.finish()


def problem(error: Exception) -> dict[str, Any]:
    """An error as the parent process can raise it again."""
    if not isinstance(error, PeyvandError):
        error = QueryFailed(f"The query failed: {error}", "Simplify it.")
    return {
        "type": type(error).__name__,
        "message": error.message,
        "hint": error.hint,
        "line": getattr(error, "line", None),
        "column": getattr(error, "column", None),
    }


def serve(store: Store, requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the input ends."""
    while len(head := requests.read(LENGTH.size)) == LENGTH.size:
        request = json.loads(requests.read(LENGTH.unpack(head)[0]))
        frames = Frames(answers)
        try:
            evaluate(store, request, frames)
        except Exception as error:
            frames.send(ERROR, json.dumps(problem(error)).encode())


def main(arguments: list[str]) -> None:
    """Run as ``python -m peyvand.query.worker STORE MEGABYTES``."""
    path, megabytes = arguments
    limit = int(megabytes) * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    serve(Store.read_only(path), sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main(sys.argv[1:])
