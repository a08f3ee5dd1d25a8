"""The results of the mutation runs: numbers beside the docs, and the table in the docs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

DATA = Path("docs") / "testing.json"
PAGE = Path("docs") / "testing.md"
BEGIN, END = "<!-- mutants -->", "<!-- end of mutants -->"


@dataclass(frozen=True)
class Row:
    """The newest run of a module.

    Attributes:
        every: how many mutants there are.
        drawn: how many were run.
        seed: of the sample.
        killed: how many a test noticed.
        survivors: the others: the ``line`` and the ``change`` as lines of a diff.
    """

    every: int
    drawn: int
    seed: int
    killed: int
    survivors: list[dict[str, Any]]

    def equivalent(self, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The survivors that the map explains: what they change nobody could see."""
        known = {tuple(one["change"]) for one in entry.get("equivalent", ())}
        return [one for one in self.survivors if tuple(one["change"]) in known]


def read(root: Path) -> dict[str, Row]:
    """The results so far, by module."""
    path = root / DATA
    if not path.exists():
        return {}
    rows = json.loads(path.read_text(encoding="utf-8"))
    return {name: Row(**row) for name, row in rows.items()}


def write(root: Path, rows: Mapping[str, Row], known: Mapping[str, Any]) -> None:
    """Write the results, and the table into the page."""
    plain = {name: asdict(rows[name]) for name in sorted(rows)}
    text = json.dumps(plain, ensure_ascii=False, indent=1) + "\n"
    (root / DATA).write_text(text, encoding="utf-8")
    page = (root / PAGE).read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    text = f"{before}{BEGIN}\n{table(rows, known)}{END}{after}"
    (root / PAGE).write_text(text, encoding="utf-8")


def table(rows: Mapping[str, Row], known: Mapping[str, Any]) -> str:
    """A line a module, those of the map that have been run."""
    lines = [
        "| module | mutants | drawn (seed) | killed | equivalent | killed of the others |",
        "|---|---|---|---|---|---|",
    ]
    for name in known:
        if name in rows:
            row = rows[name]
            same = len(row.equivalent(known[name]))
            share = row.killed / max(1, row.drawn - same)
            lines.append(
                f"| {name} | {row.every} | {row.drawn} ({row.seed}) | {row.killed} | {same} "
                f"| {share:.0%} |"
            )
    return "\n".join(lines) + "\n"
