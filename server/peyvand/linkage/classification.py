"""From scored pairs to three outcomes: same, review, none.

A probability alone never makes two places one. ``same`` needs a name and something beside the
name that agree, one administrative kind, and no rival about as good; what falls short of that but
is likely is for a person to review, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from peyvand.model import City

SAME, REVIEW, NONE = "same", "review", "none"


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
    decision: str
    probability: float
    why: str
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

    same: float = 0.99
    review: float = 0.5
    margin: float = 6.0
    radius: int = 25
    near: int = 6
    wide: int = 50


# The grades of the name: equal ones settle a pair within the radius, approximate ones nearby.
EQUAL = ("main", "alias", "spelling")
FAIR = ("close", "sound", "part")
_POPULATION = ("1.2", "1.6", "2.5")


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
    likely = [pair for pair in pairs if pair.probability >= rules.review and _named(pair)]
    if not likely:
        chance = pairs[0].probability if pairs else 0.0
        return Link(left, "", NONE, chance, "no record has this name near this place")
    fit = [pair for pair in likely if not doubt(pair, rules)]
    if not fit:
        best = likely[0]
        others = tuple(likely[1:])
        return Link(left, best.right, REVIEW, best.probability, doubt(best, rules), best, others)
    close = [pair for pair in fit if pair.weight > fit[0].weight - rules.margin]
    best = min(close, key=lambda pair: (-mentions.get(pair.right, 0), _order(pair)))
    others = tuple(pair for pair in likely if pair is not best)
    rivals = [
        pair
        for pair in others
        if is_rival(pair, best, rules)
        and mentions.get(pair.right, 0) >= mentions.get(best.right, 0)
    ]
    if rivals:
        why = "about as likely: " + ", ".join(pair.right for pair in rivals[:5])
        return Link(left, best.right, REVIEW, best.probability, why, best, others)
    return Link(left, best.right, SAME, best.probability, "", best, others)


def is_rival(pair: Scored, best: Scored, rules: Rules) -> bool:
    """Whether another item may be meant as well as the best one.

    It is about as likely, or only its name is known and agrees better: that item may be the town,
    and the one with coordinates a unit around it.
    """
    if pair.grades.get("kind") == "other" and best.grades.get("kind") != "other":
        return False
    if not pair.grades.get("distance") and not pair.grades.get("country"):
        return _rank(pair) < _rank(best)
    return pair.weight > best.weight - rules.margin


def doubt(pair: Scored, rules: Rules) -> str:
    """Why a likely pair is not settled by itself, or nothing."""
    grades = pair.grades
    name, distance = grades.get("name", ""), grades.get("distance", "")
    if scheme := grades.get("identifier"):
        return f"their identifiers differ: {scheme}"
    if grades.get("kind") == "other":
        return "their administrative kinds differ"
    if grades.get("country") == "other" and not (
        name == "main" and _reaches(distance, 3) and grades.get("population") in ("1.2", "1.6")
    ):
        return "their countries differ"
    if not distance:
        # Homonyms of one country and one size exist, and only a place tells them apart.
        if name not in EQUAL:
            return "the names are not equal and there are no coordinates to compare"
        if not grades.get("country"):
            return "the name alone agrees: no coordinates and no country to compare"
        return "only name and country agree: no coordinates to compare"
    elif name in EQUAL:
        if not _reaches(distance, rules.radius):
            if not _reaches(distance, rules.wide):
                return "the name agrees but they lie far apart"
            if grades.get("population") not in _POPULATION:
                return "the name agrees but they lie apart and the populations do not agree"
    elif not _reaches(distance, rules.near):
        return "the names are not equal and they do not lie close together"
    elif name == "part" and grades.get("population") not in ("1.2", "1.6"):
        return "a part of the name agrees, but not the population"
    if pair.probability < rules.same:
        return "the probability is too low to settle it"
    return ""


def _named(pair: Scored) -> bool:
    return pair.grades.get("name", "") in EQUAL + FAIR


def _rank(pair: Scored) -> int:
    name = pair.grades.get("name", "")
    return EQUAL.index(name) if name in EQUAL else len(EQUAL)


def _reaches(distance: str, most: int) -> bool:
    return distance.isdigit() and int(distance) <= most


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
            rivals = ", ".join(other.left for other in ranked if other is not link)
            why = f"also claimed by {rivals} of the list"
            lost[link.left] = replace(link, decision=REVIEW, why=why)
    return [lost.get(link.left, link) for link in links]


def _weight(link: Link) -> float:
    return link.pair.weight if link.pair else 0.0


def _claim(link: Link) -> tuple[float, str]:
    return (-_weight(link), link.left)
