"""docs/conflicts.md repeats the register of conflicts, row by row."""

from __future__ import annotations

import csv
import re
from pathlib import Path

from peyvand.resources import root

PAGE = Path(__file__).resolve().parents[2] / "docs" / "conflicts.md"
ROW = re.compile(r"^\| ([CO]\d+) \| (.+?) \| (.+?) \| (.*?) ?\|$", re.MULTILINE)


def test_the_page_equals_the_register() -> None:
    path = root() / "data" / "curated" / "conflicts.csv"
    with path.open(encoding="utf-8", newline="") as file:
        register = [
            (row["id"], row["en"], row["fa"], link(row["query"])) for row in csv.DictReader(file)
        ]
    assert ROW.findall(PAGE.read_text(encoding="utf-8")) == register


def test_the_page_counts_the_conflicts() -> None:
    text = PAGE.read_text(encoding="utf-8")
    number = len(ROW.findall(text))
    assert f" {number} known" in text
    assert "".join(chr(ord(digit) + 0x06C0) for digit in str(number)) in text


def test_every_link_leads_to_a_query() -> None:
    links = re.findall(r"\]\((\.\./queries/[^)]+)\)", PAGE.read_text(encoding="utf-8"))
    assert links
    assert all((PAGE.parent / link).is_file() for link in links)


def link(query: str) -> str:
    return f"[`{query}`](../queries/check/{query}.rq)" if query else ""
