"""What an import of tables took, refused, and found in conflict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from peyvand.sources.published.agreement import Group
from peyvand.sources.wikidata.report import Report

_MOST_SHOWN = 20


@dataclass
class TablesReport(Report):
    """Counts and problems, and statements that stand against each other."""

    conflicts: list[dict[str, Any]] = field(default_factory=list)

    def conflict(self, groups: Sequence[Group]) -> None:
        """Note that the groups of one item and property say different things."""
        first = groups[0].best
        self.counts[f"in conflict: {first.property}"] += 1
        self.conflicts.append(
            {
                "item": first.item,
                "property": first.property,
                "statements": [
                    {"snapshot": group.best.snapshot, "value": group.best.value} for group in groups
                ],
            }
        )

    def as_json(self) -> dict[str, Any]:
        """The report as plain data."""
        return {**super().as_json(), "conflicts": self.conflicts}

    def lines(self) -> list[str]:
        """The report for people: counts first, then problems, then some of the conflicts."""
        shown = [_line(one) for one in self.conflicts[:_MOST_SHOWN]]
        if len(self.conflicts) > _MOST_SHOWN:
            left = len(self.conflicts) - _MOST_SHOWN
            shown.append(f"… and {left:,} more in conflict: all are in places.csv and with --json")
        return super().lines() + shown


def _line(conflict: dict[str, Any]) -> str:
    said: Iterable[dict[str, str]] = conflict["statements"]
    values = "; ".join(f"{one['value']} ({one['snapshot']})" for one in said)
    return f"in conflict: {conflict['item']} {conflict['property']}: {values}"
