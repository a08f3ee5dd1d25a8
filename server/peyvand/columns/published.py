"""Queries as SQL over the files of Parquet of a version (``tables``), for whoever has them.

What is written is one statement over two tables, ``terms`` and ``quads``: it stands alone, and
gives the rows that SPARQL gives or stops. It is of the version whose files it was made by, for the
numbers of terms and the kinds of values that stand in it are those of no other: asked of others it
stops too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peyvand.columns.files import connected, quoted
from peyvand.columns.opened import Columns
from peyvand.columns.plan import Plan
from peyvand.columns.schema import COUNTED, COUNTS, Kind
from peyvand.columns.sql.values import INEXACT
from peyvand.columns.tables import QUADS, TERMS

# The fields of terms by which SPARQL compares and counts, as the files have them.
_VALUED = f"""SELECT id, code AS kind, lexical, language, datatype, exact::HUGEINT AS exact,
    CASE WHEN code = {Kind.INTEGER:d} THEN lexical::BIGINT END AS whole, number, truth,
    instant::HUGEINT AS instant, zoned FROM """
# What tells the files of a version from those of others.
_MARKS = (
    "SELECT count(*) FROM quads",
    "SELECT sum(id::HUGEINT * (code + 16 * length(lexical))) FROM terms",
)
# The query that stops a statement which is asked of other files.
CHECKED = "checked"
_OTHERS = "error('this statement was made for other files')"
_INEXACT = "error('in SQL this would not be exact: ask it in SPARQL')"


@contextmanager
def published(folder: Path) -> Iterator[Columns]:
    """The columns of the files in a folder.

    Raises:
        duckdb.Error: the files are not there, or are others.
    """
    connection = connected()
    try:
        for name, file in (("stored", TERMS), ("quads", QUADS)):
            path = quoted(folder / file)
            connection.execute(f"CREATE VIEW {name} AS FROM read_parquet({path})")
        connection.execute(f"CREATE VIEW terms AS {_VALUED} stored")
        connection.execute(COUNTS)
        connection.execute(COUNTED)
        yield Columns(connection)
    finally:
        connection.close()


def statement(plan: Plan, columns: Columns, *, types: bool = False) -> str:
    """A query as one statement of DuckDB's SQL, over ``terms`` and ``quads`` of the files.

    Args:
        plan: the query.
        columns: of the files (``published``).
        types: whether a column beside each tells what its terms are (``readable``).

    Raises:
        Refused: columns do not answer it exactly.
    """
    marks = []
    for mark in _MARKS:
        ((found,),) = columns.aside(mark.replace("FROM terms", "FROM stored"))
        marks.append(f"({mark}) = {found}")
    check = f"SELECT CASE WHEN {' AND '.join(marks)} THEN TRUE ELSE {_OTHERS} END AS same"
    before = [f"valued AS NOT MATERIALIZED ({_VALUED} terms)", f"{CHECKED} AS ({check})"]
    sql = plan.written(columns, before=before, base="valued", check=CHECKED, types=types)
    return sql.replace(INEXACT, _INEXACT)
