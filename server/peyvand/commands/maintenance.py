"""Commands for whoever keeps a graph: tokens, versions, backups."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from peyvand.commands.arguments import Command, WrongUsage, number_from, version_of
from peyvand.errors import Withheld
from peyvand.graph.archives import backup
from peyvand.graph.maintenance import repair, restore, verify
from peyvand.graph.version_columns import told
from peyvand.graph.versions import COLUMNS, Versions
from peyvand.purging.applying import apply
from peyvand.query.writer import write
from peyvand.query.writes import Rollback, WriteJob, WriteLimits
from peyvand.settings import Settings
from peyvand.tokens import EVERYTHING, Role, Tokens

# Who writes here, in the list of versions that anybody may read: no name of the system's.
COMMAND_LINE = "command line"


def add_commands(command: Command) -> None:
    """Add the commands to the command line."""
    sub = command(
        "token",
        _token,
        "make, list and revoke tokens for writing",
        "examples:\n"
        "  peyvand token add editor\n"
        "  peyvand token add notes --graph https://w3id.org/peyvand/graph/notes\n"
        "  peyvand token add isfahan --about city/isfahan --role enter\n"
        "  peyvand token list\n"
        "  peyvand token revoke editor\n\n"
        "A token is shown once, when it is made; only its hash is kept.",
    )
    sub.add_argument("action", choices=["add", "list", "revoke"])
    sub.add_argument("name", nargs="?", help="whose token it is")
    sub.add_argument(
        "--graph",
        action="append",
        default=[],
        metavar="IRI",
        help="a graph it may write, or default; as often as needed (all graphs without it)",
    )
    sub.add_argument(
        "--role",
        type=Role,
        choices=list(Role),
        help="what its holder does: entries go to the register of the token's name",
    )
    sub.add_argument(
        "--about",
        action="append",
        default=[],
        metavar="THING",
        help="with a role, a thing that entries are about, as city/isfahan; as often as needed",
    )

    sub = command(
        "versions",
        _versions,
        "list the versions, or go back to one",
        "Going back makes a new version with the graph of an old one: nothing is lost.\n\n"
        "examples:\n"
        "  peyvand versions\n"
        "  peyvand versions --rollback 3",
    )
    sub.add_argument(
        "--rollback", type=number_from(1), metavar="NUMBER", help="the version to go back to"
    )
    sub.add_argument("--json", action="store_true", help="print the list as JSON")

    command(
        "verify",
        _verify,
        "look for damage in the versions",
        "Computes checksums, opens the stores and compares them with the dumps, and remakes\n"
        "the older versions from the changes that are kept.",
    )
    sub = command(
        "backup",
        _backup,
        "write all versions into one file",
        "Tokens are left out. The server may go on meanwhile.\n\n"
        "example:\n"
        "  peyvand backup peyvand.tar.gz",
    )
    sub.add_argument("file", type=Path, nargs="?", help="default: peyvand-DATE.tar.gz")
    sub = command(
        "restore",
        _restore,
        "bring back the newest whole version, a backup, or a dump",
        "Without a file: make the newest version that is whole current, and move what is\n"
        "damaged aside. With a file: a backup, or N-Quads (.nq, .nq.gz), becomes a version.",
    )
    sub.add_argument("file", type=Path, nargs="?", help="a backup or a dump")


def _settings(options: argparse.Namespace) -> Settings:
    return Settings.from_environment(home=options.home)


def _token(options: argparse.Namespace) -> int:
    tokens = Tokens(_settings(options).home)
    if options.action == "list":
        for token in tokens.all():
            rights = f"{token.role}: {', '.join(token.about)}" if token.about else token.role
            print(f"{token.name:20} {token.created}  {rights or ', '.join(token.graphs)}")
        return 0
    if not options.name:
        raise WrongUsage(
            f"token {options.action} needs a name.", f"Write: peyvand token {options.action} NAME"
        )
    if options.action == "revoke":
        tokens.revoke(options.name)
        print(f"The token {options.name} is revoked.")
        return 0
    print(tokens.add(options.name, options.graph, options.role, options.about))
    return 0


def _versions(options: argparse.Namespace) -> int:
    settings = _settings(options)
    versions = Versions(settings.home)
    current = versions.current()
    if options.rollback:
        version_of(versions, options.rollback)
        # As the server does it, and for the same reasons refused.
        done = write(
            WriteJob(
                str(versions.home),
                WriteLimits.of(settings),
                Rollback(number=options.rollback, by=COMMAND_LINE, rights=(EVERYTHING,)),
            )
        )
        if done.version == current.number:
            print(f"Version {current.number}, which is current, has that graph already.")
        else:
            print(f"Version {done.version} has the graph of version {options.rollback}.")
        return 0
    every = versions.all()
    rows = [{**version.manifest, COLUMNS: told(version)} for version in every]
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    for row in rows:
        star = "*" if row["version"] == current.number else " "
        change = f"+{row.get('added', 0):,} -{row.get('removed', 0):,}"
        columns = row[COLUMNS]
        size = f"columns {columns['bytes'] / 1e6:,.1f} MB" if columns else ""
        print(
            f"{star} {row['version']:>5}  {row['built_at']}  {row.get('kind', 'build'):9} "
            f"{row['quads']:>10,} quads  {change:20} {size:18} {row.get('by', '')}".rstrip()
        )
    return 0


def _verify(options: argparse.Namespace) -> int:
    versions = Versions(_settings(options).home)
    findings = verify(versions)
    for finding in findings:
        state = "its graph can be had" if finding.readable else "its graph cannot be had"
        place = f"version {finding.number}" if finding.number else "the home folder"
        print(f"{place}: {finding.message} ({state})")
    if findings:
        print("Bring back the newest that is whole with: peyvand restore")
        return 1
    print(f"{len(versions.all())} versions, all whole.")
    return 0


def _backup(options: argparse.Namespace) -> int:
    target = options.file or Path(f"peyvand-{time.strftime('%Y%m%d')}.tar.gz")
    backup(Versions(_settings(options).home), target)
    print(
        f"{target}: {target.stat().st_size:,} bytes. Bring it back with: peyvand restore {target}"
    )
    return 0


def _restore(options: argparse.Namespace) -> int:
    settings = _settings(options)
    versions = Versions(settings.home)
    if options.file:
        apply(versions)
        try:
            version = restore(versions, options.file, settings.keep_versions, COMMAND_LINE)
        except Withheld:
            # The rulings that came with the file withdraw something that is here.
            apply(versions)
            version = restore(versions, options.file, settings.keep_versions, COMMAND_LINE)
    else:
        version = repair(versions)
    if made := apply(versions):
        print(f"{len(made)} versions are made anew without what was withdrawn.")
        version = versions.get(version.number)
    print(f"Version {version.number} is current: {version.manifest['quads']:,} quads.")
    if options.file and (count := version.manifest.get("normalised_count")):
        change = version.manifest["normalised"][0]
        print(f"{count:,} literals are kept in another form, such as {change['given']}", end=" ")
        print(f"as {change['stored']}.")
    return 0
