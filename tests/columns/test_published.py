"""Statements of SQL over the files of Parquet: the rows of SPARQL, in DuckDB and in Spark."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Store

sys.path.insert(0, str(Path(__file__).parents[2]))

from tools.columns.differ import of_store

from columns.queries import ANSWERED, DATA, LEFT, PREFIX
from needs import java_17, needs
from peyvand.columns.dialects import Unwritten, in_duckdb, in_spark
from peyvand.columns.opened import Columns
from peyvand.columns.plan import Refused, translated
from peyvand.columns.published import published, statement
from peyvand.columns.tables import write_tables
from peyvand.graph.patch import dump_lines
from peyvand.graph.tables import make_tables
from peyvand.graph.versions import Versions
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue

# Beside the small graph: what engines of SQL write, sort, cut or search otherwise.
TRAPS = """
:t :text "a\\\\b'c ${x} $", "İstanbul"@tr, "ısı"@tr, "abc\\n", "li\\rne", "", "ﬁ", "𝒜b", "کتاب"@fa ;
  :count 0, 3, -7, -7.5, 0.1, 2.5, 9999999999.999999999 ; :blank [] ;
  :when "2020-02-29"^^xsd:date, "2020-02-29T00:00:00Z"^^xsd:dateTime,
    "2020-02-28T22:00:00-02:00"^^xsd:dateTime, "2020-03-01+03:30"^^xsd:date .
