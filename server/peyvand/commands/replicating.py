"""The command ``peyvand replicate``: a home that follows another."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from peyvand.commands.arguments import Command, WrongUsage, number_from
from peyvand.errors import PeyvandError
from peyvand.graph.following import end_following, followed
from peyvand.graph.versions import Versions
from peyvand.settings import Settings

if TYPE_CHECKING:
    from peyvand.replication.sources import Source

_DAY_S = 86_400
_TOKEN = "PEYVAND_SOURCE_TOKEN"  # noqa: S105 (the name of a variable)


def add_commands(command: Command) -> None:
    """Add the command to the command line."""
    sub = command(
        "replicate",
        _replicate,
        "follow another server: take over its versions",
        "examples:\n"
        "  peyvand replicate --home replica --from https://x.example/peyvand --every 10\n"
        "  peyvand replicate --home replica --from /srv/peyvand/var\n"
        "  peyvand replicate --home replica --end\n\n"
        "A server of the same home goes over to each version by itself, and takes no writes.\n"
        f"Where the source counts clients by tokens, {_TOKEN} holds one (docs/beyond.md).",
    )
    sub.add_argument(
        "--from",
        dest="source",
        metavar="SOURCE",
        help="the address of a server, or the home of one (the one that was named last)",
    )
    sub.add_argument(
        "--every",
        type=number_from(1, _DAY_S),
        metavar="S",
        help="look again after so many seconds, until the command is ended",
    )
    sub.add_argument(
        "--anew", action="store_true", help="give up what is here where the source has another"
    )
    sub.add_argument(
        "--end", action="store_true", help="follow no longer: let the home be written to"
    )


def _replicate(options: argparse.Namespace) -> int:
    from peyvand.replication.keeping_up import Replica

    settings = Settings.from_environment(home=options.home)
    versions = Versions(settings.home)
    told = followed(versions.home)
    if options.end:
        end_following(versions.home)
        print(f"{versions.home} follows nothing: it may be written to.")
        return 0
    name = options.source or (told.source if told else "")
    if not name:
        raise WrongUsage("There is no source to follow.", "Name one: --from ADDRESS or FOLDER")
    source = _source(name)
    replica = Replica(versions, source, settings.keep_versions)
    try:
        while True:
            try:
                done = replica.keep_up(anew=options.anew)
                for number in done.remade:
                    print(f"Version {number} is made anew without what was withdrawn.")
                numbers = ", ".join(map(str, done.taken))
                if done.taken or not options.every:
                    took = f" Taken: {numbers}." if numbers else ""
                    print(f"Version {done.version} is current.{took}", flush=True)
            except (PeyvandError, OSError) as error:
                if not options.every:
                    raise
                print(f"peyvand: {error}", file=sys.stderr, flush=True)
            if not options.every:
                return 0
            time.sleep(options.every)
    except KeyboardInterrupt:
        return 0
    finally:
        source.close()


def _source(name: str) -> Source:
    from peyvand.replication.http_source import HttpSource
    from peyvand.replication.sources import HomeSource

    if not name.startswith(("http://", "https://")):
        return HomeSource(Path(name))
    if "@" in name.partition("://")[2].partition("/")[0]:
        raise WrongUsage("An address holds no password.", f"Give a token by {_TOKEN}.")
    return HttpSource(name, os.environ.get(_TOKEN, ""))
