"""The command ``peyvand audit``: totals that are stated, beside what the graph counts."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, QuerySolutions, Store

from peyvand.clocks.model import Row
from peyvand.commands.arguments import Command, number_from
from peyvand.commands.clocks import add_options, asked, look_of
from peyvand.errors import NotFound
from peyvand.graph.opening import opened
from peyvand.graph.versions import Version, Versions
from peyvand.settings import Settings
from peyvand.vocabulary.iris import ID

if TYPE_CHECKING:
    from peyvand.audit import Kept, Total
    from peyvand.audit.totals import Ask

_TEXT = "set totals that are stated beside what the graph counts"
_MORE = """examples:
  peyvand audit
  peyvand audit --holder city/tehran
  peyvand audit --language fa
  peyvand audit --csv
  peyvand audit --in-force 2005-06-30

Each total has its speaker, place, bound, period and readings; beside it stand counts of our own by
rule, sources, scope and period, the gap to each reading, what each count has otherwise than the
total, and what could explain the gap. Nothing is averaged. See docs/audit.md.
"""


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command("audit", run, _TEXT, _MORE)
    sub.add_argument(
        "--version", type=number_from(1), metavar="NUMBER", help="a version (the current one)"
    )
    add_options(sub)
    sub.add_argument("--holder", metavar="THING", help="totals of one city or country alone")
    sub.add_argument("--language", choices=("en", "fa"), default="en", help="of the text (en)")
    how = sub.add_mutually_exclusive_group()
    how.add_argument("--json", action="store_true", help="print JSON")
    how.add_argument("--csv", action="store_true", help="print a table, a row a count")


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand audit``."""
    # What reads shapes and applies them is loaded by this command alone.
    from peyvand.audit import audit, rulings
    from peyvand.audit.output import csv_of, json_of, text_of
    from peyvand.audit.totals import read_totals
    from peyvand.graph.profiles import shipped

    versions = Versions(Settings.from_environment(home=options.home).home)
    clocks, version = asked(versions, options)
    store = opened(versions, version)

    def ask(query: str) -> Iterable[Row]:
        return _rows(store, query)

    holder = _holder(options.holder, read_totals(ask)) if options.holder else None
    seen = look_of(ask, clocks, version)
    if holder:
        found = audit(ask, rulings(ask, shipped().values(), holder), seen, holder.value)
    else:
        found = kept(versions, version, ask).audit(seen)
    if options.json:
        print(json.dumps(json_of(found, version.number, clocks), ensure_ascii=False, indent=2))
    elif options.csv:
        print(csv_of(found).rstrip("\n"))
    else:
        print(text_of(found, options.language, clocks))
    return 0


def prepare(versions: Versions, version: Version) -> None:
    """Count what totals of a version stand beside, so that whoever looks first need not wait."""
    store = opened(versions, version)
    kept(versions, version, lambda query: _rows(store, query)).audit()


def kept(versions: Versions, version: Version, ask: Ask) -> Kept:
    """What an audit asks of a version, as it is kept beside it."""
    # It loads what reads shapes and applies them.
    from peyvand.audit import Kept
    from peyvand.graph.profiles import shipped

    return Kept(versions.home, version.number, version.graph_sum, ask, shipped().values())


def _holder(name: str, totals: Iterable[Total]) -> NamedNode:
    """The holder of a name.

    Raises:
        NotFound: no total is of it.
    """
    held = {holder.iri.removeprefix(str(ID)) for total in totals for holder in total.holders}
    short = name.removeprefix(str(ID))
    if short not in held:
        near = get_close_matches(short, sorted(held), cutoff=0.4) or sorted(held)
        raise NotFound(f"No total is of {name}.", f"There are totals of: {', '.join(near)}.")
    return NamedNode(str(ID) + short)


def _rows(store: Store, query: str) -> Iterable[Row]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}
