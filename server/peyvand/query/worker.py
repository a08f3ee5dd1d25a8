"""A process that evaluates queries, one at a time, and may be killed at any moment.

Nothing else in Peyvand evaluates a user's query: the engine cannot be interrupted, and a query
can crash it. ``fork_server`` forks it; ``frames`` says how it speaks.
"""

from __future__ import annotations

import json
import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Any, cast

from pyoxigraph import QueryBoolean, Store

from peyvand.errors import Damaged
from peyvand.graph.history import fill
from peyvand.query.engine import Result, ask, chosen_format, problem, within, write
from peyvand.query.formats import GraphFormat, ResultsFormat
from peyvand.query.frames import ERROR, HELLO, LENGTH, AnswerWriter, frame, receive
from peyvand.query.unknown_terms import is_empty, unknown
from peyvand.wording import say


def open_store(place: dict[str, Any]) -> Store:
    """The store of a version, for reading.

    Args:
        place: ``number``, and ``store``, the folder of the on-disk store, or else ``dump``, a
            file of N-Quads to hold in memory, with the ``empty`` graphs.

    Raises:
        Damaged: it cannot be opened.
    """
    try:
        if place.get("store"):
            return Store.read_only(place["store"])
        return fill(Store(), Path(place["dump"]), place.get("empty", ()))
    except (OSError, RuntimeError, SyntaxError, ValueError) as error:
        words = say("damaged-version", number=place["number"], reason=error)
        raise Damaged(**words) from error


def evaluate(store: Store, request: dict[str, Any], connection: socket.socket) -> None:
    """Evaluate one request and send its answer."""
    dataset = (request.get("default_graphs"), request.get("named_graphs"))
    arguments = (request["query"], *dataset, request.get("base"))
    if request.get("max_rows"):
        within(ask(store, *arguments), request["max_rows"])
    result = ask(store, *arguments)
    chosen = chosen_format(result, request["format"])
    header = {"content_type": chosen.content_type}
    out = AnswerWriter(connection, header, request.get("encoding"))
    if request.get("byte_order_mark"):
        out.write(b"\xef\xbb\xbf")
    write(result, chosen, cast(Any, out), lambda: ask(store, *arguments))
    if _is_empty(result, out, chosen, request["query"]):
        graphs = [*(request.get("default_graphs") or ()), *(request.get("named_graphs") or ())]
        # Without the hint it is still a good answer.
        with suppress(OSError, RuntimeError, ValueError):
            if unknown_terms := unknown(store, request["query"], graphs):
                out.tell(unknown=unknown_terms)
    out.finish()


def _is_empty(
    result: Result, out: AnswerWriter, format: GraphFormat | ResultsFormat, text: str
) -> bool:
    """Whether an answer that was written whole has nothing in it."""
    if isinstance(result, QueryBoolean):
        return not result
    written = out.unsent
    return written is not None and is_empty(written, format.name, text)


def serve(store: Store | None, place: dict[str, Any], connection: socket.socket) -> None:
    """Answer requests until the other side closes.

    Args:
        store: the graph, if it is in memory already.
        place: where to open it otherwise.
        connection: one end of a pair of sockets.
    """
    connection.sendall(frame(HELLO, str(os.getpid()).encode()))
    failure: Exception | None = None
    if store is None:
        try:
            store = open_store(place)
        except Exception as error:
            failure = error
    while len(head := receive(connection, LENGTH.size)) == LENGTH.size:
        request = json.loads(receive(connection, LENGTH.unpack(head)[0]))
        try:
            if failure is not None:
                raise failure
            assert store is not None
            evaluate(store, request, connection)
        except BrokenPipeError:
            return
        except Exception as error:
            connection.sendall(frame(ERROR, json.dumps(problem(error)).encode()))
