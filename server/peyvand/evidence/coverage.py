"""What follows from what a snapshot was asked: where a pair is absent, and whether both state it.

That a snapshot does not state a pair tells something only where it was asked. ``pv:hasCoverage``
says of which cities it was; docs/snapshots.md tells the rules with an example.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import NamedNode

from peyvand.sources.dates import bounds

Parties = frozenset[NamedNode]
# Who of the parties states an agreement, by the snapshots that hold it: none where a snapshot does
# not say which of them.
Stated = Mapping[NamedNode, Parties]


@dataclass
class Asked:
    """A snapshot: its date, what it was asked, and which cities it holds.

    ``stating`` are those that state a pair in it, ``standing`` those that stand in one.
    """

    date: str
    coverage: str = ""
    stating: set[NamedNode] = field(default_factory=set)
    standing: set[NamedNode] = field(default_factory=set)

    def of(self, sides: Parties, parties: Parties) -> bool:
        """Whether it would hold the pair of ``parties`` that ``sides`` state, if they did."""
        if self.coverage in ("stating", "item"):
            return sides <= self.stating
        if self.coverage == "found":
            return sides <= self.stating and parties <= self.standing
        return self.coverage == "listed" and parties <= self.standing


def first_and_last(
    stated: Iterable[NamedNode], dates: Mapping[NamedNode, str]
) -> tuple[set[NamedNode], set[NamedNode]]:
    """The earliest and the latest of some snapshots.

    There are several where their dates leave open which it is: of ``2022`` and ``2022-01-09``
    either may be the earlier.
    """
    spans = {}
    for snapshot in stated:
        first, last = bounds(dates[snapshot])
        spans[snapshot] = first or date.min, last or date.max
    soonest = min(last for _, last in spans.values())
    latest = max(first for first, _ in spans.values())
    return (
        {one for one, (first, _) in spans.items() if first <= soonest},
        {one for one, (_, last) in spans.items() if last >= latest},
    )


def absent_from(
    stated: Stated, parties: Parties, snapshots: Mapping[NamedNode, Asked]
) -> Iterator[NamedNode]:
    """The snapshots that asked for an agreement and do not hold it.

    Args:
        stated: the snapshots that hold it, with those of its parties that state it there.
        parties: its parties.
        snapshots: all snapshots.

    Each party that states it somewhere must have been asked. Where none is known to, as of an
    agreement that only documents have, any might, so that all must have been.
    """
    sides = frozenset[NamedNode]().union(*stated.values()) or parties
    for name, snapshot in snapshots.items():
        if name not in stated and snapshot.of(sides, parties):
            yield name


def both_state(
    stated: Stated, parties: Parties, snapshots: Mapping[NamedNode, Asked]
) -> bool | None:
    """Whether all parties state an agreement of datasets.

    True if they do in one snapshot; false if they do in none, and one that says who states it
    asked those too that are silent in it; otherwise it is not known.
    """
    if parties in stated.values():
        return True
    for name, sides in stated.items():
        if sides and snapshots[name].of(parties - sides, parties):
            return False
    return None
