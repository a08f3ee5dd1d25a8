"""The page on warnings lists those of the real graph, with their counts."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from peyvand.graph.validate import Report

PAGE = Path(__file__).parents[2] / "docs" / "warnings.md"


@pytest.mark.slow
def test_the_page_lists_every_warning_with_its_count(report: Report) -> None:
    found = Counter((result.shape, result.severity) for result in report.results)
    rows = re.findall(r"^\| `([\w-]+)` \| (\w+) \| (\d+) \| (.+) \|$", PAGE.read_text(), re.M)
    assert {(shape, severity): int(n) for shape, severity, n, _ in rows} == found
    assert all(reason.endswith(".") for _, _, _, reason in rows)
