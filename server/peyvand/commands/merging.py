"""The command ``peyvand merge``: a list against records of items, and the walk through doubts."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from peyvand.commands import uncollected
from peyvand.commands.arguments import Command, WrongUsage, asked_version, number_from, web_address
from peyvand.commands.files import make_folder
from peyvand.commands.keys import key
from peyvand.commands.reports import write_exports, write_report
from peyvand.errors import LEFT_OUT, PeyvandError
from peyvand.graph.cities import items, own_cities
from peyvand.graph.focus_nodes import select
from peyvand.graph.opening import opened
from peyvand.model import City
from peyvand.sources.lists import Read, read_list
from peyvand.sources.records import read_records
from peyvand.sources.wikidata.report import Report
from peyvand.vocabulary.iris import ID

if TYPE_CHECKING:
    from peyvand.linkage.batch.run import Merge
    from peyvand.linkage.gazetteer import Gazetteer

_TEXT = "find the Wikidata item of each city of a list"
_MORE = """examples:
  peyvand merge cities.csv --out merged   (with the cities of the graph)
  peyvand merge cities.csv --records city_records.jsonl --out merged
  peyvand merge review --out merged
  peyvand merge cities.csv --records city_records.jsonl --out merged   (with your answers)
  peyvand merge --own --records city_records.jsonl --out own

The list is CSV or the like (commas, semicolons, tabs, bars; any encoding) with any of the columns
id, name, aliases (separated by a bar), country, region, lat, lon or a point as WKT, population,
level, qid and geonameid. Rows and values that cannot be read are told, and kept in left-out.csv.

The folder receives links.csv, review.csv, links.sssom.tsv,
explanations.jsonl and summary.json; report.csv and report.html (what is the same, only here, only
there, in conflict, with a map); dry-run.tsv and, with --reference, quickstatements.txt and .csv of
what the list knows and Wikidata lacks. Decisions are rows left,right,judgement,by,on,why with the
judgement same, different or unsure; they win over the model on every run.
"""


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command("merge", run, _TEXT, _MORE)
    sub.add_argument(
        "list", metavar="LIST", nargs="?", help="the list; or the word review: walk the doubts"
    )
    sub.add_argument("--own", action="store_true", help="instead of a list: the graph's own cities")
    sub.add_argument(
        "--version",
        type=number_from(1),
        metavar="N",
        help="of the graph: this version (the current one)",
    )
    sub.add_argument(
        "--blind",
        action="store_true",
        help="with --own: as if nobody had decided yet which items they are",
    )
    sub.add_argument(
        "--records",
        type=Path,
        nargs="+",
        metavar="FILE",
        help="records of items (JSON lines, a table, Wikidata's data)",
    )
    sub.add_argument(
        "--graph",
        action="store_true",
        help="with --records: the graph's own cities too; without, they alone are searched",
    )
    sub.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the results")
    sub.add_argument(
        "--decisions", type=Path, metavar="FILE", help="people's decisions (DIR/decisions.csv)"
    )
    sub.add_argument(
        "--engine",
        default="duckdb",
        help="duckdb (default), spark (on this machine), or the URL of a Spark master",
    )
    sub.add_argument(
        "--gazetteer",
        choices=("auto", "geonames", "none"),
        default="auto",
        help="let GeoNames lend names and places; auto: to rows without coordinates, with a name "
        "in other letters than Latin, or whose name no record near them has",
    )
    sub.add_argument(
        "--reference",
        type=web_address,
        default="",
        metavar="URL",
        help="where the list can be read (P854)",
    )
    sub.add_argument(
        "--encoding",
        default="",
        metavar="NAME",
        help="of the list and of tables of records, such as windows-1256 (found out)",
    )
    sub.add_argument("--by", default="", help="with review: who answers (default: your login)")
    sub.add_argument("--why", action="store_true", help="with review: ask for a reason, too")
    sub.add_argument("--train", action="store_true", help="learn the numbers from these files")
    sub.add_argument("--strict", action="store_true", help="fail if any line could not be read")
    sub.add_argument("--json", action="store_true", help="print the summary as JSON")


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand merge``."""
    if options.list == "review":
        return _review(options)
    with uncollected():
        return _merge(options)


def _merge(options: argparse.Namespace) -> int:
    # Imported here so that the other commands do not load the engines.
    from peyvand.linkage.batch.engine import train
    from peyvand.linkage.batch.output import summary_text, write_left_out, write_merge
    from peyvand.linkage.batch.review import judgements
    from peyvand.linkage.batch.run import merge
    from peyvand.linkage.beside import not_known, read_beside
    from peyvand.linkage.blocking import follow, variants
    from peyvand.linkage.sentences import slips_notes
    from peyvand.linkage.towns import known_towns

    make_folder(options.out)
    listed = _listed(options)
    records = _records(options)
    listed.cities = [read_beside(place) for place in listed.cities]
    places, gazetteer = _completed(listed.cities, options.gazetteer)
    listed.notes += not_known(listed.cities)
    numbers = None
    if options.train:
        described = variants(follow(records.cities, records.redirects))
        numbers = train(places, described)
    merged = merge(
        places,
        records.cities,
        redirects=records.redirects,
        judgements=judgements(_decisions(options)),
        numbers=numbers,
        engine=options.engine,
        gazetteer=gazetteer,
        wider=None if options.gazetteer == "none" else _known,
        towns=known_towns(),
    )
    listed.notes += slips_notes(merged.places)
    if options.own:
        paths = write_merge(merged, options.out, "own", str(ID))
    else:
        paths = write_merge(merged, options.out, Path(options.list).stem)
    paths |= _reported(merged, options, _copies(merged, options))
    summary = merged.summary()
    report = Report()
    report.add(listed.report)
    report.add(records.report)
    write_left_out(report, options.out / "left-out.csv")
    for note in (*listed.notes, *records.notes):
        print(f"peyvand merge: {note}", file=sys.stderr)
    if options.json:
        told = {"notes": [*listed.notes, *records.notes], "left_out": report.as_json()["broken"]}
        told["problems"] = [problem.line() for problem in report.problems]
        print(json.dumps({**summary, **told}, ensure_ascii=False, indent=2))
    else:
        print(summary_text(summary))
        print("\n".join(f"  {path}" for path in paths.values()))
    for problem in report.problems[:20]:
        print(f"peyvand merge: {problem.line()}", file=sys.stderr)
    if report.broken:
        counts = ", ".join(f"{kind} {n:,}" for kind, n in sorted(report.problem_counts.items()))
        print(
            f"peyvand merge: {report.broken:,} rows or values left out ({counts}): "
            f"see {options.out / 'left-out.csv'}",
            file=sys.stderr,
        )
    if options.strict and (report.broken or summary["contradictions"]):
        return 1
    return LEFT_OUT if report.broken else 0


