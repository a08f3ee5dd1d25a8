"""Measure how time and memory grow: ``python -m tools.scale`` from the project's folder.

Inputs are made in var/scale, and what was measured is kept in docs/scale.json after each run: a
run that was broken off goes on with what is missing. ``--again`` measures anew.
"""

import argparse
import csv
import json
import os
import platform
import shutil
import sys
from pathlib import Path

from .measure import Results, against_gold, child
from .places import read_gold
from .report import pictures, write_tables
from .work import JOINS

DUMPS = (10_000, 100_000, 1_000_000, 10_000_000)
PAIRS = ((1_000, 10_000), (10_000, 100_000), (30_000, 300_000), (100_000, 1_000_000))
METHODS = ("peyvand", *JOINS)
DOCS = Path("docs")


def say(text):
    """A line of progress."""
    print(f"scale: {text}", file=sys.stderr, flush=True)


def measure_import(lines, folder, results, options):
    """``peyvand import wikidata`` on a dump of so many lines."""
    if results.find(what="import", lines=lines):
        return
    dump, log = folder / f"dump-{lines}.json.gz", folder / "log"
    say(f"making a dump of {lines:,} lines")
    made = child(("tools.scale.work", "dump", dump, lines), log, options.limit)
    truth = json.loads(log.read_text(encoding="utf-8"))
    claims, records = folder / "claims.nq", folder / "records.jsonl"
    say(f"importing {lines:,} lines")
    command = ["peyvand", "import", "wikidata", dump, "--snapshot", "2026-01-05", "--json"]
    run = child((*command, "--out", claims, "--records", records), log, options.limit)
    row = {"what": "import", "lines": lines, **run, "made in s": made["s"]}
    row |= {"packed mb": dump.stat().st_size >> 20, "unpacked mb": truth["bytes"] >> 20}
    if "failed" not in run:
        text = log.read_text(encoding="utf-8")
        report = json.loads(text[text.index("\n{\n") + 1 if not text.startswith("{") else 0 :])
        counts = report["counts"]
        row |= {"records": counts["records"], "quads": counts["quads"]}
        row["all found"] = (
            counts["records"] == truth["places"]
            and counts["P190 statements"] == truth["twins"]
            and report["broken"].get("line", 0) == truth.get("broken", 0)
        )
    results.add(row)
    say(json.dumps(row))
    for path in (dump, claims, records):
        path.unlink(missing_ok=True)


def measure_merge(names, records, folder, results, options):
    """All methods on a list of so many names and so many records."""
    wanted = [m for m in METHODS if not results.find(what="merge", method=m, records=records)]
    if not wanted:
        return
    place, log = folder / f"pair-{records}", folder / "log"
    if not (place / "gold.csv").is_file():
        say(f"making {names:,} names and {records:,} records")
        child(("tools.scale.work", "pair", place, names, records), log, options.limit)
    gold = read_gold(place / "gold.csv")
    for method in wanted:
        before = [row for row in results.rows if row.get("method") == method]
        # What did not end on less is not tried on more.
        if failed := next((row for row in before if "failed" in row), None):
            row = {"failed": failed["failed"] + f" with {failed['records']:,}", "not run": True}
        else:
            say(f"{method}: {names:,} names against {records:,} records")
            row = _merge(method, place, gold, log, options)
        row = {"what": "merge", "method": method, "names": names, "records": records, **row}
        results.add(row)
        say(json.dumps(row))
    if not options.keep:
        shutil.rmtree(place)


def _merge(method, place, gold, log, options):
    out, items = place / "out", place / "records.jsonl"
    if method == "peyvand":
        command = ["peyvand", "merge", place / "list.csv", "--records", items, "--out", out]
        row = child((*command, "--gazetteer", "none"), log, options.limit)
    else:
        out.mkdir(exist_ok=True)
        answers = out / f"{method}.json"
        row = child(("tools.scale.work", method, place, answers), log, options.patience)
    if "failed" in row:
        return row
    if method == "peyvand":
        with (out / "links.csv").open(encoding="utf-8", newline="") as file:
            links = list(csv.DictReader(file))
        found = {one["id"]: one["qid"] if one["decision"] == "same" else "" for one in links}
        row["review"] = sum(one["decision"] == "review" for one in links)
    else:
        found = json.loads(answers.read_text(encoding="utf-8"))
    return row | against_gold(found, gold)


def main():
    """Read the options and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="the two smallest sizes, into var/")
    parser.add_argument("--again", action="store_true", help="forget what was measured")
    parser.add_argument("--keep", action="store_true", help="keep the inputs of the merge")
    parser.add_argument("--limit", type=int, default=1200, help="seconds that one run may take")
    parser.add_argument("--patience", type=int, default=300, help="the same, of other methods")
    parser.add_argument("--only", choices=("import", "merge", "report"), help="measure one part")
    options = parser.parse_args()
    folder = Path("var/scale")
    folder.mkdir(parents=True, exist_ok=True)
    target = folder if options.quick else DOCS
    kept = target / "scale.json"
    if options.again:
        kept.unlink(missing_ok=True)
    results = Results(kept)
    if not results.rows:
        machine = (
            f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        )
        results.add({"what": "machine", "is": machine})
    last = 2 if options.quick else None
    for lines in DUMPS[:last] if options.only in (None, "import") else ():
        measure_import(lines, folder, results, options)
    for names, records in PAIRS[:last] if options.only in (None, "merge") else ():
        measure_merge(names, records, folder, results, options)
    pictures(results.rows, target)
    page = target / "scale.md"
    if not page.is_file():
        shutil.copyfile(DOCS / "scale.md", page)
    write_tables(page, results.rows)
    print(f"scale: see {page}")


if __name__ == "__main__":
    main()
