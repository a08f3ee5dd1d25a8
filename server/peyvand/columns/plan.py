"""A query that the columns answer: what it is, and the rows that it gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import duckdb
from pyoxigraph import NamedNode

from peyvand.columns.algebra import Constant, Dataset, Outside, Query, Select
from peyvand.columns.constants import constants_of, given_by, matched_by
from peyvand.columns.decoding import Decoder
from peyvand.columns.opened import FIELDS, Columns, Term
from peyvand.columns.reading import query as read
from peyvand.columns.sql.blocks import Block, Context
from peyvand.columns.sql.expressions import Expressions
from peyvand.columns.sql.patterns import Patterns
from peyvand.columns.sql.readable import found, readable
from peyvand.columns.sql.selecting import ordered

# What can stop a query after its first rows.
_UNSURE = ("error(", "HUGEINT", "exact", "sum(", "::")
# How many rows are read at once.
_BATCH = 40_960


class Refused(Exception):
    """The columns cannot answer exactly after all; no row was given."""


@dataclass(frozen=True)
class Plan:
    """A query that the columns answer, of whatever version.

    Args:
        kind: ``select`` or ``ask``.
        variables: the names that are shown, in order.
        query: the algebra.
    """

    kind: str
    variables: tuple[str, ...]
    query: Query

    def sql(self, columns: Columns) -> Statement:
        """The query as SQL, of a version.

        Raises:
            Refused: it is outside of what the columns answer of this version.
        """
        context, missing = self._context(columns)
        try:
            sql, of = ordered(*self._solutions(context), sorted=True)
        except Outside as error:
            raise Refused from error
        shapes = tuple((shape, kinds) for _, shape, kinds in of.values())
        return Statement(completed(context, sql), shapes, missing)

    def written(
        self, columns: Columns, *, before: Sequence[str], base: str, check: str, types: bool
    ) -> str:
        """The query as SQL whose columns can be read without the terms (``readable``).

        Args:
            columns: of the version that it is for.
            before: queries that are to stand before it, each with its name.
            base: which of them has the fields of terms.
            check: which of them stops a statement that is asked of another version.
            types: whether a column beside each tells what its terms are.

        Raises:
            Refused: it is outside of what the columns answer of this version.
        """
        context, _ = self._context(columns, base)
        context.before[:0] = before
        try:
            block, select, expressions = self._solutions(context)
            if self.kind == "ask":
                sql = found(block, check)
            else:
                sql = readable(block, select, expressions, check, types=types)
        except Outside as error:
            raise Refused from error
        return completed(context, sql)

    def _solutions(self, context: Context) -> tuple[Block, Select, Expressions]:
        patterns = Patterns(context)
        block = patterns.block(self.query.select.pattern)
        select = self.query.select
        if self.kind == "ask":
            select = replace(select, variables=(), order=(), limit=1)
        return block, select, patterns.expressions(block)

    def _context(
        self, columns: Columns, base: str = "terms"
    ) -> tuple[Context, dict[int, Constant]]:
        """What the pieces of the SQL share; and the constants of answers that are no terms."""
        dataset = self.query.dataset
        graphs = [NamedNode(iri) for iri in (*(dataset.default or ()), *(dataset.named or ()))]
        constants = [*constants_of(self.query.select), *graphs]
        numbered = {*matched_by(self.query.select), *graphs}
        values, missing = columns.looked_up(constants, numbered)

        def named(iris: Sequence[str]) -> list[str]:
            return list(dict.fromkeys(values[NamedNode(iri)].get("id") for iri in iris))

        shown = {values[term].get("id") for term in given_by(self.query.select)}
        missing = {number: term for number, term in missing.items() if str(number) in shown}
        context = Context(values, columns.kinds, dataset, named, bool(missing), base)
        if missing:
            rows = " UNION ALL ".join(
                f"SELECT {number}, "
                + ", ".join(values[term].fields.get(name, "NULL") for name in FIELDS)
                for number, term in missing.items()
            )
            known = f"known AS NOT MATERIALIZED (SELECT * FROM {base} UNION ALL {rows})"
            context.before.append(known)
        return context, missing

    def rows(self, columns: Columns) -> Iterator[tuple[Term | None, ...]]:
        """The solutions; of ASK one row of nothing if there is any.

        Raises:
            Refused: they would not be exact; no row was given.
            duckdb.InterruptException: the query was stopped.
            duckdb.OutOfMemoryException: it takes too much memory.
        """
        yield from self.sql(columns).rows(columns)


@dataclass(frozen=True)
class Statement:
    """SQL, with the form and the kinds of its columns, and the constants that are no terms."""

    sql: str
    shapes: tuple[tuple[str, int], ...]
    missing: dict[int, Constant]

    @property
    def careful(self) -> bool:
        """Whether it may find on the way that it is not exact, or overflow."""
        return any(word in self.sql for word in _UNSURE)

    def rows(self, columns: Columns) -> Iterator[tuple[Term | None, ...]]:
        """The solutions, of the columns that it was written for; see ``Plan.rows``."""
        decoder = Decoder(columns, self.shapes, self.missing)
        result = _started(columns, self.sql)
        if self.careful:
            rows = _all(result)
            for start in range(0, len(rows), _BATCH):
                yield from decoder.rows(rows[start : start + _BATCH])
        while batch := result.fetchmany(_BATCH):
            yield from decoder.rows(batch)


def completed(context: Context, sql: str) -> str:
    """A query with those that stand before it."""
    return f"WITH {', '.join(context.before)} {sql}" if context.before else sql


def _started(columns: Columns, sql: str) -> duckdb.DuckDBPyConnection:
    try:
        return columns.run(sql)
    except (duckdb.InterruptException, duckdb.OutOfMemoryException):
        raise
    except duckdb.Error as error:
        raise Refused(str(error)) from error


def _all(result: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    try:
        return result.fetchall()
    except (duckdb.InterruptException, duckdb.OutOfMemoryException):
        raise
    except duckdb.Error as error:
        raise Refused(str(error)) from error


def translated(
    text: str,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
) -> Plan | None:
    """A query for the columns.

    Args:
        text: a query that the engine reads, without relative IRIs.
        default_graphs: graphs whose merge is the default graph (SPARQL 1.1 Protocol, 2.1.4).
        named_graphs: the named graphs of the dataset.

    Returns:
        None where the columns do not answer it, or not exactly.
    """
    try:
        query = read(text)
    except (Outside, RecursionError):
        return None
    if default_graphs or named_graphs:
        dataset = Dataset(tuple(default_graphs), tuple(named_graphs))
        query = replace(query, dataset=dataset)
    variables = tuple(variable.name for variable in query.select.variables)
    return Plan(query.form.lower(), variables, query)
