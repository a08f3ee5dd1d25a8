"""What a list would need so that fewer of its rows are left to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from peyvand.linkage.classification import REVIEW, Link, Rules, Scored, doubt
from peyvand.linkage.gazetteer import Gazetteer
from peyvand.linkage.outcomes import Code
from peyvand.model import City

COORDINATES, REGION, LEVEL = "coordinates", "first-level region", "level"
# The doubts that a column would help to settle.
_FOR = {
    Code.NAME_ALONE: (COORDINATES,),
    Code.NAME_AND_COUNTRY: (COORDINATES, REGION),
    Code.UNEQUAL_UNLOCATED: (COORDINATES, REGION),
    Code.KINDS_DIFFER: (LEVEL,),
    Code.OTHER_LEVEL: (LEVEL,),
}
# As if the list lay where the item does: within a few kilometres.
_NEAR = "3"


@dataclass(frozen=True)
class Advice:
    """A column that a list lacks.

    Attributes:
        column: what it would tell.
        doubts: the rows in review for want of it.
        settled: of these, those that it would settle if it bears out the likeliest item.
    """

    column: str
    doubts: int
    settled: int


def advice(
    cases: list[tuple[Link, City]],
    described: Mapping[str, City],
    rules: Rules,
    gazetteer: Gazetteer | None = None,
) -> list[Advice]:
    """The columns that would settle something, the most helpful first.

    Args:
        cases: the links with their places.
        described: the descriptions of the items, by row.
        rules: when a pair is settled.
        gazetteer: that was asked for the places of the list; without it no region is advised.
    """
    doubts: dict[str, list[bool]] = {}
    for link, place in cases:
        if link.decision != REVIEW or link.reason is None or link.pair is None:
            continue
        for column in _FOR.get(link.reason.code, ()):
            if _has(place, column) or (column == REGION and gazetteer is None):
                continue
            settled = _settled(link.pair, column, described, rules, link)
            if settled and column == REGION and gazetteer:
                settled = gazetteer.tells_by_region(place, described[link.pair.row])
            doubts.setdefault(column, []).append(settled)
    told = [Advice(column, len(each), sum(each)) for column, each in doubts.items() if any(each)]
    return sorted(told, key=lambda one: (-one.settled, one.column))


def bare_records(cases: list[tuple[Link, City]], described: Mapping[str, City]) -> int:
    """How many rows are in review because the records tell no more than a name of their item.

    No column of the list helps these: records that tell a country or a place do.

    Args:
        cases: the links with their places.
        described: the descriptions of the items, by row.
    """
    return sum(
        not (record.located or record.country)
        for link, _ in cases
        if link.decision == REVIEW
        and link.reason
        and link.reason.code == Code.NAME_ALONE
        and link.pair
        and (record := described[link.pair.row])
    )


def bare_text(doubts: int) -> str:
    """What to do about such rows, in a sentence."""
    return (
        f"{doubts:,} doubts are for want of records: theirs tell neither country nor place; give "
        f"records that do, or add the cities of the graph with --graph"
    )


def advice_text(one: Advice) -> str:
    """The advice in a sentence."""
    return (
        f"add a column of {one.column}: {one.settled:,} of {one.doubts:,} doubts for want of it "
        f"would be settled where it bears out the likeliest item"
    )


def _has(place: City, column: str) -> bool:
    if column == COORDINATES:
        return place.located and not place.is_place_lent
    if column == REGION:
        return bool(place.region)
    return bool(place.levels)


def _settled(
    pair: Scored, column: str, described: Mapping[str, City], rules: Rules, link: Link
) -> bool:
    if column != LEVEL:
        if not described[pair.row].located:
            return False
        grades = {**pair.grades, "distance": _NEAR}
        return doubt(replace(pair, grades=grades, probability=1.0), rules) is None
    levels = {described[one.row].levels for one in (pair, *link.others)}
    if () in levels or (link.others and len(levels) == 1):
        return False
    return doubt(replace(pair, grades={**pair.grades, "kind": "same"}), rules) is None
