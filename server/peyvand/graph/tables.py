"""A version as tables to take away: files of Parquet, checksums, and descriptions of them all."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import numpy as np

from peyvand.columns.encoding import Unstorable
from peyvand.columns.tables import write_tables
from peyvand.errors import PeyvandError
from peyvand.graph.dump_files import CRATE, DCAT, catalogue, crate
from peyvand.graph.dumps import free_lines
from peyvand.graph.versions import Version, Versions, write_checksums
from peyvand.sources.licences import CC_BY
from peyvand.vocabulary.iris import iri, prefixed

# The tables that can be read without the terms, and the classes of their rows.
_CLASSES = {
    name: iri(kind).value
    for name, kind in {
        "agreements": "pv:Agreement",
        "cities": "pv:City",
        "claims": "pv:Claim",
    }.items()
}


def make_tables(versions: Versions, version: Version, folder: Path) -> None:
    """Write a version as tables to a folder, without the graphs that their licences keep apart.

    The same version makes the same files with the same engine.

    Raises:
        Damaged: its graph cannot be had.
        PeyvandError: tables have no place for a term, or a file cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with free_lines(versions, version) as file:
        lines = np.frombuffer(file.read(), np.uint8)
    try:
        names = write_tables(lines, folder, _CLASSES, prefixed)
    except Unstorable as error:
        raise PeyvandError(
            f"Version {version.number} has terms of RDF 1.2, for which tables have no place.",
            "Take it as N-Quads: peyvand dump without --format.",
        ) from error
    except duckdb.Error as error:
        raise PeyvandError(
            f"{folder} cannot be written: {error}.", "Give a folder with room for the files."
        ) from error
    licences = dict.fromkeys(names, CC_BY)
    (folder / DCAT).write_bytes(catalogue(version, folder, licences))
    text = json.dumps(
        crate(version, folder, licences | {DCAT: CC_BY}), ensure_ascii=False, indent=2
    )
    (folder / CRATE).write_text(text + "\n", encoding="utf-8")
    write_checksums(folder)
