"""The command ``peyvand partners``: cities that might become partners of a city."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from peyvand.commands.arguments import Command, WrongUsage, asked_version, number_from
from peyvand.commands.bars import progress
from peyvand.commands.cities import city_of
from peyvand.errors import PeyvandError
from peyvand.graph.opening import opened
from peyvand.graph.versions import Version, Versions
from peyvand.search import PARTIES

_TEXT = "rank the cities that might become partners of a city, and say why"
_MORE = """examples:
  peyvand partners arak --top 5 --explain
  peyvand partners arak --with lviv --with lublin --criteria shared-partners,countries --explain
  peyvand partners city/isfahan --weights weights.json --json
  peyvand partners --evaluate --out figures

Ranks all cities that the city is not linked with, by criteria whose points are added. What no
source says counts neither for nor against, and is told as no data. A file of weights is a JSON
object: {"population": 0, "same-name": 2} leaves one criterion out and counts another twice, and
{"name": "ours", "weights": {"same-name": 2}} has a name, which is told with the result. With
--evaluate it measures how well the order finds pairs that it was not told of, and writes
evaluation.json, the fitted curves.json, and plots. What it all means is in docs/partners.md.
"""
_TOP = 10


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command("partners", run, _TEXT, _MORE)
    sub.add_argument(
        "city", nargs="?", metavar="CITY", help="any name of it, city/arak, or its IRI"
    )
    sub.add_argument(
        "--top", type=number_from(0), default=_TOP, metavar="N", help=f"how many to tell ({_TOP})"
    )
    sub.add_argument(
        "--with",
        dest="others",
        action="append",
        default=[],
        metavar="CITY",
        help="tell of this city, wherever it stands; may be repeated",
    )
    sub.add_argument(
        "--criteria",
        default="",
        metavar="A,B",
        help="count these alone (all); see docs/partners.md",
    )
    sub.add_argument("--weights", type=Path, metavar="FILE", help="how much each criterion counts")
    sub.add_argument(
        "--without-disputes",
        action="store_true",
        help="leave out those that a standing dispute is stated with, which else are marked",
    )
    sub.add_argument("--explain", action="store_true", help="tell each criterion with its evidence")
    sub.add_argument("--language", choices=("en", "fa"), default="en", help="of the text (en)")
    sub.add_argument(
        "--version", type=number_from(1), metavar="NUMBER", help="a version (the current one)"
    )
    sub.add_argument("--json", action="store_true", help="print it as JSON")
    sub.add_argument("--evaluate", action="store_true", help="measure how well it finds partners")
    sub.add_argument("--out", type=Path, metavar="DIR", help="folder of what --evaluate writes")
    sub.add_argument(
        "--sample",
        type=number_from(1),
        default=1,
        metavar="N",
        help="with --evaluate: ask for one of N hidden pairs (1: all)",
    )


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand partners``."""
    if bool(options.city) == options.evaluate:
        raise WrongUsage(
            "Name a city, or ask for --evaluate.", "For example: peyvand partners arak"
        )
    if options.out and not options.evaluate:
        raise WrongUsage("--out is the folder of --evaluate.", "Give --json for a city.")
    versions, version = asked_version(options)
    return (_evaluated if options.evaluate else _chosen)(versions, version, options)


def prepare(versions: Versions, version: Version) -> None:
    """Keep what a version says of cities, so that whoever asks first does not wait for it."""
    from peyvand.partners.kept import facts_of

    facts_of(versions, version)


def _chosen(versions: Versions, version: Version, options: argparse.Namespace) -> int:
    # Imported here so that the other commands do not load the numerical libraries.
    from peyvand.partners import curves
    from peyvand.partners.asked import chosen, number_of
    from peyvand.partners.choosing import choose
    from peyvand.partners.disputes import disputes_of
    from peyvand.partners.kept import facts_of
    from peyvand.partners.reading import asking, known_of
    from peyvand.partners.report import json_of, lines_of
    from peyvand.partners.weighting import EVEN, of_json

    weighting = of_json(_text(options.weights)) if options.weights else EVEN
    names = [name.strip() for name in options.criteria.split(",") if name.strip()]
    counted = chosen(curves.kept(), names)
    known = known_of(facts_of(versions, version))
    cities, ask = known.cities, asking(opened(versions, version))
    city, *others = (
        number_of(cities, city_of(versions, version, given, PARTIES).iri, given)
        for given in (options.city, *options.others)
    )
    choices = choose(
        cities,
        known.pairs,
        counted,
        city,
        options.top,
        weighting,
        others,
        disputes_of(ask, cities.iris[city]),
        leave_out=options.without_disputes,
    )
    told = json_of(cities, choices, ask, explain=options.explain)
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines_of(told, options.language, cities)))
    return 0


def _evaluated(versions: Versions, version: Version, options: argparse.Namespace) -> int:
    from peyvand.partners.figures import evaluate, json_of
    from peyvand.partners.kept import facts_of
    from peyvand.partners.reading import asking, first_seen, known_of
    from peyvand.partners.report import table_of

    known = known_of(facts_of(versions, version))
    links = first_seen(asking(opened(versions, version)), known)
    found = evaluate(known.cities, links, options.sample, progress)
    if options.out:
        from peyvand.partners.plots import write_plots

        try:
            options.out.mkdir(parents=True, exist_ok=True)
            for name, value in (("evaluation", found.figures), ("curves", json_of(found))):
                text = json.dumps(value, ensure_ascii=False, indent=1)
                (options.out / f"{name}.json").write_text(text + "\n", encoding="utf-8")
            write_plots(found, options.out)
        except OSError as error:
            raise PeyvandError(
                f"{options.out}: {error.strerror}.", "Give a folder that can be written to."
            ) from error
    if options.json:
        print(json.dumps(found.figures, ensure_ascii=False, indent=1))
    else:
        print("\n".join(table_of(found.figures)))
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PeyvandError(f"{path} cannot be read.", "Give a file of JSON in UTF-8.") from error
