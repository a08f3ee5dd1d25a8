"""How often links like this one were right: the probability that is shown.

The model's own probability takes its comparisons as independent, which country and distance are
not, and says 1 where one in two hundred is wrong. So what is shown is learned: the share of right
answers among links with the same grades and reason, in lists whose answers are known
(``python -m tools.linkage calibrate``). It is a logistic regression, so each grade has its weight
and a person can add them up.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from peyvand.linkage.classification import Link
from peyvand.linkage.outcomes import Outcome
from peyvand.model import City
from peyvand.resources import root

COMPARED = ("name", "country", "distance", "population", "kind")


@dataclass(frozen=True)
class Calibration:
    """What each trait of a link adds to the logarithm of its odds.

    Attributes:
        weights: by trait; a trait that is not there adds nothing.
        least: the lowest probability that the lists can tell from never.
        most: the highest that they can tell from always.
    """

    weights: Mapping[str, float]
    least: float
    most: float

    def probability(self, link: Link, place: City) -> float:
        """The probability that the item of a link is the place, from ``least`` to ``most``."""
        odds = sum(self.weights.get(trait, 0.0) for trait in traits(link, place))
        chance = 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))
        return min(self.most, max(self.least, chance))


def traits(link: Link, place: City) -> Iterator[str]:
    """What may tell how sure a link is, as ``name=main``: outcome, reason, grades, rivals."""
    yield "any"
    yield f"decision={link.decision}"
    if link.reason:
        yield f"reason={link.reason.code}"
    if link.pair:
        for name in COMPARED:
            grade = link.pair.grades.get(name, "") or "unknown"
            yield f"{name}={grade}"
    if place.is_place_lent:
        yield "place=lent"
    if place.is_lent_by_sound:
        yield "place=heard"
    if link.others:
        yield "others=some"


@cache
def shipped() -> Calibration:
    """The calibration that comes with the project."""
    read = json.loads((root() / "data/merge/calibration.json").read_text(encoding="utf-8"))
    return Calibration(read["weights"], read["least"], read["most"])


def calibrated(link: Link, place: City, calibration: Calibration) -> Link:
    """A link with the probability that links like it have.

    What people decide, or an identifier, is no estimate of the model: it keeps the highest
    probability that can be told. A place without any likely item has none.
    """
    if link.decision == Outcome.NONE:
        return replace(link, probability=0.0)
    if link.pair is None or (link.reason and link.reason.by_people):
        chance = calibration.most if link.decision == Outcome.SAME else link.probability
        return replace(link, probability=min(calibration.most, chance))
    return replace(link, probability=calibration.probability(link, place))
