"""Measure the engines side by side on the questions of the catalogue, in one run.

For each explore query: the median time of several runs in pyoxigraph's memory store, in its
read-only store on disk (what the server's workers use), in a worker process with the result
serialised as JSON, and in rdflib. Ratios are to the memory store; times are in milliseconds.
Read ratios under 2 as ties: the machine is shared.
"""

import argparse
import statistics
import sys
import time

import rdflib
from pyoxigraph import QueryBoolean, QueryTriples, RdfFormat, Store

from peyvand.graph.versions import Versions
from peyvand.query.pool import WorkerPool
from peyvand.resources import root
from peyvand.settings import Settings
from peyvand.sources.catalogue import read_catalogue


def median_ms(run, repeats):
    """The median time of several runs, in milliseconds, after one that is not counted."""
    run()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def drain(result):
    """Take every solution of a result."""
    if isinstance(result, QueryBoolean):
        return 1
    return sum(1 for _ in result)


def main():
    """Print a table as Markdown."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--no-rdflib", action="store_true", help="leave out the slowest engine")
    options = parser.parse_args()
    settings = Settings.from_environment()
    versions = Versions(settings.home)
    version = versions.current()
    memory = Store()
    start = time.perf_counter()
    memory.bulk_load(path=str(version.dump), format=RdfFormat.N_QUADS)
    print(f"{len(memory):,} quads; memory store loaded in {time.perf_counter() - start:.1f} s")
    disk = Store.read_only(str(version.store))
    pool = WorkerPool(versions, settings)
    dataset = rdflib.Dataset()
    if not options.no_rdflib:
        start = time.perf_counter()
        dataset.parse(str(version.dump), format="nquads")
        print(f"rdflib loaded in {time.perf_counter() - start:.1f} s", file=sys.stderr)
    print("| query | rows | memory ms | disk | worker, JSON | rdflib |")
    print("|---|---|---|---|---|---|")
    ratios = {"disk": [], "worker": [], "rdflib": []}
    for query in read_catalogue(root() / "queries").of("explore"):
        text = query.bound()
        result = memory.query(text)
        form = "json" if not isinstance(result, QueryTriples) else "turtle"
        rows = drain(result)
        base = median_ms(lambda text=text: drain(memory.query(text)), options.repeats)
        times = {
            "disk": median_ms(lambda text=text: drain(disk.query(text)), options.repeats),
            "worker": median_ms(
                lambda text=text, form=form: pool.run(text, format=form).body.close(),
                options.repeats,
            ),
        }
        if not options.no_rdflib:
            times["rdflib"] = median_ms(lambda text=text: list(dataset.query(text)), 1)
        for name, value in times.items():
            ratios[name].append(value / base)
        cells = " | ".join(
            f"×{times[name] / base:.1f}" if name in times else "-" for name in ratios
        )
        print(f"| {query.name} | {rows} | {base:.2f} | {cells} |", flush=True)
    pool.close()
    means = " | ".join(
        f"×{statistics.geometric_mean(values):.1f}" if values else "-" for values in ratios.values()
    )
    print(f"| geometric mean | | | {means} |")


if __name__ == "__main__":
    main()
