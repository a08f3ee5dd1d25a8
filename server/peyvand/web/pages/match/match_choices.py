"""What becomes of each row of a list: what was computed, and what its owner has chosen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from peyvand.linkage.interactive.listing import Matched
from peyvand.linkage.interactive.matching import Candidate
from peyvand.linkage.outcomes import Outcome
from peyvand.vocabulary.iris import ID

# What somebody chooses who says that no candidate is meant.
NONE = "none"
COMPUTED, PERSON = "computed", "person"


@dataclass(frozen=True)
class Decided:
    """A row with what is held to be meant.

    Attributes:
        matched: what it may mean.
        outcome: ``same``, ``review`` while nobody has chosen, or ``none``.
        chosen: what is meant; None where nothing is settled.
        by: ``computed`` or ``person``; empty while the row is open.
    """

    matched: Matched
    outcome: Outcome
    chosen: Candidate | None
    by: str

    @property
    def identifier(self) -> str:
        """Of the row."""
        return self.matched.place.identifier

    @property
    def value(self) -> str:
        """The choice as a form sends it."""
        if self.chosen:
            return short(self.chosen)
        return NONE if self.by == PERSON else ""

    def as_json(self) -> dict[str, Any]:
        """The row as data."""
        return {
            "id": self.identifier,
            "names": list(self.matched.place.names),
            "decision": str(self.outcome),
            "by": self.by or None,
            "qid": self.chosen.hit.item or None if self.chosen else None,
            "iri": self.chosen.hit.iri if self.chosen else None,
            "also": list(self.matched.also),
            "candidates": [
                {
                    "iri": one.hit.iri,
                    "qid": one.hit.item or None,
                    "label": {"en": one.hit.label_en, "fa": one.hit.label_fa},
                    "score": one.score,
                    "features": one.features,
                }
                for one in self.matched.candidates
            ],
        }


def short(candidate: Candidate) -> str:
    """A candidate as a form names it."""
    return candidate.hit.iri.removeprefix(ID)


def decide(found: Iterable[Matched], choices: Mapping[str, str]) -> list[Decided]:
    """Each row with its owner's choice, if there is one.

    Args:
        found: the rows.
        choices: what was chosen, by the identifiers of rows: the end of an IRI, or ``none``. A
            choice that is no candidate any more leaves its row open.
    """
    return [_decided(one, choices.get(one.place.identifier, "")) for one in found]


def _decided(one: Matched, choice: str) -> Decided:
    meant = one.candidates[0] if one.outcome == Outcome.SAME else None
    if not choice or (meant and choice == short(meant)):
        return Decided(one, one.outcome, meant, "" if one.outcome == Outcome.REVIEW else COMPUTED)
    if choice == NONE:
        return Decided(one, Outcome.NONE, None, PERSON)
    chosen = next((other for other in one.candidates if short(other) == choice), None)
    if chosen is None:
        open_ = Outcome.REVIEW if one.candidates else Outcome.NONE
        return Decided(one, open_, None, "" if one.candidates else COMPUTED)
    return Decided(one, Outcome.SAME, chosen, PERSON)
