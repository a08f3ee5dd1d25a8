"""The command ``peyvand compare``: the documents beside Wikidata, and what is safe to send."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Store, serialize

from peyvand.commands.arguments import Command, asked_version, number_from, web_address
from peyvand.commands.reports import write_exports, write_report
from peyvand.comparison.fourway import Row
from peyvand.comparison.graph import compare, labels_of_outcomes
from peyvand.comparison.proposals import additions, mismatches
from peyvand.comparison.report_graph import names_in, report_quads
from peyvand.errors import PeyvandError
from peyvand.exports import mismatch_finder
from peyvand.exports.edits import plan
from peyvand.graph.opening import opened
from peyvand.sources.wikidata.model import CityRecord
from peyvand.sources.wikidata.read import read_file
from peyvand.sources.wikidata.report import Report

_TEXT = "compare the documents with Wikidata, and write what is safe to send"
_MORE = """examples:
  peyvand compare --out compared
  peyvand compare --records Q42053.json entities/*.json --out compared \\
      --reference https://example.org/article

The folder receives report.csv, report.ttl and report.html (counts, a map, filters); with --records
(entities of Wikidata, read as recently as can be) also dry-run.tsv, which lists what would change,
quickstatements.txt and .csv, and mismatches.csv. Nothing is ever sent.
"""


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command("compare", run, _TEXT, _MORE)
    add = sub.add_argument
    add("--out", type=Path, required=True, metavar="DIR", help="folder of the results")
    add("--version", type=number_from(1), metavar="N", help="of this version (the current one)")
    add("--records", type=Path, nargs="+", metavar="FILE", help="entities of Wikidata")
    add(
        "--reference",
        type=web_address,
        default="",
        metavar="URL",
        help="where the documents can be read (P854)",
    )
    add("--json", action="store_true", help="print the counts as JSON")


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand compare``."""
    versions, version = asked_version(options)
    store = opened(versions, version)
    rows = compare(store)
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    title = f"The documents and Wikidata, version {version.number}"
    write_report(rows, folder, title, "the documents", "Wikidata")
    with (folder / "report.ttl").open("wb") as file:
        quads = report_quads(rows, labels_of_outcomes(store), names_in(store))
        serialize((quad.triple for quad in quads), file, RdfFormat.TURTLE)
    counts: dict[str, Any] = {}
    for (about, outcome), count in sorted(Counter((r.about, r.outcome) for r in rows).items()):
        counts[f"{about} {outcome}"] = count
    counts |= {
        f"finding {kind}": count
        for kind, count in Counter(f.kind for r in rows for f in r.findings).most_common()
    }
    if options.records:
        counts |= _exports(store, rows, options)
    if options.json:
        print(json.dumps(counts, ensure_ascii=False, indent=2))
    else:
        print("\n".join(f"{count:>7,}  {name}" for name, count in counts.items()))
        print(f"Look at {folder / 'report.html'}.")
    return 0


def _exports(store: Store, rows: list[Row], options: argparse.Namespace) -> dict[str, int]:
    records = _records(options.records)
    edits = list(plan(additions(store, rows, options.reference), records))
    differing = list(mismatches(store, rows, records, options.reference))
    text, left = mismatch_finder.table(differing)
    write_exports(edits, options.out)
    (options.out / "mismatches.csv").write_text(text, encoding="utf-8", newline="")
    actions = Counter(edit.action for edit in edits)
    return {
        **{f"edit {action}": count for action, count in sorted(actions.items())},
        "mismatch": len(differing) - len(left),
        "mismatch beyond the limits": len(left),
    }


def _records(paths: list[Path]) -> dict[str, CityRecord]:
    report = Report()
    records = {
        record.qid: record
        for path in paths
        for record, _ in read_file(path, report, places_only=False)
        if record
    }
    if not records:
        raise PeyvandError("The files hold no entity of Wikidata.", "See docs/wikidata.md.")
    return records
