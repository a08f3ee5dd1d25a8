"""The commands ``peyvand build`` and ``peyvand check``."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator

from pyoxigraph import QuerySolutions
from tqdm import tqdm

from peyvand.commands import monitor, searching, uncollected
from peyvand.commands.arguments import WrongUsage
from peyvand.commands.places import check_places
from peyvand.graph.build import Step, build, make_graph, prove
from peyvand.graph.style import check_style
from peyvand.graph.versions import Versions
from peyvand.resources import root
from peyvand.settings import Settings

STEPS = ("read", "derive", "compare", "reason", "validate", "write")


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


def make(options: argparse.Namespace) -> int:
    """Run ``peyvand build``."""
    settings = Settings.from_environment(home=options.home)
    versions = Versions(settings.home)
    with uncollected(), progress() as step:
        version, new = build(
            root(),
            versions,
            force=options.force or options.discard_writes,
            discard_writes=options.discard_writes,
            world=not options.without_world,
            keep=settings.keep_versions,
            step=step,
        )
    searching.prepare(versions, version)
    monitor.prepare(versions, version)
    manifest = version.manifest
    if options.json:
        print(json.dumps({**manifest, "new": new}, ensure_ascii=False, indent=2))
        return 0
    if not new:
        print(f"Nothing has changed since version {version.number}; it stays current.")
        return 0
    shacl = ", ".join(f"{count} {name}" for name, count in manifest["shacl"].items())
    seconds = sum(manifest["seconds"].values())
    print(
        f"Version {version.number}: {manifest['quads']:,} quads in {manifest['graphs']} graphs; "
        f"HermiT: consistent; SHACL: {shacl}; {seconds:.0f} s."
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
