"""The command ``peyvand``."""

from __future__ import annotations

import argparse
import io
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path

from pyoxigraph import QueryBoolean, QueryTriples

from peyvand import __version__
from peyvand.commands import (
    affinity,
    auditing,
    building,
    clocks,
    comparing,
    coverage,
    dumping,
    importing,
    maintenance,
    members,
    merging,
    monitor,
    network,
    partners,
    recognising,
    registering,
    screening,
    searching,
    withdrawing,
)
from peyvand.commands.arguments import WrongUsage, number_from
from peyvand.commands.files import of_system
from peyvand.errors import PeyvandError
from peyvand.formats import GRAPHS, TABLES
from peyvand.graph.history import opened
from peyvand.graph.versions import Versions
from peyvand.query.engine import chosen_format, write
from peyvand.resources import root
from peyvand.settings import Settings
from peyvand.sources.catalogue import (
    Catalogue,
    NamedQuery,
    own,
    read_catalogue,
    read_query,
)
from peyvand.sources.encodings import read_text

EXIT_CODES = """exit codes:
  0  done, and nothing is wrong
  1  refused or failed; the reason is on standard error
  2  the command line is wrong
  3  done, but rows or values were left out that could not be read; they are on standard error
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: those after the program's name; by default the process's own.

    Returns:
        The exit code: 0 done, 1 refused or failed, 2 wrong usage, 3 done with rows left out.
    """
    _speak_anywhere()
    parser = _parser()
    options = parser.parse_args(arguments)
    logging.basicConfig(
        level=logging.INFO if options.verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(message)s",
        stream=sys.stderr,
    )
    try:
        return int(options.run(options))
    except WrongUsage as error:
        _refused(error)
        return 2
    except PeyvandError as error:
        return _refused(error)
    except BrokenPipeError:
        # The reader, such as head, has enough. Standard output must not be flushed again.
        sys.stderr.close()
        return 0
    except OSError as error:
        # A file or folder that is not as a command needs it, wherever it is met.
        logging.getLogger(__name__).info("refused by the system", exc_info=error)
        return _refused(of_system(error))


def _refused(error: PeyvandError) -> int:
    print(f"peyvand: {error.message}", file=sys.stderr)
    if error.hint:
        print(f"  → {error.hint}", file=sys.stderr)
    return 1


