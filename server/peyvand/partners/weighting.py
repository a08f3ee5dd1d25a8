"""How much each criterion counts, as a user has it; it stands with whatever it was used for."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from peyvand.errors import BadRequest
from peyvand.partners.asked import check
from peyvand.wording import say

_EXAMPLE = '{"same-name": 2, "population": 0}'
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Weighting:
    """How many times criteria count; those that are not named count once.

    Args:
        weights: by the name of a criterion, from 0 on.
        name: what its user calls it.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    name: str = ""

    @property
    def digest(self) -> str:
        """What tells these weights from others, whatever they are called."""
        counted = {name: weight for name, weight in self.weights.items() if weight != 1}
        text = json.dumps(counted, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def json(self) -> dict[str, Any] | None:
        """It as plain values; None where every criterion counts once."""
        if not any(weight != 1 for weight in self.weights.values()):
            return None
        return {"name": self.name or None, "digest": self.digest, "weights": dict(self.weights)}


EVEN = Weighting()


def of_json(text: str) -> Weighting:
    """The weighting that somebody wrote: criteria and numbers, or ``weights`` with a ``name``.

    Raises:
        BadRequest: it is no such JSON, names no criterion, or a weight is none or negative.
    """
    try:
        given = json.loads(text)
    except ValueError as error:
        raise _unread() from error
    if not isinstance(given, dict):
        raise _unread()
    if "weights" not in given:
        return _checked(given, "")
    name, weights = given.get("name") or "", given["weights"]
    if not isinstance(name, str) or not isinstance(weights, dict):
        raise _unread()
    return _checked(weights, name)


def of_pairs(pairs: Mapping[str, str], name: str = "") -> Weighting:
    """The weighting of criteria and numbers as a form has them; an empty one counts once.

    Raises:
        BadRequest: there is no such criterion, or a weight is no number or negative.
    """
    weights: dict[str, object] = {}
    for criterion, text in pairs.items():
        if not text.strip():
            continue
        try:
            weights[criterion] = float(text)
        except ValueError as error:
            check(criterion)
            raise BadRequest(
                **say("weight-no-number", criterion=criterion, weight=text[:_LONGEST_NAME])
            ) from error
    return _checked(weights, name)


def _checked(given: Mapping[str, object], name: str) -> Weighting:
    weights = {}
    for criterion, weight in given.items():
        check(criterion)
        if not isinstance(weight, int | float) or isinstance(weight, bool):
            raise _unread()
        if not math.isfinite(weight):
            raise BadRequest(**say("weight-no-number", criterion=criterion, weight=weight))
        if weight < 0:
            raise BadRequest(**say("weight-negative", criterion=criterion))
        weights[criterion] = float(weight)
    return Weighting(weights, name.strip()[:_LONGEST_NAME])


def _unread() -> BadRequest:
    return BadRequest(**say("weights-unread", example=_EXAMPLE))
