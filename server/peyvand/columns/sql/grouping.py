"""Groups and aggregates as SQL (SPARQL 1.1, sections 11 and 18.5.1).

A value that is an error makes SUM, AVG, MIN, MAX and GROUP_CONCAT errors; COUNT and SAMPLE leave it
out. Which value SAMPLE gives, and in which order GROUP_CONCAT joins its parts, SPARQL leaves open:
here it is any, and the order of their characters.
"""

from __future__ import annotations

from peyvand.columns.algebra import Aggregate, Group, Outside, Variable
from peyvand.columns.schema import SCALE, Kind
from peyvand.columns.sql.blocks import Block, of_query
from peyvand.columns.sql.expressions import Expressions
from peyvand.columns.sql.strings import text
from peyvand.columns.sql.values import (
    DATE,
    DATE_TIME,
    DECIMAL,
    DOUBLE,
    INEXACT,
    INTEGER,
    IRI,
    NOTHING,
    NUMBERS,
    SPECIAL,
    STRING,
    TAGGED,
    TIMES,
    Value,
    integer,
    null,
    quoted,
    string,
)

_MAPPED = {"MIN": "arg_min", "MAX": "arg_max"}


def grouped(block: Block, pattern: Group, expressions: Expressions) -> Block:
    """The groups of a block.

    Args:
        block: the solutions.
        pattern: what they are grouped by, and what is computed.
        expressions: over the block.

    Raises:
        Outside: an aggregate is not translated.
    """
    shapes = block.shapes(pattern.keys)
    columns: dict[Variable, tuple[str, str, int]] = {}
    selected: list[str] = []
    for place, key in enumerate(pattern.keys):
        columns[key] = (f"k{place}", shapes[key], block.value(key).kinds)
        selected.append(f"{block.column(key, shapes[key])} AS k{place}")
    certain = block.certain & set(pattern.keys)
    for place, (variable, aggregate) in enumerate(pattern.aggregates):
        value = _aggregate(aggregate, expressions, alone=not pattern.keys)
        columns[variable] = (f"a{place}", value.shape, value.kinds)
        selected.append(f"{value.column(value.shape)} AS a{place}")
        if aggregate.name == "COUNT":
            certain.add(variable)
    # Be no aggregate a function of SQL, it is a group all the same.
    selected.append("count(*) AS counted")
    sql = f"SELECT {', '.join(selected)}{block.source()}"
    if pattern.keys:
        sql += f" GROUP BY {', '.join(str(place + 1) for place in range(len(pattern.keys)))}"
    return of_query(block.context, sql, columns, certain)


def _aggregate(aggregate: Aggregate, expressions: Expressions, *, alone: bool) -> Value:
    """An aggregate.

    Args:
        aggregate: what is computed.
        expressions: over the solutions.
        alone: whether there is one group, be it empty.
    """
    if aggregate.argument is None:
        return integer("count(*)")
    value = expressions.value(aggregate.argument)
    if aggregate.name == "COUNT":
        return _count(value, aggregate.distinct)
    if not value.kinds:
        return _of_errors(aggregate.name)
    if aggregate.name == "SUM":
        return _sum(value, aggregate.distinct)
    if aggregate.name == "AVG":
        return _average(value, aggregate.distinct, alone=alone)
    if aggregate.name in _MAPPED:
        return _extreme(aggregate.name, value)
    if aggregate.name == "SAMPLE":
        column = f"any_value({value.column(value.shape)})"
        return expressions.of_one(column, value.shape, value.kinds)
    return _concatenation(value, aggregate)


def _of_errors(name: str) -> Value:
    """An aggregate of nothing but errors: it has a value only if there are none of them."""
    if name in ("SUM", "AVG"):
        return integer("CASE WHEN count(*) = 0 THEN 0::BIGINT END")
    return string("CASE WHEN count(*) = 0 THEN '' END") if name == "GROUP_CONCAT" else NOTHING


def _count(value: Value, distinct: bool) -> Value:
    if not value.kinds:
        return integer("count(NULL::BIGINT)")
    column = value.column(value.shape)
    return integer(f"count({'DISTINCT ' if distinct else ''}{column})")


def _sum(value: Value, distinct: bool) -> Value:
    total, kinds, whole = _total(value, distinct)
    if not kinds & DECIMAL:
        return integer(_unless_errors(whole, f"coalesce({total}, 0)::BIGINT"))
    exact = _unless_errors(whole, f"coalesce({total}, 0::HUGEINT)")
    decimal = f"bool_or({value.is_kind(DECIMAL)})"
    kind = f"CASE WHEN {decimal} THEN {Kind.DECIMAL:d} ELSE {Kind.INTEGER:d} END"
    kind = f"CASE WHEN {exact} IS NOT NULL THEN {kind} END"
    return Value(kinds | INTEGER, {"exact": exact, "kind": kind})


