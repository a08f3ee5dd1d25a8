"""Reading SELECT and ASK queries, and sub-selects (SPARQL 1.1, sections 18.2.4 and 18.2.5)."""

from __future__ import annotations

from dataclasses import replace

from peyvand.columns.algebra import (
    Aggregate,
    Call,
    Dataset,
    Expression,
    Extend,
    Filter,
    Group,
    Order,
    Outside,
    Pattern,
    Query,
    Select,
    Variable,
    join,
)
from peyvand.columns.reading.patterns import Patterns
from peyvand.columns.reading.scopes import visible


def query(text: str) -> Query:
    """A query in the algebra of SPARQL.

    Args:
        text: a query that the engine reads.

    Raises:
        Outside: a part of it is left to the engine.
    """
    return _Reader(text).query()


class _Reader(Patterns):
    def query(self) -> Query:
        self.prologue()
        if self.sees("SELECT"):
            select, dataset = self._select(top=True)
            form = "SELECT"
        else:
            self.expect("ASK")
            dataset = self._dataset()
            self.skip("WHERE")
            pattern = self.group()
            form, select = "ASK", self._modified(pattern, [], [])
        if self.here.kind != "end":
            raise Outside
        return Query(form, select, dataset)

    def sub_select(self) -> Select:
        return self._select(top=False)[0]

    def _dataset(self) -> Dataset:
        default: list[str] = []
        named: list[str] = []
        while self.skip("FROM"):
            (named if self.skip("NAMED") else default).append(self.iri().value)
        return Dataset(tuple(default), tuple(named)) if default or named else Dataset()

    def _select(self, *, top: bool) -> tuple[Select, Dataset]:
        self.expect("SELECT")
        distinct = self.skip("DISTINCT")
        if self.sees("REDUCED"):
            raise Outside
        chosen: list[tuple[Variable, Expression | None]] = []
        everything = self.skip("*")
        while not everything and (self.here.kind == "variable" or self.sees("(")):
            if self.skip("("):
                expression = self.expression()
                self.expect("AS")
                chosen.append((self.variable(), expression))
                self.expect(")")
            else:
                chosen.append((self.variable(), None))
        dataset = self._dataset() if top else Dataset()
        self.skip("WHERE")
        pattern = self.group()
        if everything:
            # The engine shows them by their names.
            shown = sorted(name.name for name in visible(pattern) if not name.hidden)
            chosen = [(Variable(name), None) for name in shown]
        select = self._modified(pattern, chosen, [name for name, _ in chosen])
        return replace(select, distinct=distinct), dataset

    def _modified(
        self,
        pattern: Pattern,
        chosen: list[tuple[Variable, Expression | None]],
        shown: list[Variable],
    ) -> Select:
        """What the solution modifiers make of a pattern."""
        by, having, order = self._by(), self._having(), self._order()
        limit, offset = self._cut()
        values = self.values() if self.skip("VALUES") else None
        grouping = _Grouping(self)
        chosen = [(name, part and grouping.without(part)) for name, part in chosen]
        having = [grouping.without(part) for part in having]
        order = [replace(key, expression=grouping.without(key.expression)) for key in order]
        if by or grouping.aggregates:
            pattern = grouping.grouped(pattern, by)
        if having:
            pattern = Filter(pattern, tuple(having))
        if values is not None:
            # SPARQL 1.1, section 18.2.4.3: joined with what was grouped.
            pattern = join(pattern, values)
        for name, expression in chosen:
            if expression is not None:
                if name in visible(pattern):
                    raise Outside
                pattern = Extend(pattern, name, expression)
        return Select(pattern, tuple(shown), False, tuple(order), offset, limit)

    def _by(self) -> list[tuple[Variable, Expression | None]]:
        by: list[tuple[Variable, Expression | None]] = []
        if self.skip("GROUP"):
            self.expect("BY")
            while not self.sees("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES", "}"):
                if self.here.kind == "end":
                    break
                by.append(self._key())
        return by

    def _key(self) -> tuple[Variable, Expression | None]:
        if self.here.kind == "variable":
            return self.variable(), None
        if not self.skip("("):
            return self.fresh(), self.constraint()
        expression = self.expression()
        named = self.variable() if self.skip("AS") else None
        self.expect(")")
        if named is None and isinstance(expression, Variable):
            return expression, None
        return named or self.fresh(), expression

    def _having(self) -> list[Expression]:
        having: list[Expression] = []
        if self.skip("HAVING"):
            while not self.sees("ORDER", "LIMIT", "OFFSET", "VALUES", "}"):
                if self.here.kind == "end":
                    break
                having.append(self.constraint())
        return having

    def _order(self) -> list[Order]:
        order: list[Order] = []
        if self.skip("ORDER"):
            self.expect("BY")
            while not self.sees("LIMIT", "OFFSET", "VALUES", "}") and self.here.kind != "end":
                if self.sees("ASC", "DESC"):
                    descending = self.take().text == "DESC"
                    order.append(Order(self._bracketed(), descending))
                else:
                    order.append(Order(self.constraint(), False))
        return order

    def _cut(self) -> tuple[int | None, int]:
        limit, offset = None, 0
        while self.sees("LIMIT", "OFFSET"):
            word, number = self.take().text, self.take().text
            if not number.isdigit():
                raise Outside
            if word == "LIMIT":
                limit = int(number)
            else:
                offset = int(number)
        return limit, offset


class _Grouping:
    """The aggregates of a query, each with a variable."""

    def __init__(self, reader: Patterns) -> None:
        self._reader = reader
        self.aggregates: dict[Aggregate, Variable] = {}

    def without(self, expression: Expression) -> Expression:
        """An expression with variables for its aggregates."""
        if isinstance(expression, Aggregate):
            if expression not in self.aggregates:
                self.aggregates[expression] = self._reader.fresh()
            return self.aggregates[expression]
        if isinstance(expression, Call):
            return Call(expression.name, tuple(map(self.without, expression.arguments)))
        return expression

    def grouped(self, pattern: Pattern, by: list[tuple[Variable, Expression | None]]) -> Pattern:
        """A pattern in groups."""
        for name, expression in by:
            if expression is not None:
                if name in visible(pattern):
                    raise Outside
                pattern = Extend(pattern, name, expression)
        keys = dict.fromkeys(name for name, _ in by)
        pairs = tuple((name, aggregate) for aggregate, name in self.aggregates.items())
        return Group(pattern, tuple(keys), pairs)
