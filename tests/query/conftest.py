"""The real graph of the documents, on which rows are read and entered."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Store

from peyvand.evidence.registers import readings
from peyvand.graph.history import in_memory
from peyvand.graph.recorder import Recorder
from peyvand.graph.versions import Versions
from peyvand.query.registering import Registering
from peyvand.query.writes import Registration
from peyvand.register.rows import RawRow
from peyvand.search.index import Index
from peyvand.search.making import index_of
from query.registered import NOW


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    """A home of the documents that a test may write to."""
    return Path(shutil.copytree(built, tmp_path / "home", symlinks=True))


@pytest.fixture(scope="module")
def home_of_rows(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(built, tmp_path_factory.mktemp("register") / "home", symlinks=True))


@pytest.fixture(scope="module")
def index(home_of_rows: Path) -> Iterator[Index]:
    versions = Versions(home_of_rows)
    with closing(index_of(versions, versions.current())) as found:
        yield found


@pytest.fixture(scope="module")
def loaded(home_of_rows: Path) -> Store:
    versions = Versions(home_of_rows)
    return in_memory(versions, versions.current())


@pytest.fixture
def recorder(loaded: Store) -> Iterator[Recorder]:
    recorder = Recorder(loaded)
    yield recorder
    recorder.undo()


@pytest.fixture
def enter(recorder: Recorder, index: Index) -> Any:
    """Rows of a kind are read as they are on the graph, and their claims and readings added."""

    def do(entry: str, *rows: dict[str, str], good: bool = False, by: str = "arak") -> Registering:
        request = Registration(
            by=by,
            rights=("*",),
            entry=entry,
            rows=tuple(RawRow(number, cells) for number, cells in enumerate(rows, start=2)),
            accept_good=good,
        )
        registering = Registering(request, recorder.store, index, NOW)
        if not registering.refused:
            registering.apply(recorder)
            claims = [quad for entry in registering.entries for quad in entry.quads]
            recorder.add(readings(claims))
        return registering

    return do
