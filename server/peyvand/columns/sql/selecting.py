"""The order of rows, what is shown of them and what is cut off (SPARQL 1.1, section 15)."""

from __future__ import annotations

from dataclasses import replace

from peyvand.columns.algebra import Outside, Select, Variable
from peyvand.columns.sql.blocks import Block, made
from peyvand.columns.sql.comparing import sort_keys
from peyvand.columns.sql.expressions import Expressions


def ordered(
    block: Block, select: Select, expressions: Expressions, *, sorted: bool
) -> tuple[str, dict[Variable, tuple[str, str, int]]]:
    """The query of what is shown of a block.

    Args:
        block: the solutions.
        select: what is shown, in which order, and how much of it.
        expressions: over the block.
        sorted: whether the order matters.

    Returns:
        its SQL; and the name, form and kinds of the column of each variable.

    Raises:
        Outside: of rows that count once, the order is by what is not shown.
    """
    if select.distinct and sorted and select.order:
        inner, expressions = distinct(block, select)
        return ordered(inner, replace(select, distinct=False), expressions, sorted=True)
    if sorted and (found := _found(block, select)) is not None:
        block, expressions = found, Expressions(found, _none)
    sorts = keys(select, expressions) if sorted else []
    shapes = block.shapes(select.variables)
    names = {variable: f"v{place}" for place, variable in enumerate(select.variables)}
    sql = block.selected(shapes, names)
    if select.distinct:
        sql = sql.replace("SELECT", "SELECT DISTINCT", 1)
    if sorts:
        sql += f" ORDER BY {', '.join(f'{key} {direction}' for key, direction in sorts)}"
    return sql + cut(select), _columns(block, select, names)


def distinct(block: Block, select: Select) -> tuple[Block, Expressions]:
    """What is shown of a block, each row once, and the expressions over that.

    Raises:
        Outside: the order is by what is not shown.
    """
    shown = set(select.variables)
    if any(key.expression not in shown for key in select.order):
        raise Outside
    inner = made(block, select.variables)
    source = inner.sources[0]
    source.sql = source.sql.replace("(SELECT", "(SELECT DISTINCT", 1)
    return inner, Expressions(inner, _none)


def _found(block: Block, select: Select) -> Block | None:
    """The solutions, made before they are sorted, with no other rows of terms than they need.

    How many solutions there will be is not known when a query is planned: joined to them one key
    after the other, all terms would be put into a table for each.

    Returns:
        None where the terms of no variable are sorted by, or something else is.
    """
    keys = dict.fromkeys(key.expression for key in select.order)
    variables = [key for key in keys if isinstance(key, Variable)]
    if len(variables) < len(keys):
        return None
    sought = [name for name in variables if block.value(name).row is not None]
    if not sought:
        return None
    inner = made(block, dict.fromkeys([*select.variables, *variables]))
    context, source = inner.context, inner.sources[0]
    body, _, alias = source.sql.rpartition(" ")
    found, inner.terms = context.alias("f"), context.alias("w")
    context.before.append(f"{found} AS MATERIALIZED {body}")
    numbers = " UNION ALL ".join(
        f"SELECT {inner.value(name).id} AS id FROM {found} {alias}" for name in sought
    )
    context.before.append(
        f"{inner.terms} AS MATERIALIZED"
        f" (SELECT * FROM {context.terms} SEMI JOIN ({numbers}) USING (id))"
    )
    source.sql = f"{found} {alias}"
    return inner


def _none(block: Block, exists: object) -> str:
    raise Outside


def keys(select: Select, expressions: Expressions) -> list[tuple[str, str]]:
    """What rows are sorted by, each with its direction."""
    found = []
    for key in select.order:
        direction = "DESC NULLS LAST" if key.descending else "ASC NULLS FIRST"
        found += [(value, direction) for value in sort_keys(expressions.value(key.expression))]
    return found


def cut(select: Select) -> str:
    """What leaves rows out by their place."""
    sql = "" if select.limit is None else f" LIMIT {select.limit}"
    return sql + (f" OFFSET {select.offset}" if select.offset else "")


def _columns(
    block: Block, select: Select, names: dict[Variable, str]
) -> dict[Variable, tuple[str, str, int]]:
    return {
        variable: (names[variable], block.value(variable).shape, block.value(variable).kinds)
        for variable in select.variables
    }
