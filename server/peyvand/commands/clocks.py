"""Questions as of a day: what was in force, what we knew, what had been said."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Store

from peyvand.clocks import Clocks, Look, Seen, built_on, counts, known_at, read_day, seen
from peyvand.clocks.model import Ask, Row
from peyvand.clocks.sentences import sentences
from peyvand.commands.arguments import WrongUsage, version_of
from peyvand.graph.opening import opened
from peyvand.graph.versions import Version, Versions
from peyvand.query.engine import Result, ask
from peyvand.sources.catalogue import NamedQuery

_DAY = "a day, such as 2005-06-30 or 1384-04-09"


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the clocks to the options of a command that asks a question."""
    parser.add_argument(
        "--in-force",
        metavar="DAY",
        help=f"leave out agreements that certainly were not in force on {_DAY}",
    )
    parser.add_argument(
        "--candidates",
        action="store_true",
        help="with --in-force: by every reading that a damaged token allows, not the chosen one",
    )
    parser.add_argument(
        "--known-at", metavar="DAY", help="ask the newest version that was built by a day"
    )
    parser.add_argument(
        "--said-by", metavar="DAY", help="leave out what was not certainly stated by a day"
    )


def asked(versions: Versions, options: argparse.Namespace) -> tuple[Clocks, Version]:
    """The days that the options of a command ask about, and the version that was known.

    Args:
        versions: the home.
        options: those of the command; it may have one that names a version.

    Raises:
        BadRequest: a day is none.
        NotFound: nothing was known on the day.
        WrongUsage: the options do not go together.
    """
    clocks = Clocks(_day(options.in_force), _day(options.said_by), options.candidates)
    if clocks.candidates and not clocks.on:
        raise WrongUsage("--candidates goes with --in-force.", "Give the day that is asked about.")
    known, number = _day(options.known_at), getattr(options, "version", None)
    if known and number:
        raise WrongUsage("--known-at and --version both name a version.", "Give one of the two.")
    if known:
        return clocks, known_at(versions.all(), known)
    return clocks, version_of(versions, number)


def look_of(ask: Ask, clocks: Clocks, version: Version) -> Look:
    """A version as it is seen by clocks.

    Args:
        ask: answers a query on it.
        clocks: what is asked.
        version: the version.
    """
    return Look(ask, clocks, built_on(version) or datetime.now(UTC).date())


def asking(
    versions: Versions,
    options: argparse.Namespace,
    query: NamedQuery,
    values: Mapping[str, NamedNode | Literal],
) -> Callable[[str], Result]:
    """What answers a question as of the days that are asked for.

    How many agreements are what, is told on standard error, once.

    Args:
        versions: the home.
        options: those of the command.
        query: the question.
        values: its parameters.

    Raises:
        BadRequest: a day is none.
        NotFound: nothing was known on the day.
        WrongUsage: the options do not go together.
    """
    clocks, version = asked(versions, options)
    store = opened(versions, version)
    if not clocks:
        return lambda text: ask(store, text)
    look = look_of(lambda query: _rows(ask(store, query)), clocks, version)
    told = False

    def answer(text: str) -> Result:
        nonlocal told
        result = ask(store, text)
        if not isinstance(result, QuerySolutions):
            raise WrongUsage(
                "--in-force and --said-by go with questions that answer with a table.",
                "Ask a SELECT query.",
            )
        columns = [variable.value for variable in result.variables]
        found = counts(look, query, values) or seen(look, columns, _rows(result))
        if not told:
            print(*sentences(found, clocks, "en"), sep="\n", file=sys.stderr)
            told = True
        return _table(found)

    return answer


def _day(text: str | None) -> date | None:
    return read_day(text) if text is not None else None


def _rows(result: Result) -> Iterator[Row]:
    assert isinstance(result, QuerySolutions)
    names = [variable.value for variable in result.variables]
    for row in result:
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}


def _table(found: Seen) -> Result:
    """Rows as an answer of the engine, which writes every format."""
    names = " ".join(f"?{name}" for name in found.columns)
    rows = "\n".join(f"({_cells(row, found.columns)})" for row in found.rows)
    return Store().query(f"SELECT {names} WHERE {{ VALUES ({names}) {{ {rows} }} }}")


def _cells(row: Row, columns: Iterable[str]) -> str:
    return " ".join(_written(row.get(name)) for name in columns)


def _written(term: NamedNode | BlankNode | Literal | None) -> str:
    """A term as it stands among VALUES, which have no blank nodes."""
    if term is None:
        return "UNDEF"
    return str(Literal(str(term)) if isinstance(term, BlankNode) else term)
