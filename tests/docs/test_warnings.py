"""The page on warnings lists those of the real graph, with their counts."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from peyvand.graph.build import Graph
from peyvand.graph.candidate_nodes import validate_store
from peyvand.graph.validate import read_shapes
from peyvand.vocabulary.files import shape_files

PAGE = Path(__file__).parents[2] / "docs" / "warnings.md"


def test_the_page_lists_every_warning_with_its_count(graph: Graph, sources: Path) -> None:
    report = validate_store(graph.store, read_shapes(shape_files(sources)))
    found = Counter((result.shape, result.severity) for result in report.results)
    rows = re.findall(r"^\| `([\w-]+)` \| (\w+) \| (\d+) \| (.+) \|$", PAGE.read_text(), re.M)
    assert {(shape, severity): int(n) for shape, severity, n, _ in rows} == found
    assert all(reason.endswith(".") for _, _, _, reason in rows)
