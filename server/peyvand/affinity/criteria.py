"""The criteria of affinity: what each asks, and from which value on it is met."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from peyvand.errors import BadRequest
from peyvand.features import languages
from peyvand.texts import text
from peyvand.vocabulary.iris import thing
from peyvand.wording import say


class Ground(StrEnum):
    """What a criterion rests on."""

    # What the graph says of each of the two cities.
    DATA = "data"
    # What somebody says of the two; nobody computes it.
    STATED = "stated"
    # What somebody states that speaks against it, whatever the others say.
    EXCLUSION = "exclusion"


@dataclass(frozen=True)
class Criterion:
    """One criterion.

    Attributes:
        name: what programs call it; that of its query, if it has one of its own.
        ground: what it rests on.
        concept: that of the scheme of criteria which it speaks of, and under which people state it.
        threshold: the largest value that meets it; None if it is met or not.
        is_least: whether the threshold is the smallest value that meets it.
    """

    name: str
    ground: Ground = Ground.DATA
    concept: str = ""
    threshold: float | None = None
    is_least: bool = False

    def meets(self, value: float, threshold: float) -> bool:
        """Whether a value meets it, under a threshold."""
        return value >= threshold if self.is_least else value <= threshold

    @property
    def iri(self) -> str:
        """The concept as an IRI; "" if it has none."""
        return thing(f"concept/affinity-{self.concept}").value if self.concept else ""

    def label(self, language: str) -> str:
        """What people call it."""
        return text(f"affinity-{self.name}", language)


_DATA = (
    Criterion("shared-partners"),
    Criterion("distance", concept="geographic", threshold=500),
    Criterion("neighbouring-countries"),
    Criterion("population-ratio", concept="population", threshold=3),
    Criterion(
        "country-languages", concept="linguistic", threshold=languages.LEAST_PERCENT, is_least=True
    ),
    Criterion("by-the-sea", concept="port", threshold=30),
    Criterion("same-name", concept="same-name"),
    Criterion("shared-networks"),
    Criterion("heritage-registers", concept="heritage"),
    Criterion("shared-titles"),
    Criterion("creative-cities"),
    Criterion("learning-cities"),
    Criterion("needs-and-offers", concept="interests"),
)
# Criteria that people alone can judge.
_STATED = (
    *("cultural", "civilisational", "historical", "archaeological", "linguistic", "religious"),
    *("economic", "industry", "scientific", "university", "port", "tourism"),
    *("common-symbol", "same-festival"),
    *("migrants", "trade", "study", "marriage", "municipal-relations"),
)
IN_WORDS, DISPUTE = "stated-in-words", "standing-dispute"
CRITERIA: Mapping[str, Criterion] = {
    criterion.name: criterion
    for criterion in (
        *_DATA,
        *(Criterion(name, Ground.STATED, name) for name in _STATED),
        Criterion(IN_WORDS, Ground.STATED, "other"),
        Criterion(DISPUTE, Ground.EXCLUSION),
    )
}
THRESHOLDS: Mapping[str, float] = {
    name: criterion.threshold
    for name, criterion in CRITERIA.items()
    if criterion.threshold is not None
}
_NEAR = 5


def chosen(names: Iterable[str]) -> tuple[Criterion, ...]:
    """The criteria of some names, in their order; all of them if none is named.

    Raises:
        BadRequest: there is no such criterion; the hint has near names.
    """
    wanted = {name.strip() for name in names} - {""}
    for name in sorted(wanted):
        if name not in CRITERIA:
            near = difflib.get_close_matches(name, CRITERIA, _NEAR, 0.4) or list(CRITERIA)
            told = say("no-such-criterion", criterion=name[:100], near=", ".join(near))
            raise BadRequest(**told)
    return tuple(one for name, one in CRITERIA.items() if not wanted or name in wanted)


def thresholds_of(written: Sequence[str]) -> dict[str, float]:
    """The threshold of each criterion that has one: those given, else the usual.

    Args:
        written: each as ``distance=300``.

    Raises:
        BadRequest: one is no number from 0 on, or of no criterion that has a threshold.
    """
    found = dict(THRESHOLDS)
    for given in written:
        name, _, value = (part.strip() for part in given.partition("="))
        if name not in THRESHOLDS:
            near = ", ".join(THRESHOLDS)
            raise BadRequest(**say("no-such-criterion", criterion=name[:100], near=near))
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not math.isfinite(number) or number < 0:
            raise BadRequest(**say("no-threshold", criterion=name, given=value[:100]))
        found[name] = number
    return found
