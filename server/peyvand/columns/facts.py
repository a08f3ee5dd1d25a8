"""The folder with the columns of one version: a base, and what was changed of it since.

The base is the file of one whole graph, which later versions share (a hard link) until too much has
changed. The change tells which quads a version has beside those of the base and which of those it
lacks, so that a write costs what it changes. What both are of tells a third file, which is written
last: without it there are no columns.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from peyvand.columns.schema import FORM

BASE, CHANGE, FACTS = "base.duckdb", "change.duckdb", "facts.json"


@dataclass(frozen=True)
class Facts:
    """What columns are of.

    Attributes:
        graph_sum: what tells the graph from every other.
        quads: how many quads the base has.
        changed: how many came and went since it was made.
        bytes: the size of the files; that of the base may be shared by several versions.
        seconds: how long the making took, of the base or of the change.
        form: of the tables (``schema.FORM``).
    """

    graph_sum: str
    quads: int
    changed: int
    bytes: int
    seconds: float
    form: int = FORM

    def write(self, folder: Path) -> None:
        """Write them beside the columns."""
        text = json.dumps(asdict(self), indent=2)
        (folder / FACTS).write_text(text + "\n", encoding="utf-8")


def facts_of(folder: Path) -> Facts | None:
    """What the columns in a folder are of; None if there are none, or of another form."""
    try:
        facts = Facts(**json.loads((folder / FACTS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    there = (folder / BASE).is_file() and (not facts.changed or (folder / CHANGE).is_file())
    return facts if facts.form == FORM and there else None


def named(folder: Path, graph_sum: str) -> Facts:
    """Say which graph columns are of, if it was not known when they were made.

    Raises:
        ValueError: there are none.
    """
    facts = facts_of(folder)
    if facts is None:
        raise ValueError(f"there are no columns in {folder}")
    facts = replace(facts, graph_sum=graph_sum)
    facts.write(folder)
    return facts
