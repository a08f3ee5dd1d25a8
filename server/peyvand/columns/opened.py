"""The columns of a version, opened to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb
from pyoxigraph import Literal, NamedNode, Quad, Store

from peyvand.columns.algebra import Constant
from peyvand.columns.files import attach, connected
from peyvand.columns.schema import SCALE, VALUED, Kind
from peyvand.columns.sql.values import Value, quoted
from peyvand.vocabulary.iris import PREFIXES

_STRING = PREFIXES["xsd"] + "string"
_INTEGER = PREFIXES["xsd"] + "integer"
_S = NamedNode("x:s")
_SHORT = re.compile(r"-?[0-9]{1,15}", re.ASCII)
# The rows of constants, in the order of the columns of ``terms``.
Row = tuple[Any, ...]
_KEY = ("kind", "lexical", "language", "datatype")
_READ = ("id", "sort", "lexical", "language", "datatype")
FIELDS = ("kind", "lexical", "language", "datatype", "exact", "whole", "number", "truth",
           "instant", "zoned")  # fmt: skip


class Columns:
    """The columns of a version.

    Args:
        connection: to its file, which it may only read.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        rows = connection.execute("SELECT p, kinds FROM counts").fetchall()
        # Of each predicate's number, what kinds its objects are.
        self.kinds: dict[int, int] = dict(rows)

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def interrupt(self) -> None:
        """Stop what runs, from another thread: it raises ``duckdb.InterruptException``."""
        self._connection.interrupt()

    def run(self, sql: str) -> duckdb.DuckDBPyConnection:
        """The rows of a query.

        Raises:
            duckdb.Error: it stopped.
        """
        return self._connection.execute(sql)

    def aside(self, sql: str) -> list[Row]:
        """The rows of a query that is asked while the rows of another are read."""
        with self._connection.cursor() as cursor:
            return cursor.execute(sql).fetchall()

    def looked_up(
        self, constants: Iterable[Constant]
    ) -> tuple[dict[Constant, Value], dict[int, Constant]]:
        """The values of constants, and those that no quad has.

        Returns:
            the value of each, with its number; and the constants that are no terms of the
            version, by their numbers, which are below 0.
        """
        wanted = list(dict.fromkeys(constants))
        if not wanted:
            return {}, {}
        stored = _as_stored(wanted)
        fields = self._fields(stored)
        lexicals = ", ".join(dict.fromkeys(quoted(term.value) for term in stored))
        rows = self.aside(f"SELECT {', '.join(_KEY)}, id FROM terms WHERE lexical IN ({lexicals})")
        numbers = {row[:-1]: row[-1] for row in rows}
        values: dict[Constant, Value] = {}
        missing: dict[int, Constant] = {}
        for place, term in enumerate(stored):
            of = fields[place]
            number = numbers.get(tuple(of.get(name) for name in _KEY))
            if number is None:
                number = -1 - stored.index(term)
                missing[number] = term
            sqls = {name: _literal(name, value) for name, value in of.items() if value is not None}
            values[wanted[place]] = values[term] = Value(
                1 << of["kind"], {"id": str(number), **sqls}, None, term, certain=True
            )
        return values, missing

    def _fields(self, terms: Sequence[Constant]) -> list[dict[str, Any]]:
        """What stands in ``terms`` of each, or would."""
        fields = [_plain(term) for term in terms]
        unread = [place for place, of in enumerate(fields) if not of]
        if unread:
            rows = ", ".join(_row(place, terms[place]) for place in unread)
            read = f"read_terms({', '.join(_READ)}) AS (SELECT * FROM (VALUES {rows}))"
            names = ", ".join(FIELDS)
            for place, *found in self.aside(f"WITH {read} SELECT id, {names} FROM ({VALUED})"):
                fields[place] = dict(zip(FIELDS, found, strict=True))
        return fields


def opened(folder: Path, *, threads: int = 1, memory_limit: str = "1GB") -> Columns:
    """Open the columns of a version, for reading, with no way to any other file or to the network.

    Args:
        folder: theirs (``files``).
        threads: how many threads a query may use.
        memory_limit: how much memory, as DuckDB writes it.

    Raises:
        duckdb.Error: there are none.
    """
    connection = connected(threads=threads)
    attach(connection, folder)
    connection.execute(f"SET memory_limit = {quoted(memory_limit)}")
    # What does not fit into memory is given up, and not written to a disk.
    connection.execute("SET temp_directory = ''")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return Columns(connection)


def _as_stored(constants: list[Constant]) -> list[Constant]:
    """The constants as the store would have them: numbers and dates by value."""
    places = [
        place
        for place, term in enumerate(constants)
        if isinstance(term, Literal) and not term.language and term.datatype.value != _STRING
    ]
    stored = list(constants)
    if places:
        scratch = Store()
        scratch.extend(Quad(_S, NamedNode(f"x:{place}"), constants[place]) for place in places)
        for quad in scratch:
            assert isinstance(quad.object, NamedNode | Literal)
            stored[int(quad.predicate.value[2:])] = quad.object
    return stored


def _plain(term: Constant) -> dict[str, Any]:
    """The fields of an IRI, a text or a whole number; of others they are read by SQL."""
    if isinstance(term, NamedNode):
        return {"kind": Kind.IRI.value, "lexical": term.value}
    fields = {"lexical": term.value, "datatype": term.datatype.value}
    if term.language:
        return {"kind": Kind.TAGGED.value, "language": term.language, **fields}
    if term.datatype.value == _STRING:
        return {"kind": Kind.STRING.value, **fields}
    if term.datatype.value == _INTEGER and _SHORT.fullmatch(term.value):
        whole = int(term.value)
        numbers = {"exact": whole * SCALE, "whole": whole, "number": float(whole)}
        return {"kind": Kind.INTEGER.value, **fields, **numbers}
    return {}


def _row(place: int, term: Constant) -> str:
    if isinstance(term, NamedNode):
        return f"({place}::BIGINT, 1, {quoted(term.value)}, NULL::VARCHAR, NULL::VARCHAR)"
    language = quoted(term.language) if term.language else "NULL"
    datatype = quoted(term.datatype.value)
    return f"({place}::BIGINT, 2, {quoted(term.value)}, {language}, {datatype})"


def _literal(name: str, value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if name == "number":
        return f"{value!r}::DOUBLE"
    if name in ("exact", "instant"):
        return f"{value}::HUGEINT"
    return f"{value}::BIGINT" if name == "whole" else str(value).upper()
