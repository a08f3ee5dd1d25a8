"""The tables that facts are laid into: read if they are there, written if they changed."""

from __future__ import annotations

import csv
import io
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from peyvand.sources.published.statements import Refusal
from peyvand.sources.tables import Row, read_table
from peyvand.sources.wikidata.report import Report

PLACES = ("item", "snapshot", "property", "value", "rule", "agree")
AGREEING = ("item", "snapshot", "property", "value", "rule")
LEVELS = ("item", "snapshot", "printed", "level")
NAMES = ("item", "language", "name", "snapshot")
GEONAMES = ("item", "geonames", "metres", "by")
PAIRS = ("one", "other", "stated", "start", "end", "note")
MEMBERSHIPS = ("network", "item", "field", "year", "snapshot")
MEMBERSHIP_LISTS = ("network", "snapshot", "complete", "printed")
UNRESOLVED = ("network", "snapshot", "name", "field", "may_be")
OVERRULED = ("item", "property", "value", "for", "by")
REFUSED = ("snapshot", "subject", "kind", "detail", "agreed_by")
SNAPSHOTS = ("id", "date", "en", "fa", "origin", "licence", "agent", "coverage")
WIKIDATA_SNAPSHOTS = ("id", "date", "en", "fa", "origin", "licence", "coverage")
COUNTRIES = (
    *("iso2", "iso3", "m49", "item", "id", "en", "fa"),
    *("continent", "region", "subregion"),
)
STATES = ("id", "item", "en", "fa", "kind")
COUNTRY_NAMES = ("name", "iso2")
NEIGHBOURS = ("one", "other", "snapshot")
REGIONS = ("m49", "en", "fa", "within")
KINDS = ("source", "printed", "en", "level")
DECIDED = ("item", "place", "why")
RESOLVED = ("network", "name", "item", "why")


def rows_of(path: Path, columns: Sequence[str]) -> list[Row]:
    """The rows of a table; none if there is no such file yet."""
    return list(read_table(path, columns)) if path.is_file() else []


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bool:
    """Write a table whole, in the order given; a file that has these bytes is left alone.

    Returns:
        Whether anything changed.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    content = text.getvalue().encode()
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)
    return True


def lay_refused(
    folder: Path, kind: str, snapshots: Container[str], refused: Iterable[Refusal], report: Report
) -> bool:
    """Lay refusals into their table, in place of those of one kind and the same snapshots.

    Args:
        folder: of the table.
        kind: what the names of their kinds begin with, such as ``pair-``.
        snapshots: those that were read.
        refused: what was refused of them.
        report: is told how many of each kind.

    Returns:
        Whether anything changed.
    """
    rows = {
        tuple(row[name] for name in REFUSED)
        for row in rows_of(folder / "refused.csv", REFUSED)
        if not (row["kind"].startswith(kind) and row["snapshot"] in snapshots)
    }
    for one in refused:
        report.counts[f"refused: {one.kind}"] += 1
        rows.add(tuple(getattr(one, name) for name in REFUSED))
    return write_table(folder / "refused.csv", REFUSED, sorted(rows))
