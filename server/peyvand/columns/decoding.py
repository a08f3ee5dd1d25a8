"""Rows of SQL as terms: each number is looked up once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from peyvand.columns.algebra import Constant
from peyvand.columns.opened import Columns, Term
from peyvand.columns.schema import SCALE, Kind
from peyvand.columns.sql.values import IRI
from peyvand.vocabulary.iris import PREFIXES

_XSD = PREFIXES["xsd"]
_DECIMAL, _INTEGER = NamedNode(_XSD + "decimal"), NamedNode(_XSD + "integer")


class Decoder:
    """What makes terms of the columns of an answer.

    Args:
        columns: where numbers are looked up.
        shapes: the form and the kinds of each column.
        known: terms by their numbers, beside those of the version.
    """

    def __init__(
        self,
        columns: Columns,
        shapes: Sequence[tuple[str, int]],
        known: Mapping[int, Constant],
    ) -> None:
        self._columns = columns
        self._terms: dict[int, Term] = dict(known)
        self._shapes = shapes
        self._numbered = [place for place, (shape, _) in enumerate(shapes) if shape == "id"]

    def rows(self, batch: list[tuple[Any, ...]]) -> Iterator[tuple[Term | None, ...]]:
        """The terms of rows."""
        columns = list(zip(*batch, strict=True))[: len(self._shapes)]
        numbers = {number for place in self._numbered for number in columns[place]}
        self._look_up(numbers - self._terms.keys())
        if not columns:
            return iter([()] * len(batch))
        makers = [self._maker(shape, kinds) for shape, kinds in self._shapes]
        return zip(
            *(
                [None if value is None else make(value) for value in column]
                for make, column in zip(makers, columns, strict=True)
            ),
            strict=True,
        )

    def _look_up(self, numbers: set[int | None]) -> None:
        kept = self._columns.terms
        wanted = [number for number in numbers if number is not None]
        self._terms |= {number: kept[number] for number in wanted if number in kept}
        if new := [number for number in wanted if number not in kept]:
            found = {number: _term(*of) for number, *of in self._columns.rows_of(new)}
            self._terms |= found
            self._columns.keep(found)

    def _maker(self, shape: str, kinds: int) -> Callable[[Any], Term]:
        if shape == "id":
            return self._terms.__getitem__
        if shape == "lexical":
            return NamedNode if kinds == IRI else Literal
        if shape == "whole":
            return lambda value: Literal(str(value), datatype=_INTEGER)
        if shape == "exact":
            return _decimal
        return _packed if shape == "packed" else Literal


def _term(kind: int, lexical: str, language: str | None, datatype: str | None) -> Term:
    if kind == Kind.BLANK:
        return BlankNode(lexical)
    if kind == Kind.IRI:
        return NamedNode(lexical)
    if language is not None:
        return Literal(lexical, language=language)
    return Literal(lexical, datatype=NamedNode(str(datatype)))


def _decimal(exact: int) -> Literal:
    whole, places = divmod(abs(exact), SCALE)
    text = f"{'-' if exact < 0 else ''}{whole}.{places:018d}".rstrip("0").rstrip(".")
    return Literal(text, datatype=_DECIMAL)


def _packed(value: dict[str, Any]) -> Term:
    kind = value["kind"]
    if kind == Kind.INTEGER:
        return Literal(str(value["exact"] // SCALE), datatype=_INTEGER)
    if kind == Kind.DECIMAL:
        return _decimal(value["exact"])
    if kind == Kind.DOUBLE:
        return Literal(float(value["number"]))
    if kind == Kind.BOOLEAN:
        return Literal(bool(value["truth"]))
    datatypes = {Kind.STRING: _XSD + "string", Kind.DATE_TIME: _XSD + "dateTime",
                 Kind.DATE: _XSD + "date"}  # fmt: skip
    datatype = datatypes.get(kind, value["datatype"])
    return _term(kind, value["text"], value["language"], datatype)
