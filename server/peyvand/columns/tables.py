"""A graph as files of Parquet: its terms and quads, and tables that can be read without RDF.

A table has a row for each thing of a class, and a column for each property that one of them has:
whatever the vocabulary comes to say stands in it. Texts in several languages have a column each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import duckdb
import pyarrow as pa

from peyvand.columns.bases import give
from peyvand.columns.encoding import Array, encoded
from peyvand.columns.files import connected, quoted
from peyvand.columns.schema import VALUED, Kind
from peyvand.vocabulary.iris import PREFIXES, TYPE

TERMS, QUADS, ENDING = "terms.parquet", "quads.parquet", ".parquet"
_SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
_TERMS = f"""
SELECT id, CASE kind WHEN {Kind.BLANK:d} THEN 'blank' WHEN {Kind.IRI:d} THEN 'iri'
    ELSE 'literal' END AS kind, lexical, language, datatype, number,
    CASE WHEN kind = {Kind.DATE:d} AND NOT zoned THEN lexical::DATE END AS date,
    kind::TINYINT AS code, exact::DECIMAL(38, 0) AS exact, truth,
    instant::DECIMAL(38, 0) AS instant, zoned
FROM terms ORDER BY id"""
_IDENTIFIED = f"SELECT id FROM terms WHERE kind = {Kind.IRI:d} AND lexical = ?"
# What a class and those below it have, in all graphs, each once.
_SAID = f"""
CREATE OR REPLACE TEMP TABLE said AS
WITH RECURSIVE below(id) AS (
    {_IDENTIFIED}
    UNION SELECT q.s FROM quads q JOIN below ON q.o = below.id WHERE q.p = ({_IDENTIFIED})
), things AS (SELECT DISTINCT s FROM quads SEMI JOIN below ON o = id WHERE p = ({_IDENTIFIED}))
SELECT DISTINCT q.s, q.p, q.o, o.lexical AS value, coalesce(o.language, '') AS language
FROM quads q SEMI JOIN things ON q.s = things.s JOIN terms o ON o.id = q.o"""
_PROPERTIES = """
SELECT DISTINCT p, lexical, said.language FROM said JOIN terms ON id = p ORDER BY lexical, 3"""


def write_tables(
    lines: Array, folder: Path, classes: Mapping[str, str], short: Callable[[str], str | None]
) -> list[str]:
    """Write a graph as files of Parquet.

    The same lines make the same files with the same engine.

    Args:
        lines: the bytes of distinct canonical lines of N-Quads.
        folder: where the files are to be.
        classes: by the name of a table, the IRI of the class of its rows.
        short: a prefixed name for an IRI, or None.

    Returns:
        The names of the files.

    Raises:
        Unstorable: the columns have no place for a term.
        duckdb.Error: a file cannot be written.
    """
    with closing(connected()) as connection:
        give(connection, encoded(lines))
        connection.execute(f"CREATE TEMP TABLE terms AS {VALUED}")
        connection.execute("CREATE TEMP TABLE quads AS SELECT s, p, o, g FROM read_quads")
        _copy(connection, _TERMS, folder / TERMS)
        _copy(connection, "FROM quads", folder / QUADS)
        for name, kind in classes.items():
            connection.execute(_SAID, [kind, _SUBCLASS, TYPE.value])
            _copy(connection, _table(connection, short), folder / f"{name}{ENDING}")
    return [TERMS, QUADS, *(f"{name}{ENDING}" for name in classes)]


def _table(connection: duckdb.DuckDBPyConnection, short: Callable[[str], str | None]) -> str:
    """The query for the table of what is said."""
    rows = connection.execute(_PROPERTIES).fetchall()
    names = [_column(iri, language, short) for _, iri, language in rows]
    keys = {"p": pa.int64(), "iri": pa.string(), "language": pa.string()}
    values = [pa.array([row[n] for row in rows], kind) for n, kind in enumerate(keys.values())]
    columns = pa.table([*values, pa.array(names, pa.string())], names=[*keys, "name"])
    connection.register("columns_of", columns)
    lists = (
        f"list(value ORDER BY value) FILTER (WHERE name = {_text(name)}) AS {_identifier(name)}"
        for name in names
    )
    return f"""
        SELECT CASE thing.kind WHEN {Kind.BLANK:d} THEN '_:' ELSE '' END || thing.lexical AS iri,
            {", ".join(lists) or "NULL::VARCHAR[] AS nothing"}
        FROM said JOIN columns_of USING (p, language) JOIN terms thing ON thing.id = said.s
        GROUP BY ALL ORDER BY iri"""


def _column(iri: str, language: str, short: Callable[[str], str | None]) -> str:
    """What a column is called: ``pv_hasParty``, ``rdfs_label_fa``, or by the whole IRI."""
    found = short(iri)
    name = found.replace(":", "_", 1) if found else iri
    return f"{name}_{language.replace('-', '_')}" if language else name


def _copy(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    connection.execute(f"COPY ({query}) TO {quoted(path)} (FORMAT parquet, COMPRESSION zstd)")


def _text(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
