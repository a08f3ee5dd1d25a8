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

from peyvand.formats import GraphFormat, ResultsFormat
from peyvand.graph.stores import open_store
from peyvand.query.engine import Result, ask, chosen_format, problem, within, write
from peyvand.query.frames import ERROR, HELLO, LENGTH, AnswerWriter, frame, receive
from peyvand.query.messages import Evaluation, Location, decode
from peyvand.query.unknown_terms import is_empty, unknown


def evaluate(store: Store, request: Evaluation, connection: socket.socket) -> None:
    """Evaluate one question and send its answer."""
    question = request.question
    arguments = (question.text, question.default_graphs, question.named_graphs, question.base)
    if request.max_rows:
        within(ask(store, *arguments), request.max_rows)
    result = ask(store, *arguments)
    chosen = chosen_format(result, question.format)
    header = {"content_type": chosen.content_type}
    out = AnswerWriter(connection, header, question.encoding)
    if question.byte_order_mark:
        out.write(b"\xef\xbb\xbf")
    write(result, chosen, cast(Any, out), lambda: ask(store, *arguments))
    if _is_empty(result, out, chosen, question.text):
        graphs = [*question.default_graphs, *question.named_graphs]
        # Without the hint it is still a good answer.
        with suppress(OSError, RuntimeError, ValueError):
            if unknown_terms := unknown(store, question.text, graphs):
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


def serve(store: Store | None, location: Location, connection: socket.socket) -> None:
    """Answer requests until the other side closes.

    Args:
        store: the graph, if it is in memory already.
        location: where to open it otherwise.
        connection: one end of a pair of sockets.
    """
    connection.sendall(frame(HELLO, str(os.getpid()).encode()))
    failure: Exception | None = None
    if store is None:
        try:
            folder = Path(location.store) if location.store else None
            store = open_store(location.number, folder, Path(location.dump), location.empty)
        except Exception as error:
            failure = error
    while len(head := receive(connection, LENGTH.size)) == LENGTH.size:
        request = decode(receive(connection, LENGTH.unpack(head)[0]), Evaluation)
        try:
            if failure is not None:
                raise failure
            assert store is not None
            evaluate(store, request, connection)
        except BrokenPipeError:
            return
        except Exception as error:
            connection.sendall(frame(ERROR, json.dumps(problem(error)).encode()))
