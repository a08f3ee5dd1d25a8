"""The figures of the documents' graph, and of a small one that can be counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from peyvand.graph.build import Graph
from peyvand.monitor import Board, look
from peyvand.resources import root

TODAY = date(2026, 11, 29)


def asking(store: Store) -> Callable[[str], list[dict[str, Any]]]:
    def ask(query: str) -> list[dict[str, Any]]:
        found = store.query(query)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{n: row[n] for n in names if row[n] is not None} for row in found]

    return ask


@pytest.fixture(scope="session")
def documents_board(graph: Graph) -> Board:
    return look(asking(graph.store), TODAY, 20)


@pytest.fixture(scope="session")
def small_board() -> Board:
    store = Store()
    case = root() / "tests/queries/own/monitor/data.trig"
    store.load(path=str(case), format=RdfFormat.TRIG)
    return look(asking(store), TODAY)
