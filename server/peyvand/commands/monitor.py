"""The command ``peyvand monitor``: what is on record of the agreements, and what is not."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from pyoxigraph import QuerySolutions, Store

from peyvand.clocks import of_all
from peyvand.clocks.sentences import sentences
from peyvand.commands.arguments import Command, number_from
from peyvand.commands.clocks import add_options, asked, look_of
from peyvand.graph.opening import opened
from peyvand.graph.versions import Version, Versions
from peyvand.monitor import SCOPES, Answers, Board, look
from peyvand.monitor.board import YEARS, Ask, Row, day_of
from peyvand.monitor.drawings import write_drawings
from peyvand.monitor.kept import keep, kept
from peyvand.monitor.output import json_of, text_of, write
from peyvand.settings import Settings
from peyvand.sources.catalogue import own

_TEXT = "tell what is on record of the agreements, and what is not"
_MORE = """examples:
  peyvand monitor
  peyvand monitor --years 20 --scope documents
  peyvand monitor --json
  peyvand monitor --in-force 2005-06-30
  peyvand monitor --language fa --out figures

Counts agreements by vitality, stage, kind, country and age; those without a date, an approval, an
activity or a purpose; those of which nothing is on record for some years, certainly, possibly, and
those of which it cannot be told; obstacles, tasks, conflicts and entries. The folder of --out
receives monitor.json, tables as CSV, and plots as SVG in both languages. What each figure means is
in docs/monitor.md.
"""


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command("monitor", run, _TEXT, _MORE)
    sub.add_argument(
        "--version", type=number_from(1), metavar="NUMBER", help="a version (the current one)"
    )
    add_options(sub)
    sub.add_argument(
        "--scope", choices=SCOPES, help="agreements of documents and registers, or all (both)"
    )
    sub.add_argument(
        "--years",
        type=number_from(1),
        default=YEARS,
        metavar="N",
        help=f"ask which agreements nothing is on record of for so many years ({YEARS})",
    )
    sub.add_argument("--language", choices=("en", "fa"), default="en", help="of the text (en)")
    sub.add_argument("--out", type=Path, metavar="DIR", help="folder of the tables and plots")
    sub.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand monitor``."""
    versions = Versions(Settings.from_environment(home=options.home).home)
    clocks, version = asked(versions, options)
    store = opened(versions, version)

    def ask(query: str) -> Iterable[Row]:
        return _rows(store, query)

    scopes = (options.scope,) if options.scope else SCOPES
    day = clocks.on or _today(versions, version)
    if clocks:
        told = look_of(ask, clocks, version).agreements(
            {row["agreement"].value for row in ask(own("monitor/agreements").text)}
        )
        print(*sentences(of_all(told), clocks, options.language), sep="\n", file=sys.stderr)
        standing = {name for name, one in told.items() if one.stands}
        board = look(ask, day, options.years, scopes, standing)
    else:
        board = counted(versions, version, ask, day, options.years, scopes)
    past = kept(versions.home, version.number)
    files: list[Path] = []
    if options.out:
        files = write(board, version.number, past, options.out)
        files += write_drawings(board, past, options.out)
    if options.json:
        print(json.dumps(json_of(board, version.number, past), ensure_ascii=False, indent=2))
        return 0
    print(text_of(board, options.language))
    if files:
        print("\n".join(["", *map(str, files)]))
    return 0


def prepare(versions: Versions, version: Version) -> None:
    """Count the figures of a version, so that whoever looks first need not wait."""
    store = opened(versions, version)
    counted(versions, version, lambda query: _rows(store, query), _today(versions, version))


def counted(
    versions: Versions,
    version: Version,
    ask: Ask,
    day: date,
    years: int = YEARS,
    scopes: Iterable[str] = SCOPES,
) -> Board:
    """The figures of a version on a day, which are kept beside it."""
    answers = Answers(versions.home, version.number, version.graph_sum, ask)
    board = look(answers, day, years, scopes)
    answers.keep()
    keep(versions.home, version.number, version.graph_sum, board)
    return board


def _today(versions: Versions, version: Version) -> date:
    built = str(version.manifest.get("built_at", ""))
    is_current = all(other.number <= version.number for other in versions.all())
    return day_of(built, datetime.now(UTC).date(), is_current)


def _rows(store: Store, query: str) -> Iterable[Row]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}
