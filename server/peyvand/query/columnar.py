"""The columns of a version for a worker, if there are any and the worker has what they need."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pyoxigraph import Store

from peyvand.formats import GraphFormat, ResultsFormat
from peyvand.query.beside import Beside, Plan, Unanswered
from peyvand.query.expectation import LONGEST
from peyvand.query.messages import BesideStore, Question
from peyvand.query.rewriting import connected_query, reads
from peyvand.query.solutions import Row, write_solutions, write_truth

if TYPE_CHECKING:
    from peyvand.columns.opened import Columns
    from peyvand.columns.plan import Plan as Translated
    from peyvand.columns.plan import Statement

# DuckDB's threads for one question: a machine has several workers.
_THREADS = 1
# How many queries are kept as they are written for the columns.
_KEPT = 64
_COUNTS = "SELECT lexical, quads FROM counts JOIN terms ON id = p"


def load() -> None:
    """Load the engine of the columns.

    It leaves no thread behind, so that the process can be forked: the connection that it opens
    when it is loaded has some, until it is closed.
    """
    import duckdb

    import peyvand.columns.plan  # noqa: F401

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


def planned(question: Question) -> Plan | None:
    """How columns answer a question; None if they cannot, or if it is no query to the store."""
    if question.base:
        # Columns know no address that IRIs could be relative to.
        return None
    plan = _kept if len(question.text) <= LONGEST else _planned
    return plan(question.text, question.default_graphs, question.named_graphs)


def _planned(
    text: str, default_graphs: tuple[str, ...], named_graphs: tuple[str, ...]
) -> _Answering | None:
    # It takes long to load: workers are forked from a process that has it.
    from peyvand.columns.plan import translated

    if not reads(text, {}):
        return None
    connected = connected_query(text, {"default_graph": default_graphs})
    plan = translated(connected, default_graphs, named_graphs)
    return None if plan is None else _Answering(plan)


_kept = lru_cache(_KEPT)(_planned)


@dataclass(frozen=True)
class _Opened:
    """Columns, and how many quads they have of each property."""

    columns: Columns
    counts: Mapping[str, int]

    def interrupt(self) -> None:
        self.columns.interrupt()


class _Answering:
    """A plan, and the forms of its answer."""

    def __init__(self, plan: Translated) -> None:
        self._plan = plan
        self.kind = plan.kind
        self._written: tuple[Columns, Statement] | None = None

    def rows(self, columns: _Opened) -> Iterator[Row]:
        from peyvand.columns.plan import Refused

        try:
            if self._written is None or self._written[0] is not columns.columns:
                self._written = columns.columns, self._plan.sql(columns.columns)
            yield from self._written[1].rows(columns.columns)
        except Refused as error:
            raise Unanswered from error

    def write(self, columns: _Opened, format: GraphFormat | ResultsFormat, out: IO[bytes]) -> None:
        assert isinstance(format, ResultsFormat)
        rows = self.rows(columns)
        if self.kind == "ask":
            write_truth(next(rows, None) is not None, format.engine, out)
        else:
            write_solutions(self._plan.variables, rows, format.engine, out)


def _opened(found: BesideStore) -> _Opened:
    from peyvand.columns.opened import opened

    limit = f"{found.memory_mb}MB"
    columns = opened(Path(found.folder), threads=_THREADS, memory_limit=limit)
    return _Opened(columns, dict(columns.aside(_COUNTS)))
