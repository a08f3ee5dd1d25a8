"""The columns of a version that follows another which has some."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import duckdb
import numpy as np

from peyvand.columns.bases import give
from peyvand.columns.encoding import encoded
from peyvand.columns.facts import BASE, CHANGE, Facts, facts_of
from peyvand.columns.files import connected, quoted
from peyvand.columns.schema import COUNTS, QUADS, TERMS, VALUED

# A base is made anew when this share of its quads has come or gone, and not before so many have.
MOST_SHARE, FEW = 0.05, 20_000
# With the engine's usual blocks the file of a single row takes 0.8 megabytes.
_BLOCK_BYTES = 16 * 1024
_TABLES = (
    TERMS,
    QUADS.replace("TABLE quads", "TABLE added"),
    QUADS.replace("TABLE quads", "TABLE removed"),
    COUNTS,
)
# The numbers of given terms; null for those that are new.
_NUMBERS = """
CREATE OR REPLACE TEMP TABLE numbers AS
SELECT given.id AS given, known.id
FROM given LEFT JOIN (
    FROM base.terms WHERE lexical IN (SELECT lexical FROM given)
    UNION ALL FROM change.terms WHERE lexical IN (SELECT lexical FROM given)
) known
ON given.kind = known.kind AND given.lexical = known.lexical
AND given.language IS NOT DISTINCT FROM known.language
AND given.datatype IS NOT DISTINCT FROM known.datatype
UNION ALL SELECT 0, 0"""
# New terms follow those that there are.
_NUMBER_NEW = """
UPDATE numbers SET id = new.id FROM (
    SELECT given, row_number() OVER (ORDER BY given) + (
        SELECT max(id) FROM (
            SELECT max(id) AS id FROM base.terms UNION ALL SELECT max(id) FROM change.terms
            UNION ALL SELECT 0
        )
    ) AS id
    FROM numbers WHERE id IS NULL
) new WHERE new.given = numbers.given"""
_ADD_TERMS = """
INSERT INTO change.terms SELECT given.* REPLACE (new.id AS id)
FROM given JOIN numbers new ON new.given = given.id
WHERE new.id > coalesce((SELECT max(id) FROM base.terms), 0)
AND new.id NOT IN (SELECT id FROM change.terms)"""
_NUMBERED = """
CREATE OR REPLACE TEMP TABLE numbered AS
SELECT s.id AS s, p.id AS p, o.id AS o, g.id AS g FROM read_quads q
JOIN numbers s ON s.given = q.s JOIN numbers p ON p.given = q.p
JOIN numbers o ON o.given = q.o JOIN numbers g ON g.given = q.g"""
_KEY = "(s, p, o, g)"
# A quad of the base that goes and comes again is no change, nor is another that comes and goes.
_REMOVE = (
    f"DELETE FROM change.added WHERE {_KEY} IN (FROM numbered)",
    f"""INSERT INTO change.removed SELECT s, p, o, g FROM base.quads SEMI JOIN numbered USING {_KEY}
    ANTI JOIN change.removed USING {_KEY}""",
)
_ADD = (
    f"DELETE FROM change.removed WHERE {_KEY} IN (FROM numbered)",
    f"""INSERT INTO change.added FROM numbered ANTI JOIN base.quads USING {_KEY}
    ANTI JOIN change.added USING {_KEY} ORDER BY p, s, o, g""",
)
# Subjects and objects are counted as if those that come were new and none went: they are there for
# estimates.
_COUNTED = """
INSERT INTO change.counts
WITH more AS (
    SELECT q.p, count(*) AS quads, count(DISTINCT q.s) AS subjects, count(DISTINCT q.o) AS objects,
        bit_or(1 << t.kind::INTEGER) AS kinds
    FROM change.added q
    JOIN (FROM base.terms UNION ALL FROM change.terms) t ON t.id = q.o GROUP BY q.p
), less AS (SELECT p, count(*) AS quads FROM change.removed GROUP BY p),
summed AS (
    SELECT coalesce(base.p, more.p) AS p,
        coalesce(base.quads, 0) + coalesce(more.quads, 0) - coalesce(less.quads, 0) AS quads,
        coalesce(base.subjects, 0) + coalesce(more.subjects, 0) AS subjects,
        coalesce(base.objects, 0) + coalesce(more.objects, 0) AS objects,
        coalesce(base.kinds, 0) | coalesce(more.kinds, 0) AS kinds
    FROM base.counts base FULL JOIN more ON more.p = base.p LEFT JOIN less ON less.p = base.p
)
SELECT p, quads, least(subjects, quads), least(objects, quads), kinds
FROM summed WHERE quads > 0 ORDER BY p"""


def changed(
    former: Path, folder: Path, added: Sequence[bytes], removed: Sequence[bytes], graph_sum: str
) -> Facts | None:
    """Make the columns of a graph of those of another, by what leads from that to it.

    Args:
        former: the folder of the other's.
        folder: where they are to be; it is not there yet.
        added: the lines of N-Quads that came, as the store writes them.
        removed: those that went.
        graph_sum: what tells the graph from others.

    Returns:
        What they are; None if so much has changed since the base was made that another is better,
        or if there are none of the other graph.

    Raises:
        Unstorable: columns have no place for a term.
        duckdb.Error: a file cannot be read or written.
        OSError: the same.
    """
    start = time.monotonic()
    before = facts_of(former)
    if before is None or before.changed + len(added) + len(removed) > _most(before.quads):
        return None
    folder.mkdir()
    share(former / BASE, folder / BASE)
    if (former / CHANGE).is_file():
        shutil.copyfile(former / CHANGE, folder / CHANGE)
    with closing(connected()) as connection:
        connection.execute(f"ATTACH {quoted(folder / BASE)} AS base (READ_ONLY)")
        blocks = f"BLOCK_SIZE {_BLOCK_BYTES}"
        connection.execute(f"ATTACH {quoted(folder / CHANGE)} AS change ({blocks})")
        count = _applied(connection, added, removed)
    size = sum((folder / name).stat().st_size for name in (BASE, CHANGE))
    seconds = round(time.monotonic() - start, 3)
    facts = Facts(graph_sum, before.quads, count, size, seconds)
    facts.write(folder)
    return facts


def _most(quads: int) -> int:
    return max(FEW, int(quads * MOST_SHARE))


def _applied(
    connection: duckdb.DuckDBPyConnection, added: Sequence[bytes], removed: Sequence[bytes]
) -> int:
    """Apply a change to the attached one, and give how many quads are changed in all."""
    there = connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE database_name = 'change' LIMIT 1"
    ).fetchone()
    connection.execute("USE change")
    if not there:
        for statement in _TABLES:
            connection.execute(statement)
    for lines, steps, is_new in ((removed, _REMOVE, False), (added, _ADD, True)):
        if lines:
            give(connection, encoded(np.frombuffer(b"".join(lines), np.uint8)))
            connection.execute(f"CREATE OR REPLACE TEMP TABLE given AS {VALUED}")
            connection.execute(_NUMBERS)
            if is_new:
                connection.execute(_NUMBER_NEW)
                connection.execute(_ADD_TERMS)
            connection.execute(_NUMBERED)
            for step in steps:
                connection.execute(step)
    connection.execute("DELETE FROM change.counts")
    connection.execute(_COUNTED)
    count = "SELECT (SELECT count(*) FROM added) + (SELECT count(*) FROM removed)"
    ((total,),) = connection.execute(count).fetchall()
    connection.execute("CHECKPOINT change")
    return int(total)


def share(source: Path, target: Path) -> None:
    """Have a file that is never changed stand in another folder too.

    Raises:
        OSError: it cannot be written there.
    """
    try:
        os.link(source, target)
    except OSError:
        # Some file systems have no links.
        shutil.copyfile(source, target)
