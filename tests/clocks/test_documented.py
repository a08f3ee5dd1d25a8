"""The patterns of the documentation tell what the clocks tell."""

from __future__ import annotations

import re

from clocks.conftest import asking
from peyvand.graph.build import Graph
from peyvand.resources import root

PAGE = (root() / "docs" / "asking.md").read_text(encoding="utf-8")


def test_the_pattern_counts_what_was_in_force(graph: Graph) -> None:
    (pattern,) = (
        block
        for block in re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
        if "AS ?agreements" in block
    )
    rows = asking(graph.store)(pattern)
    assert {row["inForce"].value: int(row["agreements"].value) for row in rows} == {
        "certain": 13,
        "possible": 3,
        "no": 7,
        "unknown": 44,
    }
    assert "13 were in force on 30 June 2005" in PAGE
