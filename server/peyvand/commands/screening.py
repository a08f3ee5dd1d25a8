"""The commands about choosing a partner: ``readiness``, ``matches`` and ``screening``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from datetime import date

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from peyvand.commands.arguments import Command
from peyvand.commands.cities import city_of
from peyvand.digits import digits
from peyvand.graph.opening import opened
from peyvand.graph.versions import Versions
from peyvand.model import Term
from peyvand.query.engine import ask
from peyvand.register.dates import read_date
from peyvand.resources import root
from peyvand.screening import chosen, read
from peyvand.screening.output import json_of, text_of
from peyvand.search import PARTIES
from peyvand.settings import Settings
from peyvand.sources.catalogue import NamedQuery, read_catalogue
from peyvand.vocabulary.iris import ID

Row = dict[str, str]
_CITY = "any name of it, city/arak, or its IRI"

_READINESS = """examples:
  peyvand readiness Tehran
  peyvand readiness اراک --language fa
  peyvand readiness city/tabriz --json

Of each criterion of readiness (capital, population, transport, diversity, investors, memberships,
access to officials, compatriots abroad) what is known of the city, and by which source; where
nothing is, that there is no data, which is no "no". Nothing is summed up.
"""

_MATCHES = """examples:
  peyvand matches
  peyvand matches --city Tehran --language fa
  peyvand matches --on 1405/01/01 --json

The needs and the offers of different cities and bodies in the same area of cooperation, or where
the area of one contains that of the other, both open on the day. A city and its municipality are
one. One without an end is open as far as is known. Who suits whom is left to people.
"""

_SCREENING = """examples:
  peyvand screening
  peyvand screening agreement/arak-batumi
  peyvand screening --open --language fa
  peyvand screening --json

The items of each checklist with what they rest on and where that is stated, and for whatever is
screened by it what was decided on each item, by whom, when and why. An item on which no decision
stands is open. The program records what people decide, and never decides.
"""


def add_commands(command: Command) -> None:
    """Add the commands to those of the command line."""
    sub = command("readiness", _readiness, "tell how ready a city is for twinning", _READINESS)
    _add_options(sub)
    sub.add_argument("city", metavar="CITY", help=_CITY)
    sub = command("matches", _matches, "tell which need of a city another offers to meet", _MATCHES)
    _add_options(sub)
    sub.add_argument("--city", metavar="CITY", help=f"of which city or body: {_CITY}")
    sub.add_argument("--on", type=_day, metavar="DAY", help="in either calendar (today)")

    sub = command("screening", _screening, "tell what was decided on checklists", _SCREENING)
    _add_options(sub)
    matter = "an agreement, a proposal or an accession: its name or agreement/arak-batumi (all)"
    sub.add_argument("of", nargs="?", metavar="MATTER", help=matter)
    sub.add_argument("--open", action="store_true", help="only items on which no decision stands")


def _add_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--language", choices=("en", "fa"), default="en", help="of the text (en)")
    sub.add_argument("--json", action="store_true", help="print the rows as JSON")


def _readiness(options: argparse.Namespace) -> int:
    versions = Versions(Settings.from_environment(home=options.home).home)
    hit = city_of(versions, versions.current(), options.city, PARTIES)
    query = read_catalogue(root() / "queries").get("readiness")
    rows = _rows(versions, query, city=NamedNode(hit.iri))
    return _print(options, query, rows, ("criterion", "value"), ("source", "line"))


def _matches(options: argparse.Namespace) -> int:
    versions = Versions(Settings.from_environment(home=options.home).home)
    query = read_catalogue(root() / "queries").get("matches")
    day = {"day": Literal(options.on)} if options.on else {}
    rows = _rows(versions, query, **day)
    if options.city:
        iri = city_of(versions, versions.current(), options.city).iri
        holders = ("seeker", "giver", "seekerCity", "giverCity")
        rows = [row for row in rows if iri in map(row.get, holders)]
    if not options.json:
        rows = [_with_area_of_offer(row) for row in rows]
    columns = ("area", "need", "seeker", "offer", "giver", "contact")
    return _print(options, query, rows, columns)


def _with_area_of_offer(row: Row) -> Row:
    """A match whose area names that of the offer too, where it is another."""
    if row["offerArea"] == row["area"]:
        return row
    return row | {
        name: f"{row[name]} / {row[f'offerA{name[1:]}']} ({row[f'nearness{name[4:]}']})"
        for name in ("areaEn", "areaFa")
    }


def _screening(options: argparse.Namespace) -> int:
    versions = Versions(Settings.from_environment(home=options.home).home)
    store = opened(versions, versions.current())

    def select(query: str) -> Iterable[dict[str, Term]]:
        return _solutions(store, query)

    question = read_catalogue(root() / "queries").get("screening")
    checklists, every = read(select(question.bound()))
    found = chosen(every, options.of, select) if options.of else every
    if options.of:
        used = {one.checklist.iri for one in found}
        checklists = [one for one in checklists if one.iri in used]
    if options.open:
        found = [one for one in found if one.open]
    if options.json:
        told = {"question": question.name, **json_of(checklists, found)}
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        asked, only_open = bool(options.of) and not found, options.open and bool(every)
        print(text_of(checklists, found, options.language, asked=asked, only_open=only_open))
    return 0


def _day(text: str) -> str:
    """A type of arguments: a day, in either calendar."""
    try:
        return date.fromisoformat(read_date(text).edtf).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"{text!r} is no day; write 2026-03-21 or 1405/01/01"
        ) from None


def _rows(versions: Versions, query: NamedQuery, **values: NamedNode | Literal) -> list[Row]:
    """The answer of a question in the current version; what is unbound is left out."""
    rows = _solutions(opened(versions, versions.current()), query.bound(**values))
    return [{name: term.value for name, term in row.items()} for row in rows]


def _solutions(store: Store, query: str) -> Iterable[dict[str, Term]]:
    found = ask(store, query)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    for row in found:
        yield {name: term for name in names if (term := row[name]) is not None}


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
