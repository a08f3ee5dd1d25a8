"""The command ``peyvand merge``: a list against records of items, and the walk through doubts."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from pathlib import Path
from typing import Any

from peyvand.errors import PeyvandError
from peyvand.model import City
from peyvand.sources.lists import Read, read_list, read_records

_TEXT = "find the Wikidata item of each city of a list"
_MORE = """examples:
  peyvand merge cities.csv --records city_records.jsonl --out merged
  peyvand merge review --out merged
  peyvand merge cities.csv --records city_records.jsonl --out merged   (with your answers)

The list is CSV or TSV with any of the columns id, name, aliases (separated by a bar), country,
lat, lon, population, qid and geonameid. The folder receives links.csv, review.csv, links.sssom.tsv,
explanations.jsonl and summary.json. Decisions are rows left,right,judgement,by,on,why with the
judgement same, different or unsure; they win over the model on every run.
"""


def add_parser(
    commands: Any, common: argparse.ArgumentParser | None = None, epilog: str = ""
) -> None:
    """Add the command to those of the command line."""
    sub = commands.add_parser(
        "merge",
        parents=[common] if common else [],
        help=_TEXT,
        description=f"{_TEXT[0].upper()}{_TEXT[1:]}.\n\n{_MORE}",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sub.add_argument("list", metavar="LIST", help="the list; or the word review: walk the doubts")
    sub.add_argument(
        "--records", type=Path, nargs="+", metavar="FILE", help="records of items (.jsonl, .csv)"
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
        help="let GeoNames lend names and places; auto: to rows without coordinates or in "
        "Arabic letters",
    )
    sub.add_argument("--by", default="", help="with review: who answers (default: your login)")
    sub.add_argument("--train", action="store_true", help="learn the numbers from these files")
    sub.add_argument("--strict", action="store_true", help="fail if any line could not be read")
    sub.add_argument("--json", action="store_true", help="print the summary as JSON")
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand merge``."""
    if options.list == "review":
        return _review(options)
    # Imported here so that the other commands do not load the engines.
    from peyvand.linking.engine import train
    from peyvand.linking.output import summary_text, write_merge
    from peyvand.linking.review import judgements
    from peyvand.linking.run import merge
    from peyvand.merge.candidates import follow, variants

    if not options.records:
        raise PeyvandError("There is nothing to merge with.", "Give --records FILE...")
    listed = read_list(Path(options.list))
    records = Read()
    for path in options.records:
        read = read_records(path)
        records.cities += read.cities
        records.redirects.update(read.redirects)
        records.problems += read.problems
    places = _completed(listed.cities, options.gazetteer)
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
    )
    paths = write_merge(merged, options.out, Path(options.list).stem)
    summary = merged.summary()
    problems = [*listed.problems, *records.problems]
    if options.json:
        print(json.dumps({**summary, "problems": problems}, ensure_ascii=False, indent=2))
    else:
        print(summary_text(summary))
        print("\n".join(f"  {path}" for path in paths.values()))
    for problem in problems[:20]:
        print(f"peyvand merge: {problem}", file=sys.stderr)
    if problems:
        print(f"peyvand merge: {len(problems)} lines or values left out", file=sys.stderr)
    return 1 if options.strict and (problems or summary["contradictions"]) else 0


def _completed(places: list[City], gazetteer: str) -> list[City]:
    from peyvand.merge.gazetteer import Gazetteer, needs_help
    from peyvand.sources.geonames import read_geonames

    asked = [place for place in places if gazetteer == "geonames" or needs_help(place)]
    if gazetteer == "none" or not asked:
        return places
    known = Gazetteer(read_geonames(), asked)
    helped = {place.identifier: known.complete(place) for place in asked}
    return [helped.get(place.identifier, place) for place in places]


def _review(options: argparse.Namespace) -> int:
    from peyvand.linking.review import HELP, walk

    print(HELP)
    try:
        walk(options.out, _decisions(options), options.by or getpass.getuser(), input, print)
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
