"""Columns made of quads, one after another: for small graphs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow as pa
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from peyvand.columns.schema import ALL, COUNTED, FORM, READ, SORTED, VALUED

Term = NamedNode | BlankNode | Literal | Triple


def made_of(quads: Iterable[Quad], path: Path) -> None:
    """Write the columns of a graph.

    Args:
        quads: as a store answers them, for it changes lexical forms (``graph/normalised``).
        path: the file to be, which there is not yet.

    Raises:
        duckdb.Error: the file cannot be written.
    """
    numbers: dict[Term, int] = {}

    def number(term: Term) -> int:
        return numbers.setdefault(term, len(numbers) + 1)

    rows = {
        (
            number(quad.subject),
            number(quad.predicate),
            number(quad.object),
            0 if isinstance(quad.graph_name, DefaultGraph) else number(quad.graph_name),
        )
        for quad in quads
    }
    ordered: list[tuple[int | str | None, ...]] = [*sorted(rows, key=_order)]
    with duckdb.connect(str(path)) as connection:
        for statement in (*ALL, READ):
            connection.execute(statement)
        _insert(
            connection,
            "read_terms",
            {"id": pa.int64(), "sort": pa.uint8(), "lexical": pa.string(),
             "language": pa.string(), "datatype": pa.string()},
            [(key, *_read(term)) for term, key in numbers.items()],
        )  # fmt: skip
        connection.execute(f"INSERT INTO terms {VALUED}")
        _insert(connection, "quads", {name: pa.int64() for name in "spog"}, ordered)
        connection.execute(COUNTED)
        connection.execute("INSERT INTO about VALUES (?)", [FORM])
        connection.execute("DROP TABLE read_terms")


_PLACES = ["spog".index(name) for name in SORTED]


def _order(row: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(row[place] for place in _PLACES)


def _read(term: Term) -> tuple[int, str, str | None, str | None]:
    """A term as a row of ``read_terms``, without its number."""
    if isinstance(term, BlankNode):
        return 0, term.value, None, None
    if isinstance(term, NamedNode):
        return 1, term.value, None, None
    if isinstance(term, Literal):
        return 2, term.value, term.language, term.datatype.value
    return 3, str(term), None, None


def _insert(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: dict[str, pa.DataType],
    rows: list[tuple[int | str | None, ...]],
) -> None:
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [pa.array(list(v), t) for v, t in zip(values, columns.values(), strict=True)]
    connection.register("given", pa.table(arrays, names=list(columns)))
    connection.execute(f"INSERT INTO {table} SELECT * FROM given")
    connection.unregister("given")
