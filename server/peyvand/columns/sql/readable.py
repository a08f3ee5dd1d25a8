"""What a query shows, in columns that can be read without the terms."""

from __future__ import annotations

from dataclasses import replace

from peyvand.columns.algebra import Select
from peyvand.columns.sql.blocks import Block
from peyvand.columns.sql.expressions import Expressions
from peyvand.columns.sql.selecting import cut, distinct, keys
from peyvand.columns.sql.values import (
    BLANK,
    BOOLEAN,
    DOUBLE,
    INTEGER,
    IRI,
    LITERALS,
    TAGGED,
    Value,
    null,
    when,
)

# What a column holds whose values are all of a kind; all else is text.
_PLAIN = {INTEGER: "whole", DOUBLE: "number", BOOLEAN: "truth"}


def readable(
    block: Block, select: Select, expressions: Expressions, check: str, *, types: bool
) -> str:
    """The query of what is shown of a block, in its order.

    A column is named for its variable. It is a whole number, a double or a truth value where the
    variable can be nothing else, and else the text of the term as SPARQL's CSV has it: an IRI, the
    label of a blank node after ``_:``, or a lexical form. What is unbound is NULL.

    Args:
        block: the solutions.
        select: what is shown, in which order, and how much of it.
        expressions: over the block.
        check: a table of one row, ``same``, whose reading stops a statement that is asked of what
            it is not for; it is read whether there are solutions or none.
        types: whether a column beside each, ``NAME_type``, tells what its terms are: ``iri``,
            ``blank``, the language after ``@``, or the IRI of the type.

    Raises:
        Outside: of rows that count once, the order is by what is not shown; or the text of a
            number is not known.
    """
    if select.distinct:
        block, expressions = distinct(block, select)
        select = replace(select, distinct=False)
    block.conditions.append(f"(SELECT same FROM {check})")
    columns, shown = [], []
    # No variable is named with a space, and so none is taken for a column of what is inside.
    for place, variable in enumerate(select.variables):
        value = block.value(variable)
        columns.append(f'{_shown(value)} AS "term {place}"')
        shown.append(f'"term {place}" AS "{variable.name}"')
        if types:
            columns.append(f'{_type(value)} AS "type {place}"')
            shown.append(f'"type {place}" AS "{variable.name}_type"')
    order = []
    for place, (key, direction) in enumerate(keys(select, expressions)):
        columns.append(f'{key} AS "key {place}"')
        order.append(f'"key {place}" {direction}')
    columns = columns or ["1 AS nothing"]
    nothing = ", ".join(["NULL"] * len(columns))
    inner = f"SELECT {', '.join(columns)}{block.source()}"
    inner += f" UNION ALL SELECT {nothing} FROM {check} WHERE NOT same"
    sql = f"SELECT {', '.join(shown) or 'nothing'} FROM ({inner}) a"
    if order:
        sql += f" ORDER BY {', '.join(order)}"
    return sql + cut(select)


def found(block: Block, check: str) -> str:
    """The query of whether there is a solution: one row of one truth value, ``answer``.

    Args:
        block: the solutions.
        check: as in ``readable``.
    """
    block.conditions.append(f"(SELECT same FROM {check})")
    solutions = f"SELECT 1 AS nothing{block.source()}"
    solutions += f" UNION ALL SELECT NULL FROM {check} WHERE NOT same"
    return f"SELECT count(*) > 0 AS answer FROM ({solutions} LIMIT 1) a"


def _shown(value: Value) -> str:
    kinds = value.kinds
    if kinds in _PLAIN:
        return value.get(_PLAIN[kinds])
    if not kinds:
        return null("lexical")
    text = value.get("lexical")
    if kinds == BLANK:
        return f"('_:' || {text})"
    return (
        f"CASE WHEN {value.is_kind(BLANK)} THEN '_:' ELSE '' END || {text}"
        if kinds & BLANK
        else text
    )


def _type(value: Value) -> str:
    kinds = value.kinds
    cases = [
        (BLANK, "'blank'"),
        (IRI, "'iri'"),
        (TAGGED, f"'@' || {value.get('language')}"),
        (LITERALS & ~TAGGED, value.get("datatype")),
    ]
    told = [(of, sql) for of, sql in cases if kinds & of]
    if not told:
        return null("lexical")
    if len(told) == 1:
        return when(value.bound(), told[0][1])
    whens = " ".join(f"WHEN {value.is_kind(of)} THEN {sql}" for of, sql in told)
    return f"CASE {whens} END"
