"""The command ``peyvand sql``: a question as SQL over the files of Parquet of a version."""

from __future__ import annotations

import argparse
from pathlib import Path

from peyvand.commands.arguments import Command
from peyvand.commands.querying import add_parameters, asked
from peyvand.errors import PeyvandError
from peyvand.resources import root
from peyvand.sources.catalogue import read_catalogue

_TEXT = "write a named question, or a query in a file, as SQL"
_MORE = """examples:
  peyvand dump --format parquet --out tables
  peyvand sql network-members --tables tables
  peyvand sql partners-of-city -p scope=documents --tables tables --dialect spark

Prints one statement over two tables, terms and quads: those of the files. It gives the rows
that SPARQL gives, or stops with the reason; it is for these files alone (docs/tables.md).
"""
_DIALECTS = ("duckdb", "spark")


def add_commands(command: Command) -> None:
    """Add the command to those of the command line."""
    sub = command("sql", _sql, _TEXT, _MORE)
    sub.add_argument("name", help="a name from query --list, or a file that ends in .rq")
    sub.add_argument(
        "--tables", type=Path, required=True, metavar="DIR", help="folder of the files of Parquet"
    )
    sub.add_argument(
        "--dialect", choices=_DIALECTS, default=_DIALECTS[0], help="for what (default: duckdb)"
    )
    sub.add_argument(
        "--types", action="store_true", help="a column beside each tells what its terms are"
    )
    add_parameters(sub)


def _sql(options: argparse.Namespace) -> int:
    import duckdb

    from peyvand.columns.dialects import Unwritten, in_duckdb, in_spark
    from peyvand.columns.plan import Refused, translated
    from peyvand.columns.published import published, statement

    query, values = asked(options, read_catalogue(root() / "queries"))
    instead = f"Ask it in SPARQL: peyvand query {options.name}"
    plan = translated(query.bound(**values))
    if plan is None:
        raise PeyvandError(
            f"{query.name} has a part that is not written as SQL: a path of any length, a graph"
            " as its answer, or a function that SQL computes otherwise.",
            instead,
        )
    try:
        with published(options.tables) as columns:
            sql = statement(plan, columns, types=options.types)
        written = in_spark(sql) if options.dialect == "spark" else in_duckdb(sql)
        print(f"{written};")
    except duckdb.Error as error:
        raise PeyvandError(
            f"{options.tables} has no files of Parquet that can be read: {error}",
            "Make them: peyvand dump --format parquet --out DIR",
        ) from error
    except Refused as error:
        raise PeyvandError(
            f"{query.name} would not be exact as SQL over these files.", instead
        ) from error
    except Unwritten as error:
        raise PeyvandError(
            f"{query.name} has {error}, which Spark computes otherwise.",
            f"{instead}, or take --dialect duckdb.",
        ) from error
    return 0
