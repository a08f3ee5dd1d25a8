"""The command ``peyvand dump``: a version as files to take away."""

from __future__ import annotations

import argparse
from pathlib import Path

from peyvand.commands.arguments import Command, asked_version, number_from
from peyvand.graph.dumps import make

_TEXT = "write a version as files: data, descriptions, checksums"
_MORE = """examples:
  peyvand dump --out dump
  peyvand dump --version 3 --out dump
  peyvand dump --format parquet --out tables

The folder receives graph.nq.gz (everything), default.ttl.gz (the plain statements),
graph.jelly.gz (with the extra jelly), dcat.ttl, ro-crate-metadata.json and SHA256SUMS:
what the server gives at /dumps/VERSION. The same version makes the same bytes.
With --format parquet it receives tables in their stead: terms and quads, and agreements,
cities and claims with a row each (docs/tables.md); graphs that a licence keeps apart are
left out.
"""


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command("dump", _dump, _TEXT, _MORE)
    sub.add_argument(
        "--version", type=number_from(1), metavar="N", help="the version (the current one)"
    )
    sub.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the files")
    sub.add_argument(
        "--format", choices=("rdf", "parquet"), default="rdf", help="as what (default: rdf)"
    )


def _dump(options: argparse.Namespace) -> int:
    versions, version = asked_version(options)
    if options.format == "parquet":
        from peyvand.graph.tables import make_tables

        make_tables(versions, version, options.out)
    else:
        make(versions, version, options.out)
    for path in sorted(options.out.iterdir()):
        print(f"{path.stat().st_size:>12,}  {path}")
    return 0
