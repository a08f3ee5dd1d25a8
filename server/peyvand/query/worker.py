"""A process that evaluates queries, one at a time, and may be killed at any moment.

Nothing else in Peyvand evaluates a user's query: the engine cannot be interrupted, and a query
can crash it. ``fork_server`` forks it; ``frames`` says how it speaks.
"""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from typing import IO

from pyoxigraph import QueryBoolean, Store

from peyvand.graph.stores import open_store
from peyvand.query import columnar
from peyvand.query.contest import Gate
from peyvand.query.described import Described
from peyvand.query.engine import ask, chosen_format, problem, within, write
from peyvand.query.frames import ERROR, HELLO, AnswerWriter, frame, requests
from peyvand.query.messages import Evaluation, Location, decode
from peyvand.query.sending import send


def evaluate(
    store: Store, request: Evaluation, connection: socket.socket, gate: Gate | None = None
) -> None:
    """Evaluate one question on the store and send its answer.

    Raises:
        Beaten: another engine answers.
        PeyvandError: it is refused, or fails.
    """
    question = request.question
    arguments = (question.text, question.default_graphs, question.named_graphs, question.base)
    if request.max_rows:
        within(ask(store, *arguments), request.max_rows)
    result = ask(store, *arguments)
    chosen = chosen_format(result, question.format)
    header = {"content_type": chosen.content_type, "engine": "store"}
    out = AnswerWriter(connection, header, question.encoding, gate)
    yes_or_no = isinstance(result, QueryBoolean)

    def written(file: IO[bytes]) -> None:
        write(result, chosen, file, lambda: ask(store, *arguments))

    send(out, question, chosen, written, store, yes_or_no=yes_or_no)


def prepare() -> None:
    """Load what columns need, which takes longer than most questions."""
    columnar.load()


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
    beside = columnar.beside(store, location.columns, connection) if store is not None else None
    described = Described(store, location) if store is not None else None
    for message in requests(connection):
        request = decode(message, Evaluation)
        try:
            if failure is not None:
                raise failure
            assert store is not None
            if described is not None and described.answers(request.question):
                evaluate(described.store, request, connection)
            elif beside is None:
                evaluate(store, request, connection)
            elif not beside.answers(request):
                with beside.contest(request) as contest:
                    evaluate(store, request, connection, contest)
        except BrokenPipeError:
            return
        except Exception as error:
            connection.sendall(frame(ERROR, json.dumps(problem(error)).encode()))
