"""Pieces of SQL that give solutions: what stands in FROM and WHERE, and what each variable is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from peyvand.columns.algebra import Dataset, Outside, Variable
from peyvand.columns.sql.values import NOTHING, Value, of_column

Constant = NamedNode | Literal


@dataclass
class Context:
    """What the pieces of one query share.

    Args:
        constants: the values of the query's constants.
        kinds: of each predicate's number, what kinds its objects are.
        dataset: the graphs that are asked.
        graphs: gives the numbers of graphs, each once.
        extended: whether there are constants beside the terms, which have numbers below 0.
        base: the table that has the fields of terms, as ``schema`` tells of them.
    """

    constants: Mapping[Constant, Value]
    kinds: Mapping[int, int]
    dataset: Dataset
    graphs: Callable[[Sequence[str]], list[str]]
    extended: bool = False
    base: str = "terms"
    # Queries that stand before the whole, each with its name.
    before: list[str] = field(default_factory=list)
    _aliases: int = 0

    @property
    def every_kind(self) -> int:
        """What kinds any object is."""
        found = 0
        for kinds in self.kinds.values():
            found |= kinds
        return found

    def alias(self, letter: str) -> str:
        """A name that nothing else has."""
        self._aliases += 1
        return f"{letter}{self._aliases}"

    @property
    def terms(self) -> str:
        """The table of terms."""
        return "known" if self.extended else self.base


@dataclass
class Source:
    """What stands in FROM.

    Args:
        sql: a table or a query in parentheses, with its alias.
        how: the words by which it is joined to those before it.
        on: the condition of that; none for CROSS JOIN.
    """

    sql: str
    how: str = "CROSS JOIN"
    on: str = ""


@dataclass
class Block:
    """Solutions, not yet a query."""

    context: Context
    sources: list[Source] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)
    values: dict[Variable, Value] = field(default_factory=dict)
    # The variables that have a value in every solution.
    certain: set[Variable] = field(default_factory=set)
    # The table that has its terms, if it is not that of all.
    terms: str | None = None
    _rows: dict[str, str] = field(default_factory=dict)

    def value(self, variable: Variable) -> Value:
        """What a variable is; nothing where the pattern does not have it."""
        return self.values.get(variable, NOTHING)

    def of_term(self, number: str, kinds: int, *, certain: bool) -> Value:
        """The value of a column of numbers of terms.

        Args:
            number: the column.
            kinds: what it can be.
            certain: whether it is never NULL.
        """
        return Value(kinds, {"id": number}, lambda: self._row(number, certain), certain=certain)

    def _row(self, number: str, certain: bool) -> str:
        """The row of ``terms`` of a number, which is joined when first asked for."""
        if number not in self._rows:
            alias = self._rows[number] = self.context.alias("t")
            table = f"{self.terms or self.context.terms} {alias}"
            if certain:
                self.sources.append(Source(table))
                self.conditions.append(f"{alias}.id = {number}")
            else:
                self.sources.append(Source(table, "LEFT JOIN", f"{alias}.id = {number}"))
        return self._rows[number]

    def rebased(self, value: Value, *, certain: bool) -> Value:
        """A value of another block, whose sources are now in this one."""
        if value.id is None or value.constant is not None:
            return value
        return self.of_term(value.id, value.kinds, certain=certain)

    def source(self) -> str:
        """FROM and WHERE."""
        sources = self.sources
        if sources and sources[0].how != "CROSS JOIN":
            sources = [Source("(SELECT 1) u"), *sources]
        sql = ""
        for place, source in enumerate(sources):
            how = f" {source.how} " if place else " FROM "
            sql += how + source.sql + (f" ON {source.on}" if source.on else "")
        if self.conditions:
            sql += f" WHERE {' AND '.join(f'({part})' for part in self.conditions)}"
        return sql

    def absorb(self, other: Block) -> None:
        """Take over the sources and conditions of another block."""
        self.sources += other.sources
        self.conditions += other.conditions
        self._rows |= other._rows

    def shapes(self, variables: Iterable[Variable]) -> dict[Variable, str]:
        """The form of the column of each variable."""
        return {variable: self.value(variable).shape for variable in variables}

    def selected(self, shapes: Mapping[Variable, str], names: Mapping[Variable, str]) -> str:
        """The query that gives columns of variables."""
        columns = ", ".join(
            f"{self.column(variable, shape)} AS {names[variable]}"
            for variable, shape in shapes.items()
        )
        # The columns first: they may join rows of terms.
        return f"SELECT {columns or '1 AS nothing'}{self.source()}"

    def column(self, variable: Variable, shape: str) -> str:
        """The one column of a variable, in a form."""
        value = self.value(variable)
        return value.column(shape) if value.kinds else _absent(shape)


def _absent(shape: str) -> str:
    if shape == "packed":
        return "NULL"
    return NOTHING.get(shape) if shape == "id" else Value(0, {}).get(shape)


def of_query(
    context: Context,
    sql: str,
    columns: Mapping[Variable, tuple[str, str, int]],
    certain: set[Variable],
    how: str = "CROSS JOIN",
) -> Block:
    """The block of a query.

    Args:
        context: what is shared.
        sql: the query, without parentheses.
        columns: the name, form and kinds of the column of each variable.
        certain: the variables that have a value in every row.
        how: how it is to be joined.
    """
    alias = context.alias("b")
    block = Block(context, [Source(f"({sql}) {alias}", how)])
    for variable, (name, shape, kinds) in columns.items():
        column = f"{alias}.{name}"
        if shape == "id":
            value = block.of_term(column, kinds, certain=variable in certain)
        else:
            value = of_column(column, shape, kinds)
        block.values[variable] = value
    block.certain = set(certain)
    return block


def made(block: Block, variables: Iterable[Variable]) -> Block:
    """A block as a query of its own, of which only some variables are seen."""
    kept = [variable for variable in variables if variable in block.values]
    shapes = block.shapes(kept)
    names = {variable: f"v{place}" for place, variable in enumerate(kept)}
    sql = block.selected(shapes, names)
    columns = {
        variable: (names[variable], shapes[variable], block.values[variable].kinds)
        for variable in kept
    }
    return of_query(block.context, sql, columns, block.certain & set(kept))


def constant(context: Context, term: Constant) -> Value:
    """The value of a constant.

    Raises:
        Outside: it was not looked up.
    """
    if term not in context.constants:
        raise Outside
    return context.constants[term]
