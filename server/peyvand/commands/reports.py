"""The files of a comparison: its report, and what could be sent to Wikidata."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from peyvand.comparison import report
from peyvand.comparison.fourway import Row
from peyvand.exports import quickstatements
from peyvand.exports.edits import REFUSED, Edit


def write_report(rows: Sequence[Row], folder: Path, title: str, here: str, there: str) -> None:
    """``report.csv`` and ``report.html``.

    Args:
        rows: the comparisons.
        folder: of the files.
        title: of the page.
        here: what "here" is called, such as the list.
        there: what "there" is called, such as Wikidata.
    """
    with (folder / "report.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(report.COLUMNS)
        writer.writerows(map(report.cells, rows))
    page = report.page(rows, title, here, there)
    (folder / "report.html").write_text(page, encoding="utf-8")


def write_exports(edits: Sequence[Edit], folder: Path) -> None:
    """``dry-run.tsv`` with every edit and its reason, then what is safe of it as commands."""
    lines = "".join(edit.line() + "\n" for edit in edits)
    (folder / "dry-run.tsv").write_text(lines, encoding="utf-8", newline="")
    safe = [edit for edit in edits if edit.action != REFUSED]
    path = folder / "quickstatements.txt"
    path.write_text(quickstatements.commands(safe), encoding="utf-8", newline="")
    for stale in folder.glob("quickstatements*.csv"):
        stale.unlink()
    for number, table in enumerate(quickstatements.tables(safe), 1):
        name = "quickstatements.csv" if number == 1 else f"quickstatements-{number}.csv"
        (folder / name).write_text(table, encoding="utf-8", newline="")