def _average(value: Value, distinct: bool, *, alone: bool) -> Value:
    total, kinds, whole = _total(value, distinct)
    count = f"count(DISTINCT {whole})" if distinct else "count(*)"
    scaled = f"{total} * {SCALE}" if kinds == INTEGER else total
    exact = f"({scaled}) // {count}"
    if not alone:
        return Value(DECIMAL, {"exact": _unless_errors(whole, exact)})
    # Of no value it is the whole number 0.
    exact = _unless_errors(whole, f"CASE WHEN count(*) = 0 THEN 0::HUGEINT ELSE {exact} END")
    kind = f"CASE WHEN count(*) = 0 THEN {Kind.INTEGER:d} ELSE {Kind.DECIMAL:d} END"
    kind = f"CASE WHEN {exact} IS NOT NULL THEN {kind} END"
    return Value(DECIMAL | INTEGER, {"exact": exact, "kind": kind})


def _total(value: Value, distinct: bool) -> tuple[str, int, str]:
    """The sum of the numbers, their kinds, and what is NULL for an error.

    The sum of doubles depends on the order in which they are added, which no two engines share.
    """
    kinds = value.kinds & NUMBERS
    if kinds & DOUBLE and kinds & ~DOUBLE == 0:
        raise Outside
    if distinct and kinds not in (INTEGER, DECIMAL):
        raise Outside
    whole = value.get("whole") if kinds == INTEGER else value.get("exact")
    refused = value.kinds & (DOUBLE | SPECIAL | TIMES)
    if refused:
        whole = f"CASE WHEN {value.is_kind(refused)} THEN {INEXACT} ELSE {whole} END"
    if not kinds:
        kinds = INTEGER
    total = f"sum({'DISTINCT ' if distinct else ''}{whole})"
    if kinds & INTEGER:
        # The engine adds one after another, and gives up where a sum is none of 64 bits.
        most = 2**63 - 1 if kinds == INTEGER else (2**63 - 1) * SCALE
        furthest = f"greatest(max({whole})::HUGEINT, -min({whole})::HUGEINT)"
        fits = f"{furthest} * count(*) <= {most}"
        total = f"CASE WHEN {furthest} IS NULL OR {fits} THEN {total} ELSE {INEXACT} END"
    return f"({total})", kinds, whole


def _unless_errors(column: str, sql: str) -> str:
    return f"CASE WHEN count(*) = count({column}) THEN {sql} END"


def _extreme(name: str, value: Value) -> Value:
    """MIN and MAX, of values of one kind or of texts, which are sorted as by ORDER BY."""
    function = name.lower()
    for kinds, field in ((INTEGER, "whole"), (DECIMAL, "exact"), (DOUBLE, "number")):
        if value.kinds == kinds:
            column = value.get(field)
            return Value(kinds, {field: _unless_errors(column, f"{function}({column})")})
    if value.kinds in (STRING, IRI):
        column = value.get("lexical")
        sql = _unless_errors(column, f"{function}({column})")
        return Value(value.kinds, {"lexical": sql})
    if value.kinds in (DATE, DATE_TIME) and value.id is not None:
        instant = value.get("instant")
        mixed = f"count(DISTINCT {value.get('zoned')}) > 1 OR {_ties(value)}"
        found = f"CASE WHEN {mixed} THEN {INEXACT} ELSE {_MAPPED[name]}({value.id}, {instant}) END"
        column = _unless_errors(instant, found)
        return Value(value.kinds, {"id": column})
    raise Outside


def _ties(value: Value) -> str:
    """Whether one moment may stand in several forms, of which either would do."""
    return f"count(DISTINCT {value.id}) <> count(DISTINCT {value.get('instant')})"


def _concatenation(value: Value, aggregate: Aggregate) -> Value:
    part, between = text(value), quoted(aggregate.separator)
    if part == null("lexical"):
        return _of_errors(aggregate.name)
    if aggregate.distinct and value.kinds & TAGGED:
        # The same characters in two languages are two values.
        term = f"{{'text': {part}, 'language': coalesce({value.get('language')}, '')}}"
        terms = f"list_sort(list(DISTINCT {term}))"
        joined = f"array_to_string(list_transform({terms}, lambda term: term.text), {between})"
    else:
        distinct = "DISTINCT " if aggregate.distinct else ""
        joined = f"string_agg({distinct}{part}, {between} ORDER BY {part})"
    return string(_unless_errors(part, f"coalesce({joined}, '')"))
