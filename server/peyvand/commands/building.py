"""The commands ``peyvand build`` and ``peyvand check``."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import QuerySolutions
from tqdm import tqdm

from peyvand.commands import uncollected
from peyvand.commands.arguments import Command, WrongUsage
from peyvand.commands.places import check_places
from peyvand.commands.preparing import Preparations
from peyvand.graph.build import Step, build, make_graph, prove
from peyvand.graph.style import check_style
from peyvand.graph.versions import COLUMNS, Versions
from peyvand.resources import root
from peyvand.settings import Settings

STEPS = ("read", "derive", "compare", "reason", "validate", "write", "prepare")


@contextlib.contextmanager
def progress() -> Iterator[Step]:
    """A bar on a terminal; elsewhere a line for each step."""
    if not sys.stderr.isatty():
        yield lambda name: print(f"peyvand: {name} …", file=sys.stderr, flush=True)
        return
    with tqdm(total=len(STEPS), bar_format="{desc:10} {bar} {elapsed}", file=sys.stderr) as bar:

        def step(name: str) -> None:
            bar.update(STEPS.index(name) - bar.n)
            bar.set_description(name)

        yield step
        bar.update(len(STEPS) - bar.n)


def add_commands(command: Command) -> None:
    """Add the commands to those of the command line."""
    sub = command(
        "build",
        make,
        "build, prove and publish a version of the graph",
        "Reads ontology, data and queries, derives what follows, proves the whole consistent\n"
        "(HermiT), validates it (SHACL) and makes it the current version. If anything is wrong,\n"
        "the version that serves stays as it was.",
    )
    sub.add_argument("--force", action="store_true", help="build even if nothing has changed")
    sub.add_argument(
        "--without-world", action="store_true", help="the documents alone, not the world's pairs"
    )
    sub.add_argument(
        "--discard-writes", action="store_true", help="leave out what was written by the endpoint"
    )
    sub.add_argument("--json", action="store_true", help="print the manifest as JSON")

    sub = command(
        "check",
        check,
        "prove the sources without publishing anything",
        "Checks the ontology's style, reads and derives the graph, runs HermiT and SHACL, and\n"
        "the check queries. Warnings are listed and do not fail the command.\n\n"
        "With --documents it checks instead where the claims stand: that each span is in its\n"
        "document's file (NNN.txt or NNN_*.txt) and on its line, cuts no word, holds what is\n"
        "given as printed, and is quoted as the file has it.\n\n"
        "examples:\n"
        "  peyvand check\n"
        "  peyvand check --documents texts\n"
        "  peyvand check --documents texts --write",
    )
    sub.add_argument(
        "--documents", type=Path, metavar="DIR", help="check the claims' places in these files"
    )
    sub.add_argument(
        "--write", action="store_true", help="with --documents: make the table of quotations anew"
    )
    sub.add_argument("--json", action="store_true", help="print the results as JSON")


def make(options: argparse.Namespace) -> int:
    """Run ``peyvand build``."""
    settings = Settings.from_environment(home=options.home)
    versions = Versions(settings.home)
    preparations = Preparations(versions)
    with uncollected(), progress() as step:
        version, new = build(
            root(),
            versions,
            force=options.force or options.discard_writes,
            discard_writes=options.discard_writes,
            world=not options.without_world,
            keep=settings.keep_versions,
            columns=settings.columns != "off",
            step=step,
            preparing=preparations,
        )
        if not new:
            preparations.end(version)
    manifest = version.manifest
    if options.json:
        print(json.dumps({**manifest, "new": new}, ensure_ascii=False, indent=2))
        return 0
    if not new:
        print(f"Nothing has changed since version {version.number}; it stays current.")
        return 0
    shacl = ", ".join(f"{count} {name}" for name, count in manifest["shacl"].items())
    seconds = time.monotonic() - options.began
    columns = manifest.get(COLUMNS)
    beside = f" Columns: {columns['bytes'] / 1e6:,.1f} MB." if columns else ""
    print(
        f"Version {version.number}: {manifest['quads']:,} quads in {manifest['graphs']} graphs; "
        f"HermiT: consistent; SHACL: {shacl}; {seconds:.0f} s.{beside}"
    )
    return 0


def check(options: argparse.Namespace) -> int:
    """Run ``peyvand check``."""
    if options.documents:
        return check_places(options)
    if options.write:
        raise WrongUsage("--write needs the documents.", "Give --documents DIR too.")
    folder = root()
    style = check_style(folder)
    with uncollected(), progress() as step:
        graph = make_graph(folder, step)
        verdict, report = prove(graph, folder, step)
    findings = {}
    for query in graph.catalogue.of("check"):
        rows = graph.store.query(query.text)
        assert isinstance(rows, QuerySolutions)
        findings[query.name] = sum(1 for _ in rows)
    must_be_empty = {
        query.name: findings[query.name]
        for query in graph.catalogue.of("check")
        if query.meta.get("severity") == "violation" and findings[query.name]
    }
    if options.json:
        print(
            json.dumps(
                {
                    "style": [result.line() for result in style.results],
                    "reasoner": vars(verdict),
                    "shacl": report.counts,
                    "findings": findings,
                },
                indent=2,
            )
        )
    else:
        print(f"style: {len(style.results)} findings")
        print(f"HermiT: consistent, no empty class ({verdict.triples:,} triples)")
        print(f"SHACL: {', '.join(f'{n} {name}' for name, n in report.counts.items())}")
        for name, count in findings.items():
            print(f"  {count:4} rows  {name}")
    for result in style.results:
        print(result.line(), file=sys.stderr)
    for name, count in must_be_empty.items():
        print(f"peyvand: {name} must find nothing, and finds {count} rows.", file=sys.stderr)
    return 1 if style.results or must_be_empty else 0
