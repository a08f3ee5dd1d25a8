"""Expressions as SQL (SPARQL 1.1, section 17)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce

from peyvand.columns.algebra import (
    Aggregate,
    Call,
    Constant,
    Exists,
    Expression,
    Outside,
    Variable,
)
from peyvand.columns.reading.expressions import CASTS
from peyvand.columns.sql import strings
from peyvand.columns.sql.blocks import Block, constant
from peyvand.columns.sql.comparing import equal, less, same, truth
from peyvand.columns.sql.numbers import arithmetic, negated, rounded
from peyvand.columns.sql.values import (
    BLANK,
    BOOLEAN,
    INEXACT,
    IRI,
    LITERALS,
    NOTHING,
    NUMBERS,
    SPECIAL,
    Value,
    boolean,
    of_column,
)

# Gives the condition that EXISTS of a pattern holds for the solutions of a block.
Exister = Callable[[Block, Exists], str]
_KINDS = {"ISIRI": IRI, "ISURI": IRI, "ISBLANK": BLANK, "ISLITERAL": LITERALS}
_STRING_CAST, _INTEGER_CAST = sorted(CASTS, key=lambda iri: iri.endswith("integer"))


class Expressions:
    """Expressions over the solutions of a block.

    Args:
        block: whose variables they see.
        exister: what translates EXISTS.
    """

    def __init__(self, block: Block, exister: Exister) -> None:
        self._block = block
        self._exister = exister

    def condition(self, expression: Expression) -> str:
        """Whether an expression is true, as SQL; NULL where it is an error."""
        return truth(self.value(expression))

    def value(self, expression: Expression) -> Value:
        """The value of an expression.

        Raises:
            Outside: a part of it is not translated.
        """
        if isinstance(expression, Variable):
            return self._block.value(expression)
        if isinstance(expression, Exists):
            return boolean(self._exister(self._block, expression), certain=True)
        if isinstance(expression, Call):
            return self._call(expression.name, expression.arguments)
        if isinstance(expression, Aggregate):
            raise Outside
        assert isinstance(expression, Constant)
        return constant(self._block.context, expression)

    def _call(self, name: str, arguments: Sequence[Expression]) -> Value:
        if name in ("||", "&&"):
            left, right = map(self.value, arguments)
            sql = f"(({truth(left)}) {'OR' if name == '||' else 'AND'} ({truth(right)}))"
            return boolean(sql, certain=_is_sure(left) and _is_sure(right))
        if name == "!":
            value = self.value(arguments[0])
            return boolean(f"(NOT ({truth(value)}))", certain=_is_sure(value))
        if name == "IF":
            return self._chosen(arguments)
        if name == "BOUND":
            return boolean(f"({self.value(arguments[0]).bound()})", certain=True)
        return self._applied(name, [self.value(argument) for argument in arguments])

    def _applied(self, name: str, values: list[Value]) -> Value:
        if name in ("=", "!="):
            found = equal(*values)
            return boolean(found if name == "=" else f"(NOT {found})")
        if name in ("<", ">", "<=", ">="):
            return boolean(less(values[0], name, values[1]))
        if name in ("+", "-", "*", "/"):
            return arithmetic(name, *values)
        if name == "IN":
            parts = [f"({equal(values[0], other)})" for other in values[1:]]
            return boolean(f"({' OR '.join(parts) or 'FALSE'})")
        if name == "COALESCE":
            return self._first(values)
        if name == "CONCAT":
            return strings.concatenated(values)
        if name in _KINDS:
            return boolean(values[0].is_kind(_KINDS[name]))
        return _FUNCTIONS[name](*values)

    def _chosen(self, arguments: Sequence[Expression]) -> Value:
        asked = self.value(arguments[0])
        condition = truth(asked)
        values = [self.value(argument) for argument in arguments[1:]]
        shape, kinds = common(values)
        one, other = (value.column(shape) if value.kinds else "NULL" for value in values)
        # A condition that is an error gives neither; to ask twice what EXISTS finds costs twice.
        rest = "ELSE" if _is_sure(asked) else f"WHEN NOT ({condition}) THEN"
        sql = f"CASE WHEN {condition} THEN {one} {rest} {other} END"
        return self.of_one(sql, shape, kinds)

    def _first(self, values: list[Value]) -> Value:
        """COALESCE."""
        there = [value for value in values if value.kinds]
        if len(there) <= 1:
            return there[0] if there else NOTHING
        shape, kinds = common(there)
        columns = ", ".join(value.column(shape) for value in there)
        return self.of_one(f"coalesce({columns})", shape, kinds)

    def of_one(self, sql: str, shape: str, kinds: int) -> Value:
        """The value of one column that is computed here."""
        if not kinds:
            return NOTHING
        if shape == "id":
            return self._block.of_term(f"({sql})", kinds, certain=False)
        return of_column(f"({sql})", shape, kinds)


def _is_sure(value: Value) -> bool:
    """Whether a condition is true or false, and never an error."""
    return value.certain and value.kinds == BOOLEAN


def common(values: Sequence[Value]) -> tuple[str, int]:
    """The form of column that several values have in common, and what kinds they can be."""
    there = [value for value in values if value.kinds]
    kinds = reduce(lambda one, other: one | other, (value.kinds for value in there), 0)
    if not there or all(value.id is not None for value in there):
        return "id", kinds
    shapes = {value.shape for value in there if value.id is None}
    if len({value.kinds for value in there}) == 1 and len(shapes) == 1:
        return shapes.pop(), kinds
    return "packed", kinds


def _is_numeric(value: Value) -> Value:
    if value.kinds & SPECIAL:
        unsure = f"WHEN {value.is_kind(SPECIAL)} THEN {INEXACT}"
        return boolean(f"CASE {unsure} ELSE {value.is_kind(NUMBERS)} END")
    return boolean(value.is_kind(NUMBERS))


def _rounding(word: str) -> Callable[[Value], Value]:
    return lambda value: rounded(word, value)


def _cased(word: str) -> Callable[[Value], Value]:
    return lambda value: strings.cased(word, value)


def _searched(word: str) -> Callable[[Value, Value], Value]:
    return lambda value, part: strings.searched(word, value, part)


def _split(word: str) -> Callable[[Value, Value], Value]:
    return lambda value, part: strings.split(word, value, part)


def _dated(word: str) -> Callable[[Value], Value]:
    return lambda value: strings.part_of_date(word, value)


_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "NEGATE": negated,
    "SAMETERM": lambda one, other: boolean(same(one, other)),
    "ISNUMERIC": _is_numeric,
    "STR": strings.as_string,
    "LANG": strings.language,
    "LANGMATCHES": strings.matches_language,
    "DATATYPE": strings.datatype,
    "STRLEN": strings.length,
    "REGEX": lambda value, pattern, flags=None: strings.matched(value, pattern, flags),
    "SUBSTR": lambda value, start, size=None: strings.substring(value, start, size),
    _STRING_CAST: strings.as_string,
    _INTEGER_CAST: strings.as_integer,
    **{word: _rounding(word) for word in ("ABS", "CEIL", "FLOOR", "ROUND")},
    **{word: _cased(word) for word in ("LCASE", "UCASE")},
    **{word: _searched(word) for word in ("CONTAINS", "STRSTARTS", "STRENDS")},
    **{word: _split(word) for word in ("STRBEFORE", "STRAFTER")},
    **{word: _dated(word) for word in ("YEAR", "MONTH", "DAY", "HOURS", "MINUTES")},
}
