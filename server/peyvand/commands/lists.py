"""The options of ``peyvand import pairs`` for a list that its licence keeps apart."""

from __future__ import annotations

import argparse
import re
import shutil
from pathlib import Path

from peyvand.commands.arguments import WrongUsage, web_address
from peyvand.errors import LEFT_OUT, PeyvandError
from peyvand.resources import root
from peyvand.settings import Settings
from peyvand.sources.dates import check_edtf
from peyvand.sources.licences import name_of
from peyvand.sources.optional import FOLDER, PREFIX
from peyvand.sources.published.known import FOLDER as WORLD
from peyvand.sources.published.known import read_known
from peyvand.sources.published.lists import Description, Reader, lay_list
from peyvand.sources.wikidata.progress import Progress
from peyvand.sources.wikidata.report import Report

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NEEDED = ("name", "date", "title", "title_fa", "by", "by_fa", "origin")


def add_options(sub: argparse.ArgumentParser) -> None:
    """Add the options to those of ``peyvand import pairs``."""
    group = sub.add_argument_group(
        "a list of its own",
        "With --licence the pairs do not go to the tables: they are kept in the home, and the next "
        "build gives them a graph of their own, which no plain question reads.",
    )
    add = group.add_argument
    add("--licence", type=web_address, default="", metavar="IRI", help="that the list is under")
    add("--name", default="", help="of the list and its graph: small letters, digits and hyphens")
    add("--date", default="", metavar="EDTF", help="the day of the list")
    add("--title", default="", help="of the list, in English")
    add("--title-fa", default="", help="the same in Persian")
    add("--by", default="", help="who publishes it, in English")
    add("--by-fa", default="", help="the same in Persian")
    add("--origin", default="", help="where the list is from, in words")
    add("--forget", default="", metavar="NAME", help="take a list out of the home again")


def wanted(options: argparse.Namespace) -> bool:
    """Whether a list of its own is meant."""
    return bool(options.licence or options.forget)


def run(options: argparse.Namespace) -> int:
    """Import a list, or forget one."""
    home = Settings.from_environment(home=options.home).home
    if options.forget:
        return _forget(home, options)
    described = _description(options)
    data = root() / "data"
    report = Report()
    reader = Reader(read_known(data, data / WORLD), report)
    size = sum(path.stat().st_size for path in options.files if path.is_file())
    with Progress(size, shown=True) as progress:
        for path in options.files:
            reader.read(path, progress)
    folder = lay_list(reader, home, described, report)
    print(*report.lines(), sep="\n")
    print(
        f"{folder}: under {name_of(described.licence)}. Build to have it as graph/"
        f"{PREFIX}{described.name}."
    )
    return LEFT_OUT if report.broken else 0


def _forget(home: Path, options: argparse.Namespace) -> int:
    folder = home / FOLDER / _named(options.forget)
    if options.licence or options.files:
        raise WrongUsage("--forget takes a list out and reads none.", "Give it alone.")
    if not folder.is_dir():
        there = ", ".join(sorted(path.name for path in (home / FOLDER).glob("*"))) or "none"
        raise PeyvandError(f"No list {options.forget} was imported.", f"There are: {there}.")
    shutil.rmtree(folder)
    print(f"{options.forget} is gone from the home. Build to have it gone from the graph.")
    return 0


def _description(options: argparse.Namespace) -> Description:
    """What the list is.

    Raises:
        WrongUsage: something is missing, or has the wrong form.
    """
    missing = [f"--{name.replace('_', '-')}" for name in _NEEDED if not getattr(options, name)]
    if missing:
        raise WrongUsage("A list says what it is.", f"Give {', '.join(missing)} too.")
    if not options.files:
        raise WrongUsage("No file is named.", "Name the file of the list.")
    try:
        date = check_edtf(options.date)
    except ValueError as error:
        raise WrongUsage(f"--date: {error}.", "Write 2026-02-08, or 2026.") from None
    return Description(
        _named(options.name),
        date,
        options.title,
        options.title_fa,
        options.origin,
        options.licence,
        (options.by, options.by_fa),
    )


def _named(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise WrongUsage(
            f"{name!r} is no name of a list.", "Write small letters, digits and hyphens."
        )
    return name
