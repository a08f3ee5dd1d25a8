"""The commands about choosing a partner: ``peyvand readiness``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions

from peyvand.commands.cities import city_of
from peyvand.digits import digits
from peyvand.graph.history import opened
from peyvand.graph.versions import Versions
from peyvand.query.engine import ask
from peyvand.resources import root
from peyvand.settings import Settings
from peyvand.sources.catalogue import NamedQuery, read_catalogue
from peyvand.vocabulary.iris import ID

Row = dict[str, str]

_READINESS = """examples:
  peyvand readiness Tehran
  peyvand readiness اراک --language fa
  peyvand readiness city/tabriz --json

Of each criterion of readiness (capital, population, transport, diversity, investors, memberships,
access to officials, compatriots abroad) what is known of the city, and by which source; where
nothing is, that there is no data, which is no "no". Nothing is summed up.
"""


def add_parsers(
    commands: Any, common: argparse.ArgumentParser | None = None, epilog: str = ""
) -> None:
    """Add the commands to those of the command line."""

    def command(
        name: str, run: Callable[[argparse.Namespace], int], text: str, more: str
    ) -> argparse.ArgumentParser:
        sub: argparse.ArgumentParser = commands.add_parser(
            name,
            parents=[common] if common else [],
            help=text,
            description=f"{text[0].upper()}{text[1:]}.\n\n{more}",
            epilog=epilog,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        sub.add_argument("--language", choices=("en", "fa"), default="en", help="of the text (en)")
        sub.add_argument("--json", action="store_true", help="print the rows as JSON")
        sub.set_defaults(run=run)
        return sub

    sub = command("readiness", _readiness, "tell how ready a city is for twinning", _READINESS)
    sub.add_argument("city", metavar="CITY", help="any name of it, city/arak, or its IRI")


def _readiness(options: argparse.Namespace) -> int:
    versions = Versions(Settings.from_environment(home=options.home).home)
    hit = city_of(versions, versions.current(), options.city)
    query = read_catalogue(root() / "queries").get("readiness")
    rows = _rows(versions, query, city=NamedNode(hit.iri))
    return _print(options, query, rows, ("criterion", "value"), ("source", "line"))


def _rows(versions: Versions, query: NamedQuery, **values: NamedNode | Literal) -> list[Row]:
    """The answer of a question in the current version; what is unbound is left out."""
    store = opened(versions, versions.current())
    found = ask(store, query.bound(**values))
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return [{n: term.value for n in names if (term := row[n]) is not None} for row in found]


def _print(
    options: argparse.Namespace,
    query: NamedQuery,
    rows: Sequence[Row],
    columns: Iterable[str],
    sources: Iterable[str] = (),
) -> int:
    """Print rows, a line each: what they say, and behind it where that stands."""
    if options.json:
        told = {"question": query.name, "rows": rows}
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for line in dict.fromkeys(_line(row, options.language, columns, sources) for row in rows):
        print(line)
    return 0


def _line(row: Row, language: str, columns: Iterable[str], sources: Iterable[str]) -> str:
    said = [_cell(row, name, language) for name in columns]
    where = [_cell(row, name, language) for name in sources]
    stands = ":".join(filter(None, where))
    return " · ".join(filter(None, said)) + (f"  ({stands})" if stands else "")


def _cell(row: Row, name: str, language: str) -> str:
    """A value as people read it: its label in their language, and its digits."""
    labels = (f"{name}{tag.title()}" for tag in (language, "en", "fa"))
    text = next((row[label] for label in labels if row.get(label)), row.get(name, ""))
    if text.startswith(str(ID)):
        return text.removeprefix(str(ID))
    return digits(text, language) if text.isdigit() else text
