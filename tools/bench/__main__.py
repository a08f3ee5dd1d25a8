"""Run the benchmark: ``python -m tools.bench`` from the project's folder.

Every server is started here, on the same data, one after the other, and asked the same. Nothing
of it is needed by the project or its tests. Read ratios, and take those under 2 for ties.
"""

import argparse
import json
import platform
import shutil
import sys
from pathlib import Path

from peyvand.graph.versions import Versions
from peyvand.resources import root
from peyvand.settings import Settings
from peyvand.sources.catalogue import read_catalogue

from .generate import lines
from .measure import deadline, latency, rate, under_load
from .peers import PEERS, CannotStart, Peyvand
from .questions import ENGINE, LIGHT, questions
from .table import markdown, picture, rates


def say(text):
    """A line of progress."""
    print(f"bench: {text}", file=sys.stderr, flush=True)


def run(name, data, asked, options, light, engine):
    """Measure every server on one graph."""
    times, speeds, facts = {}, {}, {}
    for kind in PEERS:
        if options.only and kind.name not in options.only:
            continue
        work = Path("var/bench") / name / kind.name.replace(" ", "-").replace(",", "")
        if kind.name == "Peyvand, repeated":
            work = Path("var/bench") / name / "Peyvand"
        peer = kind(work.absolute(), data.absolute())
        say(f"{name}: {kind.name} …")
        try:
            peer.start()
        except (CannotStart, OSError, Exception) as error:
            say(f"{kind.name} could not be started: {error}")
            facts[kind.name] = {"could not be started": str(error)[:300]}
            peer.stop()
            continue
        try:
            facts[kind.name] = {"load s": round(peer.load_s, 1), "start s": round(peer.start_s, 2)}
            times[kind.name] = {
                q: latency(peer.url, text, options.budget) for q, text in asked.items()
            }
            # What was too slow once is not asked again and again.
            able = [q for q in (*light, *engine) if "ms" in times[kind.name][q]]
            speeds[kind.name] = {q: rate(peer.url, asked[q], options.seconds) for q in able}
            facts[kind.name]["memory MB"] = round(peer.memory_mb())
            if light and not options.quick:
                slowest = under_load(peer.url, asked[light[0]])
                facts[kind.name]["light beside 64 heavy, slowest s"] = round(slowest, 2)
            if isinstance(peer, Peyvand):
                facts[kind.name]["late after the deadline, s"] = round(deadline(peer.url, 2), 3)
        finally:
            peer.stop()
            if not isinstance(peer, Peyvand):
                shutil.rmtree(work, ignore_errors=True)
    return {"times": times, "rates": speeds, "facts": facts}


def shown(name, result):
    """The results of one graph in Markdown."""
    text = [f"## {name}\n", "| server | " + "what | value |", "|---|---|---|"]
    for server, facts in result["facts"].items():
        text += [f"| {server} | {what} | {value} |" for what, value in facts.items()]
    text.append("")
    if "Peyvand" in result["times"]:
        text.append(markdown(result["times"], "Peyvand"))
    if result["rates"]:
        text.append("Answers a second at 4 connections:\n")
        text.append(rates(result["rates"]))
    return "\n".join(text)


def _keep(target, found, report):
    """Write what there is so far."""
    (target / "results.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    (target / "results.md").write_text("\n".join(report), encoding="utf-8")


def main():
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="100,000 triples, a few minutes")
    parser.add_argument("--sizes", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--only", nargs="*", help="names of servers")
    parser.add_argument("--seconds", type=int, default=4, help="for each rate")
    parser.add_argument("--budget", type=float, default=2.0, help="seconds for each latency")
    options = parser.parse_args()
    if options.quick:
        options.sizes, options.seconds, options.budget = [100_000], 2, 1.0
    target = Path("var/bench")
    target.mkdir(parents=True, exist_ok=True)
    found = {"machine": f"{platform.machine()}, Python {platform.python_version()}"}
    report = []
    for size in options.sizes:
        data = target / f"{size}.nt"
        if not data.exists():
            say(f"making {size:,} triples")
            data.write_text("".join(lines(size)), encoding="utf-8")
        asked = questions(size)
        name = f"{size:,} triples".replace(",", "")
        found[name] = run(f"t{size}", data, asked, options, LIGHT, ENGINE)
        report.append(shown(f"{size:,} triples", found[name]))
        _keep(target, found, report)
        picture(found[name]["times"], "Peyvand", target / f"{size}.png")
    version = Versions(Settings.from_environment().home).current()
    own = {query.name: query.bound() for query in read_catalogue(root() / "queries").of("explore")}
    # Graphs by name are part of these questions, so servers of one graph only are left out.
    options.only = options.only or ["Peyvand", "Peyvand, repeated", "oxigraph serve", "Fuseki"]
    plain = target / "own.nq"
    shutil.copyfile(version.dump, plain)
    found["own"] = run("own", plain, own, options, (), ())
    report.append(shown("The project's own graph", found["own"]))
    _keep(target, found, report)
    print("\n".join(report))


if __name__ == "__main__":
    main()
