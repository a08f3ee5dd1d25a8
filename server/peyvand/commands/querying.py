"""The commands ``peyvand query`` and ``peyvand stats``."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pyoxigraph import Literal, NamedNode, QueryBoolean, QueryTriples

from peyvand.commands import clocks
from peyvand.commands.arguments import Command, WrongUsage
from peyvand.formats import GRAPHS, TABLES
from peyvand.graph.opening import opened
from peyvand.graph.versions import Versions
from peyvand.query.engine import chosen_format, write
from peyvand.resources import root
from peyvand.settings import Settings
from peyvand.sources.catalogue import Catalogue, NamedQuery, own, read_catalogue, read_query
from peyvand.sources.encodings import read_text


def add_commands(command: Command) -> None:
    """Add the commands to those of the command line."""
    sub = command(
        "query",
        _query,
        "answer a named question, or a query in a file",
        "examples:\n"
        "  peyvand query --list\n"
        "  peyvand query partners-of-city --format csv\n"
        "  peyvand query partners-of-city -p city=https://w3id.org/peyvand/id/city/tabriz\n"
        "  peyvand query partners-of-city -p scope=documents\n"
        "  peyvand query partners-of-city --in-force 2005-06-30 --known-at 2026-11-29\n"
        "  peyvand query my-question.rq --format json",
    )
    sub.add_argument("name", nargs="?", help="a name from --list, or a file that ends in .rq")
    sub.add_argument("--list", action="store_true", help="list the named questions")
    names = [offer.name for offer in (*TABLES, *GRAPHS)]
    sub.add_argument("--format", choices=names, help="default: tsv for tables, turtle for graphs")
    add_parameters(sub)
    sub.add_argument("--json", action="store_true", help="with --list: print it as JSON")
    clocks.add_options(sub)
    sub = command(
        "stats",
        _stats,
        "what the current version holds",
        "Counts of quads, graphs, classes and claims, and how long the build took.",
    )
    sub.add_argument("--json", action="store_true", help="print it as JSON")


def add_parameters(sub: argparse.ArgumentParser) -> None:
    """Add the option that binds a parameter of a question."""
    sub.add_argument(
        "-p",
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="bind a parameter: an address, a term as in SPARQL, or a word of its choices",
    )


def asked(
    options: argparse.Namespace, catalogue: Catalogue
) -> tuple[NamedQuery, dict[str, NamedNode | Literal]]:
    """The question that a command names, or the query in a file, with the values it binds.

    Raises:
        UnknownQuery: there is no question of that name.
        BadRequest: a value is no RDF term.
        WrongUsage: a value has no name.
    """
    query = _named(options.name, catalogue)
    values = {}
    for given in options.parameter:
        name, equals, text = given.partition("=")
        if not equals:
            raise WrongUsage(f"-p takes NAME=VALUE, not {given!r}.", "Write -p NAME=VALUE.")
        bare = text.startswith(("http://", "https://"))
        values[name] = query.value(name, f"<{text}>" if bare else text)
    return query, values


def _query(options: argparse.Namespace) -> int:
    catalogue = read_catalogue(root() / "queries")
    if options.list:
        return _list(catalogue, options.json)
    if not options.name:
        raise WrongUsage("query needs a name.", "Give one of: peyvand query --list")
    query, values = asked(options, catalogue)
    versions = Versions(Settings.from_environment(home=options.home).home)
    asking = clocks.asking(versions, options, query, values)
    text = query.bound(**values)
    result = asking(text)
    default = "turtle" if isinstance(result, QueryTriples) else "tsv"
    if isinstance(result, QueryBoolean):
        default = "json"
    chosen = chosen_format(result, options.format or default)
    write(result, chosen, sys.stdout.buffer, lambda: asking(text))
    sys.stdout.buffer.flush()
    return 0


def _named(name: str, catalogue: Catalogue) -> NamedQuery:
    if not name.endswith(".rq"):
        return catalogue.get(name)
    path = Path(name)
    text = read_text(path)
    if text.lstrip().startswith("#+"):
        return read_query(path, "explore", text)
    return NamedQuery(path.stem, "explore", path, text, {})


def _list(catalogue: Catalogue, as_json: bool) -> int:
    if as_json:
        rows = [
            {
                "name": query.name,
                "folder": query.folder,
                "title": {tag: query.title(tag) for tag in ("en", "fa")},
                "parameters": {name: str(term) for name, term in query.parameters.items()},
                "choices": {name: list(words) for name, words in query.choices.items()},
            }
            for query in catalogue.queries
        ]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for folder in ("explore", "check"):
        print(f"{folder}:")
        for query in catalogue.of(folder):
            names = [
                f"{name}={'|'.join(query.choices[name])}" if name in query.choices else name
                for name in query.parameters
            ]
            parameters = f"  (-p {', '.join(names)})" if names else ""
            print(f"  {query.name:38} {query.title('en')}{parameters}")
    return 0


def _stats(options: argparse.Namespace) -> int:
    versions = Versions(Settings.from_environment(home=options.home).home)
    version = versions.current()
    manifest = version.manifest
    if options.json:
        print(json.dumps(manifest, ensure_ascii=False, indent=2))
        return 0
    print(f"version    {manifest['version']}, built {manifest['built_at']}")
    print(f"quads      {manifest['quads']:,} in {manifest['graphs']} graphs")
    print(f"sum        {manifest.get('graph_sum', '')}")
    shacl = ", ".join(f"{count} {name}" for name, count in manifest["shacl"].items())
    print(f"SHACL      {shacl}")
    rows = opened(versions, version).query(own("commands/classes").text)
    for row in rows:  # type: ignore[union-attr]
        print(f"{row['n'].value:>10} {row['label'].value}")
    return 0
