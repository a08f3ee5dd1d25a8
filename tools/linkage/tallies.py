"""What a way of linking found in a list, and how sure its shares are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from peyvand.model import City

FOUND = Mapping[str, str]


def wilson(hits: int, of: int, z: float = 1.959964) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not of:
        return 0.0, 1.0
    share = hits / of
    middle = share + z * z / (2 * of)
    spread = z * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


@dataclass
class Tally:
    """Counts over the rows of one or more lists.

    Attributes:
        rows: of the list.
        present: rows whose item has a record with coordinates.
        decided: rows that were given an item.
        right: of these, those given theirs.
        present_decided: rows with such a record that were given an item.
        present_right: of these, those given theirs.
        asked: rows left to a person.
        asked_present: of the rows with such a record.
        seconds: that it took.
        errors: the list, the kind of error, the row, its name and country, the item given, its
            item, and the reason of the merge.
    """

    rows: int = 0
    present: int = 0
    decided: int = 0
    right: int = 0
    present_decided: int = 0
    present_right: int = 0
    asked: int = 0
    asked_present: int = 0
    seconds: float = 0.0
    errors: list[tuple[str, ...]] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        names = (
            *("rows", "present", "decided", "right", "present_decided", "present_right"),
            *("asked", "asked_present", "seconds"),
        )
        sums = {name: getattr(self, name) + getattr(other, name) for name in names}
        return Tally(**sums, errors=[*self.errors, *other.errors])

    def cells(self) -> tuple[str, ...]:
        """Precision, precision of the present, recall, shares left to people, seconds."""
        return (
            f"{self.rows:,}",
            f"{self.present:,}",
            _share(self.right, self.decided),
            _share(self.present_right, self.present_decided),
            _share(self.present_right, self.present),
            f"{self.asked / self.rows if self.rows else 0:.1%}",
            f"{self.asked_present / self.present if self.present else 0:.1%}",
            f"{self.seconds:.1f} s",
        )


HEADING = (
    *("rows", "with a record", "precision, all", "precision, those", "recall, those"),
    *("in review", "of those", "time"),
)


def _share(hits: int, of: int) -> str:
    low, high = wilson(hits, of)
    return f"{hits / of if of else 0:.4f} ({low:.4f}-{high:.4f})" if of else "–"


def tally(
    found: FOUND, asked: Iterable[str], items: Mapping[str, str], records: Iterable[City]
) -> Tally:
    """Count what was found.

    Args:
        found: the item given to each row that was given one.
        asked: the rows left to a person.
        items: the true item of each row.
        records: those that were searched.
    """
    located = {record.identifier for record in records if record.located}
    present = {row for row, item in items.items() if item in located}
    right = {row for row, item in found.items() if items[row] == item}
    left = set(asked)
    counts = Counter(
        rows=len(items),
        present=len(present),
        decided=len(found),
        right=len(right),
        present_decided=len(present & found.keys()),
        present_right=len(present & right),
        asked=len(left),
        asked_present=len(left & present),
    )
    return Tally(**counts)
