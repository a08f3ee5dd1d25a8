"""What is told of the rows of a table, for clients and for terminals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from peyvand.digits import digits
from peyvand.register.rows import Severity
from peyvand.register.tables import Table
from peyvand.texts import text

# A report of a row as ``Problem.to_json`` gives it.
Report = Mapping[str, Any]


def merged(table: Table, reports: Sequence[Report]) -> list[dict[str, Any]]:
    """What is wrong with a table, and what is told of its rows, in the order of the rows.

    Args:
        table: the table; each report gets the heading that the table has for the field.
        reports: of the rows, by whatever has read them.
    """
    told = [problem.to_json() for problem in table.problems]
    rows = sorted([*told, *reports], key=lambda report: int(report["row"]))
    return [{**row, "heading": table.headings.get(row["column"], row["column"])} for row in rows]


def refused(reports: Sequence[Report]) -> set[int]:
    """The rows that cannot be written."""
    return {int(one["row"]) for one in reports if one["severity"] == Severity.VIOLATION.value}


def in_words(report: Report, language: str) -> dict[str, Any]:
    """A report with its message in one language, and in both by name."""
    said = report["message"]
    names = {f"message_{tag}": message for tag, message in said.items()}
    return {**report, "message": said[language], **names}


def counts(table: Table, reports: Sequence[Report]) -> dict[str, int]:
    """How many rows were read, are good, are good with a warning, and are not good."""
    bad = refused(reports)
    warned = {int(one["row"]) for one in reports if one["severity"] == Severity.WARNING.value}
    return {
        "read": len(table.rows),
        "good": len(table.rows) - len(bad),
        "warned": len(warned - bad),
        "refused": len(bad),
    }


def line(report: Report, language: str) -> str:
    """For a terminal: the row, the column, the message and what may be meant."""
    column = report["heading"] or "-"
    place = text("place", language, "row").format(
        row=digits(str(report["row"]), language), column=column
    )
    severity = text(f"severity-{report['severity']}", language, "row")
    said = f"{place}: {severity}: {report['message'][language]}"
    if report.get("suggestion"):
        meant = text("meant", language, "row")
        said += f" {meant.format(suggestion=report['suggestion'])}"
    return said


def summary(numbers: Mapping[str, int], language: str) -> str:
    """The counts in a sentence."""
    shown = {name: digits(f"{count:,}", language) for name, count in numbers.items()}
    return text("summary", language, "row").format(**shown)
