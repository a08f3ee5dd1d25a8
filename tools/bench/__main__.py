"""Run the benchmark: ``python -m tools.bench`` from the project's folder.

Every server is started here, on the same data, one after the other, and asked the same. Nothing
of it is needed by the project or its tests. Read ratios, and take those under 2 for ties. What was
measured is written to var/bench after each figure: a server that hangs, dies or does not come up
is told with its reason, and costs no other its rows.
"""

import argparse
import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from peyvand.graph.versions import Versions
from peyvand.resources import root
from peyvand.settings import Settings
from peyvand.sources.catalogue import read_catalogue

from . import growth
from .generate import lines
from .pages import measure_pages, pages_table
from .peers import PEERS
from .questions import ENGINE, LIGHT, light, questions
from .serving import Plan, measure
from .table import picture, report

_TARGET = Path("var/bench")
# What is measured of each server, and the parts that are runs of their own.
_OF_SERVERS = ("queries", "rates", "load")
PARTS = (*_OF_SERVERS, "own", "pages", "writes", "growth")
_GROWTH = (1_000_000, 10_000_000, 50_000_000)
# Graphs by name are part of the project's own questions, so servers of one graph are left out.
_OF_GRAPHS = ("Peyvand", "Peyvand, store alone", "Peyvand, repeated", "oxigraph serve", "Fuseki")


def say(text):
    """A line of progress."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


class Results:
    """What was measured so far, in files that are whole at any time.

    Args:
        folder: where ``results.json`` and ``results.md`` stand.
    """

    def __init__(self, folder: Path):
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.found = {"machine": f"{platform.machine()}, Python {platform.python_version()}"}

    def put(self, name, server, found):
        """Take what there is of one server on one graph."""
        self.found.setdefault(name, {})[server] = found
        self.keep()

    def text(self):
        """All of it in Markdown."""
        graphs = {name: found for name, found in self.found.items() if isinstance(found, dict)}
        parts = [
            pages_table(found) if name == "pages" else report(name, found)
            for name, found in graphs.items()
        ]
        return "\n".join(parts)

    def keep(self):
        """Write it."""
        for name, text in (
            ("results.json", json.dumps(self.found, indent=1, ensure_ascii=False)),
            ("results.md", self.text()),
        ):
            partial = self._folder / f"{name}.part"
            partial.write_text(text, encoding="utf-8")
            partial.rename(self._folder / name)


def run(name, folder, data, plan, kinds, results):
    """Measure some servers on one graph.

    Args:
        name: of the graph, for people.
        folder: for the servers' files.
        data: the graph, as lines.
        plan: what each is asked.
        kinds: the classes of the servers.
        results: takes what is found.
    """
    shutil.rmtree(folder, ignore_errors=True)
    for kind in kinds:
        place = folder / (kind.folder or kind.name.replace(" ", "-").replace(",", ""))
        say(f"{name}: {kind.name} …")
        peer = kind(place.absolute(), data.absolute())
        measure(peer, plan, lambda found, server=kind.name: results.put(name, server, found))
    shutil.rmtree(folder, ignore_errors=True)


def generated(size):
    """A file of about so many triples, made at first."""
    data = _TARGET / f"generated-{size}.nt"
    if not data.exists():
        say(f"making {size:,} triples")
        partial = data.with_suffix(".part")
        with partial.open("w", encoding="utf-8") as file:
            file.writelines(lines(size))
        partial.rename(data)
    return data


def on_generated(sizes, options, kinds, results, *, growth=False):
    """Measure on generated graphs of some sizes."""
    for size in sizes:
        parts = ("queries", "rates") if growth else tuple(options.only)
        plan = Plan(
            questions(size), LIGHT, light(size), () if growth else ENGINE, parts,
            options.budget, options.seconds,
        )  # fmt: skip
        name = f"{size:,} triples".replace(",", "")
        run(name, _TARGET / f"t{size}", generated(size), plan, kinds, results)
        times = {server: found["times"] for server, found in results.found.get(name, {}).items()}
        if times.get("Peyvand"):
            picture(times, "Peyvand", _TARGET / f"{size}.png")


def on_own(options, kinds, results):
    """Measure the project's own questions on its own graph."""
    version = Versions(options.home).current()
    own = {query.name: query.bound() for query in read_catalogue(root() / "queries").of("explore")}
    plain = _TARGET / "own.nq"
    shutil.copyfile(version.dump, plain)
    plan = Plan(own, parts=("queries",), budget_s=options.budget)
    kinds = [kind for kind in kinds if kind.name in _OF_GRAPHS]
    run("The project's own graph", _TARGET / "own", plain, plan, kinds, results)


def main(arguments=None):
    """Read the options and run."""
    names = [kind.name for kind in PEERS]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="100,000 triples, a few minutes")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument(
        "--only", nargs="+", choices=PARTS, default=[part for part in PARTS if part != "growth"],
        metavar="PART", help=f"of {', '.join(PARTS)}; all but growth if not given",
    )  # fmt: skip
    parser.add_argument(
        "--peers", nargs="+", choices=names, default=names, metavar="SERVER",
        help=f"of {'; '.join(names)}",
    )  # fmt: skip
    parser.add_argument("--scale", action="store_true", help="write docs/scale.md by all sizes")
    parser.add_argument("--seconds", type=int, default=4, help="for each rate")
    parser.add_argument("--budget", type=float, default=2.0, help="seconds for each latency")
    parser.add_argument("--home", type=Path, default=Settings.from_environment().home,
                        help="whose questions and pages are measured")  # fmt: skip
    options = parser.parse_args(arguments)
    if options.quick:
        options.sizes, options.seconds, options.budget = [100_000], 2, 1.0
        options.only = [part for part in options.only if part in (*_OF_SERVERS, "own")]
    results = Results(_TARGET)
    kinds = [kind for kind in PEERS if kind.name in options.peers]
    if set(options.only) & set(_OF_SERVERS):
        on_generated(options.sizes, options, kinds, results)
    if "own" in options.only:
        on_own(options, kinds, results)
    if "pages" in options.only:
        say("pages …")
        measure_pages(options.home, lambda page, cell: results.put("pages", page, cell))
    if "writes" in options.only:
        sizes = [str(size) for size in options.sizes]
        subprocess.run([sys.executable, "-m", "tools.bench.writes", "--sizes", *sizes])
    if "growth" in options.only:
        on_generated(_GROWTH, options, kinds, results, growth=True)
    if options.scale:
        growth.write(results.found)
    print(results.text())


if __name__ == "__main__":
    main()
