"""Statements of ``published`` as they are printed: for DuckDB in lines, and for Apache Spark.

sqlglot writes what both have. Here stands what Spark has otherwise, so that it gives the same rows:
whole numbers of 128 bits are decimals of 38 places, which overflow sooner and then stop the
statement; a quotient is cut off, and not rounded; patterns are read by Java. What is in neither
list is refused.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlglot
from sqlglot import exp

from peyvand.columns.published import CHECKED

_WIDE = exp.DataType.build("DECIMAL(38, 0)", dialect="spark")
# What both read alike, or sqlglot writes as the other reads it.
_ALIKE: tuple[type[exp.Expr], ...] = (
    *(exp.Select, exp.Subquery, exp.Union, exp.With, exp.CTE, exp.From, exp.Join, exp.Where),
    *(exp.Group, exp.Order, exp.Ordered, exp.Limit, exp.Offset, exp.Distinct, exp.Values),
    *(exp.Table, exp.TableAlias, exp.Alias, exp.Column, exp.Identifier, exp.Star, exp.Tuple),
    *(exp.Dot, exp.Paren, exp.Literal, exp.Null, exp.Boolean, exp.DataType, exp.DataTypeParam),
    *(exp.Case, exp.If, exp.Coalesce, exp.Cast, exp.TryCast, exp.Struct, exp.PropertyEQ),
    *(exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Exists),
    *(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Neg, exp.Abs, exp.Greatest),
    *(exp.Count, exp.Sum, exp.Min, exp.Max, exp.AnyValue, exp.IgnoreNulls, exp.LogicalOr),
    *(
        exp.ArgMin,
        exp.ArgMax,
        exp.ArrayAgg,
        exp.ArraySort,
        exp.ArrayToString,
        exp.Transform,
        exp.Lambda,
    ),
    *(exp.Lower, exp.Upper, exp.Length, exp.Left, exp.Substring, exp.StrPosition, exp.Pad),
    *(exp.Trim, exp.Contains, exp.StartsWith, exp.EndsWith, exp.DPipe, exp.Chr),
)
# What Spark's grammar has stand in these in parentheses alone.
_PREDICATES = (exp.Exists, exp.Is, exp.In)
_COMPARING = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Is, exp.In)
# Letters that Java takes for an ``i`` where it does not look at the case, and one that it does not.
_DOTS, _NONE = "\u0130\u0131", "\u01bb"


class Unwritten(Exception):
    """What Spark has no equal for."""


def in_duckdb(sql: str) -> str:
    """A statement of DuckDB, in lines."""
    return sqlglot.parse_one(sql, read="duckdb").sql(dialect="duckdb", pretty=True)


def in_spark(sql: str) -> str:
    """A statement of DuckDB for Spark.

    Spark has to stop where a number does not fit, as the standard has it
    (``spark.sql.ansi.enabled``, on by itself since Spark 4): with another setting the statement
    stops at once.

    Raises:
        Unwritten: a part of it has no equal there.
    """
    tree = sqlglot.parse_one(sql, read="duckdb")
    # Those within others first, which may be copied.
    for node in reversed(list(tree.walk(bfs=True))):
        if (written := _written(node)) is not node:
            node.replace(written)
    for query in tree.find_all(exp.CTE):
        query.set("materialized", None)
        if query.alias == CHECKED and (case := query.find(exp.Case)):
            case.set("ifs", [_is_lax(), *case.args["ifs"]])
    # Within a text, and nowhere else: Spark would take it for a setting.
    return tree.sql(dialect="spark", pretty=True).replace("${", "\\u0024{")


def _is_lax() -> exp.If:
    """The case of the setting being off, which has the size of nothing be -1, and not unknown."""
    nothing = exp.cast(exp.null(), exp.DataType.build("ARRAY<INT>", dialect="spark"))
    size = exp.Anonymous(this="size", expressions=[nothing])
    told = exp.Literal.string("set spark.sql.ansi.enabled to true for this statement")
    stop = exp.Anonymous(this="raise_error", expressions=[told])
    return exp.If(this=exp.Not(this=exp.Is(this=size, expression=exp.null())), true=stop)


def _written(node: exp.Expr) -> exp.Expr:
    if write := _OTHERWISE.get(type(node)):
        return write(node)
    if not isinstance(node, _ALIKE):
        raise Unwritten(node.key)
    if isinstance(node, _PREDICATES) and isinstance(node.parent, _COMPARING):
        return exp.paren(node)
    return node


def _anonymous(node: exp.Expr) -> exp.Expr:
    name, arguments = node.name.lower(), node.expressions
    if name == "error":
        return exp.Anonymous(this="raise_error", expressions=arguments)
    if name == "isfinite":
        infinite = exp.cast(exp.Literal.string("Infinity"), exp.DataType.Type.DOUBLE)
        # Nothing is as great as what is no number, to Spark.
        return exp.paren(exp.LT(this=exp.Abs(this=arguments[0]), expression=infinite))
    raise Unwritten(name)


def _cast(node: exp.Expr) -> exp.Expr:
    to = node.args["to"]
    if to.this in (exp.DataType.Type.INT128, exp.DataType.Type.UINT128):
        node.set("to", _WIDE.copy())
    elif to.this == exp.DataType.Type.DOUBLE and isinstance(node.this, exp.Literal):
        node.set("this", exp.Literal.string(node.this.name))
    return node


def _cut_off(node: exp.Expr) -> exp.Expr:
    """The quotient of whole numbers: what is without a rest is divided; by zero it is NULL."""
    one = exp.paren(node.this)
    other: exp.Expr = exp.Nullif(this=node.expression, expression=exp.Literal.number(0))
    if isinstance(node.expression, exp.Literal):
        other = node.expression
    rest = exp.Mod(this=one.copy(), expression=other.copy())
    whole = exp.paren(exp.Sub(this=one.copy(), expression=rest))
    return exp.Cast(this=exp.Div(this=whole, expression=other), to=_WIDE.copy())


def _sum(node: exp.Expr) -> exp.Expr:
    of = node.this
    if isinstance(of, exp.Distinct):
        of.set("expressions", [exp.Cast(this=each, to=_WIDE.copy()) for each in of.expressions])
    else:
        node.set("this", exp.Cast(this=of, to=_WIDE.copy()))
    return node


def _joined(node: exp.Expr) -> exp.Expr:
    """Texts in order, joined."""
    order = node.this
    texts = order.this if isinstance(order, exp.Order) else order
    many = "collect_list"
    if isinstance(texts, exp.Distinct):
        many, (texts,) = "collect_set", texts.expressions
    found = exp.Anonymous(this=many, expressions=[texts])
    return exp.Anonymous(
        this="array_join",
        expressions=[exp.Anonymous(this="array_sort", expressions=[found]), node.args["separator"]],
    )


def _pattern(node: exp.Expr) -> exp.Expr:
    """A pattern of ``strings``: only a line feed ends a line, and ``$`` is the end of the text."""
    pattern, text, how = node.expression.name, node.this, "d"
    if "(?" in pattern:
        raise Unwritten("REGEX")
    if node.args.get("flag"):
        if any(not char.isascii() and char.lower() != char.upper() for char in pattern):
            raise Unwritten("REGEX")
        how += "iu"
        pair = [exp.Literal.string(_DOTS), exp.Literal.string(_NONE * len(_DOTS))]
        text = exp.Anonymous(this="translate", expressions=[text, *pair])
    if isinstance(node, exp.RegexpFullMatch):
        pattern = f"^(?:{pattern})$"
    java = f"(?{how}){pattern.replace('$', chr(92) + 'z')}"
    return exp.paren(exp.RegexpLike(this=text, expression=exp.Literal.string(java)))


def _column(node: exp.Expr) -> exp.Expr:
    """A row of a table as one value."""
    if node.args.get("table") or not node.parent or not node.parent.alias.endswith("_row"):
        return node
    every = exp.Column(this=exp.Star(), table=exp.to_identifier(node.name))
    return exp.Anonymous(this="struct", expressions=[every])


_OTHERWISE: dict[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.Anonymous: _anonymous,
    exp.Cast: _cast,
    exp.TryCast: _cast,
    exp.Column: _column,
    exp.IntDiv: _cut_off,
    exp.Sum: _sum,
    exp.GroupConcat: _joined,
    exp.RegexpLike: _pattern,
    exp.RegexpFullMatch: _pattern,
}
