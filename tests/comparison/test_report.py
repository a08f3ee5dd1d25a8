"""The page and the table of a comparison: what stands where, and nothing that a browser runs."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from peyvand.commands.reports import write_report
from peyvand.comparison import report
from peyvand.comparison.fourway import CONFLICT, HERE, OUTCOMES, SAME, THERE, Finding, Kind, Row

EVIL = "<script>alert(1)</script>&\"'"
ROWS = [
    Row("city", SAME, "Null Island", "جزیره", "1", "Q1", points=((0.0, 0.0),)),
    Row("city", HERE, EVIL, EVIL, EVIL, findings=(Finding(Kind.OTHER_PLACE, EVIL, EVIL),)),
    Row("city", THERE, "Far", there="Q2", points=((-45.0, 90.0),)),
    Row(
        "agreement", CONFLICT, "Two", here="https://x.example/a/two", there="Q3 Q4",
        findings=(Finding(Kind.OTHER_DATE, "1998", "2000"), Finding(Kind.ONE_SIDED, "b", "c")),
        evidence_here=("https://x.example/c/F1", "https://x.example/c/F2"),
        evidence_there=("https://x.example/c/W1",),
        points=((45.0, -90.0), (-30.0, 150.0)),
    ),
]  # fmt: skip


@pytest.fixture
def page() -> str:
    return report.page(ROWS, EVIL, EVIL, "Wikidata")


def test_nothing_of_a_row_is_markup(page: str) -> None:
    assert "<script" not in page
    assert "alert(1)" in page
    assert EVIL not in page


def test_a_place_stands_at_its_degrees(page: str) -> None:
    # Two units are a degree: west to east from the left, north to south from above.
    places = re.findall(r'class="o(\d)" cx="([\d.]+)" cy="([\d.]+)"', page)
    assert sorted(places) == [("0", "360.0", "180.0"), ("2", "540.0", "270.0")]
    assert '<path class="o3" d="M180.0 90.0L660.0 240.0">' in page
    # What one side alone has is drawn first, below the rest.
    assert page.index('cx="540.0"') < page.index('cx="360.0"')


def test_what_one_side_alone_has_lies_below_the_rest() -> None:
    rows = [replace(row, outcome=outcome) for row in ROWS[:1] for outcome in OUTCOMES]
    for order in (rows, rows[::-1]):
        text = report.page(order, "t", "h", "w")
        drawn = re.findall(r'<circle class="o(\d)"', text)
        assert drawn[0] == str(OUTCOMES.index(THERE))
        assert sorted(drawn) == ["0", "1", "2", "3"]


def test_values_links_and_counts(page: str) -> None:
    assert "other-date: <bdi>1998</bdi> / <bdi>2000</bdi>" in page
    assert "one-sided: <bdi>b</bdi> / <bdi>c</bdi>" in page
    for item in ("Q1", "Q2", "Q3", "Q4"):
        assert f'<a href="https://www.wikidata.org/wiki/{item}">{item}</a>' in page
    assert '<a href="https://x.example/c/F1">F1</a>' in page
    counts = re.findall(r"<tr><th>(\w+).*?</th>((?:<td>\d+</td>)+)</tr>", page)
    assert [(name, re.findall(r"\d+", cells)) for name, cells in counts] == [
        ("Cities", ["1", "1", "1", "0"]),
        ("Agreements", ["0", "0", "0", "1"]),
    ]


def test_a_long_report_shows_the_first_rows_and_says_how_many_are_left(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(report, "_MOST", 2)
    text = report.page(ROWS, "t", "h", "w")
    assert text.count('<tr class="o') == 2
    assert "2 more rows are in report.csv" in text
    # All are counted.
    assert "<td>1</td><td>1</td><td>1</td><td>0</td>" in text


def test_the_table_has_every_value_in_its_column(tmp_path: Path) -> None:
    write_report(ROWS, tmp_path, "t", "h", "w")
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == report.COLUMNS
    assert len(rows) == len(ROWS)
    assert rows[3] == {
        "about": "agreement",
        "outcome": "in-conflict",
        "name": "Two",
        "name_fa": "",
        "here": "https://x.example/a/two",
        "there": "Q3 Q4",
        "findings": "other-date | one-sided",
        "value_here": "1998 | b",
        "value_there": "2000 | c",
        "evidence_here": "https://x.example/c/F1 | https://x.example/c/F2",
        "evidence_there": "https://x.example/c/W1",
        "places": "45 -90 | -30 150",
    }


def test_the_page_says_how_often_each_thing_was_seen(page: str) -> None:
    assert "<li>other-date: 1</li>" in page
    assert '<input type="checkbox" id="f3" checked> <b class="c3">' in page
    assert "more rows are in report.csv" not in page
    for number in range(4):
        assert f"body:has(#f{number}:not(:checked)) .o{number}{{display:none}}" in page
    # A place of no point is on no map.
    assert page.count("<circle") == 2
    # The grid has a line every 30 degrees, to both edges.
    assert "M0 0V360M60 0V360" in page
    assert "M720 0V360M0 0H720M0 60H720" in page
    assert "M0 360H720" in page
