"""The constants of a query, which are looked up before it is written as SQL."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from pyoxigraph import Literal, NamedNode

from peyvand.columns.algebra import Basic, Call, Constant, Exists

# What gives one of its arguments.
_GIVING = ("IF", "COALESCE")


def constants_of(part: object) -> Iterator[Constant]:
    """The IRIs and literals that stand in a part of the algebra."""
    if isinstance(part, NamedNode | Literal):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from constants_of(item)
    elif is_dataclass(part):
        for field in fields(part):
            yield from constants_of(getattr(part, field.name))


def given_by(part: object) -> Iterator[Constant]:
    """The constants that a variable may get as its value, by VALUES or by an expression."""
    if isinstance(part, Basic):
        return
    if isinstance(part, Call):
        for argument in part.arguments:
            if part.name in _GIVING or isinstance(argument, Call | Exists):
                yield from given_by(argument)
    elif isinstance(part, NamedNode | Literal):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from given_by(item)
    elif is_dataclass(part):
        for field in fields(part):
            yield from given_by(getattr(part, field.name))


def matched_by(part: object, *, plain: bool = False) -> Iterator[Constant]:
    """The constants whose numbers are needed: all but literals that are only compared.

    Args:
        part: of the algebra.
        plain: whether it is an expression, or of one.
    """
    if isinstance(part, NamedNode) or (isinstance(part, Literal) and not plain):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from matched_by(item, plain=plain)
    elif isinstance(part, Exists):
        yield from matched_by(part.pattern)
    elif is_dataclass(part):
        within = plain or (isinstance(part, Call) and part.name not in _GIVING)
        for field in fields(part):
            yield from matched_by(getattr(part, field.name), plain=within)
