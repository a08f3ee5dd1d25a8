"""Which variables patterns and expressions have."""

from __future__ import annotations

from collections.abc import Iterator

from peyvand.columns.algebra import (
    Aggregate,
    Basic,
    Call,
    Exists,
    Expression,
    Extend,
    Filter,
    Group,
    Join,
    LeftJoin,
    Minus,
    Pattern,
    Select,
    Union,
    Values,
    Variable,
)


def visible(pattern: Pattern) -> dict[Variable, None]:
    """The variables that a pattern may give values, in the order in which they stand.

    SPARQL 1.1, section 18.2.1.
    """
    if isinstance(pattern, Basic):
        nodes = (
            node
            for quad in pattern.quads
            for node in (quad.graph, quad.subject, quad.predicate, quad.object)
        )
        return {node: None for node in nodes if isinstance(node, Variable)}
    if isinstance(pattern, Join | LeftJoin):
        return visible(pattern.left) | visible(pattern.right)
    if isinstance(pattern, Union):
        return {name: None for part in pattern.parts for name in visible(part)}
    if isinstance(pattern, Minus):
        return visible(pattern.left)
    if isinstance(pattern, Filter):
        return visible(pattern.pattern)
    if isinstance(pattern, Extend):
        return visible(pattern.pattern) | {pattern.variable: None}
    if isinstance(pattern, Group):
        named = [variable for variable, _ in pattern.aggregates]
        return dict.fromkeys([*pattern.keys, *named])
    assert isinstance(pattern, Values | Select)
    return dict.fromkeys(pattern.variables)


def mentioned(expression: Expression | None) -> Iterator[Variable | Exists]:
    """The variables that an expression names itself, and its patterns."""
    if isinstance(expression, Variable | Exists):
        yield expression
    elif isinstance(expression, Call):
        for argument in expression.arguments:
            yield from mentioned(argument)
    elif isinstance(expression, Aggregate):
        yield from mentioned(expression.argument)


def all_mentioned(expression: Expression) -> set[Variable]:
    """The variables that an expression names, in its patterns too."""
    found: set[Variable] = set()
    for part in mentioned(expression):
        found |= named(part.pattern) if isinstance(part, Exists) else {part}
    return found


def named(pattern: Pattern) -> set[Variable]:
    """Every variable that stands in a pattern, visible or not."""
    found = set(visible(pattern))
    expressions: tuple[Expression, ...] = ()
    if isinstance(pattern, Join | LeftJoin | Minus):
        found |= named(pattern.left) | named(pattern.right)
    if isinstance(pattern, Union):
        for part in pattern.parts:
            found |= named(part)
    if isinstance(pattern, Filter | Extend | Group | Select):
        found |= named(pattern.pattern)
    if isinstance(pattern, Filter | LeftJoin):
        expressions = pattern.conditions
    elif isinstance(pattern, Extend):
        expressions = (pattern.expression,)
    elif isinstance(pattern, Group):
        expressions = tuple(aggregate for _, aggregate in pattern.aggregates)
    elif isinstance(pattern, Select):
        expressions = tuple(key.expression for key in pattern.order)
    for expression in expressions:
        found |= all_mentioned(expression)
    return found


def compares_connected(condition: Expression, pattern: Pattern) -> bool:
    """Whether a condition compares, by ``<`` and its like, what a pattern connects itself."""
    if not isinstance(condition, Call) or condition.name not in ("<", ">", "<=", ">=", "!="):
        return False
    groups: list[set[Variable]] = []
    for found in _together(pattern):
        touching = [group for group in groups if group & found]
        groups = [group for group in groups if not group & found]
        groups.append(found.union(*touching))
    names = all_mentioned(condition)
    return any(names <= group for group in groups)


def _together(pattern: Pattern) -> Iterator[set[Variable]]:
    """The variables that stand together in one quad, table or sub-query."""
    if isinstance(pattern, Basic):
        for quad in pattern.quads:
            yield set(visible(Basic((quad,))))
    elif isinstance(pattern, Join):
        yield from _together(pattern.left)
        yield from _together(pattern.right)
    elif isinstance(pattern, LeftJoin):
        yield from _together(pattern.left)
        yield set(visible(pattern.right))
    elif isinstance(pattern, Minus):
        yield from _together(pattern.left)
    elif isinstance(pattern, Filter):
        yield from _together(pattern.pattern)
    elif isinstance(pattern, Extend):
        yield from _together(pattern.pattern)
        yield {pattern.variable, *all_mentioned(pattern.expression)}
    else:
        yield set(visible(pattern))
