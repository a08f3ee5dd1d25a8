"""The command ``peyvand``."""

from __future__ import annotations

import argparse
import io
import logging
import sys
import time
from importlib import import_module
from pathlib import Path

from peyvand import __version__
from peyvand.commands.arguments import Command, WrongUsage, number_from
from peyvand.commands.files import of_system
from peyvand.errors import PeyvandError
from peyvand.settings import Settings

# The modules of commands, in the order in which the help names them, with what they add.
_COMMANDS = {
    "building": ("build", "check"),
    "querying": ("query", "stats"),
    "importing": ("import",),
    "merging": ("merge",),
    "comparing": ("compare",),
    "network": ("network",),
    "partners": ("partners",),
    "affinity": ("affinity", "like"),
    "monitor": ("monitor",),
    "recognising": ("recognise",),
    "auditing": ("audit",),
    "members": ("members",),
    "dumping": ("dump",),
    "statements": ("sql",),
    "searching": ("search",),
    "registering": ("register",),
    "coverage": ("coverage",),
    "screening": ("readiness", "matches", "screening"),
    "withdrawing": ("withdraw",),
    "model_context": ("mcp",),
    "replicating": ("replicate",),
    "engines": ("engines",),
    "doctor": ("doctor",),
    "maintenance": ("token", "versions", "verify", "backup", "restore"),
}

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
    given = sys.argv[1:] if arguments is None else arguments
    began = time.monotonic()
    options = _parser(given[0] if given else "").parse_args(given)
    # Loading what a command needs is part of the time that it takes.
    options.began = began
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


def _parser(name: str = "") -> argparse.ArgumentParser:
    """The parser of all commands, or of the one of a name alone: loading all takes a second."""
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

    command = Command(commands, common, EXIT_CODES)
    asked = [module for module, names in _COMMANDS.items() if name in names]
    for module in asked or _COMMANDS:
        import_module(f"peyvand.commands.{module}").add_commands(command)
    if not asked:
        _add_serve(command)
    return parser


def _add_serve(command: Command) -> None:
    sub = command(
        "serve",
        _serve,
        "answer SPARQL over HTTP",
        "Serves the current version on http://127.0.0.1:8000 and goes over to a new one as soon\n"
        "as it is built. Settings are read from PEYVAND_* variables: see docs/settings.md.",
    )
    sub.add_argument("--host", help="address to listen on (PEYVAND_HOST)")
    sub.add_argument("--port", type=number_from(0, 65_535), help="port to listen on (PEYVAND_PORT)")


def _serve(options: argparse.Namespace) -> int:
    # Imported here so that the other commands do not load the web stack.
    from peyvand.web.server import serve

    serve(Settings.from_environment(home=options.home, host=options.host, port=options.port))
    return 0


if __name__ == "__main__":
    sys.exit(main())
