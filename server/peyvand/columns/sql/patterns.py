"""Patterns as SQL (SPARQL 1.1, section 18.5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from peyvand.columns.algebra import (
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
    Outside,
    Pattern,
    Quad,
    Select,
    Union,
    Values,
    Variable,
)
from peyvand.columns.reading.scopes import all_mentioned, compares_connected, mentioned, visible
from peyvand.columns.sql.arms import arms
from peyvand.columns.sql.blocks import Block, Context, Source, constant, made, of_query
from peyvand.columns.sql.existing import split_of_exists
from peyvand.columns.sql.expressions import Expressions, common
from peyvand.columns.sql.grouping import grouped
from peyvand.columns.sql.joining import both, compatible, expanded, merged_left
from peyvand.columns.sql.quads import match
from peyvand.columns.sql.selecting import ordered
from peyvand.columns.sql.values import INEXACT, NOTHING, of_columns


class Patterns:
    """Patterns of one query.

    Args:
        context: what its pieces share.
    """

    def __init__(self, context: Context) -> None:
        self._context = context

    def block(self, pattern: Pattern) -> Block:
        """The solutions of a pattern.

        Raises:
            Outside: a part of it is not translated.
        """
        if isinstance(pattern, Basic):
            return self._matched(Block(self._context), pattern.quads)
        if isinstance(pattern, Join):
            return self._joined(pattern)
        if isinstance(pattern, LeftJoin):
            return self._left_joined(pattern)
        if isinstance(pattern, Union):
            return self._union([self.block(part) for part in pattern.parts])
        if isinstance(pattern, Minus):
            return self._without(pattern)
        if isinstance(pattern, Filter):
            inner = pattern.pattern
            return self._filtered(self.block(inner), pattern.conditions, inner)
        if isinstance(pattern, Extend):
            return self._extended(pattern)
        if isinstance(pattern, Values):
            return self._values(pattern)
        if isinstance(pattern, Group):
            block = self.block(pattern.pattern)
            return grouped(block, pattern, self.expressions(block))
        assert isinstance(pattern, Select)
        return self.select(pattern)

    def expressions(self, block: Block) -> Expressions:
        """Expressions over a block."""
        return Expressions(block, self._exists)

    # Joins

    def _joined(self, pattern: Join) -> Block:
        left = self.block(pattern.left)
        if isinstance(pattern.right, Basic) and not _unsure(left, pattern.right):
            return self._matched(left, pattern.right.quads)
        return both(left, self.block(pattern.right))

    def _matched(self, block: Block, quads: Sequence[Quad]) -> Block:
        """A block that matches quads, too."""
        meeting, others = arms(quads)
        for arm in meeting:
            found = Block(self._context)
            for quad in arm:
                match(found, quad)
            block = both(block, made(found, found.values))
        for quad in others:
            match(block, quad)
        return block

    def _left_joined(self, pattern: LeftJoin) -> Block:
        left = self.block(pattern.left)
        inner = self.block(pattern.right)
        own, shared = _split(pattern.conditions, left, inner)
        inner = self._filtered(inner, own)
        right = expanded(inner, shared)
        merged = Block(
            self._context, left.sources, left.conditions, dict(left.values), set(left.certain)
        )
        merged._rows = left._rows
        conditions = []
        for variable, value in right.values.items():
            certain = variable in right.certain
            if variable in left.values:
                one, sure = left.values[variable], variable in left.certain
                conditions.append(compatible(one, sure, value, certain))
                value = merged_left(merged, one, sure, value)
            merged.values[variable] = value
        if shared:
            if any(isinstance(part, Exists) for item in shared for part in mentioned(item)):
                raise Outside
            expressions = self.expressions(merged)
            conditions += [expressions.condition(condition) for condition in shared]
        (source,) = right.sources
        on = " AND ".join(f"({condition})" for condition in conditions) or "TRUE"
        merged.sources.append(Source(source.sql, "LEFT JOIN", on))
        for variable in right.values:
            if variable not in left.values:
                value = merged.values[variable]
                if value.id is not None:
                    merged.values[variable] = merged.of_term(value.id, value.kinds, certain=False)
            elif variable not in left.certain and merged.values[variable].id is not None:
                value = merged.values[variable]
                merged.values[variable] = merged.of_term(str(value.id), value.kinds, certain=False)
        return merged

    def _union(self, blocks: list[Block]) -> Block:
        variables = dict.fromkeys(name for block in blocks for name in block.values)
        names = {variable: f"v{place}" for place, variable in enumerate(variables)}
        columns: dict[Variable, tuple[str, str, int]] = {}
        for variable in variables:
            shape, kinds = common([block.value(variable) for block in blocks])
            columns[variable] = (names[variable], shape, kinds)
        shapes = {variable: shape for variable, (_, shape, _) in columns.items()}
        sql = " UNION ALL ".join(f"({block.selected(shapes, names)})" for block in blocks)
        certain = set(variables)
        for block in blocks:
            certain &= block.certain
        return of_query(self._context, sql, columns, certain)

    def _without(self, pattern: Minus) -> Block:
        left = self.block(pattern.left)
        right = self.block(pattern.right)
        shared = [name for name in left.values if name in right.values]
        if not shared:
            return left
        taken = made(right, shared)
        conditions, meets = [], []
        for name in shared:
            one, other = left.values[name], taken.values[name]
            sure, certain = name in left.certain, name in taken.certain
            conditions.append(compatible(one, sure, other, certain))
            meets.append(f"({one.bound()} AND {other.bound()})")
        if not any(name in left.certain and name in taken.certain for name in shared):
            conditions.append(" OR ".join(meets))
        on = " AND ".join(f"({condition})" for condition in conditions)
        left.sources.append(Source(taken.sources[0].sql, "ANTI JOIN", on))
        return left

    # Filters

    def _filtered(
        self, block: Block, conditions: Iterable[Expression], pattern: Pattern | None = None
    ) -> Block:
        """A block with the filters of its group; the pattern is what it was made of, if known."""
        for condition in conditions:
            for part in _conjuncts(condition):
                self._filter(block, part, pattern)
        return block

    def _filter(self, block: Block, condition: Expression, of: Pattern | None) -> None:
        positive = isinstance(condition, Exists)
        pattern = condition
        if isinstance(condition, Call) and condition.name == "!":
            pattern = condition.arguments[0]
        if isinstance(pattern, Exists):
            sql, on = self._found(block, pattern)
            block.sources.append(Source(sql, "SEMI JOIN" if positive else "ANTI JOIN", on))
        else:
            sql = self.expressions(block).condition(condition)
            if INEXACT in sql and not of_columns(sql):
                # The planner loses what looks at no table and is not known yet (duckdb 1.5.6).
                raise Outside
            if of is not None and compares_connected(condition, of):
                # A comparison would be taken for what joins two tables, before what connects them.
                sql = f"coalesce({sql}, FALSE)"
            block.conditions.append(sql)

    def _exists(self, block: Block, exists: Exists) -> str:
        sql, on = self._found(block, exists)
        return f"EXISTS (SELECT 1 FROM {sql} WHERE {on})"

    def _found(self, block: Block, exists: Exists) -> tuple[str, str]:
        """The solutions that EXISTS looks for, and the condition that they are of a solution.

        The values of a solution are put into the pattern (section 18.6, Substitution); since
        ``split_of_exists`` lets pass only what has them in every solution of its own, it is the
        same to look for a solution that agrees.
        """
        core, inside, around = split_of_exists(exists.pattern, set(block.values))
        inner = self._filtered(self.block(core), inside)
        found = expanded(inner, around)
        conditions = []
        merged = Block(self._context, block.sources, block.conditions, dict(found.values))
        merged._rows = block._rows
        for variable, one in block.values.items():
            if variable in found.values:
                if variable not in found.certain:
                    raise Outside
                other = found.values[variable]
                conditions.append(compatible(one, variable in block.certain, other, True))
            merged.values[variable] = one
        expressions = self.expressions(merged)
        conditions += [expressions.condition(condition) for condition in around]
        on = " AND ".join(f"({condition})" for condition in conditions) or "TRUE"
        return found.sources[0].sql, on

    # Values

    def _extended(self, pattern: Extend) -> Block:
        block = self.block(pattern.pattern)
        if pattern.variable in block.values:
            raise Outside
        value = self.expressions(block).value(pattern.expression)
        block.values[pattern.variable] = value
        same = pattern.expression
        copied = isinstance(same, Variable) and same in block.certain
        if value.constant is not None or value.certain or copied:
            block.certain.add(pattern.variable)
        return block

    def _values(self, pattern: Values) -> Block:
        values = [
            [NOTHING if term is None else constant(self._context, term) for term in row]
            for row in pattern.rows
        ]
        rows = [", ".join(value.get("id") for value in row) for row in values]
        rows = [f"({row})" for row in rows] or [
            f"({', '.join([NOTHING.get('id')] * len(pattern.variables))})"
        ]
        names = [f"v{place}" for place in range(len(pattern.variables))]
        alias = self._context.alias("c")
        sql = f"SELECT * FROM (VALUES {', '.join(rows)}) {alias}({', '.join(names)})"
        if not values:
            sql += " WHERE FALSE"
        columns, certain = {}, set()
        for place, variable in enumerate(pattern.variables):
            kinds = 0
            for row in values:
                kinds |= row[place].kinds
            columns[variable] = (names[place], "id", kinds)
            if all(row[place].kinds for row in values):
                certain.add(variable)
        return of_query(self._context, sql, columns, certain)

    def select(self, pattern: Select) -> Block:
        """A sub-select: its order matters only to what is cut off."""
        block = self.block(pattern.pattern)
        sql, columns = ordered(block, pattern, self.expressions(block), sorted=pattern.cut)
        certain = block.certain & set(pattern.variables)
        return of_query(self._context, sql, columns, certain)


def _unsure(block: Block, pattern: Pattern) -> bool:
    """Whether a pattern has a variable that the block may have no value for."""
    return any(name in block.values and name not in block.certain for name in visible(pattern))


def _conjuncts(condition: Expression) -> Iterable[Expression]:
    if isinstance(condition, Call) and condition.name == "&&":
        for argument in condition.arguments:
            yield from _conjuncts(argument)
    else:
        yield condition


def _split(
    conditions: Iterable[Expression], left: Block, right: Block
) -> tuple[list[Expression], list[Expression]]:
    """The conditions that look at the right side alone, and those that look at both."""
    own: list[Expression] = []
    both: list[Expression] = []
    for condition in conditions:
        for part in _conjuncts(condition):
            names = all_mentioned(part)
            alone = all(name in right.certain or name not in left.values for name in names)
            (own if alone else both).append(part)
    return own, both
