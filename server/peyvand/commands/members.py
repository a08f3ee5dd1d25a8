"""The command ``peyvand members``: the members of a body, with their identifiers."""

from __future__ import annotations

import argparse
import sys
from difflib import get_close_matches
from typing import Any

from pyoxigraph import NamedNode, Store

from peyvand.commands.arguments import asked_version, number_from
from peyvand.errors import NotFound
from peyvand.formats import GRAPHS, TABLES
from peyvand.graph.history import opened
from peyvand.query.engine import ask, chosen_format, write
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID, iri

_TEXT = "give the list of members of a network or body"
_MORE = """examples:
  peyvand members export organisation/unesco-creative-cities
  peyvand members export organisation/uclg --format turtle
  peyvand register members.csv --kind membership

The table has the headings of the entries of memberships, so that it can be entered again; in RDF
stand the claims with all that they say. See docs/register.md.
"""


def add_parser(
    commands: Any, common: argparse.ArgumentParser | None = None, epilog: str = ""
) -> None:
    """Add the command to those of the command line."""
    sub = commands.add_parser(
        "members",
        parents=[common] if common else [],
        help=_TEXT,
        description=f"{_TEXT[0].upper()}{_TEXT[1:]}.\n\n{_MORE}",
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    sub.add_argument("action", choices=("export",), help="what is done")
    sub.add_argument("body", metavar="BODY", help="the body: organisation/uclg, or its whole IRI")
    sub.add_argument(
        "--version", type=number_from(1), metavar="NUMBER", help="a version (the current one)"
    )
    names = [offer.name for offer in (*TABLES, *GRAPHS)]
    sub.add_argument("--format", choices=names, default="csv", help="a table, or RDF (csv)")
    sub.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand members``."""
    store = opened(*asked_version(options))
    is_table = options.format in {offer.name for offer in TABLES}
    query = own("commands/members" if is_table else "commands/members-in-rdf")
    text = query.bound(network=_body(store, options.body))
    result = ask(store, text)
    write(
        result, chosen_format(result, options.format), sys.stdout.buffer, lambda: ask(store, text)
    )
    sys.stdout.buffer.flush()
    return 0


def _body(store: Store, name: str) -> NamedNode:
    """A body that has members.

    Raises:
        NotFound: none is of that name.
    """
    found = (quad.object for quad in store.quads_for_pattern(None, iri("pv:isMemberOf"), None))
    bodies = {one.value.removeprefix(str(ID)) for one in found if isinstance(one, NamedNode)}
    short = name.removeprefix(str(ID))
    if short not in bodies:
        near = get_close_matches(short, sorted(bodies), cutoff=0.4) or sorted(bodies)
        raise NotFound(f"No members of {name} are known.", f"Of these some are: {', '.join(near)}.")
    return NamedNode(str(ID) + short)
