"""Reading group graph patterns (SPARQL 1.1, sections 18.2.2.5 to 18.2.2.8)."""

from __future__ import annotations

from pyoxigraph import NamedNode

from peyvand.columns.algebra import (
    Basic,
    Constant,
    Exists,
    Expression,
    Extend,
    Filter,
    Join,
    LeftJoin,
    Minus,
    Outside,
    Pattern,
    Select,
    Union,
    Values,
    Variable,
    join,
)
from peyvand.columns.reading.scopes import mentioned, visible
from peyvand.columns.reading.triples import Triples


class Patterns(Triples):
    """A reader that knows group graph patterns."""

    def sub_select(self) -> Select:
        """A query in a query."""
        raise NotImplementedError

    def group(self) -> Pattern:
        """A group graph pattern in braces."""
        self.expect("{")
        if self.sees("SELECT"):
            found: Pattern = self.sub_select()
            self.expect("}")
            return found
        pattern, filters = self._members()
        self.expect("}")
        return _filtered(pattern, filters)

    def _members(self) -> tuple[Pattern, list[Expression]]:
        found: Pattern = Basic(())
        filters: list[Expression] = []
        while not self.sees("}"):
            if self.skip("FILTER"):
                filters.append(self.constraint())
            elif self.skip("OPTIONAL"):
                found = self._optional(found)
            elif self.skip("MINUS"):
                found = Minus(found, self.group())
            elif self.skip("BIND"):
                found = self._bind(found)
            elif self.skip("VALUES"):
                found = join(found, self.values())
            elif self.skip("GRAPH"):
                found = join(found, self._graph())
            elif self.sees("{"):
                parts = [self.group()]
                while self.skip("UNION"):
                    parts.append(self.group())
                found = join(found, Union(tuple(parts)) if len(parts) > 1 else parts[0])
            elif self._is_node():
                found = join(found, self.triples())
            elif not self.skip("."):
                raise Outside
        return found, filters

    def _optional(self, left: Pattern) -> Pattern:
        if self._tokens[self._at + 1].text == "SELECT":
            return LeftJoin(left, self.group(), ())
        self.expect("{")
        right, conditions = self._members()
        self.expect("}")
        return LeftJoin(left, right, tuple(conditions))

    def _bind(self, pattern: Pattern) -> Pattern:
        self.expect("(")
        expression = self.expression()
        self.expect("AS")
        variable = self.variable()
        self.expect(")")
        return Extend(pattern, variable, expression)

    def values(self) -> Values:
        """The table after VALUES."""
        if self.skip("("):
            names: list[Variable] = []
            while not self.skip(")"):
                names.append(self.variable())
            self.expect("{")
            rows: list[tuple[Constant | None, ...]] = []
            while not self.skip("}"):
                self.expect("(")
                row: list[Constant | None] = []
                while not self.skip(")"):
                    row.append(None if self.skip("UNDEF") else self.constant())
                rows.append(tuple(row))
            if not names or len(set(names)) < len(names):
                raise Outside
            return Values(tuple(names), tuple(rows))
        variable = self.variable()
        self.expect("{")
        single: list[tuple[Constant | None, ...]] = []
        while not self.skip("}"):
            single.append((None if self.skip("UNDEF") else self.constant(),))
        return Values((variable,), tuple(single))

    def _graph(self) -> Pattern:
        """GRAPH: the group within, of that graph alone (section 18.6, Graph).

        ``GRAPH ?g`` gives ``?g`` a value once the group is evaluated; within the group it has
        none. So the patterns get a variable of their own, which is called ``?g`` only if nothing
        within names ``?g``, and if every pattern gives it a value.
        """
        outer = self.graph
        name = self.variable() if self.here.kind == "variable" else self.iri()
        self.graph = name
        try:
            found = self.group()
        finally:
            self.graph = outer
        if isinstance(name, NamedNode):
            if not _has_quads(found):
                raise Outside
            return found
        _check_of_one_graph(found, name)
        return found


def _filtered(pattern: Pattern, filters: list[Expression]) -> Pattern:
    return Filter(pattern, tuple(filters)) if filters else pattern


def _has_quads(pattern: Pattern) -> bool:
    """Whether a pattern surely matches nothing where there is no such graph."""
    if isinstance(pattern, Basic):
        return bool(pattern.quads)
    if isinstance(pattern, Join):
        return _has_quads(pattern.left) or _has_quads(pattern.right)
    if isinstance(pattern, Union):
        return all(_has_quads(part) for part in pattern.parts)
    if isinstance(pattern, LeftJoin | Minus):
        return _has_quads(pattern.left)
    if isinstance(pattern, Filter | Extend | Select):
        return _has_quads(pattern.pattern)
    return False


def _check_of_one_graph(pattern: Pattern, name: Variable) -> None:
    """Refuse what would not be the same if each pattern named the graph.

    Raises:
        Outside: it would not.
    """
    if isinstance(pattern, Basic):
        if not pattern.quads:
            raise Outside
        for quad in pattern.quads:
            if quad.graph != name or name in (quad.subject, quad.predicate, quad.object):
                raise Outside
    elif isinstance(pattern, Join):
        if isinstance(pattern.right, Values) and name not in visible(pattern.right):
            _check_of_one_graph(pattern.left, name)
        elif isinstance(pattern.left, Values) and name not in visible(pattern.left):
            _check_of_one_graph(pattern.right, name)
        else:
            _check_of_one_graph(pattern.left, name)
            _check_of_one_graph(pattern.right, name)
    elif isinstance(pattern, Union):
        for part in pattern.parts:
            _check_of_one_graph(part, name)
    elif isinstance(pattern, LeftJoin):
        _check_of_one_graph(pattern.left, name)
        _check_of_one_graph(pattern.right, name)
        _check_conditions(pattern.conditions, name)
    elif isinstance(pattern, Filter):
        _check_of_one_graph(pattern.pattern, name)
        _check_conditions(pattern.conditions, name)
    elif isinstance(pattern, Extend):
        _check_of_one_graph(pattern.pattern, name)
        _check_conditions((pattern.expression,), name)
        if pattern.variable == name:
            raise Outside
    else:
        raise Outside


def _check_conditions(conditions: tuple[Expression, ...], name: Variable) -> None:
    for condition in conditions:
        for part in mentioned(condition):
            if part == name:
                raise Outside
            if isinstance(part, Exists):
                _check_of_one_graph(part.pattern, name)
