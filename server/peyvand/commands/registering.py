"""The command ``peyvand register``: enter the rows of a table."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from pathlib import Path

from peyvand.commands.arguments import Command
from peyvand.commands.files import of_system
from peyvand.errors import LEFT_OUT, SourceError
from peyvand.graph.versions import Versions
from peyvand.query.writer import write
from peyvand.query.writes import Registration, WriteAnswer, WriteJob, WriteLimits
from peyvand.register import reports
from peyvand.register.fields import EntryKind
from peyvand.register.rows import RawRow
from peyvand.register.tables import Table, read_table
from peyvand.settings import Settings
from peyvand.sources.spreadsheets import Bounds
from peyvand.sources.wikidata.streams import Limits, read_document
from peyvand.texts import text
from peyvand.tokens import EVERYTHING, Role
from peyvand.vocabulary.labels import LANGUAGES
from peyvand.wording import say

# The register of what is entered here, unless another is named.
REGISTER = "command-line"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_MEGABYTE = 1024 * 1024
# So many rows are entered before anybody wonders.
_MANY = 50
_TEXT = "enter the rows of a table: agreements, places, activities, statements, corrections"
_MORE = """FILE is CSV (commas, semicolons or tabs, any usual encoding), a spreadsheet (.xlsx, .ods)
or a list of objects in JSON, with headings in Persian or English; a template is at
/register/template.csv of the server. Each row is reported with what is wrong and what may be
meant. Nothing is entered unless all rows are good; --accept-good enters the good ones. The server
may go on meanwhile. See docs/register.md.

examples:
  peyvand register agreements.csv --dry-run
  peyvand register agreements.xlsx --as isfahan --accept-good
  peyvand register places.json --kind place --json
"""


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command("register", run, _TEXT, _MORE)
    sub.add_argument("file", type=Path, metavar="FILE", help="the table")
    sub.add_argument(
        "--kind",
        choices=[kind.value for kind in EntryKind],
        default=EntryKind.AGREEMENT.value,
        help="what its rows are (default: agreement)",
    )
    add_options(sub)


def add_options(sub: argparse.ArgumentParser) -> None:
    """Add how rows are entered to the options of a command."""
    how = sub.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="report the rows and enter nothing")
    how.add_argument(
        "--accept-good", action="store_true", help="enter the good rows and leave the others out"
    )
    sub.add_argument(
        "--as",
        dest="by",
        type=_register,
        default=REGISTER,
        metavar="NAME",
        help=f"the register, named as the token of its holder (default: {REGISTER})",
    )
    sub.add_argument(
        "--encoding", default="", metavar="NAME", help="such as windows-1256 (found out)"
    )
    sub.add_argument(
        "--language",
        choices=LANGUAGES,
        default=_language(),
        help="of the reports (default: by the locale)",
    )
    sub.add_argument("--json", action="store_true", help="print the result as JSON")


def run(options: argparse.Namespace) -> int:
    """Enter the rows of a table.

    Returns:
        0 if all rows are entered, 1 if none is, 3 if some are left out.

    Raises:
        PeyvandError: the table cannot be read, or the write is refused.
    """
    settings = Settings.from_environment(home=options.home)
    return enter(options, settings, table_of(options, settings, read(options, settings)))


def enter(options: argparse.Namespace, settings: Settings, table: Table) -> int:
    """Enter the rows of a table that was read.

    Args:
        options: how, and as what.
        settings: of the home.
        table: the rows.

    Returns:
        As ``run`` does.

    Raises:
        PeyvandError: the write is refused.
    """
    for note in table.notes:
        print(note, file=sys.stderr)
    if len(table.rows) > _MANY:
        print(f"peyvand: {len(table.rows):,} rows …", file=sys.stderr, flush=True)
    rows = table.good_rows if options.accept_good else table.rows
    refused = bool(table.problems and not options.accept_good) or not rows
    done = write(_job(options, settings, rows, dry_run=refused or options.dry_run))
    refused = refused or done.refused
    rows_told = reports.merged(table, done.rows)
    for report in rows_told:
        print(reports.line(report, options.language), file=sys.stderr)
    numbers = reports.counts(table, rows_told)
    if options.json:
        shown = [reports.in_words(report, options.language) for report in rows_told]
        whole = {**done.to_json(), "rows": shown, "counts": numbers, "refused": refused}
        print(json.dumps(whole, ensure_ascii=False, indent=2))
    else:
        print(reports.summary(numbers, options.language))
    if refused:
        words = say("rows-refused", count=numbers["refused"], total=numbers["read"])
        told = [words["message"], words["hint"]]
        if options.language == "fa":
            told = [words["fa"], words["hint_fa"]]
        print(f"peyvand: {told[0]}\n  → {told[1]}", file=sys.stderr)
        return 1
    if not options.json:
        print(_ending(done, options.language))
    return LEFT_OUT if numbers["refused"] else 0


def read(options: argparse.Namespace, settings: Settings) -> bytes:
    """The file that is to be entered, unpacked.

    Raises:
        PeyvandError: it cannot be read, or is too large.
    """
    try:
        return read_document(options.file, Limits(document=settings.max_upload_mb * _MEGABYTE))
    except ValueError as error:
        raise SourceError(options.file, None, f"{error}.", "Get it anew, or cut it.") from error
    except OSError as error:
        raise of_system(error) from error


def table_of(options: argparse.Namespace, settings: Settings, content: bytes) -> Table:
    """The rows of a table.

    Raises:
        PeyvandError: it is none.
    """
    bounds = Bounds(settings.max_entries, settings.max_upload_mb * _MEGABYTE)
    kind = EntryKind(options.kind)
    return read_table(content, str(options.file), kind, bounds, encoding=options.encoding)


def _job(
    options: argparse.Namespace, settings: Settings, rows: tuple[RawRow, ...], *, dry_run: bool
) -> WriteJob:
    request = Registration(
        by=options.by,
        rights=(EVERYTHING,),
        role=Role.ADMINISTER,
        entry=options.kind,
        rows=rows,
        accept_good=options.accept_good,
        dry_run=dry_run,
    )
    return WriteJob(str(Versions(settings.home).home), WriteLimits.of(settings), request)


def _ending(done: WriteAnswer, language: str) -> str:
    which = "dry-run" if done.dry_run else "entered-in"
    return text(which, language, "row").format(version=done.version)


def _register(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise argparse.ArgumentTypeError(
            "a register is named by small letters, digits and hyphens, such as isfahan"
        )
    return name


def _language() -> str:
    """The language of the locale, if it is one of ours; else English."""
    named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return next((tag for tag in LANGUAGES if named.startswith(tag)), "en")
