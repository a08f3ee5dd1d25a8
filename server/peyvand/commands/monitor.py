"""The command ``peyvand monitor``: what is on record of the agreements, and what is not."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyoxigraph import QuerySolutions, Store

from peyvand.commands.arguments import asked_version, number_from
from peyvand.graph.history import opened
from peyvand.monitor import SCOPES, look
from peyvand.monitor.board import YEARS, Row, day_of
from peyvand.monitor.drawings import write_drawings
from peyvand.monitor.kept import keep, kept
from peyvand.monitor.output import json_of, text_of, write

_TEXT = "tell what is on record of the agreements, and what is not"
_MORE = """examples:
  peyvand monitor
  peyvand monitor --years 20 --scope documents
  peyvand monitor --json
  peyvand monitor --language fa --out figures

Counts agreements by vitality, stage, kind, country and age; those without a date, an approval, an
activity or a purpose; those of which nothing is on record for some years, certainly, possibly, and
those of which it cannot be told; obstacles, tasks, conflicts and entries. The folder of --out
receives monitor.json, tables as CSV, and plots as SVG in both languages. What each figure means is
in docs/monitor.md.
"""


def add_parser(
    commands: Any, common: argparse.ArgumentParser | None = None, epilog: str = ""
) -> None:
    """Add the command to those of the command line."""
    sub = commands.add_parser(
        "monitor",
        parents=[common] if common else [],
        help=_TEXT,
        description=f"{_TEXT[0].upper()}{_TEXT[1:]}.\n\n{_MORE}",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sub.add_argument(
        "--version", type=number_from(1), metavar="NUMBER", help="a version (the current one)"
    )
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
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand monitor``."""
    versions, version = asked_version(options)
    store = opened(versions, version)
    scopes = (options.scope,) if options.scope else SCOPES
    built = str(version.manifest.get("built_at", ""))
    is_current = version.number == versions.current().number
    day = day_of(built, datetime.now(UTC).date(), is_current)
    board = look(lambda query: _rows(store, query), day, options.years, scopes)
    keep(versions.home, version.number, version.graph_sum, board)
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


def _rows(store: Store, query: str) -> Iterable[Row]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: row[name] for name in names if row[name] is not None}
