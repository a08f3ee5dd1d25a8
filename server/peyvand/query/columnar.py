"""The columns of a version for a worker, if there are any and the worker has what they need."""

from __future__ import annotations

import socket
from functools import partial
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from peyvand.query.beside import Beside, Plan
from peyvand.query.messages import BesideStore, Question
from peyvand.query.rewriting import reads

# DuckDB's threads for one question: a machine has several workers.
_THREADS = 1


def load() -> None:
    """Load the engine of the columns.

    It leaves no thread behind, so that the process can be forked: the connection that it opens
    when it is loaded has some, until it is closed.
    """
    import duckdb

    import peyvand.columns  # noqa: F401

    duckdb.default_connection().close()


def beside(store: Store, found: BesideStore | None, connection: socket.socket) -> Beside | None:
    """The columns beside a store, in a process that may be killed.

    Args:
        store: the graph.
        found: where they are.
        connection: where answers go.
    """
    if found is None:
        return None
    return Beside(store, partial(_opened, found), planned, connection, always=found.always)


def _opened(found: BesideStore) -> Any:
    return _engine().opened(Path(found.file), threads=_THREADS, memory_mb=found.memory_mb)


def planned(question: Question) -> Plan | None:
    """How columns answer a question; None if they cannot, or if it is no query to the store."""
    text, base = question.text, question.base
    if not reads(text, {"base_iri": base or None}):
        return None
    plan: Plan | None = _engine().translated(
        text, base, question.default_graphs, question.named_graphs
    )
    return plan


def _engine() -> Any:
    import peyvand.columns

    return peyvand.columns
