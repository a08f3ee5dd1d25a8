"""What asks a store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyoxigraph import QuerySolutions, Store


def asking(store: Store) -> Callable[[str], list[dict[str, Any]]]:
    def ask(query: str) -> list[dict[str, Any]]:
        found = store.query(query)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{n: row[n] for n in names if row[n] is not None} for row in found]

    return ask