"""
TRAPPED = [
    "SELECT ?t (STRLEN(?t) AS ?n) (STRBEFORE(?t, 'b') AS ?b) (STRAFTER(?t, '') AS ?a) "
    "(CONTAINS(?t, '') AS ?c) (STRENDS(?t, 'c') AS ?d) { :t :text ?t }",
    "SELECT ?t (REGEX(?t, 'c$') AS ?a) (REGEX(?t, '^.*$') AS ?b) (REGEX(?t, 'i', 'i') AS ?c) "
    "(REGEX(?t, '^[a-i]st', 'i') AS ?d) (REGEX(?t, '^a|کت') AS ?e) { :t :text ?t }",
    "SELECT ?t { :t :text ?t } ORDER BY ?t",
    "SELECT ?x { ?x :text ?t FILTER(?t = 'a\\\\b\\'c ${x} $') }",
    "SELECT (LCASE(?t) AS ?l) (UCASE(?t) AS ?u) { :t :text ?t FILTER(STRLEN(?t) IN (4, 6, 0)) }",
    "SELECT ?n (?n + 0.1 AS ?a) (?n * 3 AS ?b) (?n / 7 AS ?c) (?n / 0 AS ?d) (ABS(?n) AS ?e) "
    "(CEIL(?n) AS ?f) (FLOOR(?n) AS ?g) (ROUND(?n) AS ?h) { :t :count ?n }",
    "SELECT (AVG(?n) AS ?a) (SUM(?n) AS ?s) (COUNT(DISTINCT ?n) AS ?c) { :t :count ?n }",
    "SELECT ?w (YEAR(?w) AS ?y) (STR(?w) AS ?s) { :t :when ?w } ORDER BY ?w",
    "SELECT ?w ?v { :t :when ?w, ?v FILTER(?w <= ?v) }",
    "SELECT (<http://www.w3.org/2001/XMLSchema#integer>(?t) AS ?i) "
    "{ VALUES ?t { '12' ' 12' '+5' '-0' 'x' 7 -7.5 } }",
    "SELECT ?o { :t :blank ?o }",
    # Names of variables that are names of tables and columns too, and alike but for their case.
    "SELECT ?t1 ?T1 ?v0 { ?t1 :knows ?T1 . ?T1 :age ?v0 } ORDER BY ?v0 ?t1 ?T1",
]  # fmt: skip
QUERIES = [*ANSWERED, *TRAPPED]
# The values that they meet are not computed exactly, which is found while they run.
STOPPED = {"SELECT (?n + 1 AS ?a) (?n * 2.5 AS ?b) (?n / 3 AS ?c) (-?n AS ?d) { ?x :age ?n }"}
TABLES = ("terms", "quads")


def made(folder: Path, data: str) -> tuple[Path, Store]:
    """The files of a graph, and the graph in the store."""
    store = Store()
    store.load(data.encode(), format=RdfFormat.TRIG)
    folder.mkdir(exist_ok=True)
    lines = np.frombuffer(b"".join(dump_lines(store)), np.uint8)
    write_tables(lines, folder, {}, lambda iri: None)
    return folder, store


def reading(folder: Path) -> duckdb.DuckDBPyConnection:
    """DuckDB with the files as tables."""
    connection = duckdb.connect(config={"threads": 1})
    for name in TABLES:
        connection.execute(f"CREATE TABLE {name} AS FROM '{folder / name}.parquet'")
    return connection


def raw(query: str, columns: Columns) -> str:
    plan = translated(PREFIX + query)
    assert plan is not None
    return statement(plan, columns, types=True)


def of_sparql(query: str, store: Store) -> Counter[tuple[str, ...]]:
    """The rows of SPARQL: of each term its text, and what it is."""
    rows = of_store(query, store)
    if query.removeprefix(PREFIX).startswith("ASK"):
        return Counter([(str(bool(rows)).lower(),)])
    return Counter(tuple(text for term in row for text in _told(term)) for row in rows)


def _told(term: NamedNode | BlankNode | Literal | None) -> tuple[str, str]:
    if term is None:
        return "None", "None"
    if isinstance(term, NamedNode):
        return term.value, "iri"
    if isinstance(term, BlankNode):
        return f"_:{term.value}", "blank"
    kind = f"@{term.language}" if term.language else term.datatype.value
    # In which order GROUP_CONCAT joins its parts, SPARQL leaves open.
    return _sorted(term.value), kind


def of_sql(rows: Sequence[Sequence[Any]]) -> Counter[tuple[str, ...]]:
    """The rows of a statement, as texts."""
    return Counter(tuple(map(_shown, row)) for row in rows)


def _shown(value: Any) -> str:
    return _sorted(str(value).lower() if isinstance(value, bool) else str(value))


def _sorted(text: str) -> str:
    return " ".join(sorted(re.split("[ ;؛]+", text)))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Columns, Store]]:
    """The files of a small graph, their columns, and the graph in the store."""
    folder, store = made(tmp_path_factory.mktemp("published"), DATA + TRAPS)
    with published(folder) as columns:
        yield folder, columns, store


@pytest.fixture(scope="module")
def connection(small: tuple[Path, Columns, Store]) -> Iterator[duckdb.DuckDBPyConnection]:
    with reading(small[0]) as found:
        yield found


@pytest.mark.parametrize("query", QUERIES)
def test_a_statement_gives_the_rows_of_sparql(
    query: str, small: tuple[Path, Columns, Store], connection: duckdb.DuckDBPyConnection
) -> None:
    _, columns, store = small
    sql = raw(query, columns)
    if query in STOPPED:
        with pytest.raises(duckdb.Error, match="in SQL this would not be exact"):
            connection.execute(sql)
    else:
        found = of_sql(connection.execute(sql).fetchall())
        assert found == of_sparql(PREFIX + query, store)


def test_lines_change_nothing(
    small: tuple[Path, Columns, Store], connection: duckdb.DuckDBPyConnection
) -> None:
    for query in (*TRAPPED[:2], "SELECT (GROUP_CONCAT(DISTINCT ?n) AS ?g) { ?x :name ?n }"):
        sql = in_duckdb(raw(query, small[1]))
        assert sql.count("\n") > 10
        assert of_sql(connection.execute(sql).fetchall()) == of_sparql(PREFIX + query, small[2])


def test_columns_are_named_typed_and_in_order(
    small: tuple[Path, Columns, Store], connection: duckdb.DuckDBPyConnection
) -> None:
    plan = translated(
        PREFIX + "SELECT ?x (STRLEN(STR(?x)) AS ?size) (?y = :a AS ?is) ?n "
        "{ ?x :knows ?y OPTIONAL { ?x :age ?n } } ORDER BY DESC(?y) ?x LIMIT 2 OFFSET 1"
    )
    assert plan is not None
    result = connection.execute(statement(plan, small[1]))
    names = {name: str(kind) for name, kind, *_ in result.description or ()}
    assert names == {"x": "VARCHAR", "size": "BIGINT", "is": "BOOLEAN", "n": "VARCHAR"}
    assert result.fetchall() == [("urn:x:a", 7, False, "30"), ("urn:x:b", 7, True, "2.5")]


@pytest.mark.parametrize("query", LEFT)
def test_what_is_not_exact_is_no_statement_or_stops(
    query: str, small: tuple[Path, Columns, Store], connection: duckdb.DuckDBPyConnection
) -> None:
    plan = translated(PREFIX + query)
    if plan is not None:
        with pytest.raises((Refused, duckdb.Error)):
            connection.execute(statement(plan, small[1]))


@pytest.mark.parametrize("change", ["c ${x}", ":age 30"])
def test_a_statement_stops_at_the_files_of_another_graph(
    change: str, small: tuple[Path, Columns, Store], tmp_path: Path
) -> None:
    others, _ = made(tmp_path / "others", (DATA + TRAPS).replace(change, change + "0"))
    # Of no rows too.
    for query in ("SELECT * { ?x :knows ?y }", "SELECT * { ?x :nothing ?y }"):
        with reading(others) as connection, pytest.raises(duckdb.Error, match="other files"):
            connection.execute(raw(query, small[1])).fetchall()


def test_files_that_are_not_there_or_are_others_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error), published(tmp_path):
        pass


@pytest.mark.parametrize(
    ("query", "written"),
    [
        # A dollar is the end of the text, of which Java leaves a line feed out.
        ("SELECT * { ?x :name ?l FILTER(REGEX(?l, 'a.r$')) }", "RLIKE '(?d)a.r\\\\z'"),
        # Letters that Java takes for others are none of them.
        ("SELECT * { ?x :name ?l FILTER(REGEX(?l, '^a', 'i')) }", "'İı', 'ƻƻ') RLIKE '(?diu)^a'"),
        ("SELECT * { ?x :text ?t FILTER(STR(?t) = 'a\\\\b ${x}') }", "'a\\\\b \\u0024{x}'"),
        # A whole number of 128 bits has no quotient there but a rounded one.
        ("SELECT (FLOOR(?n) AS ?f) { ?x :weight ?n }", "DECIMAL(38, 0)"),
        ("SELECT (SUM(?n) AS ?s) { ?x :member ?n }", "SUM(CAST("),
        ("SELECT * { ?x :knows ?y }", "SIZE(CAST(NULL AS ARRAY<INT>)) IS NULL"),
    ],
)
def test_what_spark_has_otherwise_is_written_otherwise(
    query: str, written: str, small: tuple[Path, Columns, Store]
) -> None:
    assert written in in_spark(raw(query, small[1]))


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("SELECT regexp_matches(a, 'ı', 'i') FROM terms", "REGEX"),
        ("SELECT regexp_matches(a, '(?i)a') FROM terms", "REGEX"),
        ("SELECT even(a) FROM terms", "even"),
        ("SELECT a ** 2 FROM terms", "pow"),
    ],
)
def test_what_spark_has_no_equal_for_is_refused(sql: str, why: str) -> None:
    with pytest.raises(Unwritten, match=why):
        in_spark(sql)


def test_questions_that_count_give_the_rows_of_sparql_of_the_documents(
    built: Path, tmp_path: Path
) -> None:
    versions = Versions(built)
    make_tables(versions, versions.current(), tmp_path)
    store = Store.read_only(str(versions.current().store))
    questions = read_catalogue(root() / "queries").of("explore")
    counting = [question for question in questions if "GROUP BY" in question.text]
    written = 0
    with published(tmp_path) as columns, reading(tmp_path) as connection:
        # All were tried by hand; the third part costs a third.
        for question in counting[::3]:
            plan = translated(question.bound())
            if plan is not None:
                sql = statement(plan, columns, types=True)
                found = of_sql(connection.execute(sql).fetchall())
                assert found == of_sparql(question.bound(), store), question.name
                written += 1
    assert written > len(counting[::3]) * 0.8


_PROGRAM = """
import json, sys
from pyspark.sql import SparkSession
folder, file = sys.argv[1:]
session = SparkSession.builder.master("local-cluster[2,1,1024]").config(
    "spark.sql.shuffle.partitions", "2").config("spark.ui.enabled", "false").getOrCreate()
