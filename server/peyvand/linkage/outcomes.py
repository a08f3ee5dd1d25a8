"""What linkage says of a place, as data: outcomes, people's judgements, and reasons by code.

Programs compare these; ``sentences`` puts them into words where files and terminals need them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from peyvand.model import Verdict


class Outcome(StrEnum):
    """What becomes of a place of the list: an item, a question, or nothing."""

    SAME = "same"
    REVIEW = "review"
    NONE = "none"


@dataclass(frozen=True)
class Judgement:
    """One decision by a person or a named rule: a row of decisions.csv."""

    left: str
    right: str
    judgement: Verdict
    by: str
    on: str
    why: str = ""


@dataclass(frozen=True)
class Contradiction:
    """A judgement that holds two things apart, and those that join them nevertheless."""

    judgement: Judgement
    joined_by: tuple[Judgement, ...]


class Code(StrEnum):
    """Why a place has its outcome, or why a pair is not settled by itself."""

    NO_RECORD = "no-record"
    RIVALS = "rivals"
    CLAIMED = "claimed-by-another-row"
    IDENTIFIERS_DIFFER = "identifiers-differ"
    KINDS_DIFFER = "kinds-differ"
    COUNTRIES_DIFFER = "countries-differ"
    UNEQUAL_UNLOCATED = "names-unequal-without-coordinates"
    NAME_ALONE = "name-alone"
    NAME_AND_COUNTRY = "name-and-country-alone"
    FAR_APART = "far-apart"
    APART_AND_UNLIKE = "apart-and-populations-differ"
    UNEQUAL_APART = "names-unequal-and-apart"
    BORROWED_NAME = "borrowed-name"
    OTHER_LEVEL = "same-place-other-level"
    NAMESAKE_COUNTED = "population-of-a-namesake"
    PART_OF_NAME = "part-of-name"
    IMPROBABLE = "improbable"
    SHARED_IDENTIFIER = "shared-identifier"
    UNDESCRIBED_ITEM = "undescribed-item"
    SEVERAL_ITEMS = "identifiers-of-several-items"
    SHARED_BUT_FAR = "shared-identifier-far-apart"
    DECIDED = "decided"
    REFUSED = "decided-different"
    LEFT_OPEN = "decided-open"
    GIVEN_AWAY = "decided-for-another-row"
    CONTRADICTED = "decisions-contradict"


# The reasons that are a person's and not the model's. Nobody has settled what decisions contradict.
BY_PEOPLE = frozenset((Code.DECIDED, Code.REFUSED, Code.LEFT_OPEN, Code.GIVEN_AWAY))


@dataclass(frozen=True)
class Reason:
    """A reason, with what it is about.

    Attributes:
        code: which reason.
        names: the items, rows, identifiers or schemes of identifiers that it names.
        km: how far apart the two are, where that is the reason.
        judgements: people's judgements that it follows from.
    """

    code: Code
    names: tuple[str, ...] = ()
    km: float | None = None
    judgements: tuple[Judgement, ...] = ()

    @property
    def by_people(self) -> bool:
        """Whether a person decided it."""
        return self.code in BY_PEOPLE
