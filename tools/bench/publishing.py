"""A graph of any size as a version of a home, in memory that does not grow with its lines."""

import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import closing

import duckdb
from pyoxigraph import Store

from peyvand.columns.facts import BASE
from peyvand.graph.dataset_counts import Counts
from peyvand.graph.dataset_description import describe
from peyvand.graph.history import facts
from peyvand.graph.layout import COLUMNS, DESCRIPTION, DUMP, STORE
from peyvand.graph.version_columns import named_columns
from peyvand.graph.versions import Versions
from peyvand.vocabulary.iris import TYPE


def publish_file(home, data, keep=1):
    """Publish what a file holds as the only version, with its columns.

    The process that fills the store of a large build fills this one too.

    Args:
        home: the folder of the home.
        data: lines of N-Quads, as the engine writes them.
        keep: how many versions will stay whole.

    Raises:
        OSError, subprocess.CalledProcessError: it cannot be sorted or filled.
    """
    versions = Versions(home)
    with versions.candidate() as folder:
        dump = folder / DUMP
        subprocess.run(
            ["sort", "--unique", "--buffer-size=1G", "-T", str(folder), "-o", str(dump), str(data)],
            check=True, env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
        with dump.open("rb") as lines:
            quads = sum(1 for _ in lines)
        told = {"quads": quads, "columns": True, "empty": []}
        command = [sys.executable, "-m", "peyvand.graph.filling", str(folder)]
        subprocess.run(command, input=json.dumps(told).encode(), check=True)
        store = Store.read_only(str(folder / STORE))
        (folder / DESCRIPTION).write_bytes(describe(store, _counts(folder)))
        told = facts(folder, store, "copy")
        del store
        columns = named_columns(folder, told["graph_sum"])
        manifest = {**told, **columns, "added": quads, "removed": 0, "writes": 0}
        versions.publish(folder, manifest, keep)


def _counts(folder):
    """What ``Counts.of`` tells, by the columns: Python would take hours for what they count."""
    with closing(duckdb.connect(str(folder / COLUMNS / BASE), read_only=True)) as columns:

        def by(term, where):
            return Counter(dict(columns.execute(f"""
                SELECT lexical, count(*) FROM quads JOIN terms ON id = {term}
                WHERE {where} GROUP BY ALL""").fetchall()))  # fmt: skip

        sums = columns.execute("""
            SELECT count(*), count(DISTINCT s), count(DISTINCT o) FROM quads WHERE g = 0""")
        of_types = f"g = 0 AND p IN (SELECT id FROM terms WHERE lexical = '{TYPE.value}')"
        return Counts(*sums.fetchone(), by("p", "g = 0"), by("o", of_types), by("g", "g > 0"))
