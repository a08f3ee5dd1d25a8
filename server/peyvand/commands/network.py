"""The command ``peyvand network``: the figures of the network of twin towns."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from peyvand.commands.arguments import Command, WrongUsage, asked_version, number_from
from peyvand.commands.bars import progress, told_in
from peyvand.errors import PeyvandError

if TYPE_CHECKING:
    from peyvand.network import Network

_TEXT = "compute the figures of the network of cities and their agreements"
_MORE = """examples:
  peyvand network
  peyvand network --kind sister --json
  peyvand network --graph wikidata-2016-09 --out figures
  peyvand network --pairs pairs.csv --cities cities.csv --out figures

Without --graph the agreements of the default graph are read; of a named graph, what it claims.
A file of pairs has the columns one and other; a file of cities the column id and any of name,
name_fa, country, lat and lon. The folder of --out receives network.json, tables as CSV, plots as
SVG and PNG, and picture.json. What each figure means is in docs/network.md.
"""
_TOP, _FILES = 10, "files"


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command("network", run, _TEXT, _MORE)
    sub.add_argument("--graph", metavar="NAME", help="a named graph: its IRI, or the end of it")
    sub.add_argument(
        "--version", type=number_from(1), metavar="NUMBER", help="a version (the current one)"
    )
    sub.add_argument(
        "--kind", choices=("sister", "all"), default="all", help="which agreements (all)"
    )
    sub.add_argument(
        "--pairs", type=Path, metavar="FILE", help="read pairs from a CSV file instead"
    )
    sub.add_argument("--cities", type=Path, metavar="FILE", help="with --pairs: names and places")
    sub.add_argument(
        "--top",
        type=number_from(0),
        default=_TOP,
        metavar="N",
        help=f"how many cities to list ({_TOP})",
    )
    sub.add_argument(
        "--samples",
        type=number_from(0),
        metavar="N",
        help="synthetic samples that test the power law (100); 0 leaves the test out",
    )
    sub.add_argument("--out", type=Path, metavar="DIR", help="folder of the tables and plots")
    sub.add_argument("--progress", type=Path, metavar="FILE", help="write how far it is as JSON")
    sub.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand network``."""
    _check(options)
    # Imported here so that the other commands do not load the numerical libraries.
    from peyvand.network.analysis import PARTS, SAMPLES, analyse
    from peyvand.network.output import json_of, text_of, write_tables

    network = _network(options)
    if not network.edges:
        raise PeyvandError(
            "There is no pair of cities to compute figures of.",
            "Choose another graph with --graph, or all agreements with --kind all.",
        )
    samples = SAMPLES if options.samples is None else options.samples
    bars = told_in(options.progress, (*PARTS, _FILES)) if options.progress else progress
    analysis = analyse(network, bars, samples)
    written: list[Path] = []
    if options.out:
        from peyvand.network.plots import write_plots

        with bars(_FILES, 2) as step:
            written = write_tables(network, analysis, options.top, options.out)
            step(1)
            written += write_plots(network, analysis, options.out)
            step(1)
    if options.json:
        print(json.dumps(json_of(analysis, options.top), ensure_ascii=False, indent=2))
        return 0
    print(text_of(network, analysis, options.top))
    if written:
        print("\nwritten")
        print("\n".join(f"  {path}" for path in written))
    return 0


def _check(options: argparse.Namespace) -> None:
    if options.pairs and (options.graph or options.version):
        raise WrongUsage(
            "--pairs reads a file, and --graph and --version a built graph.", "Give one of them."
        )
    if options.cities and not options.pairs:
        raise WrongUsage("--cities describes the cities of --pairs.", "Give --pairs FILE too.")


def _network(options: argparse.Namespace) -> Network:
    from peyvand.network import read_network, read_pairs

    if options.pairs:
        return read_pairs(options.pairs, options.cities)
    from peyvand.graph.opening import opened

    versions, version = asked_version(options)
    return read_network(opened(versions, version), options.graph, options.kind)
