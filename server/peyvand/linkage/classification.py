"""From scored pairs to three outcomes: same, review, none.

A probability alone never makes two places one. ``same`` needs a name and something beside the
name that agree, one administrative kind, and no rival about as good; what falls short of that but
is likely is for a person to review, with the reason.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from peyvand.features.thresholds import (
    BESIDE_KM,
    BORDER_TOWN_KM,
    FAIR_POPULATION,
    LIKE_POPULATION,
    REVIEW_PROBABILITY,
    RIVAL_BITS,
    SAME_AREA_KM,
    SAME_PLACE_KM,
    SAME_POPULATION,
    SAME_PROBABILITY,
    SAME_REGION_KM,
    SAME_TOWN_KM,
)
from peyvand.linkage import rivals
from peyvand.linkage.outcomes import Code, Outcome, Reason
from peyvand.linkage.rivals import Standing
from peyvand.model import City

SAME, REVIEW, NONE = Outcome


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair as the model sees it: its weight in bits, and its grade in each comparison."""

    left: str
    right: str
    row: str
    weight: float
    probability: float
    grades: Mapping[str, str]
    weights: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Link:
    """What becomes of one place of the list: the outcome, its item if any, and why."""

    left: str
    right: str
    decision: Outcome
    probability: float
    reason: Reason | None = None
    pair: Scored | None = None
    others: tuple[Scored, ...] = ()


@dataclass(frozen=True)
class Rules:
    """When a likely pair is settled and when it is asked about.

    Attributes:
        same: the least probability of ``same``.
        review: the least probability of ``review``; below it the pair is not worth a look.
        margin: a rival whose weight is within this many bits leaves the choice open.
        radius: within how many kilometres (the grades of distance) an equal name is settled.
        near: within how many an approximate name is.
        wide: within how many an equal name is, if the population agrees as well.
    """

    same: float = SAME_PROBABILITY
    review: float = REVIEW_PROBABILITY
    margin: float = RIVAL_BITS
    radius: int = SAME_AREA_KM
    near: int = SAME_TOWN_KM
    wide: int = SAME_REGION_KM


# The grades of the name: equal ones settle a pair within the radius, approximate ones nearby.
EQUAL = ("main", "alias", "spelling", "translated")
FAIR = ("close", "sound", "part", "town", "attested", "borrowed")
# Names of which one is more than the other settle a pair up to such a ratio of populations.
_PARTS = {"part": LIKE_POPULATION, "town": SAME_POPULATION}
# A reason names so many rivals.
_MOST_NAMED = 5


def judge(
    places: Iterable[City],
    pairs: Iterable[Scored],
    mentions: Mapping[str, int] | None = None,
    rules: Rules | None = None,
) -> list[Link]:
    """One link for each place, in their order.

    Args:
        places: the places of the list.
        pairs: the scored pairs, any number for each place; rows of one item count as one.
        mentions: how many sources speak of each item.
        rules: when a pair is settled.
    """
    rules, mentions = rules or Rules(), mentions or {}
    of: dict[str, dict[str, Scored]] = {}
    for pair in pairs:
        known = of.setdefault(pair.left, {}).get(pair.right)
        if known is None or _order(pair) < _order(known):
            of[pair.left][pair.right] = pair
    links = [
        _choose(
            place.identifier,
            sorted(of.get(place.identifier, {}).values(), key=_order),
            mentions,
            rules,
        )
        for place in places
    ]
    return _one_place_an_item(links, rules)


def _order(pair: Scored) -> tuple[float, str, str]:
    # A total order, so that runs agree: the best weight first, then the lower identifier.
    return (-round(pair.weight, 6), pair.right.rjust(12), pair.row)


def _choose(left: str, pairs: list[Scored], mentions: Mapping[str, int], rules: Rules) -> Link:
    likely = [pair for pair in pairs if pair.probability >= rules.review and is_named(pair)]
    if not likely:
        chance = pairs[0].probability if pairs else 0.0
        return Link(left, "", NONE, chance, Reason(Code.NO_RECORD))
    fit = [pair for pair in likely if not doubt(pair, rules)]
    if not fit:
        best = likely[0]
        others = tuple(likely[1:])
        return Link(left, best.right, REVIEW, best.probability, doubt(best, rules), best, others)
    close = [pair for pair in fit if pair.weight > fit[0].weight - rules.margin]
    best = min(close, key=lambda pair: (-mentions.get(pair.right, 0), _order(pair)))
    others = tuple(pair for pair in likely if pair is not best)
    if twins := tuple(pair.right for pair in fit if pair is not best and _is_twin(pair, best)):
        reason = Reason(Code.OTHER_LEVEL, twins[:_MOST_NAMED])
        return Link(left, best.right, REVIEW, best.probability, reason, best, others)
    if counted := [pair for pair in pairs if _is_counted_instead(pair, best)]:
        reason = Reason(Code.NAMESAKE_COUNTED, tuple(pair.right for pair in counted[:_MOST_NAMED]))
        others = (*others, *(pair for pair in counted if pair not in others))
        return Link(left, best.right, REVIEW, best.probability, reason, best, others)
    others_meant = [
        pair
        for pair in others
        if is_rival(pair, best, rules)
        and mentions.get(pair.right, 0) >= mentions.get(best.right, 0)
    ]
    if others_meant:
        named = tuple(pair.right for pair in others_meant[:_MOST_NAMED])
        reason = Reason(Code.RIVALS, named)
        return Link(left, best.right, REVIEW, best.probability, reason, best, others)
    return Link(left, best.right, SAME, best.probability, None, best, others)


