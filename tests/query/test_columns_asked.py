"""Which versions have columns that workers are told of."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from peyvand.graph.version_columns import SMALL
from peyvand.query import fork_servers
from peyvand.query.column_maker import ColumnMaker
from peyvand.query.fork_servers import WorkerFactory
from peyvand.settings import Settings

MANY, FEW = SMALL, SMALL - 1


@pytest.mark.parametrize(
    ("use", "quads", "there", "asked"),
    [
        ("auto", MANY, True, True),
        ("auto", FEW, True, False),
        ("auto", MANY, False, False),
        ("off", MANY, True, False),
        ("always", FEW, True, True),
        ("always", MANY, False, False),
    ],
)
def test_columns_are_asked_where_they_are_worth_it(
    monkeypatch: pytest.MonkeyPatch, use: str, quads: int, there: bool, asked: bool
) -> None:
    folder = Path("/columns") if there else None
    monkeypatch.setattr(fork_servers, "columns_of", lambda version: folder)
    factory = WorkerFactory.__new__(WorkerFactory)
    factory._settings = Settings(columns=use, worker_memory_mb=100)
    factory._maker = ColumnMaker(cast(Any, None), factory._settings, lambda version: None)
    found = factory.columns(cast(Any, SimpleNamespace(manifest={"quads": quads})))
    assert (found is not None) is asked
    if found is not None:
        # The rest is for the store, which may be at work on the same question.
        assert (found.folder, found.memory_mb, found.always) == ("/columns", 50, use == "always")
