"""The page and the table of a comparison: what stands where, and nothing that a browser runs."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from peyvand.linking import report
from peyvand.linking.report import COLUMNS, write_page, write_table
from peyvand.merge.fourway import CONFLICT, HERE, SAME, THERE, Finding, Row

EVIL = "<script>alert(1)</script>&\"'"
ROWS = [
    Row("city", SAME, "Null Island", "جزیره", "1", "Q1", points=((0.0, 0.0),)),
    Row("city", HERE, EVIL, EVIL, EVIL, findings=(Finding(EVIL, EVIL, EVIL),)),
    Row("city", THERE, "Far", there="Q2", points=((-45.0, 90.0),)),
    Row(
        "agreement", CONFLICT, "Two", here="https://x.example/a/two", there="Q3 Q4",
        findings=(Finding("other-date", "1998", "2000"), Finding("one-sided", "b", "c")),
        evidence_here=("https://x.example/c/F1", "https://x.example/c/F2"),
        evidence_there=("https://x.example/c/W1",),
        points=((45.0, -90.0), (-30.0, 150.0)),
    ),
]  # fmt: skip


@pytest.fixture
def page(tmp_path: Path) -> str:
    write_page(ROWS, tmp_path / "report.html", EVIL, EVIL, "Wikidata")
    return (tmp_path / "report.html").read_text(encoding="utf-8")


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
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "_MOST", 2)
    write_page(ROWS, tmp_path / "report.html", "t", "h", "w")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert text.count('<tr class="o') == 2
    assert "2 more rows are in report.csv" in text
    # All are counted.
    assert "<td>1</td><td>1</td><td>1</td><td>0</td>" in text


def test_the_table_has_every_value_in_its_column(tmp_path: Path) -> None:
    write_table(ROWS, tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
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
