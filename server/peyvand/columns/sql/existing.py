"""EXISTS: which patterns may be looked for without putting values into them.

SPARQL 1.1, section 18.6, puts the values of a solution into the pattern of EXISTS. A pattern that
gives the variable a value in every solution of its own has the same solutions if those are chosen
that agree. Others are left to the store.
"""

from __future__ import annotations

from peyvand.columns.algebra import (
    Basic,
    Expression,
    Extend,
    Filter,
    Join,
    LeftJoin,
    Minus,
    Outside,
    Pattern,
    Union,
    Values,
    Variable,
)
from peyvand.columns.reading.scopes import all_mentioned, named, visible


def split_of_exists(
    pattern: Pattern, outer: set[Variable]
) -> tuple[Pattern, list[Expression], list[Expression]]:
    """A pattern of EXISTS, taken apart.

    Args:
        pattern: it.
        outer: the variables of the solutions that it is asked of.

    Returns:
        the pattern without the filters of its group; of those, the ones that look at what it
        gives alone; and those that look at the solution too.

    Raises:
        Outside: it may be another thing to put values into it.
    """
    filters: list[Expression] = []
    while isinstance(pattern, Filter):
        filters += pattern.conditions
        pattern = pattern.pattern
    _check(pattern, outer)
    given = sure(pattern)
    inside: list[Expression] = []
    around: list[Expression] = []
    for condition in filters:
        of_both = {name for name in all_mentioned(condition) if name in outer and name not in given}
        (around if of_both else inside).append(condition)
    return pattern, inside, around


def sure(pattern: Pattern) -> set[Variable]:
    """The variables that surely have a value in every solution of a pattern."""
    if isinstance(pattern, Basic):
        return set(visible(pattern))
    if isinstance(pattern, Join):
        return sure(pattern.left) | sure(pattern.right)
    if isinstance(pattern, LeftJoin | Minus):
        return sure(pattern.left)
    if isinstance(pattern, Union):
        return set.intersection(*(sure(part) for part in pattern.parts))
    if isinstance(pattern, Filter | Extend):
        return sure(pattern.pattern)
    if isinstance(pattern, Values):
        rows = pattern.rows
        columns = enumerate(pattern.variables)
        return {name for place, name in columns if all(row[place] is not None for row in rows)}
    return set()


def _check(pattern: Pattern, outer: set[Variable]) -> None:
    """Refuse a pattern into which values would have to be put.

    Raises:
        Outside: it is one.
    """
    if set(visible(pattern)) & outer - sure(pattern):
        raise Outside
    if isinstance(pattern, Basic | Values):
        return
    if isinstance(pattern, Join):
        _check(pattern.left, outer)
        _check(pattern.right, outer)
    elif isinstance(pattern, Union):
        for part in pattern.parts:
            _check(part, outer)
    elif isinstance(pattern, LeftJoin):
        given = sure(pattern.left)
        _check(pattern.left, outer)
        _check(pattern.right, outer - given)
        _check_conditions(pattern.conditions, outer - given - sure(pattern.right))
    elif isinstance(pattern, Filter):
        _check(pattern.pattern, outer)
        _check_conditions(pattern.conditions, outer - sure(pattern.pattern))
    elif isinstance(pattern, Extend):
        _check(pattern.pattern, outer)
        _check_conditions((pattern.expression,), outer - sure(pattern.pattern))
        if pattern.variable in outer:
            raise Outside
    elif isinstance(pattern, Minus):
        _check(pattern.left, outer)
        if named(pattern.right) & outer:
            raise Outside
    else:
        assert not isinstance(pattern, Basic)
        if named(pattern) & outer:
            raise Outside


def _check_conditions(conditions: tuple[Expression, ...], unknown: set[Variable]) -> None:
    for condition in conditions:
        if all_mentioned(condition) & unknown:
            raise Outside
