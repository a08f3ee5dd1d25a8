"""Measure what writes cost: ``python -m tools.bench.writes`` from the project's folder.

Homes are made in var/bench-writes, and what was measured is kept in docs/writes.json; the tables
of docs/performance.md and the picture docs/scale-writes.svg are written from it. ``--report``
writes them anew and measures nothing.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations, count
from pathlib import Path

from ..peer import CannotStart
from .homes import build_documents
from .peer import OxigraphWriter
from .report import write
from .server import Reader, Server, Watch, load

SIZES = (100_000, 1_000_000, 5_000_000, 10_000_000)
RESULTS = Path("docs/writes.json")
_NOTES = "https://w3id.org/peyvand/graph/notes"
_LIGHT = """PREFIX pv: <https://w3id.org/peyvand/ns#>
SELECT ?a { ?a pv:hasParty <https://w3id.org/peyvand/id/city/isfahan> } LIMIT 10"""
_CITIES = """PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?l { ?c a pv:City ; rdfs:label ?l ; pv:inCountry ?country
  FILTER(LANG(?l) = "en" && !STRSTARTS(STR(?c), "https://w3id.org/peyvand/id/city/generated"))
} ORDER BY ?l LIMIT 60"""
_OFFICE = """PREFIX pv: <https://w3id.org/peyvand/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?l { ?o a pv:Organisation ; rdfs:label ?l FILTER(LANG(?l) = "en") } ORDER BY ?l LIMIT 1"""
_WRITERS, _ROWS = 50, 100


def say(text):
    """A line of progress."""
    print(f"writes: {text}", file=sys.stderr, flush=True)


def note(number):
    """An update that adds one statement to a graph of notes."""
    return (
        f"INSERT DATA {{ GRAPH <{_NOTES}> {{ <{_NOTES}/{number}>"
        f' <http://www.w3.org/2000/01/rdf-schema#label> "note {number}" }} }}'
    )


def row(pair, number, office):
    """An agreement as somebody enters it: of a file of the register, which is new each time."""
    return {
        "parties": "; ".join(pair),
        "kind": "SisterCityAgreement",
        "date": f"{1380 + number % 20}",
        "source_number": f"{number}",
        "source_date": f"{1400 + number % 3}",
        "source_office": office,
    }


def measure(server, times):
    """The figures of one server."""
    found = {}

    def timed(name, count, write):
        before = server.cpu_s()
        found[f"{name} s"] = statistics.median(write() for _ in range(count))
        # All that the server did meanwhile: what is served follows what was written.
        found[f"{name} cpu s"] = (server.cpu_s() - before) / count

    notes = count(1)
    server.update(note(0))
    timed("update", times, lambda: server.update(note(next(notes))))
    names = [cell["l"]["value"] for cell in server.query(_CITIES)]
    office = server.query(_OFFICE)[0]["l"]["value"]
    pairs, numbers = combinations(names, 2), count(1)

    def agreements(how_many=1):
        rows = [row(next(pairs), next(numbers), office) for _ in range(how_many)]
        answer, seconds = server.register(rows)
        assert answer["counts"]["refused"] == 0, answer
        return seconds

    agreements()
    with Reader(server, _LIGHT) as alone:
        while len(alone.times) < 50:
            time.sleep(0.1)
    with Watch(server) as watch:
        timed("agreement", times, agreements)
    found["writer MB"] = round(watch.most_mb)
    with Reader(server, _LIGHT) as beside:
        for _ in range(times):
            agreements()
    found["light alone s"], found["light beside s"] = alone.slowest_s, beside.slowest_s
    timed("rows", max(1, times // 3), lambda: agreements(_ROWS))
    with ThreadPoolExecutor(_WRITERS) as pool:
        queued = list(pool.map(lambda n: server.update(note(f"queued-{n}")), range(_WRITERS)))
    found["queued, each s"] = max(queued) / _WRITERS
    found["search s"] = searched(server)
    return found


def searched(server):
    """How long the first search after a write takes; the median of three."""
    times = []
    for number in range(3):
        server.update(note(f"searched-{number}"))
        began = time.perf_counter()
        server.get("/search?q=isfahan&format=json")
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def main():
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--times", type=int, default=9, help="of each write, for the median")
    parser.add_argument("--work", type=Path, default=Path("var/bench-writes"))
    parser.add_argument("--keep", action="store_true", help="leave the homes where they are")
    parser.add_argument("--report", action="store_true", help="measure nothing")
    options = parser.parse_args()
    found = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.exists() else []
    work = options.work.absolute()
    if not options.report:
        build_documents(work / "documents")
    for size in () if options.report else options.sizes:
        home = work / str(size)
        say(f"making {size:,} quads")
        command = [sys.executable, "-m", "tools.bench.writes.homes", work / "documents", home]
        subprocess.run([*command, str(size)], check=True)
        before = load()
        with Server(home) as server:
            say(f"writing to {size:,} quads")
            quads = json.loads(server.get("/version"))["quads"]
            result = {"size": size, "quads": quads, **measure(server, options.times)}
        try:
            result["oxigraph s"] = OxigraphWriter(work / f"{size}-oxigraph", home).median(
                [note(number) for number in range(options.times)]
            )
        except (CannotStart, OSError, subprocess.SubprocessError) as error:
            say(f"oxigraph could not be measured: {error}")
        result["load"] = f"{before} before, {load()} after"
        found = sorted([*(r for r in found if r["size"] != size), result], key=lambda r: r["size"])
        RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
        say(json.dumps(result))
        if not options.keep:
            shutil.rmtree(home)
    write(found, Path("docs"))


if __name__ == "__main__":
    main()
