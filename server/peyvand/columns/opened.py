"""The columns of a version, opened to be asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store

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
Term = NamedNode | BlankNode | Literal
KEY = ("kind", "lexical", "language", "datatype")
_NAMES = ", ".join(KEY)
# A term: its kind, lexical form, language and type.
Key = tuple[Any, ...]
# How many numbers and terms are kept.
_KEPT = 50_000
# Of how many queries the engine keeps the plans, and how long their texts may be.
_PLANS, _LONGEST = 64, 20_000
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
        # Terms that were looked up, by their numbers.
        self.terms: dict[int, Term] = {}
        # Queries, the last asked last, with the names that their plans have, if they are kept.
        self._asked: dict[str, str] = {}
        self._names = map("plan{}".format, count())
        # The numbers of terms that were looked up; None of those that no quad has.
        self._numbers: dict[Key, int | None] = {}
        properties = "SELECT * FROM terms SEMI JOIN counts ON p = id"
        for row in connection.execute(f"SELECT {_NAMES}, id FROM ({properties})").fetchall():
            self._numbers[row[:-1]] = row[-1]

    def close(self) -> None:
        """Let the file go."""
        self._connection.close()

    def interrupt(self) -> None:
        """Stop what runs, from another thread: it raises ``duckdb.InterruptException``."""
        self._connection.interrupt()

    def run(self, sql: str) -> duckdb.DuckDBPyConnection:
        """The rows of a query; of one that is asked again, the plan is kept.

        Raises:
            duckdb.Error: it stopped.
        """
        if len(sql) > _LONGEST:
            return self._connection.execute(sql)
        name = self._asked.pop(sql, None)
        if name == "":
            name = next(self._names)
            self._connection.execute(f"PREPARE {name} AS {sql}")
        self._asked[sql] = name or ""
        if len(self._asked) > _PLANS:
            oldest = self._asked.pop(next(iter(self._asked)))
            if oldest:
                self._connection.execute(f"DEALLOCATE {oldest}")
        return self._connection.execute(f"EXECUTE {name}" if name else sql)

    def keep(self, terms: Mapping[int, Term]) -> None:
        """Keep terms that were looked up, unless they are those of a large answer."""
        if len(terms) * 10 <= _KEPT:
            if len(self.terms) + len(terms) > _KEPT:
                self.terms.clear()
            self.terms |= terms

    def aside(self, sql: str) -> list[Row]:
        """The rows of a query that is asked while the rows of another are read."""
        with self._connection.cursor() as cursor:
            return cursor.execute(sql).fetchall()

    def rows_of(self, numbers: list[int]) -> list[Row]:
        """The number, kind, lexical form, language and type of terms."""
        with self._connection.cursor() as cursor:
            # As a text: for a parameter or a table of Arrow, DuckDB and pyarrow load pandas, which
            # takes a worker that has just begun twenty times as long as its first answer.
            wanted = f"unnest(string_split('{','.join(map(str, numbers))}', ',')::BIGINT[]) AS id"
            sql = f"SELECT id, {_NAMES} FROM terms SEMI JOIN (SELECT {wanted}) USING (id)"
            return cursor.execute(sql).fetchall()

    def looked_up(
        self, constants: Iterable[Constant], numbered: set[Constant]
    ) -> tuple[dict[Constant, Value], dict[int, Constant]]:
        """The values of constants, and those that no quad has.

        Args:
            constants: all.
            numbered: those whose numbers are asked for.

        Returns:
            the value of each; and the constants that are no terms of the version, by their
            numbers, which are below 0.
        """
        wanted = list(dict.fromkeys(constants))
        if not wanted:
            return {}, {}
        stored = _as_stored(wanted)
        fields = self._fields(stored)
        keys = [tuple(of.get(name) for name in KEY) for of in fields]
        sought = [keys[place] for place, term in enumerate(wanted) if term in numbered]
        self._find(sought)
        values: dict[Constant, Value] = {}
        missing: dict[int, Constant] = {}
        for place, term in enumerate(stored):
            of = fields[place]
            sqls = {name: _literal(name, value) for name, value in of.items() if value is not None}
            if keys[place] in sought:
                number = self._numbers[keys[place]]
                if number is None:
                    number = -1 - stored.index(term)
                    missing[number] = term
                sqls["id"] = str(number)
            value = Value(1 << of["kind"], sqls, None, term, certain=True)
            values[wanted[place]] = values[term] = value
        return values, missing

    def _find(self, keys: list[Key]) -> None:
        """Have the numbers of terms."""
        unknown = {key for key in keys if key not in self._numbers}
        if not unknown:
            return
        if len(self._numbers) > _KEPT:
            self._numbers.clear()
            unknown = set(keys)
        lexicals = ", ".join({quoted(str(key[1])) for key in unknown})
        # Terms are sorted by kind: without it all texts would be read.
        kinds = ", ".join(sorted({str(key[0]) for key in unknown}))
        asked = f"kind IN ({kinds}) AND lexical IN ({lexicals})"
        rows = self.aside(f"SELECT {_NAMES}, id FROM terms WHERE {asked}")
        found = {row[:-1]: row[-1] for row in rows}
        self._numbers |= {key: found.get(key) for key in unknown}

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
