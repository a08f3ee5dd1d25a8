"""The numbers of ``docs/monitor.md`` are those of the documents."""

from __future__ import annotations

import re

from peyvand.monitor import Board
from peyvand.monitor.names import group_name
from peyvand.resources import root

PAGE = (root() / "docs" / "monitor.md").read_text(encoding="utf-8")


def test_the_tables_of_the_page_are_true(documents_board: Board) -> None:
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| (\d+) \|$", PAGE, re.MULTILINE)
    figures = [documents_board.figures["documents"][name] for name in ("vitality", "quiet")]
    told = {
        group_name(figure, group, "en").partition(":")[0]: str(group.count)
        for figure in figures
        for group in figure.groups
    }
    assert dict(rows) == told


def test_what_the_page_says_of_approvals_and_plots_is_true(documents_board: Board) -> None:
    approval = documents_board.figures["documents"]["approval"]
    assert f"{approval.count('none')} of {approval.total} have none" in PAGE
    found = documents_board.signings["documents"]
    assert f"({found.known} of\nthe documents' {found.total})" in PAGE
