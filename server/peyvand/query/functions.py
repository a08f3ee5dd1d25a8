"""The functions that a query may call beside those of SPARQL: what dates in EDTF tell.

Each looks at its arguments alone. What they cannot tell is an error, as in the functions of SPARQL:
the variable stays unbound.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from peyvand.clocks import read_day
from peyvand.clocks.force import in_force
from peyvand.clocks.looking import said_by
from peyvand.errors import BadRequest
from peyvand.sources.dates import bounds
from peyvand.vocabulary.iris import BASE, iri

NAMESPACE = f"{BASE}function#"
_DAY = iri("xsd:date")
Function = Callable[..., Literal | None]


def _told(function: Callable[..., Literal | None]) -> Function:
    """A function that tells nothing where it is not given literals that it can read."""

    def called(*arguments: Any) -> Literal | None:
        if not all(isinstance(argument, Literal) for argument in arguments):
            return None
        try:
            return function(*(argument.value for argument in arguments))
        except (BadRequest, TypeError, ValueError):
            return None

    return called


@lru_cache(maxsize=256)
def _day(text: str) -> date:
    return read_day(text)


def _first_day(edtf: str) -> Literal | None:
    return _written(bounds(edtf)[0])


def _last_day(edtf: str) -> Literal | None:
    return _written(bounds(edtf)[1])


def _a_day(text: str) -> Literal | None:
    return _written(_day(text))


def _in_force(day: str, start: str, end: str | None = None) -> Literal:
    return Literal(in_force([start], [end] if end else [], _day(day)).value)


def _said_by(day: str, stated: str) -> Literal:
    return Literal(said_by([stated], _day(day), date.max).value)


def _written(day: date | None) -> Literal | None:
    return Literal(day.isoformat(), datatype=_DAY) if day else None


FUNCTIONS: dict[NamedNode, Callable[..., Any]] = {
    NamedNode(f"{NAMESPACE}{name}"): _told(function)
    for name, function in (
        ("day", _a_day),
        ("firstDay", _first_day),
        ("lastDay", _last_day),
        ("inForce", _in_force),
        ("saidBy", _said_by),
    )
}
