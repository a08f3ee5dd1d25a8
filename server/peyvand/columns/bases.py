"""The columns of a whole graph, made of its lines, and compared with them."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from pathlib import Path

import duckdb
import numpy as np

from peyvand.columns.encoding import Array, Encoded, encoded
from peyvand.columns.facts import BASE, Facts
from peyvand.columns.files import attach, connected
from peyvand.columns.schema import ALL, COUNTED, FORM, VALUED


def made(lines: Array, folder: Path, graph_sum: str = "") -> Facts:
    """Make the columns of a graph.

    Args:
        lines: the bytes of its lines of N-Quads, as the store writes them.
        folder: where they are to be; it is not there yet.
        graph_sum: what tells the graph from others, if that is known (else ``files.named``).

    Raises:
        Unstorable: columns have no place for one of its terms.
        duckdb.Error: the file cannot be written.
        OSError: the same.
    """
    start = time.monotonic()
    folder.mkdir()
    graph = encoded(lines)
    with closing(duckdb.connect(str(folder / BASE), config={"threads": 1})) as connection:
        for statement in ALL:
            connection.execute(statement)
        give(connection, graph)
        connection.execute(f"INSERT INTO terms {VALUED}")
        connection.execute("INSERT INTO quads SELECT s, p, o, g FROM read_quads")
        connection.execute(COUNTED)
        connection.execute("INSERT INTO about VALUES (?)", [FORM])
    size = (folder / BASE).stat().st_size
    seconds = round(time.monotonic() - start, 2)
    facts = Facts(graph_sum, graph.quads.num_rows, 0, size, seconds)
    facts.write(folder)
    return facts


def is_of(folder: Path, lines: Array) -> bool:
    """Whether columns hold what some lines say, and nothing else.

    Raises:
        Unstorable: they have no place for a term.
        duckdb.Error: they cannot be read.
    """
    graph = encoded(lines)
    with closing(connected()) as connection:
        attach(connection, folder)
        give(connection, graph)
        connection.execute(f"CREATE TEMP TABLE valued AS {VALUED}")
        # A term with another value than its lexical form has would be none of these.
        connection.execute("""
            CREATE TEMP TABLE numbers AS
            SELECT given.id AS given, terms.id FROM valued given JOIN terms
            ON given.kind = terms.kind AND given.lexical = terms.lexical
            AND (given.language, given.datatype, given.exact, given.whole, given.number,
                given.truth, given.instant, given.zoned)
            IS NOT DISTINCT FROM (terms.language, terms.datatype, terms.exact, terms.whole,
                terms.number, terms.truth, terms.instant, terms.zoned)
            UNION ALL SELECT 0, 0""")
        missing, more = connection.execute("""
            WITH numbered AS (
                SELECT s.id AS s, p.id AS p, o.id AS o, g.id AS g FROM read_quads q
                JOIN numbers s ON s.given = q.s JOIN numbers p ON p.given = q.p
                JOIN numbers o ON o.given = q.o JOIN numbers g ON g.given = q.g
            )
            SELECT (SELECT count(*) FROM read_quads)
                - (SELECT count(*) FROM numbered SEMI JOIN quads USING (s, p, o, g)),
                (SELECT count(*) FROM quads) - (SELECT count(*) FROM read_quads)""").fetchall()[0]
    return (missing, more) == (0, 0)


def give(connection: duckdb.DuckDBPyConnection, graph: Encoded) -> None:
    """Have ``read_terms`` and ``read_quads`` be those of a graph."""
    connection.register("read_terms", graph.terms)
    connection.register("read_quads", graph.quads)


if __name__ == "__main__":
    made(np.memmap(sys.argv[1], np.uint8, "r"), Path(sys.argv[2]))