def _speak_anywhere() -> None:
    """Escape what the terminal's encoding lacks, instead of failing at the first such letter."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="peyvand",
        description="The graph of sister-city diplomacy: build it, check it, ask it, serve it.",
        epilog="first steps:\n"
        "  peyvand build                     make a version of the graph\n"
        "  peyvand query --list              the questions that are ready\n"
        "  peyvand query partners-of-city    ask one of them\n"
        "  peyvand merge LIST --records FILE --out DIR   find Wikidata's items of a list\n"
        "  peyvand serve                     answer on http://127.0.0.1:8000\n\n" + EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"peyvand {__version__}")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--home", type=Path, help="folder of the built versions (PEYVAND_HOME)")
    common.add_argument("-v", "--verbose", action="store_true", help="say more while working")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(
        name: str, run: Callable[[argparse.Namespace], int], text: str, more: str
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(
            name,
            parents=[common],
            help=text,
            description=f"{text[0].upper()}{text[1:]}.\n\n{more}",
            epilog=EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        sub.set_defaults(run=run)
        return sub

    sub = command(
        "build",
        building.make,
        "build, prove and publish a version of the graph",
        "Reads ontology, data and queries, derives what follows, proves the whole consistent\n"
        "(HermiT), validates it (SHACL) and makes it the current version. If anything is wrong,\n"
        "the version that serves stays as it was.",
    )
    sub.add_argument("--force", action="store_true", help="build even if nothing has changed")
    sub.add_argument(
        "--without-world", action="store_true", help="the documents alone, not the world's pairs"
    )
    sub.add_argument(
        "--discard-writes", action="store_true", help="leave out what was written by the endpoint"
    )
    sub.add_argument("--json", action="store_true", help="print the manifest as JSON")

    sub = command(
        "check",
        building.check,
        "prove the sources without publishing anything",
        "Checks the ontology's style, reads and derives the graph, runs HermiT and SHACL, and\n"
        "the check queries. Warnings are listed and do not fail the command.\n\n"
        "With --documents it checks instead where the claims stand: that each span is in its\n"
        "document's file (NNN.txt or NNN_*.txt) and on its line, cuts no word, holds what is\n"
        "given as printed, and is quoted as the file has it.\n\n"
        "examples:\n"
        "  peyvand check\n"
        "  peyvand check --documents texts\n"
        "  peyvand check --documents texts --write",
    )
    sub.add_argument(
        "--documents", type=Path, metavar="DIR", help="check the claims' places in these files"
    )
    sub.add_argument(
        "--write", action="store_true", help="with --documents: make the table of quotations anew"
    )
    sub.add_argument("--json", action="store_true", help="print the results as JSON")

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
    sub.add_argument(
        "-p",
        "--parameter",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="bind a parameter: an address, a term as in SPARQL, or a word of its choices",
    )
    sub.add_argument("--json", action="store_true", help="with --list: print it as JSON")
    clocks.add_options(sub)

    sub = command(
        "serve",
        _serve,
        "answer SPARQL over HTTP",
        "Serves the current version on http://127.0.0.1:8000 and goes over to a new one as soon\n"
        "as it is built. Settings are read from PEYVAND_* variables: see docs/settings.md.",
    )
    sub.add_argument("--host", help="address to listen on (PEYVAND_HOST)")
    sub.add_argument("--port", type=number_from(0, 65_535), help="port to listen on (PEYVAND_PORT)")

    importing.add_parser(commands, common, EXIT_CODES)
    merging.add_parser(commands, common, EXIT_CODES)
    comparing.add_parser(commands, common, EXIT_CODES)
    network.add_parser(commands, common, EXIT_CODES)
    partners.add_parser(commands, common, EXIT_CODES)
    affinity.add_parsers(commands, common, EXIT_CODES)
    monitor.add_parser(commands, common, EXIT_CODES)
    recognising.add_parser(commands, common, EXIT_CODES)
    auditing.add_parser(commands, common, EXIT_CODES)
    members.add_parser(commands, common, EXIT_CODES)
    dumping.add_parser(commands, common, EXIT_CODES)
    searching.add_parser(commands, common, EXIT_CODES)
    registering.add_parser(commands, common, EXIT_CODES)
    coverage.add_parser(commands, common, EXIT_CODES)
    screening.add_parsers(commands, common, EXIT_CODES)
    withdrawing.add_parser(commands, common, EXIT_CODES)
    sub = command(
        "stats",
        _stats,
        "what the current version holds",
        "Counts of quads, graphs, classes and claims, and how long the build took.",
    )
    sub.add_argument("--json", action="store_true", help="print it as JSON")
    maintenance.add_commands(command)
    return parser


def _settings(options: argparse.Namespace) -> Settings:
    return Settings.from_environment(
        home=options.home,
        host=getattr(options, "host", None),
        port=getattr(options, "port", None),
    )


def _query(options: argparse.Namespace) -> int:
    catalogue = read_catalogue(root() / "queries")
    if options.list:
        return _list(catalogue, options.json)
    if not options.name:
        raise WrongUsage("query needs a name.", "Give one of: peyvand query --list")
    query = _named(options.name, catalogue)
    values = {}
    for given in options.parameter:
        name, equals, text = given.partition("=")
        if not equals:
            raise WrongUsage(f"-p takes NAME=VALUE, not {given!r}.", "Write -p NAME=VALUE.")
        bare = text.startswith(("http://", "https://"))
        values[name] = query.value(name, f"<{text}>" if bare else text)
    versions = Versions(_settings(options).home)
    asking = clocks.asking(versions, options)
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


def _serve(options: argparse.Namespace) -> int:
    # Imported here so that the other commands do not load the web stack.
    from peyvand.web.server import serve

    serve(_settings(options))
    return 0


def _stats(options: argparse.Namespace) -> int:
    versions = Versions(_settings(options).home)
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


if __name__ == "__main__":
    sys.exit(main())
