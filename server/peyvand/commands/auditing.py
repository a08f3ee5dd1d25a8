"""The command ``peyvand audit``: totals that are stated, beside what the graph counts."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from pyoxigraph import QuerySolutions, Store

from peyvand.audit import Audited, audit
from peyvand.audit.output import csv_of, json_of, text_of
from peyvand.audit.totals import Row
from peyvand.commands.arguments import asked_version, number_from
from peyvand.errors import NotFound
from peyvand.graph.history import opened
from peyvand.vocabulary.iris import ID

_TEXT = "set totals that are stated beside what the graph counts"
_MORE = """examples:
  peyvand audit
  peyvand audit --holder city/tehran
  peyvand audit --language fa
  peyvand audit --csv

Each total has its speaker, place, bound, period and readings; beside it stand counts of our own by
rule, sources, scope and period, the gap to each reading, what each count has otherwise than the
total, and what could explain the gap. Nothing is averaged. See docs/audit.md.
"""


def add_parser(
    commands: Any, common: argparse.ArgumentParser | None = None, epilog: str = ""
) -> None:
    """Add the command to those of the command line."""
    sub = commands.add_parser(
        "audit",
        parents=[common] if common else [],
        help=_TEXT,
        description=f"{_TEXT[0].upper()}{_TEXT[1:]}.\n\n{_MORE}",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sub.add_argument(
        "--version", type=number_from(1), metavar="NUMBER", help="a version (the current one)"
    )
    sub.add_argument("--holder", metavar="THING", help="totals of one city or country alone")
    sub.add_argument("--language", choices=("en", "fa"), default="en", help="of the text (en)")
    how = sub.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print JSON")
    how.add_argument("--csv", action="store_true", help="print a table, a row a count")
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand audit``."""
    versions, version = asked_version(options)
    store = opened(versions, version)
    found = audit(lambda query: _rows(store, query))
    if options.holder:
        found = _held_by(options.holder, found)
    if options.json:
        print(json.dumps(json_of(found, version.number), ensure_ascii=False, indent=2))
    else:
        print((csv_of(found) if options.csv else text_of(found, options.language)).rstrip("\n"))
    return 0


def _held_by(name: str, found: list[Audited]) -> list[Audited]:
    """The totals of a holder.

    Raises:
        NotFound: no total is of it.
    """
    held = {audited.holder.iri.removeprefix(str(ID)) for audited in found if audited.holder}
    short = name.removeprefix(str(ID))
    if short not in held:
        near = get_close_matches(short, sorted(held), cutoff=0.4) or sorted(held)
        raise NotFound(f"No total is of {name}.", f"There are totals of: {', '.join(near)}.")
    wanted = str(ID) + short
    return [audited for audited in found if audited.holder and audited.holder.iri == wanted]


def _rows(store: Store, query: str) -> Iterable[Row]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: row[name] for name in names if row[name] is not None}
