"""The files of columns (``facts``), as the engine opens them."""

from __future__ import annotations

from pathlib import Path

import duckdb

from peyvand.columns.facts import BASE, CHANGE


def connected(memory_mb: int = 0, threads: int = 1) -> duckdb.DuckDBPyConnection:
    """A connection that loads no extension and reaches no file but those that are attached to it.

    Args:
        memory_mb: what it may take, in megabytes; 0: as the engine has it.
        threads: how many it may use.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": threads,
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
        "allow_community_extensions": False,
    }
    if memory_mb:
        settings["memory_limit"] = f"{memory_mb}MB"
    connection = duckdb.connect(config=settings)
    # It takes subplans for the same that are not (duckdb 1.5.1 to 1.5.6; its issue 25819).
    connection.execute("SET disabled_optimizers = 'common_subplan'")
    return connection


def attach(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Have ``terms``, ``quads`` and ``counts`` of a folder, as ``schema`` tells of them.

    After a change ``terms`` may hold some that stand in no quad any longer.

    Args:
        connection: from ``connected``; what it can reach is not locked yet.
        folder: with columns.

    Raises:
        duckdb.Error: a file cannot be opened.
    """
    connection.execute(f"ATTACH {quoted(folder / BASE)} AS base (READ_ONLY)")
    views = {name: f"FROM base.{name}" for name in ("terms", "quads", "counts")}
    if (folder / CHANGE).is_file():
        connection.execute(f"ATTACH {quoted(folder / CHANGE)} AS change (READ_ONLY)")
        views["terms"] += " UNION ALL FROM change.terms"
        views["counts"] = "FROM change.counts"
        if connection.execute("SELECT 1 FROM change.removed LIMIT 1").fetchone():
            views["quads"] += " ANTI JOIN change.removed USING (s, p, o, g)"
        views["quads"] = f"SELECT s, p, o, g {views['quads']} UNION ALL FROM change.added"
    for name, view in views.items():
        # Not a temporary one: those another cursor does not have.
        connection.execute(f"CREATE VIEW {name} AS {view}")


def quoted(path: Path) -> str:
    """A path as a text of SQL."""
    return "'" + str(path).replace("'", "''") + "'"
