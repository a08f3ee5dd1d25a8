"""The command ``peyvand engines``: engines of others that hold versions of the graph."""

from __future__ import annotations

import argparse
import sys
import time

from peyvand.commands.arguments import Command, WrongUsage, number_from, web_address
from peyvand.engines.model import Engine, Kind, added, change, engines, named
from peyvand.errors import PeyvandError
from peyvand.graph.versions import Versions
from peyvand.settings import Settings

_DAY_S = 86_400


def add_commands(command: Command) -> None:
    """Add the command to the command line."""
    sub = command(
        "engines",
        _engines,
        "have other engines hold the graph",
        "examples:\n"
        "  peyvand engines add one http://127.0.0.1:3030 --kind fuseki\n"
        "  peyvand engines add two http://127.0.0.1:7878/query --update http://127.0.0.1:7878/update\n"
        "  peyvand engines sync --every 5\n"
        "  peyvand engines check\n"
        "  peyvand engines list\n"
        "  peyvand engines remove two\n\n"
        "Its name and password: PEYVAND_ENGINE_NAME_USER and PEYVAND_ENGINE_NAME_PASSWORD.\n"
        "What an engine held before is gone; nobody else may write to it (docs/beyond.md).",
    )
    sub.add_argument("action", choices=["add", "list", "sync", "check", "remove"])
    sub.add_argument("name", nargs="?", help="which engine (sync, check: all without it)")
    sub.add_argument(
        "url", nargs="?", type=web_address, help="its address: of Fuseki the server, else /query"
    )
    sub.add_argument(
        "--kind", type=Kind, choices=list(Kind), default=Kind.SPARQL, help="default: sparql"
    )
    sub.add_argument(
        "--update", type=web_address, default="", metavar="URL", help="address of its updates"
    )
    sub.add_argument(
        "--every",
        type=number_from(1, _DAY_S),
        metavar="S",
        help="sync: look again after so many seconds, until the command is ended",
    )


def _engines(options: argparse.Namespace) -> int:
    versions = Versions(Settings.from_environment(home=options.home).home)
    every = engines(versions.home)
    if options.action == "add":
        return _add(options, versions)
    if options.action == "sync":
        return _sync(options, versions)
    chosen = [named(every, options.name)] if options.name else every
    if options.action == "remove":
        if not options.name:
            raise WrongUsage("There is no name.", "Write: peyvand engines remove NAME")
        change(versions.home, lambda every: [one for one in every if one.name != options.name])
        print(f"The engine {options.name} is asked no longer; what it holds is left there.")
        return 0
    if options.action == "list":
        for one in chosen:
            print(f"{one.name:16} {one.kind:8} {one.url}")
        return 0
    return _check(versions, chosen)


def _add(options: argparse.Namespace, versions: Versions) -> int:
    if not (options.name and options.url):
        raise WrongUsage("An engine has a name and an address.", "Write: engines add NAME URL")
    if options.kind is not Kind.FUSEKI and not options.update:
        raise WrongUsage(
            "Without an address for updates the engine cannot be fed.", "Give it by --update URL"
        )
    one = Engine(options.name, options.url, options.kind, options.update)
    change(versions.home, lambda every: added(every, one))
    print(f"The engine {one.name} is added. Feed it with: peyvand engines sync {one.name}")
    return 0


def _sync(options: argparse.Namespace, versions: Versions) -> int:
    from peyvand.engines.together import Feeder

    failed, every = 0, options.every
    # What was told of each that failed: the same is told once.
    told: dict[str, str] = {}
    with Feeder(versions) as feeder:
        try:
            while True:
                until = time.monotonic() + (every or 0)
                listed = engines(versions.home)
                feeder.begin([named(listed, options.name)] if options.name else listed)
                for name, done in feeder.done(every):
                    if isinstance(done, Exception):
                        failed = 1
                        if told.get(name) != str(done):
                            print(f"peyvand: {done}", file=sys.stderr, flush=True)
                        told[name] = str(done)
                        continue
                    mended = told.pop(name, "")
                    if done.how != "as it was" or mended or not every:
                        print(f"{name}: holds version {done.held} ({done.how})", flush=True)
                if not every:
                    return failed
                time.sleep(max(until - time.monotonic(), 0))
        except KeyboardInterrupt:
            return 0


def _check(versions: Versions, chosen: list[Engine]) -> int:
    from peyvand.engines.feeding import check

    failed = 0
    for one in chosen:
        try:
            wrong = check(versions, one)
        except PeyvandError as error:
            wrong = str(error)
        failed |= bool(wrong)
        print(f"{one.name}: {wrong or 'holds what it says'}")
    return failed
