"""Answers to SELECT queries: terms as they are, Python's values, and typed frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode

if TYPE_CHECKING:
    import pandas
    import polars

Term = NamedNode | BlankNode | Literal
Row = Mapping[str, Term]
XSD = "http://www.w3.org/2001/XMLSchema#"
_STRING, _LANGUAGE = XSD + "string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_WHOLE = frozenset(
    XSD + name
    for name in (
        *("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger"),
        *("unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte"),
        *("nonPositiveInteger", "negativeInteger"),
    )
)
_READ: dict[str, Any] = {
    **dict.fromkeys(_WHOLE, int),
    XSD + "decimal": Decimal,
    XSD + "double": float,
    XSD + "float": float,
    XSD + "boolean": lambda text: {"true": True, "1": True, "false": False, "0": False}[text],
    XSD + "date": date.fromisoformat,
    XSD + "dateTime": datetime.fromisoformat,
}
# What 64 bits hold; a larger number stays a number of Python.
_MOST = 2**63


def value_of(term: Term | None) -> Any:
    """A term as a value of Python.

    Args:
        term: it, or None.

    Returns:
        int, Decimal (exact), float, bool, date or datetime where the datatype is one of these and
        the text is one of its values; else the text. So an EDTF date stays what it is.
    """
    if term is None:
        return None
    if isinstance(term, Literal) and (read := _READ.get(term.datatype.value)):
        try:
            return read(term.value)
        except (ArithmeticError, KeyError, ValueError):
            return term.value
    return term.value


@dataclass(frozen=True)
class Results:
    """The rows of an answer.

    Attributes:
        columns: the variables, in order.
        rows: the terms of each row by variable; a variable without a value is left out.
        version: the version of the graph that answered.
        about: what else the answer tells: of a ready question its ``caveat``, the ``sentences``
            about the days that it was asked as of, and the ``query`` itself.
        warnings: why it may be empty, as the server tells it.
    """

    columns: tuple[str, ...]
    rows: Sequence[Row]
    version: int | None = None
    about: Mapping[str, Any] = field(default_factory=dict)
    warnings: Sequence[Mapping[str, Any]] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def values(self) -> list[dict[str, Any]]:
        """The rows as values of Python, by variable; None where there is none."""
        return [{name: value_of(row.get(name)) for name in self.columns} for row in self.rows]

    @property
    def datatypes(self) -> dict[str, str | None]:
        """The datatype of each column whose values all have one; None of the others and of IRIs."""
        return {name: _one(self._datatypes(name)) for name in self.columns}

    def to_pandas(self) -> pandas.DataFrame:
        """The answer as a frame of pandas, in nullable types.

        Whole numbers are ``Int64``, truth values ``boolean``, decimals and dates objects that are
        exact. A column with texts in languages has one more beside it, ``NAME_lang``; one of
        several datatypes ``NAME_datatype``. ``attrs`` has the datatypes and the version.
        """
        import pandas

        columns: dict[str, Any] = {}
        for name, values, kind in self._columns():
            types: dict[type | None, str] = {
                int: "Int64",
                float: "Float64",
                bool: "boolean",
                str: "string",
            }
            columns[name] = pandas.Series(values, dtype=types.get(kind, "object"))
        frame = pandas.DataFrame(columns)
        frame.attrs = {"datatypes": self.datatypes, "version": self.version}
        return frame

    def to_polars(self) -> polars.DataFrame:
        """The answer as a frame of polars, with the same columns as ``to_pandas`` gives.

        Decimals are ``Decimal``, dates ``Date``, times ``Datetime``.

        Raises:
            ImportError: polars is not installed; ``pip install peyvand[polars]``.
        """
        import polars

        kinds: dict[Any, Any] = {
            int: polars.Int64, float: polars.Float64, bool: polars.Boolean, str: polars.String,
            date: polars.Date,
        }  # fmt: skip
        series = []
        for name, values, kind in self._columns():
            if kind is Decimal:
                scale = max(-int(v.as_tuple().exponent) for v in values if v is not None)
                series.append(polars.Series(name, values, polars.Decimal(38, max(scale, 0))))
            else:
                series.append(polars.Series(name, values, kinds.get(kind), strict=kind is not None))
        return polars.DataFrame(series)

    def _columns(self) -> Iterator[tuple[str, list[Any], type | None]]:
        """Each column with its values and their type; None if they have no common one."""
        for name in self.columns:
            terms = [row.get(name) for row in self.rows]
            values = [value_of(term) for term in terms]
            kinds = {type(value) for value in values if value is not None}
            if len(kinds) > 1 or any(type(v) is int and abs(v) >= _MOST for v in values):
                # Of several kinds: each as it is written.
                values = [None if term is None else term.value for term in terms]
                kinds = {str}
            yield name, values, next(iter(kinds), str)
            tags = [term.language if isinstance(term, Literal) else None for term in terms]
            if any(tags):
                yield f"{name}_lang", tags, str
            if len(self._datatypes(name) - {_LANGUAGE, _STRING}) > 1 or (
                len(self._datatypes(name)) > 1 and not self._datatypes(name) <= {_LANGUAGE, _STRING}
            ):
                types = [t.datatype.value if isinstance(t, Literal) else None for t in terms]
                yield f"{name}_datatype", types, str

    def _datatypes(self, name: str) -> set[str | None]:
        found = (row[name] for row in self.rows if name in row)
        return {term.datatype.value if isinstance(term, Literal) else None for term in found}


def _one(datatypes: set[str | None]) -> str | None:
    return next(iter(datatypes)) if len(datatypes) == 1 else None


def read_term(told: Mapping[str, Any]) -> Term:
    """A term of SPARQL's JSON results.

    Raises:
        KeyError: it lacks something, or is of no known kind.
    """
    kind, text = told["type"], told["value"]
    if kind == "uri":
        return NamedNode(text)
    if kind == "bnode":
        return BlankNode(text)
    if kind not in ("literal", "typed-literal"):
        raise KeyError(kind)
    if "xml:lang" in told:
        return Literal(text, language=told["xml:lang"])
    return Literal(text, datatype=NamedNode(told.get("datatype", _STRING)))


def read_rows(bindings: Iterable[Mapping[str, Mapping[str, Any]]]) -> list[dict[str, Term]]:
    """The rows of SPARQL's JSON results."""
    return [{name: read_term(told) for name, told in row.items()} for row in bindings]