def _copies(merged: Merge, options: argparse.Namespace) -> list[City]:
    """What the graph's copies of Wikidata say of the settled items, where it described items."""
    from peyvand.linkage.batch.copies import copied, question
    from peyvand.linkage.classification import SAME

    settled = {link.right for link, _ in merged.cases() if link.decision == SAME and link.right}
    if not settled or not _is_graph_asked(options):
        return []
    versions, version = asked_version(options)
    return copied(select(opened(versions, version), question(settled)))


def _reported(
    merged: Merge, options: argparse.Namespace, copies: Sequence[City]
) -> dict[str, Path]:
    """The four-way report, and what is safe to send."""
    from peyvand.exports import mismatch_finder
    from peyvand.linkage.batch.corrections import edits_of, mismatches_of, rows_of

    folder: Path = options.out
    rows = list(rows_of(merged))
    name = "the graph's cities" if options.own else Path(options.list).name
    write_report(rows, folder, f"{name} and Wikidata", name, "Wikidata's records")
    edits = list(edits_of(merged, options.reference, copies=copies))
    write_exports(edits, folder)
    text, _ = mismatch_finder.table(mismatches_of(edits))
    (folder / "mismatches.csv").write_text(text, encoding="utf-8", newline="")
    names = ("report.csv", "report.html", "dry-run.tsv", "quickstatements.txt", "mismatches.csv")
    return {name: folder / name for name in names}


def _records(options: argparse.Namespace) -> Read:
    """The records of the files, and those of the graph where there are none or it is asked."""
    records = Read()
    for path in options.records or ():
        read = read_records(path, options.encoding)
        records.cities += read.cities
        records.redirects.update(read.redirects)
        records.report.add(read.report)
        records.notes += read.notes
    if _is_graph_asked(options):
        if options.own:
            raise WrongUsage("The graph's cities are the list.", "Give --records FILE, too.")
        versions, version = asked_version(options)
        records.cities += items(opened(versions, version))
    return records


def _is_graph_asked(options: argparse.Namespace) -> bool:
    return options.graph or not options.records


def _listed(options: argparse.Namespace) -> Read:
    if options.own and options.list:
        raise WrongUsage("--own takes the place of a list.", "Leave out one of them.")
    if not options.own and options.blind:
        raise WrongUsage("--blind is about --own.", "Give --own too.")
    if not options.own and not options.list:
        raise WrongUsage("There is no list.", "Give LIST.csv, or --own for the graph's cities.")
    if not options.own:
        return read_list(Path(options.list), options.encoding)
    versions, version = asked_version(options)
    return Read(own_cities(opened(versions, version), blind=options.blind))


def _completed(places: list[City], gazetteer: str) -> tuple[list[City], Gazetteer | None]:
    """The places with what GeoNames lends them, and what lent it."""
    from peyvand.linkage.gazetteer import needs_help

    incomplete = [place for place in places if gazetteer == "geonames" or needs_help(place)]
    if gazetteer == "none" or not incomplete:
        return places, None
    known = _known(incomplete)
    helped = {place.identifier: known.complete(place) for place in incomplete}
    return [helped.get(place.identifier, place) for place in places], known


def _known(wanted: Sequence[City]) -> Gazetteer:
    """GeoNames as a gazetteer for some places."""
    from peyvand.linkage.gazetteer import Gazetteer
    from peyvand.sources.geonames import read_geonames

    # Small places too: a list of towns is full of them, and their namesakes must be known.
    return Gazetteer(read_geonames(500), wanted)


def _review(options: argparse.Namespace) -> int:
    from peyvand.linkage.batch.review import HELP, walk

    print(HELP)
    ask = key if sys.stdin.isatty() else input
    by = options.by or getpass.getuser()
    try:
        walk(options.out, _decisions(options), by, ask, print, input if options.why else None)
    except (EOFError, KeyboardInterrupt):
        print("\nstopped; what was answered is kept")
    return 0


def _decisions(options: argparse.Namespace) -> Path:
    given: Path | None = options.decisions
    if given is None:
        return Path(options.out) / "decisions.csv"
    if not given.exists() and options.list != "review":
        raise PeyvandError(f"{given}: there is no such file.", "Give a file that exists.")
    return given
