"""Values in SQL: the fields that a term has, wherever they come from.

A value knows which kinds of terms it can be, so that only what may matter is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from peyvand.columns.schema import SCALE, Kind
from peyvand.vocabulary.iris import PREFIXES


def mask(*kinds: Kind) -> int:
    """Several kinds as one number."""
    return sum(1 << kind for kind in kinds)


BLANK, IRI = mask(Kind.BLANK), mask(Kind.IRI)
STRING, TAGGED = mask(Kind.STRING), mask(Kind.TAGGED)
INTEGER, DECIMAL, DOUBLE = mask(Kind.INTEGER), mask(Kind.DECIMAL), mask(Kind.DOUBLE)
BOOLEAN, SPECIAL, OTHER = mask(Kind.BOOLEAN), mask(Kind.SPECIAL), mask(Kind.OTHER)
DATE_TIME, DATE = mask(Kind.DATE_TIME), mask(Kind.DATE)
NUMBERS = INTEGER | DECIMAL | DOUBLE
EXACT = INTEGER | DECIMAL
TEXTS = STRING | TAGGED
TIMES = DATE_TIME | DATE
NODES = BLANK | IRI
EVERY = mask(*Kind)
LITERALS = EVERY & ~NODES
# Stops a query whose answer would not be exact.
INEXACT = "error('inexact')"

# The SQL type of each field.
TYPES = {
    "id": "BIGINT", "kind": "UTINYINT", "lexical": "VARCHAR", "language": "VARCHAR",
    "datatype": "VARCHAR", "exact": "HUGEINT", "whole": "BIGINT", "number": "DOUBLE",
    "truth": "BOOLEAN", "instant": "HUGEINT", "zoned": "BOOLEAN",
}  # fmt: skip
# Of which kinds a field may have a value.
_OF = {
    "language": TAGGED, "datatype": LITERALS, "exact": EXACT, "whole": INTEGER, "number": NUMBERS,
    "truth": BOOLEAN, "instant": TIMES, "zoned": TIMES,
}  # fmt: skip
# The one column that says all of a value of a kind.
SHAPES = {
    IRI: "lexical", STRING: "lexical", INTEGER: "whole", DECIMAL: "exact", DOUBLE: "number",
    BOOLEAN: "truth",
}  # fmt: skip
# The column of a value that may be of several kinds: the fields that tell one term from another,
# and those that compare times.
_PACKED = ("kind", "text", "language", "datatype", "exact", "number", "truth", "instant", "zoned")
_QUOTED, _COLUMN = re.compile("'(?:[^']|'')*'"), re.compile(r"\b[a-z][0-9]+\.[a-z]")
_XSD = PREFIXES["xsd"]
_DATATYPES = {
    STRING: _XSD + "string", TAGGED: PREFIXES["rdf"] + "langString", INTEGER: _XSD + "integer",
    DECIMAL: _XSD + "decimal", DOUBLE: _XSD + "double", BOOLEAN: _XSD + "boolean",
    DATE_TIME: _XSD + "dateTime", DATE: _XSD + "date",
}  # fmt: skip


def quoted(text: str) -> str:
    """A text as a literal of SQL."""
    if "\0" in text:
        return " || chr(0) || ".join(quoted(part) for part in text.split("\0"))
    return "'" + text.replace("'", "''") + "'"


def null(name: str) -> str:
    """NULL, of the type of a field."""
    return f"NULL::{TYPES[name]}"


@dataclass(frozen=True)
class Value:
    """A value in SQL.

    Args:
        kinds: what it can be.
        fields: the SQL of the fields that are there.
        row: gives the name of the row of ``terms`` that has the other fields.
        constant: the term, where it is always the same.
        certain: whether it is there in every row.
    """

    kinds: int
    fields: Mapping[str, str]
    row: Callable[[], str] | None = field(default=None, compare=False)
    constant: NamedNode | Literal | None = None
    certain: bool = False

    @property
    def id(self) -> str | None:
        """Its number in ``terms``, if it has one."""
        return self.fields.get("id")

    def get(self, name: str) -> str:
        """The SQL of a field; NULL where it has none."""
        if not self.kinds & _OF.get(name, EVERY):
            return null(name)
        if name in self.fields:
            return self.fields[name]
        if self.row is not None:
            return f"{self.row()}.{name}"
        return self._derived(name)

    def _derived(self, name: str) -> str:
        if name == "exact":
            return f"({self.get('whole')}::HUGEINT * {SCALE})"
        if name == "number" and not self.kinds & DOUBLE:
            return f"({self.get('lexical')})::DOUBLE"
        if name == "kind" and single(self.kinds):
            return when(self.bound(), str(self.kinds.bit_length() - 1))
        if name == "datatype":
            return self._by_kind({kind: quoted(iri) for kind, iri in _DATATYPES.items()})
        if name == "lexical":
            texts = {
                INTEGER: f"({self.get('whole')})::VARCHAR" if self.kinds == INTEGER else
                decimal_text(self.get("exact")),
                BOOLEAN: f"({self.get('truth')})::VARCHAR",
                DOUBLE: INEXACT,
            }  # fmt: skip
            if self.kinds & DECIMAL:
                texts[DECIMAL] = decimal_text(self.get("exact"))
            return self._by_kind(texts)
        return null(name)

    def _by_kind(self, values: Mapping[int, str]) -> str:
        if single(self.kinds):
            value = values[self.kinds]
            return value if "(" in value else when(self.bound(), value)
        cases = " ".join(
            f"WHEN {kind.bit_length() - 1} THEN {value}"
            for kind, value in values.items()
            if kind & self.kinds
        )
        return f"CASE {self.get('kind')} {cases} ELSE {INEXACT} END"

    def bound(self) -> str:
        """Whether it is there."""
        if self.certain:
            return "TRUE"
        if self.id is not None:
            return f"{self.id} IS NOT NULL"
        if "column" in self.fields:
            return f"{self.fields['column']} IS NOT NULL"
        shape = SHAPES.get(self.kinds) or ("lexical" if self.kinds == TAGGED else "")
        return f"{self.get(shape or 'kind')} IS NOT NULL"

    def is_kind(self, kinds: int) -> str:
        """Whether it is of some kinds; NULL where it is not there."""
        if not self.kinds & ~kinds:
            return "TRUE" if self.certain else f"CASE WHEN {self.bound()} THEN TRUE END"
        if not self.kinds & kinds:
            return "FALSE" if self.certain else f"CASE WHEN {self.bound()} THEN FALSE END"
        return f"({self.get('kind')} IN ({_listed(kinds)}))"

    @property
    def shape(self) -> str:
        """The form of the one column that says all of it."""
        if self.id is not None:
            return "id"
        return SHAPES.get(self.kinds, "packed")

    def column(self, shape: str) -> str:
        """The one column that says all of it, in a form."""
        if shape != "packed":
            return self.get(shape)
        if self.shape == "packed" and "column" in self.fields:
            return self.fields["column"]
        own = self.kinds & ~(NUMBERS | BOOLEAN)
        if not own:
            text = null("lexical")
        elif own == self.kinds:
            text = self.get("lexical")
        else:
            text = f"CASE WHEN {self.is_kind(own)} THEN {self.get('lexical')} END"
        typed = self.kinds & (SPECIAL | OTHER)
        number = self.kinds & DOUBLE
        fields = {
            "kind": f"({self.get('kind')})::UTINYINT",
            "text": text,
            "language": self.get("language"),
            "datatype": f"CASE WHEN {self.is_kind(typed)} THEN {self.get('datatype')} END"
            if typed
            else null("datatype"),
            "exact": self.get("exact"),
            "number": f"CASE WHEN {self.is_kind(number)} THEN {self.get('number')} END"
            if number
            else null("number"),
            "truth": self.get("truth"),
            "instant": self.get("instant"),
            "zoned": self.get("zoned"),
        }
        assert tuple(fields) == _PACKED
        packed = ", ".join(f"'{name}': {sql}" for name, sql in fields.items())
        return when(self.bound(), f"{{{packed}}}")


def of_column(sql: str, shape: str, kinds: int, row: Callable[[], str] | None = None) -> Value:
    """A value of the column that says all of it.

    Args:
        sql: the column.
        shape: its form.
        kinds: what it can be.
        row: gives the row of ``terms``, of a column of numbers of terms.
    """
    if shape != "packed":
        return Value(kinds, {shape: sql}, row)
    fields = {name: f"{sql}.{name}" for name in _PACKED if name not in ("text", "number")}
    fields["column"] = sql
    if kinds & (NUMBERS | BOOLEAN):
        cases = f"WHEN {sql}.kind IN ({_listed(EXACT)}) THEN {decimal_text(f'{sql}.exact')}"
        fields["lexical"] = (
            f"CASE {cases} WHEN {sql}.kind = {Kind.BOOLEAN:d} THEN {sql}.truth::VARCHAR"
            f" WHEN {sql}.kind = {Kind.DOUBLE:d} THEN {INEXACT} ELSE {sql}.text END"
        )
        fields["number"] = (
            f"CASE WHEN {sql}.kind = {Kind.DOUBLE:d} THEN {sql}.number"
            f" ELSE {decimal_text(f'{sql}.exact')}::DOUBLE END"
        )
        fields["whole"] = (
            f"CASE WHEN {sql}.kind = {Kind.INTEGER:d} THEN ({sql}.exact // {SCALE})::BIGINT END"
        )
    else:
        fields["lexical"] = f"{sql}.text"
    if kinds & (SPECIAL | OTHER):
        cases = " ".join(
            f"WHEN {kind.bit_length() - 1} THEN {quoted(iri)}" for kind, iri in _DATATYPES.items()
        )
        fields["datatype"] = f"CASE {sql}.kind {cases} ELSE {sql}.datatype END"
    else:
        del fields["datatype"]
    return Value(kinds, fields)


def of_columns(sql: str) -> bool:
    """Whether an expression looks at a column of a table."""
    return _COLUMN.search(_QUOTED.sub("", sql)) is not None


def when(condition: str, sql: str) -> str:
    """A value where a condition holds, else NULL."""
    return sql if condition == "TRUE" else f"CASE WHEN {condition} THEN {sql} END"


NOTHING = Value(0, {"id": null("id")})


def single(kinds: int) -> bool:
    """Whether it is one kind."""
    return kinds > 0 and kinds & (kinds - 1) == 0


def _listed(kinds: int) -> str:
    return ", ".join(str(kind.value) for kind in Kind if kinds >> kind & 1)


def decimal_text(exact: str) -> str:
    """The lexical form of a decimal, as the engine writes it."""
    return (
        f"(CASE WHEN {exact} < 0 THEN '-' ELSE '' END || (abs({exact}) // {SCALE})::VARCHAR"
        f" || rtrim(rtrim('.' || lpad((abs({exact}) % {SCALE})::VARCHAR, 18, '0'), '0'), '.'))"
    )


def boolean(sql: str, *, certain: bool = False) -> Value:
    """A truth value; one that is certain is never an error."""
    return Value(BOOLEAN, {"truth": sql}, certain=certain)


def integer(sql: str) -> Value:
    """A whole number of 64 bits."""
    return Value(INTEGER, {"whole": sql})


def string(sql: str) -> Value:
    """A string without a language."""
    return Value(STRING, {"lexical": sql})
