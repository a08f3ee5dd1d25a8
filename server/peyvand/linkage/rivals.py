"""The one rule of rivals: whether another candidate may be meant as well as the best one.

Both engines put their candidates into its terms. A place is settled only if no rival remains.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

# The margin where a score is a sum that a person can follow and no likelihood: whatever its score,
# a candidate that nothing speaks against remains.
ANY_MARGIN = math.inf


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rule looks at in a candidate.

    Attributes:
        weight: how good it is, in the unit of its engine.
        excluded: whether something that is known of it shows that it is another thing.
        name_rank: how well its name agrees: 0 is the best.
        name_only: whether nothing but its name could be compared.
    """

    weight: float
    excluded: bool = False
    name_rank: int = 0
    name_only: bool = False


def is_rival(other: Standing, best: Standing, margin: float) -> bool:
    """Whether another candidate leaves the choice of the best one open.

    Args:
        other: the other candidate.
        best: the one that would be chosen.
        margin: how far behind the best, in the unit of their weights, it is no rival any more.

    A candidate of which only the name is known says nothing by its weight; it is a rival where
    its name agrees better: it may be the town, and the best one a unit around it.
    """
    if other.excluded and not best.excluded:
        return False
    if other.name_only:
        return other.name_rank < best.name_rank
    return other.weight > best.weight - margin
