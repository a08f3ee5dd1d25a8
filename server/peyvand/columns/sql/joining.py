"""Joins: what it takes that solutions agree, and what their variables then are.

Two solutions agree if no variable has a value in both that is not the same (SPARQL 1.1, section
18.3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from peyvand.columns.algebra import Expression, Outside, Variable
from peyvand.columns.reading.scopes import all_mentioned
from peyvand.columns.sql.blocks import Block, of_query
from peyvand.columns.sql.comparing import same
from peyvand.columns.sql.expressions import common
from peyvand.columns.sql.values import Value, of_column


def agree(block: Block, variable: Variable, other: Value, *, certain: bool) -> None:
    """Require that a variable of a block is the same as another value, where both are."""
    one = block.values[variable]
    sure = variable in block.certain
    condition = compatible(one, sure, other, certain)
    block.conditions.append(condition)
    block.values[variable] = _merged(block, one, sure, other, certain)
    if certain:
        block.certain.add(variable)


def both(left: Block, right: Block) -> Block:
    """The solutions of both that agree, made of the left."""
    left.absorb(right)
    for variable, value in right.values.items():
        certain = variable in right.certain
        moved = left.rebased(value, certain=certain)
        if variable in left.values:
            agree(left, variable, moved, certain=certain)
        else:
            left.values[variable] = moved
            if certain:
                left.certain.add(variable)
    return left


def _merged(block: Block, one: Value, sure: bool, other: Value, certain: bool) -> Value:
    """The value of two that agree."""
    if sure and certain and one.id is not None and other.id is not None:
        if not one.kinds & other.kinds:
            block.conditions.append("FALSE")
            return one
        return block.of_term(one.id, one.kinds & other.kinds, certain=True)
    if sure:
        return one
    if certain:
        return other
    shape, kinds = common([one, other])
    sql = f"coalesce({one.column(shape)}, {other.column(shape)})"
    if shape == "id":
        return block.of_term(sql, kinds, certain=False)
    return of_column(sql, shape, kinds)


def merged_left(block: Block, one: Value, sure: bool, other: Value) -> Value:
    """The value of a variable on both sides of OPTIONAL, as its conditions see it.

    Args:
        block: the solutions that are made.
        one: what it is on the left.
        sure: whether it surely has a value there.
        other: what it is on the right.
    """
    if sure:
        return one
    shape, kinds = common([one, other])
    sql = f"coalesce({one.column(shape)}, {other.column(shape)})"
    if shape == "id":
        # Within the condition of the join its row cannot be had.
        return Value(kinds, {"id": sql}, no_row)
    return of_column(sql, shape, kinds)


def expanded(block: Block, conditions: Iterable[Expression]) -> Block:
    """A block as a query, with the rows of terms of what conditions look at."""
    looked_at = {name for condition in conditions for name in all_mentioned(condition)}
    rows = {
        variable: value.row()
        for variable, value in block.values.items()
        if variable in looked_at and value.row is not None and value.constant is None
    }
    shapes = block.shapes(block.values)
    names = {variable: f"v{place}" for place, variable in enumerate(shapes)}
    columns = [f"{block.column(key, shape)} AS {names[key]}" for key, shape in shapes.items()]
    columns += [f"{row} AS {names[variable]}_row" for variable, row in rows.items()]
    sql = f"SELECT {', '.join(columns) or '1 AS nothing'}{block.source()}"
    of_columns = {
        key: (names[key], shape, block.values[key].kinds) for key, shape in shapes.items()
    }
    found = of_query(block.context, sql, of_columns, block.certain, "LEFT JOIN")
    alias = found.sources[0].sql.rpartition(" ")[2]
    for variable in found.values:
        value = found.values[variable]
        if value.row is not None:
            row = f"{alias}.{names[variable]}_row" if variable in rows else ""
            found.values[variable] = Value(
                value.kinds, value.fields, _given(row) if row else no_row
            )
    return found


def _given(row: str) -> Callable[[], str]:
    return lambda: row


def no_row() -> str:
    """Of a value whose row of ``terms`` cannot be had where it stands.

    Raises:
        Outside: always.
    """
    raise Outside


def compatible(one: Value, sure: bool, other: Value, certain: bool) -> str:
    """Whether two values of a variable agree: one that is not there agrees with all."""
    if not one.kinds or not other.kinds:
        return "TRUE" if not (sure and certain) else "FALSE"
    parts = [f"({same(one, other)})"]
    if not sure:
        parts.append(f"NOT ({one.bound()})")
    if not certain:
        parts.append(f"NOT ({other.bound()})")
    return " OR ".join(parts)
