"""The command ``peyvand coverage``: what is known of how many places and pairs, by source."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from typing import Any

from pyoxigraph import QuerySolutions, Store

from peyvand.commands.arguments import Command, asked_version, number_from
from peyvand.graph.opening import opened
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue
from peyvand.sources.licences import NAMES
from peyvand.vocabulary.iris import ID, prefixed

_TEXT = "tell what is known of how many places and pairs, and by which source"
_MORE = """examples:
  peyvand coverage
  peyvand coverage --language fa
  peyvand coverage --json

Asks the ready questions coverage-of-places, coverage-of-pairs, coverage-of-memberships,
coverage-by-rule, coverage-by-source and rival-values-of-places of a version, and writes their
answers as one page of Markdown.
"""
QUESTIONS = (
    "coverage-of-places",
    "coverage-of-pairs",
    "coverage-of-memberships",
    "coverage-by-rule",
    "coverage-by-source",
    "rival-values-of-places",
)
_SUFFIX = {"en": "En", "fa": "Fa"}


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command("coverage", run, _TEXT, _MORE)
    sub.add_argument(
        "--version", type=number_from(1), metavar="N", help="the version (the current one)"
    )
    sub.add_argument("--language", choices=tuple(_SUFFIX), default="en", help="of the page (en)")
    sub.add_argument("--json", action="store_true", help="print the answers as JSON")


def run(options: argparse.Namespace) -> int:
    """Run ``peyvand coverage``."""
    store = opened(*asked_version(options))
    if options.json:
        answers = {}
        for name in QUESTIONS:
            columns, rows = _answer(store, name)
            answers[name] = [dict(zip(columns, row, strict=True)) for row in rows]
        print(json.dumps(answers, ensure_ascii=False, indent=2))
    else:
        print(page(store, options.language), end="")
    return 0


def page(store: Store, language: str) -> str:
    """The answers as a page of Markdown.

    Args:
        store: a graph.
        language: ``en`` or ``fa``.
    """
    catalogue = read_catalogue(root() / "queries")
    parts = []
    for name in QUESTIONS:
        query = catalogue.get(name)
        columns, rows = _in_language(*_answer(store, name), language)
        parts.append(
            f"## {query.title(language)}\n\n{query.description(language)}\n\n"
            + "\n".join(_table(columns, rows))
            + "\n"
        )
    return "\n".join(parts)


def _answer(store: Store, name: str) -> tuple[list[str], list[list[str]]]:
    found = store.query(read_catalogue(root() / "queries").get(name).bound())
    assert isinstance(found, QuerySolutions)
    columns = [variable.value for variable in found.variables]
    return columns, [[_cell(row[column]) for column in columns] for row in found]


def _cell(term: Any) -> str:
    """A term as a cell: an IRI of ours by its end, another by its prefix, a licence by its name."""
    if term is None:
        return ""
    text = str(term.value)
    return NAMES.get(text) or prefixed(text) or text.removeprefix(str(ID))


def _in_language(
    columns: Sequence[str], rows: Sequence[Sequence[str]], language: str
) -> tuple[list[str], list[list[str]]]:
    """The columns of one language; those of the other are left out, and what they name too."""
    end = _SUFFIX[language]
    others = tuple(suffix for suffix in _SUFFIX.values() if suffix != end)
    named = {column.removesuffix(end) for column in columns if column.endswith(end)}
    kept = [
        place
        for place, column in enumerate(columns)
        if not column.endswith(others) and column not in named
    ]
    heads = [columns[place].removesuffix(end) for place in kept]
    return heads, [[row[place] for place in kept] for row in rows]


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"
