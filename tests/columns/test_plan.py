"""What columns answer: the same as the store, or nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

sys.path.insert(0, str(Path(__file__).parents[2]))

from tools.columns.differ import difference, of_columns, written

from columns.queries import ANSWERED, DATA, LEFT, PREFIX
from peyvand.columns.facts import BASE
from peyvand.columns.making import made_of
from peyvand.columns.opened import Columns, opened
from peyvand.columns.plan import translated


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Columns, Store]]:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    folder = tmp_path_factory.mktemp("columns")
    made_of(store, folder / BASE)
    columns = opened(folder)
    yield columns, store
    columns.close()


@pytest.mark.parametrize("query", ANSWERED)
def test_columns_give_the_rows_of_the_store(query: str, graph: tuple[Columns, Store]) -> None:
    assert difference(PREFIX + query, *graph) == ""


@pytest.mark.parametrize("query", ANSWERED[::9])
def test_what_is_asked_again_has_the_same_rows(query: str, graph: tuple[Columns, Store]) -> None:
    first, *others = (of_columns(PREFIX + query, graph[0]) for _ in range(3))
    assert first is not None
    for found in others:
        assert found is not None
        assert Counter(map(written, found)) == Counter(map(written, first))


def test_the_plans_of_the_queries_asked_last_are_kept(tmp_path: Path) -> None:
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    made_of(store, tmp_path / BASE)
    columns = opened(tmp_path)
    kept = "SELECT count(*) FROM duckdb_prepared_statements() WHERE name LIKE 'plan%'"
    for number in range(100):
        assert columns.run(f"SELECT {number}").fetchall() == [(number,)]
    assert columns.run(kept).fetchall() == [(0,)]
    for number in range(100):
        assert columns.run(f"SELECT {number}").fetchall() == [(number,)]
        assert columns.run(f"SELECT {number}").fetchall() == [(number,)]
    ((plans,),) = columns.run(kept).fetchall()
    assert 50 < plans <= 64
    # They are those of the queries that were asked last.
    last = "SELECT count(*) FROM duckdb_prepared_statements() WHERE statement LIKE '%SELECT 99%'"
    assert columns.run(last).fetchall() == [(1,)]
    columns.close()


def test_no_more_terms_are_kept_than_is_allowed(graph: tuple[Columns, Store]) -> None:
    columns = graph[0]
    term = NamedNode("x:x")
    # Those of one large answer would take the place of all others.
    columns.keep(dict.fromkeys(range(-6_000, 0), term))
    assert min(columns.terms, default=0) >= 0
    for start in range(-100_000, 0, 5_000):
        columns.keep(dict.fromkeys(range(start, start + 5_000), term))
        assert start in columns.terms
        assert len(columns.terms) <= 50_000
    columns.terms.clear()


def test_answers_need_no_libraries_that_take_long_to_load(tmp_path: Path) -> None:
    """A worker that has just begun would load them for its first answer."""
    store = Store()
    store.load(DATA.encode(), format=RdfFormat.TRIG)
    made_of(store, tmp_path / BASE)
    program = """
import json, pathlib, sys
from peyvand.query import columnar
columnar.load()
from peyvand.columns.opened import opened
from peyvand.columns.plan import translated
columns = opened(pathlib.Path(sys.argv[1]))
rows = sum(len(list(translated(query).rows(columns))) for query in json.load(sys.stdin))
print(rows > 0, sorted({"numpy", "pandas", "pyarrow"} & sys.modules.keys()))
"""
    asked = json.dumps([PREFIX + query for query in ANSWERED])
    told = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)],
        input=asked, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout == "True []\n"


@pytest.mark.parametrize("query", LEFT)
def test_what_is_not_exact_is_left_to_the_store(query: str, graph: tuple[Columns, Store]) -> None:
    assert of_columns(PREFIX + query, graph[0]) is None


def test_the_graphs_of_the_protocol_go_before_those_of_the_query(
    graph: tuple[Columns, Store],
) -> None:
    text = "SELECT * FROM <urn:x:g1> { ?x <urn:x:knows> ?y }"
    plan = translated(text, ["urn:x:g2"])
    assert plan is not None
    assert {tuple(map(str, row)) for row in plan.rows(graph[0])} == {
        ("<urn:x:a>", "<urn:x:d>"), ("<urn:x:d>", "<urn:x:a>"),
    }  # fmt: skip


def test_the_terms_of_all_keys_of_an_order_are_read_at_once(graph: tuple[Columns, Store]) -> None:
    text = "SELECT * { ?x :age ?n OPTIONAL { ?x :name ?m } OPTIONAL { ?x :knows ?y } } "
    plan = translated(PREFIX + text + "ORDER BY ?m ?y ?x ?n")
    assert plan is not None
    (_, planned), *_ = graph[0].run(f"EXPLAIN {plan.sql(graph[0]).sql}").fetchall()
    assert planned.count("base.main.terms") == 1


def test_a_comparison_joins_no_tables_that_quads_connect(graph: tuple[Columns, Store]) -> None:
    text = "SELECT * { ?z :knows ?x, ?y FILTER(STR(?x) < STR(?y)) }"
    plan = translated(PREFIX + text)
    assert plan is not None
    (_, planned), *_ = graph[0].run(f"EXPLAIN {plan.sql(graph[0]).sql}").fetchall()
    assert "FILTER" in planned
    assert not {"NESTED_LOOP_JOIN", "PIECEWISE_MERGE_JOIN", "IE_JOIN"} & {*planned.split()}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "ATTACH '/tmp/other.duckdb'",
        "INSTALL httpfs",
        "SET enable_external_access = true",
        "DELETE FROM quads",
    ],
)
def test_columns_reach_nothing_but_themselves(sql: str, graph: tuple[Columns, Store]) -> None:
    with pytest.raises(duckdb.Error):
        graph[0].run(sql)
