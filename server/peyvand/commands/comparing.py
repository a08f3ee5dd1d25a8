"""The command ``peyvand compare``: the documents beside Wikidata, and what is safe to send."""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat, Store, serialize

from peyvand.commands.arguments import number_from, web_address
from peyvand.comparison.fourway import HERE, OTHER_DATE, Row
from peyvand.comparison.graph import compare, items_of, report_quads
from peyvand.errors import PeyvandError
from peyvand.exports import mismatch_finder
from peyvand.exports.edits import Addition, plan
from peyvand.graph.history import opened
from peyvand.graph.versions import Versions
from peyvand.settings import Settings
from peyvand.sources.wikidata.model import ITEM, STRING, TIME, CityRecord, Snak
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


def add_parser(
    commands: Any, common: argparse.ArgumentParser | None = None, epilog: str = ""
) -> None:
    """Add the command to those of the command line."""
    sub = commands.add_parser(
        "compare",
        parents=[common] if common else [],
        help=_TEXT,
        description=f"{_TEXT[0].upper()}{_TEXT[1:]}.\n\n{_MORE}",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
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
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand compare``."""
    # Imported here so that the other commands do not load the engine that matches.
    from peyvand.linkage.batch.report import write_page, write_table

    versions = Versions(Settings.from_environment(home=options.home).home)
    version = versions.get(options.version) if options.version else versions.current()
    store = opened(versions, version)
    rows = compare(store)
    folder: Path = options.out
    folder.mkdir(parents=True, exist_ok=True)
    write_table(rows, folder / "report.csv")
    title = f"The documents and Wikidata, version {version.number}"
    write_page(rows, folder / "report.html", title, "the documents", "Wikidata")
    with (folder / "report.ttl").open("wb") as file:
        serialize((quad.triple for quad in report_quads(rows)), file, RdfFormat.TURTLE)
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
    from peyvand.linkage.batch.report import write_exports

    records = _records(options.records)
    edits = list(plan(_additions(store, rows, options.reference), records))
    mismatches = list(_mismatches(store, rows, records, options.reference))
    text, left = mismatch_finder.table(mismatches)
    write_exports(edits, options.out)
    (options.out / "mismatches.csv").write_text(text, encoding="utf-8", newline="")
    actions = Counter(edit.action for edit in edits)
    return {
        **{f"edit {action}": count for action, count in sorted(actions.items())},
        "mismatch": len(mismatches) - len(left),
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


def _additions(store: Store, rows: list[Row], reference: str) -> Iterator[Addition]:
    """A statement on each of the two items for a pair that only the documents have."""
    for row in rows:
        if row.about != "agreement" or row.outcome != HERE:
            continue
        items, dates = items_of(store, row.here)
        if len(items) != 2:
            continue
        sources = ((Snak("P854", STRING, reference),),) if reference else ()
        starts = tuple(Snak("P580", TIME, date) for date in dates)
        for item, other in (items, items[::-1]):
            because = " ".join(name.rpartition("/")[2] for name in row.evidence_here)
            yield Addition(item, Snak("P190", ITEM, other), starts, sources, because)


def _mismatches(
    store: Store, rows: list[Row], records: dict[str, CityRecord], reference: str
) -> Iterator[mismatch_finder.Mismatch]:
    """The dates of a pair that cannot both be true."""
    for row in rows:
        other = [finding for finding in row.findings if finding.kind == OTHER_DATE]
        items, _ = items_of(store, row.here) if other and row.here else ([], [])
        for finding in other:
            for item, partner in (items, items[::-1]) if len(items) == 2 else ():
                if item not in records:
                    continue
                for statement in records[item].of("P190"):
                    if statement.value.value == partner:
                        yield mismatch_finder.Mismatch(
                            item, statement.id, "P580", finding.there, "", finding.here, reference,
                            "qualifier",
                        )  # fmt: skip
