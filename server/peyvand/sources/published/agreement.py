"""Which statements of snapshots say the same of a place, and which stand against each other.

Of the statements of one item and property those that say the same are one group; the first of
each group stands for it. Two places more than 20 km apart, two populations of which one is more
than twice the other, and two codes of countries are not the same.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

from geographiclib.geodesic import Geodesic

from peyvand.sources.published.statements import (
    COORDINATES,
    INFERRED,
    LINKED,
    POPULATION,
    Statement,
)

SAME_PLACE_METRES = 20_000
SAME_POPULATION = 2
# The makers of snapshots, those whose own statement of an item goes before others'.
_FAMILIES = ("wikidata", "whosonfirst", "natural-earth")


@dataclass(frozen=True)
class Group:
    """Statements that say the same: the one that stands for them, and the others."""

    best: Statement
    others: tuple[Statement, ...] = ()

    @property
    def agree(self) -> str:
        """The other snapshots that say the same, for a cell."""
        names = {other.snapshot for other in self.others} - {self.best.snapshot}
        return " ".join(sorted(names))


def groups(
    statements: Iterable[Statement], dates: Mapping[str, str], undated: Container[str] = ()
) -> list[Group]:
    """The groups of the statements of one item and property, the one to believe first.

    Wikidata goes first, by the items that it names before those that were found by their names,
    and the newest before others; then Who's On First, Natural Earth and the rest, and last those
    that keep no dates of what they state. An inference counts only where nobody states anything.
    What two makers contradict together, while none agrees with it, goes after theirs.

    Args:
        statements: of one item and one property.
        dates: of the snapshots, by name.
        undated: the snapshots that keep no dates of their statements.
    """
    ranked = sorted(statements, key=lambda one: (one.snapshot in undated, *_rank(one, dates)))
    if any(one.rule != INFERRED for one in ranked):
        ranked = [one for one in ranked if one.rule != INFERRED]
    found: list[list[Statement]] = []
    for one in ranked:
        group = next((group for group in found if same(group[0], one)), None)
        if group is None:
            found.append([one])
        else:
            group.append(one)
    if found and len(makers(found[0])) == 1:
        outvoted = next((group for group in found[1:] if len(makers(group)) > 1), None)
        if outvoted:
            found.remove(outvoted)
            found.insert(0, outvoted)
    return [Group(group[0], tuple(group[1:])) for group in found]


def makers(statements: Iterable[Statement]) -> set[str]:
    """Who made the snapshots of the statements, whatever the dates."""
    return {maker(one.snapshot) for one in statements}


def maker(snapshot: str) -> str:
    """Who made a snapshot, by its name without the date."""
    return re.sub(r"-\d.*", "", snapshot)


def same(one: Statement, other: Statement) -> bool:
    """Whether two statements of the same property say the same."""
    if one.property == COORDINATES:
        return metres(one.value, other.value) <= SAME_PLACE_METRES
    if one.property == POPULATION:
        fewer, more = sorted((int(one.value), int(other.value)))
        return more <= SAME_POPULATION * fewer
    return one.value == other.value


def metres(one: str, other: str) -> float:
    """How far two places are from one another."""
    latitudes = (*map(float, one.split()), *map(float, other.split()))
    return float(Geodesic.WGS84.Inverse(*latitudes, Geodesic.DISTANCE)["s12"])


def _rank(one: Statement, dates: Mapping[str, str]) -> tuple[bool, int, bool, list[int], str, str]:
    who = maker(one.snapshot)
    family = _FAMILIES.index(who) if who in _FAMILIES else len(_FAMILIES)
    # The newest first: of two dates that which is greater, digit by digit.
    newest = [-ord(letter) for letter in dates.get(one.snapshot, "")]
    return (
        one.rule == INFERRED,
        family,
        one.rule == LINKED,
        newest,
        one.snapshot,
        one.value,
    )
