"""Spreadsheets are read as tables, and none takes more than it may."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest

from peyvand.errors import SourceError
from peyvand.sources.spreadsheets import Bounds, is_spreadsheet, spreadsheet_of
from spreadsheets import ods, raw_ods, raw_xlsx, xlsx

# What the process that reads may take, and what every process has.
MOST_KB = 1_200_000
BOUNDS = Bounds(rows=1000, unpacked=2_000_000)
ROWS = [
    ["city", "year", "note"],
    ["تبریز", 2010, "one\ntwo"],
    [None, None, None],
    ["Isfahan ", 2.5, None],
]


def known(cells: list[str]) -> int:
    return len({"city", "year"} & set(cells))


@pytest.mark.parametrize("make", [xlsx, ods])
def test_the_cells_are_as_somebody_typed_them(make: object) -> None:
    content = make(ROWS)  # type: ignore[operator]
    assert is_spreadsheet(content)
    sheet = spreadsheet_of(content, "a", known, BOUNDS)
    assert sheet.header == ["city", "year", "note"]
    assert sheet.rows == [
        (2, ["تبریز", "2010", "one\ntwo"]),
        (3, ["", "", ""]),
        (4, ["Isfahan", "2.5", ""]),
    ]
    assert sheet.notes == []


def test_a_day_is_written_as_one() -> None:
    styled = '<table:table-cell office:value-type="date" office:date-value="2016-05-12"/>'
    head = '<table:table-cell office:value-type="string"><text:p>city</text:p></table:table-cell>'
    rows = f"<table:table-row>{head}</table:table-row><table:table-row>{styled}</table:table-row>"
    assert spreadsheet_of(raw_ods(rows), "a", known, BOUNDS).rows == [(2, ["2016-05-12"])]


def test_a_title_above_the_heading_and_other_sheets_are_told() -> None:
    content = xlsx([["About"], *ROWS], Notes=[["x"], ["y"]])
    sheet = spreadsheet_of(content, "a", known, BOUNDS)
    assert sheet.line == 2
    assert [line for line, _ in sheet.rows] == [3, 4, 5]
    assert [note.partition(": ")[2] for note in sheet.notes] == [
        "the heading is row 2; what is above it is a title",
        "read is the sheet S, the other sheets are not",
    ]


CORNERS = (
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
)
LAUGH = f'<!DOCTYPE x [<!ENTITY a "{"x" * 1000}"><!ENTITY b "{"&a;" * 1000}">]>'
INLINE = '<row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row>'
# Reads a spreadsheet, and tells why it could not and the peak of the process that read it.
ALONE = """
import resource, sys
from peyvand.errors import SourceError
from peyvand.sources.spreadsheets import Bounds, spreadsheet_of
try:
    spreadsheet_of(sys.stdin.buffer.read(), "a", len, Bounds(rows=1000, unpacked=2_000_000))
except SourceError as error:
    print(error.message)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
MANY = (
    '<table:table-row table:number-rows-repeated="{}"><table:table-cell '
    'office:value-type="string"><text:p>city</text:p></table:table-cell></table:table-row>'
)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (raw_xlsx({"S": CORNERS}), "far too large"),
        (raw_xlsx({"S": INLINE.format("&b;")}, LAUGH), "unrecognized entity"),
        (raw_xlsx({"S": INLINE.format("a" * 3_000_000)}), "bytes when it is unpacked"),
        (raw_ods(MANY.format(1_048_575)), "more than 1,000 rows"),
        (raw_ods(MANY.format(1101)), "more than 1,000 rows"),
        (xlsx(ROWS)[:-30], "damaged"),
        (xlsx([]), "empty"),
        (xlsx(ROWS, Other=ROWS), "several sheets hold a table: S, Other"),
    ],
)
def test_what_is_no_table_of_a_person_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        spreadsheet_of(content, "a", known, BOUNDS)


def test_a_spreadsheet_takes_no_more_memory_than_it_may() -> None:
    # The largest of all processes that one has started is told: ask one that starts no other.
    done = subprocess.run(
        [sys.executable, "-c", ALONE], input=raw_xlsx({"S": CORNERS}), capture_output=True
    )
    message, peak = done.stdout.decode().splitlines()
    assert "far too large" in message
    assert int(peak) < MOST_KB


def test_a_spreadsheet_that_lies_about_its_size_gets_no_further() -> None:
    content = raw_xlsx({"S": INLINE.format("a" * 30_000_000)})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = max(member.file_size for member in archive.infolist())
    lying = content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    with pytest.raises(SourceError, match="larger than its declared"):
        spreadsheet_of(lying, "a", known, BOUNDS)


@pytest.mark.parametrize("content", [b"city,year\n", b"PK\x03\x04", xlsx(ROWS)[:100]])
def test_what_is_none_is_told(content: bytes) -> None:
    assert not is_spreadsheet(content)
