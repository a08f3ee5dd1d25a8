"""A small graph of dated agreements, and what asks a graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from peyvand.resources import root

Asks = Callable[[str], list[dict[str, Any]]]


def asking(store: Store) -> Asks:
    def ask(query: str) -> list[dict[str, Any]]:
        found = store.query(query)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{n: row[n] for n in names if row[n] is not None} for row in found]

    return ask


@pytest.fixture(scope="session")
def small() -> Asks:
    store = Store()
    case = root() / "tests/queries/own/clocks/data.trig"
    store.load(path=str(case), format=RdfFormat.TRIG)
    return asking(store)
