"""The questions of the benchmark on columns: the rows of the store, or none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

sys.path.insert(0, str(Path(__file__).parents[2]))

from tools.bench.generate import lines
from tools.bench.questions import AGGREGATES, questions
from tools.columns.differ import difference

from peyvand.columns.facts import BASE
from peyvand.columns.making import made_of
from peyvand.columns.opened import Columns, opened
from peyvand.columns.plan import translated
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue

_TRIPLES = 2000


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Columns, Store]]:
    folder = tmp_path_factory.mktemp("generated")
    store = Store()
    store.load("".join(lines(_TRIPLES)).encode(), format=RdfFormat.N_TRIPLES)
    made_of(store, folder / BASE)
    columns = opened(folder)
    yield columns, store
    columns.close()


@pytest.mark.parametrize("name", questions(_TRIPLES))
def test_a_question_has_the_rows_of_the_store(name: str, generated: tuple[Columns, Store]) -> None:
    found = difference(questions(_TRIPLES)[name], *generated)
    # What counts, groups or sorts is why there are columns.
    assert found == "" or (found == "outside" and name not in AGGREGATES)


def test_most_ready_questions_are_for_columns() -> None:
    queries = read_catalogue(root() / "queries").of("explore")
    outside = [query.name for query in queries if translated(query.bound()) is None]
    assert len(outside) < len(queries) / 3, outside