def _is_twin(other: Scored, best: Scored) -> bool:
    """Whether two items of one name and place may be one town at two levels.

    What tells the level of one of them has left it out before, or its population does.
    """
    named = all(pair.grades.get("name") in EQUAL for pair in (other, best))
    near = all(is_within(pair.grades.get("distance", ""), SAME_PLACE_KM) for pair in (other, best))
    ours, theirs = (pair.grades.get("population", "") for pair in (best, other))
    told = is_within(ours, SAME_POPULATION) and theirs and not is_within(theirs, LIKE_POPULATION)
    return named and near and not told


def _is_counted_instead(other: Scored, best: Scored) -> bool:
    """Whether a list that places a town at the best item counts the people of a namesake.

    One of them is an error of the list, and which one only a person can tell.
    """
    return (
        best.grades.get("population") == "other"
        and other.right != best.right
        and other.grades.get("name") in EQUAL
        and other.grades.get("kind") != "other"
        and is_within(other.grades.get("population", ""), LIKE_POPULATION)
    )


def is_rival(pair: Scored, best: Scored, rules: Rules) -> bool:
    """Whether another item may be meant as well as the best one."""
    return rivals.is_rival(_standing(pair), _standing(best), rules.margin)


def _standing(pair: Scored) -> Standing:
    grades = pair.grades
    name_only = not grades.get("distance") and not grades.get("country")
    return Standing(pair.weight, grades.get("kind") == "other", _rank(pair), name_only)


def doubt(pair: Scored, rules: Rules) -> Reason | None:
    """Why a likely pair is not settled by itself, or nothing."""
    if scheme := pair.grades.get("identifier"):
        return Reason(Code.IDENTIFIERS_DIFFER, (scheme,))
    code = _doubt(pair, rules)
    return Reason(code) if code else None


def _doubt(pair: Scored, rules: Rules) -> Code | None:
    grades = pair.grades
    name, distance = grades.get("name", ""), grades.get("distance", "")
    population = grades.get("population", "")
    if grades.get("kind") == "other":
        return Code.KINDS_DIFFER
    if grades.get("country") == "other" and not (
        name in EQUAL
        and is_within(distance, BORDER_TOWN_KM)
        and is_within(population, LIKE_POPULATION)
    ):
        return Code.COUNTRIES_DIFFER
    if name == "borrowed":
        return Code.BORROWED_NAME
    if not distance:
        # Homonyms of one country and one size exist, and only a place tells them apart.
        if name not in EQUAL:
            return Code.UNEQUAL_UNLOCATED
        return Code.NAME_AND_COUNTRY if grades.get("country") else Code.NAME_ALONE
    if name in EQUAL:
        if not is_within(distance, rules.radius):
            if not is_within(distance, rules.wide):
                return Code.FAR_APART
            if not is_within(population, FAIR_POPULATION):
                return Code.APART_AND_UNLIKE
    elif not is_within(distance, rules.near):
        return Code.UNEQUAL_APART
    elif name == "attested" and not (
        is_within(distance, BESIDE_KM) and is_within(population, FAIR_POPULATION)
    ):
        return Code.BORROWED_NAME
    elif not is_within(population, _PARTS.get(name, math.inf)):
        return Code.PART_OF_NAME
    return Code.IMPROBABLE if pair.probability < rules.same else None


def is_named(pair: Scored) -> bool:
    """Whether the names of a pair agree, wholly or in part."""
    return pair.grades.get("name", "") in EQUAL + FAIR


def _rank(pair: Scored) -> int:
    name = pair.grades.get("name", "")
    return EQUAL.index(name) if name in EQUAL else len(EQUAL)


def is_within(grade: str, most: float) -> bool:
    """Whether a grade of distance or population, which is called by its limit, is within one.

    Any is within no limit at all.
    """
    if most == math.inf:
        return True
    try:
        return float(grade) <= most
    except ValueError:
        return False


def _one_place_an_item(links: list[Link], rules: Rules) -> list[Link]:
    """Where several places claim one item, the better one keeps it if it is clearly better."""
    claims: dict[str, list[Link]] = {}
    for link in links:
        if link.decision == SAME and link.pair:
            claims.setdefault(link.right, []).append(link)
    lost: dict[str, Link] = {}
    for claimants in claims.values():
        if len(claimants) == 1:
            continue
        first, second, *_ = ranked = sorted(claimants, key=_claim)
        clear = _weight(first) - _weight(second) > rules.margin
        for link in ranked[1:] if clear else ranked:
            reason = Reason(
                Code.CLAIMED, tuple(rival.left for rival in ranked if rival is not link)
            )
            lost[link.left] = replace(link, decision=REVIEW, reason=reason)
    return [lost.get(link.left, link) for link in links]


def _weight(link: Link) -> float:
    return link.pair.weight if link.pair else 0.0


def _claim(link: Link) -> tuple[float, str]:
    return (-_weight(link), link.left)
