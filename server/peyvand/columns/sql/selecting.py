"""The order of rows, what is shown of them and what is cut off (SPARQL 1.1, section 15)."""

from __future__ import annotations

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
        shown = set(select.variables)
        if any(key.expression not in shown for key in select.order):
            raise Outside
        return _distinct(block, select)
    keys = _keys(select, expressions) if sorted else []
    shapes = block.shapes(select.variables)
    names = {variable: f"v{place}" for place, variable in enumerate(select.variables)}
    sql = block.selected(shapes, names)
    if select.distinct:
        sql = sql.replace("SELECT", "SELECT DISTINCT", 1)
    if keys:
        sql += f" ORDER BY {', '.join(keys)}"
    return sql + _cut(select), _columns(block, select, names)


def _distinct(block: Block, select: Select) -> tuple[str, dict[Variable, tuple[str, str, int]]]:
    inner = made(block, select.variables)
    source = inner.sources[0]
    source.sql = source.sql.replace("(SELECT", "(SELECT DISTINCT", 1)
    outer = Select(
        select.pattern, select.variables, False, select.order, select.offset, select.limit
    )
    return ordered(inner, outer, Expressions(inner, _none), sorted=True)


def _none(block: Block, exists: object) -> str:
    raise Outside


def _keys(select: Select, expressions: Expressions) -> list[str]:
    keys = []
    for key in select.order:
        direction = "DESC NULLS LAST" if key.descending else "ASC NULLS FIRST"
        values = sort_keys(expressions.value(key.expression))
        keys += [f"{value} {direction}" for value in values]
    return keys


def _cut(select: Select) -> str:
    sql = "" if select.limit is None else f" LIMIT {select.limit}"
    return sql + (f" OFFSET {select.offset}" if select.offset else "")


def _columns(
    block: Block, select: Select, names: dict[Variable, str]
) -> dict[Variable, tuple[str, str, int]]:
    return {
        variable: (names[variable], block.value(variable).shape, block.value(variable).kinds)
        for variable in select.variables
    }
