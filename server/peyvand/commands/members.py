"""The command ``peyvand members``: the list of a body goes out and comes in."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store, parse

from peyvand.commands.arguments import Command, asked_version, number_from
from peyvand.commands.registering import add_options, enter, read, table_of
from peyvand.errors import NotFound, SourceError, TooLarge
from peyvand.formats import GRAPHS, TABLES
from peyvand.graph.opening import opened
from peyvand.query.engine import ask, chosen_format, write
from peyvand.register.fields import FIELDS, EntryKind
from peyvand.register.membership_rdf import rows_of
from peyvand.register.rows import RawRow
from peyvand.register.tables import SETTING, Table
from peyvand.settings import Settings
from peyvand.sources.catalogue import own
from peyvand.vocabulary.iris import ID, iri
from peyvand.wording import say

_TEXT = "give or take the list of members of a network or body"
_MORE = """examples:
  peyvand members export organisation/unesco-creative-cities
  peyvand members export organisation/uclg --format turtle
  peyvand members import members.csv --as uclg --source-number 12 --source-date 2026-11-30 \\
    --source-office "UCLG World Secretariat"
  peyvand members import members.ttl --source "UCLG list of members" --dry-run

The table has the headings of the entries of memberships; in RDF stand the claims with all that
they say. Either can be entered again, with the identifiers of each member: ours, Wikidata's and
the body's own. What a list rests on is given once for all rows that do not say it themselves.
See docs/register.md.
"""


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    actions = command.group("members", _TEXT, _MORE, "actions", "ACTION")
    export = actions("export", _export, "print the list of a body")
    export.add_argument(
        "body", metavar="BODY", help="the body: organisation/uclg, or its whole IRI"
    )
    export.add_argument(
        "--version", type=number_from(1), metavar="NUMBER", help="a version (the current one)"
    )
    names = [offer.name for offer in (*TABLES, *GRAPHS)]
    export.add_argument("--format", choices=names, default="csv", help="a table, or RDF (csv)")
    told = "enter the list of a body, a table or RDF, as rows of a register"
    take = actions("import", _import, told)
    take.add_argument("file", type=Path, metavar="FILE", help="the list: a table, or RDF")
    group = take.add_argument_group("what rows rest on that do not say it themselves")
    for field in FIELDS[EntryKind.MEMBERSHIP]:
        if field.name.startswith("source"):
            name = f"--{field.name.replace('_', '-')}"
            group.add_argument(name, metavar="TEXT", help=field.help("en"))
    add_options(take)
    take.set_defaults(kind=EntryKind.MEMBERSHIP.value)


def _export(options: argparse.Namespace) -> int:
    """Run ``peyvand members export``."""
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


def _import(options: argparse.Namespace) -> int:
    """Run ``peyvand members import``."""
    settings = Settings.from_environment(home=options.home)
    content = read(options, settings)
    ending = Path(options.file.name.removesuffix(".gz")).suffix.removeprefix(".")
    engine = RdfFormat.from_extension(ending)
    if engine is None:
        table = table_of(options, settings, content)
    else:
        table = _of_rdf(options.file, content, engine, settings.max_entries)
    given = {name: text for name, text in vars(options).items() if name.startswith("source")}
    rows = tuple(_sourced(row, given) for row in table.rows)
    return enter(options, settings, replace(table, rows=rows))


def _of_rdf(path: Path, content: bytes, engine: RdfFormat, most: int) -> Table:
    """The rows of a list in RDF.

    Raises:
        SourceError: it is not of this format, or has no member.
        TooLarge: it has more members than rows may be entered.
    """
    try:
        rows = rows_of(parse(content, format=engine, base_iri=str(ID)))
    except SyntaxError as error:
        raise SourceError(
            path, error.lineno, f"{error.msg}.", "Mend it, or get it anew."
        ) from error
    if not rows:
        raise SourceError(
            path, None, "nothing in it is a member.", "State each by pv:isMemberOf, or as a claim."
        )
    if len(rows) > most:
        raise TooLarge(**say("table-rows", count=len(rows), limit=most, setting=SETTING))
    return Table(rows, (), {})


def _sourced(row: RawRow, given: Mapping[str, str | None]) -> RawRow:
    """A row with the source of the whole list, if it has none of its own."""
    if any(row.cell(name) for name in given):
        return row
    return replace(row, cells={**row.cells, **{name: text for name, text in given.items() if text}})


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
