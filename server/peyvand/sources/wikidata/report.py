"""What a run met: how much it read, and what was broken, where."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

MOST_KEPT = 1000


@dataclass(frozen=True)
class Problem:
    """Something that could not be read: the place, a word for its kind, and what is wrong."""

    place: str
    kind: str
    message: str

    def line(self) -> str:
        """The problem in one line."""
        return f"{self.place}: {self.message}"


@dataclass
class Report:
    """Counts and problems of one run. All problems are counted, the first thousand are kept."""

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    problem_counts: Counter[str] = field(default_factory=Counter)

    def problem(self, path: Path | str, place: object, kind: str, message: str) -> None:
        """Note that something at a place of a file is broken and was left out."""
        self.problem_counts[kind] += 1
        if len(self.problems) < MOST_KEPT:
            where = f"{path}:{place}" if place not in ("", None) else str(path)
            self.problems.append(Problem(where, kind, message))

    def add(self, other: Report) -> None:
        """Add what another report counts and keeps."""
        self.counts.update(other.counts)
        self.problem_counts.update(other.problem_counts)
        self.problems += other.problems[: MOST_KEPT - len(self.problems)]

    @property
    def broken(self) -> int:
        """How many problems there were."""
        return sum(self.problem_counts.values())

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {
            "counts": dict(sorted(self.counts.items())),
            "broken": dict(sorted(self.problem_counts.items())),
            "problems": [asdict(problem) for problem in self.problems],
        }

    def lines(self) -> list[str]:
        """The report for people: counts first, then the problems."""
        counts = [f"{count:>10,} {name}" for name, count in sorted(self.counts.items())]
        broken = [f"{count:>10,} broken: {name}" for name, count in self.problem_counts.items()]
        kept = [problem.line() for problem in self.problems]
        if self.broken > len(kept):
            kept.append(f"… and {self.broken - len(kept):,} more")
        return counts + broken + kept