session.sparkContext.setLogLevel("OFF")
for name in ("terms", "quads"):
    session.read.parquet(f"{folder}/{name}.parquet").createOrReplaceTempView(name)
found = []
for sql in json.load(open(file)):
    try:
        found.append([list(row) for row in session.sql(sql).collect()])
    except Exception as error:
        found.append(str(error))
json.dump(found, sys.stdout)
"""


@pytest.mark.slow
@needs("spark", "jdk-17")
def test_spark_gives_the_rows_of_sparql(small: tuple[Path, Columns, Store], tmp_path: Path) -> None:
    folder, columns, store = small
    file = tmp_path / "statements.json"
    file.write_text(json.dumps([in_spark(raw(query, columns)) for query in QUERIES]))
    # In a process of its own: the Java side ends with it.
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(folder), str(file)],
        check=True,
        capture_output=True,
        env={**os.environ, "JAVA_HOME": java_17()},
    )
    wrong = {}
    for query, rows in zip(QUERIES, json.loads(run.stdout), strict=True):
        if isinstance(rows, str):
            if query not in STOPPED or "in SQL this would not be exact" not in rows:
                wrong[query] = rows
        elif of_sql(rows) != of_sparql(PREFIX + query, store):
            wrong[query] = str(rows)
    assert wrong == {}
