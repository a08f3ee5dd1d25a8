"""A graph of any size as a version of a home, in memory that does not grow with its lines."""

import json
import os
import subprocess
import sys

from pyoxigraph import Store

from peyvand.graph.dataset_description import describe
from peyvand.graph.history import facts
from peyvand.graph.layout import DESCRIPTION, DUMP, STORE
from peyvand.graph.version_columns import named_columns
from peyvand.graph.versions import Versions


def publish_file(home, data, keep=1):
    """Publish what a file holds as the only version, with its columns.

    The process that fills the store of a large build fills this one too. What is counted for the
    description holds each distinct subject and object once.

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
        (folder / DESCRIPTION).write_bytes(describe(store))
        told = facts(folder, store, "copy")
        del store
        columns = named_columns(folder, told["graph_sum"])
        manifest = {**told, **columns, "added": quads, "removed": 0, "writes": 0}
        versions.publish(folder, manifest, keep)
