"""A table of eight rows, of which two are good, and what is told of the others."""

from __future__ import annotations

import csv
import io

OFFICE = "شهرداری اصفهان / Municipality of Isfahan"
FILE = ("12/34", "2024-05-02", OFFICE)
HEADINGS = ("parties", "kind", "date", "ended", "source_number", "source_date", "source_office")
ROWS = (
    ("Arak; Shiraz", "sister city", "2024-05-01", "", *FILE),
    ("Isfahan", "sister city", "2010", "", *FILE),
    ("Isfahan; France", "sister city", "2010", "", *FILE),
    ("Isfahan; Atlantis", "sister city", "2010", "", *FILE),
    ("Isfahan; Yazd", "sister city", "2010", "1990", *FILE),
    ("--", "", "//"),
    ("Arak; Batumi", "sister city", "2012", "", *FILE),
    ("Tabriz; Yazd", "love letter", "2012", "", *FILE),
)
# Of each row that is not good, what it is refused for; the lines are those of the table.
REFUSED = {
    3: "one-party",
    4: "country-as-party",
    5: "unknown-name",
    6: "end-before-start",
    7: "no-date",
    9: "no-choice",
}
# The pair has an agreement already.
WARNED = {8: "pair-known"}
GOOD = {2: "agreement/arak-shiraz", 8: "agreement/arak-batumi-2"}


def table(rows: tuple[tuple[str, ...], ...] = ROWS, delimiter: str = ",") -> str:
    """The rows as a table with its headings."""
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return file.getvalue()


EIGHT = table()
