"""Graphs to ask, and the profiles of the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import QuerySolutions, Store

from peyvand.graph.profiles import Profile, read_profiles

Asking = Callable[[str], list[dict[str, Any]]]


def asking(store: Store) -> Asking:
    def ask(query: str) -> list[dict[str, Any]]:
        found = store.query(query)
        assert isinstance(found, QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{n: row[n] for n in names if row[n] is not None} for row in found]

    return ask


@pytest.fixture(scope="session")
def profiles(sources: Path) -> dict[str, Profile]:
    return read_profiles(sources)
